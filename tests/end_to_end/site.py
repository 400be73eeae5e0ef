"""The real site, served by the real command, with the demonstration set and some hard cases."""

import contextlib
import json
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from tests.own_base import OwnBase
from tests.page import parse

# What nobody would write on purpose, and somebody will.
HOSTILE: Final = {
    "titre": "Anticonstitutionnellement" * 11,
    "structure": "Centre" * 40,
    "departement": "974",
    "statut": "Terminée",
    "raisons": "https://exemple.example/" + "chemin-sans-fin/" * 20,
    "dimension": "Citoyenneté",
    "mots_cles": ["Culture", "Un mot-clé que personne n’a vu, et qui n’en finit pas de finir"],
    "resume": "<script>alert('bonjour')</script> <b>gras</b> " + "w" * 400,
    "public": "Adultes",
    "description_generale": "- un\n- deux\n-\n\n\n1) un\n2) deux\n\nACTIONS\n🐝 " + "–" * 300,
    "personnes_mobilisees": "1" * 200,
    "limites": "\u202eà l’envers\u202c, \u00a0 et\ttabulé",
}
LONELY: Final = {"titre": "Sans rien d’autre", "structure": "Une maison quelque part"}


@dataclass
class Site:
    """Where the site is, and the addresses of its kinds of pages."""

    address: str
    base: OwnBase
    pages: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> tuple[int, str, dict[str, str]]:
        """Return the status, text and headers (in small letters), redirections followed."""
        request = urllib.request.Request(self.address + path, headers=headers)
        try:
            answer = urllib.request.urlopen(request, timeout=30)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            named = {name.lower(): value for name, value in answer.headers.items()}
            return answer.status, answer.read().decode(errors="replace"), named

    def arrive(self, path: str) -> str:
        """Return the address a path leads to, redirections followed."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return str(answer.url).removeprefix(self.address)
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{error.url}: {error.code}\n{self.log()}") from None

    def log(self) -> str:
        """Return the end of what the server has said."""
        return (self.base.data / "server.log").read_text(encoding="utf-8")[-5_000:]


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def serving(base: OwnBase, *, hard_cases: bool = True) -> Iterator[Site]:
    """Load the demonstration set, serve it on a free port, stop and clean up."""
    base.essaim("demo")
    if hard_cases:
        _add_hard_cases(base)
    port = free_port()
    log = (base.data / "server.log").open("w")
    process = base.start("serve", "--port", str(port), "--workers", "1", stdout=log)
    site = Site(f"http://127.0.0.1:{port}", base)
    try:
        wait_for(site, process)
        site.pages = find_pages(site)
        yield site
    finally:
        base.kill_all()
        log.close()


def _add_hard_cases(base: OwnBase) -> None:
    """Import two hard sheets, and withdraw one of the demonstration."""
    path = base.data / "hard-cases.json"
    path.write_text(json.dumps([HOSTILE, LONELY]), encoding="utf-8")
    base.essaim("import", path)
    base.essaim(
        "shell",
        "-c",
        "from essaim.sheets.models import Sheet; from essaim.workflow.writer import withdraw\n"
        "sheet = Sheet.objects.order_by('pk')[7]; withdraw([sheet.pk], actor='essais')\n"
        f"open({str(base.data / 'withdrawn')!r}, 'w').write(str(sheet.number))",
    )


def wait_for(site: Site, process: Any) -> None:
    """Wait until the site answers; fails with what the server said when it does not."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, site.log()
        with contextlib.suppress(OSError):
            if site.get("/readyz")[0] == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the site did not answer within a minute")


