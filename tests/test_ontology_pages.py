"""The page of the ontology: every term where its IRI leads, in three languages, drawn, and as data."""

import csv
import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from datetime import date

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import DC, DCTERMS, RDF, RDFS, SKOS, URIRef
from served import IRIS
from shipped import REFERENCE

from kg.iris import FIXED
from kg.linking import Linker, describe_reference_graph, map_reference
from kg.mapping import map_article
from kg.ontology import load_ontology
from kg.records import Article, Extraction
from kg.resources import resource
from kg.vocabulary import DIPLO, ONTOLOGY, ONTOLOGY_IRI, SCHEMA
from kg.web.diagram import draw
from kg.web.glossary import LANGUAGES, Glossary

pytest_plugins = ["web_fixtures"]

ONTOLOGY_FILES = resource("ontology")
TERMS = load_ontology(ONTOLOGY_FILES)
GLOSSARY = Glossary(TERMS, "en")
BROWSER = {"Accept": "text/html"}


def entry(text: str, anchor: str) -> str:
    """The part of the page that describes a term."""
    return text[text.index(f'id="{anchor}"') :].partition("</article>")[0]


@pytest.fixture(scope="module")
def page(app) -> str:
    return str(app.test_client().get("/ontology").text)


def test_every_term_stands_where_its_iri_leads(page: str) -> None:
    anchors = re.findall(r'id="([^"]+)"', page)
    own = (*TERMS.classes(), *TERMS.properties(), *TERMS.individuals(), *TERMS.schemes())
    assert {term.removeprefix(ONTOLOGY).removeprefix(FIXED) for term in own} <= set(anchors)
    assert len(anchors) == len(set(anchors))


def test_every_link_within_the_page_leads_to_an_anchor(page: str) -> None:
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r'id="([^"]+)"', page))


def test_the_head_tells_title_version_licence_and_citation(page: str) -> None:
    head = page[: page.index('id="diagram"')]
    for words in ("<h1>Diplomatic relations ontology</h1>", TERMS.version, "licenses/by/4.0", "Cite it as"):
        assert words in head


def test_a_class_tells_all_that_the_files_say_of_it(page: str) -> None:
    text = entry(page, "Meeting")
    for words in ("meeting</span>", "rencontre", "встреча", "Actors come together", "Jeyhun Bayramov was received"):
        assert words in text
    for anchor in ("ReportedMatter", "Visit", "participant", "currentStatus", "between"):
        assert f'href="#{anchor}"' in text
    for words in ("sem:Event", "schema:Event", "PLOVER code <code>CONSULT", "CAMEO code <code>040", "Run it"):
        assert words in text
    assert "A surname" not in text
    assert "The land of a state is its territory." in entry(page, "State")


def test_a_property_tells_what_it_joins(page: str) -> None:
    text = entry(page, "guest")
    for anchor in ("Meeting", "Actor", "participant"):
        assert f'href="#{anchor}"' in text
    assert "transitive" in entry(page, "partOf")
    assert 'href="#Tie"' in entry(page, "between")
    assert "xsd:decimal" in entry(page, "confidence")


def test_a_controlled_value_stands_under_its_vocabulary(page: str) -> None:
    text = page[page.index('id="vocab/event-statuses"') :].partition("</section>")[0]
    assert 'id="Held"' in text
    assert "future" in text
    assert 'href="#vocab/topic/trade-and-economy"' in entry(page, "vocab/topic/sanctions")


@pytest.mark.parametrize("term", TERMS.classes(), ids=lambda term: term.removeprefix(ONTOLOGY))
def test_the_query_of_a_class_runs(client: FlaskClient, page: str, term: URIRef) -> None:
    assert GLOSSARY.query_address(term).replace("&", "&amp;") in page
    answer = client.get("/sparql", query_string={"query": GLOSSARY.query(term)}, headers={"Accept": "text/csv"})
    assert answer.status_code == 200
    variables = answer.text.splitlines()[0].split(",")
    assert len(variables) == len(set(variables)) == GLOSSARY.query(term).count("OPTIONAL") + 1


