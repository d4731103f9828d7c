"""`/sparql`: queries, updates and the service description, as the SPARQL 1.1 Protocol has them."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import BadRequest, PreconditionFailed
from kg.formats import FORMATS, GRAPH
from kg.querying.reader import Answering
from kg.sparql.description import describe
from kg.sparql.forms import changes_with_the_moment, form_of
from kg.sparql.guard import check_query, check_update
from kg.sparql.negotiation import choose, content_type, prefers_html, written_as
from kg.sparql.protocol import QueryRequest, UpdateRequest, read_request
from kg.store import Query, Update
from kg.web.fast_path import tell_errand
from kg.web.running import new_query_id
from kg.web.sending import sent
from kg.web.services import services
from kg.web.sizes import turn_to_read
from kg.web.versions import name_version, never_keep
from kg.web.visits import visit
from kg.web.void import description_of_release, description_response
from kg.web.writing import author, plain_body, write

blueprint = Blueprint("endpoint", __name__)

_FOR_THE_QUERY = 0.98


def _read_operation() -> QueryRequest | UpdateRequest:
    body = plain_body()
    with turn_to_read(len(body), visit().client):
        return read_request(request.method, request.query_string, request.headers.get("Content-Type"), body)


def read_query_request() -> QueryRequest:
    """The query that the current HTTP request holds; `BadRequest` for an update."""
    read = _read_operation()
    if isinstance(read, UpdateRequest):
        raise BadRequest("only queries are answered here: send an update to /sparql")
    return read


def read_query(sent: QueryRequest, text: str) -> Query:
    """The query for the store; relative IRIs in it are resolved against the address of this endpoint."""
    with turn_to_read(len(text), visit().client):
        visit().hold(text, form_of(text))
        check_query(text, services().federated)
    name_version(sent.version)
    if changes_with_the_moment(text):
        never_keep()
    return Query(text, sent.default_graphs, sent.named_graphs, base_iri=request.base_url)


@blueprint.route("/sparql", methods=["GET", "POST"])
def sparql() -> AnyResponse:
    """Answer a query, carry out an update, or say what this is; a browser that comes for a page gets the form."""
    read = _read_operation()
    if isinstance(read, UpdateRequest):
        return _update(read)
    accept = request.headers.get("Accept")
    if request.method != "POST" and read.format is None and prefers_html(accept):
        asked = request.query_string.decode("ascii", "replace")
        return redirect(f"{url_for('query_form.query')}?{asked}".rstrip("?"), 303)
    if read.text is not None:
        return _answer(read, read.text, accept)
    if request.method == "POST":
        raise BadRequest("neither a query nor an update: send one as the parameter “query” or “update”")
    return _describe(choose(GRAPH, accept, read.format))


def _answer(asked: QueryRequest, text: str, accept: str | None) -> Response:
    query = read_query(asked, text)
    formats = FORMATS[visit().form]
    media_type = choose(formats, accept, asked.format)
    job = Answering(query, written_as(formats, media_type))
    errand = services().store.errand(job, query.text, seconds_for(asked), new_query_id())
    tell_errand(request.environ, errand)
    response = sent(services().evaluator.start(errand), content_type(media_type))
    response.headers["X-Query-ID"] = errand.id
    return response


def _update(asked: UpdateRequest) -> Response:
    writing = author()
    visit().hold(asked.text, "update")
    if not {"If-Match", "If-None-Match"}.isdisjoint(request.headers.keys()):
        raise PreconditionFailed(
            "an update changes no one resource whose entity tag could be meant: say in its WHERE what must hold, or "
            "put the graph to /graphs"
        )
    with turn_to_read(len(asked.text), visit().client):
        check_update(asked.text)
    update = Update(asked.text, asked.using_graphs, asked.using_named_graphs, base_iri=request.base_url)
    write("update", update, writing, seconds=services().query_timeout)
    return Response(status=204)


def _describe(media_type: str) -> Response:
    service = services()
    triples = describe(request.base_url, service.writer is not None, service.is_plain, bool(service.federated))
    return description_response([*triples, *description_of_release()], media_type)


def seconds_for(sent_query: QueryRequest) -> float:
    """How long a query may take: what the request says, if that is less than the installation grants.

    A little of it is for telling that it is over, so that a client which waits no longer hears of it.
    """
    return min(sent_query.timeout or services().query_timeout, services().query_timeout) * _FOR_THE_QUERY
