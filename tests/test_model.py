"""The hand-modelled articles: built from what is told by hand, and every word of them in the sample."""

import pytest
from model.build import HERE, TOLD, Known, Telling, build, read_article, read_graphs
from rdflib import RDF, BNode, Literal, URIRef
from rdflib.term import Node
from shipped import REFERENCE, shipped_context

from kg.iris import person_iri
from kg.records import Actor, ActorType, Extraction
from kg.shapes import check
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO, ITSRDF, NIF


@pytest.fixture(scope="module")
def known() -> Known:
    """What the shipped tables know."""
    return Known(REFERENCE)


def graph_of(number: str) -> tuple[URIRef, dict[URIRef, dict[URIRef, list[URIRef | Literal]]]]:
    """The article and, by subject and property, all that its one graph says."""
    ((article, triples),) = read_graphs(HERE / f"{number}.trig").items()
    facts: dict[URIRef, dict[URIRef, list[URIRef | Literal]]] = {}
    for subject, relation, value in triples:
        facts.setdefault(subject, {}).setdefault(relation, []).append(value)
    return article, facts


@pytest.mark.parametrize("number", TOLD)
def test_a_model_is_what_the_builder_makes_of_the_telling(number: str, known: Known) -> None:
    assert (HERE / f"{number}.trig").read_text(encoding="utf-8") == build(number, known)


@pytest.mark.parametrize("number", TOLD)
def test_a_person_whom_the_tables_know_goes_by_their_iri(number: str, known: Known) -> None:
    telling = Telling(number, known)
    people = {s for s in telling.told.objects(None, ITSRDF.taIdentRef) if "/person/" in s}
    assert people >= set(telling.told.objects(None, DIPLO.holder))
    for person in people:
        linked = known.linker.link(telling.article, Extraction(actors=(actor(telling, person),))).actors[0].iri
        assert (str(linked) if is_known(linked) else None) == (str(person) if is_known(person) else None), person


def is_known(person: str | None) -> bool:
    """Whether the IRI is one of the reference tables."""
    return str(person).startswith(person_iri(""))


def actor(telling: Telling, person: Node) -> Actor:
    """The person as a reader of the article would record them; an office of a national body is one of its state."""
    mentions = telling.told.subjects(ITSRDF.taIdentRef, person)
    names = [str(name) for mention in mentions for name in telling.told.objects(mention, NIF.anchorOf)]
    title = of = None
    for holding in telling.told.subjects(DIPLO.holder, person):
        owner = telling.told.value(holding, DIPLO.officeOf)
        body = REFERENCE.organisations_by_id.get(str(owner).rpartition("/")[2])
        state = REFERENCE.state_with_code(body.state) if body and body.state else None
        title = telling.title(holding)
        of = state.name if state else owner and telling.name(owner)
    return Actor("1", ActorType.PERSON, max(names, key=len), ((0, 1),), "by hand", title, of)


@pytest.mark.parametrize("number", TOLD)
def test_a_model_breaks_no_shape(number: str) -> None:
    ((_, triples),) = read_graphs(HERE / f"{number}.trig").items()
    assert check(triples, shipped_context()) == []


def test_every_model_has_its_telling() -> None:
    assert {path.stem for path in HERE.glob("*.trig")} == set(TOLD)


@pytest.mark.parametrize("number", TOLD)
def test_the_words_of_a_passage_stand_at_its_offsets(number: str) -> None:
    text = read_article(number).text
    article, facts = graph_of(number)
    passages = {s: said for s, said in facts.items() if DIPLO.Passage in said.get(RDF.type, [])}
    assert passages
    for passage, said in passages.items():
        (begin,), (end,) = said[NIF.beginIndex], said[NIF.endIndex]
        assert passage == URIRef(f"{article}#char={begin},{end}")
        for words in said.get(NIF.anchorOf, []):
            assert text[int(begin) : int(end)] == str(words)


