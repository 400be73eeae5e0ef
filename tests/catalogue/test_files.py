"""Serving the files of published sheets: to everybody, and harmless."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client, override_settings
from PIL import Image

from essaim.intake.attachments import storing
from essaim.sheets.models import Attachment, Sheet
from essaim.workflow.writer import withdraw
from tests.catalogue.reading_pages import page, plain, queries, text
from tests.factories import a_sheet
from tests.intake.attachments import files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(tmp_path: Path) -> Any:
    """A store of the test's own, and nobody's tries counted."""
    cache.clear()
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield tmp_path / "files"


def attach(sheet: Sheet, data: bytes, name: str) -> Attachment:
    return storing.attach(sheet.pk, files.an_upload(data, name), actor="personne:1")


def address(sheet: Sheet) -> str:
    return f"/actions/{sheet.number}-{sheet.slug}/"


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


@pytest.fixture
def document() -> Attachment:
    sheet = a_sheet(files=("Bilan d’été.pdf",))
    return attach(sheet, files.a_pdf(), "Bilan d’été.pdf")


@pytest.fixture
def photo() -> Attachment:
    sheet = a_sheet(files=("fête.jpg",))
    return attach(sheet, files.a_photo(size=(900, 600)), "fête.jpg")


# --- What is served ---------------------------------------------------------------------


def test_a_document_is_served_to_be_saved(client: Client, document: Attachment) -> None:
    response = client.get(f"/fichiers/{document.pk}/Bilan d’été.pdf")
    assert response.status_code == 200
    assert body(response) == files.a_pdf()
    assert response["Content-Length"] == str(len(files.a_pdf()))
    assert response["Content-Type"] == "application/pdf"
    disposition = response["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    assert unquote(disposition).endswith("Bilan d’été.pdf")


def test_an_image_of_ours_is_shown(client: Client, photo: Attachment) -> None:
    response = client.get(f"/fichiers/{photo.pk}/fête.jpg")
    assert response["Content-Disposition"].startswith("inline; ")
    assert response["Content-Type"] == "image/jpeg"
    assert len(body(response)) == photo.size
    small = client.get(f"/fichiers/{photo.pk}/vignette")
    assert small["Content-Type"] == "image/webp"
    assert body(small)[8:12] == b"WEBP"


@pytest.mark.parametrize("method", ["get", "head"])
def test_nothing_in_it_can_act_on_our_site(
    client: Client, document: Attachment, photo: Attachment, method: str
) -> None:
    for place in (f"{document.pk}/{document.name}", f"{photo.pk}/fête.jpg", f"{photo.pk}/vignette"):
        response = getattr(client, method)(f"/fichiers/{place}", HTTP_ACCEPT_ENCODING="gzip, br")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert response["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Cache-Control"] == "public, max-age=300"
        assert "Content-Encoding" not in response and int(response["Content-Length"]) > 100
        assert not response.cookies


def test_a_browser_that_has_it_is_not_sent_it_again(client: Client, photo: Attachment) -> None:
    place = f"/fichiers/{photo.pk}/fête.jpg"
    tag = client.get(place)["ETag"]
    again = client.get(place, HTTP_IF_NONE_MATCH=tag)
    assert again.status_code == 304 and again.getvalue() == b""
    assert client.get(f"/fichiers/{photo.pk}/vignette")["ETag"] != tag
    assert client.get(place, HTTP_IF_NONE_MATCH='"autre"').status_code == 200


def test_a_head_has_no_body(client: Client, photo: Attachment) -> None:
    response = client.head(f"/fichiers/{photo.pk}/fête.jpg")
    assert response.content == b"" and response["Content-Length"] == str(photo.size)
    assert response["ETag"] == client.get(f"/fichiers/{photo.pk}/fête.jpg")["ETag"]


def test_only_reading_is_possible(client: Client, photo: Attachment) -> None:
    for method in (client.post, client.put, client.delete):
        assert method(f"/fichiers/{photo.pk}/fête.jpg").status_code in (403, 405)


def test_another_name_leads_to_the_right_one(client: Client, photo: Attachment) -> None:
    response = client.get(f"/fichiers/{photo.pk}/autre.exe")
    assert response.status_code == 301
    assert unquote(response["Location"]) == f"/fichiers/{photo.pk}/fête.jpg"


@pytest.mark.parametrize(
    "name",
    [
        'dit "oui".pdf',
        "a\r\nSet-Cookie: x=1.pdf",
        "fête 🎉.pdf",
        "100 % à nous; c'est #1 & plus ?.pdf",
        "l’été.pdf",
        "<script>alert(1)</script>.pdf",
        "a" * 300 + ".pdf",
    ],
)
def test_any_name_can_be_served_and_shown(client: Client, name: str) -> None:
    sheet = a_sheet()
    kept = attach(sheet, files.a_pdf(), name)
    Sheet.objects.filter(pk=sheet.pk).update(files=[kept.name])
    link = next(a for a in page(client, address(sheet)).all("a") if "/fichiers/" in a.get("href"))
    assert plain(link.text()) == f"{kept.name} (PDF, {len(files.a_pdf())} octets)"
    response = client.get(link.get("href"))
    assert response.status_code == 200
    assert "\n" not in response["Content-Disposition"] and "Set-Cookie" not in response
    assert kept.name in unquote(response["Content-Disposition"])


def test_a_type_we_do_not_know_is_never_shown(client: Client, photo: Attachment) -> None:
    """A row written by other hands than ours."""
    Attachment.objects.filter(pk=photo.pk).update(media_type="image/svg+xml")
    response = client.get(f"/fichiers/{photo.pk}/fête.jpg")
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


# --- Who may have it --------------------------------------------------------------------


def no_traces(client: Client, place: str) -> None:
    """Check that the address answers as one where nothing ever was."""
    absent = client.get("/fichiers/999999999/fête.jpg")
    response = client.get(place)
    assert response.status_code == absent.status_code == 404
    assert response.content == absent.content
    kept = {name: value for name, value in response.items() if name != "ETag"}
    assert kept == {name: value for name, value in absent.items() if name != "ETag"}


@pytest.mark.parametrize("state", [Sheet.State.DRAFT, Sheet.State.WITHDRAWN])
def test_a_file_is_not_public_before_its_sheet_is(
    client: Client, photo: Attachment, state: str
) -> None:
    Sheet.objects.filter(pk=photo.sheet_id).update(state=state)
    no_traces(client, f"/fichiers/{photo.pk}/fête.jpg")
    no_traces(client, f"/fichiers/{photo.pk}/autre.jpg")
    no_traces(client, f"/fichiers/{photo.pk}/vignette")


def test_nor_after_it_was(client: Client, photo: Attachment) -> None:
    tag = client.get(f"/fichiers/{photo.pk}/fête.jpg")["ETag"]
    withdraw([photo.sheet_id], actor="essai")
    no_traces(client, f"/fichiers/{photo.pk}/fête.jpg")
    assert client.get(f"/fichiers/{photo.pk}/fête.jpg", HTTP_IF_NONE_MATCH=tag).status_code == 404


def test_nor_before_its_name_stands_in_the_published_version(client: Client) -> None:
    """It waits with the next version of a sheet that is online."""
    sheet = a_sheet(files=("ancien.pdf",))
    attach(sheet, files.a_pdf(), "ancien.pdf")
    waiting = attach(sheet, files.a_photo(), "nouvelle.jpg")
    no_traces(client, f"/fichiers/{waiting.pk}/nouvelle.jpg")
    no_traces(client, f"/fichiers/{waiting.pk}/vignette")
    assert "nouvelle.jpg" not in text(page(client, address(sheet)))


def test_the_same_name_on_another_sheet_opens_nothing(client: Client) -> None:
    a_sheet(title="Une", files=("plan.pdf",))
    hidden = attach(a_sheet(title="Autre"), files.a_pdf(), "plan.pdf")
    no_traces(client, f"/fichiers/{hidden.pk}/plan.pdf")


@pytest.mark.parametrize("name", ["files", "files/ab/secret", "%2e%2e/%2e%2e/secret-key", "..%2f"])
def test_the_store_has_no_other_door(client: Client, photo: Attachment, name: str) -> None:
    assert client.get(f"/{name}").status_code == 404
    assert client.get(f"/fichiers/{name}").status_code == 404
    assert client.get(f"/files/{photo.stored_as}").status_code == 404
    assert client.get(f"/fichiers/{10**30}/{name}").status_code == 404


def test_a_document_has_no_thumbnail(client: Client, document: Attachment) -> None:
    assert client.get(f"/fichiers/{document.pk}/vignette").status_code == 404


def test_a_file_lost_from_the_disk_is_a_page_not_found(
    client: Client, photo: Attachment, store: Path
) -> None:
    (store / photo.stored_as).unlink()
    assert client.get(f"/fichiers/{photo.pk}/fête.jpg").status_code == 404


# --- The page of the sheet --------------------------------------------------------------


def test_the_page_shows_pictures_and_documents(client: Client) -> None:
    sheet = a_sheet(files=("Bilan.pdf", "fête.jpg", "ancien nom.doc", "Budget.xlsx"))
    attach(sheet, files.a_pdf(), "Bilan.pdf")
    photo = attach(sheet, files.a_photo(size=(900, 600)), "fête.jpg")
    attach(sheet, files.a_workbook(), "Budget.xlsx")
    found = page(client, address(sheet))
    (picture,) = [one for one in found.all("img") if "/fichiers/" in one.get("src")]
    assert picture.get("alt") == "fête.jpg"
    assert (picture.get("width"), picture.get("height")) == ("900", "600")
    assert picture.get("src") == f"/fichiers/{photo.pk}/vignette"
    lines = [plain(one.text()) for one in found.all("li") if any(one.all("svg"))]
    assert "ancien nom.doc" in lines
    assert any(line.startswith("Budget.xlsx (Tableau Excel, ") for line in lines)
    assert "Photos et fichiers" in text(found)
    for link in found.all("a"):
        if "/fichiers/" in link.get("href"):
            assert client.get(link.get("href")).status_code == 200


@pytest.mark.parametrize(
    ("names", "heading"), [(("fête.jpg",), "Photos"), (("vieux.pdf",), "Fichiers")]
)
def test_the_heading_says_what_is_there(
    client: Client, names: tuple[str, ...], heading: str
) -> None:
    sheet = a_sheet(files=names)
    if heading == "Photos":
        attach(sheet, files.a_photo(), "fête.jpg")
    assert heading in [plain(one.text()) for one in page(client, address(sheet)).all("h2")]


def test_no_file_no_trace(client: Client) -> None:
    for rank, told in enumerate((None, ())):
        sheet = a_sheet(title=f"Jardin {rank}", files=told)
        assert "files.css" not in client.get(address(sheet)).content.decode()


def test_the_number_of_files_costs_no_query(client: Client) -> None:
    names = tuple(f"{n}.jpg" for n in range(3))
    one, three = a_sheet(files=names[:1]), a_sheet(title="Trois photos", files=names)
    attach(one, files.a_photo(), "0.jpg")
    for rank, name in enumerate(names):
        attach(three, files.a_photo(size=(60 + rank, 40)), name)
    assert queries(client, address(one)) == queries(client, address(three))


def test_serving_takes_one_query(
    client: Client, photo: Attachment, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        body(client.get(f"/fichiers/{photo.pk}/fête.jpg"))


def test_what_is_served_is_what_was_made(client: Client, photo: Attachment, store: Path) -> None:
    served = body(client.get(f"/fichiers/{photo.pk}/fête.jpg"))
    assert served == (store / photo.stored_as).read_bytes()
    with Image.open(store / photo.stored_as) as image:
        assert not image.getexif()
