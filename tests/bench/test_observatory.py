"""What the observatory is measured with."""

import pytest

from bench import in_process, observatory


def asked(query: str, theirs: list[float], ours: list[float]) -> observatory.Timed:
    return observatory.Timed(
        query, 0.5, {observatory.CATALOGUE: theirs, observatory.OBSERVATORY: ours}
    )


def test_a_ratio_is_one_of_the_lowest_times_of_a_query() -> None:
    one = asked("q=jardin", [20.0, 10.0, 90.0], [80.0, 25.0, 30.0])
    assert one.lowest(observatory.OBSERVATORY) == 25
    assert one.ratio == pytest.approx(2.5)


def test_one_query_that_is_too_slow_is_told_whatever_the_others() -> None:
    quick = [asked(f"q={rank}", [10.0], [10.0]) for rank in range(99)]
    just, slow, slower = (asked(f"annee={one}", [10.0], [one]) for one in (50.0, 50.1, 60.0))
    assert observatory.over([*quick, just]) == []
    assert observatory.over([slow, *quick, just, slower]) == [slower, slow]


def test_a_page_that_is_not_had_is_an_error() -> None:
    def application(_: object, start: object) -> list[bytes]:
        start("404 Not Found", [])  # type: ignore[operator]
        return [b""]

    with pytest.raises(RuntimeError, match="404"):
        in_process.page(application, "/observatoire/", "q=jardin")
