"""`/query`: a form for SPARQL that needs no JavaScript.

The address of a result holds the query, so that it can be shared, unless the query is too long for an address.
"""

from __future__ import annotations

from functools import partial
from time import perf_counter
from urllib.parse import urlencode

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import BadRequest, QuerySyntaxError, QueryTimeout, UnknownResource
from kg.formats import FORMATS, TITLES
from kg.sparql.protocol import QueryRequest
from kg.vocabulary import ONTOLOGY
from kg.web.endpoint import read_query, read_query_request
from kg.web.labels import find_labels
from kg.web.rendering import page
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
_LONGEST_ADDRESS = 6000  # characters; the server reads 8,190 of a request's first line, some browsers and proxies less


@blueprint.route("/query", methods=["GET", "POST"])
def query() -> AnyResponse:
    """The form; with a query or an example, also its result. What is sent from the form gets an address, if short."""
    sent = read_query_request()
    if request.method == "POST" and sent.text is not None:
        address = _address("query_form.query", sent, sent.text)
        if address is not None:
            return redirect(address, 303)
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
    form = "boolean" if isinstance(result, bool) else result.form
    labels = find_labels(services(), result.terms if isinstance(result, Table) else ())
    return _page(
        sent,
        text,
        result=result,
        is_boolean=isinstance(result, bool),
        labels=labels,
        seconds=perf_counter() - started,
        downloads={name: _address("endpoint.sparql", sent, text, format=name) for name in FORMATS[form]},
        titles=TITLES,
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
    return page(
        "query.html",
        status,
        sent=sent,
        text=text,
        questions=services().questions.values(),
        example=request.args.get("example"),
        most_rows=MOST_ROWS,
        **more,
    )


def _address(door: str, sent: QueryRequest, text: str, **more: str) -> str | None:
    """Where the query is answered by GET; `None` if that would be too long."""
    parameters = [("query", text), *more.items(), *(("default-graph-uri", iri) for iri in sent.default_graphs)]
    parameters += [("named-graph-uri", iri) for iri in sent.named_graphs]
    address = f"{url_for(door)}?{urlencode(parameters)}"
    return address if len(address) <= _LONGEST_ADDRESS else None


def _excerpt(text: str, line: int | None) -> list[tuple[int, str]]:
    """The numbered lines around a faulty one."""
    if line is None:
        return []
    lines = list(enumerate(text.splitlines(), start=1))
    return lines[max(0, line - 1 - _LINES_AROUND_AN_ERROR) : line + _LINES_AROUND_AN_ERROR]
