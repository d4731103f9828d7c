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
TRIPLES = GRAPH | {"trig": "application/trig", "nq": "application/n-quads"}
"""What an answer of triples can also be: a syntax of datasets, with nothing but a default graph in it."""

FORMATS = {"solutions": SOLUTIONS, "boolean": BOOLEAN, "graph": TRIPLES}
"""For each form of an answer: the short names and their media types, the default first."""

SYNONYMS = {"turtle": "ttl", "ntriples": "nt", "json-ld": "jsonld", "rdfxml": "rdf", "nquads": "nq"}
"""Other short names of the same formats."""

TITLES = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "jsonld": "JSON-LD",
    "rdf": "RDF/XML",
    "trig": "TriG",
    "nq": "N-Quads",
}
"""What people call them; the others by their short name in capitals."""

JELLY = "application/x-jelly-rdf"
"""A binary syntax of datasets, in which dumps can be had; it is not registered."""


@dataclass(frozen=True, slots=True)
class DumpFormat:
    """A syntax and a compression in which the graph goes into one file; `holds` tells what of it."""

    label: str
    media_type: str
    suffix: str
    holds: str = "every named graph"

    @property
    def packed_as(self) -> str:
        """The media type of the file, which is that of its compression (RFC 6713, RFC 8878)."""
        return "application/zstd" if self.suffix.endswith(".zst") else "application/gzip"


DUMPS = {
    "nquads": DumpFormat("N-Quads", "application/n-quads", ".nq.gz"),
    "nquads-zstd": DumpFormat("N-Quads", "application/n-quads", ".nq.zst"),
    "trig": DumpFormat("TriG", "application/trig", ".trig.gz"),
    "jelly": DumpFormat("Jelly", JELLY, ".jelly.gz"),
}
"""Of all named graphs, from which their merge follows."""

MERGE = DumpFormat("Turtle", "text/turtle", ".ttl.gz", "the merge of all graphs, each triple once")
"""Of what a query without GRAPH sees."""
