"""What the observatory is measured with."""

import pytest

from bench import in_process, observatory


def test_a_ratio_is_one_of_percentiles() -> None:
    theirs = [10.0, 20.0, 30.0, 40.0]
    assert observatory.ratio([50.0] * 4, theirs, 0.5) == pytest.approx(2.5)
    assert observatory.ratio([50.0] * 4, theirs, 1) == pytest.approx(1.25)


def test_a_page_that_is_not_had_is_an_error() -> None:
    def application(_: object, start: object) -> list[bytes]:
        start("404 Not Found", [])  # type: ignore[operator]
        return [b""]

    with pytest.raises(RuntimeError, match="404"):
        in_process.page(application, "/observatoire/", "q=jardin")
