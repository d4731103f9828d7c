"""What the doors that write share: who may, what a body holds, and who carries it out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, after_this_request, request

from kg.access import Role, Token
from kg.errors import BadRequest, Forbidden, UnsupportedMediaType
from kg.store import Author, Settle, Writable
from kg.web.gate import caller, require_writing
from kg.web.running import new_query_id
from kg.web.services import services
from kg.web.versions import wanted_version
from kg.web.visits import visit


def author() -> Author:
    """Who sends the current request, with which graphs they may write; `Unauthorized` without a token.

    In an ordinary dataset a writer whose token names no graphs may write all of them: none belongs to anybody.
    """
    require_writing(())
    who = caller()
    if services().is_plain and isinstance(who, Token) and who.role is Role.WRITER and not who.graphs:
        return Author(who.name, _everything)
    return Author(who.name or "", who.may_write)


def _everything(_graph: str | None) -> bool:
    return True


def write(method: str, *given: Any, seconds: float | None = None) -> Any:  # noqa: ANN401
    """What a method of a `kg.store.Writable` gives for this; `Forbidden` where nothing is written over HTTP.

    `seconds` is a lower deadline than that of the writer. The answer names the id by which the write can be ended.
    """
    writer = services().writer
    if writer is None:
        raise Forbidden("nothing is written over HTTP here")
    if wanted_version() is not None:
        raise BadRequest("what is written makes a version of its own: leave out “version”")
    id_ = new_query_id()

    @after_this_request
    def name(response: Response) -> Response:
        response.headers["X-Query-ID"] = id_
        return response

    return writer.value(_Call(method, given), visit().query or "", seconds, visit().client, id_)


@dataclass(frozen=True, slots=True)
class _Call:
    """A call of a method, made where that is open on which it is called."""

    method: str
    given: tuple[Any, ...]

    def __call__(self, writable: Writable, settle: Settle) -> object:
        return getattr(writable, self.method)(*self.given, settle=settle)


def plain_body() -> bytes:
    """The body of the current request; `UnsupportedMediaType` if it is compressed."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise UnsupportedMediaType(f"a body with Content-Encoding “{encoding}” is not read here: send it as it is")
    return request.get_data(cache=False)
