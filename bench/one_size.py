"""Everything measured on a base of one size, in a process of its own (settings are read once).

Run by `python -m bench`: `python -m bench.one_size FOLDER '{"rounds": 3, …}'`, in the environment
of the base. Writes FOLDER/measured.json.
"""

import contextlib
import gc
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

import django
from tqdm import tqdm

django.setup()

from bench import base, engine, measures, queries  # noqa: E402 -- models, after the set-up
from bench.peers import rows  # noqa: E402
from bench.peers.datasette import Datasette  # noqa: E402
from bench.peers.interface import Asked, NotInstalledError, Peer  # noqa: E402
from bench.peers.postgres import Postgres  # noqa: E402
from bench.peers.sqlite_fts5 import SqliteFts5  # noqa: E402
from essaim.search import engine as search_engine  # noqa: E402
from essaim.search.query import Query  # noqa: E402

PEERS: Final[dict[str, Callable[[Path], Any]]] = {
    "sqlite": SqliteFts5,
    "postgres": lambda _folder: Postgres(),
    "datasette": Datasette,
}
_NAMES: Final = {
    "sqlite": SqliteFts5.name,
    "postgres": Postgres.name,
    "datasette": Datasette.name,
}
_TURN: Final = 20  # queries asked of one system before the next one's turn
_COMPARED: Final = 8  # queries without words, and with, that answers are compared on


@dataclass(slots=True)
class Measured:
    """Milliseconds by query, all in the order of the queries; peers may have fewer rounds."""

    queries: list[str] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    unread: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    engine_again: list[float] = field(default_factory=list)
    page_again: list[float] = field(default_factory=list)
    page_bytes: list[int] = field(default_factory=list)
    peers: dict[str, list[float]] = field(default_factory=dict)
    loading: dict[str, float] = field(default_factory=dict)
    absent: dict[str, str] = field(default_factory=dict)
    agreed: dict[str, str] = field(default_factory=dict)
    server_mb: float = 0


class _Size:
    """One base, its server, its peers, and what was measured of them."""

    def __init__(self, folder: Path, options: dict[str, Any]) -> None:
        self.folder = folder
        self.options = options
        self.measured = Measured()
        warm_up, rounds = queries.rounds(options["rounds"])
        self.warm_up = engine.on_existing_pages(map(_understood, warm_up))
        self.rounds = [engine.on_existing_pages(map(_understood, one)) for one in rounds]
        self.measured.queries = [query.encode() for one in self.rounds for query in one]

    def run(self) -> Measured:
        """Measure everything."""
        with contextlib.ExitStack() as exits:
            peers = dict(self._peers(exits))
            port, server = exits.enter_context(base.serving(os.environ))
            client = measures.Client(port)
            self._warm(client, peers)
            for number, asked in enumerate(self.rounds):
                self._round(number, asked, client, peers)
            self._again(client)
            client.close()
            self.measured.server_mb = measures.tree_mb(server.pid)
        return self.measured

    def _peers(self, exits: contextlib.ExitStack) -> Iterator[tuple[str, Peer]]:
        """Start and load the peers asked for; note those that are not installed."""
        for key in self.options["peers"]:
            name = _NAMES[key]
            try:
                peer = exits.enter_context(PEERS[key](self.folder))
            except NotInstalledError as absent:
                self.measured.absent[name] = str(absent)
                _say(f"{name} : non installé ({absent})")
                continue
            _say(f"{name} : chargement…")
            taken = measures.milliseconds(lambda one: one.load(rows.read()), [peer])
            self.measured.loading[name] = taken[0] / 1000
            yield name, peer

    def _warm(self, client: measures.Client, peers: dict[str, Peer]) -> None:
        """Have everyone load what they keep, and check that they all do the same job."""
        for query in self.warm_up:
            engine.ask(query)
            client.get(_address(query))
        for name, peer in peers.items():
            self.measured.agreed[name] = _agreement(peer, _few(self.warm_up))

    def _round(
        self, number: int, asked: list[Query], client: measures.Client, peers: dict[str, Peer]
    ) -> None:
        """Ask everyone the queries of one round; peers in their own number of rounds.

        They take turns, a few queries at a time: what else the machine does falls on all alike.
        """
        if number >= self.options["peer_rounds"]:
            peers = {}
        turns = [asked[start : start + _TURN] for start in range(0, len(asked), _TURN)]
        for turn in tqdm(turns, f"Tour {number + 1}", file=sys.stderr, disable=None, leave=False):
            gc.collect()
            self._turn(turn, client, peers)

    def _turn(self, asked: list[Query], client: measures.Client, peers: dict[str, Peer]) -> None:
        done = self.measured
        timed = [engine.ask(query) for query in asked]
        done.search += [one.search for one in timed]
        done.unread += [one.unread for one in timed]
        done.engine += [one.total for one in timed]
        done.found += [search_engine.search(query).total for query in asked]

        def page(query: Query) -> None:
            done.page_bytes.append(len(client.get(_address(query))))

        done.page += measures.milliseconds(page, asked)
        cut_up = [Asked.of(query) for query in asked]
        for name, peer in peers.items():
            done.peers.setdefault(name, []).extend(measures.milliseconds(peer.ask, cut_up))

    def _again(self, client: measures.Client) -> None:
        """Ask again what has just been asked: the result cache answers."""
        for query in self.rounds[-1]:
            engine.ask(query)
            self.measured.engine_again.append(engine.ask(query).total)
            address = _address(query)
            client.get(address)
            self.measured.page_again += measures.milliseconds(client.get, [address])


def _address(query: Query) -> str:
    encoded = query.encode()
    return f"/actions/?{encoded}" if encoded else "/actions/"


def _understood(written: str) -> Query:
    """Return the query, making sure that nothing of it is ignored."""
    query = Query.parse(written)
    if query.notices:
        raise ValueError(f"{written}: {query.notices}")
    return query


def _few(asked: list[Query]) -> list[Query]:
    """Return some queries without words and some with."""
    bare = [query for query in asked if not query.words]
    return bare[:_COMPARED] + [query for query in asked if query.words][:_COMPARED]


def _agreement(peer: Peer, asked: list[Query]) -> str:
    """Compare total and facets with Essaim's where words play no part; raise if they differ.

    With words, each system has its own idea of what matches (stems, plurals): totals are told.
    """
    same = 0
    theirs = ours = 0
    for query in asked:
        cut_up = Asked.of(query)
        answer = peer.ask(cut_up)
        if isinstance(peer, Datasette):
            answer = peer.told(cut_up)
        results = search_engine.search(query)
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


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def _stop(number: int, frame: FrameType | None) -> None:
    """Turn a signal into an exit, so that servers are stopped on the way out."""
    raise SystemExit(128 + number)


def main() -> None:
    """Measure one size and write it down."""
    signal.signal(signal.SIGTERM, _stop)
    folder, options = Path(sys.argv[1]), json.loads(sys.argv[2])
    measured = _Size(folder, options).run()
    (folder / "measured.json").write_text(json.dumps(asdict(measured)), encoding="utf-8")


if __name__ == "__main__":
    main()
