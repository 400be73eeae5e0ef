"""Terms accepted, renamed, merged: sheets, digests, index and imports follow; history does not."""

from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from essaim.intake import importing
from essaim.intake.planning import Action
from essaim.network.standing import Standing
from essaim.search import engine
from essaim.search.query import Query
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Sheet, Term, TermAlias
from essaim.sheets.terms import Terms
from essaim.workflow import checking, deciding, drafting, vocabulary
from essaim.workflow.vocabulary import NoSuchTerm, Taken
from tests.factories import (
    a_correspondent,
    a_member,
    a_sheet,
    a_structure,
    a_submitted_sheet,
    an_administrator,
)
from tests.own_base import OwnBase


def who() -> Standing:
    return Standing.of(a_correspondent("69"))


def term(label: str) -> Term:
    return Term.objects.get(label=label)


def live(sheet: Sheet) -> contents.Content:
    return contents.of_sheet(Sheet.objects.for_reading().get(pk=sheet.pk))


@pytest.mark.django_db
def test_accepting_ends_the_review() -> None:
    a_sheet(keywords=("Numérique",))
    assert term("Numérique").to_review
    vocabulary.accept(who(), term("Numérique").pk)
    assert not term("Numérique").to_review


@pytest.mark.django_db
def test_only_those_who_look_after_a_departement() -> None:
    a_sheet(keywords=("Numérique",))
    member = Standing.of(a_member(a_structure("Ailleurs")))
    pk = term("Numérique").pk
    for act in (
        lambda: vocabulary.accept(member, pk),
        lambda: vocabulary.rename(member, pk, "Autre nom"),
        lambda: vocabulary.merge_into(member, pk, term("Culture").pk),
    ):
        with pytest.raises(PermissionDenied):
            act()
    vocabulary.accept(Standing.of(an_administrator()), pk)


@pytest.mark.django_db
def test_a_new_name_is_everywhere_but_in_the_history() -> None:
    sheet = a_sheet(keywords=("numerik", "Culture"))
    pk = term("numerik").pk
    vocabulary.rename(who(), pk, "Numérique")
    assert live(sheet)["keywords"] == ("Numérique", "Culture")
    assert sheet.revisions.get().content["mots_cles"] == ["numerik", "Culture"]
    assert Term.objects.get(pk=pk).label == "Numérique"
    assert Terms.load().canonical("keywords", "NUMERIK") == "Numérique"
    fresh = Sheet.objects.get()
    assert fresh.digest == contents.digest(live(sheet))
    assert Event.objects.order_by("-sequence")[0].verb == "reindexee"
    assert checking.problems() == []


@pytest.mark.django_db
def test_a_name_put_right_in_its_letters_only() -> None:
    sheet = a_sheet(keywords=("NUMÉRIQUE",))
    vocabulary.rename(who(), term("NUMÉRIQUE").pk, "Numérique")
    assert live(sheet)["keywords"] == ("Numérique",)
    assert not TermAlias.objects.filter(label="NUMÉRIQUE").exists()
    assert checking.problems() == []


@pytest.mark.django_db
def test_back_to_an_earlier_name() -> None:
    a_sheet(keywords=("Un",))
    pk = term("Un").pk
    vocabulary.rename(who(), pk, "Deux")
    vocabulary.rename(who(), pk, "Un")
    assert Term.objects.get(pk=pk).label == "Un"
    assert list(TermAlias.objects.filter(term=pk).values_list("label", flat=True)) == ["Deux"]


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["", "   ", "deux\nlignes", "x" * 301])
def test_a_name_that_cannot_be(label: str) -> None:
    a_sheet(keywords=("Numérique",))
    with pytest.raises(ValueError, match=r"[Éé]cri|ligne|limite"):
        vocabulary.rename(who(), term("Numérique").pk, label)
    assert term("Numérique").to_review


@pytest.mark.django_db
@pytest.mark.parametrize("label", ["culture", "Viellissement"])
def test_a_name_that_is_taken_leads_to_merging(label: str) -> None:
    a_sheet(keywords=("Numérique",))
    with pytest.raises(Taken) as caught:
        vocabulary.rename(who(), term("Numérique").pk, label)
    assert caught.value.term.label in ("Culture", "Vieillissement")


@pytest.mark.django_db
def test_the_national_terms_stay() -> None:
    a_sheet(keywords=("Numérique",))
    for act in (
        lambda: vocabulary.rename(who(), term("Culture").pk, "Arts"),
        lambda: vocabulary.merge_into(who(), term("Culture").pk, term("Numérique").pk),
    ):
        with pytest.raises(ValueError, match="base nationale"):
            act()


@pytest.mark.django_db
def test_merged_terms_are_one_everywhere() -> None:
    both = a_sheet(title="Les deux", keywords=("Santé", "santé mentale", "Culture", "Logement"))
    turned = a_sheet(title="Dans l’autre sens", keywords=("santé mentale", "Culture", "Santé"))
    alone = a_sheet(title="Seule", keywords=("santé mentale",))
    old = term("santé mentale").pk
    assert vocabulary.merge_into(who(), old, term("Santé").pk) == 3
    assert live(both)["keywords"] == ("Santé", "Culture", "Logement")
    assert live(turned)["keywords"] == ("Santé", "Culture")
    assert live(alone)["keywords"] == ("Santé",)
    assert not Term.objects.filter(pk=old).exists()
    assert Terms.load().canonical("keywords", "Santé  mentale") == "Santé"
    for sheet in Sheet.objects.for_reading():
        assert sheet.digest == contents.digest(contents.of_sheet(sheet))
    assert alone.revisions.get().content["mots_cles"] == ["santé mentale"]
    assert engine.search(Query.parse("mot-cle=Sant%C3%A9")).total == 3
    assert engine.search(Query.parse("mot-cle=sant%C3%A9 mentale")).total == 3
    assert checking.problems() == []


