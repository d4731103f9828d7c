"""Answers kept for the very octets of their requests: given again without reading what these say.

The same octets from the same client get the same answer as long as the version is the same, if the application calls
the answer public: then it depends on nothing else. So a look-up that many repeat costs no more than its transport.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from secrets import token_hex
from typing import TYPE_CHECKING, Any

from kg.web.fast_path import LARGEST, Evaluation, FastPath
from kg.web.headers import OF_ONE_REQUEST, Headers, without
from kg.web.room import Room
from kg.web.versions import VERSION
from kg.web.visits import Visit, visit_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ONE_HEAD = re.compile(rb"GET [^\r\n]* HTTP/1\.1\r\n(?:[^\r\n]+\r\n)+\r\n")
_MORE = re.compile(
    rb"\r\n(?:(?:content-length|transfer-encoding|expect|upgrade|x-request-id|x-query-id|authorization|cookie)[ \t]*:"
    rb"|connection[ \t]*:(?![ \t]*keep-alive[ \t]*\r))",
    re.IGNORECASE,
)
"""Fields that announce a body, end a connection, or make an answer that of one request or one client."""

Request = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class _Answer:
    """What is sent before and after the date and the id of the request, for which version, and what is told of it."""

    number: str
    head: bytes
    rest: bytes
    visit: Visit


class KeptOctets:
    """Keeps what the application answers, up to so many octets (`room`); fulfils `kg.serving.reception.Kept`.

    What it does not keep it lets `fast` evaluate, where that can be. `latest` tells the number of the version published
    last, at once; the observers are told of each answer, as they are of others.
    """

    def __init__(
        self,
        application: WSGIApplication,
        latest: Callable[[], int | None],
        observers: Sequence[Callable[[Visit], None]],
        fast: FastPath,
        room: int,
    ) -> None:
        self._application, self._latest, self._observers = application, latest, observers
        self._fast = fast
        self._own = threading.local()
        self._kept: Room[Request, _Answer] = Room(room)
        self._date = (0, b"")

    def expect(self, request: bytes, address: str) -> None:
        """Say that this thread is going to answer this request, so that its answer may be kept.

        One that may have a body is not kept, nor are several that were sent ahead: what follows a head is not of it.
        """
        self._own.request = (address, request) if _is_one(request) else None

    def answer(self, request: bytes, address: str) -> list[bytes] | None:
        """The answer to a request that is kept for the current version, in pieces."""
        kept = self._kept.get((address, request))
        if kept is None or kept.number != str(self._latest()):
            return None
        id_ = token_hex(16)
        again = kept.visit.again(id_)
        for observe in self._observers:
            observe(again)
        return [kept.head, self._now(), b"\r\nX-Request-ID: ", id_.encode(), kept.rest]

    def evaluation(self, request: bytes, address: str) -> Evaluation | None:
        """How a request that is not kept can be answered without the application, if it can."""
        return self._fast.evaluation(request, address, str(self._latest())) if _is_one(request) else None

    def evaluated(self, evaluation: Evaluation, request: bytes, address: str) -> list[bytes] | None:
        """The answer that came of it, in pieces, which is kept as any other; nothing if the application must answer."""
        answer = evaluation.answer()
        if answer is None:
            return None
        headers, body, seen = answer
        for observe in self._observers:
            observe(seen)
        kept = self._keep((address, request), "200 OK", headers, body, seen)
        ids = f"\r\nX-Query-ID: {evaluation.errand.id}\r\nX-Request-ID: {seen.id}"
        return [kept.head, self._now(), ids.encode(), kept.rest]

    def _now(self) -> bytes:
        second = int(time.time())
        if self._date[0] != second:
            self._date = (second, formatdate(second, usegmt=True).encode())
        return self._date[1]

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Let the application answer, and keep the answer of an expected request."""
        request: Request | None = getattr(self._own, "request", None)
        self._own.request = None
        if request is None:
            return self._application(environ, start_response)
        started: list[Any] = []

        def start(status: str, headers: Headers, *more: Any) -> Callable[[bytes], object]:  # noqa: ANN401
            started[:] = [status, headers]
            return start_response(status, headers, *more)

        body = self._application(environ, start)
        if not self._may_keep(*started):
            return body
        try:
            octets = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        self._keep(request, started[0], started[1], octets, visit_of(environ))
        if started[0].startswith("200"):
            number, seen = dict(started[1])[VERSION], visit_of(environ)
            self._fast.learn(request[1], request[0], number, started[1], seen, environ)
        return [octets]

    def _may_keep(self, status: str, headers: Headers) -> bool:
        told = dict(headers)
        return (
            status.startswith(("200", "304"))
            and "public" in told.get("Cache-Control", "")
            and "ETag" in told
            and told.get(VERSION) == str(self._latest())
            and int(told.get("Content-Length", "0")) <= LARGEST
        )

    def _keep(self, request: Request, status: str, headers: Headers, body: bytes, seen: Visit) -> _Answer:
        lines = "".join([f"\r\n{name}: {value}" for name, value in without(headers, OF_ONE_REQUEST)])
        head = f"HTTP/1.1 {status}\r\nServer: gunicorn\r\nConnection: keep-alive\r\nDate: ".encode("latin-1")
        rest = lines.encode("latin-1") + b"\r\n\r\n" + body
        answer = _Answer(dict(headers)[VERSION], head, rest, seen)
        self._kept.keep(request, answer, len(head) + len(rest) + len(request[1]))
        return answer


def _is_one(request: bytes) -> bool:
    """Whether this is one request, of nobody in particular, without a body."""
    return _ONE_HEAD.fullmatch(request) is not None and _MORE.search(request) is None
