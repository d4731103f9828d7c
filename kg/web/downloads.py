"""`/dumps/`: the whole graph as compressed files, written while they are being sent."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response

from kg.dumps import write_dump
from kg.formats import DUMPS
from kg.web.rendering import page
from kg.web.services import services
from kg.web.streaming import Stream

blueprint = Blueprint("downloads", __name__)

_FILES = {f"communique{form.suffix}": form for form in DUMPS.values()}


@blueprint.get("/dumps/")
def dumps() -> Response:
    """Which files there are and what is in them."""
    return page("dumps.html", files=_FILES)


@blueprint.get(f"/dumps/<any({', '.join(map(repr, _FILES))}):name>")
def dump(name: str) -> Response:
    """All named graphs in one file."""
    stream = Stream(partial(write_dump, services().store, form=_FILES[name]), services().runs)
    response = Response(stream, mimetype="application/gzip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
