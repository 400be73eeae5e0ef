"""Vocabulary terms, sheets, their revisions, attachments, and the event log."""

import functools
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from essaim.network.models import Structure
from essaim.sheets import fields, vocabulary
from essaim.sheets.fields import Field, Kind
from essaim.sheets.figure_columns import FigureColumns

_VOCABULARY_CHOICES = [(field.name, field.heading) for field in fields.VOCABULARIES]


def _in_vocabulary(field: Field) -> Q:
    """Return the condition that a single choice is absent or a term of its own vocabulary."""
    first, last = vocabulary.id_range(field.name)
    return Q(**{f"{field.name}__isnull": True}) | Q(
        **{f"{field.name}__gte": first, f"{field.name}__lte": last}
    )


class TermQuerySet(models.QuerySet["Term"]):
    """Business sets of terms."""

    def to_review(self) -> Self:
        """Return the terms that came in from outside and nobody has looked at yet."""
        return self.filter(to_review=True)


class Term(models.Model):
    """One value of an open vocabulary.

    `id` and `rank` are tied as `vocabulary.term_id` says, and never reused. `key` is the folded
    label, by which written values are matched.
    """

    id = models.PositiveIntegerField(primary_key=True)
    vocabulary = models.CharField("vocabulaire", max_length=20, choices=_VOCABULARY_CHOICES)
    label = models.CharField("libellé", max_length=fields.LINE_LIMIT)
    key = models.CharField("clé de rapprochement", max_length=4 * fields.LINE_LIMIT)
    listing_label = models.CharField(
        "libellé de la base nationale", max_length=fields.LINE_LIMIT, blank=True
    )
    to_review = models.BooleanField("à vérifier", default=True)

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = "terme"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vocabulary", "key"], name="term_key_unique"),
            models.CheckConstraint(condition=~Q(label="") & ~Q(key=""), name="term_has_label"),
            *(
                models.CheckConstraint(
                    condition=~Q(vocabulary=name) | Q(id__range=vocabulary.id_range(name)),
                    name=f"term_id_in_{name}",
                )
                for name in vocabulary.NUMBERS
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def rank(self) -> int:
        """The term's place in its vocabulary, from 0."""
        return vocabulary.rank_of(self.id)


class TermAlias(models.Model):
    """Another spelling of a term.

    `former_id` is the id of the term it was before it was merged: ids are never given again.
    """

    vocabulary = models.CharField(max_length=20, choices=_VOCABULARY_CHOICES)
    key = models.CharField("clé de rapprochement", max_length=4 * fields.LINE_LIMIT)
    label = models.CharField("autre graphie", max_length=fields.LINE_LIMIT)
    term = models.ForeignKey(Term, models.CASCADE, related_name="aliases")
    former_id = models.PositiveIntegerField("ancien terme", null=True, blank=True)

    class Meta:
        verbose_name = "autre graphie"
        verbose_name_plural = "autres graphies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vocabulary", "key"], name="alias_key_unique"),
        ]

    def __str__(self) -> str:
        return self.label


class SheetQuerySet(models.QuerySet["Sheet"]):
    """Business sets of sheets."""

    def published(self) -> Self:
        """Return the sheets the public may read."""
        return self.filter(state=Sheet.State.PUBLISHED)

    def for_reading(self) -> Self:
        """Return the sheets with all that a page, an export or the index shows of them.

        Two queries whatever the number of sheets.
        """
        return self.select_related(
            "structure__department__region", *(field.name for field in fields.CHOICES)
        ).prefetch_related(
            models.Prefetch(
                "sheet_terms",
                SheetTerm.objects.select_related("term").order_by("position"),
                to_attr="ordered_terms",
            )
        )


def _column(field: Field) -> "models.Field[Any, Any] | None":
    """Return the column that holds a field's live value; None where it has none of its own."""
    if field.kind is Kind.TITLE:
        return models.CharField(field.heading, max_length=fields.LINE_LIMIT, blank=True)
    if field.kind is Kind.TEXT:
        return models.TextField(field.heading, blank=True)
    if field.kind is Kind.CHOICE:
        return models.ForeignKey(
            Term,
            models.PROTECT,
            null=True,
            blank=True,
            related_name="+",
            verbose_name=field.heading,
        )
    if field.kind is Kind.FILES:
        return models.JSONField(field.heading, null=True, blank=True)
    if field.kind is Kind.YEAR:
        return models.PositiveSmallIntegerField(field.heading, null=True, blank=True)
    if field.kind is Kind.NUMBER:
        return models.IntegerField(field.heading, null=True, blank=True)
    return None  # the structure is declared above; multiple choices are rows of SheetTerm


