"""What is documented exists, and what exists is documented."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, DjangoHelpFormatter
from django.urls import reverse

from essaim.sheets import fields
from tests.environment import REPOSITORY
from tests.hostile import HostileClient
from tests.page import parse

SETTINGS = REPOSITORY / "essaim" / "config" / "settings.py"
OPERATING = REPOSITORY / "docs" / "operating.md"
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# Put together here so that this file is not found by its own search.
REGISTRIES = [
    "".join(parts)
    for parts in (
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("registry", ".npmjs"),
        ("npmjs", ".org/"),
        ("--index", "-url"),
        ("--extra-index", "-url"),
        ("--find", "-links"),
        ("artifact", "ory"),
    )
]
MACHINE_PATH = re.compile("".join((r"(?<![\w.~>-])/(?:wo", r"rk|ro", r"ot|op", r"t|hom", r"e)/\w")))


def tracked() -> list[Path]:
    """Return the files of the repository."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True, text=True
    ).stdout
    return [path for name in listed.split("\0") if name and (path := REPOSITORY / name).is_file()]


def texts() -> dict[str, str]:
    """Return the text of every tracked file that is text."""
    found = {}
    for path in tracked():
        body = path.read_bytes()
        if b"\0" not in body:
            found[str(path.relative_to(REPOSITORY))] = body.decode("utf-8")
    return found


def written(*names: str) -> str:
    return "\n".join((REPOSITORY / name).read_text(encoding="utf-8") for name in names)


def our_commands() -> dict[str, BaseCommand]:
    return {
        name: load_command_class(application, name)
        for name, application in get_commands().items()
        if str(application).startswith("essaim.")
    }


def variables(source: str) -> set[str]:
    """Return the environment variables that a settings file reads."""
    return set(re.findall(r"""\benv\.\w+\(\s*["']([A-Z_]+)["']""", source))


def test_every_setting_is_documented() -> None:
    read = variables(SETTINGS.read_text(encoding="utf-8"))
    assert "ESSAIM_DATA" in read
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", written("docs/operating.md"), re.MULTILINE))
    assert read == documented


def test_no_setting_is_read_elsewhere() -> None:
    found = [
        name
        for name, text in texts().items()
        if name.startswith("essaim/") and name.endswith(".py")
        if re.search(r"os\.environ|os\.getenv|\bEnv\(\)", text)
        if name not in ("essaim/config/settings.py", "essaim/config/wsgi.py", "essaim/__main__.py")
    ]
    assert found == []


def test_every_command_and_option_is_documented() -> None:
    operating = written("docs/operating.md")
    missing = []
    django_options = {
        option
        for action in BaseCommand().create_parser("essaim", "x")._actions
        for option in action.option_strings
    }
    for name, command in our_commands().items():
        if f"essaim {name}" not in operating:
            missing.append(f"essaim {name}")
        parser = command.create_parser("essaim", name, formatter_class=DjangoHelpFormatter)
        inherited = set(django_options)
        if name == "check":  # Django's own command, which ours completes
            inherited |= {"--tag", "-t", "--list-tags", "--deploy", "--fail-level", "--database"}
            inherited |= {"--databases"}
        missing += [
            f"essaim {name} {action.option_strings[-1]}"
            for action in parser._actions
            if action.option_strings
            if not inherited & set(action.option_strings)
            if not any(f"`{option}" in operating for option in action.option_strings)
        ]
    assert missing == []


@pytest.mark.parametrize(
    "name", ["serve", "demo", "import", "export", "search", "index", "check", "migrate"]
)
def test_the_commands_of_the_contract_are_there(name: str) -> None:
    assert name in get_commands()


