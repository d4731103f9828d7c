"""What every room that handles RDF agrees on: the shape of a triple, and the characters that a literal may hold."""

import re

from rdflib import Literal, URIRef

Triple = tuple[URIRef, URIRef, URIRef | Literal]

# XML 1.0, section 2.2: no document may hold these, not even escaped: one would spoil every XML answer.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def clean(text: str) -> str:
    """The text as the graph holds it: a mark stands in place of what no XML document may hold."""
    return _NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
