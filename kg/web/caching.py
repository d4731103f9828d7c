"""Answers kept for those who ask the same of the same version: WSGI middleware in front of the application.

An answer is kept by the version, the query with its dataset and parameters, and the format, that is, by all of the
request that it may depend on. A new version so leaves all older answers behind. Kept are only whole answers that the
application itself calls public; what comes with credentials passes by, both ways.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import BadRequest, KgError
from kg.querying.current import Versions
from kg.sparql.protocol import read_number
from kg.web.compression import wish_of
from kg.web.entity_tags import tag_held
from kg.web.headers import OF_ONE_REQUEST, OF_THE_OCTETS, Headers, without
from kg.web.room import Room
from kg.web.visits import Visit, visit_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LARGEST_BODY = 64 * 1024
"""Octets of a query sent by POST up to which its answer is looked for; longer ones are evaluated."""
_LARGEST_SHARE = 64
"""One answer may take this part of the room at most."""
_PERSONAL = ("HTTP_AUTHORIZATION", "HTTP_COOKIE", "HTTP_RANGE", "HTTP_IF_MATCH")
_OWN_CONDITIONS = ("/dumps/", "/changes", "/.well-known/", "/static/")
"""Where the application knows itself what has changed, which need not go with the version of the graph."""
_ASKED = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "RAW_URI",  # the graph of `/graphs/a%2Fb` is not that of `/graphs/a/b`
    "QUERY_STRING",
    "CONTENT_TYPE",
    "HTTP_ACCEPT",
)
_OF_A_BODY = OF_THE_OCTETS | {"content-type"}

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with status 200, and the visit of who asked for it first."""

    headers: Headers
    body: bytes
    etag: str
    visit: Visit


class ResultCache:
    """Answers from what is kept, else from the application; `room` is in octets."""

    def __init__(self, application: WSGIApplication, versions: Versions, room: int) -> None:
        self._application, self._versions = application, versions
        self._kept: Room[Key, Answer] = Room(room)
        self._number: object = None

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        key = self._key(environ)
        if key is None:
            return self._application(environ, start_response)
        answer = self._kept.get(key)
        if answer is None:
            return self._asked(key, environ, start_response)
        visit_of(environ).repeat(answer.visit)
        return _given(answer, environ, start_response)

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """What an answer to this request may depend on; nothing if it is not to be kept."""
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD", "POST") or any(name in environ for name in _PERSONAL):
            return None
        if environ.get("PATH_INFO", "").startswith(_OWN_CONDITIONS):
            return None
        body = b""
        if method == "POST":
            length = read_number(environ.get("CONTENT_LENGTH") or "")
            if environ.get("PATH_INFO") != "/sparql" or length is None or length > _LARGEST_BODY:
                return None
            try:
                body = environ["wsgi.input"].read(length)
            except BadRequest:  # it is not whole, which the application explains
                return None
            environ["wsgi.input"] = io.BytesIO(body)
        try:
            number = self._versions().number
        except KgError:
            return None
        if number is None:  # the graph on another engine changes when it pleases
            return None
        return (
            number,
            method == "POST",
            body,
            wish_of(environ.get("HTTP_ACCEPT_ENCODING")),
            *(environ.get(name) for name in _ASKED),
        )

    def _asked(self, key: Key, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """What the application answers, kept if that may be."""
        if environ["REQUEST_METHOD"] == "HEAD":
            return self._application(environ, start_response)
        condition = environ.pop("HTTP_IF_NONE_MATCH", None)  # so that there is something to keep
        started: list[Any] = []

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], object]:  # noqa: ANN401
            started[:] = [status, headers]
            if _is_whole(status, headers):
                return lambda _: None
            return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

        body = self._application(environ, start)
        if not _is_whole(*started):
            return body
        if condition is not None:
            environ["HTTP_IF_NONE_MATCH"] = condition
        try:
            octets = b"".join(body)
        finally:
            if hasattr(body, "close"):
                body.close()
        headers = without(started[1], OF_ONE_REQUEST)
        own = [pair for pair in started[1] if pair not in headers]
        answer = Answer(headers, octets, dict(headers)["ETag"], visit_of(environ))
        if "public" in dict(headers).get("Cache-Control", ""):
            self._keep(key, answer)
        return _given(answer, environ, start_response, own)

    def _keep(self, key: Key, answer: Answer) -> None:
        size = len(answer.body) + sum(len(part) for part in key if isinstance(part, str | bytes))
        if size > self._kept.octets // _LARGEST_SHARE:
            return
        if key[0] != self._number:  # nobody asks for those of another version any more
            self._kept.clear()
            self._number = key[0]
        self._kept.keep(key, answer, size)


def _is_whole(status: str, headers: Headers) -> bool:
    return status.startswith("200") and "ETag" in dict(headers)


def _given(
    answer: Answer, environ: WSGIEnvironment, start_response: StartResponse, own: Headers | None = None
) -> Iterable[bytes]:
    headers = answer.headers + (own or [])
    condition = environ.get("HTTP_IF_NONE_MATCH")
    held = tag_held(condition, answer.etag) if condition is not None else None
    if held is not None:
        start_response("304 NOT MODIFIED", [*without(headers, _OF_A_BODY), ("ETag", held)])
        return []
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]
