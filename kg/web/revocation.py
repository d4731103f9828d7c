"""Ends the queries of tokens that are revoked, or whose time is over, while they run."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable, Iterable

from kg.access import Token
from kg.errors import KgError
from kg.querying import Evaluator

log = logging.getLogger(__name__)

_PAUSE = 1.0  # seconds

Holders = Callable[[], Iterable[Token]]
"""Gives the tokens that are not revoked."""


def client_of_token(token: Token) -> str:
    """What the holder of a token is called among clients."""
    return f"token {token.name}"


def end_revoked(evaluator: Evaluator, holders: Holders) -> None:
    """End what runs for clients that held a token, and hold none."""
    running = [run for run in evaluator.running() if run.client.startswith("token ")]
    if running:
        valid = {client_of_token(token) for token in holders() if not token.is_expired}
        for run in running:
            if run.client not in valid:
                evaluator.stop(run.id)


def watch(evaluator: Evaluator, holders: Holders) -> None:
    """Do so from time to time, as long as others want the evaluator."""
    threading.Thread(target=_watch, args=(weakref.ref(evaluator), holders), name="revocation", daemon=True).start()


def _watch(wanted: weakref.ref[Evaluator], holders: Holders) -> None:
    while (evaluator := wanted()) is not None:
        try:
            end_revoked(evaluator, holders)
        except KgError as error:
            log.warning("whose tokens are revoked cannot be told: %s", error)
        del evaluator
        time.sleep(_PAUSE)
