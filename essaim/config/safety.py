"""Settings that a production start refuses. Messages in French, for the operator."""

import re
from email.utils import parseaddr
from typing import Any, Final

_SHORTEST_KEY: Final = 32
_HERE: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_DOMAIN: Final = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}|localhost")


def unsafe_settings(settings: Any) -> list[str]:
    """Return what is unsafe in these settings; empty on one machine with none set."""
    problems = []
    if settings.DEBUG and not settings.IS_LOCAL:
        problems.append(
            "ESSAIM_DEBUG est actif alors que ESSAIM_HOSTS ouvre le site au dehors : retirez-le."
        )
    if "*" in settings.ALLOWED_HOSTS:
        problems.append("ESSAIM_HOSTS accepte n’importe quel nom (*) : donnez les noms du site.")
    if not settings.ALLOWED_HOSTS:
        problems.append("ESSAIM_HOSTS est vide : donnez les noms du site.")
    if len(settings.SECRET_KEY) < _SHORTEST_KEY:
        problems.append(
            f"ESSAIM_SECRET_KEY est trop courte : au moins {_SHORTEST_KEY} caractères au hasard."
        )
    return problems + _mail_problems(settings) + _issuer_problems(settings)


def _issuer_problems(settings: Any) -> list[str]:
    """Return what would keep people from coming in through OpenID Connect, or make it unsafe."""
    if not settings.OIDC_ADDRESS:
        return []
    if not settings.OIDC_CLIENT:
        return ["ESSAIM_OIDC_ADDRESS est donnée sans ESSAIM_OIDC_CLIENT : donnez les deux."]
    if not settings.OIDC_ADDRESS.startswith("https://") and not settings.IS_LOCAL:
        return [
            "ESSAIM_OIDC_ADDRESS ne commence pas par https:// : les clés n’y seraient pas sûres."
        ]
    return []


def _mail_problems(settings: Any) -> list[str]:
    """Return what would keep letters from leaving, or answers from coming back."""
    problems = list(settings.EMAIL_PROBLEMS)
    sender = settings.DEFAULT_FROM_EMAIL
    domain = parseaddr(sender)[1].partition("@")[2]
    if not domain or _CONTROL.search(sender):
        problems.append(
            "ESSAIM_EMAIL_FROM ne se lit pas : écrivez « Essaim <essaim@votre-site.fr> »."
        )
    elif settings.LETTERS_WAIT and domain == "localhost" and settings.EMAIL_HOST not in _HERE:
        problems.append(
            "ESSAIM_EMAIL_FROM manque : un serveur de courriel refuse l’expéditeur "
            f"« {sender} ». Donnez une adresse de votre domaine."
        )
    if settings.REPLY_DOMAIN and not _DOMAIN.fullmatch(settings.REPLY_DOMAIN):
        problems.append(
            "ESSAIM_REPLY_DOMAIN n’est pas un nom de domaine : par exemple reponses.votre-site.fr."
        )
    return problems
