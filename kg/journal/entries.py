"""What the parts of the journal in SQLite need of its table of entries."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, datetime
from typing import Protocol

from rdflib import URIRef

from kg.journal import Kind, State


class Entries(Protocol):
    """The table of entries, one line for each article or decision."""

    def _run(self, statement: str, *values: str | int | bytes | None) -> list[tuple]: ...  # type: ignore[type-arg]

    def _writing(self) -> AbstractContextManager[None]: ...

    def _count_change(self) -> None: ...

    def _add(
        self,
        kind: Kind,
        article: URIRef,
        key: str,
        reason: str | None,
        digest: str | None = None,
        metadata: str | None = None,
        state: State = State.RECEIVED,
    ) -> None: ...


def now() -> str:
    """The time in UTC, in ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
