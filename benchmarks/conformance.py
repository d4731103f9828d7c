"""The W3C's test suites of SPARQL queries and updates, run against an endpoint over HTTP.

Fetch https://github.com/w3c/rdf-tests, start `kg serve --dataset plain` on an empty KG_DATA_DIR, and run

    python benchmarks/conformance.py --url URL --token TOKEN rdf-tests/sparql/sparql12/manifest.ttl

It clears the dataset before each test, so the server must be one to throw away. What is no test of the language
(protocols, which have a checker of their own; entailment and federation, which nobody here claims) is left out. Numbers
and dates are compared in the form that the engine keeps. The figures stand in docs/conformance.md.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import pyoxigraph as ox

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
SYNTAX = re.compile(r"(Positive|Negative)(Update)?SyntaxTest(11|12)?")
EVALUATION = ("QueryEvaluationTest", "CSVResultFormatTest", "UpdateEvaluationTest")
LEFT_OUT = ("/entailment/", "/service/")

XML = ox.QueryResultsFormat.XML.media_type
NOT_OF_SYNTAX = ("nothing was changed", "there is no function")
"""How refusals begin of what was understood: of an update whose graph is not there, of a function nobody knows."""

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Graphs = dict[str | None, list[ox.Triple]]


@dataclass(frozen=True)
class Test:
    """A test of a manifest: its name, its kind, and the nodes that say what to do and what comes of it."""

    manifest: Manifest
    node: Term
    name: str
    kind: str

    @property
    def suite(self) -> str:
        """What of the folder it is in belongs to its name."""
        return self.manifest.path.parent.name


@dataclass(frozen=True)
class Reading:
    """What counts of a table: how often a row comes, unless it may come less often; in which order, if one is told."""

    is_reduced: bool
    is_ordered: bool


class Manifest:
    """A manifest and those that it includes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.store = ox.Store()
        self.store.extend(ox.Quad(*triple) for triple in read_graph(path.as_uri()))

    def value(self, node: Term, predicate: str) -> Term | None:
        """A value of the property; nothing without one."""
        return next(iter(self.values(node, predicate)), None)

    def values(self, node: Term, predicate: str) -> list[Term]:
        """All values of the property."""
        return [q.object for q in self.store.quads_for_pattern(node, ox.NamedNode(predicate), None)]

    def _listed(self, predicate: str) -> Iterator[Term]:
        """What a list of the manifest holds, which goes by the name of its file or by another."""
        for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None):
            node: Term | None = quad.object
            while node is not None and node != ox.NamedNode(f"{RDF}nil"):
                yield self.values(node, f"{RDF}first")[0]
                node = self.value(node, f"{RDF}rest")

    def tests(self) -> Iterator[Test]:
        """The tests in their order."""
        for included in self._listed(f"{MF}include"):
            yield from Manifest(path_of(included.value)).tests()
        for node in self._listed(f"{MF}entries"):
            kinds = [kind.value.partition("#")[2] for kind in self.values(node, f"{RDF}type")]
            name = node.value.rpartition("#")[2].rpartition("/")[2]
            yield Test(self, node, name, next(iter(kinds), ""))


def path_of(address: str) -> Path:
    """The file at a `file:` address."""
    return Path(unquote(urlsplit(address).path))


def read_graph(address: str) -> list[ox.Triple]:
    """The triples of a file that are in no named graph; its relative IRIs are those of its address."""
    return read_graphs([address])[None]


def read_graphs(addresses: list[str]) -> Graphs:
    """The graphs of some files together."""
    graphs: Graphs = {None: []}
    for address in addresses:
        path = path_of(address)
        format_ = ox.RdfFormat.from_extension(path.suffix[1:]) or ox.RdfFormat.TURTLE
        for quad in ox.parse(path=path, format=format_, base_iri=address, rename_blank_nodes=True):
            name = None if quad.graph_name == ox.DefaultGraph() else quad.graph_name.value
            graphs.setdefault(name, []).append(quad.triple)
    return graphs


def canonical(graphs: Graphs) -> ox.Dataset:
    """The graphs in the form that the engine gives literals, with blank nodes that compare."""
    store = ox.Store()
    for name, triples in graphs.items():
        place = ox.NamedNode(name) if name else ox.DefaultGraph()
        store.extend(ox.Quad(t.subject, t.predicate, t.object, place) for t in triples)
    dataset = ox.Dataset(store)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def rows_as_triples(solutions: ox.QuerySolutions, reading: Reading) -> list[ox.Triple]:
    """Each row a node of its own, so that repeated rows count, if they do; with its number, if that counts."""
    rows = [
        tuple((name.value, row[name]) for name in solutions.variables if row[name] is not None) for row in solutions
    ]
    found = []
    for number, row in enumerate(dict.fromkeys(rows) if reading.is_reduced else rows):
        node = ox.BlankNode(f"row{number}")
        found.append(ox.Triple(node, ox.NamedNode("urn:row"), ox.Literal(str(number) if reading.is_ordered else "")))
        found += (ox.Triple(node, ox.NamedNode(f"urn:column:{name}"), value) for name, value in row)
    return found