if TYPE_CHECKING:

    class SheetColumns(models.Model):
        """The columns of a sheet's content, one for each field that has its own."""

        class Meta:
            abstract = True

else:
    SheetColumns = type(
        "SheetColumns",
        (models.Model,),
        {
            "__module__": __name__,
            "__doc__": "The columns of a sheet's content, one for each field that has its own.",
            "Meta": type("Meta", (), {"abstract": True}),
            **{
                field.name: column
                for field in fields.FIELDS
                if (column := _column(field)) is not None
            },
        },
    )


class Sheet(SheetColumns, FigureColumns):
    """The live sheet: what the public sees. Written by `workflow.writer` only.

    The columns of its content come from `fields.FIELDS`, those of its figures from that content.
    `digest` is the hash of it (`content.digest`), by which an unchanged sheet is recognised. A
    sheet is never deleted, so its number is never given again.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        WITHDRAWN = "withdrawn", "Retirée"
        MERGED = "merged", "Réunie à une autre"

    number = models.PositiveIntegerField("numéro", unique=True)
    state = models.CharField("état", max_length=10, choices=State.choices)
    structure = models.ForeignKey(Structure, models.PROTECT, related_name="sheets")
    digest = models.CharField(max_length=64)
    submitted_at = models.DateTimeField("première soumission", null=True, blank=True)
    published_at = models.DateTimeField("première publication", null=True, blank=True)
    updated_at = models.DateTimeField("dernière publication", null=True, blank=True)
    confirmed_at = models.DateTimeField("dite toujours en cours le", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_sheets"
    )
    terms: "models.ManyToManyField[Term, SheetTerm]" = models.ManyToManyField(
        Term, through="SheetTerm", related_name="+"
    )

    objects = SheetQuerySet.as_manager()

    # Filled by `for_reading`: the values of the multiple vocabularies, in the author's order.
    ordered_terms: list["SheetTerm"]

    class Meta:
        verbose_name = "fiche action"
        verbose_name_plural = "fiches action"
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["structure", "title"], name="sheet_structure_title"),
            # With the id: SQLite, which keeps no statistics, would otherwise read every published
            # sheet to find twenty of them by their ids.
            models.Index(fields=["state", "id"], name="sheet_state"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(number__gte=1), name="sheet_number_positive"),
            models.CheckConstraint(
                condition=Q(end_reason="") | Q(status=vocabulary.ENDED_ID, status__isnull=False),
                name="sheet_reason_only_when_ended",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="sheet_published_has_date",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="sheet_merged_says_where",
            ),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=fields.YEARS),
                name="sheet_year_plausible",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{field.name}__isnull": True})
                    | Q(**{f"{field.name}__range": (fields.NO_FIGURE, field.most)}),
                    name=f"sheet_{field.name}_plausible",
                )
                for field in fields.NUMBERS
            ),
            *(
                models.CheckConstraint(
                    condition=_in_vocabulary(field), name=f"sheet_{field.name}_in_vocabulary"
                )
                for field in fields.CHOICES
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        """The title, or the one an untitled sheet prints as."""
        return str(getattr(self, "title", "")) or f"SANS TITRE - {self.number}"

    @property
    def slug(self) -> str:
        """The readable end of the sheet's address; never used to find it."""
        return slug_of(getattr(self, "title", ""))


@functools.lru_cache(maxsize=4096)
def slug_of(title: str) -> str:
    """Return the readable end of the address of a sheet with that title."""
    # Folded first: slugify alone drops the œ of « chœur ».
    return slugify(vocabulary.fold(title))[:60].strip("-") or "sans-titre"


