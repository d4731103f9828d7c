"""The columns of `SELECT *` in the order in which the query names them first; the engine has that of the alphabet."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from kg.lexer import Token, read_tokens
from kg.store.answers import Results

_SELECT = ("select", "selectdistinct", "selectreduced")
"""How it may begin: the engine reads keywords also where they touch."""


def in_order(ask: Callable[[str], Results], text: str) -> Results:
    """What the engine, asked with a text, answers to this query.

    It tells which variables are columns, since not all of the text are; where their order is another one, it is asked
    again for them by their names. With SERVICE it is asked once only, since it asks another endpoint each time.
    """
    results = ask(text)
    if "*" not in text or any(token.text.lower() == "service" for token in read_tokens(text)):
        return results
    if not isinstance(results, ox.QuerySolutions):
        return results
    named = naming_columns(text, [variable.value for variable in results.variables])
    return results if named is None else ask(named)


def naming_columns(text: str, columns: list[str]) -> str | None:
    """A query with the names of its columns, which are these, in place of `*`, or nothing if it need not be changed."""
    star = _star_of(text)
    if star is None:
        return None
    told = dict.fromkeys(token.text[1:] for token in read_tokens(text[star.start :]) if token.kind == "variable")
    ordered = [name for name in told if name in columns]
    ordered += [name for name in columns if name not in told]  # written with escapes
    names = " ".join(f"?{name}" for name in ordered)
    return None if ordered == columns else f"{text[: star.start]} {names} {text[star.start + 1 :]}"


def _star_of(text: str) -> Token | None:
    """The `*` of the outermost SELECT, before which there are only prefixes and a base."""
    if "*" not in text:
        return None
    words = (token for token in read_tokens(text) if token.kind != "comment")
    if not any(token.kind == "word" and token.text.lower() in _SELECT for token in words):
        return None
    following = next((token for token in words if token.text.lower() not in ("distinct", "reduced")), None)
    return following if following is not None and following.text == "*" else None
