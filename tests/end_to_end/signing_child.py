"""The process behind `signing`: knows one base, answers questions about it.

Imports nothing of the tests, whose own environment would lead to another base.
"""

import json
import sys
from typing import Any


def answer(what: str, given: dict[str, Any]) -> Any:
    """Do one thing in the base, and return what came of it."""
    if what == "writers":
        return _writers(given["names"], given["structure"])
    return _draft(**given) if what == "draft" else _versions(given["number"])


def _writers(names: list[str], structure: str) -> list[tuple[int, int, str]]:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from essaim.network.models import Membership, Person, Structure

    house, _ = Structure.objects.get_or_create(name=structure, department_id="69")
    found = []
    for name in names:
        address = f"{name.lower()}@exemple.fr"
        person = Person.objects.filter(email=address).first()
        person = person or Person.objects.create_user(address, name)
        Membership.objects.update_or_create(
            person=person, structure=house, defaults={"state": Membership.State.ACCEPTED}
        )
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        found.append((person.pk, house.pk, str(session.session_key)))
    return found


def _draft(person: int, structure: int, values: dict[str, Any]) -> int:
    from essaim.network.models import Person, Structure
    from essaim.network.standing import Standing
    from essaim.sheets import content
    from essaim.workflow import drafting

    who = Standing.of(Person.objects.get(pk=person))
    house = Structure.objects.get(pk=structure)
    return drafting.create(who, house, content.from_json(values)).number


def _versions(number: int) -> list[tuple[int, str, str, Any]]:
    from essaim.sheets.models import Revision

    rows = Revision.objects.filter(sheet__number=number).order_by("version")
    return [(row.version, row.state, row.author, row.content) for row in rows]


def main() -> None:
    """Answer questions, one line of JSON each, until there are no more."""
    import django

    django.setup()
    for line in sys.stdin:
        what, given = json.loads(line)
        sys.stdout.write(json.dumps(answer(what, given)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