@pytest.mark.parametrize("term", [DIPLO.State, DIPLO.OfficeHolding, DIPLO.Office, DIPLO.Status, DIPLO.Topic])
def test_the_query_of_a_class_shows_fifty_of_its_members_in_a_row_each(client: FlaskClient, term: URIRef) -> None:
    answer = client.get("/sparql", query_string={"query": GLOSSARY.query(term)}, headers={"Accept": "text/csv"})
    subject = term.removeprefix(ONTOLOGY)
    members = [row[subject[0].lower() + subject[1:]] for row in csv.DictReader(answer.text.splitlines())]
    known = client.get(
        "/sparql",
        query_string={"query": f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a <{term}> }}"},
        headers={"Accept": "text/csv"},
    )
    assert len(members) == len(set(members)) == min(50, int(known.text.splitlines()[1])) > 0


ASKED = """SELECT DISTINCT ?class ?property {
    GRAPH ?graph { ?subject ?property ?value } . ?subject a ?class
    FILTER(!STRENDS(STR(?graph), "/graph/ontology") && STRSTARTS(STR(?class), "%s"))
}"""


def foreign_properties_in_use(client: FlaskClient) -> set[tuple[URIRef, URIRef]]:
    answer = client.get("/sparql", query_string={"query": ASKED % ONTOLOGY}, headers={"Accept": "text/csv"})
    rows = [(URIRef(row["class"]), URIRef(row["property"])) for row in csv.DictReader(answer.text.splitlines())]
    assert (DIPLO.Article, DIPLO.mentions) in rows
    own = {RDF.type, RDFS.seeAlso}  # of these the second is in the fixture alone
    return {(kind, term) for kind, term in rows if not term.startswith(ONTOLOGY) and term not in own}


def test_every_foreign_property_that_the_graph_uses_is_told_of_a_class_that_has_it(
    client: FlaskClient, page: str
) -> None:
    told: dict[URIRef, set[URIRef]] = defaultdict(set)
    for kind in TERMS.classes():
        for above in (kind, *TERMS.ancestors(kind), *TERMS.values(kind, RDFS.subClassOf)):
            told[kind] |= set(TERMS.borrowed_by(URIRef(str(above))))
    rows = foreign_properties_in_use(client)
    assert {term for _, term in rows} == set().union(*(told[kind] & {t for k, t in rows if k == kind} for kind in told))
    assert {term for _, term in rows} <= set(TERMS.borrowed())
    for term in TERMS.borrowed():
        assert f'id="{GLOSSARY.anchor(term)}"' in page
    assert 'href="#dcterms:issued"' in entry(page, "Article")
    assert "The day on which the article was published." in entry(page, "dcterms:issued")


def test_every_foreign_property_of_the_code_is_told_and_no_other() -> None:
    graph = set(map_reference(REFERENCE)) | set(describe_reference_graph(IRIS.graph("reference")))
    article = Article(
        "A text of seven words, no more.",
        "x",
        "https://example.org/a",
        "a",
        "A",
        "Trend",
        ("B. Line",),
        date(2022, 7, 5),
    )
    mapped = set(map_article(IRIS, Linker(IRIS, REFERENCE), article, Extraction(), "rules"))
    used = {p for _, p, _ in graph | mapped if not p.startswith(ONTOLOGY)} - {RDF.type}
    assert {DC.creator, SCHEMA.url, DCTERMS.rights} <= used
    of_values = {t for t in TERMS.borrowed() if SKOS.Concept in GLOSSARY.domain(t)}
    concluded = {DCTERMS.isVersionOf}
    of_passages = {t for t in TERMS.borrowed() if DIPLO.Passage in GLOSSARY.domain(t)}
    assert used | of_values | concluded | of_passages == set(TERMS.borrowed())


@pytest.mark.parametrize("kind", ["Article", "Meeting", "OfficeHolding", "Person", "Place", "Statement", "Tie"])
def test_the_query_of_a_class_shows_what_tells_most_of_it(client: FlaskClient, kind: str) -> None:
    query = GLOSSARY.query(DIPLO[kind])
    answer = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    rows = list(csv.DictReader(answer.text.splitlines()))
    assert all(any(row[name] for row in rows) for name in rows[0] if name != "addressee"), query


def test_a_date_is_called_one_and_a_holding_is_offered_what_it_has(page: str) -> None:
    assert "xsd:date" in entry(page, "heldFrom")
    assert "rdfs:Literal" not in page
    assert 'href="#between"' not in entry(page, "OfficeHolding")
    assert 'href="#notBefore"' not in entry(page, "OfficeHolding")


