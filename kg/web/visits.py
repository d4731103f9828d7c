"""What is known of the current request beside its words: its id, who sent it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, cast

from flask import request

from kg.access import Anonymous, Caller
from kg.errors import KgError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_KEY = "communique.visit"


@dataclass(slots=True)
class Visit:
    """A request from its arrival to the end of its answer.

    `client` names whose limits count, `refusal` is why it was not let in, `route` the rule of the address that was
    found, `query` the text of the SPARQL query or update that it holds, of this `form`; `is_kept` says that the answer
    was kept from before. An answer that is not `whole` `broke`, or the client `left` before its end.
    """

    id: str
    method: str
    client: str = ""
    caller: Caller = field(default_factory=Anonymous)
    refusal: KgError | None = None
    route: str = ""
    query: str | None = None
    form: str = ""
    is_kept: bool = False
    status: int = 0
    octets: int = 0
    seconds: float = 0.0
    outcome: Literal["whole", "broke", "left"] = "left"

    def hold(self, query: str, form: str) -> None:
        """Note what is asked."""
        self.query, self.form = query, form

    def again(self, id_: str) -> Visit:
        """That of a request to which the kept answer to this one was given, at once."""
        told = (self.method, self.client, self.caller, self.refusal, self.route, self.query, self.form)
        return Visit(id_, *told, is_kept=True, status=self.status, octets=self.octets, outcome="whole")

    def repeat(self, other: Visit) -> None:
        """Note that the same is asked as in another one, and its answer was kept."""
        self.route, self.query, self.form, self.is_kept = other.route, other.query, other.form, True


def visit() -> Visit:
    """That of the current request."""
    return visit_of(request.environ)


def visit_of(environ: WSGIEnvironment) -> Visit:
    """That of a request, where there is no current one."""
    return cast(Visit, environ[_KEY])


def begin_visit(environ: WSGIEnvironment, id_: str) -> Visit:
    """Note a request that has arrived."""
    begun: Visit = Visit(id_, environ["REQUEST_METHOD"])
    environ[_KEY] = begun
    return begun
