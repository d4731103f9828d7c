"""Headers on every response: what browsers may load, and who may read the data."""

from __future__ import annotations

from collections.abc import Collection
from http import HTTPStatus

from flask import Flask, Response, request

_SECURITY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
# Nothing here depends on what a browser sends by itself: no cookie, no login. So any page may read what anybody can,
# and write with a token that its user gave it.
_CROSS_ORIGIN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Disposition, Content-Length, Content-Location, "
    "Content-Range, ETag, Link, Location, Retry-After, Vary, "
    "WWW-Authenticate, X-Graph-Version, X-Query-ID, X-Request-ID",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, DELETE, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-Match, If-Modified-Since, If-None-Match, "
    "If-Range, Range, X-Query-ID, X-Request-ID",
    "Access-Control-Max-Age": "86400",
}

OF_ONE_REQUEST = frozenset({"x-query-id", "x-request-id"})
"""What another request with the same answer gets of its own."""
OF_THE_OCTETS = frozenset({"content-length", "content-encoding", "etag"})
"""What another body has of its own."""

Headers = list[tuple[str, str]]


def without(headers: Headers, names: Collection[str]) -> Headers:
    """Headers but for those of these names, which are written in small letters."""
    return [pair for pair in headers if pair[0].lower() not in names]


def register(app: Flask) -> None:
    """Put the headers on every response of the application."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.update(_SECURITY | _CROSS_ORIGIN)
    if response.status_code in (HTTPStatus.CREATED, HTTPStatus.NO_CONTENT) or request.method == "OPTIONS":
        response.headers.remove("Content-Type")  # there is no body
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    response.vary.add("Accept-Encoding")
    if request.endpoint != "static":
        response.vary.add("Accept")
    return response
