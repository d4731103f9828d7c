"""`/` of an ordinary dataset: the way to its query form."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from werkzeug.wrappers import Response

blueprint = Blueprint("plain", __name__)


@blueprint.get("/")
def home() -> Response:
    """Lead to the form."""
    return redirect(url_for("query_form.query"), 303)
