"""`/dumps/`: the whole graph as compressed files, one set for each published version.

A store without versions, on another engine, is written while it is being sent.
"""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, send_file, url_for

from kg.dumps import write_dump
from kg.dumps.release import CHECKSUMS, MANIFEST, RIGHTS, Release
from kg.dumps.releases import Releases
from kg.errors import NotKept, NotReady, UnknownResource
from kg.formats import DUMPS
from kg.sparql.protocol import read_number
from kg.web.conditions import FileResponse
from kg.web.rendering import page
from kg.web.sending import sent
from kg.web.services import services
from kg.web.versions import VERSION

blueprint = Blueprint("downloads", __name__)

_FILES = {f"communique{form.suffix}": form for form in DUMPS.values()}
_TEXTS = {CHECKSUMS: "text/plain", MANIFEST: "application/json"}
_A_YEAR = 31_536_000


@blueprint.get("/dumps/")
def dumps() -> Response:
    """Which files there are, of which versions, and what is in them."""
    releases = services().releases
    return page(
        "dumps.html",
        releases=releases.all() if releases else None,
        files=_FILES,
        licence=services().licence,
        rights=RIGHTS,
    )


@blueprint.get("/dumps/latest/<name>")
def latest_dump(name: str) -> Response:
    """A file of the newest release."""
    releases = services().releases
    return _written_now(name) if releases is None else _file(newest_release(releases), releases, name, is_latest=True)


@blueprint.get("/dumps/<version>/<name>")
def dump(version: str, name: str) -> Response:
    """A file of the release of a version."""
    releases = services().releases
    if releases is None:
        raise NotKept("the graph is on another engine and has no versions: take /dumps/latest/")
    number = read_number(version)
    if number is None:
        raise UnknownResource(f"“{version}” is no number of a version; /dumps/ lists those that there are")
    return _file(_release_of(releases, number), releases, name, is_latest=False)


def newest_release(releases: Releases) -> Release:
    """The newest release; `NotReady` before the first is made, and after something was taken down."""
    release = releases.latest()
    if release is None:
        raise NotReady(
            "no dump is made yet: kg serve makes one of each version, soon after it is published, or kg dump --publish"
        )
    return release


def _release_of(releases: Releases, number: int) -> Release:
    release = releases.of(number)
    if release is None:
        raise _no_longer(releases, number)
    return release


def _no_longer(releases: Releases, number: int) -> NotKept:
    kept = ", ".join(str(release.version) for release in releases.all()) or "none"
    address = f"{url_for('.dumps', _external=True)}latest/"
    return NotKept(f"there are no dumps of version {number}; there are of: {kept}. Take the latest from {address}")


def _file(release: Release, releases: Releases, name: str, is_latest: bool) -> Response:
    """The file, or the part of it that is asked for (RFC 9110, section 14); its digest is its entity tag."""
    path = releases.path(release, name)
    if path is None:
        names = ", ".join((*(file.name for file in release.files), CHECKSUMS, MANIFEST))
        raise UnknownResource(f"{name} is no file of a release; these are: {names}")
    packed = {file.name: file for file in release.files}.get(name)
    try:
        response = send_file(
            path,
            mimetype=packed.compression if packed else _TEXTS[name],
            as_attachment=packed is not None,
            download_name=name,
            conditional=False,  # `kg.web.conditions` judges them as the standard has it
            etag=packed.sha256 if packed else f"{release.version}-{release.made}",
        )
    except FileNotFoundError:  # it was taken away since it was found
        raise _no_longer(releases, release.version) from None
    response = FileResponse(response, path)
    response.headers["Cache-Control"] = "no-cache" if is_latest else f"max-age={_A_YEAR}, immutable"
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["Content-Location"] = url_for(".dump", version=release.version, name=name)
    response.headers["Link"] = f'<{release.licence}>; rel="license"'
    response.headers[VERSION] = str(release.version)
    return response


def _written_now(name: str) -> Response:
    """The graph of another engine, as it is now."""
    if name not in _FILES:
        raise UnknownResource(f"{name} is no dump; these are: {', '.join(_FILES)}")
    form = _FILES[name]
    response = sent(services().store.start(partial(write_dump, form=form)), form.packed_as)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Link"] = f'<{services().licence}>; rel="license"'
    return response
