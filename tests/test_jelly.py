"""Dumps as Jelly: what any reader of the format has from them is what the N-Quads say, and they take no memory."""

import io
import subprocess
import sys
from contextlib import closing

import pyoxigraph as ox
import pytest
from pyjelly.integrations.generic.parse import parse_jelly_flat
from rdflib import XSD, Dataset, Literal, URIRef

from kg.errors import StoreError
from kg.formats import JELLY
from kg.store.embedded import EmbeddedStore
from kg.store.jelly import write_jelly

EX = "http://a.example/"
WORDS = [
    Literal("plain"),
    Literal(""),
    Literal("Визит 訪問 \U0001f54a \n\t\"'\\ e\u0301", lang="ru"),
    Literal("colour", lang="en-GB"),
    Literal("2022-07-04", datatype=XSD.date),
    Literal("007", datatype=XSD.integer, normalize=False),
    Literal("no number", datatype=XSD.integer, normalize=False),
    Literal("POINT(51.4 35.7)", datatype=URIRef("http://www.opengis.net/ont/geosparql#wktLiteral")),
    URIRef("http://a.example/Üñï/訪問"),
    URIRef("urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
    URIRef("https://b.example/path/#"),
    URIRef("https://b.example/path/"),
]


def dumped(graphs, media_type):
    target = io.BytesIO()
    with closing(EmbeddedStore()) as store:
        store.replace(graphs)
        store.dump(target, media_type)
    return target.getvalue()


def read(octets):
    """The quads of Jelly by pyjelly's reader, in their order, as lines of N-Quads."""
    quads = (ox.Quad(*map(_term, quad)) for quad in parse_jelly_flat(io.BytesIO(octets)))
    return [f"{quad} ." for quad in quads]


def _term(term):
    match type(term).__name__:
        case "IRI":
            return ox.NamedNode(term._iri)
        case "Literal":
            datatype = ox.NamedNode(term._datatype) if term._datatype else None
            return ox.Literal(term._lex, language=term._langtag, datatype=datatype)
    raise AssertionError(term)


def nquads(graphs):
    return dumped(graphs, "application/n-quads").decode().splitlines()


def test_jelly_says_what_the_nquads_say_and_in_the_same_order():
    graphs = {
        URIRef(f"{EX}{name}"): [(URIRef(EX + subject), URIRef(f"{EX}told#as"), word) for word in WORDS]
        for name in ("article/1", "article/Баку", "graph/links")
        for subject in ("a", "б")
    }
    assert read(dumped(graphs, JELLY)) == nquads(graphs)


def test_names_that_come_again_after_thousands_of_others_are_themselves():
    """A reader keeps 4,000 names and 150 beginnings of them: who writes must know which are gone."""
    seen = [URIRef(f"{EX}{number % 211}/{number}") for number in range(6_000)]
    triples = [(thing, URIRef(f"{EX}p{n % 40}"), seen[n * 37 % len(seen)]) for n, thing in enumerate(seen)]
    types = [
        (URIRef(EX + "s"), URIRef(EX + "p"), Literal(str(n), datatype=URIRef(f"{EX}type/{n % 50}"))) for n in range(500)
    ]
    graphs = {URIRef(EX + "g"): [*triples, *types], URIRef(EX + "h"): triples}
    assert read(dumped(graphs, JELLY)) == nquads(graphs)


def test_a_store_without_graphs_is_a_stream_without_quads():
    assert read(dumped({}, JELLY)) == []


@pytest.mark.filterwarnings("ignore:.* is deprecated, use Dataset:DeprecationWarning")
def test_rdflib_reads_it():
    graph, triple = URIRef(EX + "g"), (URIRef(EX + "s"), URIRef(EX + "p"), WORDS[2])
    data = Dataset()
    data.parse(data=dumped({graph: [triple]}, JELLY), format="jelly")
    assert list(data.quads()) == [(*triple, graph)]


def test_what_no_graph_may_hold_is_no_quad():
    s, p = ox.NamedNode(EX + "s"), ox.NamedNode(EX + "p")
    with pytest.raises(StoreError, match="IRIs and literals: it has _:b in it"):
        write_jelly([ox.Quad(s, p, ox.BlankNode("b"), ox.NamedNode(EX + "g"))], io.BytesIO())


_MEASURED = """
import io, resource, sys
import pyoxigraph as ox
from kg.store.jelly import write_jelly

class Nowhere(io.RawIOBase):
    def write(self, octets):
        return len(octets)

ex, relation = "http://a.example/", ox.NamedNode("http://a.example/p")
write_jelly(
    (
        ox.Quad(ox.NamedNode(f"{ex}{n}"), relation, ox.Literal(f"words {n}"), ox.NamedNode(f"{ex}article/{n // 30}"))
        for n in range(int(sys.argv[1]))
    ),
    Nowhere(),
)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def test_ten_times_the_quads_take_no_more_memory():
    few, many = (
        int(subprocess.run([sys.executable, "-c", _MEASURED, str(number)], capture_output=True, check=True).stdout)
        for number in (10_000, 100_000)
    )
    assert many < few + 20 * 1024  # KiB: two hundred octets for each more
