"""`/sparql`: the query operation of the SPARQL 1.1 Protocol, answered as a stream."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from flask import Blueprint, Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import BadRequest
from kg.formats import FORMATS
from kg.sparql.guard import check_query
from kg.sparql.negotiation import choose, content_type, prefers_html, written_as
from kg.sparql.protocol import QueryRequest, read_request
from kg.store import GraphStore, Query
from kg.web.services import services
from kg.web.streaming import Stream

blueprint = Blueprint("endpoint", __name__)


def read_query_request() -> QueryRequest:
    """The query that the current HTTP request holds."""
    return read_request(
        request.method, request.query_string, request.headers.get("Content-Type"), request.get_data(cache=False)
    )


def read_query(sent: QueryRequest, text: str) -> Query:
    """The query for the store; relative IRIs in it are resolved against the address of this endpoint."""
    check_query(text)
    return Query(text, sent.default_graphs, sent.named_graphs, base_iri=request.base_url)


@dataclass(slots=True)
class _Evaluation:
    """Evaluates and writes in one thread, as the engine demands; the form of the answer decides the format."""

    store: GraphStore
    query: Query
    accept: str | None
    format: str | None
    media_type: str = ""

    def write_to(self, target: IO[bytes]) -> None:
        answer = self.store.answer(self.query)
        formats = FORMATS[answer.form]
        self.media_type = choose(formats, self.accept, self.format)
        answer.write(target, written_as(formats, self.media_type))


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> AnyResponse:
    """Answer a query; a browser that comes for a page gets the form instead."""
    sent = read_query_request()
    accept = request.headers.get("Accept")
    if request.method != "POST" and sent.format is None and prefers_html(accept):
        return redirect(f"/query?{request.query_string.decode('ascii', 'replace')}".rstrip("?"), 303)
    if sent.text is None:
        raise BadRequest("no query: send it as the parameter “query”, or write it at /query")
    evaluation = _Evaluation(services().store, read_query(sent, sent.text), accept, sent.format)
    stream = Stream(evaluation.write_to, services().runs)
    return Response(stream, content_type=content_type(evaluation.media_type))
