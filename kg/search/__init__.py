"""Words looked up in names and texts: the port of the index, what is asked of it and what it finds.

The graph is the source: whatever the index holds follows from named graphs and can be made anew from them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kg.errors import SearchError

if TYPE_CHECKING:  # `kg --help` names the kinds, and is to come at once
    from rdflib import URIRef


class Kind(StrEnum):
    """What can be found, by the names that `--kind` and `?kind=` have."""

    PERSON = "person"
    STATE = "state"
    ORGANISATION = "organisation"
    OFFICE = "office"
    PLACE = "place"
    TOPIC = "topic"
    PROJECT = "project"
    ARTICLE = "article"
    MEETING = "meeting"
    HOLDING = "holding"
    STATEMENT = "statement"


class Part(StrEnum):
    """What a value is to its subject."""

    LABEL = "label"
    ALIAS = "alias"
    TEXT = "text"


class Entry(NamedTuple):
    """One value by which a subject is found."""

    subject: URIRef
    kind: Kind
    part: Part
    value: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What the index is to hold of one named graph; `stamp` is another one when the graph is, as a rule."""

    stamp: str = ""
    entries: frozenset[Entry] = frozenset()


class Piece(NamedTuple):
    """A stretch of text, and whether it is what was looked for."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject that was found; `snippet` are the words around the match, where they are not those of its label."""

    subject: URIRef
    kind: Kind
    label: tuple[Piece, ...]
    snippet: tuple[Piece, ...] = ()

    @property
    def name(self) -> str:
        """Its label without marks."""
        return plain(self.label)


def plain(pieces: Collection[Piece]) -> str:
    """The text of the pieces."""
    return "".join(piece.text for piece in pieces)


@dataclass(frozen=True, slots=True)
class Found:
    """Hits in their order, and how many there are in all."""

    total: int = 0
    hits: list[Hit] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that follow one another, as typed and in small letters without accents.

    `is_beginning` says that the last word may be the beginning of a longer one.
    """

    text: str
    words: tuple[str, ...]
    is_beginning: bool = False


class Search(Protocol):
    """Finds subjects; it may be asked while the index is written."""

    def find(self, terms: Sequence[Term], kind: Kind | None, most: int, after: int = 0) -> Found:
        """The subjects that have all terms: `most` of them past the first `after`; none where there are no terms.

        First those of which a name is these very words, then those that have all terms in their names, those called by
        their participants after others, then those that have them in their texts; within these by weight (BM25).
        `SearchError` where there is no index yet, or one that cannot be read.
        """
        ...


class NoSearch:
    """Where there is no index: whoever asks is told so."""

    def find(self, *_: object, **__: object) -> Found:
        """Always `SearchError`."""
        raise SearchError("this installation has no search index")


class SearchIndex(Protocol):
    """Keeps entries by the graphs that tell them; one process at a time may."""

    def stamps(self) -> dict[URIRef, str | None]:
        """The graphs that it knows with their stamps; `None` where it may be behind the graph."""
        ...

    def is_empty(self) -> bool:
        """Whether it knows no graph, as one that was just made."""
        ...

    def expect(self, graphs: Collection[URIRef]) -> None:
        """Note that these graphs are about to change, so that it is known if the process dies before `replace`."""
        ...

    def replace(self, graphs: Mapping[URIRef, Contents]) -> None:
        """Hold exactly this of each graph, and of one that is gone nothing; all or none, durably."""
        ...

    def purge(self) -> None:
        """Overwrite on the disk what is no longer held."""
        ...

    def close(self) -> None:
        """Let another process write."""
        ...
