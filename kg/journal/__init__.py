"""What was accepted, before and after it is in the store: the port of the journal, from which a store can be rebuilt.

An entry stands for one edition of an article, for a decision: that one is taken down or admitted again, or that two
things are one, are not, or a record is misread; or for what somebody wrote into a graph over HTTP.
The journal holds the article as it was received and the graph that was read from it; the store is an index of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from rdflib import URIRef

from kg.errors import ArticleError
from kg.records import Article
from kg.terms import Triple


class State(StrEnum):
    """What has become of an entry."""

    RECEIVED = "received"
    """It is safe in the journal, and to be done."""
    EXTRACTED = "extracted"
    """The graph of the article is in the journal, and to be put into the store."""
    STORED = "stored"
    """The store has it, durably; of a decision: it is carried out."""
    REPLACED = "replaced"
    """A later edition of the article is stored in its place."""
    SKIPPED = "skipped"
    """A later edition came before this one was stored."""
    QUARANTINED = "quarantined"
    """It cannot be read, and `reason` tells why; an older reading of it stays in the store."""
    WITHDRAWN = "withdrawn"
    """A rollback took it out of the store; its text is kept, and it comes in again when it is ingested or re-read.

    Of a decision on identity: it holds no longer."""
    REMOVED = "removed"
    """The article is taken down: its text, its metadata and its graph are erased."""


class Kind(StrEnum):
    """What an entry stands for."""

    ARTICLE = "article"
    REMOVAL = "removal"
    READMISSION = "readmission"
    ROLLBACK = "rollback"
    """All articles as they were in a published version; the key names it."""
    LINK = "link"
    """The machine takes two for one."""
    SPLIT = "split"
    """A link holds no longer."""
    SAME = "same"
    """Somebody says that two are one."""
    DIFFERENT = "different"
    """Somebody says that two are not one."""
    WRONG = "wrong"
    """Somebody says that a record of an article is misread."""
    UNDO = "undo"
    """What somebody said holds no longer."""
    CONTRIBUTION = "contribution"
    """What a graph holds since somebody wrote it over HTTP; the key is its name."""


ON_IDENTITY = (Kind.LINK, Kind.SAME, Kind.DIFFERENT, Kind.WRONG)
"""Decisions that hold until another one withdraws them."""

WITHDRAWING = (Kind.SPLIT, Kind.UNDO)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the journal; times are UTC in ISO 8601. `version` is that of the extractor."""

    number: int
    kind: Kind
    state: State
    article: str
    key: str
    received: str
    settled: str | None
    source: str | None
    version: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Selection:
    """Which entries are wanted: in any of these states if there are some, received since a moment, about a text.

    `since` is the beginning of a time in ISO 8601; `about` a part of key, IRI or source. The latest `most` are shown.
    """

    states: tuple[State, ...] = ()
    since: str = ""
    about: str = ""
    most: int = 50


@dataclass(frozen=True, slots=True)
class Removal:
    """That an article is taken down, since when, and why."""

    article: URIRef
    since: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What the machine (`LINK`) or somebody decided about `one` and `other`; of a misread record both are it.

    `ages` are the entries with which the journal first told of each, the lower one the earlier, and `labels` what they
    are called. `rule` and `evidence`, IRIs of articles, are the machine's reasons. `words` is the digest of the words
    of a misread record. `number` and `made`, UTC in ISO 8601, are those of the entry.
    """

    kind: Kind
    one: URIRef
    other: URIRef
    reason: str
    ages: tuple[int, int] = (0, 0)
    labels: tuple[str, str] = ("", "")
    rule: str = ""
    evidence: tuple[str, ...] = ()
    words: str = ""
    number: int = 0
    made: str = ""


class IngestLog(Protocol):
    """What reading articles needs of a journal. Whatever changes it is durable on return, whole or not at all.

    An article is named by its IRI, and what is noted of it concerns its latest edition. Raises `JournalError`.
    """

    def removal(self, article: URIRef) -> Removal | None:
        """Its removal, while it is taken down."""
        ...

    def holds(self, article: URIRef) -> bool:
        """Whether the journal has the text and a graph of the article."""
        ...

    def receive(self, articles: Mapping[URIRef, Article]) -> None:
        """Take articles in. One that is in the journal just so is to be read again; another edition is a new entry."""
        ...

    def note_extracted(self, graphs: Mapping[URIRef, Iterable[Triple]], version: str) -> None:
        """Keep what was read from articles, before the store has it."""
        ...

    def settle(self, stored: Collection[URIRef], quarantined: Mapping[URIRef, str]) -> None:
        """Note which articles are durable in the store, and which cannot be read, with the reason."""
        ...

    def names(self) -> set[URIRef]:
        """The articles of which it has a graph: those that the store is to hold."""
        ...

    def graph(self, article: URIRef) -> set[Triple]:
        """The graph that the store is to hold, as it was read: what is decided about identity is to be applied."""
        ...

    def decisions(self) -> list[Decision]:
        """What is decided about identity and holds, in the order in which it was."""
        ...

    def decide(self, decisions: Collection[Decision], withdrawn: Mapping[int, str]) -> None:
        """Decide all of these, and withdraw those of the numbers, each for its reason."""
        ...

    def open_decisions(self) -> list[Decision]:
        """Decisions on identity, and withdrawals of them, that have not been carried out in the store."""
        ...

    def note_decided(self, numbers: Collection[int]) -> None:
        """Note that these are carried out."""
        ...

    def age(self, articles: Collection[URIRef]) -> int:
        """The first entry of any of these articles; 0 without one."""
        ...


class ContributionLog(Protocol):
    """What a journal keeps of graphs that people write over HTTP. Whatever changes it is durable on return."""

    def contribute(self, graphs: Mapping[URIRef, Iterable[Triple]], reason: str) -> None:
        """Keep what people's graphs are to hold from now on; one without triples is to go."""
        ...

    def contributed(self) -> set[URIRef]:
        """The graphs that people have written and not taken away."""
        ...

    def latest_contributions(self, most: int) -> list[URIRef]:
        """The graphs that people wrote or took away last and that are settled; of a damaged one nobody knows."""
        ...

    def open_contributions(self) -> list[URIRef]:
        """The graphs of which the store does not hold yet what people wrote last."""
        ...

    def contribution(self, graph: URIRef) -> set[Triple]:
        """What people's latest write left in a graph; `JournalError` if it is damaged."""
        ...

    def note_contributed(self, graphs: Collection[URIRef]) -> None:
        """Note that the store holds what people wrote last in these graphs."""
        ...


