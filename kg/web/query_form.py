"""`/query`: a form for SPARQL that needs no JavaScript.

The address of a result holds the query, so that it can be shared, unless the query is too long for an address.
"""

from __future__ import annotations

from functools import partial
from time import perf_counter
from urllib.parse import urlencode

from flask import Blueprint, Response, g, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from kg.errors import BadRequest, QueryEndedWorker, QueryTimeout, TextError, TooBusy, UnknownResource
from kg.formats import FORMATS, TITLES
from kg.querying.spreadsheets import ForSpreadsheets
from kg.querying.tables import MOST_ROWS, Table, read_table
from kg.sparql.forms import changes_with_the_moment
from kg.sparql.negotiation import content_type
from kg.sparql.protocol import QueryRequest
from kg.vocabulary import ONTOLOGY
from kg.web.endpoint import read_query, read_query_request, seconds_for
from kg.web.labels import find_labels
from kg.web.rendering import page
from kg.web.sending import sent
from kg.web.services import services

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
_BLANK_OF_ANY = "SELECT * WHERE { ?s ?p ?o } LIMIT 100\n"
_LINES_AROUND_AN_ERROR = 2
_CSV = FORMATS["solutions"]["csv"]
_LONGEST_ADDRESS = 6000  # characters; the server reads 8,190 of a request's first line, some browsers and proxies less


@blueprint.route("/query", methods=["GET", "POST"])
def query() -> AnyResponse:
    """The form; with a query or an example, also its result. What is sent from the form gets an address, if short."""
    sent = read_query_request()
    if request.method == "POST" and sent.text:
        address = _address("query_form.query", sent, sent.text)
        if address is not None:
            return redirect(address, 303)
    text = sent.text if sent.text and sent.text.strip() else _example()
    if text is None:
        return _page(sent, _blank())
    started = perf_counter()
    try:
        asked = read_query(sent, text)
        result = services().store.value(partial(read_table, query=asked), text=text, seconds=seconds_for(sent))
    except (BadRequest, QueryTimeout, QueryEndedWorker, TooBusy) as error:
        return _page(sent, text, status=error.status, error=error)
    except TextError as error:
        return _page(sent, text, status=error.status, error=error, excerpt=_excerpt(text, error.line))
    form = "boolean" if isinstance(result, bool) else result.form
    doors = {name: "query_form.table" if name == "csv" else "endpoint.sparql" for name in FORMATS[form]}
    labels = find_labels(services(), result.terms if isinstance(result, Table) else ())
    return _page(
        sent,
        text,
        result=result,
        is_boolean=isinstance(result, bool),
        labels=labels,
        seconds=perf_counter() - started,
        citation=_citation(sent, text),
        downloads={name: _address(door, sent, text, format=name) for name, door in doors.items()},
        titles=TITLES,
    )


def _citation(sent: QueryRequest, text: str) -> str | None:
    """Where the result that is shown is cited, though another version comes in between; `None` if it cannot be."""
    if services().is_plain or g.held.number is None or changes_with_the_moment(text):
        return None
    return _address("citing.cite", sent, text, version=str(g.held.number))


@blueprint.route("/query/table", methods=["GET", "POST"])
def table() -> Response:
    """The rows of a query as CSV for spreadsheets: that of `/sparql` may hold formulas, as the data may."""
    asked = read_query_request()
    if not asked.text:
        raise BadRequest("no query: send one as the parameter “query”")
    job = ForSpreadsheets(read_query(asked, asked.text))
    response = sent(services().store.start(job, text=asked.text, seconds=seconds_for(asked)), content_type(_CSV))
    response.headers["Content-Disposition"] = 'attachment; filename="result.csv"'
    return response


@blueprint.post("/query/stopped")
def stopped() -> Response:
    """What the Stop button leads to: the query is there to be changed. Leaving its page was what ended it."""
    sent = read_query_request()
    return _page(sent, sent.text or _blank(), is_stopped=True)


def _blank() -> str:
    return _BLANK_OF_ANY if services().is_plain else _BLANK


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