def result_set(triples: list[ox.Triple], reading: Reading) -> list[ox.Triple] | bool:
    """The rows of a result that is written as a graph, as `rows_as_triples` gives them."""
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in triples)
    for quad in store.quads_for_pattern(None, ox.NamedNode(f"{RS}boolean"), None):
        return quad.object.value == "true"
    number = "?index - 1" if reading.is_ordered else "''"
    text = (
        f"PREFIX rs: <{RS}> CONSTRUCT {{ ?row <urn:row> ?number ; ?column ?value }} WHERE {{ ?set rs:solution ?row "
        f"OPTIONAL {{ ?row rs:index ?index }} BIND(STR({number}) AS ?number) "
        "OPTIONAL { ?row rs:binding ?b . ?b rs:variable ?name ; rs:value ?value "
        "BIND(IRI(CONCAT('urn:column:', STR(?name))) AS ?column) } }"
    )
    return list(store.query(text))


class Endpoint:
    """The server that is tested."""

    def __init__(self, url: str, token: str) -> None:
        self._client = httpx.Client(base_url=url, timeout=60, headers={"Authorization": f"Bearer {token}"})

    def fill(self, graphs: Graphs) -> None:
        """Make the dataset hold just these graphs; a blank node may stand in several."""
        steps = ["DROP ALL", *(f"CREATE GRAPH <{name}>" for name in graphs if name)]
        data = ((name, " . ".join(map(str, triples))) for name, triples in graphs.items())
        held = " ".join(f"GRAPH <{name}> {{ {triples} }}" if name else triples for name, triples in data)
        self.update(" ; ".join([*steps, f"INSERT DATA {{ {held} }}"])).raise_for_status()

    def update(self, text: str) -> httpx.Response:
        """Send an update."""
        return self._client.post("/sparql", content=text, headers={"Content-Type": "application/sparql-update"})

    def query(self, text: str, accept: str = f"{XML}, application/n-triples") -> httpx.Response:
        """Send a query."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        return self._client.post("/sparql", content=text, headers=headers)

    def graphs(self) -> Graphs:
        """All that the dataset holds."""
        found: Graphs = {None: self._triples("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")}
        names = self.query("SELECT ?g { GRAPH ?g {} }").content
        for row in ox.parse_query_results(names, ox.QueryResultsFormat.XML):
            name = row["g"].value
            found[name] = self._triples(f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{name}> {{ ?s ?p ?o }} }}")
        return found

    def _triples(self, text: str) -> list[ox.Triple]:
        return [quad.triple for quad in ox.parse(self.query(text).content, format=ox.RdfFormat.N_TRIPLES)]


def fault(test: Test, endpoint: Endpoint) -> str | None:
    """What is wrong with how the endpoint does a test; nothing if it passes."""
    manifest = test.manifest
    action = manifest.value(test.node, f"{MF}action")
    assert action is not None
    if syntax := SYNTAX.fullmatch(test.kind):
        text = read_text(action.value)
        answer = (endpoint.update if syntax[2] else endpoint.query)(text)
        detail = "" if answer.status_code < 400 else answer.json()["detail"]
        is_accepted = not detail or detail.startswith(NOT_OF_SYNTAX)
        return None if is_accepted == (syntax[1] == "Positive") else detail or "accepted"
    wanted = manifest.value(test.node, f"{MF}result")
    if test.kind == "UpdateEvaluationTest":
        return update_fault(manifest, action, wanted, endpoint)
    return query_fault(manifest, action, wanted, endpoint)


def update_fault(manifest: Manifest, action: Term, wanted: Term | None, endpoint: Endpoint) -> str | None:
    """What is wrong with the dataset after an update."""
    request = manifest.value(action, f"{UT}request")
    assert request is not None and wanted is not None
    endpoint.fill(state(manifest, action))
    text = read_text(request.value)
    answer = endpoint.update(text)
    if answer.status_code >= 400:
        return f"status {answer.status_code}: {answer.json().get('detail')}"
    expected = {name: triples for name, triples in state(manifest, wanted).items() if triples}
    found = {name: triples for name, triples in endpoint.graphs().items() if triples}
    return None if canonical(found) == canonical(expected) else "another dataset"


def state(manifest: Manifest, node: Term) -> Graphs:
    """The dataset that an update test begins or ends with."""
    graphs = read_graphs([data.value for data in manifest.values(node, f"{UT}data")])
    for data in manifest.values(node, f"{UT}graphData"):
        file, name = manifest.value(data, f"{UT}graph"), manifest.value(data, LABEL)
        assert file is not None and name is not None
        graphs[name.value] = read_graph(file.value)
    return graphs


def query_fault(manifest: Manifest, action: Term, wanted: Term | None, endpoint: Endpoint) -> str | None:
    """What is wrong with the answer to a query."""
    query = manifest.value(action, f"{QT}query")
    assert query is not None and wanted is not None
    text = read_text(query.value)
    graphs = read_graphs([data.value for data in manifest.values(action, f"{QT}data")])
    named = [data.value for data in manifest.values(action, f"{QT}graphData")]
    called = (urljoin(query.value, iri) for iri in re.findall(r"\bFROM\s+(?:NAMED\s+)?<([^>]*)>", text))
    graphs |= {address: read_graph(address) for address in (*named, *called)}
    endpoint.fill(graphs)
    based = f"BASE <{query.value}>\n{text}"
    path = path_of(wanted.value)
    if path.suffix == ".csv":
        answer = endpoint.query(based, "text/csv")
        return None if table(answer.text) == table(path.read_text()) else "another table"
    modifiers = text.rpartition("}")[2]
    reading = Reading("REDUCED" in text, is_ordered=re.search(r"\bORDER\s+BY\b", modifiers, re.I) is not None)
    table_format = ox.QueryResultsFormat.from_extension(path.suffix[1:]) or ox.QueryResultsFormat.XML
    answer = endpoint.query(based, f"{table_format.media_type}, application/n-triples")
    if answer.status_code >= 400:
        return f"status {answer.status_code}: {answer.json().get('detail')}"
    return None if given(answer, table_format, reading) == expected(path, answer, reading) else "another answer"


def table(text: str) -> list[str]:
    """The lines of a CSV, their order left out, and the labels of blank nodes, which mean nothing."""
    return sorted(re.sub(r"_:\w+", "_:", text).split())


def given(answer: httpx.Response, format_: ox.QueryResultsFormat, reading: Reading) -> ox.Dataset | bool:
    """What an answer says."""
    if "n-triples" in answer.headers["Content-Type"]:
        return canonical({None: [q.triple for q in ox.parse(answer.content, format=ox.RdfFormat.N_TRIPLES)]})
    return read_results(answer.content, format_, reading)


def expected(path: Path, answer: httpx.Response, reading: Reading) -> ox.Dataset | bool:
    """What a test's file says that an answer must say."""
    format_ = ox.QueryResultsFormat.from_extension(path.suffix[1:])
    if format_ is not None:
        return read_results(path.read_bytes(), format_, reading)
    triples = read_graph(path.as_uri())
    if "n-triples" in answer.headers["Content-Type"]:
        return canonical({None: triples})
    rows = result_set(triples, reading)
    return rows if isinstance(rows, bool) else canonical({None: rows})


