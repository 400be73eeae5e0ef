"""How many people and structures wait for a word of mine (they are answered elsewhere)."""

from django.db.models import Exists, OuterRef, Q

from essaim.network.models import Membership, StructureRequest
from essaim.network.standing import Standing


def waiting(who: Standing) -> int:
    """Return how many requests to join or create a structure are a correspondent's to decide.

    A structure's manager answers its own: only those of structures without one are counted.
    Two queries.
    """
    managers = Membership.objects.accepted().filter(
        structure=OuterRef("structure"), role=Membership.Role.MANAGER
    )
    joining = Membership.objects.waiting().filter(~Exists(managers))
    creating = StructureRequest.objects.filter(state=StructureRequest.State.ASKED)
    if not who.is_national:
        joining = joining.filter(structure__department__in=list(who.departments))
        creating = creating.filter(Q(department__in=list(who.departments)))
    return joining.count() + creating.count()
