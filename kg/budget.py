"""Seconds that one article may take, so that no text, however made, holds up all the others.

A timer of the operating system breaks into Python code, and into what a library does as soon as it returns to Python.
"""

from __future__ import annotations

import logging
import signal
import threading
from contextlib import AbstractContextManager
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Literal

from kg.errors import ArticleError, BudgetError, KgError

log = logging.getLogger(__name__)

_AGAIN = 0.5
"""Seconds between further breaks, for a library that swallows the first."""


def within(seconds: float, doing: str) -> AbstractContextManager[None]:
    """Raise `BudgetError` when the block takes longer; `doing` says what took the time, as "reading the page".

    Outside the main thread, where the system delivers no signals, and inside another budget the block is not watched.
    """
    return _Watch(seconds, doing)


def guarded(seconds: float, doing: str) -> AbstractContextManager[None]:
    """As `within`, for what a library does with a text of others: how ever it fails is an `ArticleError`."""
    return _Watch(seconds, doing, takes_all=True)


class _Spent(BaseException):
    """Not an `Exception`, so that a library that survives those does not survive this."""


@dataclass(slots=True)
class _Watch(AbstractContextManager[None]):
    """A class and no generator: of the code that leaves it nothing may lie in another module, where `_break` breaks."""

    seconds: float
    doing: str
    takes_all: bool = False
    is_watching: bool = False

    def __enter__(self) -> None:
        """Start the timer, where there is none."""
        if threading.current_thread() is threading.main_thread() and not signal.getitimer(signal.ITIMER_REAL)[0]:
            self.is_watching = True
            signal.signal(signal.SIGALRM, _break)
            signal.setitimer(signal.ITIMER_REAL, self.seconds, _AGAIN)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> Literal[False]:
        """Stop the timer, ignoring what of it is still on its way, and say what went wrong."""
        if self.is_watching:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, signal.SIG_IGN)
            if isinstance(error, _Spent):
                raise BudgetError(f"{self.doing} took longer than {self.seconds:g} seconds") from error
        if self.takes_all and isinstance(error, Exception) and not isinstance(error, KgError):
            log.debug("%s failed", self.doing, exc_info=error)
            raise ArticleError(f"{self.doing} failed ({type(error).__name__}: {error!s:.200})") from error
        return False


def _break(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001 - the form of a signal handler
    """Break off whatever runs, but for this module and what it calls, which has just begun or is about to end a watch.

    The watched block itself is never called from here.
    """
    while frame is not None:
        if frame.f_globals is globals():
            return
        frame = frame.f_back
    raise _Spent
