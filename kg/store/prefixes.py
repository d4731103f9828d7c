"""The prefixes with which graphs are written and that hints propose."""

from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD

from kg.vocabulary import ONTOLOGY

PREFIXES = {
    "": ONTOLOGY,
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "xsd": str(XSD),
}
