"""Sends what another thread writes, piece by piece, so that an answer of any size needs little memory.

What happens before the first piece is raised to the caller and gets its status. What happens later is raised while
the response is being sent, so that the connection breaks: a short answer that looks whole must not exist.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from traceback import clear_frames
from types import TracebackType
from typing import IO, Literal, TypeVar, cast

from kg.web.runs import Runs

Producer = Callable[[IO[bytes]], None]

_Value = TypeVar("_Value")

_PIECE = 64 * 1024  # octets; the engine writes about 8 KiB at a time, too little for one chunk of HTTP
_PIECES_AHEAD = 8  # how far the producer may run before a slow client


class _Abandoned(Exception):
    """Nobody reads any more."""


class _Pipe:
    """What one thread writes, another reads in pieces; as a context manager it carries the error across."""

    def __init__(self) -> None:
        self._pieces: queue.Queue[bytes | None] = queue.Queue(_PIECES_AHEAD)
        self._pending = bytearray()
        self._abandoned = threading.Event()
        self._error: BaseException | None = None

    def write(self, data: bytes) -> int:
        self._pending += data
        if len(self._pending) >= _PIECE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._pending:
            self._hand_over(bytes(self._pending))
            self._pending.clear()

    def _hand_over(self, piece: bytes | None) -> None:
        while not self._abandoned.is_set():
            with suppress(queue.Full):
                return self._pieces.put(piece, timeout=0.2)
        raise _Abandoned

    def __enter__(self) -> _Pipe:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[True]:
        self._error = error
        clear_frames(trace)  # the engine's results lie there and must not be dropped by another thread
        with suppress(_Abandoned):
            self._hand_over(None)
        return True  # the reader raises it

    def read_piece(self, runs: Runs) -> bytes | None:
        try:
            piece = self._pieces.get(timeout=runs.seconds)
        except queue.Empty:
            self.abandon()
            raise runs.timeout() from None
        if piece is None and self._error is not None:
            raise self._error
        return piece

    def abandon(self) -> None:
        self._abandoned.set()


class Stream(Iterable[bytes]):
    """The pieces that `produce` writes in a thread of its own.

    Making one waits for the first piece, or raises what came instead of it: the producer's error, `QueryTimeout`
    or `TooBusy`. `close` ends the producer at its next write; werkzeug calls it when the response is done or the
    client has gone.
    """

    def __init__(self, produce: Producer, runs: Runs) -> None:
        self._pipe = _Pipe()
        self._runs = runs
        runs.start(lambda: self._run(produce))
        self._first = self._pipe.read_piece(runs)

    def _run(self, produce: Producer) -> None:
        with self._pipe:
            produce(cast(IO[bytes], self._pipe))
            self._pipe.flush()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces, once; raises what the producer raised."""
        piece = self._first
        while piece is not None:
            yield piece
            piece = self._pipe.read_piece(self._runs)

    def close(self) -> None:
        """Let the producer know that nobody reads any more."""
        self._pipe.abandon()


def wait_for(work: Callable[[], _Value], runs: Runs) -> _Value:
    """What the work gives, done in a thread of its own; raises what it raised, `QueryTimeout` or `TooBusy`."""
    pipe = _Pipe()
    found: list[_Value] = []

    def run() -> None:
        with pipe:
            found.append(work())

    runs.start(run)
    pipe.read_piece(runs)
    return found[0]
