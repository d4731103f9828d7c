"""`/` and the list of each family."""

from __future__ import annotations

from flask import Blueprint, Response, request
from rdflib.term import Literal

from kg.store import Row
from kg.web.families import FAMILIES, PAGE_LENGTH, Family
from kg.web.items import item_terms, read_items
from kg.web.labels import find_labels
from kg.web.rendering import page
from kg.web.services import Services, services

blueprint = Blueprint("pages", __name__)

_LATEST = 6


@blueprint.get("/")
def home() -> Response:
    """What this is, how much it holds, what came last and where to go on."""
    meetings, articles = (
        read_items(services(), [row["item"] for row in _list(services(), FAMILIES[name])[:_LATEST]])
        for name in ("meeting", "article")
    )
    return page(
        "home.html",
        counts=_counts(services()),
        triples=services().store.count(),
        meetings=meetings,
        articles=articles,
        labels=find_labels(services(), item_terms([*meetings, *articles])),
        questions=services().questions.values(),
    )


@blueprint.get(f"/<any({', '.join(FAMILIES)}):family>/")
def family_list(family: str) -> Response:
    """A page of the entities of a family, from the row after `after`, of those whose name contains `name`."""
    chosen = FAMILIES[family]
    part, after = request.args.get("name", "").strip(), request.args.get("after")
    rows = _list(services(), chosen, part, after)
    items = read_items(services(), [row["item"] for row in rows[:PAGE_LENGTH]])
    return page(
        "list.html",
        family=chosen,
        items=items,
        labels=find_labels(services(), item_terms(items)),
        next_after=rows[PAGE_LENGTH - 1]["key"] if len(rows) > PAGE_LENGTH else None,
        part=part,
        is_first=after is None,
    )


def _list(services: Services, family: Family, part: str = "", after: str | None = None) -> list[Row]:
    """Up to one row more than a page shows."""
    key = family.start if after is None else after
    return services.rows(family.listing, among=family.classes, part=Literal(part.lower()), after=Literal(key))


def _counts(services: Services) -> list[tuple[Family, int]]:
    numbers = {row["class"]: int(str(row["number"])) for row in services.rows("counts")}
    return [(family, sum(numbers.get(name, 0) for name in family.classes)) for family in FAMILIES.values()]
