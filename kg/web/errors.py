"""Turns failures into answers: a page for people, a JSON problem (RFC 9457) for programs, with the right status."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import KgError, TextError, Unauthorized
from kg.sparql.negotiation import prefers_html
from kg.web.visits import visit
from kg.web.watch import tell_failure

_PROBLEM = "application/problem+json"
_CHALLENGE = 'Bearer realm="communique"'  # RFC 6750, section 3
_KEPT_HEADERS = {"Allow", "Content-Range", "Retry-After"}


def register(app: Flask) -> None:
    """Answer every failure of the application in one way."""
    app.register_error_handler(KgError, _explain_ours)
    app.register_error_handler(HTTPException, _explain_http)
    app.register_error_handler(Exception, _explain_fault)


def _explain_ours(error: KgError) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        tell_failure(visit(), error)
    position: dict[str, object] = {}
    if isinstance(error, TextError):
        position = {"line": error.line, "column": error.column, "hint": error.hint}
    response = _respond(error.status, error.public or str(error), position)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    if isinstance(error, Unauthorized):
        response.headers["WWW-Authenticate"] = _CHALLENGE + (', error="invalid_token"' if error.is_wrong else "")
    return response


def _explain_http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:  # a redirect of the router
        return error.get_response()  # type: ignore[return-value]
    response = _respond(status, error.description or "", {})
    response.headers.extend((name, value) for name, value in error.get_headers() if name in _KEPT_HEADERS)
    return response


def _explain_fault(error: Exception) -> Response:
    """What nobody foresaw is told to whoever runs the server, and to the client only that it happened."""
    tell_failure(visit(), error)
    return _respond(HTTPStatus.INTERNAL_SERVER_ERROR, "something went wrong here; it is noted under this request", {})


def _respond(status: int, detail: str, more: dict[str, object]) -> Response:
    title = HTTPStatus(status).phrase
    if prefers_html(request.headers.get("Accept")):
        page = render_template("error.html", status=status, title=title, detail=detail, request_id=visit().id, **more)
        return Response(page, status)
    problem = {"title": title, "status": int(status), "detail": detail, "request_id": visit().id}
    problem |= {name: value for name, value in more.items() if value is not None}
    return Response(json.dumps(problem, ensure_ascii=False), status, content_type=_PROBLEM)
