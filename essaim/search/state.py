"""How the index is: where it stands in the event log, how big it is, whether it can be read."""

from dataclasses import dataclass
from typing import Any

from essaim.search import following, store
from essaim.search.reader import position_of
from essaim.search.store import Unusable


@dataclass(frozen=True, slots=True)
class State:
    """What `essaim index status` says. `problem` is empty when the index can be read."""

    position: int
    head: int
    documents: int
    segments: int
    size: int
    generation: str
    problem: str = ""

    @property
    def lag(self) -> int:
        """How far the event log is ahead of the index."""
        return self.head - self.position

    @property
    def is_up_to_date(self) -> bool:
        """Whether the index can be read and holds all that was published."""
        return not self.problem and self.lag == 0

    @property
    def verdict(self) -> str:
        """The state in a few French words."""
        if self.problem:
            return self.problem
        return "à jour" if self.is_up_to_date else "en retard sur la base"

    def as_json(self) -> dict[str, Any]:
        """Return the state under French keys; size in bytes."""
        return {
            "etat": self.verdict,
            "a_jour": self.is_up_to_date,
            "position": self.position,
            "dernier_evenement": self.head,
            "retard": self.lag,
            "fiches": self.documents,
            "segments": self.segments,
            "octets": self.size,
            "generation": self.generation,
        }

    def lines(self) -> list[tuple[str, str]]:
        """Return the state as labels and values for a person."""
        return [
            ("État", self.verdict),
            ("Position", f"{self.position} sur {self.head}"),
            ("Fiches", str(self.documents)),
            ("Taille sur le disque", f"{self.size / 1e6:.1f} Mo en {self.segments} segment(s)"),
            ("Génération", self.generation or "aucune"),
        ]


def read() -> State:
    """Return the state of the index on disk, without mending anything."""
    head, path = following.head(), store.current_path()
    generation = path.name if path else ""
    size = store.size(path) if path else 0
    try:
        opened = store.open_current()
        searcher = opened.index.searcher()
        position = position_of(searcher, opened.schema).sequence
    except Unusable as problem:
        return State(0, head, 0, 0, size, generation, problem.reason)
    # The position document is none of the sheets.
    return State(position, head, searcher.num_docs - 1, searcher.num_segments, size, generation)
