"""The editor by plain forms: begin, write, be told what could not be kept."""

from typing import Any

import pytest
from django.test import Client

from essaim.network.models import Person, Structure
from essaim.network.standing import Standing
from essaim.sheets import content as contents
from essaim.sheets import fields
from essaim.sheets.models import Revision, Sheet, Term
from essaim.workflow import drafting
from tests.editor.forms import content_of, posted, signed_in, some, waiting
from tests.factories import (
    USUAL,
    a_content,
    a_draft,
    a_member,
    a_person,
    a_sheet,
    a_structure,
    a_submitted_sheet,
)
from tests.hostile import HostileClient
from tests.page import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client: HostileClient, member: Person) -> Client:
    return signed_in(client, member)


def edit(number: int) -> str:
    return f"/contribuer/{number}/modifier/"


# --- Beginning ------------------------------------------------------------------------------


def test_begin_a_blank_sheet(writer: Client, structure: Structure) -> None:
    page = writer.get("/contribuer/nouvelle/")
    assert page.status_code == 200
    form = {"structure": structure.pk, "jeton": "un", "titre": "Le bal  "}
    answer = writer.post("/contribuer/nouvelle/", form)
    sheet = Sheet.objects.get()
    assert answer["Location"] == edit(sheet.number)
    assert content_of(sheet) == a_content(title="Le bal  ")
    assert sheet.state == "draft"
    assert writer.get(answer["Location"]).status_code == 200


def test_a_double_click_makes_one_sheet(writer: Client, structure: Structure) -> None:
    form = {"structure": structure.pk, "jeton": "le même"}
    first = writer.post("/contribuer/nouvelle/", form)
    again = writer.post("/contribuer/nouvelle/", form)
    other = writer.post("/contribuer/nouvelle/", form | {"jeton": "un autre"})
    assert first["Location"] == again["Location"] != other["Location"]
    assert Sheet.objects.count() == 2


def test_begin_from_one_of_ones_own(writer: Client, structure: Structure) -> None:
    model = a_sheet(files=("affiche.pdf",))
    page = writer.get(f"/contribuer/nouvelle/?modele={model.number}")
    assert "Le jardin d’en bas" in page.content.decode()
    form = {"structure": structure.pk, "jeton": "x", "modele": model.number, "titre": "Le verger"}
    writer.post("/contribuer/nouvelle/", form)
    copy = content_of(Sheet.objects.latest("pk"))
    assert (copy["title"], copy["summary"]) == ("Le verger", USUAL["summary"])
    assert (copy["files"], copy["year"], copy["limits"], copy["result_centre"]) == (
        None,
        None,
        "",
        "",
    )


def test_nobody_begins_from_anothers_sheet_or_for_another(writer: Client) -> None:
    elsewhere = a_sheet(structure="Ailleurs")
    assert writer.get(f"/contribuer/nouvelle/?modele={elsewhere.number}").status_code == 404
    form = {"structure": elsewhere.structure_id, "jeton": "x"}
    assert writer.post("/contribuer/nouvelle/", form).status_code == 404
    assert Sheet.objects.count() == 1


def test_several_structures_are_a_choice(client: HostileClient, structure: Structure) -> None:
    other = a_structure("EVS La Ruche")
    person = a_member(structure)
    person.memberships.create(structure=other, state="acceptee")
    source = signed_in(client, person).get("/contribuer/nouvelle/").content.decode()
    assert "EVS La Ruche" in source
    assert "Pour quelle structure" in source


def test_without_a_structure_one_is_told_how_to_have_one(client: HostileClient) -> None:
    signed_in(client, a_person())
    assert client.get("/contribuer/nouvelle/")["Location"] == "/contribuer/"


@pytest.mark.parametrize("title", ["x" * 301, "SANS TITRE - 893"])
def test_a_title_that_cannot_be_is_shown_again(
    title: str, writer: Client, structure: Structure
) -> None:
    form = {"structure": structure.pk, "jeton": "x", "titre": title}
    answer = writer.post("/contribuer/nouvelle/", form)
    assert answer.status_code == 422
    assert title in answer.content.decode()
    assert not Sheet.objects.exists()


# --- Writing --------------------------------------------------------------------------------


