"""The shipped reference tables and ontology, read once for all tests."""

from dataclasses import replace
from functools import cache
from itertools import chain

from kg.linking import map_reference
from kg.ontology import load_ontology
from kg.reference import Reference, load_reference
from kg.reference.holders import Register
from kg.resources import resource
from kg.shapes import Context, read_context

REFERENCE = load_reference(resource("ontology") / "reference")
ONTOLOGY = load_ontology(resource("ontology"))
STATES = ("AZE", "FRA", "IRN", "TUR")


@cache
def few_holders() -> Reference:
    """The tables with the office holders of four states: the others make nine tenths of the graph, and are alike."""
    holdings = [h for person in REFERENCE.register.persons for h in person.holdings if h.of in STATES]
    return replace(REFERENCE, register=Register(holdings))


@cache
def shipped_context() -> Context:
    """What a graph that is checked takes for granted; for the tests that check some."""
    return read_context(chain(ONTOLOGY.triples(), map_reference(REFERENCE)))
