"""The life of a sheet, from a first idea to the public page, through the writer."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets.models import Event, Revision, Sheet
from essaim.workflow import deciding, drafting, merging
from essaim.workflow.models import Message, SideApproval
from essaim.workflow.opening import Moved
from tests.factories import (
    a_content,
    a_correspondent,
    a_draft,
    a_member,
    a_sheet,
    a_structure,
    a_submitted_sheet,
    an_administrator,
)

pytestmark = pytest.mark.django_db


def verbs(sheet: Sheet) -> list[str]:
    events = Event.objects.filter(sheet_id=sheet.pk).order_by("sequence")
    return [str(event.verb) for event in events]


def waiting(sheet: Sheet) -> Revision:
    return Revision.objects.waiting().get(sheet=sheet)


def set_approval(structure: Structure, approval: str) -> None:
    assert structure.department is not None
    structure.department.approval = approval
    structure.department.save()


def test_a_draft_is_nobody_elses(member: Person, structure: Structure) -> None:
    sheet = a_draft(member, structure)
    assert not Sheet.objects.published().exists()
    assert sheet.number == 10_001
    stranger = Standing.of(a_member(a_structure("Ailleurs")))
    with pytest.raises(Http404):
        drafting.save(stranger, sheet.pk, a_content(title="Pris"), based_on=1)


def test_a_save_is_a_revision_and_saving_again_is_none(
    member: Person, structure: Structure
) -> None:
    sheet, who = a_draft(member, structure), Standing.of(member)
    content = contents.from_json(waiting(sheet).content) | {"limits": "Le froid."}
    saved = drafting.save(who, sheet.pk, content, based_on=1)
    again = drafting.save(who, sheet.pk, content, based_on=2)
    assert (saved.version, again.version) == (2, 2)
    assert list(sheet.revisions.values_list("version", "state")) == [(1, "dropped"), (2, "draft")]


def test_submitted_then_approved(
    member: Person, structure: Structure, correspondent: Person
) -> None:
    sheet = a_submitted_sheet(member, structure)
    assert not Sheet.objects.published().exists()
    assert deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    live = Sheet.objects.published().for_reading().get()
    assert contents.of_sheet(live) == contents.from_json(sheet.revisions.get(state="live").content)
    assert verbs(sheet) == ["creee", "soumise", "publiee"]


def test_published_at_once_where_the_departement_says_so(
    member: Person, structure: Structure
) -> None:
    set_approval(structure, "direct")
    sheet = a_draft(member, structure)
    assert drafting.submit(Standing.of(member), sheet.pk, version=1)
    assert verbs(sheet) == ["creee", "publiee"]


def test_both_sides_where_the_departement_says_so(member: Person, structure: Structure) -> None:
    set_approval(structure, "deux")
    sheet = a_submitted_sheet(member, structure)
    caf = a_correspondent("69", side="caf")
    federation = a_correspondent("69", side="federation")
    assert not deciding.approve(Standing.of(caf), sheet.pk, version=1)
    assert not deciding.approve(Standing.of(caf), sheet.pk, version=1)
    assert not Sheet.objects.published().exists()
    assert deciding.approve(Standing.of(federation), sheet.pk, version=1)
    assert set(SideApproval.objects.values_list("side", flat=True)) == {"caf", "federation"}


def test_the_nation_is_enough_alone(member: Person, structure: Structure) -> None:
    set_approval(structure, "deux")
    sheet = a_submitted_sheet(member, structure)
    assert deciding.approve(Standing.of(an_administrator()), sheet.pk, version=1)


def test_a_published_sheet_serves_while_the_next_version_waits(
    member: Person, structure: Structure, correspondent: Person
) -> None:
    sheet, who = a_submitted_sheet(member, structure, title="Avant"), Standing.of(member)
    deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    content = contents.from_json(sheet.revisions.get().content) | {"title": "Après"}
    saved = drafting.save(who, sheet.pk, content, based_on=1)
    assert Sheet.objects.get().display_title == "Avant"
    drafting.submit(who, sheet.pk, version=saved.version)
    assert Sheet.objects.get().display_title == "Avant"
    deciding.approve(Standing.of(correspondent), sheet.pk, version=saved.version)
    assert Sheet.objects.get().display_title == "Après"
    assert verbs(sheet)[-2:] == ["soumise", "modifiee"]


def test_an_approval_is_of_what_was_read(
    member: Person, structure: Structure, correspondent: Person
) -> None:
    sheet, who = a_submitted_sheet(member, structure), Standing.of(member)
    content = contents.from_json(waiting(sheet).content) | {"limits": "Autre chose."}
    drafting.save(who, sheet.pk, content, based_on=1)
    with pytest.raises(PermissionDenied):  # it is a draft again
        deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    drafting.submit(who, sheet.pk, version=2)
    with pytest.raises(Moved):
        deciding.approve(Standing.of(correspondent), sheet.pk, version=1)
    assert not Sheet.objects.published().exists()


def test_too_little_to_submit(member: Person, structure: Structure) -> None:
    sheet = drafting.create(Standing.of(member), structure, a_content(title="Le bal"))
    with pytest.raises(drafting.Incomplete) as caught:
        drafting.submit(Standing.of(member), sheet.pk, version=1)
    assert caught.value.missing == ("audience", "summary")
    assert waiting(sheet).state == "draft"


def test_returned_with_a_reason(
    member: Person, structure: Structure, correspondent: Person
) -> None:
    sheet, who = a_submitted_sheet(member, structure), Standing.of(correspondent)
    with pytest.raises(ValueError, match="Dites pourquoi"):
        deciding.send_back(who, sheet.pk, "  ", version=1)
    deciding.send_back(who, sheet.pk, "Combien de familles ?", version=1)
    assert waiting(sheet).state == "returned"
    assert Message.objects.get().text == "Combien de familles ?"
    drafting.submit(Standing.of(member), sheet.pk, version=1)
    assert waiting(sheet).state == "submitted"


def test_withdrawn_then_published_again(
    member: Person, structure: Structure, correspondent: Person
) -> None:
    sheet, who = a_submitted_sheet(member, structure), Standing.of(correspondent)
    deciding.approve(who, sheet.pk, version=1)
    deciding.withdraw(who, sheet.pk, "Une personne y est nommée.")
    assert Sheet.objects.get().state == "withdrawn"
    drafting.restore(Standing.of(member), sheet.pk, version=1)
    drafting.submit(Standing.of(member), sheet.pk, version=2)
    deciding.approve(who, sheet.pk, version=2)
    assert Sheet.objects.get().state == "published"
    assert verbs(sheet)[-4:] == ["retiree", "reprise", "soumise", "modifiee"]


def test_abandoned(member: Person, structure: Structure) -> None:
    sheet = a_draft(member, structure)
    drafting.discard(Standing.of(member), sheet.pk)
    assert Sheet.objects.get().state == "withdrawn"
    assert not Revision.objects.waiting().exists()
    assert drafting.restore(Standing.of(member), sheet.pk, version=1).version == 2


def test_mending_leaves_the_authors_words(
    member: Person, structure: Structure, correspondent: Person
) -> None:
    sheet, who = a_submitted_sheet(member, structure), Standing.of(correspondent)
    deciding.approve(who, sheet.pk, version=1)
    mine = contents.from_json(sheet.revisions.get().content) | {"limits": "Le bruit."}
    drafting.save(Standing.of(member), sheet.pk, mine, based_on=1)
    deciding.mend(who, sheet.pk, {"dimension": "Services", "limits": "Rien."})
    live = contents.of_sheet(Sheet.objects.for_reading().get())
    assert (live["dimension"], live["limits"]) == ("Services", "Rien.")
    draft = contents.from_json(waiting(sheet).content)
    assert (draft["dimension"], draft["limits"]) == ("Services", "Le bruit.")


def test_merged_sheets_keep_both_histories(correspondent: Person) -> None:
    kept, other, third = a_sheet(title="Un"), a_sheet(title="Deux"), a_sheet(title="Trois")
    who = Standing.of(correspondent)
    merging.merge(who, other.pk, third.pk, contents.of_sheet(other), versions=(1, 1))
    merging.merge(who, kept.pk, other.pk, contents.of_sheet(kept), versions=(1, 2))
    states = dict(Sheet.objects.values_list("pk", "state"))
    assert states == {kept.pk: "published", other.pk: "merged", third.pk: "merged"}
    assert set(Sheet.objects.filter(merged_into=kept)) == {other, third}
    assert other.revisions.count() == 2
    with pytest.raises(PermissionDenied):
        merging.merge(who, kept.pk, other.pk, contents.of_sheet(kept), versions=(2, 2))


def test_a_merger_is_of_what_was_read(correspondent: Person) -> None:
    kept, other = a_sheet(title="Un"), a_sheet(title="Deux")
    with pytest.raises(Moved):
        merging.merge(
            Standing.of(correspondent), kept.pk, other.pk, contents.of_sheet(kept), versions=(1, 9)
        )
    assert Sheet.objects.published().count() == 2
