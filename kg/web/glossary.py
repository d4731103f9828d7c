"""The ontology in the words of one language, as its page needs it."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS
from rdflib.term import Literal, Node, URIRef

from kg.iris import FIXED
from kg.ontology import Ontology, is_own
from kg.vocabulary import DIPLO, ITSRDF, NIF, ONTOLOGY, ONTOLOGY_IRI, SCHEMA, WGS84

LANGUAGES = {"en": "English", "fr": "français", "ru": "русский"}
"""The languages of the labels, the default first. Definitions are English."""

_MATCHES = {
    RDFS.subClassOf: "a kind of",
    RDFS.subPropertyOf: "a case of",
    SKOS.closeMatch: "close to",
    SKOS.broadMatch: "narrower than",
    SKOS.relatedMatch: "related to",
}
_TELLING = {
    DIPLO.Person: (SKOS.exactMatch,),
    DIPLO.State: (SKOS.notation, DIPLO.seat),
    DIPLO.Organisation: (DIPLO.ofState,),
    DIPLO.Outlet: (DIPLO.inState,),
    DIPLO.Format: (DIPLO.seat,),
    DIPLO.Office: (DIPLO.kind,),
    DIPLO.OfficeHolding: (DIPLO.holder, DIPLO.office, DIPLO.officeOf, DIPLO.heldFrom),
    DIPLO.Place: (DIPLO.inState, WGS84.lat, WGS84.long),
    DIPLO.Territory: (DIPLO.territoryOf,),
    DIPLO.Meeting: (DIPLO.currentStatus, DIPLO.notBefore, DIPLO.notAfter, DIPLO.place, DIPLO.participant),
    DIPLO.Statement: (DIPLO.speaker, DIPLO.addressee, DIPLO.text),
    DIPLO.Project: (DIPLO.kind, DIPLO.currentStatus, DIPLO.party),
    DIPLO.Tie: (DIPLO.month, DIPLO.meetingCount, DIPLO.statementCount),
    DIPLO.Relation: (DIPLO.between,),
    DIPLO.Article: (DCTERMS.issued, DIPLO.outlet),
    DIPLO.Passage: (NIF.anchorOf, ITSRDF.taIdentRef),
    DIPLO.Report: (DIPLO.about, DIPLO.inArticle, DIPLO.words),
    SKOS.Concept: (SKOS.definition,),
}
"""What the query of a class shows of its members, beside their names; a class below shows that too."""

_MOST_MEMBERS = 50  # of a class that its query shows


@dataclass(frozen=True, slots=True)
class Glossary:
    """What the template asks about terms; `language` is one of `LANGUAGES`."""

    ontology: Ontology
    language: str

    def name(self, term: URIRef) -> str:
        """What a term is called: in the chosen language, else in English, else by its prefix and name."""
        labels = (self.ontology.label(term, language) for language in (self.language, "en"))
        return next(filter(None, labels), None) or self.short(term)

    def names(self, term: URIRef) -> dict[str, str]:
        """The labels by language."""
        return {tag: label for tag in LANGUAGES if (label := self.ontology.label(term, tag))}

    def short(self, term: URIRef) -> str:
        """The term with its prefix, as in queries: `:Meeting`."""
        return term.n3(self.ontology.graph.namespace_manager).strip("<>")

    def anchor(self, term: URIRef) -> str:
        """Where on the page it stands: the fragment of its IRI, the path of one without, or a foreign term's prefix."""
        return term.removeprefix(ONTOLOGY).removeprefix(FIXED) if is_own(term) else self.short(term)

    def is_described(self, term: Node) -> bool:
        """Whether the page has an entry of the term."""
        return is_own(term) or term in self.ontology.borrowed()

    def texts(self, term: URIRef, name: str) -> list[str]:
        """Its examples, scope notes and the like."""
        return [str(value) for value in self.ontology.values(term, SKOS[name])]

    def about(self, relation: URIRef) -> list[Node]:
        """What the header says of the ontology itself."""
        return list(self.ontology.values(ONTOLOGY_IRI, relation))

    def domain(self, term: URIRef) -> tuple[Node, ...]:
        """The classes whose members may have a property."""
        return self.ontology.values(term, RDFS.domain, SCHEMA.domainIncludes)

    def range(self, term: URIRef) -> tuple[Node, ...]:
        """What the values of a property may be."""
        return self.ontology.values(term, RDFS.range, SCHEMA.rangeIncludes)

    def broader(self, term: URIRef) -> tuple[Node, ...]:
        """The wider values of the same vocabulary."""
        return self.ontology.values(term, SKOS.broader)

    def inherited(self, term: URIRef) -> list[tuple[URIRef, tuple[URIRef, ...]]]:
        """For each class above one that has properties, these."""
        found = ((above, self.ontology.properties_of(above)) for above in self.ontology.ancestors(term))
        return [(above, properties) for above, properties in found if properties]

    def characteristics(self, term: URIRef) -> list[str]:
        """What holds of a property in all its uses."""
        kinds = self.ontology.values(term, RDF.type)
        return ["transitive"] * (OWL.TransitiveProperty in kinds) + ["functional"] * (OWL.FunctionalProperty in kinds)

    def alignments(self, term: URIRef) -> list[tuple[str, URIRef]]:
        """How the term stands to those of other vocabularies."""
        return [
            (words, value)
            for relation, words in _MATCHES.items()
            for value in self.ontology.values(term, relation)
            if isinstance(value, URIRef) and not is_own(value)
        ]

    def notations(self, term: URIRef) -> list[tuple[str, str]]:
        """Its codes, each with the name of the coding scheme."""
        codes = self.ontology.values(term, SKOS.notation)
        return [(self.name(c.datatype), str(c)) for c in codes if isinstance(c, Literal) and c.datatype]

    def query(self, term: URIRef) -> str:
        """A query for members of a class, each in one row with an English name and what tells most of it."""
        subject = "?" + self._variable(term)
        properties = [p for above in (term, *self.ontology.ancestors(term)) for p in _TELLING.get(above, ())]
        shown = ["(SAMPLE(?name) AS ?label)", *(f"(SAMPLE(?{v}_) AS ?{v})" for v in map(self._variable, properties))]
        prefixes = {self.short(p).partition(":")[0] for p in (RDFS.label, DIPLO.Actor, *properties)}
        lines = [
            *(f"PREFIX {prefix}: <{name}>" for prefix, name in self.ontology.graph.namespaces() if prefix in prefixes),
            f"\nSELECT {subject} {' '.join(shown)} WHERE {{",
            f"  {{ SELECT DISTINCT {subject} WHERE {{ {subject} a {self.short(term)} }} LIMIT {_MOST_MEMBERS} }}",
            f'  OPTIONAL {{ {subject} rdfs:label ?name . FILTER(LANG(?name) IN ("", "en")) }}',
            *(f"  OPTIONAL {{ {subject} {self.short(p)} ?{self._variable(p)}_ }}" for p in properties),
            f"}} GROUP BY {subject}",
        ]
        return "\n".join(lines) + "\n"

    def query_address(self, term: URIRef) -> str:
        """The query form with the query of a class, and its result."""
        return "/query?" + urlencode({"query": self.query(term)})

    def _variable(self, term: URIRef) -> str:
        name = self.short(term).partition(":")[2]
        return name[:1].lower() + name[1:]
