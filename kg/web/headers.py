"""Headers on every response: what browsers may load, and who may read the data."""

from __future__ import annotations

from flask import Flask, Response, request

_SECURITY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}
# Nothing here depends on who asks: no cookie, no login. So any page may read what anybody can.
_CROSS_ORIGIN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Link, Vary"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
}


def register(app: Flask) -> None:
    """Put the headers on every response of the application."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    response.headers.update(_SECURITY | _CROSS_ORIGIN)
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
    if request.endpoint != "static":
        response.vary.add("Accept")
    return response
