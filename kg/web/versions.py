"""What an answer tells of the version that it was read from, and whether it stays the same for that version."""

from __future__ import annotations

import hashlib
from datetime import datetime
from http import HTTPStatus
from typing import cast

from flask import Flask, Response, g, request

from kg.sparql.protocol import read_version

VERSION = "X-Graph-Version"


def register(app: Flask) -> None:
    """Put the headers on every answer that was read from the graph."""
    app.after_request(_add)


def wanted_version() -> int | None:
    """The version that the request names with `version=`, if it does."""
    return cast("int | None", g.version) if "version" in g else read_version(request.args.getlist("version"))


def name_version(number: int | None) -> None:
    """Say which version the current request names, where that may stand in its body."""
    g.version = number


def never_keep() -> None:
    """Say that the answer to the current request may be another one the next time, though the graph is the same."""
    g.never_keep = True


def etag_of(body: bytes, content_type: str) -> str:
    """What tells these octets from any others, and from the same octets as something else."""
    return hashlib.sha256(content_type.encode() + b"\n" + body).hexdigest()[:32]


def _add(response: Response) -> Response:
    version = g.held.version if "held" in g else None
    if version is not None:
        response.headers[VERSION] = str(version.number)
    if response.status_code != HTTPStatus.OK:
        return response
    if "Cache-Control" not in response.headers:
        if "never_keep" in g:
            response.headers["Cache-Control"] = "no-store"
            return response
        if version is not None:
            whose = "private" if "Authorization" in request.headers else "public"
            response.headers["Cache-Control"] = f"{whose}, no-cache"  # to be asked again each time: 304 costs little
            response.last_modified = datetime.fromisoformat(version.published)
    if response.is_sequence and "ETag" not in response.headers and request.method in ("GET", "HEAD", "POST"):
        response.set_etag(etag_of(response.get_data(), response.content_type or ""))
    return response
