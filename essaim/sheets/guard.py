"""The guard on personal data: what in a sheet might reveal somebody. It warns, never blocks.

Made to be heard: a public name, a theme or a figure must not raise an alarm. How it judges and
what it misses: docs/guard.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from essaim.sheets import fields, guard_health, guard_numbers, guard_people
from essaim.sheets.content import Content
from essaim.sheets.fields import Kind as FieldKind
from essaim.sheets.guard_reading import Finding, Kind, Reading

# More of one kind in one field tells nothing new.
MOST_OF_A_KIND: Final = 20
EXCERPT_LIMIT: Final = 80


@dataclass(frozen=True, slots=True)
class Warning:
    """A passage to look at again before the sheet is public.

    `field` is a `Field.name`; `start` and `end` are places in its text; `excerpt` is the passage,
    shortened when long. `why` and `advice` are French sentences.
    """

    field: str
    start: int
    end: int
    excerpt: str
    kind: Kind
    why: str
    advice: str

    @property
    def is_gentle(self) -> bool:
        """Whether it is only a question: a professional named with what they do."""
        return self.kind is Kind.OFFICE


_WORDS: Final[dict[Kind, tuple[str, str]]] = {
    Kind.TELEPHONE: (
        "Un numéro de téléphone publié ici pourra être relevé par n’importe qui.",
        "Retirez-le\u00a0: vos collègues vous écriront par le formulaire de la fiche.",
    ),
    Kind.EMAIL: (
        "Une adresse électronique publiée ici recevra vite des courriers indésirables.",
        "Retirez-la\u00a0: vos collègues vous écriront par le formulaire de la fiche.",
    ),
    Kind.PERSON: (
        "Une personne semble nommée\u00a0: on pourrait la reconnaître, même dans dix ans.",
        "Écrivez plutôt «\u00a0une habitante\u00a0», «\u00a0un bénévole\u00a0», ou un autre prénom"
        " en disant que vous l’avez changé.",
    ),
    Kind.OFFICE: (
        "Une personne est nommée avec sa fonction.",
        "Si elle est d’accord, laissez son nom\u00a0; sinon, sa fonction suffit.",
    ),
    Kind.HEALTH: (
        "Un détail de santé semble concerner une personne précise\u00a0: c’est ce qu’il y a de plus"
        " intime.",
        "Retirez ce détail, ou parlez du groupe plutôt que de la personne.",
    ),
    Kind.ADDRESS: (
        "L’adresse d’une personne semble donnée\u00a0: on pourrait la retrouver chez elle.",
        "Le nom du quartier ou de la commune suffit.",
    ),
    Kind.BIRTH: (
        "Une date de naissance permet de reconnaître une personne.",
        "Son âge, ou sa génération, suffit.",
    ),
}

_LOOKS: Final[tuple[Callable[[Reading], Iterator[Finding]], ...]] = (
    guard_numbers.telephones,
    guard_numbers.emails,
    guard_people.people,
    guard_health.health,
    guard_numbers.homes,
    guard_numbers.births,
)


def look(content: Content) -> list[Warning]:
    """Return what to look at again, field by field, in the order of the texts.

    Linear in the length of the texts.
    """
    found: list[Warning] = []
    for field in fields.FIELDS:
        if field.kind not in (FieldKind.TITLE, FieldKind.TEXT):
            continue
        text = content[field.name]
        if isinstance(text, str) and text:
            found += look_at(text, field.name)
    return found


def look_at(text: str, field: str) -> list[Warning]:
    """Return what to look at again in one text."""
    reading = Reading.of(text)
    found: list[Finding] = []
    for look_for in _LOOKS:
        found += _some(look_for(reading))
    found.sort(key=lambda one: (one.start, one.end))
    return [_warning(reading, text, field, one) for one in _apart(found)]


def _some(found: Iterator[Finding]) -> list[Finding]:
    """Return the first findings of each kind."""
    kept: list[Finding] = []
    counts = dict.fromkeys(Kind, 0)
    for one in found:
        counts[one.kind] += 1
        if counts[one.kind] <= MOST_OF_A_KIND:
            kept.append(one)
        elif one.kind is not Kind.OFFICE:
            break
    return kept


def _apart(found: list[Finding]) -> Iterator[Finding]:
    """Leave out what lies in a passage already told: « Mme Sarah Benali » is one person."""
    end = -1
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


def _warning(reading: Reading, text: str, field: str, found: Finding) -> Warning:
    start, end = reading.place(found.start), reading.place(found.end)
    excerpt = text[start:end]
    if len(excerpt) > EXCERPT_LIMIT:
        excerpt = f"{excerpt[: EXCERPT_LIMIT - 1]}…"
    why, advice = _WORDS[found.kind]
    return Warning(field, start, end, excerpt, found.kind, why, advice)


__all__ = ["Kind", "Warning", "look", "look_at"]
