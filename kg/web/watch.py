"""Watches each request from its arrival to the end of its answer: gives it an id, and tells what became of it."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from errno import EPIPE
from functools import cache
from time import perf_counter
from typing import TYPE_CHECKING, cast
from uuid import uuid4

from flask import Flask, request

from kg.errors import KgError, place_of
from kg.web.visits import Visit, begin_visit, visit

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

Observer = Callable[[Visit], None]

_CONVERTER = re.compile(r"<\w+(?:\([^)]*\))?:")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


class AnswerBroke(BrokenPipeError):
    """An answer failed on its way. A server takes it as a connection that broke, and closes what is left of it.

    What failed is told by then; the words of the failure, which may be the user's, are not told again.
    """


def register(app: Flask, observers: Sequence[Observer]) -> None:
    """Watch what the application as it is now answers; each observer is told when an answer has ended."""
    app.wsgi_app = _Watch(app.wsgi_app, observers)  # type: ignore[method-assign]
    app.url_value_preprocessor(_note_route)  # these come before all else, refusals of the gate too


def _note_route(_endpoint: str | None, _values: dict[str, object] | None) -> None:
    visit().route = _without_converters(request.url_rule.rule) if request.url_rule else ""


@cache  # there are as many as the application has rules
def _without_converters(rule: str) -> str:
    """The rule as people write it: `/dumps/<any('a.gz', 'b.gz'):name>` is `/dumps/<name>`."""
    return _CONVERTER.sub("<", rule)


def tell_failure(failed: Visit, error: BaseException) -> None:
    """Log a failure of ours: what it says, unless that may be words of the user; of one that nobody foresaw, where.

    What is said of a request with a query may be words of the query, but for what is said of the machine alone.
    """
    if not isinstance(error, KgError):
        told = place_of(error)
    else:
        told = f": {error}" if failed.query is None or error.public else ""
    log.error("request %s, %s %s: %s%s", failed.id, failed.method, failed.route, type(error).__name__, told)


def _broken(watched: Visit) -> AnswerBroke:
    return AnswerBroke(EPIPE, f"the answer to request {watched.id} broke")


class _Watch:
    """Stands outermost, before the gate and whatever answers."""

    def __init__(self, inside: WSGIApplication, observers: Sequence[Observer]) -> None:
        self._inside = inside
        self._observers = observers

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        watched = begin_visit(environ, given if _ID.fullmatch(given) else uuid4().hex)
        began = perf_counter()

        def start(status: str, headers: list[tuple[str, str]], *more: object) -> Callable[[bytes], object]:
            watched.status = int(status[:3])
            headers.append(("X-Request-ID", watched.id))
            return start_response(status, headers, *more)  # type: ignore[arg-type]

        def end() -> None:
            watched.seconds = perf_counter() - began
            for observe in self._observers:
                observe(watched)

        try:
            answer = self._inside(environ, start)
        except Exception as error:  # noqa: BLE001 - what failed stands before the application, which explains its own
            tell_failure(watched, error)
            if watched.status:  # the answer has begun
                end()
                raise _broken(watched) from None
            start("500 INTERNAL SERVER ERROR", [("Content-Length", "0")])
            answer = []
        except BaseException:
            end()
            raise
        if isinstance(answer, environ.get("wsgi.file_wrapper", ())):  # the server sends the file itself
            watched.outcome = "whole"
            end()
            return cast(Iterable[bytes], answer)
        return _Answer(answer, watched, end)


class _Answer:
    """Passes the pieces of an answer on, and notes how it ends."""

    __slots__ = ("_answer", "_end", "_visit")

    def __init__(self, answer: Iterable[bytes], watched: Visit, end: Callable[[], None]) -> None:
        self._answer, self._visit, self._end = answer, watched, end

    def __iter__(self) -> Iterator[bytes]:
        watched = self._visit
        try:
            for piece in self._answer:
                watched.octets += len(piece)
                yield piece
            watched.outcome = "whole"
        except Exception as error:  # noqa: BLE001 - whatever failed, the connection must break, and quietly
            watched.outcome = "broke"
            tell_failure(watched, error)
            raise _broken(watched) from None

    def close(self) -> None:
        try:
            close = getattr(self._answer, "close", None)
            if close is not None:
                close()
        finally:
            self._end()
