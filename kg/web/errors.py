"""Turns failures into answers: a page for people, a JSON problem (RFC 9457) for programs, with the right status."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException

from kg.errors import KgError, QuerySyntaxError
from kg.sparql.negotiation import prefers_html

log = logging.getLogger(__name__)

_PROBLEM = "application/problem+json"
_KEPT_HEADERS = {"Allow", "Retry-After"}


def register(app: Flask) -> None:
    """Answer every failure of the application in one way."""
    app.register_error_handler(KgError, _explain_ours)
    app.register_error_handler(HTTPException, _explain_http)


def _explain_ours(error: KgError) -> Response:
    if error.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("%s %s: %s", request.method, request.path, error)
    position: dict[str, object] = {}
    if isinstance(error, QuerySyntaxError):
        position = {"line": error.line, "column": error.column, "hint": error.hint}
    response = _respond(error.status, str(error), position)
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(error.retry_after)
    return response


def _explain_http(error: HTTPException) -> Response:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status < HTTPStatus.BAD_REQUEST:  # a redirect of the router
        return error.get_response()  # type: ignore[return-value]
    response = _respond(status, error.description or "", {})
    response.headers.extend((name, value) for name, value in error.get_headers() if name in _KEPT_HEADERS)
    return response


def _respond(status: int, detail: str, more: dict[str, object]) -> Response:
    title = HTTPStatus(status).phrase
    if prefers_html(request.headers.get("Accept")):
        page = render_template("error.html", status=status, title=title, detail=detail, **more)
        return Response(page, status)
    problem = {"title": title, "status": int(status), "detail": detail}
    problem |= {name: value for name, value in more.items() if value is not None}
    return Response(json.dumps(problem, ensure_ascii=False), status, content_type=_PROBLEM)
