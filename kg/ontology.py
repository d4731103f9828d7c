"""The ontology as its files tell it: its terms with labels and definitions, the tree of classes, the vocabularies.

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
from kg.vocabulary import ONTOLOGY, ONTOLOGY_IRI, SCHEMA, VOCABULARIES

FILES = ("diplomacy.ttl", "vocabularies.ttl", "alignments.ttl")
"""The files that together are `graph/ontology`; the shapes (`shapes.ttl`) and rules are no part of it."""


@dataclass(frozen=True, slots=True)
class Ontology:
    """The terms of the ontology. Those of other vocabularies are in `triples` only."""

    graph: Graph
    folder: Path

    @property
    def version(self) -> str:
        """The version that the header states: "0.3.0"."""
        return str(next(self.graph.objects(ONTOLOGY_IRI, OWL.versionInfo), ""))

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
        return tuple(t for t in self.classes() if not any(map(is_own, self.graph.objects(t, RDFS.subClassOf))))

    def values(self, term: URIRef, *relations: URIRef) -> tuple[Node, ...]:
        """All that the files say of a term by these relations, sorted."""
        found = {value for relation in relations for value in self.graph.objects(term, relation)}
        return tuple(sorted(found, key=str))

    def above(self, term: URIRef) -> tuple[URIRef, ...]:
        """The classes or properties of ours directly above a term."""
        return tuple(
            v for v in self.values(term, RDFS.subClassOf, RDFS.subPropertyOf) if isinstance(v, URIRef) and is_own(v)
        )

    def ancestors(self, term: URIRef) -> tuple[URIRef, ...]:
        """All classes or properties of ours above a term, the nearest first."""
        found: dict[URIRef, None] = {}
        waiting = list(self.above(term))
        while waiting:
            found.setdefault(waiting[0])
            waiting.extend(self.above(waiting.pop(0)))
        return tuple(found)

    def subproperties(self, term: URIRef) -> tuple[URIRef, ...]:
        """The properties directly below a property, in alphabetical order."""
        return tuple(p for p in self.properties() if term in self.above(p))

    def properties_of(self, term: URIRef) -> tuple[URIRef, ...]:
        """The properties that are said to be of this very class, in alphabetical order."""
        return self._having(term, self.properties())

    def borrowed_by(self, term: URIRef) -> tuple[URIRef, ...]:
        """The properties of other vocabularies that this very class has too, sorted."""
        return self._having(term, self.borrowed())

    def _having(self, term: URIRef, properties: tuple[URIRef, ...]) -> tuple[URIRef, ...]:
        return tuple(p for p in properties if term in self.values(p, RDFS.domain, SCHEMA.domainIncludes))

    def borrowed(self) -> tuple[URIRef, ...]:
        """The properties of other vocabularies of which the files say what the graph says by them, sorted."""
        noted = {s for s in self.graph.subjects(SKOS.scopeNote) if isinstance(s, URIRef) and not is_own(s)}
        return tuple(sorted(noted))

    def schemes(self) -> tuple[URIRef, ...]:
        """The controlled vocabularies, in alphabetical order."""
        return self._own(SKOS.ConceptScheme)

    def concepts(self, scheme: URIRef) -> tuple[URIRef, ...]:
        """The values of a controlled vocabulary, in alphabetical order."""
        return tuple(t for t in self.individuals() if scheme in self.values(t, SKOS.inScheme))

    def _own(self, kind: URIRef) -> tuple[URIRef, ...]:
        terms = self.graph.subjects(RDF.type, kind)
        return tuple(sorted(t for t in terms if isinstance(t, URIRef) and is_own(t)))

    def _text(self, term: URIRef, relation: URIRef, language: str) -> str | None:
        for value in self.graph.objects(term, relation):
            if isinstance(value, Literal) and value.language == language:
                return str(value)
        return None


def is_own(term: Node) -> bool:
    """Whether a term is one of ours and not of another vocabulary."""
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
    return Ontology(graph, folder)
