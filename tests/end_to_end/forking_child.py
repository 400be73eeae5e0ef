"""The process behind `forking`: reads the code once, forks a server at each line it reads.

Imports nothing of the tests, whose own environment would lead to another base.
"""

import os
import socketserver
import sys
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer


class _Server(socketserver.ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Fork a server at each line read."""
    from django.urls import reverse

    from essaim.config.wsgi import application
    from essaim.sheets import guard

    # All that a first request would read, but nothing of the base: no connection may be shared.
    reverse("home")
    guard.look_at("Mme Durand, 06 12 34 56 78", "summary")
    child = 0
    for _ in sys.stdin:
        if child:
            os.waitpid(child, 0)  # the one that was killed: its port is free once it is gone
        server = _Server(("127.0.0.1", int(sys.argv[1])), _Silent)
        server.set_app(application)
        child = os.fork()
        if child == 0:
            server.serve_forever()
        server.socket.close()  # the child's alone: it goes with it
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
