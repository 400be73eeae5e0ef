"""Pages are compressed for those who accept it, quickly, and never to the same length."""

import gzip
import zlib

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from essaim.config.compression import QuickGZipMiddleware

TEXT = ("Une fiche action raconte ce que l’on a fait. " * 100).encode()


def sent(response: HttpResponseBase, accepts: str = "gzip, deflate, br") -> HttpResponseBase:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    return QuickGZipMiddleware(lambda _: response)(request)  # type: ignore[return-value]


def test_a_page_comes_out_as_it_went_in() -> None:
    response = sent(HttpResponse(TEXT, headers={"ETag": '"abc"'}))
    assert isinstance(response, HttpResponse)
    assert response["Content-Encoding"] == "gzip"
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content) < len(TEXT)
    assert gzip.decompress(response.content) == TEXT
    # Not the same bytes any more: only a weak tag may say that it is the same page.
    assert response["ETag"] == 'W/"abc"'


def test_its_length_tells_nothing_of_what_it_holds() -> None:
    """A secret in a page could be guessed from how well what is asked compresses (BREACH)."""
    lengths = set()
    for _ in range(50):
        response = sent(HttpResponse(TEXT))
        assert isinstance(response, HttpResponse)
        lengths.add(len(response.content))
    assert len(lengths) > 5
    assert max(lengths) - min(lengths) < QuickGZipMiddleware.max_random_bytes


@pytest.mark.parametrize("accepts", ["", "br", "identity", "notgzipped"])
def test_nobody_gets_what_they_do_not_read(accepts: str) -> None:
    response = sent(HttpResponse(TEXT), accepts)
    assert isinstance(response, HttpResponse)
    assert (response.content, response.has_header("Content-Encoding")) == (TEXT, False)
    assert response["Vary"] == "Accept-Encoding"  # others would have got it compressed


def test_what_would_gain_nothing_is_left_alone() -> None:
    noise = bytes((place * place * 7919 >> 3) % 256 for place in range(300))
    already = HttpResponse(TEXT, headers={"Content-Encoding": "br"})
    for response, content in (
        (HttpResponse(TEXT[:199]), TEXT[:199]),
        (HttpResponse(b""), b""),
        (HttpResponse(noise[:210]), noise[:210]),
        (already, TEXT),
    ):
        kept = sent(response)
        assert isinstance(kept, HttpResponse)
        assert kept.content == content
        assert kept.get("Content-Encoding") != "gzip"


def test_a_stream_is_compressed_as_it_goes() -> None:
    response = sent(StreamingHttpResponse(iter([TEXT, TEXT])))
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Encoding"] == "gzip"
    whole = b"".join(map(bytes, response))
    assert zlib.decompress(whole, wbits=31) == TEXT * 2
