"""`essaim reply < message.eml`: a mail server hands over an answer to one of our letters.

Exit codes are those of sysexits.h, as mail servers read them: what is written on the error output
goes back to whoever wrote, in the server's own words around it.
"""

import argparse
import os
import sys
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import Http404

from essaim.config.commands import EssaimCommand
from essaim.letters import replies
from essaim.letters.replies import Refused
from essaim.network.standing import Standing
from essaim.workflow import conversation

_UNREADY: Final = 2  # what EssaimCommand ends with when the database cannot be had
_ON_THE_PAGE: Final = (
    "Écrivez plutôt sur la page de la fiche, dont l’adresse est dans notre lettre."
)


class Command(EssaimCommand):
    """Put the answer into the sheet's conversation.

    Exit 0 when done (and when there is nobody to answer to: an automatic mail), 67 for an unknown
    address, 77 when it is not theirs to use, 65 for what cannot be taken, 75 to try again later.
    """

    help = "Reçoit d’un serveur de courriel la réponse à une lettre (message sur l’entrée)."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--to", action="append", default=[], help="l’adresse de réponse, si le serveur la donne"
        )
        parser.add_argument("--sender", help="l’expéditeur de l’enveloppe (vide pour un échec)")

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Ask the mail server to come back when the database does not answer."""
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            self._end(os.EX_TEMPFAIL, f"La base de données ne répond pas : {error}".strip())
        except SystemExit as ended:
            if ended.code == _UNREADY:
                sys.exit(os.EX_TEMPFAIL)
            raise
        return None

    def handle(self, *args: Any, **options: Any) -> None:
        raw = sys.stdin.buffer.read(replies.LARGEST + 1)
        try:
            reply = replies.read(raw, recipients=options["to"], sender=options["sender"])
            conversation.say(Standing.of(reply.person), reply.sheet_id, reply.text)
        except replies.Automatic as refused:
            self.stderr.write(refused.reason)
        except replies.Unknown as refused:
            self._end(os.EX_NOUSER, refused.reason)
        except replies.NotTheirs as refused:
            self._end(os.EX_NOPERM, refused.reason)
        except Refused as refused:
            self._end(os.EX_DATAERR, refused.reason)
        except ValueError as error:
            self._end(os.EX_DATAERR, f"{error} {_ON_THE_PAGE}")
        except (PermissionDenied, Http404):
            self._end(os.EX_NOPERM, "Vous ne pouvez plus écrire à propos de cette fiche.")

    def _end(self, code: int, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(code)
