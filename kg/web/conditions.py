"""What a request makes its answer depend on (RFC 9110, section 13), and the part of a file that it asks for (14)."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, current_app, request
from werkzeug.datastructures import Headers
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_date
from werkzeug.wsgi import wrap_file

from kg.errors import NotAcceptable, PreconditionFailed
from kg.formats import TRIPLES
from kg.sparql.negotiation import content_type, offered, written_as
from kg.store import GivenGraph
from kg.web.entity_tags import is_named
from kg.web.versions import etag_of

_ONE_RANGE = re.compile(r"bytes=[ \t]*(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))[ \t]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Expected:
    """What a write expects of the graph that it changes; fulfils `kg.store.Expectation`.

    The tags of a graph are those that `GET` tells, of any of its forms.
    """

    if_match: str | None
    if_none_match: str | None

    def __call__(self, graph: GivenGraph | None) -> None:
        """Raise `PreconditionFailed` unless the graph is as it is expected to be."""
        if self.if_match is not None and not _is_there(graph, self.if_match, strongly=True):
            what = "there is no such graph" if graph is None else "the graph is another one by now: get it anew"
            raise PreconditionFailed(f"{what}; nothing is written (If-Match: {self.if_match[:200]})")
        if self.if_none_match is not None and _is_there(graph, self.if_none_match, strongly=False):
            raise PreconditionFailed(
                f"there is such a graph already; nothing is written (If-None-Match: {self.if_none_match[:200]})"
            )


class FileResponse(Response):
    """A file of this machine, of which a part may be asked for."""

    def __init__(self, sending: Response, path: Path) -> None:
        """`sending` sends all of it, as `flask.send_file` makes it."""
        super().__init__(sending.response, headers=sending.headers, direct_passthrough=True)
        self._path = path

    def leave_to_the_server(self, start: int) -> None:
        """Give a part, from this octet on, to a server that sends files by itself, as it is given whole files.

        It sends from where the file stands, as much as `Content-Length` says (PEP 3333); piece by piece from here the
        part would hold a thread for as long as its client likes.
        """
        if "wsgi.file_wrapper" not in request.environ:
            return
        with suppress(FileNotFoundError):  # it was taken away since: then the part is sent from here
            file = self._path.open("rb")
            file.seek(start)
            if hasattr(self.response, "close"):
                self.response.close()
            self.response = wrap_file(request.environ, file)


def expected() -> Expected:
    """What the current request expects of what it writes."""
    return Expected(request.headers.get("If-Match"), request.headers.get("If-None-Match"))


def _is_there(graph: GivenGraph | None, condition: str, strongly: bool) -> bool:
    if graph is None or condition.strip() == "*":
        return graph is not None
    for media_type in offered(TRIPLES):
        with suppress(NotAcceptable):  # not every graph can be written in every syntax
            tag = etag_of(graph(written_as(TRIPLES, media_type)), content_type(media_type))
            if is_named(f'"{tag}"', condition, strongly):
                return True
    return False


def register(app: Flask) -> None:
    """Judge the conditions of `GET` and `HEAD` when the answer has its tag."""
    app.after_request(_judge)


def _judge(response: Response) -> Response:
    """The answer, or in its place that it has not changed, that it has, or its part; in the order of section 13.2.2."""
    if request.method not in ("GET", "HEAD") or response.status_code != 200:
        return response
    tag, asked = response.headers.get("ETag", ""), request.headers
    must, must_not = asked.get("If-Match"), asked.get("If-None-Match")
    if must is not None and must.strip() != "*" and not is_named(tag, must, strongly=True):
        response.close()
        return _explained(PreconditionFailed("what is here is not what If-Match names"))
    if must_not is not None:
        is_had = must_not.strip() == "*" or is_named(tag, must_not, strongly=False)
    else:
        is_had = _is_as_old(response, asked)
    if is_had:
        response.close()
        response.status_code = 304
        return response
    return _part(response, asked) if _has_parts(response) and request.method == "GET" else response


def _has_parts(response: Response) -> bool:
    return response.headers.get("Accept-Ranges") == "bytes"


def _is_as_old(response: Response, asked: Headers) -> bool:
    """Whether a file was not changed since a moment. Of the graph several versions may be of one second."""
    since = parse_date(asked.get("If-Modified-Since"))
    changed = response.last_modified
    return bool(_has_parts(response) and since and changed and changed <= since)


def _part(response: Response, asked: Headers) -> Response:
    """The part that is wanted; all of it to who wants several, or writes what is no range of octets."""
    wanted, size = _ONE_RANGE.fullmatch(asked.get("Range", "")), response.content_length or 0
    if wanted is None or not _is_the_same(response, asked.get("If-Range")):
        return response
    first, last, length = wanted.groups()
    if length is not None:
        start, end = max(0, size - int(length)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return response
    if start >= size:
        response.close()
        return _explained(RequestedRangeNotSatisfiable(size))
    only = {"REQUEST_METHOD": "GET", "HTTP_RANGE": f"bytes={start}-{end - 1}"}
    response.make_conditional(only, accept_ranges=True, complete_length=size)
    if isinstance(response, FileResponse):
        response.leave_to_the_server(start)
    return response


def _is_the_same(response: Response, condition: str | None) -> bool:
    """Whether a part goes with those that the client has: by a strong tag, or the very moment of the last change."""
    if condition is None or condition.strip() == response.headers.get("ETag"):
        return True
    return '"' not in condition and response.last_modified == (parse_date(condition) or "never")


def _explained(error: Exception) -> Response:
    return current_app.make_response(current_app.handle_user_exception(error))
