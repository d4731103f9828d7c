"""`/health`: whether the process answers and its store can be read."""

from __future__ import annotations

from flask import Blueprint

from kg.web.services import services

blueprint = Blueprint("health", __name__)


@blueprint.get("/health")
def health() -> dict[str, object]:
    """Read one triple from the store and say so; a store that cannot be read answers with its error and 503."""
    services().store.select("SELECT ?s WHERE { ?s ?p ?o } LIMIT 1")
    return {"status": "ok"}
