"""What a query or update must not be before an engine sees it: too long, too deep, or a call to another server.

The engine's parser recurses without a limit of its own: some thousand nested brackets end the whole process. Its
planner takes minutes for some hundred patterns, before the first row. It has no switch that keeps `SERVICE` or `LOAD`
from the network either. And it answers an aggregate of aggregates, which the grammar forbids, with nothing. All of it
is decided here, on the text's tokens.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import Enum, auto
from itertools import pairwise

from kg.errors import QueryForbidden, QuerySyntaxError, QueryTooComplex, TextError
from kg.lexer import Token, locate, read_tokens
from kg.sparql.tokens import MOST_TOKENS, tokens_of

LONGEST_QUERY = 250_000
"""Characters: room for some thousand IRIs in VALUES."""

LONGEST_UPDATE = 1_000_000
"""Characters. Larger data go to the Graph Store Protocol, which reads them as what they are."""

DEEPEST_NESTING = 64
"""Brackets open at once. On a small stack 1,500 passed where 2,500 ended the process."""

MOST_OPERATORS = 1000
"""Operators, round brackets, joining keywords and what DESCRIBE names; each may be one more recursion.

A sum of 6,500 terms ended the process, a DESCRIBE of 4,000 too.
"""

MOST_PATTERNS = 200
"""Patterns that may have to be put in order: triples, steps of paths, groups, items of collections.

