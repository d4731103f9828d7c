"""How the result of a query is cited: by its query, its version, its digest, and the address that gives it again."""

from __future__ import annotations

import hashlib
import io
import json
import re
from dataclasses import dataclass
from datetime import date

from kg.errors import BadRequest, DigestMismatch
from kg.store import GraphStore, Query

CANONICAL = {"solutions": "tsv", "boolean": "json", "graph": "nt"}
"""The short name of the format of which the digest is, for each form of a result."""

_HAS_HEAD = "text/tab-separated-values"
_BLANK_NODE = re.compile(rb"^_:|\t_:|^\S+ \S+ _:", re.MULTILINE)
_DIGEST = re.compile(r"[0-9a-f]{64}")
_IN_BIBTEX = {c: f"\\{c}" for c in "$&#_%"} | {
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True, slots=True)
class Digest:
    """The SHA-256 of a result: of its lines in the order of their octets, behind the line that names the columns."""

    sha256: str
    rows: int


def digest_result(store: GraphStore, query: Query, media_type: str) -> Digest:
    """The digest of what a query gives in a media type of `CANONICAL`, whatever the order in which it comes.

    Raises `BadRequest` where the result has blank nodes, which are called otherwise each time.
    """
    target = io.BytesIO()
    store.answer(query).write(target, media_type)
    content = target.getvalue()
    if _BLANK_NODE.search(content):
        raise BadRequest("this result has blank nodes, which have other names each time: it cannot be cited")
    lines = content.removesuffix(b"\n").split(b"\n") if content else []
    head = lines[:1] if media_type == _HAS_HEAD else []
    rows = sorted(lines[len(head) :])
    return Digest(hashlib.sha256(b"".join(line + b"\n" for line in (*head, *rows))).hexdigest(), len(rows))


@dataclass(frozen=True, slots=True)
class Citation:
    """A result that is cited. `address` answers the query in that version again; `root` is that of the server."""

    query: str
    version: int
    published: date
    accessed: date
    digest: Digest
    address: str
    root: str
    licence: str

    @property
    def title(self) -> str:
        """What is cited, in a line."""
        rows = f"{self.digest.rows:,} line{'s' if self.digest.rows != 1 else ''}"
        return f"Result of a SPARQL query on communique, version {self.version} ({rows})"

    @property
    def key(self) -> str:
        """A name for it that no other result has."""
        return f"communique-{self.version}-{self.digest.sha256[:8]}"

    def check(self, digest: str) -> None:
        """Raise `DigestMismatch` if the result does not have this digest, `BadRequest` if that is none."""
        if not _DIGEST.fullmatch(digest.lower()):
            raise BadRequest("“digest” is a SHA-256 in 64 hexadecimal digits")
        if digest.lower() != self.digest.sha256:
            raise DigestMismatch(
                f"the query gives another result in version {self.version}: its SHA-256 is {self.digest.sha256}"
            )


def as_text(cited: Citation) -> str:
    """A paragraph for people."""
    return (
        f"communique ({cited.published.year}): {cited.title}. Version {cited.version} of {cited.root} was published on "
        f"{cited.published}. SHA-256 of the lines in order: {cited.digest.sha256}. {cited.address} (accessed "
        f"{cited.accessed}).\n\nThe query:\n\n{cited.query.strip()}\n"
    )


def as_bibtex(cited: Citation) -> str:
    """An entry for a bibliography in BibTeX."""
    query = _escaped(" ".join(cited.query.split()))
    fields = {
        "title": f"{{{_escaped(cited.title)}}}",
        "author": "{communique}",
        "year": str(cited.published.year),
        "month": str(cited.published.month),
        "version": str(cited.version),
        "url": cited.address,
        "urldate": str(cited.accessed),
        "note": f"SHA-256 of the lines in order: {cited.digest.sha256}. Query: {query}",
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}\n}}\n"


def _escaped(text: str) -> str:
    return "".join(_IN_BIBTEX.get(character, character) for character in text)


def as_csl(cited: Citation) -> str:
    """An item of CSL-JSON, as reference managers read it."""
    item = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": "communique"}],
        "publisher": cited.root,
        "version": str(cited.version),
        "issued": _date_parts(cited.published),
        "accessed": _date_parts(cited.accessed),
        "URL": cited.address,
        "note": f"SHA-256 of the lines in order: {cited.digest.sha256}",
        "custom": {"query": cited.query, "sha256": cited.digest.sha256},
    }
    return json.dumps([item], ensure_ascii=False, indent=1)


def _date_parts(day: date) -> dict[str, list[list[int]]]:
    return {"date-parts": [[day.year, day.month, day.day]]}


def as_schema(cited: Citation) -> str:
    """JSON-LD in the terms of schema.org."""
    told = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "@id": cited.address,
        "name": cited.title,
        "description": cited.query,
        "url": cited.address,
        "version": str(cited.version),
        "datePublished": str(cited.published),
        "license": cited.licence,
        "isBasedOn": {"@type": "Dataset", "@id": f"{cited.root}.well-known/void#dataset"},
        "identifier": {
            "@type": "PropertyValue",
            "propertyID": "SHA-256 of the lines in order",
            "value": cited.digest.sha256,
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1)
