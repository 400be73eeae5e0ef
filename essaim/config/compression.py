"""Compressing pages: each is made for one reader, so quickly rather than as small as can be."""

import re
import secrets
import zlib
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

# A page of results: 9.5 kB in 0.1 ms; at Django's level, 6, 8.3 kB in 0.7 ms.
_LEVEL: Final = 1
_GZIP: Final = 31  # zlib's name for a gzip header and trailer around the data
_SHORTEST: Final = 200  # bytes below which there is nothing to gain, as in Django's own
_HEADER: Final = 10
_HAS_NAME: Final = 8  # the header's flag for a file name
_ACCEPTS: Final = re.compile(r"\bgzip\b")


class QuickGZipMiddleware(GZipMiddleware):
    """Django's middleware at a lower level, with its padding of random length (BREACH).

    Streams, which are few and long, are left to Django's own.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Compress a whole answer for those who accept it, when it becomes shorter."""
        if not isinstance(response, HttpResponse):
            whole: HttpResponseBase = super().process_response(request, response)
            return whole
        if len(response.content) < _SHORTEST or response.has_header("Content-Encoding"):
            return response
        patch_vary_headers(response, ("Accept-Encoding",))
        if not _ACCEPTS.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            return response
        compressed = self._compressed(response.content)
        if len(compressed) >= len(response.content):
            return response
        response.content = compressed
        response.headers["Content-Length"] = str(len(compressed))
        response.headers["Content-Encoding"] = "gzip"
        # What was compressed is no longer the same bytes: the tag may only be a weak one.
        etag = response.get("ETag", "")
        if etag.startswith('"'):
            response.headers["ETag"] = f"W/{etag}"
        return response

    def _compressed(self, content: bytes) -> bytes:
        """Return the content in gzip's format, under a file name of random length."""
        plain = zlib.compress(content, level=_LEVEL, wbits=_GZIP)
        header = bytearray(plain[:_HEADER])
        header[3] |= _HAS_NAME
        name = b"a" * secrets.randbelow(self.max_random_bytes)
        return b"".join((header, name, b"\0", plain[_HEADER:]))
