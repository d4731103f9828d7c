"""`/query`: a form for SPARQL that needs no JavaScript; its address holds the query, so it can be shared."""

from __future__ import annotations

from functools import partial
from time import perf_counter
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, url_for

from kg.errors import BadRequest, QuerySyntaxError, QueryTimeout, UnknownResource
from kg.sparql.negotiation import FORMATS
from kg.sparql.protocol import QueryRequest
from kg.vocabulary import ONTOLOGY
from kg.web.endpoint import read_query, read_query_request
from kg.web.labels import find_labels
from kg.web.results import MOST_ROWS, Table, read_table
from kg.web.services import services
from kg.web.streaming import wait_for

blueprint = Blueprint("query_form", __name__)

_BLANK = f"""PREFIX : <{ONTOLOGY}>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

SELECT ?meeting ?participant WHERE {{
  ?meeting a :Meeting ;
    :participant ?participant .
}} LIMIT 100
"""
_LINES_AROUND_AN_ERROR = 2


@blueprint.get("/query")
def query() -> Response:
    """The form; with a query or an example in the address, also its result."""
    sent = read_query_request()
    text = sent.text or _example()
    if text is None:
        return _page(sent, _BLANK)
    started = perf_counter()
    try:
        result = wait_for(partial(read_table, services().store, read_query(sent, text)), services().runs)
    except (BadRequest, QueryTimeout) as error:
        return _page(sent, text, status=error.status, error=error)
    except QuerySyntaxError as error:
        return _page(sent, text, status=error.status, error=error, excerpt=_excerpt(text, error.line))
    labels = find_labels(services(), result.terms if isinstance(result, Table) else ())
    return _page(
        sent,
        text,
        result=result,
        is_boolean=isinstance(result, bool),
        labels=labels,
        seconds=perf_counter() - started,
        downloads=_downloads(sent, text, "boolean" if isinstance(result, bool) else result.form),
    )


def _example() -> str | None:
    name = request.args.get("example")
    if name is None:
        return None
    questions = services().questions
    if name not in questions:
        raise UnknownResource(f"there is no example “{name}”; there are: {', '.join(questions)}")
    return questions[name].text


def _page(sent: QueryRequest, text: str, status: int = 200, **more: object) -> Response:
    page = render_template(
        "query.html",
        sent=sent,
        text=text,
        questions=services().questions.values(),
        example=request.args.get("example"),
        most_rows=MOST_ROWS,
        **more,
    )
    return Response(page, status)


def _downloads(sent: QueryRequest, text: str, form: str) -> dict[str, str]:
    """For each format of the answer, the address of the whole answer."""
    dataset = [("default-graph-uri", iri) for iri in sent.default_graphs]
    dataset += [("named-graph-uri", iri) for iri in sent.named_graphs]
    endpoint = url_for("endpoint.sparql")
    return {name: f"{endpoint}?{urlencode([('query', text), ('format', name), *dataset])}" for name in FORMATS[form]}


def _excerpt(text: str, line: int | None) -> list[tuple[int, str]]:
    """The numbered lines around a faulty one."""
    if line is None:
        return []
    lines = list(enumerate(text.splitlines(), start=1))
    return lines[max(0, line - 1 - _LINES_AROUND_AN_ERROR) : line + _LINES_AROUND_AN_ERROR]