@pytest.mark.parametrize(
    ("address", "accepted", "name"),
    [
        ("/ontology", None, "meeting"),
        ("/ontology", "fr-CH, fr;q=0.9, en;q=0.8", "rencontre"),
        ("/ontology", "ru", "встреча"),
        ("/ontology", "de", "meeting"),
        ("/ontology?lang=ru", "fr", "встреча"),
        ("/ontology?lang=tlh", None, "meeting"),
    ],
)
def test_names_are_in_the_reader_s_language(client: FlaskClient, address: str, accepted: str, name: str) -> None:
    answer = client.get(address, headers=BROWSER | ({"Accept-Language": accepted} if accepted else {}))
    assert re.search(rf'<h3><code>:Meeting</code> <span lang="\w\w">{name}</span>', answer.text)
    assert {"Accept", "Accept-Language"} <= set(answer.vary)


@pytest.mark.parametrize("address", ["/ontology", f"/ontology/{TERMS.version}", "/graph/ontology"])
@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/xml", RdfFormat.RDF_XML),
        ("application/json", RdfFormat.JSON_LD),
    ],
)
def test_the_ontology_is_data_too(client: FlaskClient, address: str, accept: str, syntax: RdfFormat) -> None:
    answer = client.get(address, headers={"Accept": accept})
    assert len(set(map(str, parse(answer.data, format=syntax)))) == len(TERMS.graph)
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_the_ontology_is_written_with_the_prefixes_of_its_files(client: FlaskClient) -> None:
    turtle = client.get("/ontology", headers={"Accept": "text/turtle"}).text
    assert "@prefix bibo: <http://purl.org/ontology/bibo/> ." in turtle
    assert "@prefix ns1:" not in turtle


def test_another_version_is_told_what_exists(client: FlaskClient) -> None:
    answer = client.get("/ontology/9.9.9", headers={"Accept": "text/turtle"})
    assert answer.status_code == 404
    assert f"/ontology/{TERMS.version}" in answer.json["detail"]
    assert client.get(f"/ontology/{TERMS.version}", headers=BROWSER).status_code == 200


def test_what_the_header_names_of_ours_is_served(client: FlaskClient) -> None:
    named = {
        value for value in TERMS.graph.objects(ONTOLOGY_IRI) if isinstance(value, URIRef) and value.startswith(FIXED)
    }
    assert f"{ONTOLOGY_IRI}/{TERMS.version}" in map(str, named)
    assert {value: client.get(f"/{value.removeprefix(FIXED)}").status_code for value in named} == dict.fromkeys(
        named, 200
    )


@pytest.mark.parametrize("term", [t for t in TERMS.schemes() + TERMS.individuals() if "#" not in t])
def test_a_term_of_a_vocabulary_has_a_page(client: FlaskClient, term: URIRef) -> None:
    answer = client.get("/" + term.removeprefix(FIXED), headers=BROWSER)
    assert answer.status_code == 200
    assert f"<h1>{TERMS.label(term)}</h1>" in answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_shows_its_classes_and_what_joins_them(language: str) -> None:
    diagram = draw(TERMS, language)
    assert {box.term for box in diagram.boxes} <= set(TERMS.classes())
    for arrow in diagram.arrows:
        if arrow.term is None:
            assert arrow.end in TERMS.above(arrow.start)
        else:
            assert arrow.start in GLOSSARY.domain(arrow.term)
            assert arrow.end in GLOSSARY.range(arrow.term)
            assert " ".join(arrow.lines) == TERMS.label(arrow.term, language)
    assert {DIPLO.participant, DIPLO.speaker, DIPLO.about, DIPLO.outlet, DIPLO.inState} <= {
        arrow.term for arrow in diagram.arrows
    }
    assert {a.start for a in diagram.arrows if a.term == DIPLO.between} == {DIPLO.Relation, DIPLO.Tie}
    assert {(a.start, a.end) for a in diagram.arrows if a.term == DIPLO.outlet} == {(DIPLO.Article, DIPLO.Outlet)}
    assert {(a.start, a.end) for a in diagram.arrows if a.term == DIPLO.inState} == {(DIPLO.Place, DIPLO.State)}
    places = {(box.left, box.top) for box in diagram.boxes}
    assert len(places) == len(diagram.boxes)


def test_the_drawing_is_well_formed_and_names_itself(page: str) -> None:
    svg = ET.fromstring(page[page.index("<svg") : page.index("</svg>") + len("</svg>")])
    assert svg.findtext("title") == "The core of the ontology"
    assert ":participant leads from :Meeting to :Actor." in str(svg.findtext("desc"))
    assert not [element for element in svg.iter() if "style" in element.attrib or "fill" in element.attrib]
