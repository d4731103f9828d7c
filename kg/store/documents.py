"""What somebody sends for a graph: its name, and documents, in the engine's terms."""

from __future__ import annotations

from collections.abc import Sequence

import pyoxigraph as ox

from kg.errors import BadRequest
from kg.store import Document


def graph_name(iri: str) -> ox.NamedNode:
    """The name of a graph; `BadRequest` if it is no IRI."""
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise BadRequest(f"“{iri}” is not the IRI of a graph: {error}") from error


def read_documents(documents: Sequence[Document], base_iri: str | None) -> list[ox.Triple]:
    """What the documents tell together; the blank nodes of each are its own. `BadRequest` for a broken one."""
    found: list[ox.Triple] = []
    for document in documents:
        parsed = ox.parse(
            document.octets,
            format=ox.RdfFormat.from_media_type(document.media_type),
            base_iri=base_iri,
            without_named_graphs=True,
            rename_blank_nodes=True,
        )
        try:
            found += [quad.triple for quad in parsed]
        except SyntaxError as error:
            raise BadRequest(f"the document is no {document.media_type}: {error.msg}") from error
    return found
