"""The ontology as its files tell it: terms with labels and definitions, the tree of classes.

Nothing here writes data; the triples go into `graph/ontology` as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from kg.terms import Triple
from kg.vocabulary import ONTOLOGY, VOCABULARIES

FILES = ("diplomacy.ttl", "vocabularies.ttl", "alignments.ttl")
"""The files that together are `graph/ontology`; the shapes (`shapes.ttl`) and rules are no part of it."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """The terms of the ontology. Those of other vocabularies are in `triples` only."""

    graph: Graph

    def triples(self) -> Iterator[Triple]:
        """Every triple of the files; `ValueError` for a blank node, which no IRI would find again."""
        for subject, predicate, value in self.graph:
            if not (isinstance(subject, URIRef) and isinstance(predicate, URIRef)):
                raise ValueError(f"the ontology describes a blank node, {subject}: give it an IRI")
            if not isinstance(value, URIRef | Literal):
                raise ValueError(f"the ontology says of {subject} a blank node, {value}: give it an IRI")
            yield subject, predicate, value

    def label(self, term: URIRef, language: str = "en") -> str | None:
        """What a term is called in a language (a BCP 47 tag); `None` where the ontology does not say."""
        return self._text(term, RDFS.label, language)

    def definition(self, term: URIRef, language: str = "en") -> str | None:
        """What a term means, in one sentence."""
        return self._text(term, SKOS.definition, language)

    def classes(self) -> tuple[URIRef, ...]:
        """The classes, in alphabetical order."""
        return self._own(OWL.Class)

    def properties(self) -> tuple[URIRef, ...]:
        """The properties between things and to literals, in alphabetical order."""
        return tuple(sorted(self._own(OWL.ObjectProperty) + self._own(OWL.DatatypeProperty)))

    def individuals(self) -> tuple[URIRef, ...]:
        """The fixed values, as `Held` or the topic energy, in alphabetical order."""
        return self._own(OWL.NamedIndividual)

    def subclasses(self, term: URIRef) -> tuple[URIRef, ...]:
        """The classes directly below a class, in alphabetical order."""
        return tuple(sorted(s for s in self.graph.subjects(RDFS.subClassOf, term) if isinstance(s, URIRef)))

    def roots(self) -> tuple[URIRef, ...]:
        """The classes that stand below no other of ours: where the tree of classes begins."""
        return tuple(t for t in self.classes() if not any(map(_is_own, self.graph.objects(t, RDFS.subClassOf))))

    def _own(self, kind: URIRef) -> tuple[URIRef, ...]:
        terms = self.graph.subjects(RDF.type, kind)
        return tuple(sorted(t for t in terms if isinstance(t, URIRef) and _is_own(t)))

    def _text(self, term: URIRef, relation: URIRef, language: str) -> str | None:
        for value in self.graph.objects(term, relation):
            if isinstance(value, Literal) and value.language == language:
                return str(value)
        return None


def _is_own(term: Node) -> bool:
    return str(term).startswith((ONTOLOGY, VOCABULARIES))


def load_ontology(folder: Path) -> Ontology:
    """Read the ontology with its vocabularies and alignments from a folder.

    `FileNotFoundError` if a file is missing, `ValueError` naming the file that is not Turtle.
    """
    graph = Graph()
    for path in (folder / name for name in FILES):
        try:
            graph.parse(path, format="turtle")
        except BadSyntax as error:
            raise ValueError(f"{path} is not Turtle: {error}") from error
    return Ontology(graph)
