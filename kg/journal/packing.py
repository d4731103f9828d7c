"""Articles, graphs and decisions as the bytes that a journal keeps."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from datetime import date
from typing import Any

from rdflib import Literal, URIRef

from kg.errors import JournalError
from kg.journal import Decision, Entry, Kind, State
from kg.records import Article, text_digest
from kg.terms import Triple

COLUMNS = """number, kind, state, article, key, received, settled,
(SELECT name FROM version WHERE version.number = entry.version), reason, CAST(metadata AS BLOB)"""
"""The row of an entry; metadata that are not UTF-8 are to be told as damaged, like all that are not as written."""

_MENDED = "kg rebuild lets it go, and reads again what has its text"
_LOST = "move the folder away and kg restore the last backup that is whole"
_OF_DECISION = ("ages", "labels", "rule", "evidence", "words")
_QUICK = 1  # a fifth larger than at zlib's default level, in half the time
_METADATA = [part.name for part in fields(Article) if part.name != "text"]


@contextmanager
def as_written(what: str, cure: str = _MENDED) -> Iterator[None]:
    """Tell of what cannot be unpacked that it is damaged, and what helps: `JournalError`."""
    try:
        yield
    except (zlib.error, ValueError, TypeError, AttributeError) as error:
        raise JournalError(f"{what} in the journal is damaged: {cure}") from error


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


def is_whole_description(metadata: bytes | None) -> bool:
    """Whether an article can be made of these metadata."""
    with suppress(ValueError, TypeError, AttributeError):
        _described("", metadata)
        return True
    return False


def describe(article: Article) -> str:
    """All that is known of the article but its text, as JSON; equal metadata give the same characters."""
    told = {name: getattr(article, name) for name in _METADATA}
    return json.dumps({name: value for name, value in told.items() if value not in (None, ())}, default=str)


def unpack_article(key: str, metadata: bytes | None, packed: bytes | None) -> Article:
    """The article as it was received; `JournalError` if its text or its metadata are damaged."""
    with as_written(f"the article {key}"):
        return _described(zlib.decompress(packed or b"").decode(), metadata)


def _described(text: str, metadata: bytes | None) -> Article:
    told: dict[str, Any] = json.loads(metadata or b"")
    for name in ("authors", "notes"):
        told[name] = tuple(told.get(name, ()))
    if "published" in told:
        told["published"] = date.fromisoformat(told["published"])
    return Article(text, **told)


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


def unpack_entry(row: Sequence[Any]) -> Entry:
    """The entry of a row (`COLUMNS`); `JournalError` if it is damaged."""
    number, kind, state, article, key, received, settled, version, reason, metadata = row
    with as_written(f"entry {number} ({kind} {state}, {key})", _LOST):
        known = Kind(kind), State(state)
    source = None
    if metadata is not None and kind == Kind.ARTICLE:
        with as_written(f"entry {number} (the article {key})"):
            source = _described("", metadata).source
    return Entry(number, *known, article, key, received, settled, source, version, reason)


def unpack_decision(row: Sequence[Any]) -> Decision:
    """The decision of a row (`COLUMNS`); `JournalError` if it is damaged."""
    entry, metadata = unpack_entry(row), row[-1]
    one, other, reason = URIRef(entry.article), URIRef(entry.key), entry.reason or ""
    with as_written(f"entry {entry.number} ({entry.kind} of {one} and {other})", _LOST):
        told: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in json.loads(metadata or b"{}").items()
        }
        return Decision(entry.kind, one, other, reason, **told, number=entry.number, made=entry.received)
