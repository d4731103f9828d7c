"""Who makes which graph, and what people may say in those that they write.

Conclusions (`kg.derivation`), counts and pages read the merge, in which what people write stands beside what articles
tell. So that all of it goes on following from articles alone, people use none of the ontology's terms, and say nothing
of the installation's things that a program reads there.
"""

from __future__ import annotations

from collections.abc import Iterable

from rdflib import DCTERMS, RDF, RDFS, SKOS, URIRef

from kg.access import PREFIX_ENDS
from kg.errors import Forbidden
from kg.iris import Iris
from kg.ontology import is_own
from kg.terms import Triple
from kg.vocabulary import ONTOLOGY, ONTOLOGY_IRI, SCHEMA

_MAKERS = {
    "ontology": "it is the ontology, which comes with the program",
    "reference": "it follows from the tables of ontology/reference and kg reference",
    "links": "it is what kg link decides",
    "derived": "it follows from the articles by rules",
    "merged": "it is the merge of all graphs, and follows from them",
}
_READ = frozenset(
    (
        *(RDF.type, RDFS.label, SKOS.prefLabel, DCTERMS.issued, DCTERMS.hasPart),
        *(DCTERMS.isVersionOf, DCTERMS.isReplacedBy, SCHEMA.wordCount),
    )
)
"""Beside the ontology's properties, those by which programs know what something is, is called, or has become."""


class Ownership:
    """What of one installation people may write."""

    def __init__(self, iris: Iris) -> None:
        self._iris = iris
        self.curation = iris.graph("curation")
        """The graph that people and what they decided about identity share."""
        self._decisions = f"{self.curation}#entry-"

    def refuse(self, graph: str | None) -> None:
        """Raise `Forbidden` for a graph that somebody else makes, whoever asks; `None` is the default graph, or any."""
        if graph is None:
            raise Forbidden(
                "the default graph is the merge of all named graphs and follows from them, and no operation may change "
                f"graphs that it does not name: name them, as in INSERT DATA {{ GRAPH <{self.curation}> {{ … }} }}"
            )
        if graph != str(self.curation) and self._iris.is_ours(graph):
            raise Forbidden(
                f"nobody writes the graph {graph} over HTTP: {self._maker(graph)}. What people say stands in "
                f"{self.curation}, below {self._iris.base_iri}graphs/, or in graphs of their own elsewhere"
            )

    def refuse_unwritable(self, graphs: Iterable[str]) -> None:
        """Raise `Forbidden` if one of these graphs, or all whose IRIs begin so, are written by nobody."""
        people = f"{self._iris.base_iri}graphs/", str(self.curation)
        for graph in graphs:
            if not (graph.endswith(PREFIX_ENDS) and any(own.startswith(graph) for own in people)):
                self.refuse(graph)

    def refuse_copy(self, source: str | None) -> None:
        """Raise `Forbidden` for a graph that is not to be copied or moved: the default graph, which is `None`."""
        if source is None:
            raise Forbidden(
                "COPY, ADD and MOVE take no DEFAULT here: the default graph is the merge of all named graphs, so that "
                "a copy would tell all of it once more, and stay as it is when an article goes. Name the graph that is "
                "meant, as in COPY <a> TO <b>, or say which triples: INSERT { GRAPH <b> { ?s ?p ?o } } WHERE { … }"
            )

    def _maker(self, graph: str) -> str:
        kind, _, rest = graph.removeprefix(self._iris.base_iri).partition("/")
        if kind == "article":
            return "it is an article's; articles come by kg ingest and go by kg remove"
        if kind == "graph":
            return _MAKERS.get(rest.partition("/")[0], "the program makes what is called so")
        return "an IRI of this kind names what the graph tells of, and no graph"

    def refuse_words(self, added: Iterable[Triple]) -> None:
        """Raise `Forbidden` if one of these triples says what people may not."""
        for subject, relation, value in added:
            told = f"{subject.n3()} {relation.n3()} {value.n3()}"
            if is_own(subject) or subject == ONTOLOGY_IRI:
                raise Forbidden(f"what the ontology's terms mean is told by the ontology alone: {told}")
            if relation.startswith(ONTOLOGY) or (relation == RDF.type and value.startswith(ONTOLOGY)):
                raise Forbidden(
                    f"what is told in the ontology's terms is read from articles: {told}. Say it in another "
                    "vocabulary, as rdfs:comment, skos:note, owl:sameAs, dcterms: or prov:"
                )
            if relation in _READ and self._iris.is_ours(subject):
                raise Forbidden(
                    f"what {subject} is and is called is told by articles and tables: {told}. Add a skos:altLabel or "
                    "skos:note, or say it of an IRI of your own"
                )

    def is_decision(self, triple: Triple) -> bool:
        """Whether the triple tells of an entry of the journal on identity, as the program writes it."""
        return triple[0].startswith(self._decisions)

    def entry(self, subject: URIRef) -> str:
        """The number of that entry."""
        return subject.removeprefix(self._decisions)
