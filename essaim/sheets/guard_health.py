"""Health details about a person in a text; health as a theme is what centres work on."""

import itertools
import re
from collections.abc import Iterator
from typing import Final

from essaim.sheets.guard_people import is_first_name
from essaim.sheets.guard_reading import Finding, Kind, Reading

# In the singular where a plural would be a public, not a person. Without accents.
_TERMS: Final = (
    r"depression|depressi(?:f|ve)|burn-?out|cancer|leucemie|tumeur|chimiotherapie|diabete"
    r"|diabetique|avc|alzheimer|parkinson|sclerose|schizophren(?:e|ie)|bipolaire|autisme|autiste"
    r"|trisomie|trisomique|handicape?e?|fauteuil roulant|maladie|malade"
    r"(?: (?:d'|de la |de )[a-z]+)?|alcoolique|alcoolisme"
    r"|toxicomanie?|addiction|drogue|desintoxication|sevrage|enceinte|grossesse|fausse couche|ivg"
    r"|avortement|seropositi(?:f|ve)|vih|sida|traitement(?: lourd| medical)?"
    r"|hospitalisee?|operee?|psychiatrie|psychiatrique|antidepresseurs?|suicide"
    r"|suicidaire|anorexi(?:e|que)|boulimi(?:e|que)|epilepsie|epileptique|mutique|dialyse|greffee?"
    r"|asthmatique|invalidite|phobique"
)
_TERM: Final = re.compile(rf"\b(?:{_TERMS})\b")
# How terms begin: most texts hold a few of these, and plain search is quick.
_HINTS: Final = """
depress burn cancer leucem tumeur chimio diabet avc alzheimer parkinson scleros schizo bipolair
autis trisom handicap fauteuil malad alcooli toxico addict drogue desintox sevrage enceinte
grossesse fausse ivg avort seropos vih sida traitement hospitalis oper psychiatr suicid anorex
boulim epilep mutique dialyse greff asthm invalid phobi
"""
_FIRST_SIGNS: Final = tuple(_HINTS.split())
# No sheet says more; a text made of one word repeated must not take a second.
_MOST_TERMS: Final = 500

_SOMEBODY: Final = (
    r"\b(?:(?:une?|cette?|cet|notre|mon|ma|son|sa|leur|la|le|l'|cette jeune|une jeune|un jeune"
    r"|une vieille|un vieux|une ancienne|un ancien) ?"
    r"(?:habitante?|locataire|dame|monsieur|homme|femme|maman|papa|mere|pere|fils|fille|garcon"
    r"|mari|epouse|epoux|compagne|compagnon|conjointe?|frere|soeur|tante|oncle|grand-mere"
    r"|grand-pere|voisine?|participante?|residente?|retraitee?|benevole|adherente?|ado|adolescente?"
    r"|jeune|enfant|eleve|collegienn?e?|lyceenn?e?|etudiante?|stagiaire|usagere?|membre)"
    r"|l'une? (?:d'eux|d'elles|d'entre elles|d'entre eux|des participantes?)|une? d'entre (?:eux"
    r"|elles)|(?:il|elle) (?:est|etait|a|avait|souffre|souffrait|sort|sortait|suit|suivait|reste)"
    r"|mme|madame|monsieur|m\.)\b"
)
_PERSON: Final = re.compile(_SOMEBODY)
_WHOSE: Final = re.compile(
    r"[^.!?;\n]{0,15}?\b(?:d'|de |chez )(?:(?:son|sa|mon|ma|une?|l'une?|cette?|notre) ?"
    r"(?:habitante?|locataire|dame|monsieur|homme|femme|maman|papa|mere|pere|fils|fille|garcon|mari"
    r"|epouse|epoux|compagne|compagnon|conjointe?|frere|soeur|voisine?|participante?|residente?"
    r"|benevole|adherente?|ado|jeune|enfant|eleve)\b|mme |madame |m\. )"
)
# What turns the words that follow into a theme.
_THEME: Final = re.compile(
    r"\b(?:ateliers?|(?<!du )groupes?|conferences?|debats?|cine-debat|soirees?|prevention|sensib\w+"
    r"|informations?|informer|associations?|campagnes?|semaines?|journees?|lutte|lutter|depistage"
    r"|services?|hopital|cmp|csapa|film|livre|theatre|spectacle|stands?|exposition|parle|parler"
    r"|parlent|formation|formee?|forme|depliants?|brochures?|projet|recherche|contre|sur|risques?"
    r"|aidants?|parents d'|malades d'|familles|personnes|jeunes filles|accompagnement|soutien"
    r"|accueil|questions?|themes?|thematique|autour|cycle|seances?|public|publics|dispositif)\b"
)
# Any one, so nobody: « chaque enfant malade », « accueillir un enfant handicapé ».
_ANYONE: Final = re.compile(r"(?:\b(?:chaque|toute?|aucune?|quel(?:le)?)|(?:er|ir|oir|re)|d') ?$")
_NO_TERM_AFTER: Final = re.compile(r" (?:de l'|du |de la |des )")
_TREATED: Final = ("sous ", "suit un ", "suivait un ", "prend un ", "son ")
_CAPITAL: Final = re.compile(r"\b[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þa-zà-öø-ÿœ]+(?:-[A-ZÀ-Þa-zà-ÿ]+)*")
_FAR: Final = 80


def health(reading: Reading) -> Iterator[Finding]:
    """Find the words of illness, handicap, addiction or pregnancy that are said of somebody."""
    told = -1
    for term in itertools.islice(_terms(reading.plain), _MOST_TERMS):
        start = reading.sentence_start(term.start(), _FAR)
        if start <= told or _is_elsewhere(reading, term):
            continue  # once a sentence is enough
        if _is_of_somebody(reading, start, term):
            told = term.start()
            yield Finding(Kind.HEALTH, term.start(), term.end())


def _terms(plain: str) -> Iterator[re.Match[str]]:
    """Yield the terms in their order, looking closer only where one may begin."""
    signs = [sign for sign in _FIRST_SIGNS if sign in plain]
    if signs:
        for sign in re.finditer("|".join(signs), plain):
            if term := _TERM.match(plain, sign.start()):
                yield term


def _is_elsewhere(reading: Reading, term: re.Match[str]) -> bool:
    """Whether the word means something else here: « l’enceinte de l’école »."""
    if term[0] == "enceinte":
        return reading.before(term.start(), 3).endswith(("l'", "ne ", "s ")) or bool(
            _NO_TERM_AFTER.match(reading.plain, term.end())
        )
    if term[0] == "traitement":
        return not reading.before(term.start(), 12).endswith(_TREATED)
    return False


def _is_of_somebody(reading: Reading, start: int, term: re.Match[str]) -> bool:
    before = reading.plain[start : term.start()]
    if _WHOSE.match(reading.after(term.end(), 40)):
        return not _THEME.search(before)
    for somebody in _PERSON.finditer(before):
        if _ANYONE.search(before[: somebody.start()]):
            continue
        if not _THEME.search(before, somebody.end()):
            return True
    for name in _CAPITAL.finditer(reading.source, start, term.start()):
        if is_first_name(reading.plain[name.start() : name.end()]):
            return not _THEME.search(before, name.end() - start)
    return False