def test_what_nobody_touched_comes_back_identical(
    writer: Client, member: Person, structure: Structure
) -> None:
    """Line ends of every kind, spaces, and the author's order: kept to the byte."""
    strange: dict[str, Any] = {
        "title": " Le\u2028bal \t",
        "summary": "un\r\ndeux\rtrois\n\n quatre \x0b\u2028",
        "limits": "\n\ncommence par une ligne vide",
        "people": "  ",
        "keywords": ("Solidarité", "un thème à nous", "Culture"),
        "status": "Suspendue",
        "audience": "Grands-parents",
    }
    sheet = a_draft(member, structure, **strange)
    before = content_of(sheet)
    source = writer.get(edit(sheet.number)).content.decode()
    assert "<textarea" in source
    answer = writer.post(edit(sheet.number), posted(before, 1))
    assert answer.status_code == 302
    assert waiting(sheet).version == 1
    assert content_of(sheet) == before


def test_the_page_shows_texts_so_that_a_browser_posts_them_back(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure, limits="\n\nUne ligne", summary="a\r\nb")
    page = parse(writer.get(edit(sheet.number)).content.decode())
    texts = {one.get("name"): one.raw_text() for one in page.all("textarea")}
    # A browser drops one line end right after the tag.
    assert texts["limites"] == "\n" + "\n\nUne ligne"
    assert texts["resume"] == "\na\nb"


def test_a_change_is_a_version_and_the_rest_does_not_move(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure, summary="un\r\ndeux")
    before = content_of(sheet)
    form = posted(before, 1, limits="L’eau\nla pluie", keywords=("Culture", "Solidarité"))
    writer.post(edit(sheet.number), form | {"mots_cles_autre": "jardinage, Culture ; CULTURE"})
    after = content_of(sheet)
    assert after["limits"] == "L’eau\nla pluie"
    assert after["keywords"] == ("Solidarité", "Culture", "jardinage")
    assert after["summary"] == "un\r\ndeux"
    assert not Term.objects.filter(label="jardinage").exists()  # a draft makes no term


