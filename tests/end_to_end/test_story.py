"""From asking to join to restoring a version: the whole story, twice.

Once on a 360 px screen with JavaScript, losing the network half-way; once without JavaScript and
with the keyboard alone.
"""

import email
import io
import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from email.policy import default as modern
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.end_to_end import browser as browsers
from tests.end_to_end.browser import Tab
from tests.end_to_end.hands import Finger, Hand, Keyboard
from tests.end_to_end.site import Site, serving
from tests.own_base import Bases

pytestmark = pytest.mark.browser

MANAGER = "nadia@essaim.example"
CORRESPONDENT = "helene@essaim.example"
GPS_TAG = 0x8825
LOST = re.compile("réseau|connexion|appareil")


@pytest.fixture(scope="module")
def stage(bases: Bases) -> Iterator[Site]:
    """A site of this story's own: what happens in it must not change other tests' pages."""
    with serving(bases.fresh("story"), hard_cases=False) as site:
        yield site


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photograph that says where it was taken."""
    path = tmp_path / "Le repas du jeudi.jpg"
    image = Image.new("RGB", (1200, 800), (240, 169, 43))
    exif = image.getexif()
    exif[0x010F] = "Un téléphone"
    place = exif.get_ifd(GPS_TAG)
    place[1], place[2] = "N", (45.0, 41.0, 51.0)
    place[3], place[4] = "E", (4.0, 53.0, 12.0)
    image.save(path, exif=exif)
    assert Image.open(path).getexif().get_ifd(GPS_TAG)
    return path


def last_code(site: Site, address: str) -> str:
    """Return the code of the newest letter to that address."""
    for path in sorted((site.base.data / "outbox").glob("*.eml"), reverse=True):
        letter: Any = email.message_from_bytes(path.read_bytes(), policy=modern)
        if letter["To"] == address:
            text = letter.get_body(("plain",)).get_content()
            found = re.search(r"^\s*(\d[\d\s]{6,10}\d)\s*$", text, re.MULTILINE)
            assert found, text
            return re.sub(r"\s", "", found[1])
    raise AssertionError(f"no letter to {address}")


def sign_in(hand: Hand, site: Site, address: str, name: str = "") -> None:
    hand.page.goto(site.address + "/")
    hand.link("Contribuer")
    hand.fill("Votre adresse", address)
    hand.button("Recevoir un code")
    hand.fill("Le code reçu", last_code(site, address))
    hand.button("Entrer")
    if name:
        hand.fill("Votre prénom et votre nom", name)
        hand.page.keyboard.press("Enter")
        hand.page.wait_for_url("**/contribuer/")


def ask_to_join(hand: Hand) -> None:
    hand.link("Trouver ma structure")
    hand.fill("Nom ou commune", "traboule")
    hand.button("Chercher")
    hand.link("Rejoindre Centre social La Traboule")
    hand.button("Envoyer ma demande")


def accept(hand: Hand, site: Site, name: str) -> None:
    hand.page.goto(site.address + "/compte/demandes/")
    hand.button(f"Accepter {name}")


def saved(hand: Hand) -> None:
    """Wait until the page says that all is saved."""
    expect(hand.page.locator("#etat")).to_have_text(re.compile(r"^Enregistré"))


def write(hand: Hand, site: Site, title: str, tab: Tab, *, loses_network: bool) -> int:
    """Write a sheet in its five minutes; return its number."""
    hand.page.goto(site.address + "/contribuer/")
    hand.link("Écrire une fiche")
    hand.fill("Comment s’appelle l’action ?", title)
    hand.button("Commencer")
    number = int(re.findall(r"/contribuer/(\d+)/", hand.page.url)[0])
    hand.choose("Public", "familles")
    hand.fill("En résumé", "Chaque jeudi, on cuisine avec ce que l’épicerie donne.")
    if loses_network:
        saved(hand)
        tab.context.set_offline(True)
        hand.fill("Ce qui a coincé", "Le congélateur est tombé en panne en plein mois d’août.")
        expect(hand.page.locator(".save-bar")).to_contain_text(LOST)
        tab.context.set_offline(False)
        expect(hand.page.locator(".save-bar")).not_to_contain_text(LOST)
        saved(hand)
        hand.page.reload()
    else:
        hand.fill("Ce qui a coincé", "Le congélateur est tombé en panne en plein mois d’août.")
        # The page being left holds the text too.
        with hand.page.expect_navigation(wait_until="load"):
            hand.button("Enregistrer")
    expect(hand.label("Ce qui a coincé")).to_have_value(re.compile("congélateur"))
    return number


def attach_photo(hand: Hand, photo: Path) -> None:
    """Attach the photograph, and find that it no longer says where it was taken."""
    hand.attach("Ajouter des fichiers", photo)
    if hand.page.get_by_role("link", name=photo.name).count() == 0:
        sent = hand.page.get_by_role("button", name="Ajouter", exact=True)
        if isinstance(hand, Keyboard) and sent.count():
            hand.button("Ajouter", exact=True)
    link = hand.page.get_by_role("link", name=photo.name)
    expect(link).to_be_visible()
    address = link.get_attribute("href")
    answer = hand.page.request.get(hand.page.url.split("/contribuer/")[0] + str(address))
    assert answer.ok, answer.status
    image = Image.open(io.BytesIO(answer.body()))
    assert image.size == (1200, 800)
    assert not dict(image.getexif())
    assert not image.getexif().get_ifd(GPS_TAG)
    assert b"Exif" not in answer.body()


def submit(hand: Hand, site: Site, number: int) -> None:
    hand.page.goto(f"{site.address}/contribuer/{number}/")
    hand.link("Soumettre")
    hand.button("Soumettre")
    hand.read("soumise")


def publish(hand: Hand, site: Site, number: int) -> None:
    hand.page.goto(f"{site.address}/bureau/fiches/{number}/")
    hand.button("Publier cette version")


def heading(site: Site, number: int) -> str:
    """Return the title of the public page, or its status when there is none."""
    status, text, _ = site.get(f"/actions/{number}/")
    found = re.search(r"<h1[^>]*>(.*?)</h1>", text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[1]).strip() if status == 200 and found else str(status)


def found_within_a_second(site: Site, words: str, number: int) -> bool:
    limit = time.monotonic() + 1
    while time.monotonic() < limit:
        if f"/actions/{number}-" in site.get(f"/actions/?q={words}")[1]:
            return True
        time.sleep(0.05)
    return False


def play(people: list[Hand], site: Site, tab: Tab, photo: Path, word: str) -> None:
    """Play the whole story. `word` stands in this story's sheet and in no other."""
    author, manager, correspondent = people
    newcomer, name = f"{word}@essaim.example", f"Sacha {word.capitalize()}"
    title = f"Les jeudis {word}"
    sign_in(author, site, newcomer, name)
    ask_to_join(author)
    sign_in(manager, site, MANAGER)
    accept(manager, site, name)
    number = write(author, site, title, tab, loses_network=isinstance(author, Finger))
    attach_photo(author, photo)
    assert heading(site, number) == "404"
    submit(author, site, number)

    sign_in(correspondent, site, CORRESPONDENT)
    correspondent.link(title)
    talk(author, correspondent, site, number, title)
    publish(correspondent, site, number)
    assert found_within_a_second(site, word, number)
    assert heading(site, number) == title
    change_then_restore(author, correspondent, site, number)


