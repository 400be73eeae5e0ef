"""The peers of one size: started, loaded, held to the same job, asked in turns, within bounds."""

import contextlib
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from bench import measures
from bench.peers import rows
from bench.peers.datasette import Datasette
from bench.peers.interface import Answer, Asked, NotInstalledError, Peer
from bench.peers.postgres import Postgres
from bench.peers.raw_tantivy import RawTantivy
from bench.peers.sqlite_fts5 import SqliteFts5
from bench.peers.wagtail import Wagtail
from bench.peers.wordpress import WordPress
from essaim.search import engine
from essaim.search.query import Exact, Query

PEERS: Final[dict[str, tuple[str, Callable[[Path], Any]]]] = {
    "tantivy": (RawTantivy.name, lambda _folder: RawTantivy()),
    "sqlite": (SqliteFts5.name, SqliteFts5),
    "postgres": (Postgres.name, lambda _folder: Postgres()),
    "datasette": (Datasette.name, Datasette),
    "wagtail": (Wagtail.name, lambda _folder: Wagtail()),
    "wordpress": (WordPress.name, lambda _folder: WordPress()),
}
# Beyond so many sheets, one answer of theirs takes tens of seconds, and loading them an hour.
_UP_TO: Final = {"datasette": 100_000, "wagtail": 100_000, "wordpress": 100_000}
_COMPARED: Final = 8  # queries without words, and with, that answers are compared on


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is asked of each peer: so many queries in all, as long as there is time."""

    queries: int
    seconds: float


@dataclass(slots=True)
class Compared:
    """What became of the peers, by name. Times are in ms, None for a query not asked of it."""

    times: dict[str, list[float | None]] = field(default_factory=dict)
    loading: dict[str, float] = field(default_factory=dict)
    sizes_mb: dict[str, float] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    out_of_time: list[str] = field(default_factory=list)


class Peers:
    """Those that are there, and what was measured of them."""

    def __init__(self, names: Iterable[str], sheets: int, folder: Path, bounds: Bounds) -> None:
        """Take note of who is wanted; nobody is started yet."""
        self.compared = Compared()
        self._names = names
        self._sheets = sheets
        self._folder = folder
        self._bounds = bounds
        self._running: dict[str, Peer] = {}
        self._spent: dict[str, float] = {}

    def start(self, exits: contextlib.ExitStack) -> None:
        """Start and load the peers; note those that are not installed or left out."""
        for key in self._names:
            name, make = PEERS[key]
            if self._sheets > (most := _UP_TO.get(key, self._sheets)):
                self.compared.left_out[name] = f"au-delà de {most} fiches : trop lent"
                continue
            try:
                peer = exits.enter_context(make(self._folder))
            except NotInstalledError as absent:
                self.compared.absent[name] = str(absent)
                sys.stderr.write(f"{name} : non installé ({absent})\n")
                continue
            sys.stderr.write(f"{name} : chargement…\n")
            taken = measures.milliseconds(lambda one: one.load(rows.read()), [peer])
            if not peer.only_ranked:  # it reads what Essaim's own commands made
                self.compared.loading[name] = taken[0] / 1000
                self.compared.sizes_mb[name] = peer.size_mb()
            self._running[name] = peer
            self._spent[name] = 0

    def agree(self, asked: Sequence[Query]) -> None:
        """Check that they all do the same job, which warms them up. Raises RuntimeError."""
        for name, peer in self._running.items():
            compare = _ranked_alike if peer.only_ranked else _agreement
            self.compared.agreed[name] = compare(peer, asked)

    def turn(
        self, firsts: Sequence[Query], asked: Sequence[Query], number: int, all_of_them: int
    ) -> None:
        """Ask everyone what falls to them of the queries from rank `number`, of so many.

        Before, off the clock, `firsts`.
        """
        for name, peer in self._running.items():
            if self._spent[name] <= self._bounds.seconds:
                for query in firsts:
                    self._warm(peer, Asked.of(query))
            times = self.compared.times.setdefault(name, [])
            times += [None] * (number - len(times))
            most = all_of_them if peer.only_ranked else self._bounds.queries  # it is quick
            every = max(1, -(-all_of_them // most))
            for rank, query in enumerate(asked, number):
                cut_up = Asked.of(query)
                if rank % every or (peer.only_ranked and not cut_up.is_ranked):
                    times.append(None)
                else:
                    times.append(self._one(name, peer, cut_up))

    def _warm(self, peer: Peer, asked: Asked) -> None:
        """Ask one query that nobody times."""
        if asked.is_ranked or not peer.only_ranked:
            peer.ask(asked)

    def _one(self, name: str, peer: Peer, asked: Asked) -> float | None:
        """Ask one query, unless its peer has had all its time."""
        if self._spent[name] > self._bounds.seconds:
            if name not in self.compared.out_of_time:
                self.compared.out_of_time.append(name)
            return None
        start = time.perf_counter()
        peer.ask(asked)
        taken = time.perf_counter() - start
        self._spent[name] += taken
        return taken * 1000


def _few(asked: Sequence[Query]) -> Iterator[Query]:
    """Yield some queries without words and some with."""
    yield from [query for query in asked if not query.words][:_COMPARED]
    yield from [query for query in asked if query.words][:_COMPARED]


def _exact(query: Query) -> Query:
    """Return the query as peers understand it: the words as written."""
    return query.exactly(*Exact).with_page(query.page)


def _agreement(peer: Peer, asked: Sequence[Query]) -> str:
    """Compare total and facets with Essaim's where words play no part; raise if they differ.

    With words, each system has its own idea of what matches (stems, plurals): totals are told.
    """
    same = 0
    theirs = ours = 0
    tell: Callable[[Asked], Answer] = getattr(peer, "told", peer.ask)
    for query in _few(asked):
        answer = tell(Asked.of(query))
        results = engine.search(_exact(query))
        if query.words:
            theirs += answer.total
            ours += 0 if results.softened else results.total
            continue
        counted = {
            facet: {value.value: value.count for value in results.facets[facet] if value.count}
            for facet in answer.facets
        }
        if answer.total != results.total or answer.facets != counted:
            raise RuntimeError(f"{peer.name} and Essaim disagree on {query.encode()!r}")
        if answer.hits and answer.hits != [hit.sheet_id for hit in results.hits]:
            raise RuntimeError(f"{peer.name} and Essaim order {query.encode()!r} differently")
        same += 1
    return f"{same} sans mots, identiques ; avec mots, {theirs} fiches contre {ours}"


def _ranked_alike(peer: Peer, asked: Sequence[Query]) -> str:
    """Say how many of the best sheets are the same, words as written, where all are found."""
    same = all_of_them = 0
    for query in _few(asked):
        cut_up = Asked.of(query)
        results = engine.search(_exact(query))
        if cut_up.is_ranked and not results.softened:
            ours = {hit.sheet_id for hit in results.hits}
            same += len(ours.intersection(peer.ask(cut_up).hits))
            all_of_them += len(ours)
    return f"{same} des {all_of_them} meilleures fiches sont les mêmes"
