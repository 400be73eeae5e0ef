"""What is made before anybody asks need not be made when somebody does."""

import pytest

from essaim.observatory import warming
from essaim.observatory.observing import observe
from essaim.observatory.presenting.pages import MAIN
from essaim.search import engine
from essaim.search.query import Query
from tests.observatory.generated import publish_generated

pytestmark = pytest.mark.django_db


def test_a_base_made_ready_is_read_no_more(django_assert_num_queries: object) -> None:
    publish_generated(30, 1)
    engine.catch_up()
    warming.make_ready()
    with django_assert_num_queries(1):  # type: ignore[operator]  # the directory of structures
        assert observe(Query(), MAIN).selection_size == 30


def test_an_empty_base_is_made_ready() -> None:
    warming.make_ready()
    assert observe(Query()).selection_size == 0
