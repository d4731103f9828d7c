"""Between extraction and mapping: records come in with names and leave with IRIs.

A name is looked up in the reference tables; what they do not hold gets an IRI of this installation. It writes no
triples of an article.
"""

from kg.linking.linker import Linker
from kg.linking.reference_graph import describe_reference_graph, map_classes, map_reference

__all__ = ["Linker", "describe_reference_graph", "map_classes", "map_reference"]
