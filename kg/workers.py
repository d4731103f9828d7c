"""Processes that answer questions side by side, so that work uses several processors.

Each loads what it needs once and answers one question at a time; one that dies costs only the question it had.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Generic, TypeVar

from kg.errors import ArticleError, BudgetError

Question = TypeVar("Question")
Answer = TypeVar("Answer")

# Spawned, not forked: a fork of a process with threads may wait for ever for a lock that no thread holds any more.
_CONTEXT = multiprocessing.get_context("spawn")
_AHEAD = 16
"""Questions for each process that may be asked or answered before their turn: what bounds the memory."""


class Workers(AbstractContextManager["Workers[Question, Answer]"], Generic[Question, Answer]):
    """Some processes that answer questions about articles; started with the first ones, they end with the block.

    Each calls `make` once and then what that gave for each question. Question, answer and `make` must be picklable.
    A process that takes longer than `seconds` for a question is killed.
    """

    def __init__(self, number: int, make: Callable[[], Callable[[Question], Answer]], seconds: float) -> None:
        self.ahead = number * _AHEAD
        self._make = make
        self._seconds = seconds
        self._threads = ThreadPoolExecutor(number)  # one for each process: it waits for the answers
        self._own = threading.local()
        self._running: set[_Worker[Question, Answer]] = set()
        self._is_closed = False

    def begin(self, question: Question) -> Callable[[], Answer]:
        """Ask; what is returned waits for the answer, or raises `ArticleError` where the process has died of it."""
        return self._threads.submit(self._ask, question).result

    def _ask(self, question: Question) -> Answer:
        worker: _Worker[Question, Answer] = getattr(self._own, "worker", None) or self._start()
        try:
            return worker.ask(question, self._seconds)
        except (EOFError, OSError) as error:
            raise ArticleError(f"the process that read it {worker.ending()}") from error
        finally:
            if not worker.is_alive:
                self._running.discard(worker)
                self._own.worker = None

    def _start(self) -> _Worker[Question, Answer]:
        worker = self._own.worker = _Worker(self._make)
        self._running.add(worker)
        if self._is_closed:  # too late for `__exit__` to find it
            worker.kill()
        return worker

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """End the processes, whatever they do."""
        self._is_closed = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self._running):
            worker.kill()
        self._threads.shutdown()


class _Worker(Generic[Question, Answer]):
    """One process, and this end of the pipe to it."""

    def __init__(self, make: Callable[[], Callable[[Question], Answer]]) -> None:
        self._pipe, other = _CONTEXT.Pipe()
        self._process: BaseProcess = _CONTEXT.Process(target=_answer, args=(make, other), daemon=True)
        self._process.start()
        other.close()  # so that the pipe ends with the process
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        return self._process.is_alive()

    def ask(self, question: Question, seconds: float) -> Answer:
        """The answer; `EOFError` or `OSError` where the process is no more, `BudgetError` where it is too slow."""
        if not self._is_ready:
            self._is_ready = bool(self._pipe.recv())
        self._pipe.send(question)
        if not self._pipe.poll(seconds):
            self.kill()
            raise BudgetError(f"reading it took longer than {seconds:g} seconds and could not be broken off")
        answer: Answer = self._pipe.recv()
        return answer

    def ending(self) -> str:
        """How the process has ended."""
        self._process.join(1)
        status = self._process.exitcode
        if status is None or status >= 0:
            return f"ended with status {status}"
        return f"was killed ({signal.Signals(-status).name})"

    def kill(self) -> None:
        self._process.kill()
        self._process.join()


def _answer(make: Callable[[], Callable[[Question], Answer]], pipe: Connection) -> None:
    """What each process does until the pipe is closed: Ctrl-C is for the one that asks."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # each would use all processors, and they would wait for one another
    act = make()
    pipe.send(True)
    while True:
        try:
            question = pipe.recv()
        except EOFError:
            return
        pipe.send(act(question))
