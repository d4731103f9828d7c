"""Writes of several people, done by one process, one after the other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from kg.errors import TooBusy
from kg.querying import Evaluator
from kg.querying.reader import Reader

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Writer:
    """What `evaluator`, whose workers open something to be written, does in turn.

    `patience` is how many seconds somebody waits for the turn, and `opening` how many a write may take beside its own
    time, until what it is written into is open. Who goes away does not end what is being written.
    """

    evaluator: Evaluator
    patience: float = 10.0
    opening: float = 0.0
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def value(self, work: Callable[[Any], Value], text: str = "", seconds: float | None = None) -> Value:
        """What the work gives; it and its value must be picklable. `TooBusy` if others write for too long.

        `text` and `seconds` are as in `kg.querying.Errand`.
        """
        if not self._turn.acquire(timeout=self.patience):
            raise TooBusy("others are writing, and one writes at a time: try again later")
        try:
            return Reader(self.evaluator).value(work, text, seconds and seconds + self.opening)
        finally:
            self._turn.release()
