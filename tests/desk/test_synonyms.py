"""The synonyms' pages: groups found, tried, changed, refused, brought back; nobody's text lost."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from essaim.network.models import Person
from essaim.network.standing import Standing
from essaim.search import synonyms
from essaim.search.models import SynonymEdition
from essaim.workflow import synonyms as writing
from tests.desk.desk import page, post, sign_in
from tests.factories import a_correspondent, a_member, a_person, a_structure

pytestmark = pytest.mark.django_db
HERE = "/bureau/synonymes/"
SMALL = "## Jardins\npotager = jardin\n\n## Âges\nado = adolescent\n"
PRIVATE = ("", "fichier/", "editions/", "synonymes.txt", "editions/1.txt")


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Hold no thesaurus of another test's base."""
    synonyms.expire()
    yield
    synonyms.expire()


@pytest.fixture
def correspondent(client: Client) -> Person:
    person = a_correspondent("69", name="Solange Vidal")
    sign_in(client, person)
    return person


@pytest.fixture
def small(correspondent: Person) -> SynonymEdition:
    """A small file in force, put there by the correspondent."""
    edition = writing.change(Standing.of(correspondent), SMALL, 0, "Pour commencer")
    assert edition is not None
    return edition


def text() -> str:
    newest = SynonymEdition.objects.order_by("-number").first()
    return newest.text if newest else synonyms.shipped()


def shown(html: str) -> list[str]:
    """Return the groups that a page lists."""
    return [unescape(one) for one in re.findall(r"Changer<span class=\"sr\"> « (.*?) »", html)]


def test_who_may(client: Client) -> None:
    assert client.get(HERE).status_code == 302
    for person in (a_person(), a_member(a_structure())):
        sign_in(client, person)
        for path in PRIVATE:
            assert client.get(HERE + path).status_code == 403
        for path in ("ajouter/", "changer/", "fichier/", "editions/0/reprendre/"):
            assert client.post(HERE + path, {"groupe": "belote = tarot"}).status_code == 403
    assert not SynonymEdition.objects.exists()


def test_never_kept_by_a_cache(client: Client, small: SynonymEdition) -> None:
    for path in PRIVATE:
        assert client.get(HERE + path)["Cache-Control"] == "private, no-store", path


def test_the_shipped_groups_by_section(client: Client, correspondent: Person) -> None:
    html = page(client, HERE)
    assert "personne ne l’a encore changé" in html
    assert "<h2>Familles et parentalité</h2>" in html
    assert "EVS = espace de vie sociale" in shown(html)
    assert "Personne n’a encore changé" in page(client, f"{HERE}editions/")
    last = page(client, f"{HERE}?page=99")
    assert "<h2>Financeurs et institutions</h2>" in last
    assert set(shown(html)).isdisjoint(shown(last))


def test_found(client: Client, correspondent: Person) -> None:
    assert shown(page(client, f"{HERE}?q=agc")) == [
        "AGC = animation globale et coordination = animation globale"
    ]
    assert "Aucun groupe ne parle de cela" in page(client, f"{HERE}?q=xyzzy")


def test_tried(client: Client, small: SynonymEdition) -> None:
    html = page(client, f"{HERE}?essai=un+potager+pour+%3Cados%3E+belote")
    found = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html.split('class="desk-tried"')[1]))
    assert "un : un mot courant" in found
    assert "potager, et aussi : jardin (compte moitié moins)" in found
    assert "ados, et aussi : adolescent" in found
    assert "belote : aucun synonyme" in found
    assert "Rien à chercher" in page(client, f"{HERE}?essai=%21%21")


def test_added(client: Client, small: SynonymEdition) -> None:
    html = post(client, f"{HERE}ajouter/", groupe=" papy =  grand-père", section="Âges")
    assert "Le groupe est ajouté" in html
    assert text() == SMALL + "papy = grand-père\n"
    post(client, f"{HERE}ajouter/", groupe="compost = composteur", section="Jardins")
    assert "potager = jardin\ncompost = composteur\n" in text()
    post(client, f"{HERE}ajouter/", groupe="belote = tarot", nouvelle_section="Jeux  de cartes")
    assert text().endswith("## Jeux de cartes\nbelote = tarot\n")
    assert len(synonyms.current()) == 5


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "au moins deux termes"),
        ("# belote = tarot", "au moins deux termes"),
        ("## Cartes", "au moins deux termes"),
        ("belote", "au moins deux termes"),
        ("belote =", "Il manque un mot"),
        ("Ados = jeunes", "est déjà ligne 5"),
        ("maison pour tous = MPT", "ne retient que « maison »"),
        ("<b>x</b> = y > z", "n’a pas les deux"),
    ],
)
def test_what_cannot_be_added_is_kept_in_the_form(
    client: Client, small: SynonymEdition, typed: str, said: str
) -> None:
    html = post(client, f"{HERE}ajouter/", 422, groupe=typed, section="Âges")
    plain = unescape(html).replace("\u00a0", " ").replace("\u202f", " ")
    assert said in plain
    assert f'value="{typed}"' in plain
    assert "<option selected>Âges</option>" in html
    assert 'aria-invalid="true"' in html
    assert text() == SMALL


