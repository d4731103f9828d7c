"""How a worker and whoever asks it talk: frames of a kind, a length and so many octets, over a pair of sockets."""

from __future__ import annotations

import socket
import struct
import time
from enum import IntEnum

_HEAD = struct.Struct("!BI")
_PIECE = 64 * 1024
"""Octets that are gathered before they are sent; the engine writes about 8 KiB at a time."""
_PATIENCE = 0.25
"""Seconds after which fewer are sent too, so that first rows are seen while others are still looked for."""


class Kind(IntEnum):
    """What a frame holds."""

    JOB = 1
    """A job and the version, pickled."""
    OPENED = 5
    """Nothing: the version was not open yet, and the job begins only now."""
    PIECE = 2
    """A piece of the answer."""
    SETTLING = 6
    """Nothing: the job is about to change something for good, and waits for leave to do so."""
    SETTLED = 7
    """Nothing: leave to do so, from whoever asked for the job."""
    END = 3
    """Nothing: the answer is whole."""
    ERROR = 4
    """The error that the job raised, pickled: there is no more of the answer."""


def frame(kind: Kind, content: bytes = b"") -> bytes:
    """The octets of a frame."""
    return _HEAD.pack(kind, len(content)) + content


class Frames:
    """Cuts what a socket gives into frames."""

    def __init__(self, source: socket.socket) -> None:
        self._source = source
        self._received = bytearray()

    def receive(self) -> bool:
        """Read what is there, or wait for some; false if the other end is closed."""
        try:
            received = self._source.recv(_PIECE)
        except ConnectionResetError:
            return False
        self._received += received
        return bool(received)

    def next(self) -> tuple[Kind, bytes] | None:
        """The next frame, if it has been received whole."""
        if len(self._received) < _HEAD.size:
            return None
        kind, length = _HEAD.unpack_from(self._received)
        end = _HEAD.size + length
        if len(self._received) < end:
            return None
        content = bytes(self._received[_HEAD.size : end])
        del self._received[:end]
        return Kind(kind), content


class Target:
    """The stream that a job writes its answer to; `end` or `fail` says that there is no more."""

    def __init__(self, sink: socket.socket) -> None:
        self._sink = sink
        self._gathered = bytearray()
        self._sent = time.monotonic()

    def write(self, data: bytes) -> int:
        """Take some octets of the answer."""
        self._gathered += data
        if len(self._gathered) >= _PIECE or time.monotonic() - self._sent > _PATIENCE:
            self._send(self._piece())
        return len(data)

    def flush(self) -> None:
        """Nothing: what is gathered goes out soon, or with the end."""

    def settle(self) -> None:
        """Wait for leave to change something for good: who would end the job does so before."""
        self._sink.sendall(frame(Kind.SETTLING))
        answers = Frames(self._sink)
        while answers.next() is None:
            if not answers.receive():
                raise BrokenPipeError("who asked has gone")

    def end(self) -> None:
        """Send what is left: the answer is whole."""
        self._send(self._piece() + frame(Kind.END))

    def fail(self, error: bytes) -> None:
        """Send the pickled error in place of what is left."""
        self._send(frame(Kind.ERROR, error))

    def _piece(self) -> bytes:
        piece = frame(Kind.PIECE, bytes(self._gathered)) if self._gathered else b""
        self._gathered.clear()
        return piece

    def _send(self, octets: bytes) -> None:
        self._sink.sendall(octets)
        self._sent = time.monotonic()
