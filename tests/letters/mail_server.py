"""A mail server for tests: as much of SMTP as a client needs to send, over a real socket.

The standard library has had none since Python 3.12 (`smtpd`), and no other is installed.
"""

import contextlib
import email
import email.policy
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class MailServer:
    """What the server has taken, and how it answers. `refused` maps addresses to an answer."""

    port: int
    letters: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    data_answer: str = "250 taken"

    def subjects(self) -> list[str]:
        return [str(letter["Subject"]) for letter in self.letters]


class _Conversation(socketserver.StreamRequestHandler):
    """One client; speaks just enough of RFC 5321."""

    def handle(self) -> None:
        mail: MailServer = self.server.mail  # type: ignore[attr-defined]
        to: list[str] = []
        self._say("220 essais")
        while line := self.rfile.readline().decode("latin-1").rstrip("\r\n"):
            verb = line[:4].upper()
            if verb == "RCPT":
                address = line.partition("<")[2].partition(">")[0]
                answer = mail.refused.get(address, "250 yes")
                to += [address] * answer.startswith("2")
                self._say(answer)
            elif verb == "DATA":
                self._say("354 go on")
                raw = self._data()
                self._say(mail.data_answer)
                if mail.data_answer.startswith("2"):
                    mail.recipients += to
                    message = email.message_from_bytes(raw, policy=email.policy.default)
                    mail.letters.append(message)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("250-essais\r\n250 8BITMIME" if verb == "EHLO" else "250 yes")

    def _data(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    """Run a mail server on this machine until the block ends."""
    with _Server(("127.0.0.1", port), _Conversation) as server:
        mail = MailServer(server.server_address[1])
        server.mail = mail  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield mail
        finally:
            server.shutdown()
            thread.join(30)
