"""Reads a request of the SPARQL 1.1 Protocol: the query operation by GET and by both forms of POST (section 2.1).

The endpoint is read-only: an update is refused with the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from kg.errors import BadRequest, UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"

_ABSOLUTE_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*""")
_MAX_PARAMETERS = 1000

Parameters = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query as it was sent, with the dataset and the format that its parameters name.

    `text` is `None` when the request names no query; each door decides what that means.
    """

    text: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    format: str | None = None


def read_request(method: str, query_string: bytes, content_type: str | None, body: bytes) -> QueryRequest:
    """The query that a request holds.

    Raises `BadRequest` for what the protocol forbids (two queries, an update, a relative graph IRI, text that is not
    UTF-8) and `UnsupportedMediaType` for a POST body that is neither a form nor a query.
    """
    parameters = _parse(query_string)
    if method != "POST":
        return _query(parameters)
    media_type, options = parse_options_header(content_type)
    media_type = media_type.lower()
    if media_type == UPDATE:
        raise BadRequest("this endpoint is read-only: it answers queries and takes no SPARQL update")
    if media_type not in (FORM, DIRECT):
        named = f"“{media_type}” is not read here" if media_type else "the body has no Content-Type"
        raise UnsupportedMediaType(f"{named}: send a query as {DIRECT}, or as query=… in {FORM}")
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"the charset “{options['charset']}” is not read here: send UTF-8")
    if media_type == FORM:
        return _query(_merge(parameters, _parse(body)))
    if "query" in parameters:
        raise BadRequest("a query in the URL and another in the body: send exactly one")
    return _query(parameters | {"query": [_decode(body)]})


def _decode(octets: bytes) -> str:
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"the request is not UTF-8: {error.reason} at byte {error.start}") from error


def _parse(encoded: bytes) -> Parameters:
    parameters: Parameters = {}
    try:
        pairs = parse_qsl(_decode(encoded), keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadRequest(f"a percent-encoded parameter is not UTF-8: {error.reason}") from error
    except ValueError as error:
        raise BadRequest(f"more than {_MAX_PARAMETERS} parameters in one request") from error
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    return parameters


def _merge(first: Parameters, second: Parameters) -> Parameters:
    return {name: first.get(name, []) + second.get(name, []) for name in first | second}


def _query(parameters: Parameters) -> QueryRequest:
    if "update" in parameters:
        raise BadRequest("this endpoint is read-only: it answers “query” and takes no “update”")
    return QueryRequest(
        text=_single(parameters, "query"),
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
        format=_single(parameters, "format"),
    )


def _single(parameters: Parameters, name: str) -> str | None:
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequest(f"{len(values)} values of the parameter “{name}”: send exactly one")
    return values[0] if values and values[0].strip() else None


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    iris = tuple(parameters.get(name, []))
    for iri in iris:
        if not _ABSOLUTE_IRI.fullmatch(iri):
            raise BadRequest(f"“{iri}” in {name} is not an absolute IRI, such as https://example.org/graph")
    return iris
