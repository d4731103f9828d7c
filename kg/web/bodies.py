"""The bodies of requests, which are given whole or not at all: what was cut off on its way is no request."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Flask

from kg.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import InputStream, StartResponse, WSGIApplication, WSGIEnvironment


def register(app: Flask) -> None:
    """Let the application as it is now read whole bodies only: `BadRequest` for another one, whenever it is read."""
    inside: WSGIApplication = app.wsgi_app

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or ""
        body = _Body(environ["wsgi.input"], int(length) if length.isdecimal() else None)
        environ["wsgi.input"] = io.BufferedReader(body, io.DEFAULT_BUFFER_SIZE)
        return inside(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]


class _Body(io.RawIOBase):
    """What a server gives of a body, of which so many octets are told beforehand, or which comes in chunks.

    A server ends a body that is too short as it does any other, and has errors of its own for chunks that are none.
    """

    def __init__(self, source: InputStream, length: int | None) -> None:
        self._source, self._left = source, length
        self._refusal: BadRequest | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._refusal is not None:
            raise self._refusal
        wanted = len(buffer) if self._left is None else min(len(buffer), self._left)
        if not wanted:
            return 0
        try:
            piece = self._source.read(wanted)
        except Exception:  # noqa: BLE001 - which one depends on the server, and its words are the client's
            self._refuse("it broke off, or its chunks are not as HTTP has them")
        if not piece and self._left:
            self._refuse(f"it ended {self._left} octets before the length that Content-Length tells")
        buffer[: len(piece)] = piece
        if self._left is not None:
            self._left -= len(piece)
        return len(piece)

    def _refuse(self, reason: str) -> None:
        self._refusal = BadRequest(f"the body of the request is not whole: {reason}")
        raise self._refusal from None
