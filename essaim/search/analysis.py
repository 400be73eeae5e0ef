"""How French text becomes words of the index. The same for documents, queries and snippets.

`prepare` then `analyzer`: Unicode composed, plurals the stemmer leaves alone undone, then split
on anything that is not a letter or a digit, lower-cased, accents folded, common words dropped,
stemmed. Accents go *before* the stemmer: folded afterwards, one word in five typed without
accents is not found (see docs/decisions/003-tantivy.md).
"""

import functools
import re
import unicodedata
from typing import Final

import tantivy

TOKENIZER: Final = "fr"
AS_WRITTEN: Final = "ecrit"
FOLDED: Final = "plie"
LONGEST_WORD: Final = 40  # bytes

# The Snowball stemmer keeps the plural of "vélos", "photos", "menus", "amis": an s after a, i, o
# or u. Undone here, except after ai and oi, where it is a stem ("français", "bourgeois"), but for
# a few nouns; and the x of nouns in -eu, which only a list tells from adjectives ("heureux").
# It also parts "déjeuner" from "déjeuners", and, accents once folded, "isolé" from "isolée".
_IN_S: Final = (
    "emplois lois tournois convois envois renvois parois délais delais essais quais balais relais"
)
_IN_X: Final = "jeux enjeux milieux lieux feux vœux voeux cheveux neveux adieux aveux"


def _ending(words: str) -> str:
    """Return the condition that one of these words has just been read."""
    return "(?i:" + "|".join(rf"(?<=\b{word})" for word in words.split()) + ")"


# Each rule begins with the letter it removes: six times faster than one that begins with its
# condition.
_PLURAL: Final = re.compile(
    r"[sS]\b(?:(?<=[^\W\d_][aouAOU].)|(?<=[^\W\d_][^\W\d_aoAO][iI].)"
    rf"|(?<=[aoAO][iI].){_ending(_IN_S)})"
    rf"|[xX]\b(?<=[eœEŒ][uU].){_ending(_IN_X)}"
    r"|[sS]\b(?<=[^\W\d_][^\W\d_][eE][rR].)"
    r"|[eE][sS]?\b(?<=[^\W\d_][éÉeE][eE])"
    r"|[eE][sS]\b(?<=[^\W\d_][éÉeE][eE][sS])"
)

# Words that the stemmer would make one with another ("café" with "Caf", "loyer" with "loi",
# "aidant" with "aide", "français" with the France of every region's name, "mère" with "mer",
# "repas" with "REP", "sortie" with "sort", "habits" with "habitants"), or that are a common word
# once without accents ("entrée"), or whose plural it takes for a verb ("loisirs"; "démissions" with
# "demi"): kept apart by an ending of their own.
_APART: Final = re.compile(
    r"\b(caf[éÉe]|loyer|foyer|entr[éÉe]e|aidant|fran[çÇc]ais|m[èÈe]re|r[éÉe]pit|collecte|concertation"
    r"|environnement|p[éÉe]tition|papi|repas|sortie|habits|amiante"
    r"|loisir|plaisir|d[éÉe]sir|souvenir|(?:com|trans|per|d[éÉe])mission)(?:es?|s)?\b",
    re.IGNORECASE,
)
_ENDING: Final = r"\1zz"

# An acronym written with dots: C.L.A.S. is CLAS, and not four letters.
_DOTTED: Final = re.compile(r"\.(?<=\b[^\W\d_].)(?=[^\W\d_]\b)")