def talk(author: Hand, correspondent: Hand, site: Site, number: int, title: str) -> None:
    """A question on the desk, an answer on the site."""
    ask(correspondent, site, number, "Combien de familles viennent ?")
    author.page.goto(site.address + "/contribuer/")
    author.read("une question vous attend")
    author.link(title)
    author.read("Combien de familles viennent")
    author.fill("Votre message", "Une douzaine, souvent les mêmes.")
    author.button("Envoyer")
    author.read("Une douzaine")


def change_then_restore(author: Hand, correspondent: Hand, site: Site, number: int) -> None:
    """The public page changes at each publication, and at no other moment."""
    title = heading(site, number)
    author.page.goto(f"{site.address}/contribuer/{number}/modifier/")
    author.fill("Titre", f"{title} et les vendredis")
    if isinstance(author, Keyboard):
        author.button("Enregistrer")
    else:
        saved(author)
    assert heading(site, number) == title
    submit(author, site, number)
    assert heading(site, number) == title
    publish(correspondent, site, number)
    assert heading(site, number) == f"{title} et les vendredis"

    author.page.goto(f"{site.address}/contribuer/{number}/versions/")
    restore_first_public(author)
    submit(author, site, number)
    publish(correspondent, site, number)
    assert heading(site, number) == title


def ask(hand: Hand, site: Site, number: int, question: str) -> None:
    hand.page.goto(f"{site.address}/bureau/fiches/{number}/")
    hand.fill("Votre message", question)
    hand.button("Envoyer")
    hand.read("Votre message est envoyé")


def restore_first_public(hand: Hand) -> None:
    """Take up again the version that was online before."""
    row = hand.page.locator("li", has_text="Publiée auparavant").last
    name = row.get_by_role("link").first.inner_text()
    hand.link(name)
    hand.button("Reprendre cette version")
    hand.read("reprise comme brouillon")


def open_three(stack: ExitStack, browser: Browser, site: Site, **options: Any) -> list[Tab]:
    return [stack.enter_context(browsers.tab(browser, site.address, **options)) for _ in range(3)]


def test_on_a_phone_that_loses_the_network(browser: Browser, stage: Site, photo: Path) -> None:
    with ExitStack() as stack:
        phone = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
        tabs = open_three(stack, browser, stage, **phone)
        hands: list[Hand] = [Finger(tab.page) for tab in tabs]
        play(hands, stage, tabs[0], photo, "tambouille")
        # The lost network is the test's own doing.
        complaints = [said for tab in tabs for said in tab.complaints]
        assert [said for said in complaints if "ERR_INTERNET_DISCONNECTED" not in said] == []


def test_without_script_by_the_keyboard_alone(browser: Browser, stage: Site, photo: Path) -> None:
    with ExitStack() as stack:
        tabs = open_three(stack, browser, stage, java_script_enabled=False)
        hands: list[Hand] = [Keyboard(tab.page) for tab in tabs]
        play(hands, stage, tabs[0], photo, "ratatouille")
        assert [said for tab in tabs for said in tab.complaints] == []
