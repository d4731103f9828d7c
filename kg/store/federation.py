"""Failures of other endpoints, which a query asks by SERVICE: the engine raises for them what it raises for its own.

Where a query asks no other one, there is nobody to blame but this store.
"""

from __future__ import annotations

from kg.errors import EndpointError
from kg.lexer import read_tokens

_CALLS = ("service", "servicesilent")
_LONGEST = 300
"""Characters of what the engine says: the other server may have put in whatever it likes."""


def failure_of_endpoint(text: str, error: Exception) -> EndpointError | None:
    """What to raise in place of an error that evaluating a query raised; nothing if the query asks no endpoint."""
    if "service" not in text.lower():
        return None
    if not any(token.kind == "word" and token.text.lower() in _CALLS for token in read_tokens(text)):
        return None
    reason = (str(error).splitlines() or [""])[0].removesuffix(" with payload:")[:_LONGEST]
    return EndpointError(f"the endpoint that is asked by SERVICE gives no answer that can be used: {reason}")