@pytest.mark.parametrize("number", TOLD)
def test_a_report_quotes_its_evidence_within_its_sentence(number: str) -> None:
    text = read_article(number).text
    _, facts = graph_of(number)
    reports = [said for said in facts.values() if DIPLO.Report in said.get(RDF.type, [])]
    assert reports
    for said in reports:
        (evidence,), (words,), (sentence,) = said[DIPLO.evidence], said[DIPLO.words], said[DIPLO.sentence]
        begin, end = (int(facts[evidence][offset][0]) for offset in (NIF.beginIndex, NIF.endIndex))
        assert text[begin:end] == str(words)
        assert str(words) in str(sentence) in text
        assert str(sentence)[0].isupper() or str(sentence)[0] in '"“'
        assert str(sentence).rstrip('"”')[-1] in ".?!"


@pytest.mark.parametrize("number", TOLD)
def test_what_is_quoted_from_an_article_stands_in_it(number: str) -> None:
    text = read_article(number).text
    quoted = {DIPLO.text, DIPLO.cue, DIPLO.amount, DIPLO.reportedDate}
    _, facts = graph_of(number)
    for said in facts.values():
        for relation in quoted & said.keys():
            for words in said[relation]:
                assert all(piece in text for piece in str(words).split(" … ")), words


@pytest.mark.parametrize("number", TOLD)
def test_whatever_an_article_tells_of_is_reported(number: str) -> None:
    _, facts = graph_of(number)
    reported = {matter for said in facts.values() for matter in said.get(DIPLO.about, [])}
    kinds = {DIPLO.OfficeHolding, DIPLO.Meeting, DIPLO.Statement, DIPLO.Project}
    assert reported == {s for s, said in facts.items() if kinds & set(said.get(RDF.type, []))}


@pytest.mark.parametrize("number", TOLD)
def test_a_model_has_no_blank_node(number: str) -> None:
    (triples,) = read_graphs(HERE / f"{number}.trig").values()
    assert not [t for t in triples if isinstance(t[0], BNode) or isinstance(t[2], BNode)]


def test_whatever_the_models_name_has_a_name(modelled: EmbeddedStore) -> None:
    rows = modelled.select(
        """SELECT DISTINCT ?thing WHERE {
          ?article a <https://w3id.org/communique/ontology#Article> .
          GRAPH ?article { ?subject ?property ?thing }
          FILTER(ISIRI(?thing) && !CONTAINS(STR(?thing), "#char="))
          FILTER NOT EXISTS { ?thing <http://www.w3.org/2000/01/rdf-schema#label> ?label }
        }"""
    )
    assert [str(row["thing"]) for row in rows] == []


@pytest.mark.parametrize(("end", "subject", "value"), [("domain", "?thing", "?other"), ("range", "?other", "?thing")])
def test_what_a_property_joins_is_of_its_classes(modelled: EmbeddedStore, end: str, subject: str, value: str) -> None:
    rows = modelled.select(
        f"""PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?property ?thing WHERE {{
          ?property rdfs:{end} ?class .
          {subject} ?property {value} .
          FILTER(ISIRI(?thing) && STRSTARTS(STR(?class), "https://w3id.org/communique/ontology#"))
          FILTER NOT EXISTS {{ ?thing a/rdfs:subClassOf* ?class }}
        }}"""
    )
    assert [(str(row["property"]), str(row["thing"])) for row in rows] == []


def test_nothing_is_of_two_classes_that_exclude_each_other(modelled: EmbeddedStore) -> None:
    rows = modelled.select(
        """PREFIX owl: <http://www.w3.org/2002/07/owl#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?class ?otherClass WHERE {
          { SELECT DISTINCT ?class ?otherClass WHERE { ?thing a ?class, ?otherClass } }
          ?class rdfs:subClassOf*/owl:disjointWith/^rdfs:subClassOf* ?otherClass .
        }"""
    )
    assert [tuple(map(str, row.values())) for row in rows] == []
