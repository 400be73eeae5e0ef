"""`{% kept %}` renders once, for each value named, and can name nothing else."""

from collections.abc import Callable

import pytest
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError

from essaim.catalogue import kept_markup
from essaim.catalogue.kept_markup import KeptMarkup


class Rendered:
    """Counts how many times a piece was rendered."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> str:
        """Return nothing, and count."""
        self.times += 1
        return ""


@pytest.fixture
def rendered() -> Rendered:
    return Rendered()


@pytest.fixture
def template(rendered: Rendered) -> Callable[[str], Callable[..., str]]:
    made = Environment(autoescape=True, extensions=[KeptMarkup], undefined=StrictUndefined)
    made.globals["seen"] = rendered
    return lambda source: made.from_string(source).render


def test_a_piece_is_rendered_once_for_each_value(
    template: Callable[[str], Callable[..., str]], rendered: Rendered
) -> None:
    page = template("{{ c }}:{% kept a, b %}{{ seen() }}<{{ a }}|{{ b }}>{% endkept %}")
    for a, b, c in (("1", "2", "x"), ("1", "2", "y"), ("2", "1", "z"), ("1", "2", "<")):
        escaped = c.replace("<", "&lt;")
        assert page(a=a, b=b, c=c) == f"{escaped}:<{a}|{b}>"
    assert rendered.times == 2


def test_what_is_kept_was_escaped(template: Callable[[str], Callable[..., str]]) -> None:
    page = template("{% kept a %}<b>{{ a }}</b>{% endkept %}")
    assert [page(a="<i>&"), page(a="<i>&")] == ["<b>&lt;i&gt;&amp;</b>"] * 2


def test_two_pieces_are_not_taken_for_each_other(
    template: Callable[[str], Callable[..., str]],
) -> None:
    page = template("{% kept %}un{% endkept %} {% kept %}deux{% endkept %}")
    other = template("{% kept %}trois{% endkept %}")
    assert [page(), other(), page()] == ["un deux", "trois", "un deux"]


def test_a_piece_may_set_names_of_its_own(template: Callable[[str], Callable[..., str]]) -> None:
    page = template(
        "{% kept a %}{% for one in a %}{% set x = one %}{{ x }}{% endfor %}{% endkept %}"
    )
    assert [page(a=(1, 2)), page(a=(3,)), page(a=(1, 2))] == ["12", "3", "12"]


@pytest.mark.parametrize(
    "body", ["{{ b }}", "{{ a }}{{ b.c }}", "{% if b %}{% endif %}", "{% include 'x' %}"]
)
def test_what_would_be_stale_does_not_compile(
    template: Callable[[str], Callable[..., str]], body: str
) -> None:
    with pytest.raises(TemplateSyntaxError):
        template("{% kept a %}" + body + "{% endkept %}")


def test_memory_is_bounded(
    template: Callable[[str], Callable[..., str]],
    rendered: Rendered,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_markup, "_MOST", 3)
    page = template("{% kept a %}{{ seen() }}{{ a }}{% endkept %}")
    for value in (*range(10), 9):
        assert page(a=value) == str(value)
    assert rendered.times == 10