def find_pages(site: Site) -> dict[str, str]:
    """Return one address for each kind of page, found in the site's own data."""
    exported = json.loads(site.base.essaim("export", "--format", "json").stdout)
    sheets = exported if isinstance(exported, list) else _records(exported)
    weight = {one["numero"]: len(json.dumps(one)) for one in sheets}
    hard = {HOSTILE["titre"], LONELY["titre"]}
    usual = [one for one in sheets if one.get("titre") not in hard]

    def sheet(number: int) -> str:
        return site.arrive(f"/actions/{number}/")

    chosen = {
        "sheet, rich": max(usual, key=lambda one: weight[one["numero"]]),
        "sheet, poor": min(usual, key=lambda one: weight[one["numero"]]),
        "sheet, untitled": next(one for one in usual if not one.get("titre")),
        "sheet, ended": next(one for one in usual if one.get("raisons")),
    }
    by_title = {one.get("titre"): one for one in sheets}
    for kind, title in (("hostile", HOSTILE["titre"]), ("lonely", LONELY["titre"])):
        if title in by_title:
            chosen[f"sheet, {kind}"] = by_title[title]
    pages = {kind: sheet(one["numero"]) for kind, one in chosen.items()}
    for kind in ("rich", "hostile", "lonely"):
        if f"sheet, {kind}" in pages:
            pages[f"structure, {kind}"] = _linked(site, pages[f"sheet, {kind}"], "/structures/")
    with contextlib.suppress(OSError):
        number = (site.base.data / "withdrawn").read_text()
        pages["410"] = f"/actions/{number}-retiree/"
    return pages | FIXED


FIXED: Final = {
    "home": "/",
    "catalogue": "/actions/",
    "catalogue, words": "/actions/?q=jardin",
    "catalogue, filters": "/actions/?dimension=Services&mot-cle=Parentalit%C3%A9&mot-cle=Culture",
    "catalogue, place": "/actions/?gestion=association&milieu=rural&population=1&tri=recent",
    "catalogue, last page": "/actions/?tri=titre&page=7",
    "catalogue, softened": "/actions/?q=jardin+r%C3%A9veillon+informatique+bulgare",
    "catalogue, empty": "/actions/?q=xyzzyx&dimension=Services&departement=69",
    "catalogue, understood": "/actions/?q=parent+jardn+ado+trucmuche",
    "catalogue, part": "/actions/?q=financement&dans=limites&exact=synonymes",
    "catalogue, nothing": "/actions/?q=jardn&departement=69&dans=titre&exact=orthographe",
    "catalogue, figures": "/actions/?partenaire=Caf&budget-min=1000&personnes-max=90&tri=budget",
    "catalogue, notices": "/actions/?inconnu=1&dimension=Nulle+part&page=abc",
    "catalogue, hostile": "/actions/?q=" + "anticonstitutionnellement" * 11,
    "structures": "/structures/",
    "structures, search": "/structures/?q=centre",
    "structures, empty": "/structures/?q=xyzzyx",
    "territories": "/territoires/",
    "region": "/territoires/84-auvergne-rhone-alpes/",
    "department": "/territoires/974-la-reunion/",
    "department, empty": "/territoires/975-saint-pierre-et-miquelon/",
    "observatory": "/observatoire/",
    "observatory, few": "/observatoire/?departement=974&carte=budget&par=structure",
    "observatory, empty": "/observatoire/?q=xyzzyx",
    "observatory, theme": "/observatoire/argent/?dimension=Services",
    "observatory, places": "/observatoire/territoires/?region=84",
    "observatory, measure": "/observatoire/mesures/partenaires-ensemble/",
    "observatory, method": "/observatoire/methode/",
    "data": "/donnees/",
    "accessibility": "/accessibilite/",
    "legal": "/mentions-legales/",
    "privacy": "/donnees-personnelles/",
    "404": "/nulle-part/",
}
STATUSES: Final = {"404": 404, "410": 410}


def _records(exported: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the list of sheets of an export that wraps it."""
    found = next(value for value in exported.values() if isinstance(value, list) and value)
    return list(found)


def _linked(site: Site, path: str, beginning: str) -> str:
    """Return the first link of a page's main part into a room of the site."""
    main = parse(site.get(path)[1]).first("main")
    assert main is not None
    return next(
        link.get("href")
        for link in main.all("a")
        if link.get("href").startswith(beginning) and link.get("href") != beginning
    )