def read_results(content: bytes, format_: ox.QueryResultsFormat, reading: Reading) -> ox.Dataset | bool:
    """A table as a dataset that compares, or true or false."""
    read = ox.parse_query_results(content, format_)
    return bool(read) if isinstance(read, ox.QueryBoolean) else canonical({None: rows_as_triples(read, reading)})


def read_text(address: str) -> str:
    """The text of a query or update."""
    return path_of(address).read_bytes().decode()


def main() -> None:
    """Run the tests of the manifests and print what fails, then how many of each folder pass."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True, help="Address of the server.")
    parser.add_argument("--token", required=True, help="A token with which all of its dataset may be written.")
    parser.add_argument("manifests", nargs="+", type=Path, metavar="MANIFEST")
    chosen = parser.parse_args()
    endpoint = Endpoint(chosen.url, chosen.token)
    for path in chosen.manifests:
        passed: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for test in Manifest(path.resolve()).tests():
            is_left_out = any(part in test.node.value or part in test.manifest.path.as_posix() for part in LEFT_OUT)
            if is_left_out or not (test.kind in EVALUATION or SYNTAX.fullmatch(test.kind)):
                continue
            wrong = fault(test, endpoint)
            total[test.suite] += 1
            passed[test.suite] += wrong is None
            if wrong:
                print(f"{test.suite}/{test.name}: {wrong}")
        for suite in total:
            print(f"  {suite:30} {passed[suite]}/{total[suite]}")
        print(f"{path}: {passed.total()}/{total.total()}", flush=True)


if __name__ == "__main__":
    main()
