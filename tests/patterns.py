"""How big a query is, as the tests of questions count it."""

from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.parser import parseQuery
from rdflib.plugins.sparql.parserutils import CompValue

MOST_PATTERNS = 8


def patterns(text: str) -> int:
    """How many triple patterns a query holds, those in EXISTS too; a property path is one."""
    sizes: list[int] = []

    def collect(node: object) -> None:
        if isinstance(node, CompValue) and node.name == "TriplesBlock":
            sizes.extend(len(terms) // 3 for terms in node.triples)  # subject, predicate, object, subject, …

    traverse(parseQuery(text)[1], visitPre=collect)
    return sum(sizes)
