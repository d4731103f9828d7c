"""Articles, graphs and decisions as the bytes that a journal keeps."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import fields
from datetime import date
from typing import Any

from rdflib import Literal, URIRef

from kg.journal import Decision, Kind
from kg.records import Article, text_digest
from kg.terms import Triple

_OF_DECISION = ("ages", "labels", "rule", "evidence", "words")
_QUICK = 1  # a fifth larger than at zlib's default level, in half the time
_METADATA = [part.name for part in fields(Article) if part.name != "text"]


def pack_text(text: str) -> bytes:
    """The text, compressed."""
    return zlib.compress(text.encode())


def is_whole_text(digest: str, packed: bytes) -> bool:
    """Whether the text is the one of this digest (`Article.digest`)."""
    with suppress(zlib.error, UnicodeDecodeError):
        return text_digest(zlib.decompress(packed).decode()) == digest
    return False


def is_whole_graph(packed: bytes) -> bool:
    """Whether the checksum of the compressed graph is right."""
    with suppress(zlib.error):
        return bool(zlib.decompress(packed))
    return False


def describe(article: Article) -> str:
    """All that is known of the article but its text, as JSON; equal metadata give the same characters."""
    told = {name: getattr(article, name) for name in _METADATA}
    return json.dumps({name: value for name, value in told.items() if value not in (None, ())}, default=str)


def unpack_article(metadata: str, packed: bytes) -> Article:
    """The article as it was received."""
    told: dict[str, Any] = json.loads(metadata)
    for name in ("authors", "notes"):
        told[name] = tuple(told.get(name, ()))
    if "published" in told:
        told["published"] = date.fromisoformat(told["published"])
    return Article(zlib.decompress(packed).decode(), **told)


def pack_graph(triples: Iterable[Triple]) -> bytes:
    """The triples in order, compressed: three strings each, and for a literal its datatype and its language too."""
    rows = sorted((*map(str, triple), *_of_literal(triple[2])) for triple in triples)
    return zlib.compress(json.dumps(rows).encode(), _QUICK)


def _of_literal(value: URIRef | Literal) -> tuple[str, ...]:
    return (str(value.datatype or ""), value.language or "") if isinstance(value, Literal) else ()


def unpack_graph(packed: bytes) -> set[Triple]:
    """The triples, each literal written as it was."""
    return {_triple(*row) for row in json.loads(zlib.decompress(packed))}


def _triple(subject: str, predicate: str, value: str, *of_literal: str) -> Triple:
    if not of_literal:
        return URIRef(subject), URIRef(predicate), URIRef(value)
    datatype, language = of_literal
    literal = Literal(value, language or None, URIRef(datatype) if datatype else None, normalize=False)
    return URIRef(subject), URIRef(predicate), literal


def describe_decision(decision: Decision) -> str:
    """All of a decision that has no column of its own, as JSON."""
    told = {name: getattr(decision, name) for name in _OF_DECISION}
    return json.dumps({name: value for name, value in told.items() if value})


def unpack_decision(
    number: int, kind: str, one: str, other: str, made: str, reason: str, metadata: str | None
) -> Decision:
    """The decision of an entry."""
    told: dict[str, Any] = {
        name: tuple(v) if isinstance(v, list) else v for name, v in json.loads(metadata or "{}").items()
    }
    return Decision(Kind(kind), URIRef(one), URIRef(other), reason, **told, number=number, made=made)
