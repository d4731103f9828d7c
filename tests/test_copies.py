"""Articles with one agency's text, from their texts to what the pages tell of them."""

from datetime import date
from itertools import chain

import pytest
from evaluators import app_on
from rdflib import DCTERMS, Literal
from shipped import ONTOLOGY, REFERENCE
from wire import COPIES, OF_ANOTHER_AGENCY, WIRE

from kg.derivation import Derivation, load_rules
from kg.iris import Iris, person_iri
from kg.linking import Linker, map_classes
from kg.pipeline import ingest
from kg.reading import Reading
from kg.records import Article
from kg.resources import resource
from kg.shapes import read_context
from kg.store.embedded import EmbeddedStore
from kg.store.scratch import EngineScratch
from kg.vocabulary import DIPLO

IRIS = Iris("http://127.0.0.1:8000/")
CONTEXT = read_context(chain(ONTOLOGY.triples(), map_classes(REFERENCE)))
MEETING = IRIS.meeting("meeting", map(person_iri, ("Q16366137", "Q542074")), date(2022, 7, 4))


def printed(name, text, day=5):
    return Article(
        text=text, source=f"{name}.txt", identifier=name, title=name, outlet=name, published=date(2022, 7, day)
    )


AGENCY = printed("Newswire", WIRE)
PAPERS = [
    printed("The A Paper", COPIES["with a headline"], 6),
    printed("The B Paper", COPIES["another dateline"], 6),
    printed("The C Paper", COPIES["cut to two"], 6),
]
RIVAL = printed("Rival", OF_ANOTHER_AGENCY)


class Given:
    """A source of these articles."""

    def __init__(self, *articles):
        self._articles = articles

    def articles(self):
        return iter(self._articles)


@pytest.fixture(scope="module")
def store(extractor):
    store = EmbeddedStore()
    reading = Reading(extractor, Linker(IRIS, REFERENCE), IRIS, CONTEXT)
    derivation = Derivation(load_rules(resource("ontology") / "rules"), ONTOLOGY, IRIS, EngineScratch)
    for articles in (PAPERS, [AGENCY, RIVAL]):
        report = ingest([Given(*articles)], reading, derivation, store)
        assert report.refused == report.set_aside == []
    return store


@pytest.fixture(scope="module")
def client(store):
    return app_on(lambda: store, IRIS).test_client()


def test_each_paper_has_the_text_of_the_agency_and_the_rival_has_its_own(store):
    links = {(s, o) for g in store.graphs() for s, p, o in store.graph(g) if p == DCTERMS.isVersionOf}
    assert links == {(IRIS.article(paper.key), IRIS.article(AGENCY.key)) for paper in PAPERS}


def test_four_prints_of_one_text_and_one_report_of_their_own_are_two_sources(store):
    derived = set(store.graph(IRIS.derived(MEETING)))
    assert {(MEETING, DIPLO.reportCount, Literal(5)), (MEETING, DIPLO.sourceCount, Literal(2))} <= derived


def test_the_page_of_the_meeting_says_how_the_sources_are_counted(client):
    text = client.get(IRIS.path_of(MEETING)).text
    assert "5 articles of 2 sources" in text
    assert "4 articles with the same text count as one source" in text


def test_the_page_of_an_article_leads_to_the_others_with_its_text(client):
    paper, agency = (client.get(IRIS.path_of(IRIS.article(a.key))).text for a in (PAPERS[0], AGENCY))
    assert f'href="{IRIS.path_of(IRIS.article(AGENCY.key))}"' in paper
    assert "Later articles with its text" in agency
    assert "The C Paper" in agency
    assert "ni:///" not in paper + agency
