"""Results as `python -m bench` writes them, made up."""

from typing import Any

PEERS = {"Datasette": [600.0, 700.0], "PostgreSQL GIN + SQL": [90.0, 400.0]}


def measured(peers: dict[str, list[float | None]] | None = None, **changed: Any) -> dict[str, Any]:
    """Four queries; peers answered the first two unless told otherwise."""
    return {
        "queries": ["q=un", "q=deux", "q=trois", "q=quatre"],
        "page": [10.0, 10.0, 2.0, 2.0],
        "engine": [4.0, 4.0, 1.0, 1.0],
        "floor": [1.0, 1.0, 1.0, 1.0],
        "unread": [3.0, 3.0, 1.0, 1.0],
        "search": [3.0, 3.0, 1.0, 1.0],
        "page_again": [1.0],
        "engine_again": [0.1],
        "page_bytes": [9000, 9000, 9000, 9000],
        "found": [0, 50, 500, 50_000],
        "index_mb": 50.0,
        "base_mb": 100.0,
        "peers": {
            "times": PEERS if peers is None else peers,
            "loading": {},
            "sizes_mb": {},
            "absent": {},
            "left_out": {},
            "agreed": {},
            "out_of_time": [],
        },
        "load": None,
        **changed,
    }


def size(sheets: int = 100_000, **changed: Any) -> dict[str, Any]:
    """One size, its base taken up from an earlier run."""
    made = {"importing": None, "indexing": {"seconds": 2.0, "peak_mb": 90.0, "own_mb": 60.0}}
    return {"sheets": sheets, "made": made, "measured": measured(**changed), "minutes": 1}


def load() -> dict[str, Any]:
    """The site under load: reading takes a quarter more beside a writer."""
    crowd = {"clients": 4, "a_second": 200.0, "taken": [10.0, 20.0], "cpu_ms": 6.0}
    return {
        "workers": 2,
        "page": [crowd],
        "floor": [crowd | {"a_second": 1000.0, "cpu_ms": 1.5}],
        "memory": [{"name": "web 1", "pss_mb": 120.0, "own_mb": 80.0}],
        "seen_caught_up": [50.0, 60.0],
        "seen_followed": [300.0, 600.0],
        "quiet": [[8.0, 9.0], [8.0, 8.0]],
        "writing": [[8.0, 11.25], [8.0, 9.0]],
        "commits": 30,
        "rebuilding": [16.0, 18.0],
        "rebuilt": True,
    }
