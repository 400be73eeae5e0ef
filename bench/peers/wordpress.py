"""WordPress's own search, through HTTP of PHP's own server, on a MariaDB of its own.

Where Debian's packages are installed (wordpress, mariadb-server, php-cli, php-mysql): WordPress is
run from a folder made for the time, with nothing of the machine's own WordPress or bases. Sheets
are posts put in by SQL, facets are taxonomies. It does less than Essaim: words are looked for
anywhere in the text, letter by letter; facets are not counted, passages not cut out, the order by
département is that of titles. Its theme is a bare list, compiled code is kept (OPcache).
"""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlencode

from bench import measures
from bench.peers.interface import COLUMNS, MULTIPLE, SINGLE, Answer, Asked, NotInstalledError, Row
from bench.peers.rows import Codes
from bench.processes import folder_mb
from essaim.search.query import Sort

_WORDPRESS: Final = Path("/usr/share/wordpress")
_OURS: Final = Path(__file__).parent / "wordpress_site"
_PROGRAMS: Final = ("mariadbd", "mariadb-install-db", "mariadb", "php")
_PACKAGES: Final = "apt install wordpress mariadb-server php-cli php-mysql"
_SORTS: Final = {
    Sort.RELEVANCE: (),
    Sort.RECENT: (("orderby", "date"), ("order", "desc")),
    Sort.TITLE: (("orderby", "title"), ("order", "asc")),
    Sort.DEPARTMENT: (("orderby", "title"), ("order", "asc")),
}
_MARIADB: Final = (
    "--skip-networking",
    "--innodb-buffer-pool-size=1G",
    "--innodb-flush-log-at-trx-commit=0",
    "--local-infile=1",
)
_PHP: Final = ("opcache.enable_cli=1", "zlib.output_compression=1", "memory_limit=512M")
_LOADS: Final = {
    "posts": "(ID, post_title, post_excerpt, post_content) SET post_name = ID, to_ping = '', "
    "pinged = '', post_content_filtered = '', "
    "post_date = TIMESTAMPADD(SECOND, ID, '2000-01-01'), post_date_gmt = post_date, "
    "post_modified = post_date, post_modified_gmt = post_date",
    "terms": "(term_id, name, slug)",
    "term_taxonomy": "(term_taxonomy_id, term_id, taxonomy) SET description = '', count = 1",
    "term_relationships": "(object_id, term_taxonomy_id)",
}
_TOTAL: Final = re.compile(r'id="total">(\d+)<')


def _program(name: str) -> str:
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise NotInstalledError(f"{name} manque ; sur Debian : {_PACKAGES}")
    return found


def is_installed() -> bool:
    """Return whether all it takes is on this machine."""
    try:
        return all(_program(name) for name in _PROGRAMS) and (_WORDPRESS / "wp-includes").exists()
    except NotInstalledError:
        return False