@pytest.mark.django_db
def test_merged_single_choices() -> None:
    sheet = a_sheet(audience="Tout public")
    vocabulary.merge_into(who(), term("Tout public").pk, term("Tous publics").pk)
    assert live(sheet)["audience"] == "Tous publics"
    assert checking.problems() == []


@pytest.mark.django_db
def test_a_term_cannot_be_merged_anywhere() -> None:
    a_sheet(keywords=("Numérique",), audience="Retraités")
    words = term("Numérique")
    for into in (words.pk, term("Retraités").pk):
        with pytest.raises(ValueError, match="même vocabulaire"):
            vocabulary.merge_into(who(), words.pk, into)
    with pytest.raises(NoSuchTerm):
        vocabulary.merge_into(who(), words.pk, 3_999_999)
    with pytest.raises(NoSuchTerm):
        vocabulary.merge_into(who(), 3_999_999, words.pk)


@pytest.mark.django_db
def test_spellings_follow_from_merger_to_merger() -> None:
    sheet = a_sheet(keywords=("un",))
    a_sheet(title="Autre", keywords=("deux", "trois"))
    vocabulary.merge_into(who(), term("un").pk, term("deux").pk)
    vocabulary.merge_into(who(), term("deux").pk, term("trois").pk)
    assert live(sheet)["keywords"] == ("trois",)
    assert Terms.load().canonical("keywords", "UN") == "trois"
    assert checking.problems() == []


@pytest.mark.django_db
def test_an_id_is_never_given_again() -> None:
    a_sheet(keywords=("Numérique",))
    newest = term("Numérique").pk
    vocabulary.merge_into(who(), newest, term("Culture").pk)
    a_sheet(title="Autre", keywords=("Danse",))
    assert term("Danse").pk == newest + 1


@pytest.mark.django_db
def test_what_waits_and_what_was_is_read_with_todays_labels() -> None:
    house = a_structure()
    member = a_member(house)
    author, mine = Standing.of(member), who()
    sheet = a_submitted_sheet(member, house, keywords=("Santé", "santé mentale"))
    deciding.approve(mine, sheet.pk, version=1)
    content = contents.from_json(sheet.revisions.get().content) | {"limits": "Le bruit."}
    saved = drafting.save(author, sheet.pk, content, based_on=1)
    vocabulary.merge_into(mine, term("santé mentale").pk, term("Santé").pk)
    drafting.submit(author, sheet.pk, version=saved.version)
    deciding.approve(mine, sheet.pk, version=saved.version)
    assert live(sheet)["keywords"] == ("Santé",)
    assert Sheet.objects.get().digest == contents.digest(live(sheet))
    drafting.restore(author, sheet.pk, version=1)
    drafting.submit(author, sheet.pk, version=saved.version + 1)
    deciding.approve(mine, sheet.pk, version=saved.version + 1)
    assert live(sheet)["keywords"] == ("Santé",)
    assert checking.problems() == []


@pytest.mark.django_db
def test_a_file_imported_again_is_still_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "fiches.csv"
    file.write_text(
        "numero;titre;structure;departement;mots_cles;public\n"
        "12;Le bal;Maison;69;santé mentale | Santé;Tout public\n",
        encoding="utf-8",
    )
    importing.apply(importing.prepare(file), actor="essais")
    sheet = Sheet.objects.get()
    assert live(sheet)["keywords"] == ("santé mentale", "Santé")
    vocabulary.merge_into(who(), term("santé mentale").pk, term("Santé").pk)
    vocabulary.rename(who(), term("Tout public").pk, "Tout le monde")
    assert importing.prepare(file).counts[Action.KEEP] == 1


AT_ONCE = """
from concurrent.futures import ThreadPoolExecutor
from django.core.management import call_command
from django.db import connections
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Sheet, Term
from essaim.workflow import checking, vocabulary
from tests.factories import a_correspondent, some_sheets

some_sheets(20, keywords=("un", "deux"))
who = Standing.of(a_correspondent("69"))
first, second = (Term.objects.get(label=label).pk for label in ("un", "deux"))

def merge(pair):
    try:
        return f"done {vocabulary.merge_into(who, *pair)}"
    except vocabulary.NoSuchTerm:
        return "gone"
    finally:
        connections.close_all()

with ThreadPoolExecutor(2) as pool:
    answers = sorted(pool.map(merge, [(first, second), (second, first)]))
left = Term.objects.filter(label__in=("un", "deux")).count()
kept = {len(contents.of_sheet(sheet)["keywords"]) for sheet in Sheet.objects.for_reading()}
print("answers", *answers, left, kept, checking.problems(), sep="|")
"""


def test_two_correspondents_merge_at_once_in_opposite_ways(own_base: OwnBase) -> None:
    told = own_base.essaim("shell", "-v0", "-c", AT_ONCE).stdout
    assert "answers|done 20|gone|1|{1}|[]" in told
