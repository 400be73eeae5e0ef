"""`essaim user`: people, roles and one-time links, from the command line."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from essaim.network.models import Correspondence, Membership, Person
from tests import factories
from tests.own_base import OwnBase

pytestmark = pytest.mark.django_db


class Said:
    """What a command printed, and how it ended."""

    def __init__(self, *arguments: str) -> None:
        out, err = StringIO(), StringIO()
        self.code = 0
        try:
            call_command("user", *arguments, stdout=out, stderr=err)
        except SystemExit as end:
            self.code = int(end.code or 0)
        self.out, self.err = out.getvalue(), err.getvalue()


def test_a_person_is_created_once() -> None:
    said = Said("create", " Jeanne@Exemple.FR ", "--name", "Jeanne")
    assert (said.code, "compte créé" in said.out) == (0, True)
    person = Person.objects.get(email="jeanne@exemple.fr")
    assert person.name == "Jeanne"
    assert not person.has_usable_password()
    said = Said("create", "jeanne@exemple.fr")
    assert (said.code, "existe déjà" in said.out) == (0, True)
    Said("create", "jeanne@exemple.fr", "--name", "Jeanne Martin")
    assert Person.objects.get().name == "Jeanne Martin"


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "jeanne"),
        ("create", "jeanne@exemple.fr", "--name", "x" * 121),
        ("show", "absente@exemple.fr"),
        ("grant", "absente@exemple.fr", "--national"),
        ("grant", "la@exemple.fr", "--department", "00", "--side", "caf"),
        ("grant", "la@exemple.fr", "--department", "69"),
        ("grant", "la@exemple.fr", "--structure", "999999"),
        ("grant", "la@exemple.fr", "--national", "--side", "caf"),
        ("grant", "la@exemple.fr", "--national", "--manager"),
        ("disable", "absente@exemple.fr"),
        ("link", "absente@exemple.fr"),
    ],
)
def test_what_cannot_be_done_is_said_and_exits_1(arguments: tuple[str, ...]) -> None:
    factories.a_person("la@exemple.fr")
    said = Said(*arguments)
    assert said.code == 1
    assert said.err.strip()
    assert said.out == ""
    assert Person.objects.count() == 1


def test_the_three_roles_are_given_and_taken_and_again() -> None:
    factories.a_person("la@exemple.fr", name="La")
    structure = factories.a_structure()
    national = ["la@exemple.fr", "--national"]
    department = ["la@exemple.fr", "--department", "2a", "--side", "federation"]
    team = ["la@exemple.fr", "--structure", str(structure.pk)]
    manager = [*team, "--manager"]
    for arguments, now, already in (
        (national, "administre maintenant", "administre déjà"),
        (department, "suit maintenant Corse-du-Sud", "suit déjà Corse-du-Sud"),
        (team, "maintenant membre", "déjà membre"),
        (manager, "maintenant responsable", "déjà responsable"),
    ):
        assert now in Said("grant", *arguments).out
        assert already in Said("grant", *arguments).out
    assert "déjà responsable" in Said("grant", *team).out, "a manager stays one"
    person = Person.objects.get()
    assert person.is_staff
    assert person.is_superuser
    membership = Membership.objects.get()
    assert (membership.role, membership.state) == ("responsable", "acceptee")
    shown = Said("show", "la@exemple.fr").out
    for words in ("administration nationale", "Corse-du-Sud (2A)", "responsable de Centre social"):
        assert words in shown
    for arguments, now, already in (
        (manager, "n’est plus responsable", "n’était pas responsable"),
        (team, "n’est plus membre", "n’était pas membre"),
        (department, "ne suit plus", "ne suivait pas"),
        (national, "n’administre plus", "n’administrait pas"),
    ):
        assert now in Said("revoke", *arguments).out
        assert already in Said("revoke", *arguments).out
    assert not Person.objects.filter(is_staff=True).exists()
    assert not Person.objects.filter(is_superuser=True).exists()
    assert not Correspondence.objects.exists()
    assert Membership.objects.get().state == "terminee"
    assert "maintenant membre" in Said("grant", *team).out
    assert Membership.objects.get().state == "acceptee"


def test_a_request_that_waited_is_accepted_by_the_grant() -> None:
    person, structure = factories.a_person("la@exemple.fr"), factories.a_structure()
    Membership.objects.create(person=person, structure=structure)
    Said("grant", "la@exemple.fr", "--structure", str(structure.pk))
    row = Membership.objects.get()
    assert (row.state, row.decided_by, row.decided_at is not None) == ("acceptee", "commande", True)


def test_accounts_close_and_open() -> None:
    factories.a_person("la@exemple.fr")
    assert "maintenant fermé" in Said("disable", "la@exemple.fr").out
    assert "déjà fermé" in Said("disable", "la@exemple.fr").out
    assert not Person.objects.get().is_active
    assert Said("link", "la@exemple.fr").code == 1
    assert "maintenant ouvert" in Said("enable", "la@exemple.fr").out
    assert Person.objects.get().is_active


def test_the_list_in_words_and_in_json() -> None:
    assert "Personne encore" in Said("list").out
    structure = factories.a_structure()
    factories.a_member(structure, email="b@exemple.fr", name="Bé")
    factories.an_administrator(email="a@exemple.fr", name="À")
    factories.a_correspondent("69", email="c@exemple.fr", name="Cé")
    words = Said("list").out.splitlines()
    assert [line.split(" – ")[0] for line in words] == [f"{one}@exemple.fr" for one in "abc"]
    rows: list[dict[str, Any]] = json.loads(Said("list", "--json").out)
    assert rows[0] == {
        "adresse": "a@exemple.fr",
        "nom": "À",
        "ouvert": True,
        "national": True,
        "structures": [],
        "departements": [],
    }
    assert rows[1]["structures"][0]["role"] == "membre"
    assert rows[2]["departements"] == [{"code": "69", "cote": "caf"}]


def test_the_list_asks_as_much_of_the_base_for_three_as_for_one() -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            Said("list")
        return len(captured)

    def more() -> None:
        factories.a_member(factories.a_structure(f"Maison {Person.objects.count()}"))
        factories.a_correspondent("69")

    more()
    one = queries()
    more()
    more()
    assert queries() == one


def test_as_a_process_of_its_own_with_its_exit_codes(own_base: OwnBase) -> None:
    own_base.essaim("user", "create", "la@exemple.fr")
    assert own_base.essaim("user", "show", "ici@exemple.fr", check=False).returncode == 1
    wrong = own_base.essaim("user", "grant", "la@exemple.fr", check=False)
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
    link = own_base.essaim("user", "link", "la@exemple.fr")
    assert link.stdout.startswith("http://127.0.0.1:8000/compte/connexion/lien/")
    assert "une seule fois" in link.stderr
