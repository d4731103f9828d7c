"""Entity tags of the forms in which an answer is sent: each has its own, made of that of the answer itself.

A strong tag names octets (RFC 9110, section 8.8.3.3), so `"5f…"` compressed with gzip is `"5f…-gzip"`. Who has one of
the forms has the answer.
"""

from __future__ import annotations

import re

_ANY_TAG = re.compile(r'(W/)?("[^"]*")')
_TAG = re.compile(r'(W/)?"([^"]*?)(-(?:br|gzip|zstd))?"')


def tag_of_form(tag: str, coding: str) -> str:
    """The tag of an answer compressed with a coding, from that of the answer."""
    return f'{tag.removesuffix(chr(34))}-{coding}"'


def without_codings(condition: str) -> str:
    """A list of tags, or one, with those of the answers themselves in place of those of their forms."""
    return _TAG.sub(r'\1"\2"', condition)


def is_named(tag: str, condition: str, strongly: bool) -> bool:
    """Whether a list of tags names this one, by strong or by weak comparison (section 8.8.3.2)."""
    asked = _ANY_TAG.fullmatch(tag)
    if asked is None:
        return False
    named = (held for held in _ANY_TAG.finditer(condition) if held[2] == asked[2])
    return any(not (strongly and (held[1] or asked[1])) for held in named)


def tag_held(condition: str, tag: str) -> str | None:
    """The tag, as strong as this one, of a form of the answer with this tag that `If-None-Match` names, if it does.

    Its client has what is asked for, in a form that need not be the one that it would get.
    """
    asked = _TAG.fullmatch(tag)
    if condition.strip() == "*" or asked is None:
        return tag if asked else None
    forms = (held[3] or "" for held in _TAG.finditer(condition) if held[2] == asked[2])
    return next((f'{asked[1] or ""}"{asked[2]}{form}"' for form in forms), None)