def test_changed_and_removed(client: Client, small: SynonymEdition) -> None:
    line = page(client, f"{HERE}?groupe=5")
    assert 'value="ado = adolescent"' in line
    there = f"{HERE}changer/"
    html = post(client, there, ancien="ado = adolescent", groupe="ado = adolescent = préado")
    assert "Le groupe est changé" in html
    assert "ado = adolescent = préado\n" in text()
    html = post(client, there, 422, ancien="potager = jardin", groupe="ado = jeune")
    assert "est déjà ligne 5" in html.replace("\u00a0", " ")
    assert 'value="ado = jeune"' in html
    html = post(client, there, ancien="potager = jardin", groupe="x", retirer="oui", q="jardin")
    assert "Le groupe est retiré" in html
    assert "jardin" not in text()
    assert "Aucun groupe ne parle de cela" in html, "one goes back to what one was looking at"
    for wrong in ("0", "99", "x", "9" * 40):
        assert "Changer un groupe" not in page(client, f"{HERE}?groupe={wrong}")


def test_a_group_somebody_else_has_just_changed(client: Client, small: SynonymEdition) -> None:
    gone = "ado = adolescence tardive"
    there = f"{HERE}changer/"
    html = post(client, there, 422, ancien=gone, groupe="ado = jeune")
    assert "n’est plus là" in html
    assert 'value="ado = jeune"' in html
    assert "n’est plus là" in post(client, there, ancien=gone, retirer="oui")
    assert text() == SMALL


def test_two_people_change_two_groups(client: Client, small: SynonymEdition) -> None:
    """Whoever had the page open loses nothing, as the other changed another group."""
    other = Standing.of(a_correspondent("42"))
    writing.change(other, SMALL + "belote = tarot\n", 1)
    post(client, f"{HERE}changer/", ancien="ado = adolescent", groupe="ado = jeune")
    assert text() == SMALL.replace("adolescent", "jeune") + "belote = tarot\n"


def test_the_whole_file(client: Client, small: SynonymEdition) -> None:
    there = f"{HERE}fichier/"
    assert SMALL in page(client, there)
    html = post(client, there, texte=SMALL + "a\r\nbelote\n = x", vue=1, status=422)
    assert [f"Ligne {line}" in html.replace("\u00a0", " ") for line in (6, 7, 8, 9)] == [
        *(True, True, True),
        False,
    ]
    assert "belote\n = x</textarea>" in html.replace("\r", "")
    assert "permise" in post(client, there, 422, texte=SMALL, vue=1, commentaire="a\nb")
    assert "Rien n’a changé" in post(client, there, texte=SMALL.replace("\n", "\r\n"), vue=1)
    html = post(client, there, texte="belote = tarot", vue=1, commentaire="Les cartes")
    assert "est enregistré" in html
    assert text() == "belote = tarot\n"
    many = "\n".join(f"mot{line}" for line in range(100))
    assert "80\u00a0autres lignes" in post(client, there, 422, texte=many, vue=2)


def test_the_whole_file_changed_by_somebody_else(client: Client, small: SynonymEdition) -> None:
    there, mine = f"{HERE}fichier/", SMALL + "belote = tarot\n"
    theirs = SMALL.replace("adolescent", "jeune")
    writing.change(Standing.of(a_correspondent("42")), theirs, 1)
    html = post(client, there, 422, texte=mine, vue=1)
    assert "Rien n’est perdu" in html
    assert mine in html
    assert "ado = jeune</ins>" in html
    assert "ado = adolescent</del>" in html
    assert text() == theirs
    # The page now knows what the other did: the second time is meant.
    assert 'name="vue" value="2"' in html
    post(client, there, texte=mine, vue=2)
    assert text() == mine


def test_who_changed_what_and_back(client: Client, small: SynonymEdition) -> None:
    post(client, f"{HERE}changer/", ancien="potager = jardin", retirer="oui")
    html = page(client, f"{HERE}editions/")
    assert html.index("Édition 2") < html.index("Édition 1")
    assert "Solange Vidal" in html
    assert "« Pour commencer »" in html.replace("\u00a0", " ")
    assert "potager = jardin</del>" in html
    assert "autres lignes" in html, "the first edition differs from the shipped file"
    again = f"{HERE}editions/1/reprendre/"
    assert "entre-temps" in post(client, again, vue=1)
    assert "c’est fait" in post(client, again, vue=2)
    assert text() == SMALL
    assert SynonymEdition.objects.count() == 3
    assert "déjà en vigueur" in post(client, again, vue=3)
    assert "livré" in post(client, f"{HERE}editions/0/reprendre/", vue=3)
    assert text() == synonyms.shipped()
    for wrong in (9, 2**31, 10**30):
        assert client.post(f"{HERE}editions/{wrong}/reprendre/", {"vue": 4}).status_code == 404
        assert client.get(f"{HERE}editions/{wrong}.txt").status_code == 404


def test_downloaded(client: Client, small: SynonymEdition) -> None:
    response = client.get(f"{HERE}synonymes.txt")
    assert response.content.decode() == SMALL
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get(f"{HERE}editions/0.txt").content.decode() == synonyms.shipped()


def test_somebody_erased_stays_nobody(client: Client, small: SynonymEdition) -> None:
    SynonymEdition.objects.update(author="effacee:1f0c52aa")
    assert "qui a quitté Essaim" in page(client, HERE)
    assert "qui a quitté Essaim" in page(client, f"{HERE}editions/")


def test_flat_queries(
    client: Client, correspondent: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    who = Standing.of(correspondent)
    writing.change(who, SMALL, 0)
    page(client, HERE)
    counts = {"": 6, "?essai=potager&q=ado": 6, "fichier/": 5, "editions/": 7}
    for extra in (0, 2):
        for turn in range(extra):
            writing.change(who, SMALL + f"mot{turn} = chose{turn}\n", turn + 1)
        for path, count in counts.items():
            with django_assert_num_queries(count):
                page(client, HERE + path)
