"""A pool of workers: each job in a process that is killed when its time is over, or nobody waits for it any more.

A job is *short* at first. There are few places for short jobs, since more than the processors can carry would only wait
for each other; whoever finds none free waits a moment. What is not done soon needs one of the places for *long* jobs,
and is put back behind the short ones by the system (`nice`); where all of these are taken it stands still for a moment,
and ends with `TooBusy` if none gets free. A query that was long before takes no short place when it comes again, and
while others wait a job is short for less time.
Jobs of a kind of which none was short yet have some places and workers for themselves, which are put back too. So
look-ups go on beside any number of runaway queries, however many of them come at once.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import KgError, QueryStopped, TooBusy
from kg.querying import Errand, Running
from kg.querying.forker import Forker
from kg.querying.kinds import Kinds
from kg.querying.process import Process
from kg.querying.row import LOOK, Row
from kg.querying.run import ProcessRun
from kg.querying.worker import Duty

_MOST_REMEMBERED = 1000
"""Queries of which it is known that they are long, by their hashes."""
_MOST_RESTING, _LONGEST_REST = 2, 5.0
"""Workers that may wait for more than so many seconds: each holds what it has read of the store in its memory."""
_MOST_SHORT_WAITING, _MOST_SHORT_OF_ONE = 160, 120
"""Jobs that wait for a short place, of all clients and of one: each holds a thread of who serves, of which others need
some."""
_MOST_WAITING, _MOST_WAITING_LONG = 32, 12
"""Jobs of new kinds that wait, and those that wait for a long place."""
_MOST_OF_ONE = 8
"""Jobs of one client among either of these, which may have that many connections."""
_NEW_BEHIND = 10
"""How much the workers for jobs of new kinds are put back (`nice`): more than others, and less than long jobs."""


@dataclass(frozen=True, slots=True)
class Places:
    """How many jobs there may be at once: short ones, those of a new kind, long ones, and long ones of the same client.

    `soon` is the number of seconds of a processor that a short job takes at most, `patience` how many a job waits for a
    place, and `wait` for a long one. Long ones are few on any machine: each may hold a thread while its client takes
    the answer.
    """

    short: int = max(4, 2 * (os.cpu_count() or 1))
    new: int = max(2, os.cpu_count() or 1)
    long: int = min(short, 16)
    long_each: int = long * 3 // 4
    soon: float = 0.25
    patience: float = 5.0
    wait: float = 2.0


class Pool:
    """Workers of one duty; fulfils `kg.querying.Evaluator`. `seconds` is the time in which a job must be done.

    That time counts only while an answer is waited for: a client that is slow to take it is not the job's fault.
    `kind_of` tells from a query what it has in common with others that take about as long; without it, no kind is new.
    Jobs without a query are ours, and short.
    """

    def __init__(
        self,
        duty: Duty,
        seconds: float,
        places: Places | None = None,
        kind_of: Callable[[str], str] | None = None,
    ) -> None:
        self.seconds = seconds
        self.duty, self.memory = duty, duty.memory
        self.places = places or Places()
        self.soon = self.places.soon
        self._forker = Forker(duty)
        self._kind_of = kind_of
        self._usual = Row(self.places.short, _MOST_SHORT_WAITING, _MOST_SHORT_OF_ONE)
        self._new = Row(self.places.new, _MOST_WAITING, _MOST_OF_ONE)
        self._changing = threading.Lock()
        self._long_places = threading.Condition(self._changing)
        """Told of it when one may have become free, or who waits for one is stopped."""
        self._waiting_long: list[str] = []
        """The clients of jobs that wait for one."""
        self._idle: list[Process] = []
        self._runs: dict[str, ProcessRun] = {}
        self._long_before: OrderedDict[int, None] = OrderedDict()
        self._short_kinds = Kinds()

    def start(self, errand: Errand) -> ProcessRun:
        """Begin a job and wait until its answer is whole, or at least begun and the job in a long place."""
        run = ProcessRun(self, errand)
        self._enter(run)
        try:
            if not self._take_long_place_again(run):
                self._take_short_place(run)
            run.begin(self._hire(errand.version, 0 if run.row is self._usual else _NEW_BEHIND))
            run.wait()
        except BaseException:
            run.close()
            raise
        return run

    def kind(self, text: str) -> str:
        """What a query has in common with others that take about as long; nothing where that is not asked."""
        return self._kind_of(text) if text and self._kind_of is not None else ""

    def is_usual(self, kind: str, text: str) -> bool:
        """Whether a query of this kind was short before, and just this one not long."""
        return not kind or (kind in self._short_kinds and hash(text) not in self._long_before)

    def begin(self, errand: Errand) -> ProcessRun | None:
        """Begin a usual job where a place is free and nobody waits, and a worker is there that has the version open."""
        with self._changing:
            if self._usual.is_crowded or errand.id in self._runs:
                return None
            worker = self._resting(errand.version, 0)
            if worker is None or worker.opened != (errand.version,) or not self._usual.enter(client=errand.client):
                return None
            self._idle.remove(worker)
            run = self._runs[errand.id] = ProcessRun(self, errand)
            run.row = self._usual
        try:
            if worker.is_waiting:
                run.begin(worker)
                return run
        except KgError:
            pass
        run.close()
        return None

    def _enter(self, run: ProcessRun) -> None:
        """Note that a run is there."""
        with self._changing:
            if run.id in self._runs:
                raise TooBusy(f"a query with the id {run.id} is running already")
            self._runs[run.id] = run

    def _take_long_place_again(self, run: ProcessRun) -> bool:
        """Give a run a long place from the beginning, if its query was long before."""
        with self._changing:
            if hash(run.text) in self._long_before:
                self._take_long_place(run)
        return run.is_long

    def _take_short_place(self, run: ProcessRun) -> None:
        """Wait for one of the usual places, or of those for new kinds: its own may prove long while it waits."""
        kind = self.kind(run.text)
        until = time.monotonic() + min(self.places.patience, run.longest)
        if self.is_usual(kind, run.text):
            self._enter_row(self._usual, run, until)
            if self.is_usual(kind, run.text):
                return
            self._leave_row(run)
        self._enter_row(self._new, run, until)

    @staticmethod
    def _enter_row(row: Row, run: ProcessRun, until: float) -> None:
        if not row.enter(max(0.0, until - time.monotonic()), run.check, run.client):
            raise run.stopped or TooBusy("all places are taken, and others are waiting for one: try again later")
        run.row = row

    def running(self) -> list[Running]:
        """The jobs that have not ended, the oldest first."""
        with self._changing:
            return [run.described() for run in self._runs.values()]

    def stop(self, id_: str) -> bool:
        """End a job; false if there is no such one."""
        with self._changing:
            run = self._runs.get(id_)
        if run is None:
            return False
        run.stop(QueryStopped("the query was stopped"))
        with self._changing:
            self._long_places.notify_all()
        return True

    def close(self) -> None:
        """End all workers."""
        self._forker.close()
        self._idle.clear()

    def _hire(self, version: int | None, behind: int) -> Process:
        """A worker that is put back so much: one that waits, or a new one."""
        while True:
            with self._changing:
                worker = self._resting(version, behind)
                if worker is None:
                    break
                self._idle.remove(worker)
            if worker.is_waiting:
                return worker
        return Process(self._forker, behind)

    def _resting(self, version: int | None, behind: int) -> Process | None:
        """One that waits, best one that has the version open."""
        fitting = [worker for worker in reversed(self._idle) if worker.behind == behind]
        return next((worker for worker in fitting if worker.opened == (version,)), fitting[-1] if fitting else None)

    def _let_go(self) -> None:
        """End workers that have waited for long, if they are many, or hold a version that is left behind."""
        with self._changing:
            tired = []
            long_ago = time.monotonic() - _LONGEST_REST
            while self._idle and self._idle[0].rests_since < long_ago:
                if len(self._idle) <= _MOST_RESTING and self._idle[0].opened == self._idle[-1].opened:
                    break
                tired.append(self._idle.pop(0))
        for resting in tired:
            resting.kill()

    def lengthen(self, run: ProcessRun) -> None:
        """Give a run a long place for its short one; `TooBusy` where there is none."""
        kind = self.kind(run.text)  # not while others wait: it may have to be read
        with self._changing:
            if run.text:
                self._short_kinds.forget(kind)
                self._remember_long(hash(run.text))
        self._leave_row(run)
        with self._changing:
            self._take_long_place(run)
        self._let_go()

    def _remember_long(self, hashed: int) -> None:
        self._long_before[hashed] = None
        self._long_before.move_to_end(hashed)
        if len(self._long_before) > _MOST_REMEMBERED:
            self._long_before.popitem(last=False)

    def shorten(self, run: ProcessRun) -> None:
        """Forget that its query is long."""
        with self._changing:
            self._long_before.pop(hash(run.text), None)

    def _take_long_place(self, run: ProcessRun) -> None:
        """Give a run a long place, for which it waits a moment; `TooBusy` where there is none. Called with the lock."""
        is_one_too_many = bool(run.client) and self._waiting_long.count(run.client) >= _MOST_OF_ONE
        if not is_one_too_many and len(self._waiting_long) < _MOST_WAITING_LONG:
            self._waiting_long.append(run.client)
            until = time.monotonic() + min(self.places.wait, run.longest)
            try:
                while self._obstacle(run) and (left := until - time.monotonic()) > 0:
                    self._long_places.wait(min(left, LOOK))
                    run.check()
            finally:
                self._waiting_long.remove(run.client)
        if run.stopped:
            raise run.stopped
        if obstacle := self._obstacle(run):
            raise TooBusy(obstacle)
        run.is_long = True

    def _obstacle(self, run: ProcessRun) -> str | None:
        """Why a run can have no long place now."""
        others = [other for other in self._runs.values() if other.is_long]
        if len(others) >= self.places.long:
            return f"{len(others)} long queries are running, and no more may run at once: try again later"
        if run.client and sum(other.client == run.client for other in others) >= self.places.long_each:
            return f"{self.places.long_each} long queries of yours are running: wait until one has ended"
        return None

    def leave(self, run: ProcessRun, worker: Process | None) -> None:
        """Note that a run has ended; the worker, if it is as good as new, waits for the next."""
        kind = self.kind(run.text) if worker is not None else ""
        with self._changing:
            if self._runs.get(run.id) is run:
                del self._runs[run.id]
            if run.is_long:
                self._long_places.notify_all()
            if worker is not None:
                worker.rests_since = time.monotonic()
                self._idle.append(worker)
                if kind:
                    self._short_kinds.learn(kind, run.client)
        self._let_go()
        self._leave_row(run)

    @staticmethod
    def _leave_row(run: ProcessRun) -> None:
        if run.row is not None:
            run.row.leave(run.client)
            run.row = None
