"""`/search`: names and texts, found by words; a page for people, JSON for programs."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request

from kg.errors import BadRequest
from kg.search import Found, Kind
from kg.search.lookup import describe, look_up, standings_of
from kg.sparql.negotiation import SEARCH, choose
from kg.sparql.protocol import read_number
from kg.web.families import PAGE_LENGTH
from kg.web.items import item_terms, read_items
from kg.web.labels import find_labels
from kg.web.services import services
from kg.web.versions import never_keep

blueprint = Blueprint("search_page", __name__)

_FURTHEST = 10_000
"""Hits that can be paged through; nobody looks further, and the index would order them all for each page."""


@blueprint.get("/search")
def search() -> Response:
    """What the words in `q` find, of the kind `kind`, past the first `after`."""
    media_type = choose(SEARCH, request.headers.get("Accept"), request.args.get("format"))
    never_keep()  # the index may be ahead of the version
    text, kind, after = request.args.get("q", "").strip(), _kind(), _after()
    found = look_up(services().search, services().store, text, kind, PAGE_LENGTH, after)
    if media_type == "application/json":
        return Response(json.dumps(_as_json(text, kind, after, found), ensure_ascii=False), content_type=media_type)
    items = {item.iri: item for item in read_items(services(), (hit.subject for hit in found.hits))}
    return Response(
        render_template(
            "search.html",
            items=items,
            labels=find_labels(services(), item_terms(items.values())),
            text=text,
            kind=kind,
            kinds=list(Kind),
            after=after,
            found=found,
            next_after=after + PAGE_LENGTH if found.total > after + PAGE_LENGTH <= _FURTHEST else None,
        )
    )


def _kind() -> Kind | None:
    given = request.args.get("kind")
    try:
        return Kind(given) if given else None
    except ValueError as error:
        raise BadRequest(f"there is no kind “{given}”; there are: {', '.join(Kind)}") from error


def _after() -> int:
    after = read_number(request.args.get("after", "0"))
    if after is None:
        raise BadRequest("“after” is the number of hits to pass over, as 50")
    return min(after, _FURTHEST)


def _as_json(text: str, kind: Kind | None, after: int, found: Found) -> dict[str, object]:
    standings = standings_of(services().store, found)
    return {
        "query": text,
        "kind": kind,
        "total": found.total,
        "after": after,
        "hits": [describe(hit, standings) for hit in found.hits],
    }
