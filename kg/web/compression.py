"""Answers compressed for who can read that (RFC 9110, sections 8.4 and 12.5.3): WSGI middleware around the application.

What is made while it is sent is compressed as a stream, of which each piece can be read as soon as it has come. A
stream that breaks has no end, neither of HTTP nor of its compression.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol

import brotli
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

from kg.errors import NotAcceptable
from kg.formats import DUMPS
from kg.web.entity_tags import tag_held, tag_of_form, without_codings
from kg.web.headers import OF_THE_OCTETS, Headers, without
from kg.web.visits import visit_of

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_SMALL = 1024
"""Octets of a body that one packet holds as it is."""
_PACKED = frozenset(form.packed_as for form in DUMPS.values())
_WITHOUT_A_BODY = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)
_OF_THE_PLAIN_BODY = OF_THE_OCTETS | {"accept-ranges"}


class _Compressor(Protocol):
    def add(self, octets: bytes) -> bytes:
        """What is to be sent, so that all that was added can be read."""
        ...

    def end(self) -> bytes:
        """What says that nothing more comes."""
        ...


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstd.ZstdCompressor(level=3)

    def add(self, octets: bytes) -> bytes:
        return self._stream.compress(octets, mode=zstd.ZstdCompressor.FLUSH_BLOCK)

    def end(self) -> bytes:
        return self._stream.flush()


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Compressor(quality=4)

    def add(self, octets: bytes) -> bytes:
        return bytes(self._stream.process(octets) + self._stream.flush())

    def end(self) -> bytes:
        return bytes(self._stream.finish())


class _Gzip:
    def __init__(self) -> None:
        self._stream = zlib.compressobj(6, wbits=zlib.MAX_WBITS | 16)

    def add(self, octets: bytes) -> bytes:
        return self._stream.compress(octets) + self._stream.flush(zlib.Z_SYNC_FLUSH)

    def end(self) -> bytes:
        return self._stream.flush()


_CODINGS: dict[str, Callable[[], _Compressor]] = {"zstd": _Zstd, "br": _Brotli, "gzip": _Gzip}
"""The one that costs least first: it is taken where a client likes several equally."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How a client wants an answer: with which coding, if with any, and whether it must be that."""

    coding: str | None
    refuses_plain: bool


@lru_cache(maxsize=1024)
def wish_of(accepted: str | None) -> Wish:
    """What a field `Accept-Encoding` asks for."""
    if not accepted:
        return Wish(None, False)
    given = parse_accept_header(accepted.lower().replace("x-gzip", "gzip"), Accept)
    listed = dict(reversed(list(given)))  # the best of what is listed twice
    others = listed.get("*")
    liked = {coding: listed.get(coding, others or 0.0) for coding in _CODINGS}
    best = max(liked, key=liked.__getitem__)
    plain = listed.get("identity")
    is_better = liked[best] > 0 and liked[best] >= (plain or 0.0)
    return Wish(best if is_better else None, plain == 0 or (plain is None and others == 0))


def coding_of(status: int, headers: Headers, wish: Wish, is_part: bool = False) -> str | None:
    """The coding in which an answer is sent, with these headers of how it is as yet; nothing if it goes as it is."""
    told = {name.lower(): value for name, value in headers}
    if status in _WITHOUT_A_BODY or is_part or "content-encoding" in told:
        return None
    if told.get("content-type", "").partition(";")[0] in _PACKED and not wish.refuses_plain:
        return None
    octets = int(told.get("content-length", _SMALL))
    return wish.coding if octets >= _SMALL or (octets and wish.refuses_plain) else None


def compressed(headers: Headers, body: bytes, coding: str) -> tuple[Headers, bytes]:
    """A whole answer, compressed."""
    compressor = _CODINGS[coding]()
    octets = compressor.add(body) + compressor.end()
    return [*_of_form(headers, coding), ("Content-Length", str(len(octets)))], octets


class Compressing:
    """Compresses what the application answers."""

    def __init__(self, application: WSGIApplication) -> None:
        self._application = application

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        wish = wish_of(environ.get("HTTP_ACCEPT_ENCODING"))
        if wish.coding is None and wish.refuses_plain:
            arrived = visit_of(environ)
            arrived.refusal = arrived.refusal or NotAcceptable(f"answers are as they are, or {', '.join(_CODINGS)}")
        if "HTTP_IF_MATCH" in environ:
            environ["HTTP_IF_MATCH"] = without_codings(environ["HTTP_IF_MATCH"])
        condition = environ.get("HTTP_IF_NONE_MATCH")
        if condition is not None:
            environ["HTTP_IF_NONE_MATCH"] = without_codings(condition)
        elif wish.coding is None:
            return self._application(environ, start_response)
        started: list[Any] = []

        def start(*given: Any) -> Callable[[bytes], object]:  # noqa: ANN401
            started[:] = given
            return lambda _: None

        body = self._application(environ, start)
        status, headers, *more = started
        told = {name.lower(): value for name, value in headers}
        if condition is not None and status.startswith("304") and "etag" in told:
            headers = [*without(headers, ("etag",)), ("ETag", tag_held(condition, told["etag"]) or told["etag"])]
        elif coding := coding_of(int(status[:3]), headers, wish, "HTTP_RANGE" in environ):
            if environ["REQUEST_METHOD"] == "HEAD":
                headers = _of_form(headers, coding)
            elif "content-length" in told and not isinstance(body, environ.get("wsgi.file_wrapper", ())):
                headers, octets = compressed(headers, _whole(body), coding)
                body = [octets]
            else:
                headers = _of_form(headers, coding)
                body = _Stream(body, _CODINGS[coding]())
        start_response(status, headers, *more)
        return body


def _of_form(headers: Headers, coding: str) -> Headers:
    tags = [("ETag", tag_of_form(value, coding)) for name, value in headers if name.lower() == "etag"]
    return [*without(headers, _OF_THE_PLAIN_BODY), *tags, ("Content-Encoding", coding)]


def _whole(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if hasattr(body, "close"):
            body.close()


class _Stream:
    """Compresses the pieces of an answer as they come."""

    __slots__ = ("_compressor", "_plain")

    def __init__(self, plain: Iterable[bytes], compressor: _Compressor) -> None:
        self._plain, self._compressor = plain, compressor

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._plain:
            if piece:
                yield self._compressor.add(piece)
        yield self._compressor.end()

    def close(self) -> None:
        if hasattr(self._plain, "close"):
            self._plain.close()
