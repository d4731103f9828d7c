"""A worker as whoever asks it sees it: a process, and the line to it."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from kg.querying.forker import Forker
from kg.querying.frames import Frames

_PROCESSOR_TIME = 2  # of a process, as Linux numbers its clocks (clock_getcpuclockid(3))


class Process:
    """A process that does jobs, its `number`, and which version it has `opened`, if it has one.

    The system prefers others to it by so much as it is `behind` (`nice`).
    """

    def __init__(self, forker: Forker, behind: int = 0) -> None:
        self.number, self.line, self._forked_by = forker.fork()
        self.behind = 0
        if behind:
            self.put_back(behind)
        self.frames = Frames(self.line)
        self.opened: tuple[int | None] | None = None
        self.rests_since = 0.0
        weakref.finalize(self, self.line.close)
        self._handle = _handle(self.number)
        if self._handle is not None:
            weakref.finalize(self, os.close, self._handle)

    @property
    def is_waiting(self) -> bool:
        """Whether it lives; while it waits for a job nothing can come from it but the end of the line."""
        return not self.is_orphan and not select.select([self.line], [], [], 0)[0]

    @property
    def is_orphan(self) -> bool:
        """Whether the process that started it is gone: then it ends too, by no fault of its job."""
        return self._forked_by.has_ended

    def worked(self) -> float:
        """The seconds of a processor that it has taken; by the clock where the system does not tell."""
        if sys.platform != "linux":
            return time.monotonic()
        try:
            return time.clock_gettime((~self.number << 3) | _PROCESSOR_TIME)
        except OSError:  # it has ended, which its line will tell
            return 0.0

    def put_back(self, behind: int) -> None:
        """Let the system prefer others, for good.

        On Linux that is said of each thread: first of the main one, from which those that begin meanwhile have it.
        """
        self.behind = behind
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, self.number, behind)
            if sys.platform == "linux":
                for task in os.listdir(f"/proc/{self.number}/task"):  # noqa: PTH208 - only the names are needed
                    os.setpriority(os.PRIO_PROCESS, int(task), behind)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let it stand still until the block ends."""
        self._send(signal.SIGSTOP)
        try:
            yield
        finally:
            self._send(signal.SIGCONT)

    def kill(self) -> None:
        """End it, whatever it does, and whoever waits for it."""
        self._send(signal.SIGKILL)
        with suppress(OSError):
            self.line.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits at it

    def _send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, number)
            else:
                os.kill(self.number, number)


def _handle(number: int) -> int | None:
    """What stands for this process and no later one with its number; nothing where the system has none."""
    try:
        return os.pidfd_open(number)
    except (AttributeError, OSError):
        return None
