"""`/queries/`: the queries that run, for administrators; and ending one, for whoever knows its id."""

from __future__ import annotations

from flask import Blueprint, Response

from kg.errors import UnknownResource
from kg.web.gate import require_administrator
from kg.web.services import services
from kg.web.versions import never_keep

blueprint = Blueprint("running", __name__)


@blueprint.get("/queries/")
def running() -> dict[str, object]:
    """Which queries run, the oldest first: who asked, since when, for how many seconds, and the text."""
    require_administrator()
    never_keep()
    return {
        "queries": [
            {
                "id": run.id,
                "client": run.client,
                "started": run.started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "seconds": round(run.seconds, 3),
                "query": run.text,
            }
            for run in services().evaluator.running()
        ]
    }


@blueprint.delete("/queries/<id_>")
def end(id_: str) -> Response:
    """End a query; its id, which nobody can guess, was given to who sent it."""
    if not services().evaluator.stop(id_):
        raise UnknownResource(f"no query with the id {id_} is running: it may have ended")
    return Response(status=204)
