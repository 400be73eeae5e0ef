"""An OpenID Connect issuer for tests: a real server, real keys. It is a fake, and says what it is
told to: the real ProConnect cannot be reached from here. It answers as ProConnect's documentation
for service providers says it does (userinfo is a signed JWT, the client's secret is posted).
"""

import base64
import hashlib
import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT = "essaim-essais"
SECRET = "un secret d’essai"


@dataclass
class Issuer:
    """What the fake issuer answers; a test changes it to see what we make of it."""

    claims: dict[str, Any] = field(default_factory=dict)
    id_token: dict[str, Any] = field(default_factory=dict)  # over what is right
    userinfo: dict[str, Any] = field(default_factory=dict)  # over what is right
    discovery: dict[str, Any] = field(default_factory=dict)
    userinfo_type: str = "application/jwt"
    algorithm: str = "RS256"
    signs_with_another_key: bool = False
    status: int = 200
    nonce: str = ""
    challenge: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.answer(self, "")

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                issuer.answer(self, self.rfile.read(length).decode())

            def log_message(self, format: str, *arguments: Any) -> None:
                """Say nothing."""

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/api/v2"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop."""
        self.server.shutdown()
        self.server.server_close()

    def visited(self, address: str) -> dict[str, str]:
        """Take a visitor in at the authorisation endpoint; return what they were sent with."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(address).query))
        assert address.startswith(f"{self.address}/authorize?")
        self.nonce, self.challenge = query["nonce"], query.get("code_challenge", "")
        return query

    def answer(self, handler: http.server.BaseHTTPRequestHandler, body: str) -> None:
        """Answer one request of ours."""
        path = urllib.parse.urlsplit(handler.path).path.removeprefix("/api/v2")
        posted = dict(urllib.parse.parse_qsl(body))
        self.asked.append({"path": path, **posted})
        answers: dict[str, Callable[[], tuple[str, str]]] = {
            "/.well-known/openid-configuration": self._discovery,
            "/jwks": self._keys,
            "/token": lambda: self._token(posted),
            "/userinfo": lambda: self._userinfo(handler.headers.get("Authorization", "")),
        }
        kind, text = answers[path]()
        handler.send_response(self.status)
        handler.send_header("Content-Type", kind)
        handler.end_headers()
        handler.wfile.write(text.encode())

    def _discovery(self) -> tuple[str, str]:
        described = {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/jwks",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "scopes_supported": ["openid", "email", "given_name", "usual_name", "siret", "uid"],
        }
        return "application/json", json.dumps({**described, **self.discovery})

    def _keys(self) -> tuple[str, str]:
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        keys = [{**public, "kid": "une-cle", "use": "sig", "alg": "RS256"}]
        return "application/json", json.dumps({"keys": keys})

    def _token(self, posted: dict[str, str]) -> tuple[str, str]:
        assert (posted["client_id"], posted["client_secret"]) == (CLIENT, SECRET)
        digest = hashlib.sha256(posted["code_verifier"].encode()).digest()
        assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == self.challenge
        now = int(time.time())
        right = {
            "iss": self.address,
            "aud": CLIENT,
            "sub": self.claims.get("sub"),
            "iat": now,
            "exp": now + 60,
            "nonce": self.nonce,
        }
        token = {"access_token": "acces", "token_type": "Bearer", "expires_in": 60}
        return "application/json", json.dumps(
            {**token, "id_token": self._sign(right | self.id_token)}
        )

    def _userinfo(self, authorization: str) -> tuple[str, str]:
        assert authorization == "Bearer acces"
        right = {"iss": self.address, "aud": CLIENT, **self.claims, **self.userinfo}
        text = self._sign(right) if self.userinfo_type == "application/jwt" else json.dumps(right)
        return self.userinfo_type, text

    def _sign(self, claims: dict[str, Any]) -> str:
        kept = {key: value for key, value in claims.items() if value is not None}
        if self.algorithm == "none":
            return jwt.encode(kept, "", algorithm="none", headers={"kid": "une-cle"})
        if self.algorithm == "HS256":
            # The well-known trick: the public key, which everybody has, taken for a shared secret.
            return jwt.encode(kept, "x" * 64, algorithm="HS256", headers={"kid": "une-cle"})
        key = self.other if self.signs_with_another_key else self.key
        return jwt.encode(kept, key, algorithm=self.algorithm, headers={"kid": "une-cle"})
