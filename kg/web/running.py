"""`/queries/`: the queries and writes that run, for administrators; and ending one, for whoever knows its id."""

from __future__ import annotations

import re
from contextlib import suppress
from uuid import uuid4

from flask import Blueprint, Response, request

from kg.errors import BadRequest, TooLate, UnknownResource
from kg.querying import Evaluator
from kg.web.gate import require_administrator
from kg.web.services import Services, services
from kg.web.versions import never_keep

blueprint = Blueprint("running", __name__)

_QUERY_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def new_query_id() -> str:
    """What the client calls its query, so that it can stop it; else a name that nobody can guess."""
    given = request.headers.get("X-Query-ID") or request.args.get("id")
    if given is None:
        return uuid4().hex
    if not _QUERY_ID.fullmatch(given):
        raise BadRequest("X-Query-ID must be 8 to 64 letters, digits and hyphens, best a random UUID")
    return given


def _evaluators(of: Services) -> dict[str, Evaluator]:
    """Who lets queries run, and writes where there are such."""
    return {"query": of.evaluator} | ({"write": of.writer.evaluator} if of.writer else {})


def end_all(of: Services) -> None:
    """End all queries and writes, but for those that are being kept already."""
    for evaluator in _evaluators(of).values():
        for run in evaluator.running():
            with suppress(TooLate):
                evaluator.stop(run.id)


@blueprint.get("/queries/")
def running() -> dict[str, object]:
    """What runs, the oldest of its kind first: who asked, since when, for how many seconds, and the text."""
    require_administrator()
    never_keep()
    return {
        "queries": [
            {
                "id": run.id,
                "kind": kind,
                "client": run.client,
                "started": run.started.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                "seconds": round(run.seconds, 3),
                "query": run.text,
            }
            for kind, evaluator in _evaluators(services()).items()
            for run in evaluator.running()
        ]
    }


@blueprint.delete("/queries/<id_>")
def end(id_: str) -> Response:
    """End a query or a write; its id, which nobody can guess, was given to who sent it."""
    if not any(evaluator.stop(id_) for evaluator in _evaluators(services()).values()):
        raise UnknownResource(f"no query with the id {id_} is running: it may have ended")
    return Response(status=204)