def test_every_make_target_is_documented() -> None:
    makefile = written("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    documented = written("README.md", "CONTRIBUTING.md", "docs/operating.md")
    missing = [name for name in phony[1].split() if f"make {name}" not in documented]
    assert missing == []
    undescribed = [
        name
        for name in phony[1].split()
        if not re.search(rf"^{name}:.*## ", makefile, re.MULTILINE)
    ]
    assert undescribed == []


@pytest.mark.django_db
def test_every_field_is_in_the_data_dictionary(client: HostileClient) -> None:
    response = client.get(reverse("documents:data"))
    read = parse(response.content.decode()).text()
    plain = re.sub(r"\s+", " ", read).replace("’", "'")
    missing = [
        field.key
        for field in fields.FIELDS
        if field.public and not re.search(rf"(?<!\w){re.escape(field.key)}(?!\w)", plain)
    ]
    assert missing == []


def test_every_decision_is_on_the_map() -> None:
    named = re.findall(r"decisions/(\d{3}-[\w-]+\.md)", written("docs/architecture.md"))
    records = [path.name for path in sorted((REPOSITORY / "docs" / "decisions").glob("*.md"))]
    assert sorted(set(named)) == records
    numbers = [name[:3] for name in records]
    assert len(set(numbers)) == len(numbers)


def test_every_document_is_linked() -> None:
    reached = written("README.md", "CONTRIBUTING.md", "docs/architecture.md")
    documents = [path.name for path in (REPOSITORY / "docs").glob("*.md")]
    assert [name for name in documents if name not in reached] == []


def test_links_lead_somewhere() -> None:
    broken = []
    for name, text in texts().items():
        if not name.endswith(".md"):
            continue
        for target in LINK.findall(text):
            path = target.split("#")[0]
            is_ours = path and not re.match(r"[a-z]+:", target)
            if is_ours and not (REPOSITORY / name).parent.joinpath(path).exists():
                broken.append(f"{name}: {target}")
    assert broken == []


def test_the_pictures_are_shown() -> None:
    pictures = [path for path in tracked() if path.parent == REPOSITORY / "docs" / "images"]
    assert pictures, "no picture yet: make screenshots"
    readme, everything = written("README.md"), "".join(texts().values())
    photographs = [path.name for path in pictures if path.suffix == ".png"]
    assert [name for name in photographs if name not in readme] == []
    assert [path.name for path in pictures if path.name not in everything] == []


def test_no_path_of_a_machine_and_no_registry() -> None:
    found = []
    for name, text in texts().items():
        found += [f"{name}: {one}" for one in REGISTRIES if one in text.lower()]
        found += [f"{name}: {match.group()}" for match in MACHINE_PATH.finditer(text)]
    assert found == []


def test_the_search_for_paths_finds_them() -> None:
    assert MACHINE_PATH.search("open('" + "/wo" + "rk/main')")
    assert MACHINE_PATH.search("see " + "/ro" + "ot/notes")
    assert not MACHINE_PATH.search("../shared/work/x and a/work/x, https://x.example/home/")


@pytest.mark.parametrize("name", ["bootstrap.txt", "run.txt", "dev.txt", "bench.txt"])
def test_locks_hold_exact_versions_and_hashes_only(name: str) -> None:
    lock = (REPOSITORY / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", lock.replace(" \\\n", "\n").strip())
    assert len(entries) > 1
    for entry in entries:
        first, *hashes = entry.split("\n")
        assert re.fullmatch(r"[a-z0-9.\-]+(\[[a-z,]+\])?==[^\s;]+( ; .+)?", first.strip()), first
        assert hashes, first
        assert all(re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}", line) for line in hashes), first


def test_the_locks_answer_the_project() -> None:
    """Every dependency that pyproject.toml names is in the lock it belongs to."""
    project = tomllib.loads(written("pyproject.toml"))

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[\[<>=! ]", one)[0].lower() for one in requirements}

    run = set(re.findall(r"^([a-z0-9.\-]+)==", written("requirements/run.txt"), re.MULTILINE))
    dev = set(re.findall(r"^([a-z0-9.\-]+)==", written("requirements/dev.txt"), re.MULTILINE))
    assert names(project["project"]["dependencies"]) <= {re.sub(r"\[.*", "", one) for one in run}
    assert names(project["dependency-groups"]["dev"]) <= dev
    assert run <= dev