def test_an_other_value_is_kept_and_shown(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    writer.post(edit(sheet.number), some(1, audience="") | {"public_autre": "Bébés"})
    assert content_of(sheet)["audience"] == "Bébés"
    source = writer.get(edit(sheet.number)).content.decode()
    assert 'value="Bébés" checked' in source


def test_boxes_can_all_be_unticked(writer: Client, member: Person, structure: Structure) -> None:
    sheet = a_draft(member, structure)
    writer.post(edit(sheet.number), {"version": 1, "champs": ["mots_cles"]})
    after = content_of(sheet)
    assert after["keywords"] == ()
    assert after["partners"] == USUAL["partners"]  # not sent, not changed


def test_what_cannot_be_kept_is_said_and_the_rest_is_saved(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    form = some(1, summary="x" * (fields.TEXT_LIMIT + 1), limits="Le froid.", year="demain")
    answer = writer.post(edit(sheet.number), form)
    assert answer.status_code == 422
    source = answer.content.decode()
    assert "la limite est de 30 000" in source.replace("\u202f", " ").replace("\u00a0", " ")
    assert "n’est pas une année" in source
    assert "demain" in source
    after = content_of(sheet)
    assert (after["limits"], after["summary"], after["year"]) == (
        "Le froid.",
        USUAL["summary"],
        2024,
    )
    # The page's form starts from what was just kept.
    assert f'name="version" value="{waiting(sheet).version}"' in source


def test_a_reason_only_when_ended(writer: Client, member: Person, structure: Structure) -> None:
    sheet = a_draft(member, structure)
    ended = some(1, status="Terminée", end_reason="Plus de local")
    assert writer.post(edit(sheet.number), ended).status_code == 302
    assert content_of(sheet)["end_reason"] == "Plus de local"
    answer = writer.post(edit(sheet.number), posted(content_of(sheet), 2, status="En cours"))
    assert answer.status_code == 422
    assert "Plus de local" in answer.content.decode()  # shown again, to be copied or kept
    assert (content_of(sheet)["status"], content_of(sheet)["end_reason"]) == ("En cours", "")


def test_the_button_says_where_to_go_next(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    for button, place in (
        ("apercu", "apercu"),
        ("soumettre", "soumettre"),
        ("ailleurs", "modifier"),
    ):
        answer = writer.post(edit(sheet.number), some(1, limits="Rien.") | {"suite": button})
        assert answer["Location"] == f"/contribuer/{sheet.number}/{place}/"


def test_a_published_sheet_is_edited_beside_itself(writer: Client) -> None:
    sheet = a_sheet(title="En ligne")
    assert "version en ligne" in writer.get(edit(sheet.number)).content.decode()
    writer.post(edit(sheet.number), some(1, title="À venir"))
    assert Sheet.objects.get().display_title == "En ligne"
    assert content_of(sheet)["title"] == "À venir"


def test_changing_what_is_submitted_is_announced(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_submitted_sheet(member, structure)
    assert "redevient un brouillon" in writer.get(edit(sheet.number)).content.decode()
    writer.post(edit(sheet.number), some(1, limits="Le froid."))
    assert waiting(sheet).state == "draft"
    assert "redevient un brouillon" not in writer.get(edit(sheet.number)).content.decode()


@pytest.mark.parametrize("version", ["", "0", "9", "-1", "²", "9" * 30])
def test_a_version_that_never_was(
    version: str, writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    form = some(1, limits="Perdu ?") | {"version": version}
    assert writer.post(edit(sheet.number), form).status_code == 404


def test_only_the_structure_writes(client: HostileClient, structure: Structure) -> None:
    sheet = a_draft(a_member(structure), structure)
    assert client.get(edit(sheet.number)).status_code == 302  # to the door
    signed_in(client, a_member(a_structure("Ailleurs")))
    for address in ("modifier", "apercu", "soumettre", "conflit/1"):
        assert client.get(f"/contribuer/{sheet.number}/{address}/").status_code == 404
    for address in ("modifier", "enregistrer", "fichiers/ajouter", "fichiers/retirer"):
        answer = client.post(f"/contribuer/{sheet.number}/{address}/", some(1, title="Pris"))
        assert answer.status_code == 404
    assert sheet.revisions.count() == 1


# --- What the page says ----------------------------------------------------------------------


def test_the_page_praises(writer: Client, member: Person, structure: Structure) -> None:
    sheet = drafting.create(Standing.of(member), structure)
    assert "Commençons" in writer.get(edit(sheet.number)).content.decode()
    writer.post(edit(sheet.number), some(1, title="Le bal"))
    assert "C’est bien parti" in writer.get(edit(sheet.number)).content.decode()
    writer.post(edit(sheet.number), some(2, audience="familles", summary="On danse."))
    source = writer.get(edit(sheet.number)).content.decode()
    assert "Déjà l’essentiel" in source
    assert "%" not in parse(source).text()


def test_likely_doubles_are_shown_drafts_included(
    writer: Client, member: Person, structure: Structure
) -> None:
    mine = drafting.create(Standing.of(member), structure, a_content(title="Le bal des voisins"))
    a_sheet(title="Le Bal des Voisins", structure=structure.name)
    other = drafting.create(Standing.of(member), structure, a_content(title="Bal des voisins"))
    elsewhere = a_structure("Ailleurs")
    theirs = a_draft(a_member(elsewhere), elsewhere, title="Le bal des voisins")
    source = writer.get(edit(mine.number)).content.decode()
    assert "déjà publiée par votre structure" in source
    assert f'href="/contribuer/{other.number}/"' in source
    assert f'href="/contribuer/{mine.number}/" target' not in source
    assert f'href="/contribuer/{theirs.number}/' not in source


def test_the_guard_speaks_beside_the_field(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure, people="Appelez le 06 12 34 56 78")
    source = writer.get(edit(sheet.number)).content.decode()
    assert "06 12 34 56 78" in source
    assert "numéro de téléphone" in source


def test_hostile_texts_are_shown_as_they_are(
    writer: HostileClient, member: Person, structure: Structure
) -> None:
    hostile = '</textarea><script>alert(1)</script>"><b>{{ 7 * 7 }}'
    sheet = a_draft(
        member,
        structure,
        **dict.fromkeys((field.name for field in fields.TEXTS if not field.only_if), hostile),
        title=hostile,
        keywords=(hostile,),
        audience=hostile,
    )
    page = writer.without("unrendered").get(edit(sheet.number))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_queries_do_not_grow_with_what_is_written(
    writer: Client, member: Person, structure: Structure, django_assert_max_num_queries: Any
) -> None:
    sheet = a_draft(member, structure, keywords=("a", "b", "c", "d", "e", "f"))
    writer.get(edit(sheet.number))
    with django_assert_max_num_queries(22):
        writer.get(edit(sheet.number))


def test_revisions_hold_whole_contents(
    writer: Client, member: Person, structure: Structure
) -> None:
    sheet = a_draft(member, structure)
    writer.post(edit(sheet.number), some(1, limits="Le froid."))
    rows = Revision.objects.filter(sheet=sheet).order_by("version")
    assert [contents.from_json(row.content)["summary"] for row in rows] == [USUAL["summary"]] * 2
