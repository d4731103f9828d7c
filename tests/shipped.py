"""The shipped reference tables and ontology, read once for all tests."""

from kg.ontology import load_ontology
from kg.reference import load_reference
from kg.resources import resource

REFERENCE = load_reference(resource("ontology") / "reference")
ONTOLOGY = load_ontology(resource("ontology"))
