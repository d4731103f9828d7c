"""What the web fronts of all datasets share: their queries, access, observers, and who writes over HTTP."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from kg.errors import LockedError
from kg.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

    from kg.access import Tokens
    from kg.querying.worker import Duty
    from kg.querying.writer import Writer
    from kg.web.gate import Access
    from kg.web.services import Services
    from kg.web.watch import Observer

FOR_READING = ("kg.dumps", "kg.querying.reader", "kg.querying.tables", "kg.store.embedded", "kg.store.snapshots")
"""The modules that workers need to read what is stored by the embedded engine."""

_LONGEST_WRITE = 10  # times as long as a query may take: a large document is worth it
_PAUSE = 0.1  # seconds between two tries to open what is locked

Value = TypeVar("Value")


def make_front(settings: Settings, services: Services, tokens: Tokens) -> Flask:
    """The application that serves these, with the limits and the log of the installation."""
    from kg.web import create_app
    from kg.web.revocation import watch

    watch(services.evaluator, tokens.all)
    return create_app(services, _access(settings, tokens), _observers(settings), settings.cache_size * 2**20)


def _access(settings: Settings, tokens: Tokens) -> Access:
    """Who may do what over HTTP, and how much."""
    from kg.web.gate import Access

    return Access(
        tokens.holder_of,
        settings.anonymous_read,
        settings.client_requests,
        settings.client_query_seconds,
        settings.proxies,
    )


def _observers(settings: Settings) -> list[Observer]:
    """Those who are told of each request that has ended."""
    from kg.web.query_log import QueryLog

    if settings.query_log == "off":
        return []
    path = settings.data_dir / "log" / "queries.jsonl" if settings.query_log == "file" else None
    return [QueryLog(path, settings.query_log_text, settings.query_log_address)]


def make_writer(settings: Settings, duty: Duty, opening: float = 0.0) -> Writer:
    """Does what is written over HTTP, one after the other; `opening` is in seconds, as `Writer` has it."""
    from kg.querying.pool import Places, Pool
    from kg.querying.writer import Writer

    # Nothing goes before a write, and its worker stays.
    places = Places(short=1, long=0, soon=math.inf, patience=settings.query_timeout, wait=0.0)
    pool = Pool(duty, _LONGEST_WRITE * settings.query_timeout + opening, places)
    return Writer(pool, opening)


def patiently(open_: Callable[[], Value], tries: int) -> Value:
    """What is opened, tried again while another process has it; in the end its `LockedError`."""
    for _ in range(tries):
        try:
            return open_()
        except LockedError:
            time.sleep(_PAUSE)
    return open_()
