"""All that is kept about somebody, as one JSON file with French keys.

Written piece by piece: somebody may have saved thousands of versions.
"""

import datetime
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db.models import Q
from django.utils import timezone

from essaim.accounts import erasing, inviting
from essaim.brochures.models import Brochure
from essaim.letters.models import Link
from essaim.network import retention
from essaim.network.models import Correspondence, Membership, Person, StructureRequest
from essaim.search.models import SynonymEdition
from essaim.sheets.models import Attachment, Event, Revision
from essaim.workflow.models import Message, NotDoubles, SideApproval

_Row = Mapping[str, Any]


def export(person: Person) -> Iterator[str]:
    """Yield the pieces of the file."""
    about = {
        "source": "Essaim",
        "exporte_le": _moment(timezone.now()),
        "conservation": {kept.what: kept.how_long for kept in retention.KEPT},
        "personne": _person(person),
    }
    yield "{\n" + ",\n".join(f"{_text(key)}: {_text(value)}" for key, value in about.items())
    for key, rows in SECTIONS.items():
        yield f",\n{_text(key)}: ["
        separator = "\n"
        for row in rows(person):
            yield separator + _text(row)
            separator = ",\n"
        yield "]"
    yield "\n}\n"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _moment(at: datetime.datetime | None) -> str | None:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else None


def _person(person: Person) -> _Row:
    return {
        "nom": person.name,
        "courriel": person.email,
        "siret_annonce_a_la_connexion": person.siret,
        "recoit_les_courriels": person.wants_messages,
        "administration_nationale": person.is_staff,
        "peut_se_connecter": person.is_active,
        "compte_cree_le": _moment(person.created_at),
        "derniere_connexion": _moment(person.last_login),
        "nom_dans_l_historique": person.actor,
    }


def _addresses(person: Person) -> Iterator[_Row]:
    for one in EmailAddress.objects.filter(user=person).order_by("pk"):
        yield {"courriel": one.email, "verifie": one.verified, "principal": one.primary}


def _keys(person: Person) -> Iterator[_Row]:
    for one in Authenticator.objects.filter(user=person).order_by("pk"):
        yield {
            "nature": one.type,
            "nom": str(one),
            "creee_le": _moment(one.created_at),
            "derniere_utilisation": _moment(one.last_used_at),
        }


def _outside_accounts(person: Person) -> Iterator[_Row]:
    for one in SocialAccount.objects.filter(user=person).order_by("pk"):
        yield {
            "fournisseur": one.provider,
            "identifiant": one.uid,
            "relie_le": _moment(one.date_joined),
            "derniere_connexion": _moment(one.last_login),
            "ce_que_le_fournisseur_a_dit": one.extra_data,
        }


def _sessions(person: Person) -> Iterator[_Row]:
    for one in erasing.sessions_of(person):
        yield {"expire_le": _moment(one.expire_date)}


def _memberships(person: Person) -> Iterator[_Row]:
    rows = Membership.objects.filter(person=person).select_related("structure__department")
    for one in rows:
        yield {
            "structure": one.structure.listed_name,
            "role": one.get_role_display(),
            "etat": one.get_state_display(),
            "message": one.message,
            "demandee_le": _moment(one.asked_at),
            "decidee_le": _moment(one.decided_at),
        }


def _correspondences(person: Person) -> Iterator[_Row]:
    for one in Correspondence.objects.filter(person=person).select_related("department"):
        yield {"departement": one.department.name, "cote": one.get_side_display()}


def _structure_requests(person: Person) -> Iterator[_Row]:
    for one in StructureRequest.objects.filter(person=person).select_related("department"):
        yield {
            "structure": one.name,
            "departement": one.department.name,
            "commune": one.town,
            "type": one.kind,
            "siret": one.siret,
            "message": one.message,
            "etat": one.get_state_display(),
            "raison_du_refus": one.reason,
            "demandee_le": _moment(one.asked_at),
            "decidee_le": _moment(one.decided_at),
        }


def _decisions(person: Person) -> Iterator[_Row]:
    """Yield the answers given to others, without their names: those are theirs."""
    memberships = Membership.objects.filter(decided_by=person.actor)
    for one in memberships.exclude(person=person).select_related("structure"):
        yield {
            "structure": one.structure.name,
            "reponse": one.get_state_display(),
            "le": _moment(one.decided_at),
        }
    for request in StructureRequest.objects.filter(decided_by=person.actor):
        yield {
            "structure": request.name,
            "reponse": request.get_state_display(),
            "le": _moment(request.decided_at),
        }


