"""A job that a worker does, from its beginning to its end: what is waited for, how long, and what is told of it."""

from __future__ import annotations

import logging
import math
import pickle
import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Protocol, cast

from kg.errors import KgError, QueryEndedWorker, QueryStopped, QueryTimeout, TooLate
from kg.querying import Errand, Running
from kg.querying.frames import Kind, frame
from kg.querying.process import Process
from kg.querying.row import Row
from kg.querying.worker import order

log = logging.getLogger(__name__)

_SHORT_IN_A_CROWD = 0.1
"""Seconds of a processor that a short job may take while others wait for a place: as questions to many articles do.

A query that is known to be longer has no short place, and those of a new kind have few, and are put back already.
"""
_LONGEST_SHORT = 8
"""How many times as long as of a processor a short job may take by the clock: it may have to wait for others."""
_BEHIND = 15
"""How much a long job is put back (`nice`)."""
_LOOK = 0.02
"""Seconds after which a short job is looked at again."""
_MOST_GATHERED = 1024 * 1024
"""Octets of an answer up to which it waits to be whole, while its job is short."""
_SECONDS_TO_OPEN, _SECONDS_TO_KEEP = 60.0, 60.0
_LONGEST_SENDING = 20
"""How many times its deadline a job may last in all, with the time in which the client is slow to take its answer."""
_IN_DOUBT = "it may have been written, and then comes with the next write"
_GONE = select.POLLHUP | select.POLLERR | getattr(select, "POLLRDHUP", 0)


class Office(Protocol):
    """Who gives out the places for jobs. `soon` is for how many seconds of a processor one may be short."""

    seconds: float
    soon: float
    memory: int

    def lengthen(self, run: ProcessRun) -> None:
        """Give a run a long place for its short one, for which it may wait; `TooBusy` where there is none."""
        ...

    def shorten(self, run: ProcessRun) -> None:
        """Forget that its query is long."""
        ...

    def leave(self, run: ProcessRun, process: Process | None) -> None:
        """Note that a run has ended, and take the process back, if it is as good as new."""
        ...


