"""The shipped reference tables and ontology, read once for all tests."""

from functools import cache
from itertools import chain

from kg.linking import map_reference
from kg.ontology import load_ontology
from kg.reference import load_reference
from kg.resources import resource
from kg.shapes import Context, read_context

REFERENCE = load_reference(resource("ontology") / "reference")
ONTOLOGY = load_ontology(resource("ontology"))


@cache
def shipped_context() -> Context:
    """What a graph that is checked takes for granted; for the tests that check some."""
    return read_context(chain(ONTOLOGY.triples(), map_reference(REFERENCE)))