# Words without a subject of their own. Tantivy's French list is not used: it drops "été" (the
# season) and keeps "comment", "entre", "plus"; and it knows accented spellings only.
_COMMON: Final = """
a à afin ai ainsi alors apres après as assez au aucun aucune auprès auquel aura aurait aussi autre
autres aux auxquels avaient avais avait avant avec avoir avons ayant beaucoup c ça car ce ceci cela
celle celles celui cependant ces cet cette ceux chaque chez ci comme comment contre d dans de déjà
depuis dès des donc dont du durant elle elles en encore enfin ensuite entre environ est et étaient
étais était étant eu eux faire fait font fut hui il ils j je jusqu jusque l la là laquelle le
lequel les lesquels leur leurs lors lorsqu lorsque lui m ma maintenant mais malgré me même mêmes
mes moi moins mon n ne ni non nos notre nous on ont ou où par parce pas pendant peu peut peuvent
plus plusieurs pour pourquoi puis puisque qu quand que quel quelle quelles quelque quelques quels
qui quoi s sa sans se selon sera serait ses seulement si soi soient sois soit son sont sous souvent
sur surtout t ta tant te tel telle telles tels tes toi ton toujours tous tout toute toutes très
trop truc trucs tu un une vers via voici voilà vos votre vous vraiment y
"""


def composed(text: str) -> str:
    """Return the text as the other two analyzers must receive it.

    The index cuts at an underscore, which patterns take for a letter, and at each dot.
    """
    plain = unicodedata.normalize("NFC", text).replace("_", " ")
    return _DOTTED.sub("", plain)


def prepare(text: str) -> str:
    """Return the text as the analyzer must receive it: composed, its stubborn plurals undone."""
    return _PLURAL.sub("", _APART.sub(_ENDING, composed(text)))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFD", prepare(word))
    return "".join(char for char in plain if not unicodedata.combining(char))


STOP_WORDS: Final = tuple(sorted({_folded(word) for word in _COMMON.split()}))


@functools.cache
def analyzer() -> tantivy.TextAnalyzer:
    """Return the analyzer to register as `TOKENIZER` on every index opened or made."""
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
        .filter(tantivy.Filter.custom_stopword(list(STOP_WORDS)))
        .filter(tantivy.Filter.stemmer("french"))
        .build()
    )


def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """Return all analyzers by name, to register on every index opened or made.

    Beside the one of `words`: words as written, in lower case; and the same without accents.
    """
    written = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
    )
    folded = (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(tantivy.Filter.remove_long(LONGEST_WORD))
        .filter(tantivy.Filter.lowercase())
        .filter(tantivy.Filter.ascii_fold())
    )
    return {TOKENIZER: analyzer(), AS_WRITTEN: written.build(), FOLDED: folded.build()}


def description() -> str:
    """Return all that decides how text is analysed, for the index's fingerprint."""
    return repr(
        (
            *(TOKENIZER, AS_WRITTEN, FOLDED, LONGEST_WORD, STOP_WORDS),
            *(_PLURAL.pattern, _APART.pattern, _DOTTED.pattern),
        )
    )


@functools.lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Return the distinct words a text is searched by, in order; common words are left out."""
    return tuple(dict.fromkeys(analyzer().analyze(prepare(text))))


@functools.lru_cache(maxsize=4096)
def positioned(text: str) -> tuple[tuple[int, str], ...]:
    """Return the words a text is searched by, each with its place among all those written.

    As the index counts them: common words have a place, and are left out.
    """
    return tuple((place, stem) for place, word in enumerate(cut(text)) if (stem := stems[word]))


def cut(text: str) -> list[str]:
    """Return the written words of a text, exactly as the index cuts it, in any script."""
    found: list[str] = _cutter().analyze(composed(text))
    return found


@functools.cache
def _cutter() -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build()


class _Stems(dict[str, str]):
    """Written word -> indexed word, remembered: texts repeat the same few thousand words."""

    limit = 200_000

    def __missing__(self, word: str) -> str:
        if len(self) >= self.limit:
            self.clear()
        found = analyzer().analyze(prepare(word))
        self[word] = stem = found[0] if found else ""
        return stem


# One written word: as the simple tokenizer cuts it, or an acronym with its dots.
WORD: Final = re.compile(r"\b[^\W\d_](?:\.[^\W\d_]\b)+|[^\W_]+")
# The indexed form of one written word, "" for a common word. Indexing is the whole interface.
stems: Final = _Stems()
