"""How long the server takes to suggest, on a base that is there:

    python -m bench.suggestions build/bench/100000/data [--count 300]

The application answers in this process, as its server would have it: middleware, database,
index, template, compression. No network, and no cache of answers: none is kept at the server.
Texts are drawn, seeded, from the words of the base: beginnings of 1 to 12 letters, and a whole
word followed by the beginning of another; one in six has a slip of the keyboard.
"""

import argparse
import gc
import io
import os
import random
import sys
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

SEED: Final = 7
PROMISED: Final = 60.0  # milliseconds
_LONGEST: Final = 12


def _slipped(text: str, draw: random.Random) -> str:
    """Return the text with two neighbouring letters swapped."""
    if len(text) < 5:
        return text
    place = draw.randrange(1, len(text) - 2)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def texts(words: dict[str, int], count: int, seed: int = SEED) -> list[str]:
    """Return that many distinct texts, from words by the number of titles or names they are in.

    Common words are drawn as often as they are written, as people come to type them. Raises
    ValueError when there are too few words to draw from.
    """
    draw = random.Random(seed)
    drawn = list(words)
    weights = list(words.values())
    made: dict[str, None] = {}
    for turn in range(count * 50):
        first, second = draw.choices(drawn, weights, k=2)
        length = 1 + turn // 3 % _LONGEST
        text = first[:length] if turn % 3 else f"{first} {second[:length]}"
        made[_slipped(text, draw) if turn % 6 == 1 else text] = None
        if len(made) == count:
            return list(made)
    raise ValueError(f"{len(words)} mots ne suffisent pas à faire {count} textes")


def _words() -> dict[str, int]:
    """Return the words of titles and of structures' names, and how many have each."""
    from essaim.network.models import Structure
    from essaim.search import document, names, reader

    counted = defaultdict(int, reader.snapshot().searcher.terms_with_prefix(
        document.WRITTEN_TITLE, ""
    ))  # fmt: skip
    for name, town in Structure.objects.values_list("name", "town"):
        for word in names.words(f"{name} {town}"):
            counted[word] += 1
    return dict(counted)


def _request(text: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/actions/suggestions",
        "QUERY_STRING": urlencode({"q": text}),
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8000",
        "HTTP_HOST": "127.0.0.1:8000",
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
        "HTTP_HX_REQUEST": "true",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }


class Asking:
    """Asks the application; remembers how long each answer took, on two clocks.

    `paused`: how long Python then collected the garbage of the whole process, which falls on
    whoever happens to be asking. All in milliseconds.
    """

    def __init__(self, application: Any) -> None:
        self.application = application
        self.wall: list[float] = []
        self.processor: list[float] = []
        self.paused: list[float] = []
        self.empty = 0
        self._began = 0.0

    def collecting(self, phase: str, told: dict[str, int]) -> None:
        """Take note of a whole collection (see `gc.callbacks`)."""
        if told["generation"] == 2:
            if phase == "start":
                self._began = time.perf_counter()
            else:
                self.paused[-1] += (time.perf_counter() - self._began) * 1000

    def ask(self, text: str) -> None:
        """Ask once. Raises RuntimeError for anything but a list, or nothing to suggest."""
        said: list[str] = []

        def start(status: str, *_: object) -> None:
            said.append(status)

        self.paused.append(0.0)
        wall, processor = time.perf_counter(), time.process_time()
        b"".join(self.application(_request(text), start))
        self.wall.append((time.perf_counter() - wall) * 1000)
        self.processor.append((time.process_time() - processor) * 1000)
        if said[0][:3] not in ("200", "204"):
            raise RuntimeError(f"{text!r} : {said[0]}")
        self.empty += said[0][:3] == "204"


def _told(name: str, taken: list[float]) -> str:
    from bench.measures import percentile

    p50, p95 = percentile(taken, 0.5), percentile(taken, 0.95)
    return f"  {name:<28} p50 {p50:6.1f} ms, p95 {p95:6.1f} ms, au plus {max(taken):6.1f} ms"


def measure(count: int) -> bool:
    """Measure and tell; return whether 95 answers in 100 came within what is promised."""
    from django.core.handlers.wsgi import WSGIHandler

    from bench.measures import percentile
    from essaim.search import engine
    from essaim.search.query import Query

    sheets = engine.search(Query(), limit=1).total
    asked = texts(_words(), count)
    asking = Asking(WSGIHandler())
    # What a process reads once: the names, then the words of the sheets.
    asking.ask(asked[0])
    asking.ask("xyzzyx")
    first, second = asking.wall
    print(f"{sheets} fiches, {count} textes ; les deux premières réponses du processus, qui lisent")
    print(f"les noms puis le lexique : {first:.0f} et {second:.0f} ms ; ensuite :")
    asking = Asking(asking.application)
    gc.callbacks.append(asking.collecting)
    for text in asked:
        asking.ask(text)
    gc.callbacks.remove(asking.collecting)
    print(_told("sur l’horloge", asking.wall))
    print(_told("au processeur", asking.processor))
    by_length: defaultdict[str, list[float]] = defaultdict(list)
    for text, taken in zip(asked, asking.wall, strict=True):
        by_length["deux mots" if " " in text else f"{min(len(text), 4)} lettres"].append(taken)
    for name in sorted(by_length):
        print(_told(name.replace("4", "4 et plus de").replace("1 lettres", "1 lettre"),
                    by_length[name]))  # fmt: skip
    slowest = sorted(zip(asking.wall, asked, strict=True), reverse=True)[:5]
    print("  les plus lents :", ", ".join(f"« {text} » {taken:.0f} ms" for taken, text in slowest))
    pauses = [f"{pause:.0f} ms" for pause in asking.paused if pause]
    print(f"  dont, à ramasser la mémoire de tout le processus : {', '.join(pauses) or 'rien'}")
    print(f"  sans suggestion : {asking.empty} sur {count}")
    return percentile(asking.wall, 0.95) < PROMISED


def main() -> None:
    """Measure the base of a data folder; exit with 1 when answers take too long."""
    options = argparse.ArgumentParser(description="Mesure les suggestions d’une base.")
    options.add_argument("data", type=Path, help="le dossier de données")
    options.add_argument("--count", type=int, default=300, help="textes demandés")
    chosen = options.parse_args()
    # Settings are read once: the folder must be known before.
    os.environ["ESSAIM_DATA"] = str(chosen.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essaim.config.settings")
    import django

    django.setup()
    sys.exit(0 if measure(chosen.count) else 1)


if __name__ == "__main__":
    main()
