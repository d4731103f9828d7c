"""Where queries are evaluated: in processes of their own, which can be stopped.

The engine cannot be interrupted inside a process, and a query may take all memory or end the process. So whoever
serves hands each query to a worker (`worker`), forked by a process that does nothing else (`forker`), confined in what
it may use (`confinement`), and killed (`process`) when its time is over or nobody waits any more (`run`). There are
only so many places for them (`pool`).
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import IO, Any, Protocol
from uuid import uuid4

from kg.errors import KgError

Job = Callable[[Any, IO[bytes]], None]
"""Work on what the worker has opened, which writes its answer. It travels to another process: it must be picklable."""

Opener = Callable[[int | None], Any]
"""Opens what the jobs of a worker work on, in a version, or as it is without one."""


@dataclass(frozen=True, slots=True)
class Errand:
    """A job and for whom it is done.

    `seconds` is a lower deadline than that of the pool. `client` names who asks, so that one does not take all places;
    `connection` is the socket of the client, whose end ends the job; `text` is the query, for who may list them.
    """

    job: Job
    version: int | None = None
    seconds: float | None = None
    client: str = ""
    connection: socket.socket | None = None
    text: str = ""
    id: str = field(default_factory=lambda: uuid4().hex)


@dataclass(frozen=True, slots=True)
class Running:
    """What is known of a job that has not ended; `seconds` is how long it has worked so far."""

    id: str
    client: str
    text: str
    started: datetime
    seconds: float


class Run(Protocol):
    """An answer on its way. Errors before its first piece are raised by `Evaluator.start`, later ones while iterating.

    Whoever does not read it to its end closes it, which ends the work.
    """

    @property
    def whole(self) -> bytes | None:
        """The answer, where all of it is there already."""
        ...

    @property
    def seconds(self) -> float:
        """How long the work has taken."""
        ...

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces of the answer, once."""
        ...

    def close(self) -> None:
        """End the work, if it goes on."""
        ...


class Begun(Run, Protocol):
    """A run that is waited for by who watches many: `line` can be read when something has come.

    Unless it is `whole` when there is nothing more to wait for, it is closed.
    """

    @property
    def line(self) -> socket.socket:
        """Where the answer comes."""
        ...

    @property
    def worked(self) -> float:
        """The seconds of a processor that it has taken so far."""
        ...

    @property
    def longest(self) -> float:
        """The seconds within which it must be done."""
        ...

    @property
    def stopped(self) -> KgError | None:
        """Why others have ended it, if they have."""
        ...

    def take(self) -> bool:
        """Take what has come; whether nothing more is to be waited for here."""
        ...


class Evaluator(Protocol):
    """Does jobs."""

    def kind(self, text: str) -> str:
        """What a query has in common with others that take about as long."""
        ...

    def is_usual(self, kind: str, text: str) -> bool:
        """Whether a query of this kind was short before, and just this one not long."""
        ...

    def begin(self, errand: Errand) -> Begun | None:
        """Begin a job where that can be done without waiting for anything."""
        ...

    def start(self, errand: Errand) -> Run:
        """Begin a job and wait for its first piece.

        Raises what the job raises, `QueryTimeout`, `QueryStopped`, `QueryEndedWorker`, or `TooBusy`.
        """
        ...

    def running(self) -> list[Running]:
        """The jobs that have not ended, the oldest first."""
        ...

    def stop(self, id_: str) -> bool:
        """End a job; false if there is no such one, `TooLate` if it writes and is being kept already."""
        ...
