"""The map of docs/architecture.md, held: imports run one way, and some doors stay shut."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.environment import REPOSITORY

PACKAGE = REPOSITORY / "essaim"

# What each room may import, besides itself. `config` is the wall socket: anyone may use it, and
# it alone may plug in any room.
ROOMS: dict[str, set[str]] = {
    "network": set(),
    "letters": {"network"},
    "sheets": {"network"},
    "search": {"network", "sheets"},
    "workflow": {"network", "letters", "sheets", "search"},
    "intake": {"network", "letters", "sheets", "search", "workflow"},
    # What those who sign in see: they show sheets as the public will, through the catalogue.
    # Accounts also export, erase and let go of the brochures somebody has asked for.
    "accounts": {
        "network",
        "letters",
        "sheets",
        "search",
        "workflow",
        "intake",
        "catalogue",
        "brochures",
    },
    "editor": {"network", "sheets", "search", "workflow", "intake", "catalogue"},
    "desk": {"network", "sheets", "search", "workflow", "intake", "catalogue"},
    # Its logos come in like any image, and its figures are the observatory's.
    "brochures": {
        "network",
        "letters",
        "sheets",
        "search",
        "workflow",
        "intake",
        "catalogue",
        "observatory",
    },
    "catalogue": {"network", "sheets", "search"},
    "exports": {"network", "sheets", "search"},
    "observatory": {"network", "sheets", "search"},
    "api": {"network", "sheets", "search"},
}
# Of a reader, another one comes in by this door only.
DOORS: dict[tuple[str, str], str] = {
    ("catalogue", "observatory"): "essaim.observatory.comparing",
}
# Names under which anything can be hidden.
JUNK_DRAWERS = {"core", "common", "utils", "util", "helpers", "misc", "tools", "shared", "base"}
MOST_LINES = 420
LONGEST_FUNCTION = 45


@dataclass(frozen=True)
class Arrow:
    """An import of one room by another."""

    origin: str
    target: str
    module: str
    where: str


def imported_modules(tree: ast.AST, package: str) -> Iterator[tuple[str, int]]:
    """Yield the dotted names a module imports, wherever it does, and the line of each."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            base = ".".join(parts[: len(parts) - node.level + 1]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            # `from essaim import exports` names the room last.
            yield from ((f"{module}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value, node.lineno


def arrows(source: str, path: Path) -> Iterator[Arrow]:
    """Yield the imports from one room to another in a file of the package."""
    parts = path.with_suffix("").parts
    package = ".".join(("essaim", *parts[:-1]))
    for name, line in imported_modules(ast.parse(source), package):
        target = name.split(".")
        if target[0] == "essaim" and len(target) > 1 and target[1] != parts[0]:
            yield Arrow(parts[0], target[1], name, f"essaim/{path}:{line} imports {name}")


def wrong(arrow: Arrow) -> bool:
    """Whether the map lacks that arrow."""
    if arrow.origin in ("config", "__main__") or arrow.target == "config":
        return False
    door = DOORS.get((arrow.origin, arrow.target))
    if door:
        return not f"{arrow.module}.".startswith(f"{door}.")
    return arrow.target not in ROOMS.get(arrow.origin, set())


def modules() -> list[Path]:
    """Return the Python files of the package, from its root."""
    return sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def written_by_hand() -> list[Path]:
    """Return our Python files: generated migrations are as long as they must be."""
    return [
        path
        for folder in ("essaim", "tests", "bench")
        for path in sorted((REPOSITORY / folder).rglob("*.py"))
        if not path.match("*/migrations/*")
    ]


def test_imports_run_one_way() -> None:
    found = [
        arrow.where
        for path in modules()
        for arrow in arrows((PACKAGE / path).read_text(encoding="utf-8"), path)
        if wrong(arrow)
    ]
    assert found == []


def test_every_room_is_on_the_map() -> None:
    rooms = {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - {"config"}
    assert rooms <= set(ROOMS)


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("network/models.py", "from essaim.sheets.models import Sheet"),
        ("sheets/fields.py", "def f():\n    from essaim.search import engine"),
        ("search/engine.py", "import essaim.workflow.writer"),
        ("search/management/commands/search.py", "from essaim.exports import csv"),
        ("catalogue/views/home.py", "from essaim import exports"),
        ("catalogue/views/home.py", "from ...exports import listing"),
        ("catalogue/territory_page.py", "from essaim.observatory import observing"),
        ("observatory/views/pages.py", "from essaim.catalogue import cards"),
        ("exports/csv.py", "import importlib\nimportlib.import_module('essaim.catalogue.cards')"),
        ("exports/csv.py", "if TYPE_CHECKING:\n    from essaim.intake.form import validate"),
        ("sheets/migrations/0003_x.py", "from essaim.workflow import writer"),
    ],
)
def test_a_wrong_arrow_is_caught(path: str, source: str) -> None:
    assert [arrow for arrow in arrows(source, Path(path)) if wrong(arrow)]


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("intake/form.py", "from essaim.workflow.writer import publish"),
        ("catalogue/views/home.py", "from essaim.search import engine"),
        ("catalogue/views/home.py", "from ..cards import card"),
        ("catalogue/territory_page.py", "from essaim.observatory import comparing"),
        ("catalogue/territory_page.py", "from essaim.observatory.comparing import Comparison"),
        ("config/urls.py", "from essaim.catalogue import urls"),
    ],
)
def test_a_right_arrow_passes(path: str, source: str) -> None:
    assert not [arrow for arrow in arrows(source, Path(path)) if wrong(arrow)]


def test_no_junk_drawer() -> None:
    named = {part for path in modules() for part in path.with_suffix("").parts}
    assert named & JUNK_DRAWERS == set()


def test_no_signals_and_nothing_in_save() -> None:
    found = []
    for path in modules():
        tree = ast.parse((PACKAGE / path).read_text(encoding="utf-8"))
        found += [
            f"{path}:{line} {name}"
            for name, line in imported_modules(tree, "essaim")
            if "signals" in name.split(".") or name.startswith("django.dispatch")
        ]
        found += [
            f"{path}:{node.lineno} def {node.name}"
            for owner in ast.walk(tree)
            if isinstance(owner, ast.ClassDef)
            for node in owner.body
            if isinstance(node, ast.FunctionDef) and node.name in ("save", "asave", "full_clean")
        ]
    assert found == []


def test_files_and_functions_stay_short() -> None:
    found = []
    for path in written_by_hand():
        source = path.read_text(encoding="utf-8")
        name = path.relative_to(REPOSITORY)
        if (lines := source.count("\n")) > MOST_LINES:
            found.append(f"{name}: {lines} lines")
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    found.append(f"{name}:{node.lineno} {node.name}: {length} lines")
    assert found == []


def test_sheets_revisions_and_events_are_written_in_one_room() -> None:
    """Only `workflow.writer` makes or changes them; migrations and tests aside."""
    verbs = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
    names = {"Sheet", "Revision", "Event", "SheetTerm"}
    found = []
    for path in modules():
        if path.parts[0] == "workflow" or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse((PACKAGE / path).read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            called = ast.unparse(node.func.value)
            if node.func.attr in verbs and called.split(".")[0] in names:
                found.append(f"{path}:{node.lineno} {called}.{node.func.attr}")
    assert found == []
