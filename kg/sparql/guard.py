"""What a query must not be before an engine sees it: too long, too deep, or a call to another server.

The engine's parser recurses without a limit of its own: some thousand nested brackets end the whole process.
It has no switch that keeps `SERVICE` from the network either. Both are decided here, on the query's tokens.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.errors import BadRequest
from kg.lexer import Token, locate, read_tokens

LONGEST_QUERY = 100_000
"""Characters."""

DEEPEST_NESTING = 64
"""Brackets open at once. 1,500 passed where 2,500 ended the process; collections are slow from 100 on."""

MOST_OPERATORS = 500
"""Operators and joining keywords; each may be one more recursion (a sum of 6,500 terms ended the process)."""

_OPERATORS = frozenset("!+-*/|&^=<>")
_JOINING = frozenset({"union", "optional", "minus", "filter", "bind", "exists", "if", "graph", "lateral"})
_DOUBTFUL = frozenset("#'()[]")
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_WITH_AUTHORITY = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


def check_query(text: str) -> None:
    """Raise `BadRequest` for a query that must not reach the engine."""
    if len(text) > LONGEST_QUERY:
        raise BadRequest(f"the query has {len(text):,} characters; at most {LONGEST_QUERY:,} are read")
    tokens = [token for token in read_tokens(text) if token.kind != "comment"]
    doubtful = next(filter(_is_ambiguous, tokens), None)
    _check_federation(text, tokens, doubtful)
    _check_nesting(text, tokens, doubtful)
    _check_operators(tokens)


def _is_ambiguous(token: Token) -> bool:
    """Whether `<…>` may be a comparison instead of an IRI, with a string, comment or bracket in it.

    In `FILTER(?a<'b>' && …` the engine reads the string `'b>'`. A scheme and two slashes cannot be an
    expression; other IRIs are in doubt when they hold a character that would begin or end something else.
    """
    return _is_without_authority(token) and not _DOUBTFUL.isdisjoint(token.text)


def _is_without_authority(token: Token) -> bool:
    return token.kind == "iri" and not _WITH_AUTHORITY.match(token.text)


def _check_federation(text: str, tokens: Sequence[Token], doubtful: Token | None) -> None:
    """Refuse SERVICE, also where it is glued to its neighbours: `1SERVICE<…>`, `SERVICEex:sparql{…}`."""
    if "service" not in text.lower():
        return
    if doubtful:
        raise _refusal(text, doubtful, f"write {doubtful.text} as an absolute IRI or with a prefix")
    for token, following in pairwise([*tokens, Token("end", "", len(text))]):
        glued = token.kind == "name" and following.text == "{" and "service" in token.text.partition(":")[0].lower()
        if glued or (token.kind == "word" and "service" in token.text.lower()):
            raise _refusal(text, token, "federation is off: SERVICE is not carried out here")


def _check_nesting(text: str, tokens: Iterable[Token], doubtful: Token | None) -> None:
    if doubtful:  # which brackets close which is then in doubt too, so that each one counts
        if sum(map(text.count, _OPENING)) > DEEPEST_NESTING:
            raise _refusal(text, doubtful, f"write {doubtful.text} as an absolute IRI or with a prefix")
        return
    depth = 0
    for token in tokens:
        if token.text in _OPENING:
            depth += 1
        elif token.text in _CLOSING:
            depth = max(depth - 1, 0)
        if depth > DEEPEST_NESTING:
            raise _refusal(text, token, f"brackets are nested more than {DEEPEST_NESTING} deep")


def _check_operators(tokens: Iterable[Token]) -> None:
    count = 0
    for token in tokens:
        if token.kind == "symbol" or _is_without_authority(token):
            symbols = token.text.strip("<>") if token.kind == "iri" else token.text.replace("^^", "")
            count += sum(character in _OPERATORS for character in symbols)
        elif token.kind == "word":
            count += token.text.lower() in _JOINING
    if count > MOST_OPERATORS:
        raise BadRequest(
            f"the query has {count:,} operators and joins; at most {MOST_OPERATORS} are read: "
            "put long lists of terms into VALUES"
        )


def _refusal(text: str, token: Token, reason: str) -> BadRequest:
    line, column = locate(text, token.start)
    return BadRequest(f"line {line}, column {column}: {reason}")
