"""What the editor says of how far a sheet has come: it praises, and proposes one more step."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from essaim.sheets import fields
from essaim.sheets.content import Content
from essaim.sheets.fields import Section
from essaim.workflow.drafting import NEEDED

# In the order in which they help a reader most; what to write there, with an example.
HINTS: Final[Mapping[str, str]] = {
    "limits": "Racontez une difficulté : « L’eau a manqué en août ». C’est ce que vos collègues "
    "cherchent le plus, et trouvent le moins.",
    "people": "Dites combien de personnes : « 3 salariés, 10 bénévoles, une trentaine de "
    "familles ».",
    "funding": "Dites combien et de qui : « 3 500 € par an, moitié Caf, moitié Ville ».",
    "description": "Racontez une séance : le jour, le lieu, qui fait quoi.",
    "result_residents": "Citez une phrase entendue, ou un changement : « On se connaît, "
    "maintenant ».",
    "experience": "D’où vient l’idée ? Une phrase sur le besoin de départ suffit.",
    "keywords": "Cochez un à quatre thèmes : c’est par eux qu’on trouvera votre fiche.",
    "dimension": "Choisissez la famille d’action : un seul clic.",
    "partners": "Cochez vos partenaires : on saura avec qui vous avez osé.",
    "territory": "Un quartier, une commune ? Un seul clic.",
    "status": "En cours, ou terminée ? Un seul clic.",
    "prospects": "Et l’an prochain ? Une phrase suffit.",
    "result_centre": "Qu’est-ce qui a changé pour l’équipe ou la maison ?",
    "result_territory": "Qu’est-ce qui a changé dans le quartier ?",
    "initiative": "Qui a eu l’idée ? Un seul clic.",
    "year": "De quelle année parlez-vous ?",
}
_AT_ONCE: Final = 2
# Of the fields beyond the essential ones, from how many a sheet tells a lot, and nearly all.
_MUCH: Final = 6
_NEARLY_ALL: Final = 13


@dataclass(frozen=True, slots=True)
class Hint:
    """One more step: the key of a field, its heading, what to write there."""

    key: str
    heading: str
    words: str


@dataclass(frozen=True, slots=True)
class Encouragement:
    """Where a sheet has come to: a title, a sentence, and a few next steps."""

    title: str
    words: str
    hints: tuple[Hint, ...]
    is_ready: bool


def missing(content: Content) -> tuple[str, ...]:
    """Return the names of the fields without which a sheet cannot be submitted."""
    return tuple(name for name in NEEDED if not is_filled(content, name))


def is_filled(content: Content, name: str) -> bool:
    """Whether a field says something."""
    value = content[name]
    return bool(value) if isinstance(value, tuple) else bool(str(value or "").strip())


def of(content: Content) -> Encouragement:
    """Return what to say of a sheet that holds this."""
    lacking = missing(content)
    more = [name for name in HINTS if not is_filled(content, name)]
    told = len(HINTS) - len(more)
    hints = () if lacking else tuple(_hint(name) for name in more[:_AT_ONCE])
    return Encouragement(*_words(content, lacking, told), hints=hints, is_ready=not lacking)


def _words(content: Content, lacking: tuple[str, ...], told: int) -> tuple[str, str]:
    if len(lacking) == len(NEEDED) and not told:
        return (
            "Commençons",
            "Un titre, un public, quelques phrases : en cinq minutes, votre action est racontée.",
        )
    if lacking:
        names = [f"« {fields.BY_NAME[name].heading} »" for name in lacking]
        joined = " et ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else names[0]
        return "C’est bien parti", f"Encore {joined}, et vous pourrez soumettre la fiche."
    if told >= _NEARLY_ALL:
        return (
            "Une fiche complète",
            "Vos collègues ont tout pour s’en inspirer. Merci du temps que vous y avez mis.",
        )
    if told >= _MUCH:
        return "Une fiche déjà riche", "Elle dit beaucoup. Ajoutez encore ceci si le cœur vous dit."
    return (
        "Déjà l’essentiel",
        "Vous pouvez soumettre dès maintenant. Le reste se complète quand vous voulez.",
    )


def _hint(name: str) -> Hint:
    field = fields.BY_NAME[name]
    return Hint(field.key, field.heading, HINTS[name])


def of_part(filled: int, total: int) -> str:
    """Return how full a part of the sheet is, in words that scold nobody."""
    if not filled:
        return "à raconter"
    return "tout y est" if filled == total else f"{filled} sur {total}"


def introduction(section: Section) -> str:
    """Return the sentence under the heading of a part."""
    return _INTRODUCTIONS[section]


_INTRODUCTIONS: Final[Mapping[Section, str]] = {
    Section.IDENTITY: "Quelques cases à cocher : elles aident à trouver la fiche.",
    Section.CONTEXT: "D’où vient l’action, et avec qui elle s’est construite.",
    Section.STORY: "Ce que l’on verrait en poussant la porte.",
    Section.MEANS: "Avec quoi et avec qui : une ligne suffit.",
    Section.RESULTS: "Même un petit changement mérite d’être raconté.",
    Section.SEQUEL: "Ce qui a coincé et ce qui vient : le plus utile à vos collègues.",
}
