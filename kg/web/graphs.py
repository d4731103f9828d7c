"""`/graphs`: each graph as a resource, by the SPARQL 1.1 Graph Store HTTP Protocol."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO
from uuid import uuid4

from flask import Blueprint, Response, request
from rdflib.term import URIRef

from kg.errors import BadRequest, UnknownResource
from kg.formats import GRAPH, TRIPLES
from kg.sparql.graph_store import direct_iri, names_graph, read_graph, read_parts
from kg.sparql.negotiation import choose, content_type, written_as
from kg.sparql.uploads import check_upload
from kg.store import Document, GraphStore, query_of
from kg.web.conditions import expected
from kg.web.sending import sent
from kg.web.services import services
from kg.web.sizes import LARGEST_UPLOAD
from kg.web.visits import visit
from kg.web.writing import author, plain_body, write

blueprint = Blueprint("graphs", __name__)

_ONE_OF = "SELECT ?g (1 AS ?one) { GRAPH ?g { ?s ?p ?o } } LIMIT 1"
_EMPTY = "SELECT ?g { GRAPH ?g {} }"
_METHODS = ["GET", "PUT", "POST", "DELETE"]


@dataclass(frozen=True, slots=True)
class _Giving:
    """Writes the triples of a graph; done in a worker."""

    graph: str | None
    media_type: str

    def __call__(self, store: GraphStore, target: IO[bytes]) -> None:
        if self.graph is not None:
            name = {"g": URIRef(self.graph)}
            if not (store.select(_ONE_OF, name) or store.select(_EMPTY, name)):
                raise UnknownResource(f"there is no graph {self.graph}")
        store.answer(query_of(self.graph)).write(target, self.media_type)


@blueprint.route("/graphs", methods=_METHODS)
def indirect() -> Response:
    """The graph that the parameters name. Without any, POST makes a new one, whose address it tells."""
    if request.method == "POST" and not names_graph(request.query_string):
        iri = f"{request.url_root}graphs/{uuid4().hex}"
        response = _write(iri)
        response.headers["Location"] = iri
        return response
    return _carry_out(read_graph(request.query_string))


@blueprint.route("/graphs/<path:_name>", methods=_METHODS, merge_slashes=False)
def direct(_name: str) -> Response:
    """The graph whose IRI is the address of the request, as the client wrote it."""
    if names_graph(request.query_string):
        raise BadRequest("two graphs are named: one by the address, and one by its parameters")
    target = request.environ.get("RAW_URI") or request.environ["REQUEST_URI"]
    return _carry_out(direct_iri(f"{request.scheme}://{request.host}{request.script_root}", target))


def _carry_out(graph: str | None) -> Response:
    if request.method in ("GET", "HEAD"):
        return _give(graph)
    if request.method == "DELETE":
        writing = author()
        _note(graph)
        write("delete", graph, writing, expected())
        return Response(status=204)
    return _write(graph)


def _give(graph: str | None) -> Response:
    media_type = choose(TRIPLES, request.headers.get("Accept"), request.args.get("format"))
    name = "the default graph" if graph is None else f"the graph {graph}"
    run = services().store.start(_Giving(graph, written_as(TRIPLES, media_type)), text=name)
    return sent(run, content_type(media_type))


def _note(graph: str | None) -> None:
    """Let the write have its line in the query log, as an update has."""
    visit().hold(f"{request.method} {'default' if graph is None else f'<{graph}>'}", "update")


def _write(graph: str | None) -> Response:
    """Put or post what the body holds; who may is asked before it is read."""
    writing = author()
    _note(graph)
    request.max_content_length = LARGEST_UPLOAD
    body = plain_body()
    documents = []
    for media_type, octets in read_parts(request.headers.get("Content-Type"), body, frozenset(GRAPH.values())):
        check_upload(octets, media_type)
        documents.append(Document(octets, media_type))
    base_iri = graph or request.base_url
    is_new = write(request.method.lower(), graph, documents, base_iri, writing, expected())
    return Response(status=201 if is_new else 204)