class SheetTerm(models.Model):
    """One value of a multiple vocabulary on a live sheet, at its place in the author's order."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="sheet_terms")
    term = models.ForeignKey(Term, models.PROTECT, related_name="sheet_terms")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "term"], name="sheet_term_unique"),
        ]

    def __str__(self) -> str:
        return str(self.term)


class RevisionQuerySet(models.QuerySet["Revision"]):
    """Business sets of revisions."""

    def waiting(self) -> Self:
        """Return those that are neither online nor behind us: at most one for each sheet."""
        return self.filter(state__in=Revision.WAITING)

    def been_live(self) -> Self:
        """Return those the public has seen."""
        return self.filter(state__in=(Revision.State.LIVE, Revision.State.PAST))


class Revision(models.Model):
    """One saved version of a whole sheet. Never changed once written, save for its state.

    `content` is `content.to_json`: French keys, empty values left out, labels as written.
    `based_on` is the version its author started from. One revision at most is live, one at most
    is waiting (draft, submitted or returned); both are held by constraints.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        SUBMITTED = "submitted", "Soumise"
        RETURNED = "returned", "Renvoyée"
        LIVE = "live", "En ligne"
        PAST = "past", "Remplacée"
        DROPPED = "dropped", "Enregistrement intermédiaire"
        ASIDE = "aside", "Mise de côté, en conflit"

    WAITING: ClassVar = (State.DRAFT, State.SUBMITTED, State.RETURNED)

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices)
    content = models.JSONField()
    author = models.CharField("auteur", max_length=200)
    created_at = models.DateTimeField()
    based_on = models.PositiveIntegerField("partie de la version", null=True, blank=True)
    published_at = models.DateTimeField("mise en ligne le", null=True, blank=True)
    published_by = models.CharField("mise en ligne par", max_length=200, blank=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = "version"
        ordering: ClassVar = ["sheet", "version"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "version"], name="revision_version_unique"),
            models.UniqueConstraint(
                fields=["sheet"], condition=Q(state="live"), name="revision_one_live"
            ),
            models.UniqueConstraint(
                fields=["sheet"],
                condition=Q(state__in=["draft", "submitted", "returned"]),
                name="revision_one_waiting",
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="revision_version_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.sheet} (version {self.version})"


class Attachment(models.Model):
    """A file of a sheet. `stored_as` is its address in the store, `name` for display only.

    It is public when its sheet is published and its name stands in the live sheet's `files`:
    so a revision's `files` says which attachments that version has, and nothing is lost when a
    version leaves one out.
    """

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="attachments")
    name = models.CharField("nom", max_length=200)
    stored_as = models.CharField(max_length=200, unique=True)
    media_type = models.CharField("type", max_length=100)
    size = models.PositiveBigIntegerField("taille en octets")
    sha256 = models.CharField("empreinte", max_length=64)
    thumbnail = models.CharField("vignette", max_length=200, blank=True)
    width = models.PositiveIntegerField("largeur en pixels", null=True, blank=True)
    height = models.PositiveIntegerField("hauteur en pixels", null=True, blank=True)
    uploaded_by = models.CharField("déposée par", max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "pièce jointe"
        verbose_name_plural = "pièces jointes"
        ordering: ClassVar = ["sheet", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(name=""), name="attachment_has_name"),
            models.UniqueConstraint(fields=["sheet", "name"], name="attachment_name_unique"),
        ]

    def __str__(self) -> str:
        return self.name


class Event(models.Model):
    """One line of the append-only log of what happened.

    `sequence` grows in commit order (writers take `workflow.writer`'s lock), so a reader that
    has seen N has seen all before N. No foreign keys: deletion never breaks history.
    """

    class Verb(models.TextChoices):
        CREATED = "creee", "commencée"
        SUBMITTED = "soumise", "soumise"
        RETURNED = "renvoyee", "renvoyée"
        APPROVED = "approuvee", "approuvée"
        PUBLISHED = "publiee", "publiée"
        UPDATED = "modifiee", "modifiée"
        RESTORED = "reprise", "reprise d’une version antérieure"
        CONFIRMED = "confirmee", "confirmée"
        WITHDRAWN = "retiree", "retirée"
        DISCARDED = "abandonnee", "abandonnée"
        MERGED = "fusionnee", "réunie à une autre"
        REINDEXED = "reindexee", "à réindexer"
        SYNONYMS = "synonymes", "synonymes changés"

    sequence = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor = models.CharField(max_length=200)
    verb = models.CharField(max_length=12, choices=Verb.choices)
    sheet_id = models.BigIntegerField(null=True)
    sheet_number = models.PositiveIntegerField(null=True, db_index=True)
    revision = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = "événement"
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.sheet_number or ''}".strip()
