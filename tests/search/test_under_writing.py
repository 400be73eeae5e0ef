"""Searching while sheets are written and the index is made anew: nobody notices.

Real processes: `essaim serve` with four workers, a writer, rebuilds; two nodes on one database.
"""

import http.client
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.own_base import OwnBase, Started
from tests.search.forks import Forks, run, until
from tests.search.test_killed import status
from tests.workflow.test_serve import free_port, ready

pytestmark = pytest.mark.slow

SHEETS = 30
READERS = 3
ADDRESSES = (
    "/actions/?tri=titre",
    "/actions/?q=jardin",
    "/actions/?q=%22jardin+d%E2%80%99en+bas%22&departement=69",
    "/actions/?statut=En+cours&page=2",
)
_TOTAL = re.compile(r'<p class="total">([^<]*)\bfiches?')
_FACET = re.compile(r'<details class="facet" id="facette-([a-z-]+)"(.*?)</details>', re.DOTALL)
_COUNT = re.compile(r'<span class="count">.*?(\d[\d\s]*)(?:<|$)')


@dataclass
class Readers:
    """Visitors who read without end, each page held to what it must be."""

    port: int
    least: int
    pages: int = 0
    problems: list[str] = field(default_factory=list)

    @contextmanager
    def reading(self) -> Iterator["Readers"]:
        """Read all along the block."""
        stop = threading.Event()
        threads = [
            threading.Thread(target=self._read, args=(rank, stop), daemon=True)
            for rank in range(READERS)
        ]
        for thread in threads:
            thread.start()
        try:
            yield self
        finally:
            stop.set()
            for thread in threads:
                thread.join(60)
        assert not any(thread.is_alive() for thread in threads)

    def _read(self, rank: int, stop: threading.Event) -> None:
        while not stop.is_set() and len(self.problems) < 5:
            rank += 1
            address = ADDRESSES[rank % len(ADDRESSES)]
            try:
                self.look(address)
            except (OSError, http.client.HTTPException, AssertionError) as error:
                self.problems.append(f"{address}: {error!r}")
            self.pages += 1

    def look(self, address: str) -> int:
        """Hold one page to what it must be; return how many sheets it has found."""
        code, page = get(self.port, address)
        assert code == 200, code
        total = total_of(page)
        cards = page.count('<article class="card">')
        assert total >= self.least
        assert min(cards, 1) <= cards <= min(total, 20)
        facets = dict(_FACET.findall(page))
        for key in ("public", "territoire", "dimension"):  # every sheet has one of each
            counts = [int(re.sub(r"\D", "", count)) for count in _COUNT.findall(facets[key])]
            assert sum(counts) == total, (key, counts, total)
        return total


def get(port: int, address: str) -> tuple[int, str]:
    """Read one page over a connection of its own: any of the workers may answer."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        client.request("GET", address)
        answer = client.getresponse()
        return answer.status, answer.read().decode()
    finally:
        client.close()


def total_of(page: str) -> int:
    found = _TOTAL.search(page)
    return int(re.sub(r"\D", "", found[1])) if found else 0


def published(writer: Started) -> list[str]:
    """Return the numbers of the sheets that the writer has published so far."""
    return re.findall(r"publiée (\d+)\n", writer.said())


@pytest.fixture
def site(own_base: OwnBase) -> int:
    """A site of thirty sheets, served by four processes; its port."""
    code = f"from tests.factories import some_sheets; some_sheets({SHEETS})"
    own_base.essaim("shell", "-v0", "-c", code)
    port = free_port()
    ready(own_base.start("serve", "--port", str(port), "--workers", "4"))
    return port


def test_four_processes_read_while_one_writes_and_the_index_is_made_anew(
    own_base: OwnBase, site: int
) -> None:
    with Readers(site, SHEETS).reading() as readers:
        writer = run(own_base, "every", "1")
        until(lambda: len(published(writer)) >= 2, 60)
        generations = {status(own_base)["generation"]}
        for _ in range(2):
            own_base.essaim("index", "rebuild")
            generations.add(status(own_base)["generation"])
        before = len(published(writer))
        until(lambda: len(published(writer)) >= before + 2, 60)
        read = readers.pages
        until(lambda: readers.pages > read + len(ADDRESSES), 60)
        writer.kill_all()
    assert readers.problems == []
    assert len(generations) == 3
    # In a moment, whoever answers has seen all of them: the system spreads forty connections.
    everything = SHEETS + len(published(writer))
    until(lambda: everywhere(site, everything, everything + 1), 20)
    own_base.essaim("check")


def everywhere(port: int, least: int, most: int) -> bool:
    """Return whether forty answers in a row have found what was published.

    The writer may have been killed between its last commit and saying so.
    """
    return all(
        least <= total_of(get(port, "/actions/?q=jalon+lampion")[1]) + SHEETS <= most
        for _ in range(40)
    )


@pytest.fixture
def other_node(own_base: OwnBase) -> Iterator[OwnBase]:
    """Another node on the same database, with a data folder and an index of its own."""
    data = own_base.data.with_name(f"{own_base.data.name}-autre")
    shutil.copytree(own_base.data, data)
    for path in data.glob("essaim.sqlite3*"):
        path.unlink()
    if "DATABASE_URL" not in own_base.env:
        (data / "essaim.sqlite3").symlink_to(own_base.data / "essaim.sqlite3")
    node = OwnBase(data, {**own_base.env, "ESSAIM_DATA": str(data)})
    yield node
    node.kill_all()


def test_two_nodes_follow_one_database_each_with_its_index(
    own_base: OwnBase, other_node: OwnBase
) -> None:
    forks = Forks(own_base)
    followers = [run(node, "follow") for node in (own_base, other_node)]
    for seed in range(4):
        forks.do("publish", seed)
        if seed == 1:
            other_node.essaim("index", "rebuild")
    nodes: list[Callable[[], dict[str, object]]] = [
        lambda: status(own_base),
        lambda: status(other_node),
    ]
    until(lambda: all(look()["a_jour"] for look in nodes), 60)
    one, other = (look() for look in nodes)
    assert one["generation"] != other["generation"]
    assert one["position"] == other["position"] != 0
    assert one["fiches"] == other["fiches"] != 0
    for node in (own_base, other_node):
        node.essaim("check")
    assert all(process.poll() is None for process in followers)
