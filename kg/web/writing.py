"""What the doors that write share: who may, what a body holds, and who carries it out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import request

from kg.access import Role, Token
from kg.errors import Forbidden, UnsupportedMediaType
from kg.store import Author
from kg.web.gate import caller, require_writing
from kg.web.services import services

Value = TypeVar("Value")


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


def write(work: Callable[[Any], Value], text: str = "", seconds: float | None = None) -> Value:
    """What the work on a `kg.store.Writable` gives; `Forbidden` where nothing is written over HTTP.

    `text` says in the list of what is running what it is, `seconds` is a lower deadline than that of the writer.
    """
    writer = services().writer
    if writer is None:
        raise Forbidden("nothing is written over HTTP here")
    return writer.value(work, text, seconds)


def plain_body() -> bytes:
    """The body of the current request; `UnsupportedMediaType` if it is compressed."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.strip().lower() != "identity":
        raise UnsupportedMediaType(f"a body with Content-Encoding “{encoding}” is not read here: send it as it is")
    return request.get_data(cache=False)
