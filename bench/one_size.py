"""Everything measured on a base of one size, in a process of its own (settings are read once).

Run by `python -m bench`: `python -m bench.one_size FOLDER '{"rounds": 3, …}'`, in the environment
of the base. Writes FOLDER/measured.json.
"""

import contextlib
import gc
import itertools
import json
import os
import signal
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any, Final

import django
from tqdm import tqdm

django.setup()

from django.conf import settings  # noqa: E402 -- models, after the set-up

from bench import base, engine, measures, processes, queries  # noqa: E402
from bench.competing import Bounds, Compared, Peers  # noqa: E402
from bench.under_load import Effort, Load, Loaded  # noqa: E402
from essaim.search import engine as search_engine  # noqa: E402
from essaim.search import store  # noqa: E402
from essaim.search.query import Query  # noqa: E402

_TURN: Final = 20  # queries asked of one system before the next one's turn
# Asked first in each turn, off the clock: others have had the processor and its caches meanwhile.
_FIRST: Final = 3
_FLOOR: Final = {"DJANGO_SETTINGS_MODULE": "bench.floor.settings"}


@dataclass(slots=True)
class Measured:
    """Milliseconds by query, all in the order of the queries; peers may have fewer rounds."""

    queries: list[str] = field(default_factory=list)
    found: list[int] = field(default_factory=list)
    search: list[float] = field(default_factory=list)
    unread: list[float] = field(default_factory=list)
    engine: list[float] = field(default_factory=list)
    page: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    engine_again: list[float] = field(default_factory=list)
    page_again: list[float] = field(default_factory=list)
    page_bytes: list[int] = field(default_factory=list)
    peers: Compared = field(default_factory=Compared)
    load: Loaded | None = None
    index_mb: float = 0
    base_mb: float = 0


class _Size:
    """One base, its server, its peers, and what was measured of them."""

    def __init__(self, folder: Path, options: dict[str, Any]) -> None:
        self.options = options
        self.measured = Measured()
        search_engine.warm_up()  # as a worker of the server does
        warm_up, rounds = queries.rounds(options["rounds"])
        self.warm_up = engine.on_existing_pages(map(_understood, warm_up))
        self.rounds = [engine.on_existing_pages(map(_understood, one)) for one in rounds]
        self.measured.queries = [query.encode() for one in self.rounds for query in one]
        asked = set(self.measured.queries)
        others = (_understood(one).with_page(1) for one in queries.others())
        self.firsts = (query for query in others if query.encode() not in asked)
        bounds = Bounds(options["peer_queries"], options["peer_seconds"])
        self.peers = Peers(options["peers"], options["sheets"], folder, bounds)

    def run(self) -> Measured:
        """Measure everything."""
        done = self.measured
        done.index_mb = processes.folder_mb((store.folder() / store.CURRENT).resolve())
        done.base_mb = processes.folder_mb(Path(settings.DATA_DIR) / "essaim.sqlite3")
        with contextlib.ExitStack() as exits:
            self.peers.start(exits)
            port, _ = exits.enter_context(base.serving(os.environ))
            floor_port, _ = exits.enter_context(base.serving(os.environ | _FLOOR))
            client, floor = measures.Client(port), measures.Client(floor_port)
            self._warm(client, floor)
            for number, asked in enumerate(self.rounds):
                self._round(number, asked, client, floor)
            self._again(client)
            client.close()
            floor.close()
        done.peers = self.peers.compared
        # Peers' servers are stopped: the machine is Essaim's.
        if self.options["load"]:
            done.load = Load(Effort(**self.options["load"])).run()
        return done

    def _warm(self, client: measures.Client, floor: measures.Client) -> None:
        """Have everyone load what they keep, and check that they all do the same job."""
        for query in self.warm_up:
            engine.ask(query)
            client.get(_address(query))
            floor.get(_address(query))
        processes.settle(os.getpid())
        self.peers.agree(self.warm_up)

    def _round(
        self, number: int, asked: list[Query], client: measures.Client, floor: measures.Client
    ) -> None:
        """Ask everyone the queries of one round; peers in their own number of rounds.

        They take turns, a few queries at a time: what else the machine does falls on all alike.
        """
        turns = [asked[start : start + _TURN] for start in range(0, len(asked), _TURN)]
        for turn in tqdm(turns, f"Tour {number + 1}", file=sys.stderr, disable=None, leave=False):
            gc.collect()
            rank = len(self.measured.page)
            firsts = list(itertools.islice(self.firsts, _FIRST))
            self._turn(firsts, turn, client, floor)
            if number < self.options["peer_rounds"]:
                among = self.options["peer_rounds"] * len(asked)
                self.peers.turn(firsts, turn, rank, among)

    def _turn(
        self,
        firsts: list[Query],
        asked: list[Query],
        client: measures.Client,
        floor: measures.Client,
    ) -> None:
        done = self.measured
        for query in firsts:
            engine.ask(query)
        timed = [engine.ask(query) for query in asked]
        done.search += [one.search for one in timed]
        done.unread += [one.unread for one in timed]
        done.engine += [one.total for one in timed]
        done.found += [search_engine.search(query).total for query in asked]

        def page(query: Query) -> None:
            done.page_bytes.append(len(client.get(_address(query))))

        for query in firsts:
            client.get(_address(query))
        done.page += measures.milliseconds(page, asked)
        for query in firsts:
            floor.get(_address(query))
        done.floor += measures.milliseconds(lambda query: floor.get(_address(query)), asked)

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
