"""A request on its way in: how much of it is there, and what is handed on once it is whole.

It is read only as far as is needed to know where it ends. Chunks are put together, so that who parses the request finds
a body of known length. What comes is looked at once, however small the pieces.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import suppress
from http import HTTPStatus

LARGEST_BODY = 1024 * 1024
"""Octets of a body that anybody may send, what stands between its chunks included."""
_LARGEST_HEAD = 32 * 1024
_LONGEST_LINE = 1024
"""Octets of a line between chunks."""
_LARGEST_TRAILERS = 8 * 1024

_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CODING = re.compile(rb"\r\ntransfer-encoding:([^\r\n]*)(?=\r\n)", re.IGNORECASE)
_EXPECTATION = re.compile(rb"\r\nexpect:[ \t]*100-continue[ \t]*(?=\r\n)", re.IGNORECASE)
NOT_WHOLE = "the body of the request is not whole: "
_SIZE = re.compile(rb"([0-9A-Fa-f]{1,15})(?:[ \t]*;[^\r\n]*)?\r\n")
_NEWEST = b" HTTP/1.1"


class Refusal(Exception):
    """Why a request is not read to its end: the status that tells it, and the reason."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


class Arrival:
    """One request, of which octets come in; more may come than are of this one.

    `needed` is how many octets its body takes at least, and `most` how many it may: what is more is not read until
    `most` is raised. While it `awaits_leave` the client may send no body before it is told that this is wanted.
    """

    def __init__(self, octets: bytes | bytearray = b"") -> None:
        self.head = b""
        self.is_whole = self.awaits_leave = False
        self.needed, self.most = 0, LARGEST_BODY
        self._body = bytearray()
        self._between = 0
        """Octets of what stands between chunks."""
        self._coming = bytearray(octets)
        self._at = 0
        """Up to where that is read."""
        self._reading = self._read()

    def __len__(self) -> int:
        """The octets that it takes."""
        return len(self.head) + len(self._body) + len(self._coming)

    @property
    def is_too_large(self) -> bool:
        """Whether its body takes more than it may."""
        return self.needed > self.most

    def add(self, octets: bytes = b"") -> None:
        """Read on, with what has come; raises `Refusal`."""
        self._coming += octets
        with suppress(StopIteration):
            next(self._reading)
        del self._coming[: self._at]
        self._at = 0

    def following(self) -> Arrival:
        """The request that comes after this one, which is whole."""
        return Arrival(self._coming)

    def handed_on(self) -> bytes:
        """The request as others parse it: with the length of its body, and without what was for its way."""
        head = _EXPECTATION.sub(b"", self.head)
        if _CODING.search(head):
            head = _with(_CODING.sub(b"", head), b"Content-Length: %d" % len(self._body))
        return head + self._body

    def without_body(self) -> bytes:
        """The request without the body that it announces: enough to be refused, and to end the connection."""
        head = _with(_EXPECTATION.sub(b"", self.head), b"Connection: close")
        return _with(_CODING.sub(b"", head), b"Content-Length: %d" % self.needed) if _CODING.search(head) else head

    def _read(self) -> Generator[None]:
        """Read what comes; yields where more must come first."""
        self.head = yield from self._until(b"\r\n\r\n", _LARGEST_HEAD)
        is_newest = self.head.partition(b"\r\n")[0].endswith(_NEWEST)
        self.awaits_leave = is_newest and _EXPECTATION.search(self.head) is not None
        length, codings = _LENGTH.search(self.head), _CODING.findall(self.head)
        if codings:
            if [coding.strip(b" \t").lower() for coding in codings] != [b"chunked"]:
                raise Refusal(HTTPStatus.NOT_IMPLEMENTED, "the only Transfer-Encoding that is read is “chunked”")
            if length or not is_newest:  # others on the way may have seen another end of it
                raise Refusal(HTTPStatus.BAD_REQUEST, "Transfer-Encoding goes with HTTP/1.1, without Content-Length")
            yield from self._read_chunks()
        elif length:
            yield from self._take(int(length[1]))
        self.is_whole = True

    def _read_chunks(self) -> Generator[None]:
        while size := (yield from self._read_size()):
            yield from self._take(size)
            if (yield from self._line()) != b"\r\n":
                raise Refusal(HTTPStatus.BAD_REQUEST, NOT_WHOLE + "a chunk is longer than it says")
        trailers = 0
        while (line := (yield from self._line())) != b"\r\n":  # of no use here
            trailers += len(line)
            if trailers > _LARGEST_TRAILERS:
                raise Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the trailers are too large")

    def _read_size(self) -> Generator[None, None, int]:
        size = _SIZE.fullmatch((yield from self._line()))
        if size is None:
            raise Refusal(HTTPStatus.BAD_REQUEST, NOT_WHOLE + "a chunk does not tell its size")
        return int(size[1], 16)

    def _line(self) -> Generator[None, None, bytes]:
        line = yield from self._until(b"\n", _LONGEST_LINE)
        if not line.endswith(b"\r\n"):  # others on the way may not take this for an end
            raise Refusal(HTTPStatus.BAD_REQUEST, NOT_WHOLE + "a line between chunks does not end in CR LF")
        self._between += len(line)
        return line

    def _until(self, end: bytes, most: int) -> Generator[None, None, bytes]:
        """What comes up to this end."""
        searched = 0
        while (found := self._coming.find(end, self._at + searched)) < 0:
            there = len(self._coming) - self._at
            if there > most:
                raise Refusal(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, f"more than {most} octets without an end")
            searched = max(0, there - len(end) + 1)
            yield
        begin, self._at = self._at, found + len(end)
        return bytes(self._coming[begin : self._at])

    def _take(self, size: int) -> Generator[None]:
        """Take so many octets into the body."""
        self.needed = len(self._body) + self._between + size
        while self.is_too_large:
            yield
        while size:
            part = self._coming[self._at : self._at + size]
            self._body += part
            self._at += len(part)
            size -= len(part)
            if size:
                yield


def _with(head: bytes, line: bytes) -> bytes:
    return head.removesuffix(b"\r\n") + line + b"\r\n\r\n"
