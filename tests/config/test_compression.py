"""Pages are compressed for those who accept it, quickly, and never to the same length."""

import gzip
import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]
import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from essaim.config import compression
from essaim.config.compression import QuickCompressionMiddleware

TEXT = ("Une fiche action raconte ce que l’on a fait. " * 100).encode()


def sent(response: HttpResponseBase, accepts: str = "gzip, deflate, br") -> HttpResponseBase:
    request = HttpRequest()
    request.META["HTTP_ACCEPT_ENCODING"] = accepts
    return QuickCompressionMiddleware(lambda _: response)(request)  # type: ignore[return-value]


READ: dict[str, Callable[[bytes], bytes]] = {"gzip": gzip.decompress, "br": brotli.decompress}


@pytest.mark.parametrize(
    ("accepts", "name"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("br", "br"),
        ("br;q=0.5, gzip", "br"),
        ("gzip, deflate", "gzip"),
        ("br;q=0, gzip", "gzip"),
    ],
)
def test_a_page_comes_out_as_it_went_in(accepts: str, name: str) -> None:
    response = sent(HttpResponse(TEXT, headers={"ETag": '"abc"'}), accepts)
    assert isinstance(response, HttpResponse)
    assert response["Content-Encoding"] == name
    assert response["Vary"] == "Accept-Encoding"
    assert int(response["Content-Length"]) == len(response.content) < len(TEXT)
    assert READ[name](response.content) == TEXT
    # Not the same bytes any more: only a weak tag may say that it is the same page.
    assert response["ETag"] == 'W/"abc"'


@pytest.mark.parametrize("way", [compression._brotli, compression._gzipped])
def test_any_content_comes_out_whatever_its_padding(way: Callable[[bytes, int], bytes]) -> None:
    read = READ["br" if way is compression._brotli else "gzip"]
    for content in (b"", b"a", TEXT, bytes(range(256)) * 400):
        for padding in (1, 2, 64, 100, 256):
            assert read(way(content, padding)) == content


@pytest.mark.parametrize("accepts", READ)
def test_its_length_tells_nothing_of_what_it_holds(accepts: str) -> None:
    """A secret in a page could be guessed from how well what is asked compresses (BREACH)."""
    lengths = set()
    for _ in range(50):
        response = sent(HttpResponse(TEXT), accepts)
        assert isinstance(response, HttpResponse)
        lengths.add(len(response.content))
    assert len(lengths) > 5
    assert max(lengths) - min(lengths) < QuickCompressionMiddleware.max_random_bytes


@pytest.mark.parametrize(
    "accepts", ["", "brotli", "identity", "notgzipped", "x-gzip", "br;q=0, gzip; q=0.0"]
)
def test_nobody_gets_what_they_do_not_read(accepts: str) -> None:
    response = sent(HttpResponse(TEXT), accepts)
    assert isinstance(response, HttpResponse)
    assert (response.content, response.has_header("Content-Encoding")) == (TEXT, False)
    assert response["Vary"] == "Accept-Encoding"  # others would have got it compressed


def test_what_would_gain_nothing_is_left_alone() -> None:
    noise = bytes((place * place * 7919 >> 3) % 256 for place in range(300))
    already = HttpResponse(TEXT, headers={"Content-Encoding": "zstd"})
    for response, content in (
        (HttpResponse(TEXT[:199]), TEXT[:199]),
        (HttpResponse(b""), b""),
        (HttpResponse(noise[:210]), noise[:210]),
        (already, TEXT),
    ):
        kept = sent(response)
        assert isinstance(kept, HttpResponse)
        assert kept.content == content
        assert kept.get("Content-Encoding") in (None, "zstd")


def test_a_stream_is_compressed_as_it_goes() -> None:
    response = sent(StreamingHttpResponse(iter([TEXT, TEXT])))
    assert isinstance(response, StreamingHttpResponse)
    assert response["Content-Encoding"] == "gzip"
    whole = b"".join(map(bytes, response))
    assert zlib.decompress(whole, wbits=31) == TEXT * 2
