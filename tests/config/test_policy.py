"""The policy's header is django-csp's, and so are the answers that have one of their own."""

from collections.abc import Callable

import pytest
from csp.constants import HEADER, NONCE, SELF
from csp.decorators import csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import override_settings

from essaim.config.policy import KeptPolicyMiddleware

View = Callable[[HttpRequest], HttpResponse]


def plain(_: HttpRequest) -> HttpResponse:
    return HttpResponse("une page")


def with_nonce(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(request.csp_nonce))  # type: ignore[attr-defined]


def already(_: HttpRequest) -> HttpResponse:
    return HttpResponse("une page", headers={HEADER: "default-src 'none'"})


def answer(middleware: CSPMiddleware) -> HttpResponse:
    response = middleware(HttpRequest())
    assert isinstance(response, HttpResponse)
    return response


def said(policy: str | None) -> set[str] | None:
    """Return the directives, in any order: django-csp's is that of a set."""
    return None if policy is None else set(policy.split("; "))


@pytest.mark.parametrize(
    "view",
    [plain, already, csp_exempt()(plain), csp_update({"img-src": ["https://a.example"]})(plain)],
)
def test_the_header_is_the_same(view: View) -> None:
    kept = answer(KeptPolicyMiddleware(view))
    made = answer(CSPMiddleware(view))
    assert said(kept.get(HEADER)) == said(made.get(HEADER))


def test_a_plain_page_may_fetch_nothing_from_elsewhere() -> None:
    response = answer(KeptPolicyMiddleware(plain))
    assert {"default-src 'none'", "script-src 'self'"} < (said(response[HEADER]) or set())


@override_settings(CONTENT_SECURITY_POLICY={"DIRECTIVES": {"script-src": [SELF, NONCE]}})
def test_a_nonce_is_in_the_policy_of_its_own_answer_alone() -> None:
    middleware = KeptPolicyMiddleware(with_nonce)
    response = answer(middleware)
    nonce = response.content.decode()
    assert f"'nonce-{nonce}'" in response[HEADER]
    assert nonce not in answer(middleware)[HEADER]
