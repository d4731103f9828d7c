"""`/cite`: how the result of a query is cited, so that it can be had and checked again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import urlencode

from flask import Blueprint, Response, g, request, url_for

from kg.citation import CANONICAL, Citation, as_bibtex, as_csl, as_schema, as_text, digest_result
from kg.errors import BadRequest
from kg.formats import FORMATS
from kg.sparql.forms import changes_with_the_moment, form_of
from kg.sparql.negotiation import CITATION, choose, content_type
from kg.sparql.protocol import QueryRequest
from kg.web.endpoint import read_query, read_query_request, seconds_for
from kg.web.services import services
from kg.web.versions import never_keep

blueprint = Blueprint("citing", __name__)

_WRITERS = dict(zip(CITATION.values(), (as_text, as_bibtex, as_csl, as_schema), strict=True))
_LONGEST_ADDRESS = 8000  # octets; the server reads 8,190 of a request's first line


@blueprint.route("/cite", methods=["GET", "POST"])
def cite() -> Response:
    """The citation of what a query gives in the version `version`, or in the current one.

    With `digest` it is only given if the result has that digest.
    """
    asked = read_query_request()
    if asked.text is None:
        raise BadRequest("no query: send what is to be cited as the parameter “query”, and its version as “version”")
    media_type = choose(CITATION, request.headers.get("Accept"), asked.format)
    if changes_with_the_moment(asked.text):
        raise BadRequest("this query gives another result each time it is asked: it cannot be cited")
    never_keep()  # it tells the day on which it was asked for
    cited = _cited(asked, asked.text)
    if digest := request.values.get("digest"):
        cited.check(digest)
    return Response(_WRITERS[media_type](cited), content_type=content_type(media_type))


def _cited(asked: QueryRequest, text: str) -> Citation:
    endpoint, form = url_for("endpoint.sparql", _external=True), form_of(text)
    short = CANONICAL[form]
    query = replace(read_query(asked, text), base_iri=endpoint)  # as the address that is cited reads it
    job = partial(digest_result, query=query, media_type=FORMATS[form][short])
    digest = services().store.value(job, text=text, seconds=seconds_for(asked))
    version = g.held.version
    if version is None:
        raise BadRequest("the graph is on another engine, which keeps no versions: a result of it cannot be cited")
    parameters = [("query", text), ("version", str(version.number)), ("format", short)]
    parameters += [("default-graph-uri", iri) for iri in asked.default_graphs]
    parameters += [("named-graph-uri", iri) for iri in asked.named_graphs]
    address = f"{endpoint}?{urlencode(parameters)}"
    if len(address) > _LONGEST_ADDRESS:
        raise BadRequest(
            f"the query is too long to be cited: its address is longer than {_LONGEST_ADDRESS:,} characters"
        )
    published = datetime.fromisoformat(version.published).date()
    today = datetime.now(UTC).date()
    return Citation(text, version.number, published, today, digest, address, request.url_root, services().licence)
