"""Writes of several people, done by one process, one after the other."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, TypeVar, cast

from kg.errors import QueryStopped
from kg.querying import Evaluator
from kg.querying.frames import Target
from kg.querying.reader import Reader
from kg.store import Settle

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Writer:
    """What `evaluator`, which has one place and whose worker opens something to be written, does in turn.

    `opening` is how many seconds a write may take beside its own time, until what it is written into is open. Who goes
    away does not end what is being written.
    """

    evaluator: Evaluator
    opening: float = 0.0

    def value(
        self,
        work: Callable[[Any, Settle], Value],
        text: str = "",
        seconds: float | None = None,
        client: str = "",
        id_: str | None = None,
    ) -> Value:
        """What the work gives for what is open; it and its value must be picklable. `TooBusy` if others write for long.

        The work says when it is settled. The rest is as in `kg.querying.Errand`.
        """
        try:
            reader = Reader(self.evaluator, client=client)
            run = reader.start(_Writing(work), text, seconds and seconds + self.opening, id_)
            return cast(Value, pickle.loads(b"".join(run) if run.whole is None else run.whole))
        except QueryStopped as error:
            raise QueryStopped("it was stopped, and has changed nothing") from error


@dataclass(frozen=True, slots=True)
class _Writing:
    """A job that writes, and may be ended until it is settled."""

    work: Callable[[Any, Settle], object]

    def __call__(self, opened: object, target: IO[bytes]) -> None:
        value = self.work(opened, cast(Target, target).settle)
        target.write(pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
