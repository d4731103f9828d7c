"""An answer on its way as the body of a response."""

from __future__ import annotations

from flask import Response, request

from kg.querying import Run

_SECONDS_FOR_A_PIECE = 30.0
"""Within which a client must take a piece of 64 KiB: who is slower holds what others wait for."""


def sent(run: Run, content_type: str) -> Response:
    """The response that sends what a run gives: whole, or piece by piece.

    What goes wrong on the way breaks the connection: a short answer that looks whole must not exist.
    """
    if run.whole is not None:
        return Response(run.whole, content_type=content_type)
    if request.method == "HEAD":
        run.close()
        return Response(iter(()), content_type=content_type)  # neither its length nor its digest is known
    connection = request.environ.get("gunicorn.socket")
    if connection is not None:
        connection.settimeout(_SECONDS_FOR_A_PIECE)
    return Response(run, content_type=content_type)
