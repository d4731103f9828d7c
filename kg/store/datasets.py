"""Which graphs a query's FROM clauses name, and their merge.

SPARQL 1.1, section 13.2: the default graph of several FROM is the merge of these graphs. The engine gives a
row for each copy of a triple instead, so that counts come out too high; here the merge is made first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from kg.lexer import Token, read_tokens
from kg.store import Query


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs merged into the default graph, and those that GRAPH sees."""

    default: tuple[ox.NamedNode, ...]
    named: tuple[ox.NamedNode, ...]


def read_dataset(text: str, base_iri: str | None) -> Dataset:
    """The dataset of the FROM and FROM NAMED clauses; empty without any, or where one is malformed."""
    tokens = [token for token in read_tokens(text) if token.kind != "comment"]
    default: list[Token] = []
    named: list[Token] = []
    for at, token in enumerate(tokens[:-1]):
        if token.kind == "word" and token.text.upper() == "FROM":
            is_named = tokens[at + 1].text.upper() == "NAMED"
            (named if is_named else default).extend(tokens[at + 1 + is_named : at + 2 + is_named])
    prologue = _prologue(text, tokens)
    try:
        return Dataset(resolve(prologue, default, base_iri), resolve(prologue, named, base_iri))
    except SyntaxError:  # the engine will refuse the whole query, and name the right place in it
        return Dataset((), ())


def _prologue(text: str, tokens: list[Token]) -> str:
    forms = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    return text[: next((t.start for t in tokens if t.kind == "word" and t.text.upper() in forms), 0)]


def resolve(prologue: str, terms: list[Token], base_iri: str | None) -> tuple[ox.NamedNode, ...]:
    """The IRIs that names and relative references stand for: the engine itself is asked.

    Raises `SyntaxError` for what stands for none.
    """
    if not terms:
        return ()
    columns = " ".join(f"({term.text} AS ?g{n})" for n, term in enumerate(terms))
    (row,) = ox.Store().query(f"{prologue} SELECT {columns} {{}}", base_iri=base_iri)  # type: ignore[misc]
    return tuple(name for name in row if isinstance(name, ox.NamedNode))


def merge(triples_of: Callable[[ox.NamedNode], Iterable[ox.Triple]], dataset: Dataset) -> ox.Store:
    """A store in memory with the merge as its default graph, beside the named graphs."""
    merged = ox.Store()
    for name in dataset.default:
        merged.extend(ox.Quad(*triple) for triple in triples_of(name))
    for name in dataset.named:
        merged.extend(ox.Quad(s, p, o, name) for s, p, o in triples_of(name))
    return merged


def chosen_dataset(query: Query) -> Dataset | None:
    """The dataset of a query's request, else of its FROM clauses; `None` where it names none."""
    dataset = Dataset(tuple(map(ox.NamedNode, query.default_graphs)), tuple(map(ox.NamedNode, query.named_graphs)))
    if not (dataset.default or dataset.named) and "FROM" in query.text.upper():
        dataset = read_dataset(query.text, query.base_iri)
    return dataset if dataset.default or dataset.named else None