class ProcessRun:
    """A job that a worker does; fulfils `kg.querying.Run`."""

    def __init__(self, office: Office, errand: Errand) -> None:
        self.id, self.client, self.text = errand.id, errand.client, errand.text
        self.row: Row | None = None
        """Where it has a short place."""
        self.is_long = False
        self.longest = errand.seconds or office.seconds
        self.whole: bytes | None = None
        self._office, self._errand = office, errand
        self._worker: Process | None = None
        self._started, self._began = datetime.now(UTC), time.monotonic()
        self._deadline = _SECONDS_TO_OPEN
        self._waited = 0.0
        self._pieces: list[bytes] = []
        self._is_done = self._has_left = False
        self.stopped: KgError | None = None
        """Why it was ended by others."""
        self._failure: bytes | None = None
        self._is_settled = False
        """Whether it writes, and can be ended no longer."""
        self._worked_before = 0.0
        self._leaving = threading.Lock()

    @property
    def seconds(self) -> float:
        """How long the answer has been waited for."""
        return self._waited

    def described(self) -> Running:
        """What others may know of it."""
        return Running(self.id, self.client, self._errand.text, self._started, time.monotonic() - self._began)

    def check(self) -> None:
        """Raise if it is stopped, or nobody waits for it any more."""
        if self.stopped:
            raise self.stopped
        waiting = select.poll()
        if self._watch_client(waiting) and waiting.poll(0):
            raise _gone()

    def begin(self, worker: Process) -> None:
        """Let the worker do the job."""
        with self._leaving:
            self._worker = worker
            if self.stopped:
                raise self.stopped
        self._hand_over(worker)
        self._began, self._waited = time.monotonic(), 0.0
        self._deadline = self.longest
        self._worked_before = worker.worked()

    @property
    def line(self) -> socket.socket:
        """Where the answer comes."""
        return cast(Process, self._worker).line

    @property
    def worked(self) -> float:
        """The seconds of a processor that the job has taken so far."""
        return cast(Process, self._worker).worked() - self._worked_before

    def take(self) -> bool:
        """Take what has come; whether nothing more is to be waited for."""
        worker = cast(Process, self._worker)
        if not worker.frames.receive():
            return True
        while received := worker.frames.next():
            if piece := self._taken(*received):
                self._pieces.append(piece)
        self._waited = time.monotonic() - self._began
        if self._is_done and self._failure is None:
            self._conclude()
        return not self._is_small

    def wait(self) -> None:
        """Wait until the answer is whole, or begun and long."""
        worker = cast(Process, self._worker)
        while self._is_small and not self.is_long and self._is_short:
            self._take(_LOOK)
        if not self._is_done:
            if not self.is_long:
                with worker.paused():
                    self._office.lengthen(self)
            worker.put_back(_BEHIND)
            if not self._pieces:
                self._take(None)
            until = time.monotonic() + self._office.soon  # what took long to begin may be whole soon
            while self._is_small and (left := until - time.monotonic()) > 0:
                self._take(left)
        if self._is_done:
            self._conclude()

    def _conclude(self) -> None:
        """Keep the answer, which is whole, and leave."""
        if self.is_long and self._is_short:
            self._office.shorten(self)
        self.whole = b"".join(self._pieces)
        self.close()

    def _hand_over(self, worker: Process) -> None:
        """Give the job to the worker, and wait until it has the version open."""
        try:
            worker.line.sendall(order(self._errand.job, self._errand.version))
        except OSError as error:
            raise QueryEndedWorker("the process for this query has ended before it began: try again") from error
        if worker.opened != (self._errand.version,):
            self._receive(None)
            worker.opened = (self._errand.version,)

    @property
    def _is_small(self) -> bool:
        """Whether more is to be gathered before the first octet is sent."""
        return not self._is_done and sum(map(len, self._pieces)) < _MOST_GATHERED

    @property
    def _is_short(self) -> bool:
        """Whether the job has worked for so little that it may go on in a short place."""
        soon = self._office.soon
        most = min(soon, _SHORT_IN_A_CROWD) if self.row and self.row.is_crowded and not math.isinf(soon) else soon
        return self.worked < most and time.monotonic() - self._began < _LONGEST_SHORT * soon

    def _take(self, seconds: float | None) -> None:
        if piece := self._receive(seconds):
            self._pieces.append(piece)

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces; raises what the job raises, and ends the work if it is left."""
        try:
            yield from self._pieces
            while not self._is_done:
                if piece := self._receive(None):
                    yield piece
        finally:
            self.close()

    def _receive(self, seconds: float | None) -> bytes | None:
        """The next piece; nothing if the job is done, or none came in so many seconds."""
        worker = self._worker
        if worker is None or self._has_left:
            raise QueryStopped("the query was ended")
        while True:
            if received := worker.frames.next():
                piece = self._taken(*received)
                self._raise_failure()
                return piece
            if not self._wait(worker, seconds):
                return None
            if not worker.frames.receive():
                raise self.stopped or self._ended(worker)

    def _taken(self, kind: Kind, content: bytes) -> bytes | None:
        """The piece that a frame holds; else note how the job has ended."""
        if kind is Kind.SETTLING:
            self._settle()
            return None
        if kind is not Kind.END and kind is not Kind.ERROR:
            return content
        self._is_done = True
        if kind is Kind.ERROR:
            self._failure = content
        return None

    def _settle(self) -> None:
        """Let the worker change something for good, unless the job was ended before."""
        with self._leaving:
            if self.stopped or self._has_left:
                return
            self._is_settled = True
        self._deadline = self._waited + _SECONDS_TO_KEEP
        with suppress(OSError):  # it has ended, which its line will tell
            self.line.sendall(frame(Kind.SETTLED))

    def _raise_failure(self) -> None:
        if self._failure is not None:
            self.close()
            raise pickle.loads(self._failure)

    def _wait(self, worker: Process, seconds: float | None) -> bool:
        """Whether something comes from the worker in that time; raises when the deadline is over or the client gone."""
        began = time.monotonic()
        left = min(self._deadline - self._waited, self._began + _LONGEST_SENDING * self._deadline - began)
        waiting = select.poll()
        waiting.register(worker.line, select.POLLIN)
        self._watch_client(waiting)
        patience = left if seconds is None else min(left, seconds)
        ready = dict(waiting.poll(max(0.0, patience) * 1000))
        self._waited += time.monotonic() - began
        if worker.line.fileno() in ready:
            return True
        if ready:
            raise _gone()
        if patience == left:
            raise self._late()
        return False

    def _watch_client(self, waiting: select.poll) -> bool:
        """Have it told when the client goes; whether there is one."""
        client = self._errand.connection
        if client is None or client.fileno() < 0:
            return False
        waiting.register(client, _GONE)
        return True

    def _late(self) -> QueryTimeout:
        if self._is_settled:
            return QueryTimeout(f"it was not kept within {_SECONDS_TO_KEEP:g} seconds: {_IN_DOUBT}")
        return QueryTimeout(
            f"no whole answer within {self._deadline:g} seconds: ask for less, with more of the terms fixed and fewer "
            "patterns that share no variable; or raise KG_QUERY_TIMEOUT on the server"
        )

    def _ended(self, worker: Process) -> QueryEndedWorker:
        if self._is_settled:
            return QueryEndedWorker(f"the process that was keeping it has ended: {_IN_DOUBT}")
        if worker.is_orphan:
            return QueryEndedWorker("all processes that work on queries were ended from outside: try again")
        log.error("the process of query %s ended by itself", self.id)
        return QueryEndedWorker(
            "the query ended the process that worked on it: it needs more memory than a query may have "
            f"({self._office.memory // 2**20} MiB), or is nested too deep. Ask for less: fewer rows to sort or "
            "group, fewer patterns that share no variable"
        )

    def stop(self, reason: KgError) -> None:
        """End the work; whoever waits for it gets this reason. `TooLate` for a write that is being kept."""
        with self._leaving:
            if self._is_settled:
                raise TooLate("what is written is being kept already, and cannot be stopped any more")
            if not self._has_left:  # later another run may have that worker
                self.stopped = reason
                if self._worker is not None:
                    self._worker.kill()

    def close(self) -> None:
        """End the work if it goes on, and let others have the place."""
        with self._leaving:
            if self._has_left:
                return
            self._has_left = True
        worker = self._worker
        is_reusable = self._is_done and not self.is_long and not self.stopped
        if worker is not None and not is_reusable:
            worker.kill()
            worker.line.close()
        self._office.leave(self, worker if is_reusable else None)


def _gone() -> QueryStopped:
    return QueryStopped("the client has gone")
