"""An answer on its way as the body of a response."""

from __future__ import annotations

from flask import Response, request

from kg.querying import Run


def sent(run: Run, content_type: str) -> Response:
    """The response that sends what a run gives: whole, or piece by piece.

    What goes wrong on the way breaks the connection: a short answer that looks whole must not exist.
    """
    if run.whole is not None:
        return Response(run.whole, content_type=content_type)
    if request.method == "HEAD":
        run.close()
        return Response(content_type=content_type)
    return Response(run, content_type=content_type)