class Journal(IngestLog, ContributionLog, Protocol):
    """A record of every accepted write."""

    def articles(self, states: Collection[State], since_version: str | None = None) -> Iterator[Article | ArticleError]:
        """The articles of which the latest edition is in one of these states, as they were received, or what is wrong.

        With `since_version` only those that were read by this version of an extractor or a later one of it
        (`kg.journal.versions`).
        """
        ...

    def named(self) -> set[URIRef]:
        """What decisions on identity, also withdrawn ones, are about."""
        ...

    def forget_name(self, iri: URIRef) -> None:
        """Erase from all of these what it is called; those that hold are to be carried out again."""
        ...

    def latest(self, most: int) -> list[URIRef]:
        """Of those that `names` gives the ones that are not settled, and the last ones that were."""
        ...

    def remove(self, article: URIRef, key: str, reason: str) -> None:
        """Decide that the article is taken down, and erase its texts, metadata and graphs, also from the disk."""
        ...

    def readmit(self, article: URIRef, reason: str) -> None:
        """Decide that the article may come in again."""
        ...

    def removals(self) -> list[Removal]:
        """All articles that are taken down."""
        ...

    def open_removals(self) -> list[URIRef]:
        """Those that have not been carried out in the store."""
        ...

    def note_removed(self, articles: Collection[URIRef]) -> None:
        """Note that removals are carried out."""
        ...

    def roll_back(
        self,
        graphs: Iterable[tuple[URIRef, set[Triple]]],
        contributions: Mapping[URIRef, set[Triple]],
        version: int,
        reason: str,
    ) -> int:
        """Give articles the graphs that they had in a version, and take those out that had none; tells how many.

        These are not stored until they are ingested or read again. What people wrote is given back too.
        """
        ...

    def note_mended(self) -> None:
        """Note that the store has again what it is to hold: what readers see of it is no longer the same."""
        ...

    def withdrawn(self) -> list[URIRef]:
        """The articles that a rollback took out of the store, and that have not come in again."""
        ...

    def entries(self, selection: Selection) -> list[Entry]:
        """The entries that are wanted, the latest last."""
        ...


class NoJournal:
    """Keeps nothing: for stores that are not worth more than their articles, as in memory."""

    def removal(self, article: URIRef) -> Removal | None:  # noqa: ARG002
        """None: nothing is taken down."""
        return None

    def holds(self, article: URIRef) -> bool:  # noqa: ARG002
        """True: the store alone tells what is there."""
        return True

    def receive(self, articles: Mapping[URIRef, Article]) -> None:
        """Keep nothing."""

    def note_extracted(self, graphs: Mapping[URIRef, Iterable[Triple]], version: str) -> None:
        """Keep nothing."""

    def settle(self, stored: Collection[URIRef], quarantined: Mapping[URIRef, str]) -> None:
        """Keep nothing."""

    def names(self) -> set[URIRef]:
        """None."""
        return set()

    def graph(self, article: URIRef) -> set[Triple]:  # noqa: ARG002
        """None."""
        return set()

    def decisions(self) -> list[Decision]:
        """None."""
        return []

    def decide(self, decisions: Collection[Decision], withdrawn: Mapping[int, str]) -> None:
        """Keep nothing."""

    def open_decisions(self) -> list[Decision]:
        """None."""
        return []

    def note_decided(self, numbers: Collection[int]) -> None:
        """Keep nothing."""

    def age(self, articles: Collection[URIRef]) -> int:  # noqa: ARG002
        """No entry."""
        return 0


@dataclass(frozen=True, slots=True)
class JournalSource:
    """Articles of the journal to be read again; fulfils `kg.sources.ArticleSource`."""

    journal: Journal
    states: tuple[State, ...]
    since_version: str | None = None

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield each as it was received, or what is wrong with it."""
        return self.journal.articles(self.states, self.since_version)