def _messages(person: Person) -> Iterator[_Row]:
    rows = Message.objects.filter(actor=person.actor).select_related("sheet").order_by("pk")
    for one in rows.iterator():
        yield {
            "fiche": one.sheet.number,
            "nature": one.get_kind_display(),
            "texte": one.text,
            "le": _moment(one.created_at),
        }


def _revisions(person: Person) -> Iterator[_Row]:
    mine = Q(author=person.actor) | Q(published_by=person.actor)
    rows = Revision.objects.filter(mine).select_related("sheet").order_by("sheet", "version")
    for one in rows.iterator(chunk_size=200):
        is_mine = one.author == person.actor
        yield {
            "fiche": one.sheet.number,
            "version": one.version,
            "etat": one.get_state_display(),
            "ecrite_par_vous": is_mine,
            "publiee_par_vous": one.published_by == person.actor,
            "ecrite_le": _moment(one.created_at),
            "publiee_le": _moment(one.published_at),
            **({"contenu": one.content} if is_mine else {}),
        }


def _approvals(person: Person) -> Iterator[_Row]:
    rows = SideApproval.objects.filter(actor=person.actor).select_related("revision__sheet")
    for one in rows:
        yield {
            "fiche": one.revision.sheet.number,
            "version": one.revision.version,
            "cote": one.get_side_display(),
            "le": _moment(one.at),
        }


def _distinct_pairs(person: Person) -> Iterator[_Row]:
    for one in NotDoubles.objects.filter(actor=person.actor).select_related("first", "second"):
        yield {"fiches": [one.first.number, one.second.number], "le": _moment(one.at)}


def _synonyms(person: Person) -> Iterator[_Row]:
    """Yield the changes made to the synonyms, without the file, which is everybody's."""
    for one in SynonymEdition.objects.filter(author=person.actor).order_by("number"):
        yield {"edition": one.number, "commentaire": one.comment, "le": _moment(one.at)}


def _events(person: Person) -> Iterator[_Row]:
    for one in Event.objects.filter(actor=person.actor).iterator():
        yield {
            "fiche": one.sheet_number,
            "ce_qui_est_arrive": one.get_verb_display(),
            "version": one.revision,
            "le": _moment(one.at),
        }


def _attachments(person: Person) -> Iterator[_Row]:
    rows = Attachment.objects.filter(uploaded_by=person.actor).select_related("sheet")
    for one in rows.iterator():
        yield {
            "fiche": one.sheet.number,
            "nom": one.name,
            "type": one.media_type,
            "octets": one.size,
            "deposee_le": _moment(one.created_at),
        }


def _links(person: Person) -> Iterator[_Row]:
    mine = inviting.addresses_of(person)
    for one in erasing.links_about(person, erasing.addresses_of(person)):
        is_invitation = one.purpose == Link.Purpose.INVITATION
        sent = is_invitation and one.payload.get("email") not in mine
        yield {
            "nature": one.get_purpose_display(),
            **({"sens": "envoyée" if sent else "reçue"} if is_invitation else {}),
            "cree_le": _moment(one.created_at),
            "expire_le": _moment(one.expires_at),
            "utilise_le": _moment(one.used_at),
        }


def _brochures(person: Person) -> Iterator[_Row]:
    for one in Brochure.objects.filter(owner=person).defer("content").order_by("pk"):
        yield {
            "titre": one.title,
            "sous_titre": one.subtitle,
            "periode": one.period,
            "avant_propos": one.foreword,
            "selection": one.query,
            "fiches": one.sheets,
            "demandee_le": _moment(one.created_at),
        }


SECTIONS: Final[Mapping[str, Callable[[Person], Iterable[_Row]]]] = {
    "adresses": _addresses,
    "cles_d_acces": _keys,
    "comptes_relies": _outside_accounts,
    "sessions": _sessions,
    "appartenances": _memberships,
    "correspondances": _correspondences,
    "demandes_de_structure": _structure_requests,
    "reponses_donnees": _decisions,
    "messages": _messages,
    "versions": _revisions,
    "accords": _approvals,
    "fiches_distinctes": _distinct_pairs,
    "editions_des_synonymes": _synonyms,
    "evenements": _events,
    "pieces_jointes": _attachments,
    "plaquettes": _brochures,
    "liens": _links,
}
