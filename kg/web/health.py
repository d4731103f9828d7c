"""`/health`, whether the process lives, and `/ready`, whether it answers queries."""

from __future__ import annotations

import threading
from operator import methodcaller
from time import monotonic

from flask import Blueprint, current_app

from kg.errors import KgError
from kg.web.services import services
from kg.web.versions import never_keep

blueprint = Blueprint("health", __name__)

_EXTENSION = "communique.health"
_SOON = 1.0  # seconds
_ONE_TRIPLE = "SELECT ?s WHERE { ?s ?p ?o } LIMIT 1"


@blueprint.get("/health")
def health() -> dict[str, object]:
    """Say that the process answers; who starts it anew where it does not need not do so while it is only busy."""
    return {"status": "ok"}


@blueprint.get("/ready")
def ready() -> tuple[dict[str, object], int]:
    """Ask the graph for a triple; what is not answered within a second is told with 503."""
    never_keep()
    reason = current_app.extensions.setdefault(_EXTENSION, _Readiness()).reason()
    return ({"status": "not ready", "reason": reason}, 503) if reason else ({"status": "ok"}, 200)


class _Readiness:
    """Asks the graph at most once in a second and one at a time, whoever and however many ask here."""

    def __init__(self) -> None:
        self._asking = threading.Lock()
        self._until = 0.0
        self._reason = ""

    def reason(self) -> str:
        """Why the graph cannot be read; nothing if it can."""
        if monotonic() >= self._until and self._asking.acquire(blocking=not self._until):
            try:
                if monotonic() >= self._until:
                    self._reason = _ask()
                    self._until = monotonic() + _SOON
            finally:
                self._asking.release()
        return self._reason


def _ask() -> str:
    began = monotonic()
    try:
        services().store.value(methodcaller("select", _ONE_TRIPLE), seconds=_SOON)
    except KgError as error:
        return error.public or str(error)
    took = monotonic() - began
    return f"a query took {took:.1f} seconds" if took > _SOON else ""
