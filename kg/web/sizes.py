"""How large requests may be, and how many large texts are read at once.

The body of one may have what a query needs, and of who may write what a document needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kg.access import Role, Token
from kg.errors import KgError, TooBusy
from kg.querying.row import Row

LARGEST_BODY = 1024 * 1024
"""Octets."""

LARGEST_UPLOAD = 16 * 1024 * 1024
"""Octets of a document for a graph; the engine holds the whole of it in memory."""

_LARGE_TEXT = 32 * 1024
"""Octets of a query or an update, or of the form that holds it, above which it takes a turn to be read."""
_TEXTS = Row(2, most_waiting=16, most_of_one=4)
"""For texts that are being read: each takes up to a third of a second, in the process that answers all others."""
_SECONDS_FOR_A_TURN = 10.0

_SHOWN = re.compile(rb"\r\nauthorization:[ \t]*bearer[ \t]+([!-~]+)[ \t]*\r\n", re.IGNORECASE)


def largest_body(holder_of: Callable[[str], Token | None], head: bytes) -> int:
    """Up to where the body of a request with this head is waited for.

    Nothing is refused by that: what is larger reaches the application without its body, and gets the answer due to it.
    """
    shown = _SHOWN.search(head)
    try:
        holder = holder_of(shown[1].decode("ascii")) if shown else None
    except KgError:
        return LARGEST_BODY
    return LARGEST_BODY if holder is None or holder.role is Role.READER else LARGEST_UPLOAD


@contextmanager
def turn_to_read(octets: int, client: str) -> Iterator[None]:
    """The turn in which a text of about so many octets may be read; raises `TooBusy` where too many wait for one."""
    if octets <= _LARGE_TEXT:
        yield
        return
    if not _TEXTS.enter(_SECONDS_FOR_A_TURN, client=client):
        raise TooBusy("as many large texts as can be are being read, and others wait for that: try again later")
    try:
        yield
    finally:
        _TEXTS.leave(client)
