"""How large the body of a request may be: what a query needs, and of who may write what a document needs."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.access import Role, Token
from kg.errors import KgError

LARGEST_BODY = 1024 * 1024
"""Octets."""

LARGEST_UPLOAD = 16 * 1024 * 1024
"""Octets of a document for a graph; the engine holds the whole of it in memory."""

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