The planner's time grows with their cube: 100 about one variable take it 2 seconds, 200 take 15.
"""

_OPERATORS = frozenset("!+-*/|&^=<>")
_JOINING = frozenset({"union", "optional", "minus", "filter", "bind", "exists", "if", "graph", "lateral", "as"})
_BEFORE_DATA = frozenset({"construct", "insert", "delete", "data"})
_BEFORE_GRAPH = frozenset({"graph", "from", "named", "describe"})
_TERMS = frozenset({"iri", "name", "variable", "string", "number", "blank"})
_AGGREGATES = frozenset({"count", "sum", "min", "max", "avg", "sample", "group_concat"})
_BRACKETS = {"(": ")", "{": "}", "[": "]", "<<": ">>"}
_DOUBTFUL = frozenset("#'()[]")
_WITH_AUTHORITY = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")
_NO_OPERAND = frozenset("(,=!&|+-*/<>")
"""Behind these no comparison can begin."""
_ASK_FOR_LESS = "put less into one query, or ask in several"


def check_query(text: str, services: Collection[str] = ()) -> None:
    """Raise `QueryTooComplex`, `QueryForbidden` or `QuerySyntaxError` for a query that must not reach the engine.

    `services` are the IRIs of the endpoints that SERVICE may name.
    """
    _check_length(text, LONGEST_QUERY, _ASK_FOR_LESS)
    every = tokens_of(text)
    if len(every) > MOST_TOKENS:
        reason = f"the text has more than {MOST_TOKENS:,} names and signs"
        raise _refusal(QueryTooComplex, text, every[MOST_TOKENS], reason, _ASK_FOR_LESS)
    tokens = _without_comments(every)
    if "service" in text.lower() or sum(map(text.count, _BRACKETS)) > DEEPEST_NESTING:
        _check_plainness(text, tokens)
    _check_federation(text, tokens, services)
    _check_size(text, tokens)
    _check_aggregates(text, tokens)


def check_update(text: str) -> None:
    """Raise `QueryTooComplex`, `QueryForbidden` or `QuerySyntaxError` for an update that must not reach the engine."""
    _check_length(text, LONGEST_UPDATE, "send large data to /graphs, or in several updates")
    tokens = _without_comments(read_tokens(text))
    _check_plainness(text, tokens)  # of what an update changes nothing may be read in two ways
    _check_federation(text, tokens, ())
    _check_loading(text, tokens)
    _check_size(text, tokens)
    _check_aggregates(text, tokens)


def _without_comments(tokens: Iterable[Token]) -> list[Token]:
    return [token for token in tokens if token.kind != "comment"]


def _check_length(text: str, longest: int, hint: str) -> None:
    if len(text) > longest:
        reason = f"the text has {len(text):,} characters; at most {longest:,} are read"
        raise QueryTooComplex(reason, *locate(text, longest), hint)


def _check_plainness(text: str, tokens: Iterable[Token]) -> None:
    """Refuse what might be read in two ways."""
    for token in _ambiguous(tokens):
        hint = f"write {token.text} as an absolute IRI or with a prefix; or leave a blank behind “<” if it compares"
        raise _refusal(QueryTooComplex, text, token, "it is not plain whether this is an IRI or a comparison", hint)


def _ambiguous(tokens: Iterable[Token]) -> Iterator[Token]:
    """The tokens `<…>` that may be a comparison instead of an IRI, with a string, comment or bracket in it.

    In `FILTER(?a<'b>' && …` the engine reads the string `'b>'`. So it can only be behind an operand in round brackets,
    which alone hold expressions, or behind another `<`: `<<ex:a#>` may begin a triple. Of IRIs there, those are in
    doubt that hold a character which would begin or end something else; a scheme and two slashes are no expression.
    """
    depth, before = 0, Token("begin", "", -2)
    for token in tokens:
        if token.kind == "symbol":
            depth += (token.text == "(") - (token.text == ")")
        elif token.kind == "iri" and not _DOUBTFUL.isdisjoint(token.text) and not _WITH_AUTHORITY.match(token.text):
            is_glued = before.text == "<" and before.start == token.start - 1
            if is_glued or (depth > 0 and before.text not in _NO_OPERAND):
                yield token
        before = token


def _check_federation(text: str, tokens: Iterable[Token], services: Collection[str]) -> None:
    """Refuse SERVICE, also where it is glued to its neighbours: `1SERVICE<…>`, `SERVICEex:sparql{…}`.

    An endpoint that may be asked must be named by its IRI, written out.
    """
    if "service" not in text.lower():
        return
    loudly = [token for token in tokens if not (token.kind == "word" and token.text.lower() == "silent")]
    before = Token("begin", "", -2)
    for token, following in pairwise([*loudly, Token("end", "", len(text))]):
        is_call = _is_service(token) or (
            _is_glued_service(token, following) and before.text.lower() not in _BEFORE_GRAPH
        )
        is_allowed = token.text.lower() in ("service", "servicesilent") and following.text[1:-1] in services
        before = token
        if not is_call or (is_allowed and following.kind == "iri"):
            continue
        hint = "ask the other endpoint itself, and put what it answers into VALUES"
        if services:
            hint = f"SERVICE may name, by the IRI written out, only <{'>, <'.join(sorted(services))}>"
        raise _refusal(QueryForbidden, text, token, "this service asks no other one for SERVICE", hint)


def _is_service(token: Token) -> bool:
    return token.kind == "word" and "service" in token.text.lower()


def _is_glued_service(token: Token, following: Token) -> bool:
    return token.kind == "name" and following.text == "{" and "service" in token.text.partition(":")[0].lower()


def _check_loading(text: str, tokens: Iterable[Token]) -> None:
    """Refuse LOAD, also where it is glued to its neighbours: `LOADSILENT<…>`, `LOADex:data`.

    Outside of all brackets a name that is not glued to a keyword follows one: `CLEAR GRAPH load:x`.
    """
    depth, before = 0, ""
    for token in tokens:
        depth += (token.text in _OPENING) - (token.text in _CLOSING)
        glued = token.kind == "name" and before != "word"
        if depth == 0 and (token.kind == "word" or glued) and token.text.lower().startswith("load"):
            hint = "send the data itself: by INSERT DATA, or to /graphs"
            raise _refusal(QueryForbidden, text, token, "nothing is fetched here for LOAD", hint)
        before = token.kind


_OPENING, _CLOSING = frozenset(_BRACKETS), frozenset(_BRACKETS.values())


def _check_aggregates(text: str, tokens: Iterable[Token]) -> None:
    """Refuse an aggregate within an aggregate, which the engine takes for one of nothing."""
    are_aggregated = [False]
    before = Token("begin", "", -2)
    for token in tokens:
        is_aggregate = token.text == "(" and before.kind == "word" and before.text.lower() in _AGGREGATES
        if is_aggregate and are_aggregated[-1]:
            hint = "aggregate in a subquery first: { SELECT (COUNT(?x) AS ?n) { … } GROUP BY ?y }"
            raise _refusal(QuerySyntaxError, text, before, "an aggregate cannot be within another one", hint)
        if token.text in _OPENING:
            are_aggregated.append(is_aggregate or (are_aggregated[-1] and token.text != "{"))
        elif token.text in _CLOSING and len(are_aggregated) > 1:
            are_aggregated.pop()
        before = token


class _Place(Enum):
    """What stands in a bracket."""

    EXPRESSION = auto()
    PATTERN = auto()
    LIST = auto()
    """Round brackets in a pattern: of a collection or a path."""
    DATA = auto()
    """Terms that are not looked for: of VALUES, INSERT DATA and templates."""


def _check_size(text: str, tokens: Sequence[Token]) -> None:
    size = _Size()
    for token in tokens:
        size.take(token)
        if reason := size.excess():
            raise _refusal(QueryTooComplex, text, token, *reason)


class _Size:
    """How deep a text is up to a token, and of how many operators and patterns its current operation is."""

    def __init__(self) -> None:
        self._open: list[tuple[str, _Place]] = [("", _Place.EXPRESSION)]
        self._operators = self._patterns = 0
        self._are_values = self._is_description = False
        self._before = self._earlier = Token("begin", "", -2)

    def take(self, token: Token) -> None:
        """Read the next token."""
        closing, place = self._open[-1]
        if place is not _Place.DATA:
            if token.kind == "word":
                self._take_word(token.text.lower(), place)
            elif token.kind == "symbol":
                self._take_symbol(token, place)
            self._operators += self._is_description and token.kind in _TERMS  # the engine nests what it describes
            self._take_pattern(token, place)
        if token.kind == "symbol":
            if token.text in _OPENING:
                self._open.append((_BRACKETS[token.text], self._place_within(token, place)))
            elif token.text == closing:
                self._open.pop()
        self._earlier, self._before = self._before, token

    def excess(self) -> tuple[str, str] | None:
        """What is too much, and what would be right."""
        if len(self._open) > DEEPEST_NESTING + 1:
            return (
                f"brackets are nested more than {DEEPEST_NESTING} deep",
                "leave out brackets, or ask in several steps",
            )
        if self._operators > MOST_OPERATORS:
            return f"more than {MOST_OPERATORS} operators and joins", "put long lists of terms into VALUES"
        if self._patterns > MOST_PATTERNS:
            return (
                f"more than {MOST_PATTERNS} patterns are to be put in order, which would take minutes",
                "put long lists of terms into VALUES, or ask in several queries",
            )
        return None

    def _take_word(self, word: str, place: _Place) -> None:
        self._operators += word in _JOINING
        self._is_description = word == "describe"
        if word == "values":
            self._are_values = True
            self._patterns += 1
        elif word == "select" and place is _Place.PATTERN:
            self._open[-1] = (self._open[-1][0], _Place.EXPRESSION)  # its pattern is in braces of its own

    def _take_symbol(self, token: Token, place: _Place) -> None:
        text = token.text
        if text in "({":
            self._operators += text == "("
            self._is_description = False
        elif text in _OPERATORS:
            is_second = self._before.kind == "symbol" and text in "|&=" and self._before.start == token.start - 1
            is_sign = text in "+-" and self._before.text in "(,"
            self._operators += not is_second and not is_sign  # `||`, `&&`, `<=`; the numbers of a list
            self._patterns += text == "/" and place is not _Place.EXPRESSION
            self._patterns += text == "|" and self._before.text == "{"  # an annotation
        elif text == "<<":
            self._patterns += place is _Place.PATTERN  # beside the triple, one that says what stands for it
        elif text == ";" and len(self._open) == 1:  # another operation of an update
            self._operators = self._patterns = 0

    def _take_pattern(self, token: Token, place: _Place) -> None:
        """Count a triple by the term with which it, or what its subject shares with others, begins."""
        if token.kind not in _TERMS and token.text not in ("a", "[", "(", "<<", "^", "!"):
            return
        if place is _Place.PATTERN:
            self._patterns += self._before.text in (".", ",", ";", "{", "}", "[", ")")
        elif place is _Place.LIST and self._before.text not in _OPERATORS:
            self._patterns += 2  # an item, and the rest

    def _place_within(self, token: Token, place: _Place) -> _Place:
        if place is _Place.DATA:
            return place
        before = self._before
        if token.text == "{":
            is_data = self._are_values or before.text.lower() in _BEFORE_DATA
            self._are_values = False
            return _Place.DATA if is_data else _Place.PATTERN
        if token.text == "<<" or before.text == "<<":
            return place
        if token.text == "[":
            return _Place.PATTERN
        if place is not _Place.PATTERN:
            return place
        is_call = (before.kind == "word" and before.text != "a") or self._earlier.text.lower() == "filter"
        return _Place.EXPRESSION if is_call else _Place.LIST


def _refusal(kind: type[TextError], text: str, token: Token, reason: str, hint: str) -> TextError:
    line, column = locate(text, token.start)
    return kind(f"line {line}, column {column}: {reason}", line, column, hint)
