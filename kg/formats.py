"""The formats in which answers and dumps can be had, by short name: for `?format=`, `--format` and `Accept`.

Nothing is imported here, so that `kg --help` can name them at once.
"""

from __future__ import annotations

from dataclasses import dataclass

SOLUTIONS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
BOOLEAN = {name: SOLUTIONS[name] for name in ("json", "xml")}
GRAPH = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
}
FORMATS = {"solutions": SOLUTIONS, "boolean": BOOLEAN, "graph": GRAPH}
"""For each form of an answer: the short names and their media types, the default first."""

SYNONYMS = {"turtle": "ttl", "ntriples": "nt", "json-ld": "jsonld", "rdfxml": "rdf"}
"""Other short names of the same formats."""

TITLES = {"ttl": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD", "rdf": "RDF/XML"}
"""What people call them; the others by their short name in capitals."""


@dataclass(frozen=True, slots=True)
class DumpFormat:
    """A syntax in which all named graphs go into one file."""

    label: str
    media_type: str
    suffix: str


DUMPS = {
    "nquads": DumpFormat("N-Quads", "application/n-quads", ".nq.gz"),
    "trig": DumpFormat("TriG", "application/trig", ".trig.gz"),
}
