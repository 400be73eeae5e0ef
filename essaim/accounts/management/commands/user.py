"""`essaim user`: people, their roles, and a link for who gets no letters."""

import argparse
import datetime
import json
import sys
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse
from django.utils import timezone

from essaim.accounts import entering, roles
from essaim.config.commands import EssaimCommand
from essaim.letters import links
from essaim.letters.models import Link
from essaim.network.models import Correspondence, Person

LINK_LIFETIME: Final = datetime.timedelta(minutes=15)
_EXAMPLES: Final = """
exemples :
  essaim user create jeanne@exemple.fr --name "Jeanne Martin"
  essaim user grant jeanne@exemple.fr --structure 12 --manager
  essaim user grant paul@exemple.fr --department 69 --side caf
  essaim user grant anne@exemple.fr --national
  essaim user link anne@exemple.fr
"""


class Command(EssaimCommand):
    """One sub-command each. Exit 0 when it is so (already or now), 1 when it cannot be."""

    help = "Crée des personnes, donne et retire des rôles, ouvre et ferme des comptes."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the sub-commands."""
        parser.epilog = _EXAMPLES
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        deeds = parser.add_subparsers(dest="deed", required=True, metavar="ACTION")
        _person(deeds, "create", "crée une personne").add_argument(
            "--name", default="", help="le nom affiché"
        )
        listing = deeds.add_parser("list", help="montre tout le monde")
        listing.add_argument("--json", action="store_true", help="en JSON")
        _person(deeds, "show", "montre une personne et ses rôles")
        for name, help_text in (("grant", "donne un rôle"), ("revoke", "retire un rôle")):
            _add_role(_person(deeds, name, help_text))
        _person(deeds, "disable", "ferme un compte : la personne n’entre plus")
        _person(deeds, "enable", "rouvre un compte")
        _person(deeds, "link", "donne un lien pour entrer une fois, dans le quart d’heure")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what is asked."""
        deeds: dict[str, Callable[..., None]] = {
            "create": self._create,
            "list": self._list,
            "show": self._show,
            "grant": self._grant,
            "revoke": self._revoke,
            "disable": self._disable,
            "enable": self._enable,
            "link": self._link,
        }
        deeds[options["deed"]](**options)

    def _create(self, *, email: str, name: str, **_: Any) -> None:
        address = entering.normal(email)
        try:
            validate_email(address)
        except ValidationError:
            self._refuse(f"« {email} » n’est pas une adresse électronique.")
        if len(name) > 120:
            self._refuse("Le nom affiché tient en 120 caractères.")
        person = entering.find(address)
        if person is None:
            Person.objects.create_user(address, name)
            self.stdout.write(f"{address} : compte créé. Un code par courriel suffit pour entrer.")
            return
        if name and name != person.name:
            person.name = name
            person.save(update_fields=["name"])
            self.stdout.write(f"{address} : ce compte existait ; son nom est maintenant {name}.")
            return
        self.stdout.write(f"{address} : ce compte existe déjà.")

    def _list(self, **options: Any) -> None:
        people = roles.everybody()
        if options["json"]:
            rows = [roles.as_values(person) for person in people]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for person in people:
            words = ", ".join(roles.as_sentences(person)) or "aucun rôle"
            self.stdout.write(f"{person.email} – {person.display_name} – {words}")
        if not people:
            self.stdout.write("Personne encore : « essaim user create ADRESSE ».")

    def _show(self, *, email: str, **_: Any) -> None:
        person = self._find(email)
        self.stdout.write(f"{person.email} – {person.display_name}")
        for sentence in roles.as_sentences(person) or ["aucun rôle"]:
            self.stdout.write(f"  {sentence}")

    def _grant(self, *, email: str, **options: Any) -> None:
        person = self._find(email)
        self._told(email, self._apply(roles.GRANTS, person, options))

    def _revoke(self, *, email: str, **options: Any) -> None:
        person = self._find(email)
        self._told(email, self._apply(roles.REVOCATIONS, person, options))

    def _apply(
        self, table: dict[str, Callable[..., str]], person: Person, options: dict[str, Any]
    ) -> str:
        if options["side"] and not options["department"]:
            self._refuse("--side va avec --department.")
        if options["manager"] and not options["structure"]:
            self._refuse("--manager va avec --structure.")
        if options["department"] and not options["side"]:
            self._refuse(f"--department demande --side {'|'.join(Correspondence.Side.values)}.")
        try:
            if options["national"]:
                return table["national"](person)
            if options["department"]:
                return table["department"](person, options["department"], options["side"])
            return table["structure"](person, options["structure"], options["manager"])
        except roles.Unknown as error:
            self._refuse(str(error))
            raise

    def _disable(self, *, email: str, **_: Any) -> None:
        self._set_active(email, active=False)

    def _enable(self, *, email: str, **_: Any) -> None:
        self._set_active(email, active=True)

    def _set_active(self, email: str, *, active: bool) -> None:
        person = self._find(email)
        state = "ouvert" if active else "fermé"
        if person.is_active == active:
            self._told(email, f"ce compte est déjà {state}.")
            return
        person.is_active = active
        person.save(update_fields=["is_active"])
        self._told(email, f"ce compte est maintenant {state}.")

    def _link(self, *, email: str, **_: Any) -> None:
        person = self._find(email)
        if not person.is_active:
            self._refuse(f"{person.email} : ce compte est fermé, un lien ne l’ouvrirait pas.")
        token, link = links.make(Link.Purpose.SIGN_IN, {"person": person.pk}, LINK_LIFETIME)
        until = timezone.localtime(link.expires_at)
        self.stderr.write(
            f"Ce lien ouvre le compte de {person.email} une seule fois, jusqu’à {until:%H h %M}. "
            "Ne le donnez qu’à cette personne."
        )
        address = reverse("account_link", kwargs={"token": token})
        self.stdout.write(f"{settings.SITE_ADDRESS}{address}")

    def _find(self, email: str) -> Person:
        person = entering.find(email)
        if person is None:
            self._refuse(f"Personne n’a l’adresse {email} : « essaim user create {email} ».")
        assert person is not None
        return person

    def _told(self, email: str, words: str) -> None:
        self.stdout.write(f"{entering.normal(email)} : {words}")

    def _refuse(self, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(1)


def _person(deeds: Any, name: str, help_text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = deeds.add_parser(name, help=help_text)
    parser.add_argument("email", metavar="ADRESSE", help="l’adresse électronique de la personne")
    return parser


def _add_role(parser: argparse.ArgumentParser) -> None:
    """Declare the three kinds of roles: one at a time."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--national", action="store_true", help="administration nationale")
    which.add_argument("--department", metavar="CODE", help="correspondant de ce département")
    which.add_argument("--structure", metavar="N", type=int, help="membre de cette structure")
    parser.add_argument("--side", choices=Correspondence.Side.values, help="pour qui")
    parser.add_argument("--manager", action="store_true", help="responsable de la structure")
