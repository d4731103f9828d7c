"""The river: articles become graphs, once, again, changed, or are named as refused."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

import pytest
from rdflib import DCTERMS, Literal
from shipped import ONTOLOGY, REFERENCE

from kg.derivation import Derivation, load_rules
from kg.errors import ArticleError, KgError, SettingsError
from kg.installation import install_reference
from kg.iris import Iris, topic_iri
from kg.linking import Linker, map_classes
from kg.pipeline import BATCH, IngestReport, ingest
from kg.reading import Reading
from kg.records import Actor, ActorType, Article, Extraction, Statement, StatementForm
from kg.reference import Reference
from kg.resources import resource
from kg.shapes import read_context
from kg.store.embedded import EmbeddedStore
from kg.store.scratch import EngineScratch
from kg.vocabulary import DIPLO

IRIS = Iris("http://127.0.0.1:8000/")
DAY = date(2022, 7, 5)


class StateFinder:
    """Finds the states that a text names: small, but real, and quick to load."""

    version = "states-1"

    def extract(self, article: Article) -> Extraction:
        if "unreadable" in article.text:
            raise KgError("the rules do not hold here")
        if "unforeseen" in article.text:
            raise IndexError("no such token")
        mentions: dict[str, list[tuple[int, int]]] = {}
        for word in re.finditer(r"[A-Z]\w+", article.text):
            if REFERENCE.state_named(word.group()):
                mentions.setdefault(word.group(), []).append(word.span())
        return Extraction(
            actors=tuple(
                Actor(f"a{number}", ActorType.STATE, name, tuple(spans), "state.named")
                for number, (name, spans) in enumerate(mentions.items(), 1)
            )
        )


CONTEXT = read_context(chain(ONTOLOGY.triples(), map_classes(REFERENCE)))
READING = Reading(StateFinder(), Linker(IRIS, REFERENCE), IRIS, CONTEXT)
DERIVATION = Derivation(load_rules(resource("ontology") / "rules"), ONTOLOGY, IRIS, EngineScratch)


@dataclass
class Given:
    """A source of what it is given."""

    items: tuple[Article | ArticleError, ...]

    def articles(self):
        yield from self.items


def told(text, identifier="1", **fields):
    return Article(text=text, source=f"{identifier}.txt", identifier=identifier, **({"published": DAY} | fields))


@pytest.fixture
def store():
    store = EmbeddedStore()
    yield store
    store.close()


def run(store, *items, reading=READING, **options) -> IngestReport:
    return ingest([Given(items)], reading, DERIVATION, store, **options)


def articles_in(store):
    return [graph for graph in store.graphs() if graph.startswith(IRIS.base_iri + "article/")]


def content(store):
    return {graph: set(store.graph(graph)) for graph in store.graphs()}


def test_an_article_becomes_a_graph_of_its_own(store):
    article = told("Azerbaijan and Iran talk.")
    report = run(store, article)
    graph = IRIS.article("1")
    mentioned = {value for _, predicate, value in store.graph(graph) if predicate == DIPLO.mentions}
    assert {str(iri).rpartition("/")[2] for iri in mentioned} == {"AZE", "IRN"}
    assert (report.stored, report.tokens, report.quads) == (1, 4, len(list(store.graph(graph))))


def test_the_same_input_twice_changes_nothing(store):
    articles = [told("Azerbaijan spoke.", "1"), told("Iran answered.", "2")]
    run(store, *articles)
    before = content(store)
    report = run(store, *articles)
    assert (report.stored, report.replaced, report.unchanged, report.quads) == (0, 0, 2, 0)
    assert content(store) == before


def test_a_changed_article_leaves_no_stale_triple_in_any_graph(store):
    run(store, told("Azerbaijan and Iran talk."))
    report = run(store, told("Armenia talks."))
    assert (report.stored, report.replaced) == (0, 1)
    afresh = EmbeddedStore()
    run(afresh, told("Armenia talks."))
    assert content(store) == content(afresh)
    assert store.count() == afresh.count()


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Iran spoke."},
        {"title": "Another title"},
        {"published": date(2022, 7, 6)},
        {"published": None},
        {"outlet": "IRNA"},
        {"language": "en-GB"},
        {"authors": ("A. Aliyev",)},
    ],
)
def test_whatever_changes_of_an_article_it_is_read_again(store, change):
    first = {"text": "Azerbaijan spoke.", "title": "A title", "outlet": "Trend"}
    run(store, told(**first))
    assert run(store, told(**first | change)).replaced == 1
    assert run(store, told(**first | change)).unchanged == 1


def test_another_version_of_the_extractor_reads_again(store):
    class Newer(StateFinder):
        version = "states-2"

    run(store, told("Azerbaijan spoke."))
    newer = Reading(Newer(), Linker(IRIS, REFERENCE), IRIS, CONTEXT)
    assert run(store, told("Azerbaijan spoke."), reading=newer).replaced == 1


def test_all_is_read_again_when_asked(store):
    run(store, told("Azerbaijan spoke."))
    report = run(store, told("Azerbaijan spoke."), again=True)
    assert (report.unchanged, report.replaced, report.changed, report.quads) == (1, 0, [], 0)
    assert report.tokens == 2


def test_what_cannot_be_read_is_named_and_the_rest_goes_in(store):
    report = run(
        store,
        told("Azerbaijan spoke.", "1"),
        ArticleError("2.txt: the text is empty"),
        told("An unreadable text.", "3"),
        told("Iran answered.", "4"),
    )
    assert report.refused == ["2.txt: the text is empty", "3.txt: the rules do not hold here"]
    assert (report.stored, report.items) == (2, 4)
    assert list(store.graphs()) == sorted([IRIS.article("1"), IRIS.article("4")])


def test_a_refused_edition_leaves_the_stored_one(store):
    run(store, told("Azerbaijan spoke."))
    before = content(store)
    run(store, told("An unreadable text."))
    assert content(store) == before


def test_an_article_on_which_the_extractor_fails_is_named_and_costs_no_other(store):
    report = run(store, told("Azerbaijan spoke.", "6"), told("An unforeseen text.", "7"), told("Iran answered.", "8"))
    assert report.refused == ["7.txt: the extractor failed on it (IndexError: no such token)"]
    assert report.stored == 2


def test_a_record_whose_words_do_not_stand_in_the_text_is_not_stored(store):
    class Careless:
        version = "careless-1"

        def extract(self, article: Article) -> Extraction:
            return Extraction(actors=(Actor("a1", ActorType.STATE, "Iran", ((4, 9),), "state.named"),))

    reading = Reading(Careless(), Linker(IRIS, REFERENCE), IRIS, CONTEXT)
    report = run(store, told("And  Iran spoke."), reading=reading)
    assert "the extractor failed on it (ValueError: a1: the span 4-9 does not fit" in report.refused[0]


def test_an_article_without_a_date_is_stored_and_named(store):
    report = run(store, told("Azerbaijan spoke on Monday.", published=None))
    assert (report.stored, report.undated) == (1, ["1.txt"])
    assert not [t for t in store.graph(IRIS.article("1")) if t[1] == DCTERMS.issued]


def test_of_two_articles_with_one_key_only_the_later_is_read(store):
    articles = [told("Azerbaijan spoke."), told_from("other.txt", "1")]
    report = run(store, *articles)
    assert report.superseded == ["1.txt: the same article as other.txt; the later one stays"]
    assert (report.stored, report.replaced, report.items, report.total) == (1, 0, 2, 2)
    again = run(store, *articles)
    assert (again.unchanged, again.replaced, again.superseded) == (1, 0, report.superseded)
    afresh = EmbeddedStore()
    run(afresh, told("Iran spoke."))
    assert content(store) == content(afresh)


def told_from(source, identifier):
    return Article("Iran spoke.", source=source, identifier=identifier, published=DAY)


def test_the_same_text_given_twice_is_named_as_such(store):
    report = run(store, told_from("a.txt", "1"), told_from("b.txt", "1"))
    assert (report.stored, report.superseded) == (1, [])
    assert report.repeated == ["a.txt: the same article as b.txt; the later one stays"]


def test_an_article_that_replaces_its_older_self_is_named(store):
    run(store, told("Azerbaijan spoke."), told("Iran spoke.", "2"))
    report = run(store, told("Armenia spoke."), told("Iran spoke.", "2"))
    assert report.changed == ["1.txt"]


def test_characters_that_the_store_cannot_hold_do_not_make_an_article_look_changed(store):
    article = told("Azerbaijan\x01 spoke\uffff of peace.")
    run(store, article)
    assert run(store, article).unchanged == 1


def test_a_run_that_is_broken_off_reports_only_what_is_stored(store):
    latest = IngestReport()

    def break_off(report):
        nonlocal latest
        latest = report
        if report.items + 1 >= BATCH:
            raise KeyboardInterrupt

    articles = [told("Iran spoke.", str(number)) for number in range(BATCH + 10)]
    with pytest.raises(KeyboardInterrupt):
        run(store, *articles, on_progress=break_off)
    assert latest.stored == len(articles_in(store)) == BATCH
    assert run(store, *articles).stored == 10


def test_what_is_read_slowly_is_stored_before_there_is_much_of_it(store, monkeypatch):
    monkeypatch.setattr("kg.pipeline.BETWEEN_UPDATES", 0.0)
    stored = []
    run(
        store, *(told("Iran spoke.", str(n)) for n in range(3)), on_progress=lambda report: stored.append(report.stored)
    )
    assert stored == [1, 2, 3]


class Fanciful(StateFinder):
    """Lets each state make two statements, one of them on a topic that no vocabulary has."""

    def extract(self, article: Article) -> Extraction:
        found = super().extract(article)
        span = (0, len(article.text))
        return replace(
            found,
            statements=tuple(
                Statement(f"s{n}", actor.id, StatementForm.QUOTE, span, "said", span, "test", topics=(topic,))
                for actor in found.actors
                for n, topic in enumerate(("energy", "gossip"))
            ),
        )


def test_a_record_that_is_not_as_the_shapes_demand_is_set_aside_with_the_reason_and_the_rest_goes_in(store):
    reading = Reading(Fanciful(), Linker(IRIS, REFERENCE), IRIS, CONTEXT)
    report = run(store, told("Iran spoke."), reading=reading)
    (line,) = report.set_aside
    assert re.match(r"1\.txt: \w+#statement-0-11-2: .*topic", line)
    assert report.stored == 1
    said = {value for _, p, value in store.graph(IRIS.article("1")) if p == DIPLO.topic}
    assert said == {topic_iri("energy")}


def test_progress_is_told_after_each_article(store):
    seen = []
    run(
        store,
        told("Iran spoke."),
        ArticleError("x: empty"),
        on_progress=lambda report: seen.append(len(report.refused)),
    )
    assert seen == [0, 1]


FEW = Reference(
    states=tuple(filter(None, map(REFERENCE.state_with_code, ("AZE", "IRN", "ARM")))),
    organisations=(),
    outlets=(),
    places=(),
)


def install(store, edition, read=lambda: FEW):
    install_reference(store, ONTOLOGY, read, DERIVATION, IRIS, edition)


def test_the_ontology_and_the_reference_tables_are_graphs_too(store):
    install(store, "1")
    assert (DIPLO.Meeting, None, None) in ONTOLOGY.graph
    assert {"ontology", "reference", "derived", "derived/reference"} == {
        graph.removeprefix(IRIS.graph("")) for graph in store.graphs()
    }


def test_the_same_edition_is_not_installed_again(store):
    install(store, "1")
    before = content(store)
    install(store, "1", read=lambda: pytest.fail("the tables are read again"))
    assert content(store) == before


def test_a_new_edition_draws_all_conclusions_anew_and_says_so(store, caplog):
    run(store, told("Azerbaijan and Iran talk."))
    before = content(store)
    install(store, "1")
    assert caplog.text == ""
    install(store, "2")
    assert before.items() <= content(store).items()
    assert "tables have changed" in caplog.text


def test_a_store_filled_under_another_base_is_refused_with_both_names(store):
    install(store, "1")
    before = set(store.graphs())
    with pytest.raises(SettingsError, match=r"KG_BASE_IRI=http://127\.0\.0\.1:8000/, .* now https://other\.example/:"):
        install_reference(store, ONTOLOGY, lambda: REFERENCE, DERIVATION, Iris("https://other.example/"), "1")
    assert set(store.graphs()) == before


def test_metadata_come_back_as_they_went_in(store):
    run(store, told("Iran spoke.", title='"Quoted" \\ title — Баку', outlet="IRNA"))
    assert (IRIS.article("1"), DCTERMS.title, Literal('"Quoted" \\ title — Баку')) in set(
        store.graph(IRIS.article("1"))
    )
