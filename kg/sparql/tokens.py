"""The tokens of a query, read once for all that is told by them before any engine sees it."""

from __future__ import annotations

from functools import lru_cache
from itertools import islice

from kg.lexer import Token, read_tokens

MOST_TOKENS = 25_000
"""Names, signs and comments of a query: enough for some thousand rows of VALUES.

The process that serves takes about two millionths of a second for each.
"""


@lru_cache(maxsize=4)  # for those that threads look at just now: the tokens of one take up to 4 MB
def tokens_of(text: str) -> tuple[Token, ...]:
    """The tokens of a query in order, comments included: all of them, or more than `MOST_TOKENS`."""
    return tuple(islice(read_tokens(text), MOST_TOKENS + 1))
