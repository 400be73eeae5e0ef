"""People in every role and sheets at every stage, for the pages of those who sign in.

Run in the site's own base: `essaim shell -c "from tests.end_to_end import scene; scene.tell()"`
prints, as JSON, the session key of each person and the address of each kind of page.
"""

import datetime
import json
import sys
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.utils import timezone

from essaim.brochures.models import Brochure
from essaim.letters import links
from essaim.letters.models import Link
from essaim.network.models import Membership, Person, StructureRequest
from essaim.network.standing import Standing
from essaim.search import synonyms as thesaurus
from essaim.sheets import content as contents
from essaim.workflow import conversation, deciding, drafting, synonyms
from tests.factories import (
    USUAL,
    a_correspondent,
    a_draft,
    a_member,
    a_person,
    a_structure,
    a_submitted_sheet,
    a_validated_sheet,
    an_administrator,
    publish_all,
)

LONG = "Anticonstitutionnellement" * 8
HARD = "<b>gras</b> & 06 12 34 56 78, Mme Josette Perrin est enceinte. " + "w" * 200


class Scene:
    """Everybody and everything, made once."""

    def __init__(self) -> None:
        self.house = a_structure("Centre social Les Capucines", "48", town="Mende")
        self.other = a_structure(f"La maison {LONG}"[:120], "48")
        self.member = a_member(self.house, name="Ariane Lefort")
        self.manager = a_member(self.house, role="responsable", name="Basile Ndiaye")
        self.busy = a_correspondent("48", side="caf", name="Solange Vidal")
        self.idle = a_correspondent("975", name="Erwan Disard")
        self.stranger = a_person(name="Une nouvelle venue")
        self.nation = an_administrator(name="Administration")
        Membership.objects.create(
            person=self.stranger, structure=self.other, message="Bonjour, " + HARD
        )
        self.request = StructureRequest.objects.create(
            person=self.stranger, name=f"EVS {LONG}"[:200], department_id="48", town="Mende"
        )
        self._sheets()

    def _sheets(self) -> None:
        house, member = self.house, self.member
        self.blank = drafting.create(Standing.of(member), house)
        self.draft = a_draft(member, house, title="Le bal des voisins", summary=HARD)
        self.long = a_draft(member, house, title=LONG, limits=HARD)
        self.submitted = a_submitted_sheet(member, house, title="La cantine à roulettes")
        who = Standing.of(self.busy)
        conversation.say(who, self.submitted.pk, "Combien de repas ?\n\n- le midi\n- le soir")
        conversation.say(Standing.of(member), self.submitted.pk, HARD)
        self.returned = a_submitted_sheet(member, house, title="Le troc des graines")
        deciding.send_back(who, self.returned.pk, "Dites quand, et avec qui.", version=1)
        self.online = a_submitted_sheet(member, house, title="Les mercredis du lac")
        deciding.approve(who, self.online.pk, version=1)
        self.changed = a_submitted_sheet(member, house, title="Le journal du quartier")
        deciding.approve(who, self.changed.pk, version=1)
        after = contents.from_json(self.changed.revisions.get().content) | {
            "title": "Le journal du quartier, en deux langues",
            "limits": "",
            "keywords": ("Culture",),
            "prospects": HARD,
        }
        drafting.save(Standing.of(member), self.changed.pk, after, based_on=1)
        drafting.submit(Standing.of(member), self.changed.pk, version=2)
        self.withdrawn = a_submitted_sheet(member, house, title="Une fiche retirée")
        deciding.approve(who, self.withdrawn.pk, version=1)
        deciding.withdraw(who, self.withdrawn.pk, "Une personne y était nommée.")
        self._conflict()
        self._many()
        self._synonyms()

    def _conflict(self) -> None:
        """Two people change one field: the second text is set aside."""
        self.disputed = a_draft(self.member, self.house, title="Le four à pain")
        base = contents.from_json(self.disputed.revisions.get().content)
        one, two = base | {"limits": "La farine."}, base | {"limits": f"Le bois. {HARD}"}
        drafting.save(Standing.of(self.manager), self.disputed.pk, one, based_on=1)
        saved = drafting.save(Standing.of(self.member), self.disputed.pk, two, based_on=1)
        assert saved.aside
        self.aside = saved.aside

    def _many(self) -> None:
        """A long queue, sheets that fail the checks, and two that are one."""
        for place in range(45):
            a_submitted_sheet(self.member, self.house, title=f"Atelier numéro {place}")
        twin: dict[str, Any] = {**USUAL, "title": "Ludothèque du pont"}
        twin["structure"] = "Maison du pont"
        poor = a_validated_sheet("Maison du pont", "48", title="", status="En cours", year=2015)
        new = a_validated_sheet("Maison du pont", "48", title="Nouveau", keywords=("Jamais vu",))
        self.twins = publish_all(
            a_validated_sheet(**twin, department="48"),
            a_validated_sheet(**{**twin, "title": "Ludotheque du Pont"}, department="48"),
            poor,
            new,
        )[:2]

    def _synonyms(self) -> None:
        """Two editions: one that changes a little, one with words too long for any line."""
        who, shipped = Standing.of(self.busy), thesaurus.shipped()
        first = shipped.replace("ado = adolescent", "ado = adolescent = teenager")
        synonyms.change(who, first, 0, "Les mots des jeunes")
        hard = f"{LONG[:39]} = {LONG[3:42]} = gras & '<maigre'"
        synonyms.change(who, f"{first}{hard}\n", 1, HARD[:250])

    def pages(self) -> dict[str, tuple[str, str]]:
        """Return {kind: (who asks, address)}."""
        return self._doors() | self._editor() | self._desk() | self._account() | self._brochures()

    def _doors(self) -> dict[str, tuple[str, str]]:
        day = datetime.timedelta(days=1)
        token, _ = links.make(Link.Purpose.UNSUBSCRIBE, {"person": self.member.pk}, day)
        asked = self.twins[0]
        payload = {
            "year": timezone.localdate().year,
            "structure": asked.structure_id,
            "sheets": [sheet.pk for sheet in self.twins],
            "person": None,
        }
        round_token, _ = links.make(Link.Purpose.ROUND, payload, day)
        return {
            "sign in": ("", "/compte/connexion/"),
            "unsubscribe": ("", f"/compte/courriels/{token}/"),
            "link that is lost": ("", "/compte/courriels/perdu/"),
            "invitation lost": ("", "/compte/invitation/perdue/"),
            "yearly round": ("", f"/contribuer/tournee/{round_token}/"),
            "yearly round, lost": ("", "/contribuer/tournee/perdue/"),
        }

    def _editor(self) -> dict[str, tuple[str, str]]:
        edit = "/contribuer/{}/modifier/".format
        return {
            "mine, no structure": ("stranger", "/contribuer/"),
            "mine": ("member", "/contribuer/"),
            "mine, page 2": ("member", "/contribuer/?page=2"),
            "mine, none": ("member", "/contribuer/?etat=en-ligne&page=9"),
            "new": ("member", "/contribuer/nouvelle/"),
            "new, from one": ("member", f"/contribuer/nouvelle/?modele={self.online.number}"),
            "new, no structure": ("stranger", "/contribuer/nouvelle/"),
            "edit, blank": ("member", edit(self.blank.number)),
            "edit": ("member", edit(self.draft.number)),
            "edit, hostile": ("member", edit(self.long.number)),
            "edit, returned": ("member", edit(self.returned.number)),
            "edit, online": ("member", edit(self.online.number)),
            "conflict": (
                "member",
                f"/contribuer/{self.disputed.number}/conflit/{self.aside}/",
            ),
            "preview": ("member", f"/contribuer/{self.draft.number}/apercu/"),
            "before submitting": ("member", f"/contribuer/{self.draft.number}/soumettre/"),
            "before submitting, blank": ("member", f"/contribuer/{self.blank.number}/soumettre/"),
            "follow, draft": ("member", f"/contribuer/{self.draft.number}/"),
            "follow, hostile": ("member", f"/contribuer/{self.long.number}/"),
            "follow, talk": ("member", f"/contribuer/{self.submitted.number}/"),
            "follow, online": ("manager", f"/contribuer/{self.changed.number}/"),
            "follow, withdrawn": ("manager", f"/contribuer/{self.withdrawn.number}/"),
            "versions": ("member", f"/contribuer/{self.changed.number}/versions/"),
            "version": ("member", f"/contribuer/{self.changed.number}/versions/2/"),
            "version, aside": (
                "member",
                f"/contribuer/{self.disputed.number}/versions/{self.aside}/",
            ),
        }

    def _desk(self) -> dict[str, tuple[str, str]]:
        first, second = (sheet.number for sheet in self.twins)
        return {
            "desk, queue": ("busy", "/bureau/"),
            "desk, empty": ("idle", "/bureau/"),
            "desk, national": ("nation", "/bureau/"),
            "desk, new sheet": ("busy", f"/bureau/fiches/{self.submitted.number}/"),
            "desk, new version": ("busy", f"/bureau/fiches/{self.changed.number}/"),
            "desk, online": ("busy", f"/bureau/fiches/{self.online.number}/"),
            "desk, checks": ("busy", "/bureau/verifications/"),
            "desk, checks empty": ("idle", "/bureau/verifications/"),
            "desk, terms": ("busy", "/bureau/vocabulaire/"),
            "desk, synonyms": ("busy", "/bureau/synonymes/?groupe=60&essai=un+papa+et+belote"),
            "desk, synonyms none": ("idle", "/bureau/synonymes/?q=xyzzy"),
            "desk, synonyms file": ("busy", "/bureau/synonymes/fichier/"),
            "desk, synonyms editions": ("nation", "/bureau/synonymes/editions/"),
            "desk, doubles": ("busy", "/bureau/doublons/"),
            "desk, doubles empty": ("idle", "/bureau/doublons/"),
            "desk, merge": ("busy", f"/bureau/doublons/{first}-{second}/"),
            "desk, department": ("busy", "/bureau/departements/48/"),
        }

    def _brochures(self) -> dict[str, tuple[str, str]]:
        """Two brochures: one that waits, with hard words, and one that did not come off."""
        waits, failed = (
            Brochure.objects.create(
                owner=self.busy,
                department_id="48",
                query="departement=48",
                title=title,
                foreword=HARD,
                detail=Brochure.Detail.BRIEF,
                sheets=[self.online.number],
                measures=["chiffres"],
                state=state,
                problem="La panne est notée. " + LONG,
            )
            for title, state in (
                (LONG[:160], Brochure.State.WAITING),
                ("Le Lot en actions", Brochure.State.FAILED),
            )
        )
        house = self.house.pk
        return {
            "brochures": ("busy", "/plaquettes/"),
            "brochures, none": ("member", "/plaquettes/"),
            "brochures, nothing to do": ("stranger", "/plaquettes/"),
            "brochure, new": ("busy", "/plaquettes/nouvelle/?departement=48"),
            "brochure, of a house": ("member", f"/plaquettes/nouvelle/?structure={house}"),
            "brochure, empty": ("idle", "/plaquettes/nouvelle/?departement=975"),
            "brochure, taken up": ("busy", f"/plaquettes/nouvelle/?reprendre={waits.pk}"),
            "brochure, waiting": ("busy", f"/plaquettes/{waits.pk}/"),
            "brochure, failed": ("busy", f"/plaquettes/{failed.pk}/"),
        }

    def _account(self) -> dict[str, tuple[str, str]]:
        return {
            "account": ("member", "/compte/"),
            "account, correspondent": ("busy", "/compte/"),
            "join": ("stranger", "/compte/rejoindre/"),
            "join, found": ("stranger", "/compte/rejoindre/?q=capucines"),
            "join, nothing": ("stranger", "/compte/rejoindre/?q=xyzzyx"),
            "ask": ("stranger", f"/compte/rejoindre/{self.house.pk}/"),
            "missing": ("stranger", "/compte/rejoindre/nouvelle-structure/"),
            "team": ("manager", f"/compte/structures/{self.house.pk}/equipe/"),
            "team, member": ("member", f"/compte/structures/{self.house.pk}/equipe/"),
            "requests": ("busy", "/compte/demandes/"),
            "requests, empty": ("idle", "/compte/demandes/"),
            "structure request": ("busy", f"/compte/demandes/structures/{self.request.pk}/"),
            "my data": ("member", "/compte/donnees/"),
            "keys": ("member", "/compte/cles/"),
            "address": ("member", "/compte/adresse/"),
            "403": ("member", "/bureau/"),
        }

    def sessions(self) -> dict[str, str]:
        """Return {who: session key}, each signed in as if by the door."""
        names = ("member", "manager", "busy", "idle", "stranger", "nation")
        return {name: session_of(getattr(self, name)) for name in names}


def session_of(person: Person) -> str:
    """Return the key of a new session of that person."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.save()
    return str(store.session_key)


def tell() -> None:
    """Make the scene and print how to enter it."""
    scene = Scene()
    told: dict[str, Any] = {"sessions": scene.sessions(), "pages": scene.pages()}
    sys.stdout.write(json.dumps(told))
