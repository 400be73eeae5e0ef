"""Finding structures by name, and making those nobody knew."""

from collections.abc import Iterable

from essaim.network.models import Structure

# Name and département code ("" when unknown).
Key = tuple[str, str]


def find(keys: Iterable[Key]) -> dict[Key, Structure]:
    """Return the known structures among `keys`: one query."""
    wanted = set(keys)
    found = Structure.objects.filter(name__in={name for name, _ in wanted})
    by_key = {(one.name, one.department_id or ""): one for one in found}
    return {key: one for key, one in by_key.items() if key in wanted}


def find_or_create(keys: Iterable[Key]) -> dict[Key, Structure]:
    """Return the structure of each key; a new one without département is put up for review.

    To be called by the one writer, inside its transaction.
    """
    wanted = list(dict.fromkeys(keys))
    known = find(wanted)
    Structure.objects.bulk_create(
        Structure(name=name, department_id=code or None, to_review=not code)
        for name, code in wanted
        if (name, code) not in known
    )
    return known if len(known) == len(wanted) else find(wanted)
