"""Lets requests in: who asks, whether they may read, and whether they ask for too much.

It stands before the application, and before whatever answers in its place. A refusal is explained by the application,
as any other failure is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network
from typing import TYPE_CHECKING

from flask import Flask

from kg.access import Anonymous, Caller, Token
from kg.access.limits import BackOff, Buckets
from kg.errors import Forbidden, KgError, TooMany, Unauthorized
from kg.web.clients import check_host, client_of, put_forwarded
from kg.web.revocation import client_of_token
from kg.web.visits import Visit, visit, visit_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OPEN = re.compile(r"/health|/ready|/static/.*")
"""Where no token is needed and nothing is counted: those who watch the server ask there, and pages are dressed."""


@dataclass(frozen=True, slots=True)
class Access:
    """What an installation lets whom do over HTTP; limits are for one client and minute, and 0 is none.

    `holder_of` gives the token with a text.
    """

    holder_of: Callable[[str], Token | None] = lambda _text: None
    is_read_by_anybody: bool = True
    most_requests: int = 0
    most_query_seconds: float = 0.0
    trusted_proxies: tuple[IPv4Network | IPv6Network, ...] = ()


def caller() -> Caller:
    """Who sends the current request."""
    return visit().caller


def require_writing(graphs: Iterable[str | None]) -> None:
    """Raise `Unauthorized` or `Forbidden` unless who sends the current request may write all these graphs.

    `None` stands for the default graph, or for any graph at all.
    """
    who = caller()
    if isinstance(who, Anonymous):
        raise Unauthorized("writing needs a token, in the header “Authorization: Bearer …”; kg token new makes one")
    for graph in graphs:
        if not who.may_write(graph):
            what = f"the graph <{graph}>" if graph is not None else "the default graph, or graphs that are not named"
            raise Forbidden(f"the token {who.name} is of a {who.role}, who may not write {what}")


def require_administrator() -> None:
    """Raise `Unauthorized` or `Forbidden` unless an administrator sends the current request."""
    who = caller()
    if isinstance(who, Anonymous):
        raise Unauthorized("this is for administrators: it needs a token, in the header “Authorization: Bearer …”")
    if not who.is_admin:
        raise Forbidden(f"this is for administrators; the token {who.name} is of a {who.role}")


def register(app: Flask, access: Access, spent: Buckets, explaining: WSGIApplication) -> None:
    """Put the gate before the application as it is now; `spent` is charged with the seconds that queries work.

    `explaining` is the application as it is behind whatever answers in its place: that would not tell a refusal.
    """
    app.wsgi_app = _Gate(app.wsgi_app, explaining, access, spent)  # type: ignore[method-assign]
    app.before_request(_explain_refusal)


def _explain_refusal() -> None:
    refusal = visit().refusal
    if refusal is not None:
        raise refusal


class _Gate:
    """Hands a request that is let in to `inside`, any other to `explaining`."""

    def __init__(self, inside: WSGIApplication, explaining: WSGIApplication, access: Access, spent: Buckets) -> None:
        self._inside = inside
        self._explaining = explaining
        self._access = access
        self._failures = BackOff()
        self._requests = Buckets(access.most_requests)
        self._spent = spent

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        try:
            self._admit(environ, visit_of(environ))
        except KgError as refusal:
            visit_of(environ).refusal = refusal
            return self._explaining(environ, start_response)
        return self._inside(environ, start_response)

    def _admit(self, environ: WSGIEnvironment, arrived: Visit) -> None:
        address = arrived.client = client_of(environ, self._access.trusted_proxies)
        check_host(environ)
        put_forwarded(environ, self._access.trusted_proxies)
        if _OPEN.fullmatch(environ["PATH_INFO"]) or arrived.method == "OPTIONS":
            return
        who = arrived.caller = self._identify(environ.get("HTTP_AUTHORIZATION", ""), address)
        if isinstance(who, Token):
            arrived.client = client_of_token(who)
        if who.is_admin:
            return
        if isinstance(who, Anonymous) and not self._access.is_read_by_anybody:
            raise Unauthorized("reading here needs a token, in the header “Authorization: Bearer …”")
        if environ["PATH_INFO"] != "/metrics":
            self._limit(arrived.client)

    def _limit(self, client: str) -> None:
        """Count a request; `TooMany` for who sends too many, or whose queries work too long."""
        wait = self._requests.take(client)
        if wait:
            raise TooMany(f"one client may send {self._access.most_requests} requests in a minute", wait)
        wait = self._spent.wait(client)
        if wait:
            seconds = f"{self._access.most_query_seconds:g} seconds"
            raise TooMany(f"the queries of one client may work for {seconds} in a minute, and yours have", wait)

    def _identify(self, authorization: str, address: str) -> Caller:
        """Who holds the token that is shown; credentials of another scheme are for a proxy on the way, not for us.

        A valid token is let in even where others failed: who guesses one of 2²⁵⁶ gains nothing by it, and who shares
        an address with them is not locked out.
        """
        scheme, _, text = authorization.partition(" ")
        if scheme.lower() != "bearer":
            return Anonymous()
        token = self._access.holder_of(text.strip())
        if token is not None:
            return token
        wait = self._failures.fail(address)
        if wait:
            raise TooMany("too many wrong tokens came from this address", wait)
        raise Unauthorized("the token is not valid: it is mistyped, revoked, or its time is over", is_wrong=True)
