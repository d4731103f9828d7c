"""Queries for an engine on which the merge is a named graph: the same question in words that every engine reads alike.

The engines disagree about what a query sees without GRAPH, about the answer to ASK, and about DESCRIBE; and some cut
the answer to CONSTRUCT without a sign. So only SELECT is sent, its pattern within GRAPH, and the rest is done here.
The texts must be queries that an engine has parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rdflib.term import Literal, URIRef

from kg.lexer import Token, read_tokens
from kg.store.engine_terms import engine_term

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CLOSING = {"{": "}", "(": ")"}


@dataclass(frozen=True, slots=True)
class Parts:
    """A query in pieces: what stands before its form, between form and pattern, the pattern in braces, and after it.

    `template` is that of a CONSTRUCT, in braces.
    """

    prologue: str
    form: str
    head: str
    group: str
    tail: str
    template: str = ""

    @property
    def is_of_nothing(self) -> bool:
        """Whether the query asks no graph: its pattern is empty."""
        return self.form != "DESCRIBE" and len(_words(self.group)) == 2

    def select(self, columns: str, limit: str = "") -> str:
        """A SELECT of these columns over the same pattern with the same modifiers."""
        return f"{self.prologue}\nSELECT {columns}\nWHERE {self.group}\n{self.tail}\n{limit}"


@dataclass(frozen=True, slots=True)
class Rewriting:
    """Over which graph a query without GRAPH is to be asked, and which graphs no `GRAPH ?variable` is to see."""

    merged: URIRef
    hidden: tuple[URIRef, ...] = ()

    def parts(self, text: str, bindings: Mapping[str, URIRef | Literal] | None = None) -> Parts:
        """The pieces of a query over the merge; `bindings` put terms in place of its variables."""
        parts = _split(self._hiding(text))
        if parts.is_of_nothing:
            return parts
        values = "".join(f"VALUES ?{name} {{ {engine_term(term)} }} " for name, term in (bindings or {}).items())
        # Beside the patterns: a filter sees only what its own group binds. An inner SELECT must be a group by itself.
        rest = parts.group if _is(_words(parts.group)[1], "SELECT") else parts.group[1:-1]
        group = self.over_merge(f"{{ {values}{rest} }}" if values else parts.group)
        return replace(parts, head=self._nested(parts.head), group=group, tail=self._nested(parts.tail))

    def over_merge(self, group: str) -> str:
        """The group as it is to be asked."""
        return f"{{ GRAPH {self.merged.n3()} {group} }}"

    @property
    def set_aside(self) -> str:
        """How the names of graphs begin that hold what is being written."""
        return f"{self.merged}/"

    def is_seen(self, graph: URIRef) -> bool:
        """Whether the graph is neither the merge nor hidden, and does not hold what is being written."""
        return graph not in (self.merged, *self.hidden) and not graph.startswith(self.set_aside)

    def unseen(self, variable: str) -> str:
        """The filter that keeps the merge, what is being written and the hidden graphs away."""
        names = ", ".join(name.n3() for name in (self.merged, *self.hidden))
        return f"FILTER({variable} NOT IN ({names}) && !STRSTARTS(STR({variable}), {Literal(self.set_aside).n3()}))"

    def _hiding(self, text: str) -> str:
        def follows(tokens: Sequence[Token], at: int) -> str:
            variable = tokens[at - 1].text
            if at < 2 or tokens[at - 1].kind != "variable" or not _is(tokens[at - 2], "GRAPH"):
                return ""
            # Some engines keep the names of graphs that hold nothing any longer.
            is_empty = tokens[at + 1].text == "}"
            holding = f" FILTER EXISTS {{ GRAPH {variable} {{ ?kg_s ?kg_p ?kg_o }} }}" if is_empty else ""
            return f" {self.unseen(variable)}{holding}"

        return _around_groups(text, lambda _tokens, _at: "", follows)

    def _nested(self, text: str) -> str:
        """The text with the patterns that expressions of SELECT, HAVING and the like ask for."""

        def is_pattern(tokens: Sequence[Token], at: int) -> bool:
            return at > 0 and _is(tokens[at - 1], "EXISTS")

        return _around_groups(
            text,
            lambda tokens, at: f"{{ GRAPH {self.merged.n3()} " if is_pattern(tokens, at) else "",
            lambda tokens, at: " }" if is_pattern(tokens, at) else "",
        )


def describing(prologue: str, merge: Rewriting, terms: Iterable[str]) -> str:
    """A SELECT of all that the merge says of some entities."""
    pattern = f"{{ VALUES ?subject {{ {' '.join(terms)} }} ?subject ?predicate ?object }}"
    return f"{prologue}\nSELECT DISTINCT ?subject ?predicate ?object WHERE {merge.over_merge(pattern)}"


def named_in(text: str) -> list[str]:
    """The IRIs in a piece of a query, as they are written."""
    return [token.text for token in read_tokens(text) if token.kind in ("iri", "name")]


def variables_in(text: str) -> list[str]:
    """The variables in a piece of a query, each once."""
    return list(dict.fromkeys(token.text for token in read_tokens(text) if token.kind == "variable"))


def _around_groups(
    text: str,
    before: Callable[[Sequence[Token], int], str],
    after: Callable[[Sequence[Token], int], str],
) -> str:
    """The text with something before and after each of its groups; both are told the place of its opening brace."""
    tokens = _words(text)
    inserted: list[tuple[int, str]] = []
    for at, token in enumerate(tokens):
        if token.text == "{":
            end = tokens[_end_of(tokens, at)].start + 1
            inserted += [(token.start, before(tokens, at)), (end, after(tokens, at))]
    pieces, done = [], 0
    for place, addition in sorted(inserted, key=lambda item: item[0]):
        pieces += [text[done:place], addition]
        done = place
    return "".join([*pieces, text[done:]])


def _split(text: str) -> Parts:
    tokens = _words(text)
    at = next(at for at, token in enumerate(tokens) if token.kind == "word" and token.text.upper() in _FORMS)
    form, head_from = tokens[at].text.upper(), tokens[at].start + len(tokens[at].text)
    prologue, opening = text[: tokens[at].start], _opening(tokens, at + 1)
    if opening == len(tokens):  # DESCRIBE of IRIs alone
        return Parts(prologue, form, text[head_from:], "{}", "")
    template = _slice(text, tokens, opening) if form == "CONSTRUCT" else ""
    if template and not _is(tokens[at + 1], "WHERE"):
        opening = _opening(tokens, _end_of(tokens, opening) + 1)
    where = opening - 1 if _is(tokens[opening - 1], "WHERE") else opening
    group = _slice(text, tokens, opening)
    head, tail = text[head_from : tokens[where].start], text[tokens[opening].start + len(group) :]
    return Parts(prologue, form, head, group, tail, template)


def _opening(tokens: Sequence[Token], start: int) -> int:
    """The place of the first brace that stands in no parenthesis."""
    at = start
    while at < len(tokens) and tokens[at].text != "{":
        at = _end_of(tokens, at) + 1 if tokens[at].text == "(" else at + 1
    return at


def _end_of(tokens: Sequence[Token], opening: int) -> int:
    depth = 0
    for at in range(opening, len(tokens)):
        if tokens[at].text == tokens[opening].text:
            depth += 1
        elif tokens[at].text == _CLOSING[tokens[opening].text]:
            depth -= 1
        if not depth:
            return at
    raise ValueError("a bracket is never closed")


def _slice(text: str, tokens: Sequence[Token], opening: int) -> str:
    return text[tokens[opening].start : tokens[_end_of(tokens, opening)].start + 1]


def _words(text: str) -> list[Token]:
    return [token for token in read_tokens(text) if token.kind != "comment"]


def _is(token: Token, word: str) -> bool:
    return token.kind == "word" and token.text.upper() == word
