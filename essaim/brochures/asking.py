"""What somebody says of the brochure they want: a form, and the row it becomes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction

from essaim.brochures import logos, making, selecting
from essaim.brochures.models import Brochure
from essaim.brochures.selecting import Candidate, Scope
from essaim.catalogue import dates
from essaim.catalogue.numbers import counted
from essaim.network.standing import Standing
from essaim.observatory import measures
from essaim.search.query import Query
from essaim.sheets.validators import Refused

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict

# Of one person, at work at the same time; and kept.
MOST_AT_ONCE: Final = 3
MOST_KEPT: Final = 100
_FOREWORD: Final = 8_000
_COLUMNS: Final = (
    "title",
    "subtitle",
    "period",
    "foreword",
    "measures",
    "map_measure",
    "detail",
)
# The charts ticked at first, and the map: what a funder asks about.
_USUAL: Final = (
    "chiffres",
    "mots-cles",
    "public",
    "initiative",
    "partenaires",
    "budget-tranches",
    "departements",
    "annees",
)
_USUAL_MAP: Final = "departements"

_BUSY: Final = "{count} de vos plaquettes sont déjà en cours : attendez que l’une soit prête."
_TOO_MANY: Final = "Vous avez gardé {count} plaquettes, c’est beaucoup : supprimez-en d’abord."
_NO_SHEET: Final = "Cochez au moins une fiche, ou choisissez « Pas de fiche »."
_TOO_LONG: Final = "{most} fiches au plus dans une plaquette : vous en avez coché {count}."
_LOGOS: Final = "{most} logos au plus sur une couverture."


class Order(models.TextChoices):
    """The orders sheets can be printed in, after those that were given a rank."""

    RECENT = "recent", "Les plus récentes d’abord"
    TITLE = "titre", "Par titre"
    STRUCTURE = "structure", "Par structure"


class _FirstOfMany:
    """A group of boxes or buttons that is reached by its first one: Django leads nowhere."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        """Return the id of a choice, of the first one for the whole."""
        return super().id_for_label(id_, index or "0")  # type: ignore[misc, no-any-return]


# Named as Django's own: that is how the page knows what to draw.
class CheckboxSelectMultiple(_FirstOfMany, forms.CheckboxSelectMultiple):
    """Boxes, of which any number."""


class RadioSelect(_FirstOfMany, forms.RadioSelect):
    """Buttons, of which one."""


class BrochureForm(forms.Form):
    """All but the sheets ticked and the logos, which `Asked` reads beside it."""

    title = forms.CharField(label="Titre", max_length=160)
    subtitle = forms.CharField(label="Sous-titre", max_length=200, required=False)
    period = forms.CharField(
        label="Période",
        max_length=80,
        required=False,
        help_text="Telle qu’elle s’imprimera sur la couverture : « 2025 », « 2024 – 2027 ». "
        "Elle ne change pas la sélection.",
    )
    foreword = forms.CharField(
        label="Avant-propos",
        max_length=_FOREWORD,
        required=False,
        help_text="Quelques paragraphes, signés si vous voulez. Une ligne vide sépare deux "
        "paragraphes ; un tiret commence une liste.",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    measures = forms.MultipleChoiceField(
        label="Chiffres et graphiques", required=False, widget=CheckboxSelectMultiple
    )
    map_measure = forms.ChoiceField(
        label="Carte de France",
        required=False,
        help_text="Un hexagone par département, accompagné de son tableau.",
    )
    detail = forms.ChoiceField(
        label="Les fiches",
        choices=Brochure.Detail.choices,
        widget=RadioSelect,
        initial=Brochure.Detail.WHOLE,
    )
    order = forms.ChoiceField(
        label="Dans quel ordre",
        choices=Order.choices,
        initial=Order.RECENT,
        help_text="Les fiches auxquelles vous donnez un rang viennent d’abord.",
    )
    logo_names = forms.CharField(
        label="À qui sont ces nouveaux logos ?",
        max_length=600,
        required=False,
        help_text="Dans le même ordre, séparés par des virgules : « Caf du Rhône, Ville de Bron ». "
        "C’est ce qu’entendront les personnes qui ne voient pas l’image.",
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        chosen, mapped = self.fields["measures"], self.fields["map_measure"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        assert isinstance(mapped, forms.ChoiceField)
        chosen.choices = [(one.key, one.title) for one in measures.MEASURES]
        mapped.choices = [
            ("", "Pas de carte"),
            *((one.key, one.title) for one in measures.MEASURES if one.mappable),
        ]

    def clean_title(self) -> str:
        """Refuse a title of blanks."""
        title = " ".join(str(self.cleaned_data["title"]).split())
        if not title:
            raise ValidationError("Donnez un titre à la plaquette.")
        return title


@dataclass(slots=True)
class Asked:
    """The page one composes a brochure on, empty, copied from another, or as it was sent."""

    query: Query
    scope: Scope
    form: BrochureForm
    candidates: list[Candidate]
    total: int
    ticked: set[int]
    ranks: dict[int, str]
    kept_logos: list[logos.Ready]
    source: Brochure | None = None

    @classmethod
    def first(cls, query: Query) -> "Asked":
        """Return the page for a selection, filled with what is usual."""
        scope = Scope.of(query)
        found, total = selecting.candidates(query)
        form = BrochureForm(initial=_usual(scope))
        return cls(query, scope, form, found, total, selecting.usual(found), {}, [])

    @classmethod
    def copy(cls, source: Brochure) -> "Asked":
        """Return the page filled as another brochure was."""
        asked = cls.first(Query.parse(source.query))
        asked.form = BrochureForm(initial={name: getattr(source, name) for name in _COLUMNS})
        asked.ticked = set(source.sheets)
        asked.ranks = {number: str(at) for at, number in enumerate(source.sheets, start=1)}
        asked.kept_logos, asked.source = logos.of(source), source
        asked.candidates = _with_chosen(asked.candidates, source)
        return asked

    def sent(self, data: "MultiValueDict[str, Any]") -> None:
        """Take in what was sent over what was shown."""
        self.form = BrochureForm(data)
        numbers = [int(one) for one in data.getlist("fiche") if one.isascii() and one.isdigit()]
        self.ticked = set(numbers[: 2 * selecting.MOST_SHEETS])
        self.ranks = {one: data.get(f"rang-{one}", "").strip()[:4] for one in self.ticked}
        kept = set(data.getlist("garder"))
        self.kept_logos = [one for at, one in enumerate(self.kept_logos) if str(at) in kept]

    def keep(self, who: Standing, uploads: "Sequence[UploadedFile[bytes]]") -> Brochure | None:
        """Keep the brochure and have it made; None when something is wrong, said in the form."""
        if not self.form.is_valid():
            return None
        values = self.form.cleaned_data
        is_shown = values["detail"] != Brochure.Detail.NONE
        numbers = self._in_order(str(values["order"])) if is_shown else []
        marks = self._logos(who, uploads)
        for problem in self._problems(who, numbers, marks, is_shown=is_shown):
            self.form.add_error(None, problem)
        if self.form.errors:
            return None
        with transaction.atomic():
            brochure = Brochure.objects.create(
                owner_id=who.person_id,
                structure=self.scope.structure,
                department=self.scope.department,
                region=self.scope.region,
                query=self.query.encode(page=False),
                sheets=numbers,
                **{name: values[name] for name in _COLUMNS},
            )
            logos.keep(brochure, marks)
            making.ask(brochure)
        return brochure

    def _logos(self, who: Standing, uploads: "Sequence[UploadedFile[bytes]]") -> list[logos.Ready]:
        names = [one.strip() for one in str(self.form.cleaned_data["logo_names"]).split(",")]
        found = list(self.kept_logos)
        for at, upload in enumerate(uploads[: logos.MOST]):
            try:
                name = names[at] if at < len(names) else ""
                found.append(logos.prepare(upload, actor=who.actor, name=name))
            except Refused as error:
                self.form.add_error("logo_names", f"{upload.name} : {error}")
        return found

    def _problems(
        self, who: Standing, numbers: list[int], marks: list[logos.Ready], *, is_shown: bool
    ) -> list[str]:
        found = []
        if len(marks) > logos.MOST:
            found.append(_LOGOS.format(most=logos.MOST))
        if is_shown and not numbers:
            found.append(_NO_SHEET)
        if len(self.ticked) > selecting.MOST_SHEETS and is_shown:
            found.append(_TOO_LONG.format(most=selecting.MOST_SHEETS, count=len(self.ticked)))
        mine = Brochure.objects.filter(owner_id=who.person_id)
        if (count := mine.filter(state__in=Brochure.RUNNING).count()) >= MOST_AT_ONCE:
            found.append(_BUSY.format(count=count))
        if (count := mine.count()) >= MOST_KEPT:
            found.append(_TOO_MANY.format(count=count))
        return found

    def _in_order(self, order: str) -> list[int]:
        """Return the numbers of the sheets ticked, in the order to print them in."""
        pk = self.scope.structure.pk if self.scope.structure else None
        known = {sheet.number: sheet for sheet in selecting.sheets_of(self.ticked, pk)}
        place = {one.number: at for at, one in enumerate(self.candidates)}

        def key(number: int) -> tuple[Any, ...]:
            rank, sheet = self.ranks.get(number, ""), known[number]
            said = int(rank) if rank.isascii() and rank.isdigit() else 10_000
            if order == Order.TITLE:
                return (said, sheet.display_title.casefold(), number)
            if order == Order.STRUCTURE:
                return (said, sheet.structure.name.casefold(), number)
            return (said, place.get(number, len(place)), number)

        return sorted(known, key=key)


def _usual(scope: Scope) -> Mapping[str, Any]:
    """Return what a new brochure begins with."""
    if scope.structure:
        title = f"Les actions de {scope.structure.name}"
    elif scope.said and (scope.department or scope.region):
        title = f"Les centres sociaux en actions – {scope.said}"
    else:
        title = "Les centres sociaux en actions"
    is_one_place = bool(scope.structure or scope.department)
    chosen = [key for key in usual_measures() if not (is_one_place and key == _USUAL_MAP)]
    return {
        "title": title[:160],
        "measures": chosen,
        "map_measure": "" if scope.structure else _USUAL_MAP,
    }


def usual_measures() -> list[str]:
    """Return the charts ticked at first, those that there are."""
    return [key for key in _USUAL if key in measures.BY_KEY]


def _with_chosen(found: list[Candidate], source: Brochure) -> list[Candidate]:
    """Return the candidates, those chosen before first and in their order."""
    by_number = {one.number: one for one in found}
    lost = [number for number in source.sheets if number not in by_number]
    for sheet in selecting.sheets_of(lost, source.structure_id):
        by_number[sheet.number] = selecting.candidate(sheet)
    first = [by_number[number] for number in source.sheets if number in by_number]
    return [*first, *(one for one in found if one not in first)]


def said_of(brochure: Brochure) -> str:
    """Return one line about a brochure in a list: « 12 fiches, demandée le 3 mai 2026 »."""
    shown = counted(len(brochure.sheets), "fiche") if brochure.sheets else "les chiffres seuls"
    return f"{shown}, demandée le {dates.day(brochure.created_at)}"
