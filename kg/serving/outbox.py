"""Answers on their way out: a thread hands one over, and needs not wait until the client has taken it.

What the client does not take at once is kept, and sent by who watches connections. So any number of clients that read
slowly hold no thread, but for those of answers that go on for longer than can be kept.
"""

from __future__ import annotations

import errno
import os
import select
import socket
import struct
import time
from collections import deque
from contextlib import suppress
from typing import IO

_MOST_KEPT = 2 * 1024 * 1024
"""Octets above which a thread waits for its client; the largest answer that is sent whole takes no more."""
_SECONDS_FOR_A_PIECE = 30.0
"""For which it does: who is slower holds what others wait for."""
_MOST_OF_A_FILE = 256 * 1024
"""Octets that are sent of a file before others have their turn."""


class _Octets:
    """Octets that are to be sent."""

    def __init__(self, octets: bytes) -> None:
        self._left = memoryview(octets)

    def __len__(self) -> int:
        return len(self._left)

    def send(self, client: socket.socket) -> bool:
        """Send what the client takes now; whether that is all."""
        self._left = self._left[client.send(self._left) :]
        return not self._left

    def close(self) -> None:
        """Let go of them."""


class _Stretch:
    """A stretch of a file that is to be sent, which takes no memory."""

    def __init__(self, file: IO[bytes], begin: int, octets: int) -> None:
        self._file = os.dup(file.fileno())  # that of whoever gives it is closed before
        self._at, self._end = begin, begin + octets

    def __len__(self) -> int:
        return 0

    def send(self, client: socket.socket) -> bool:
        """Send what the client takes now; whether that is all."""
        sent = os.sendfile(client.fileno(), self._file, self._at, min(self._end - self._at, _MOST_OF_A_FILE))
        if not sent and self._at < self._end:
            raise BrokenPipeError(errno.EPIPE, "the file is shorter than was said")
        self._at += sent
        return self._at >= self._end

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)


class Outbox:
    """The socket of a client, as far as gunicorn's threads need it, which never waits.

    At any time it is in the hands of one thread: the one that answers, or the one that watches connections.
    """

    def __init__(self, client: socket.socket) -> None:
        client.setblocking(False)
        self._client = client
        self._parts: deque[_Octets | _Stretch] = deque()
        self._breaks = False

    def __len__(self) -> int:
        """The octets of memory that the client has not taken yet."""
        return sum(map(len, self._parts))

    @property
    def is_behind(self) -> bool:
        """Whether the client has not taken everything yet."""
        return bool(self._parts)

    def sendall(self, octets: bytes) -> None:
        """Send the octets, now or later; raises `OSError` where the client is gone, or too slow for what there is."""
        if len(self) > _MOST_KEPT:  # seldom, and what waits costs something to set up
            self._wait_for_room()
        self._parts.append(_Octets(octets))
        self.send_on()

    def sendfile(self, file: IO[bytes], offset: int = 0, count: int = 0) -> None:
        """Send a stretch of a file, later."""
        self._parts.append(_Stretch(file, offset, count))

    def send_on(self) -> None:
        """Send what the client takes now; raises `OSError` where it is gone."""
        with suppress(BlockingIOError):
            while self._parts and self._parts[0].send(self._client):
                self._parts.popleft().close()
        if self._breaks != self.is_behind:
            self._break(self.is_behind)

    def _wait_for_room(self) -> None:
        until = time.monotonic() + _SECONDS_FOR_A_PIECE
        waiting = select.poll()
        waiting.register(self._client, select.POLLOUT)
        while len(self) > _MOST_KEPT:
            if not waiting.poll(max(0.0, until - time.monotonic()) * 1000):
                self.shutdown(socket.SHUT_RDWR)
                raise BrokenPipeError(errno.EPIPE, "the client takes its answer too slowly")
            self.send_on()

    def recv(self, most: int) -> bytes:
        """What has come from the client."""
        return self._client.recv(most)

    def fileno(self) -> int:
        """The number of the socket."""
        return self._client.fileno()

    def setblocking(self, _flag: bool) -> None:
        """Nothing: it never blocks."""

    def settimeout(self, _seconds: float | None) -> None:
        """Nothing: it never blocks."""

    def gettimeout(self) -> float:
        """None: it never blocks."""
        return 0.0

    def shutdown(self, how: int) -> None:
        """Say that nothing more is sent, or read."""
        self._client.shutdown(how)

    def reset(self) -> None:
        """Let the client hear, once this is closed, that it has not got everything (RFC 9293, section 3.10.5)."""
        self._break(True)

    def _break(self, breaks: bool) -> None:
        """Choose how the connection ends, whoever ends it: broken while something is left to be sent."""
        self._breaks = breaks
        self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", breaks, 0))

    def close(self) -> None:
        """Close it, whatever is left to be sent."""
        while self._parts:
            self._parts.popleft().close()
        self._client.close()
