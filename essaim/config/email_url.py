"""`ESSAIM_EMAIL_URL` read: `smtp://user:password@host:587`, `smtps://…`, `?tls=oui|non`."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

_PORTS: Final = {"smtps": 465, "smtp": 587}
_PLAIN_PORT: Final = 25
_YES: Final = frozenset({"oui", "1", "true", "yes"})
_NO: Final = frozenset({"non", "0", "false", "no"})
_NAME: Final = "ESSAIM_EMAIL_URL"


@dataclass(frozen=True, slots=True)
class EmailUrl:
    """What the address says, and what is wrong with it, in French.

    With a problem there is no host: letters then go to the outbox, where nothing is lost.
    """

    host: str = ""
    port: int = _PLAIN_PORT
    user: str = ""
    password: str = ""
    is_tls: bool = False  # from the first byte
    starts_tls: bool = False
    problems: tuple[str, ...] = ()


def parse(url: str) -> EmailUrl:
    """Read the address; empty means no mail server.

    `smtp` asks for STARTTLS unless the server is on this machine or the address says `tls=non`;
    `smtps` is TLS from the first byte.
    """
    if not url.strip():
        return EmailUrl()
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname
    except ValueError:
        return _wrong("le port ou le serveur ne se lit pas")
    if parts.scheme not in _PORTS:
        return _wrong("elle commence par smtp:// ou smtps://")
    if not host:
        return _wrong("il y manque le nom du serveur")
    if parts.path not in ("", "/") or parts.fragment:
        return _wrong("rien ne suit le serveur et son port, sinon ?tls=oui ou ?tls=non")
    is_local = host == "localhost" or host.startswith("127.") or host == "::1"
    try:
        secure = _starttls(parts.query, default=not is_local)
    except ValueError as error:
        return _wrong(str(error))
    implicit = parts.scheme == "smtps"
    if parts.password and not (implicit or secure or is_local):
        return _wrong("le mot de passe voyagerait en clair : retirez tls=non, ou prenez smtps://")
    return EmailUrl(
        host=host,
        port=port or (_PORTS[parts.scheme] if implicit or secure else _PLAIN_PORT),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=implicit,
        starts_tls=secure and not implicit,
    )


def _starttls(query: str, *, default: bool) -> bool:
    """Return whether to ask for STARTTLS. Raises ValueError on anything but `tls`."""
    secure = default
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key != "tls":
            raise ValueError(f"« {key} » n’est pas un réglage connu")
        if value.casefold() not in _YES | _NO:
            raise ValueError("tls vaut oui ou non")
        secure = value.casefold() in _YES
    return secure


def _wrong(why: str) -> EmailUrl:
    # Never the address itself: it holds a password, and this goes to logs.
    return EmailUrl(problems=(f"{_NAME} ne convient pas : {why}.",))
