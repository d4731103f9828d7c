"""`/changes`: what has become of articles since a version, as JSON and Atom, and of quads, as a patch for mirrors."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from flask import Blueprint, Response, render_template, request, url_for
from rdflib.term import URIRef

from kg.dumps.history import Change, Kind, changes_of, steps_between
from kg.dumps.release import Release
from kg.dumps.steps import Step
from kg.errors import BadRequest, NotKept, UnknownResource
from kg.querying.row import Row
from kg.sparql.negotiation import CHANGES, choose, content_type
from kg.sparql.protocol import read_number
from kg.web.downloads import newest_release
from kg.web.labels import Labels, find_labels
from kg.web.sending import Placed
from kg.web.services import services
from kg.whole_file import unpacked

blueprint = Blueprint("changes", __name__)

_PATCH = CHANGES["rdfp"]
_PIECE = 64 * 1024
_LABELS_AT_ONCE = 1000
_PLACES = Row(8)
"""For patches on their way: each holds a thread while its client takes it."""


@blueprint.get("/changes")
def changes() -> Response:
    """What happened after the version `since`, up to `until` or the newest one; without them, all that is kept."""
    releases = services().releases
    if releases is None:
        raise UnknownResource("the graph is on another engine, which keeps no versions: take /dumps/latest/")
    newest, steps = newest_release(releases), releases.steps()
    media_type = choose(CHANGES, request.headers.get("Accept"), request.args.get("format"))
    oldest = steps[0].previous if steps else newest.version
    since, until = _number("since", oldest), _number("until", newest.version)
    for number in (since, until):
        if number > newest.version:
            raise UnknownResource(f"version {number} is not among the dumps yet: the newest is {newest.version}")
    if until < since:
        raise BadRequest(f"“until” is a version before “since”: nothing lies between {since} and {until}")
    chosen = steps_between(steps, since, until)
    if chosen is None:
        raise _gone(f"what changed since version {since} is not kept, but since version {oldest}", newest)
    response = _patch(chosen, since, newest) if media_type == _PATCH else _told(chosen, since, newest, media_type)
    response.set_etag(f"{since}-{until}-{newest.version}-{media_type}-{newest.made}".replace("/", "-"))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["Link"] = f'<{newest.licence}>; rel="license"'
    return response


def _number(name: str, otherwise: int) -> int:
    given = request.args.get(name)
    if given is None:
        return otherwise
    number = read_number(given)
    if number is None:
        raise BadRequest(f"“{name}” is the number of a version, as in ?{name}=17")
    return number


def _gone(what: str, newest: Release) -> NotKept:
    address = url_for("downloads.latest_dump", name="communique.nq.gz", _external=True)
    return NotKept(f"{what}: take the latest dump, {address}, which is version {newest.version}, and go on from there")


def _patch(steps: Sequence[Step], since: int, newest: Release) -> Response:
    """The patches of the steps one after the other, each a transaction.

    They are unpacked here: clients read no more than the first of several packed parts.
    """
    if steps and steps[0].previous != since:
        raise _gone(f"no dump was made of version {since}, so that there is no patch of it", newest)
    patches = [step.patch for step in steps if step.patch]
    if len(patches) < len(steps):
        raise _gone("something was taken down since then, of which no patch may tell", newest)
    return Response(Placed(_pieces(patches), _PLACES), content_type=_PATCH)


def _pieces(patches: Sequence[Path]) -> Iterator[bytes]:
    for path in patches:
        with unpacked(path) as stream:
            while piece := stream.read(_PIECE):
                yield piece


def _told(steps: Sequence[Step], since: int, newest: Release, media_type: str) -> Response:
    found = changes_of(steps)
    labels = _labels(change.article for change in found if change.kind is not Kind.REMOVED)
    until = steps[-1] if steps else None
    if media_type == CHANGES["atom"]:
        updated = until.published if until else newest.published
        told = [(change, labels[URIRef(change.article)], _page_of(change)) for change in found]
        body = render_template("changes.xml", changes=told, newest=newest, updated=updated, Kind=Kind)
    else:
        body = json.dumps(_as_json(steps, since, newest, found, labels), ensure_ascii=False, indent=1)
    return Response(body, content_type=content_type(media_type))


def _labels(articles: Iterator[str]) -> Labels:
    iris, labels = [URIRef(article) for article in articles], Labels()
    for start in range(0, len(iris), _LABELS_AT_ONCE):
        labels.update(find_labels(services(), iris[start : start + _LABELS_AT_ONCE]))
    return labels


def _as_json(
    steps: Sequence[Step], since: int, newest: Release, found: Sequence[Change], labels: Labels
) -> dict[str, object]:
    return {
        "since": since,
        "version": steps[-1].version if steps else since,
        "newest": newest.version,
        "articles": {kind: [_describe(change, labels) for change in found if change.kind is kind] for kind in Kind},
        "steps": [
            {
                "version": step.version,
                "previous": step.previous,
                "published": step.published,
                "quads": {"added": step.quads_added, "removed": step.quads_removed} if step.patch else None,
                "patch": _address(step.previous, step.version) if step.patch else None,
            }
            for step in steps
        ],
        "dump": url_for("downloads.dump", version=newest.version, name="manifest.json", _external=True),
        "licence": newest.licence,
        "rights": newest.rights,
    }


def _describe(change: Change, labels: Labels) -> dict[str, object]:
    told: dict[str, object] = {"iri": change.article, "version": change.version, "published": change.at}
    title = labels.get(URIRef(change.article))
    return told if title is None else told | {"title": title}


def _page_of(change: Change) -> str:
    path = services().iris.path_of(change.article) or "/"
    return f"{request.url_root.removesuffix('/')}{path}"


def _address(since: int, until: int) -> str:
    return url_for(".changes", since=since, until=until, format="rdfp", _external=True)
