"""Reads a request of the SPARQL 1.1 Protocol: the query operation (section 2.1) and the update operation (2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl

from werkzeug.http import parse_options_header

from kg.errors import BadRequest, UnsupportedMediaType

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"

_ABSOLUTE_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`]*""")
_MAX_PARAMETERS = 1000
_NUMBER = re.compile(r"[0-9]{1,9}")
_OF_QUERIES = ("default-graph-uri", "named-graph-uri")
_OF_UPDATES = ("using-graph-uri", "using-named-graph-uri")
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})?")

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
    timeout: float | None = None
    """Seconds after which the client no longer wants an answer."""
    version: int | None = None
    """The number of the published version that is asked."""


@dataclass(frozen=True, slots=True)
class UpdateRequest:
    """An update as it was sent, with the dataset that its patterns are to see."""

    text: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()


def read_request(
    method: str, query_string: bytes, content_type: str | None, body: bytes
) -> QueryRequest | UpdateRequest:
    """The operation that a request holds.

    Raises `BadRequest` for what the protocol forbids (two texts, an update by GET, a relative graph IRI, text that is
    not UTF-8) and `UnsupportedMediaType` for a POST body that is neither a form nor a text of SPARQL.
    """
    parameters = read_parameters(query_string)
    if method != "POST":
        if "update" in parameters:
            raise BadRequest(f"an update comes by POST: as {UPDATE}, or as update=… in {FORM}")
        return _query(parameters)
    media_type = read_media_type(content_type)
    if media_type not in (FORM, QUERY, UPDATE):
        named = f"“{media_type}” is not read here" if media_type else "the body has no Content-Type"
        raise UnsupportedMediaType(f"{named}: send a text as {QUERY} or {UPDATE}, or as query=… or update=… in {FORM}")
    if media_type == FORM:
        return _operation(_merge(parameters, read_parameters(body)))
    if "query" in parameters or "update" in parameters:
        raise BadRequest("an operation in the URL and another in the body: send exactly one")
    name = "query" if media_type == QUERY else "update"
    return _operation(parameters | {name: [decode(body)]})


def read_media_type(content_type: str | None) -> str:
    """The media type of a header in small letters, empty without one; its text must be UTF-8."""
    media_type, options = parse_options_header(content_type)
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise UnsupportedMediaType(f"the charset “{options['charset']}” is not read here: send UTF-8")
    return media_type.lower()


def decode(octets: bytes) -> str:
    """The text of a body; `BadRequest` if it is not UTF-8."""
    try:
        return octets.decode()
    except UnicodeDecodeError as error:
        raise BadRequest(f"the request is not UTF-8: {error.reason} at byte {error.start}") from error


def read_parameters(encoded: bytes) -> Parameters:
    """The parameters of a query string or of a form, each with all its values, decoded once."""
    parameters: Parameters = {}
    try:
        pairs = parse_qsl(decode(encoded), keep_blank_values=True, errors="strict", max_num_fields=_MAX_PARAMETERS)
    except UnicodeDecodeError as error:
        raise BadRequest(f"a percent-encoded parameter is not UTF-8: {error.reason}") from error
    except ValueError as error:
        raise BadRequest(f"more than {_MAX_PARAMETERS} parameters in one request") from error
    for name, value in pairs:
        parameters.setdefault(name, []).append(value)
    return parameters


def read_iri(name: str, iri: str) -> str:
    """The IRI of a parameter; `BadRequest` for one that is not absolute."""
    if not _ABSOLUTE_IRI.fullmatch(iri):
        raise BadRequest(f"“{iri}” in {name} is not an absolute IRI, such as https://example.org/graph")
    return iri


def read_single(parameters: Parameters, name: str) -> str | None:
    """The one value of a parameter; `BadRequest` for several."""
    values = parameters.get(name, [])
    if len(values) > 1:
        raise BadRequest(f"{len(values)} values of the parameter “{name}”: send exactly one")
    return values[0] if values else None


def _merge(first: Parameters, second: Parameters) -> Parameters:
    return {name: first.get(name, []) + second.get(name, []) for name in first | second}


def _operation(parameters: Parameters) -> QueryRequest | UpdateRequest:
    if "update" not in parameters:
        return _query(parameters)
    if "query" in parameters:
        raise BadRequest("a query and an update in one request: send exactly one")
    _refuse(parameters, (*_OF_QUERIES, "version"), f"an update; it takes {' and '.join(_OF_UPDATES)}")
    return UpdateRequest(
        text=read_single(parameters, "update") or "",
        using_graphs=_graphs(parameters, "using-graph-uri"),
        using_named_graphs=_graphs(parameters, "using-named-graph-uri"),
    )


def _query(parameters: Parameters) -> QueryRequest:
    _refuse(parameters, _OF_UPDATES, f"a query; it takes {' and '.join(_OF_QUERIES)}")
    return QueryRequest(
        text=read_single(parameters, "query"),
        default_graphs=_graphs(parameters, "default-graph-uri"),
        named_graphs=_graphs(parameters, "named-graph-uri"),
        format=_chosen(parameters, "format"),
        timeout=_seconds(_chosen(parameters, "timeout")),
        version=read_version(parameters.get("version", [])),
    )


def _chosen(parameters: Parameters, name: str) -> str | None:
    """What a form left empty is not chosen."""
    value = read_single(parameters, name)
    return value if value and value.strip() else None


def _refuse(parameters: Parameters, names: tuple[str, ...], reason: str) -> None:
    for name in names:
        if name in parameters:
            raise BadRequest(f"“{name}” does not belong to {reason}")


def read_version(given: list[str]) -> int | None:
    """The number that values of the parameter `version` name; none without any. Raises `BadRequest`."""
    number = read_number(given[0]) if len(given) == 1 else None
    if given and not number:
        raise BadRequest("“version” is the number of one published version, as 12")
    return number


def read_number(given: str) -> int | None:
    """The whole number that is written, below 10⁹ and in the digits of ASCII; none for any other text."""
    return int(given) if _NUMBER.fullmatch(given) else None


def _seconds(given: str | None) -> float | None:
    if given is None:
        return None
    if not _SECONDS.fullmatch(given) or not float(given):
        raise BadRequest(f"“{given}” is no timeout: give a number of seconds, such as 10 or 0.5")
    return float(given)


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...]:
    return tuple(read_iri(name, iri) for iri in parameters.get(name, []))
