"""The words that tell most of what texts are about: said often in them, seldom elsewhere."""

import math
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from essaim.search import analysis, document, synonyms
from essaim.search.reader import Snapshot

_MOST_SAID: Final = 9.0  # beyond, saying it again tells nothing more
# A word of the field (the thesaurus has it) tells more than one that happens to be rare.
_OF_THE_FIELD: Final = 2.0
# Said in the title or the summary, or that often, any word says what the sheet is about.
_TELLING: Final = 2.5
_WORDS: Final = 14  # looked for: more of them find the same sheets, later
# A word that one sheet in six has tells nothing; in a small base, that so many sheets have.
_COMMON: Final = 6
_FEW: Final = 5
# Rarer than that is rare enough: one sheet in forty.
_RARE: Final = 40
# Days, months and what any story says.
_TELL_NOTHING: Final = """
lundi mardi mercredi jeudi vendredi samedi dimanche janvier février mars avril mai juin juillet août
septembre octobre novembre décembre matin midi soir minuit heure journée jour semaine mois an année
premier deuxième troisième dernier prochain demi quart moitié double dizaine douzaine vingtaine
trentaine quarantaine cinquantaine centaine un deux trois quatre cinq six sept huit neuf dix onze
douze quinze vingt trente quarante cinquante soixante cent mille km minute mètre environ maximum
minimum prendre prévoir devenir dire venir partir arriver passer rester tenir trouver donner savoir
vouloir devoir pouvoir voir commencer retrouver attendre chercher porter poser servir apporter
remplacer apprendre comprendre découvrir aller mettre grand petit vrai nouveau ancien autour rien
chose fois moment question avis peur choix rendez bout bas haut fin début suite tard week end bien
contre cours ensemble travail âge parole entretien situation général proposer ouvrir pied long coup
air vide sauf moyen bord base accès niveau programme près quelqu lever changer possible plan aire
"""


@dataclass(frozen=True, slots=True)
class Word:
    """A word looked for: as indexed and as written, and how much it weighs."""

    stem: str
    written: str
    weight: float
    telling: bool  # enough to be shown as a reason


@dataclass(slots=True)
class Said:
    """What some texts say: how much of each indexed word, and how it is written."""

    said: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    written: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, weight: float) -> None:
        """Take in the words of a text; `weight` is how much one tells there of the subject."""
        for word in words(text):
            stem = analysis.stems[word]
            self.said[stem] += weight
            # In small letters if it ever is: a name never is.
            if not self.written.get(stem, "").islower():
                self.written[stem] = word

    def forget(self, text: str) -> None:
        """Leave the words of a text out of account."""
        for word in words(text):
            self.said.pop(analysis.stems[word], None)

    def rarest(self, snapshot: Snapshot) -> list[Word]:
        """Return the words that tell most, the first first; always the same."""
        thesaurus, void = synonyms.current(), _void()
        total, most = sizes(snapshot)
        found = []
        for stem, times in self.said.items():
            if stem in void or len(stem) < 3 or any(sign.isdigit() for sign in stem):
                continue
            held = snapshot.searcher.doc_freq(document.ALL, stem)
            if 2 <= held <= most:
                known = thesaurus.names(stem)
                weight = math.sqrt(min(times, _MOST_SAID)) * rarity(held, total)
                telling = self.written[stem].islower() and (known or times >= _TELLING)
                weight *= _OF_THE_FIELD if known else 1.0
                found.append(Word(stem, self.written[stem], weight, telling))
        return sorted(found, key=lambda word: (-word.weight, word.stem))[:_WORDS]


def sizes(snapshot: Snapshot) -> tuple[int, int]:
    """Return how many sheets there are, and how many may have a word that tells something."""
    total = max(1, snapshot.searcher.num_docs - 1)
    return total, max(_FEW, total // _COMMON)


def rarity(held: int, total: int) -> float:
    """Return how much a word tells, or a value, that so many of all the sheets have."""
    return math.log(1 + min(total / max(1, held), _RARE))


def words(text: str) -> list[str]:
    """Return the written words of a text."""
    return analysis.WORD.findall(unicodedata.normalize("NFC", text))


@cache
def _void() -> frozenset[str]:
    return frozenset(analysis.stems[word] for word in words(_TELL_NOTHING)) | {""}