class WordPress:
    """The peer."""

    name = "WordPress"
    only_ranked = False

    def __init__(self) -> None:
        """Start MariaDB and make an empty WordPress. Raises NotInstalledError."""
        self._programs = {name: _program(name) for name in _PROGRAMS}
        if not (_WORDPRESS / "wp-includes").exists():
            raise NotInstalledError(f"WordPress manque ; sur Debian : {_PACKAGES}")
        self._home = Path(tempfile.mkdtemp(prefix="essaim-wp-"))
        self._codes = Codes()
        self._port = measures.free_port()
        self._processes: list[subprocess.Popen[bytes]] = []
        self._client = measures.Client(self._port)
        try:
            self._start_base()
            self._make_site()
        except BaseException:
            self.__exit__(None, None, None)
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.close()
        for process in reversed(self._processes):
            process.terminate()
            process.wait()
        shutil.rmtree(self._home, ignore_errors=True)

    @property
    def _socket(self) -> Path:
        return self._home / "data" / "socket"

    def _start_base(self) -> None:
        """Make MariaDB's folder and start it; it leaves root for its own account."""
        data = self._home / "data"
        data.mkdir()
        account = "mysql" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        if os.geteuid() == 0:
            self._home.chmod(0o755)
            shutil.chown(data, account)
        common = ("--no-defaults", f"--user={account}", f"--datadir={data}")
        subprocess.run(
            (
                *(self._programs["mariadb-install-db"], *common, "--skip-test-db"),
                "--auth-root-authentication-method=normal",
            ),
            check=True,
            stdout=subprocess.DEVNULL,
        )
        with (self._home / "mariadb.log").open("wb") as log:
            command = [self._programs["mariadbd"], *common, f"--socket={self._socket}", *_MARIADB]
            self._processes.append(subprocess.Popen(command, stdout=log, stderr=log))
        for _ in range(600):
            if self._socket.exists():
                break
            time.sleep(0.1)
        self._sql("CREATE DATABASE wordpress CHARACTER SET utf8mb4", base="")

    def _sql(self, statement: str, base: str = "wordpress") -> None:
        client = [self._programs["mariadb"], "--no-defaults", "--local-infile=1", "-uroot"]
        command = [*client, f"--socket={self._socket}", "--default-character-set=utf8mb4"]
        subprocess.run(
            [*command, "-e", statement, *([base] if base else [])],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _make_site(self) -> None:
        """Lay out a WordPress of our own around the machine's code, and have it install itself."""
        site, code = self._home / "site", ("wp-includes", "wp-admin")
        shutil.copytree(_WORDPRESS, site, ignore=lambda *_: ["wp-content", *code])
        for name in code:
            (site / name).symlink_to(_WORDPRESS / name)
        theme, plugins = site / "wp-content" / "themes" / "banc", site / "wp-content" / "mu-plugins"
        theme.mkdir(parents=True)
        plugins.mkdir()
        for name, place in (
            ("wp-config.php", site),
            ("install.php", site),
            ("banc.php", plugins),
            ("index.php", theme),
        ):
            (place / name).unlink(missing_ok=True)
            shutil.copy(_OURS / name, place)
        (theme / "style.css").write_text("/* Theme Name: banc */\n")
        self._environment = {
            "PATH": os.environ.get("PATH", ""),
            "BANC_SOCKET": str(self._socket),
            "BANC_PORT": str(self._port),
            "BANC_TAXONOMIES": ",".join(COLUMNS.values()),
        }
        self._php(site / "install.php")

    def _php(self, *arguments: str | Path) -> None:
        command = [self._programs["php"], *arguments]
        subprocess.run(command, check=True, env=self._environment, stdout=subprocess.DEVNULL)

    def load(self, rows: Iterable[Row]) -> None:
        """Put the sheets in as posts, their facets as terms, then serve."""
        files = {table: self._home / f"{table}.tsv" for table in _LOADS}
        held: dict[tuple[str, int], int] = {}  # facet and code: the term's id
        with files["posts"].open("w") as posts, files["term_relationships"].open("w") as links:
            for row in rows:
                content = f"{row.body}\n{row.meta}"
                posts.write(_line(row.id, row.title, row.lead, content))
                for key in self._choices(row):
                    links.write(_line(row.id, held.setdefault(key, len(held) + 1)))
        with files["terms"].open("w") as terms, files["term_taxonomy"].open("w") as kinds:
            for (facet, code), identifier in held.items():
                terms.write(_line(identifier, self._codes.value(facet, code), f"v{code}"))
                kinds.write(_line(identifier, identifier, COLUMNS[facet]))
        self._sql("DELETE FROM wp_terms; DELETE FROM wp_term_taxonomy")
        for table, what in _LOADS.items():
            self._sql(
                f"LOAD DATA LOCAL INFILE '{files[table]}' INTO TABLE wp_{table} "
                f"CHARACTER SET utf8mb4 {what}"
            )
            self._sql(f"ANALYZE TABLE wp_{table}")
            files[table].unlink()
        self._serve()

    def _choices(self, row: Row) -> Iterator[tuple[str, int]]:
        for facet in (*SINGLE, *MULTIPLE):
            for value in row.facets.get(facet, ()):
                yield facet, self._codes.of(facet, value)

    def _serve(self) -> None:
        settings = [part for setting in _PHP for part in ("-d", setting)]
        command = [self._programs["php"], *settings, "-S", f"127.0.0.1:{self._port}"]
        process = subprocess.Popen(
            [*command, "-t", self._home / "site"],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._processes.append(process)
        self._client.wait("/", process)

    def ask(self, asked: Asked) -> Answer:
        """Get the page of one query. It is HTML: nothing is read out of it."""
        self._client.get(self._address(asked))
        return Answer(total=-1)

    def told(self, asked: Asked) -> Answer:
        """Return the total that the page tells; it counts no facet."""
        found = _TOTAL.search(self._client.text(self._address(asked)))
        if found is None:
            raise RuntimeError(f"WordPress tells no total for {asked.address!r}")
        return Answer(total=int(found[1]))

    def _address(self, asked: Asked) -> str:
        pairs: list[tuple[str, Any]] = [("s", " ".join(asked.words))] if asked.words else []
        for facet, values in asked.filters.items():
            codes = [f"v{self._codes.of(facet, value)}" for value in values]
            pairs.append((COLUMNS[facet], ",".join(codes)))
        pairs += _SORTS[asked.order]
        if asked.offset:
            pairs.append(("paged", asked.page))
        return f"/?{urlencode(pairs)}" if pairs else "/"

    def size_mb(self) -> float:
        """Return what its base takes on disk, MariaDB's own journal left out."""
        return folder_mb(self._home / "data" / "wordpress")


def _line(*values: object) -> str:
    """Return one line of a file that MariaDB loads."""
    told = []
    for value in values:
        text = str(value).replace("\\", "\\\\").replace("\0", " ")
        told.append(text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r"))
    return "\t".join(told) + "\n"
