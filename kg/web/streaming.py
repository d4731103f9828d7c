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
from typing import IO, Literal, cast

Producer = Callable[[IO[bytes]], None]

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

    def read_piece(self) -> bytes | None:
        piece = self._pieces.get()
        if piece is None and self._error is not None:
            raise self._error
        return piece

    def abandon(self) -> None:
        self._abandoned.set()


class Stream(Iterable[bytes]):
    """The pieces that `produce` writes in a thread of its own.

    Making one waits for the first piece, or raises the error that came instead of it. `close` ends the producer at
    its next write; werkzeug calls it when the response is done or the client has gone.
    """

    def __init__(self, produce: Producer) -> None:
        self._pipe = _Pipe()
        threading.Thread(target=self._run, args=(produce,), daemon=True).start()
        self._first = self._pipe.read_piece()

    def _run(self, produce: Producer) -> None:
        with self._pipe:
            produce(cast(IO[bytes], self._pipe))
            self._pipe.flush()

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces, once; raises what the producer raised."""
        piece = self._first
        while piece is not None:
            yield piece
            piece = self._pipe.read_piece()

    def close(self) -> None:
        """Let the producer know that nobody reads any more."""
        self._pipe.abandon()
