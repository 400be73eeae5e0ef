"""Settings that a production start refuses. Messages in French, for the operator."""

from typing import Any, Final

_SHORTEST_KEY: Final = 32


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
    return problems
