"""The pages: what stands on them, in which formats, and that nothing in the graph can harm a reader."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

import pytest
from evaluators import Here, app_on
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import Literal, URIRef
from rdflib.namespace import RDF, RDFS, XSD
from served import BAKU, BASE, HOSTILE, IRIS, MEETING, READINGS, TEHRAN, XSS
from shipped import ONTOLOGY

from kg.iris import Iris
from kg.querying.current import unversioned
from kg.resources import resource
from kg.sparql.catalog import load_queries
from kg.store.embedded import EmbeddedStore
from kg.vocabulary import DIPLO
from kg.web.families import FAMILIES
from kg.web.items import read_items
from kg.web.labels import Labels, find_labels
from kg.web.portrait import Report
from kg.web.rendering import day_text, literal_text, marked
from kg.web.services import Services
from kg.web.visits import begin_visit

pytest_plugins = ["web_fixtures"]

_FROM, _TO = READINGS[BAKU].meetings[0].evidence
ANCHOR = f"meeting-{_FROM}-{_TO}"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def path(iri: str) -> str:
    return str(IRIS.path_of(iri))


ENTITIES = [
    path(MEETING),
    path(IRIS.article(BAKU.key)),
    path(IRIS.article(HOSTILE.key)),
    "/person/Q16366137",
    "/person/hostile",
    "/state/AZE",
    "/organisation/united-nations",
    "/office/foreign-minister",
    "/place/tehran",
    "/vocab/topic/transport",
    "/vocab/event-statuses",
    "/relation/AZE-IRN",
    "/tie/AZE-IRN-2022-07",
]
DERIVED = f"/graph/derived{path(MEETING)}"
PAGES = [
    "/",
    "/query",
    "/dumps/",
    "/search",
    "/search?q=bayramov",
    "/ontology",
    "/ontology?lang=ru",
    "/graph/reference",
    DERIVED,
    *(f"/{name}/" for name in FAMILIES),
    *ENTITIES,
]


class _Outline(HTMLParser):
    """What a page links to and loads, its headings, and whether its elements close in order."""

    VOID = frozenset({"meta", "link", "input", "br"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.headings: list[str] = []
        self.ids: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag not in self.VOID:
            self.open.append(tag)
        if tag == "a":
            self.links.append(attributes["href"] or "")
        if tag in ("h1", "script"):
            self.headings.append(tag)
        if "id" in attributes:
            self.ids.append(str(attributes["id"]))
        self.loaded += [v for k, v in attrs if v and (k == "src" or (tag == "link" and k == "href"))]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_whole_has_one_heading_and_loads_nothing_from_elsewhere(client: FlaskClient, page: str) -> None:
    answer = client.get(page, headers=BROWSER)
    outline = _Outline(answer.text)
    assert answer.status_code == 200
    assert outline.open == []
    assert outline.headings == ["h1"]
    assert len(outline.ids) == len(set(outline.ids))
    assert all(address.startswith(("/", "?")) and not address.startswith("//") for address in outline.loaded)
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'self'")


@pytest.fixture(scope="module")
def followed() -> set[str]:
    """Links that led somewhere: each is followed once, though every page has it."""
    return set()


@pytest.mark.parametrize("page", PAGES)
def test_every_local_link_of_a_page_leads_somewhere(client: FlaskClient, followed: set[str], page: str) -> None:
    for link in _Outline(client.get(page, headers=BROWSER).text).links:
        target = link.partition("#")[0]
        if link.startswith("/") and not link.startswith("/dumps/latest/") and target not in followed:
            assert client.get(target, headers=BROWSER).status_code == 200, link
            followed.add(target)


@pytest.mark.parametrize("name", FAMILIES)
def test_every_family_has_a_list_with_links_to_its_members(client: FlaskClient, name: str) -> None:
    assert re.search(rf'href="/{name}/[^"]+"', client.get(f"/{name}/").text)


def test_the_start_page_counts_and_offers_the_questions(client: FlaskClient) -> None:
    text = client.get("/").text
    assert "<strong>3</strong> articles" in text
    assert text.count("/query?example=") == 5
    assert "Bayramov in Tehran" in text


def test_a_meeting_shows_who_said_so_in_which_words(client: FlaskClient) -> None:
    text = client.get(path(MEETING)).text
    assert "<h1>Meeting of Ali Bagheri and Jeyhun Bayramov</h1>" in text
    assert "Minister <mark>Jeyhun Bayramov</mark> met <mark>Ali Bagheri</mark> in <mark>Tehran</mark>" in text
    for words in ("4 July 2022, from “July 4”", "meeting.by-hand", ">Trend</a>", "5 July 2022", "0.9"):
        assert words in text
    assert f'href="{path(IRIS.article(BAKU.key))}#{ANCHOR}"' in text


def test_a_meeting_shows_where_its_reports_differ(client: FlaskClient) -> None:
    text = client.get(path(MEETING)).text
    differ = text[text.index("The reports differ") : text.index("Evidence</h2>")]
    assert re.search(r"<strong>held</strong> in\s+<a[^>]*>Bayramov in Tehran", differ)
    assert re.search(r"<strong>denied</strong> in\s+<a[^>]*>No meeting, says Tehran", differ)
    assert "On the date" not in differ


def part(text: str, heading: str) -> str:
    """The panel under a heading."""
    return text[re.search(rf"<h2[^>]*>{heading}", text).start() :].partition("</section>")[0]


def test_a_meeting_shows_what_all_reports_together_tell_apart_from_the_reports(client: FlaskClient) -> None:
    text = client.get(path(MEETING)).text
    concluded = part(text, "All reports together")
    for words in (
        ">disputed</span>",
        "4 July 2022",
        "known to the day",
        "2 articles of 2 sources",
        "Azerbaijan",
        "Iran",
    ):
        assert words in concluded
    assert ">Tehran</a>" in concluded  # whoever denies the meeting tells no place of it
    assert ">Baku</a>" not in concluded
    assert f'href="{DERIVED}"' in concluded
    assert text.index("All reports together") < text.index("The reports differ") < text.index("Evidence</h2>")
    assert "current status" not in part(text, "Facts")
    assert "number of articles" not in part(text, "Facts")


def test_a_project_shows_what_all_reports_together_tell(client: FlaskClient) -> None:
    project = re.search(r'href="(/project/\w+)"', client.get("/project/").text)
    concluded = part(client.get(project[1]).text, "All reports together")
    for words in (">underway</span>", "1 article of 1 source", "Azerbaijan"):
        assert words in concluded


def test_what_is_no_event_has_no_conclusion(client: FlaskClient) -> None:
    for page in ("/state/AZE", "/person/jeyhun-bayramov", "/relation/AZE-IRN"):
        assert "All reports together" not in client.get(page).text


def test_a_conclusion_is_a_graph_of_its_own(client: FlaskClient) -> None:
    page = client.get(DERIVED, headers=BROWSER).text
    assert "Named graph: derived/meeting/" in page
    assert ">current status</a></td><td" in page
    assert "<table" not in client.get("/graph/reference", headers=BROWSER).text
    assert "currentStatus" in client.get(DERIVED, headers={"Accept": "application/n-triples"}).text
    assert client.get("/graph/derived/meeting/none").status_code == 404
    assert client.get("/graph/none").status_code == 404


def test_a_state_shows_first_who_goes_on_in_office_and_last_what_an_article_attests(client: FlaskClient) -> None:
    officials = part(client.get("/state/IRN").text, "Its officials")
    assert "Ali Khamenei" in officials
    dates = re.findall(r"<time[^>]*>([^<]*)</time>", officials)
    goes_on = [when.startswith("from ") for when in dates]
    assert goes_on == sorted(goes_on, reverse=True)


def test_whose_data_the_coordinates_are_is_said_wherever_they_are_passed_on(client: FlaskClient) -> None:
    for page in ("/graph/reference", "/dumps/", "/place/tehran"):
        assert "GeoNames" in client.get(page, headers=BROWSER).text
    assert "GeoNames" not in client.get("/person/jeyhun-bayramov").text
    graph = client.get("/graph/reference", headers={"Accept": "application/n-triples"}).text
    assert '<http://purl.org/dc/terms/rights> "Coordinates contain data of GeoNames' in graph


def test_a_relation_shows_its_months_and_what_lies_between_the_two_states(client: FlaskClient) -> None:
    text = client.get("/relation/AZE-IRN").text
    assert "<h1>Azerbaijan and Iran</h1>" in text
    row = r'<a href="/tie/AZE-IRN-2022-07">July 2022</a></td><td class="number">0</td><td class="number">1</td>'
    assert re.search(row, part(text, "Month by month"))
    assert "A visit and each meeting on it count" in part(text, "Month by month")
    assert "We will build the bridge" in part(text, "Statements between them")
    assert "Meeting of Ali Bagheri" in part(text, "Meetings between them")
    assert 'class="chip status-denied"' in part(text, "Meetings between them")


def test_a_month_of_a_relation_shows_what_it_counts(client: FlaskClient) -> None:
    text = client.get("/tie/AZE-IRN-2022-07").text
    assert "<h1>Azerbaijan and Iran, July 2022</h1>" in text
    assert '<a href="/relation/AZE-IRN">Azerbaijan and Iran</a>' in text
    assert "We will build the bridge" in part(text, "Statements between them")
    assert "Meetings between them" not in text  # the meeting is disputed


def test_a_state_lists_its_relations(client: FlaskClient) -> None:
    text = client.get("/state/AZE").text
    assert '<a href="/relation/AZE-IRN">Iran</a>' in part(text, "Relations")
    assert "between of" not in text


@pytest.mark.parametrize(
    ("page", "heading", "first", "last"),
    [
        ("/organisation/asean", "Members", "Brunei", "Vietnam"),
        ("/organisation/g20", "Members", "African Union", "United States"),
        ("/vocab/event-statuses", "Its values", "cancelled", "postponed"),
    ],
)
def test_members_stand_in_the_order_of_their_names(
    client: FlaskClient, page: str, heading: str, first: str, last: str
) -> None:
    members = part(client.get(page, headers=BROWSER).text, heading)
    names = re.findall(r"<li><a [^>]*>([^<]+)</a>", members)
    assert names == sorted(names, key=str.casefold)
    assert (names[0], names[-1]) == (first, last)


def test_facts_stand_in_the_order_of_their_names(client: FlaskClient) -> None:
    facts = client.get("/state/AZE", headers=BROWSER).text.partition('id="facts"')[2]
    bodies = re.findall(r"<a [^>]*>([^<]+)</a>", facts.partition("<dt>member of</dt>")[2].partition("</dd>")[0])
    assert len(bodies) > 12
    assert bodies == sorted(bodies, key=str.casefold)


def test_names_are_sorted_as_readers_look_for_them() -> None:
    labels = Labels({Literal(n): name for n, name in enumerate(("Zambia", "Åland", "Albania", "de facto state"))})
    assert [labels[term] for term in labels.in_order(labels)] == ["Åland", "Albania", "de facto state", "Zambia"]


def test_a_vocabulary_lists_its_values(client: FlaskClient) -> None:
    text = client.get("/vocab/event-statuses").text
    assert '<a href="/ontology#vocabularies">Controlled vocabularies</a>' in text
    assert 'href="/ontology#Held"' in part(text, "Its values")


def test_an_article_shows_all_its_records_under_their_anchors(client: FlaskClient) -> None:
    text = client.get(path(IRIS.article(BAKU.key))).text
    for heading in ("Meetings", "Statements", "Projects", "Offices"):
        assert re.search(rf'<h2 id="kind-\d">{heading} ', text)
    assert f'id="{ANCHOR}"' in text
    assert "<mark>We will build the bridge over the Astara together</mark>" in text


def test_a_report_of_a_statement_tells_what_is_inferred(client: FlaskClient) -> None:
    told = re.sub(r"<[^>]+>", " ", client.get(path(IRIS.article(BAKU.key))).text).split()
    assert "Inferred said at Read by statement.by-hand , audience.named , audience.account" in " ".join(told)


@pytest.mark.parametrize(
    ("rules", "inferred"),
    [
        ((), []),
        (("audience.named",), []),
        (("audience.sentence",), []),
        (("audience.account",), [DIPLO.addressee, DIPLO.saidAt]),
        (("audience.reference",), [DIPLO.addressee]),
        (("audience.named", "audience.account"), [DIPLO.saidAt]),
    ],
)
def test_what_is_inferred_follows_from_the_rules(rules: tuple[str, ...], inferred: list[URIRef]) -> None:
    matter = {DIPLO.addressee: [URIRef("urn:a")], DIPLO.saidAt: [URIRef("urn:m")]}
    values = {DIPLO.readBy: [Literal(rule) for rule in ("statement.object", *rules)]}
    assert Report(URIRef("urn:r"), values, {}, matter).inferred == inferred
    assert Report(URIRef("urn:r"), values, {}, {}).inferred == []


def test_a_person_shows_meetings_statements_and_offices(client: FlaskClient) -> None:
    text = client.get("/person/Q16366137").text
    for words in ("Meetings ", "Statements ", "Offices held ", "Foreign Minister of Azerbaijan", "4 July 2022"):
        assert words in text


def test_an_office_that_an_article_attests_within_its_known_term_is_shown_once(client: FlaskClient) -> None:
    held = part(client.get("/person/Q16366137").text, "Offices held")
    assert held.count("Foreign Minister of Azerbaijan</a>") == 1
    assert "from 16 July 2020" in re.sub(r"<[^>]+>", "", held)
    assert "Ali Bagheri, " in part(client.get("/state/IRN").text, "Its officials")  # of whom no term is known


def test_a_state_shows_what_its_officials_did(client: FlaskClient) -> None:
    text = client.get("/state/AZE").text
    assert re.search(r"Meetings of its officials.*4 July 2022.*Meeting of Ali Bagheri", text, re.S)
    assert re.search(r"Said by its officials.*We will build the bridge", text, re.S)


def test_names_of_the_graph_cannot_become_markup(client: FlaskClient) -> None:
    hostile = ["/", "/person/", "/person/hostile", "/article/", path(IRIS.article(HOSTILE.key))]
    for page in [*hostile, f"/query?query=SELECT * WHERE {{ ?s ?p '''{XSS}''' }}"]:
        text = client.get(page).text
        assert "<script>alert" not in text, page
        assert "&lt;script&gt;alert" in text, page


def test_a_script_address_is_no_link(client: FlaskClient) -> None:
    for page in ("/person/hostile", "/query?query=SELECT (<javascript:alert(1)> AS ?x) WHERE {}"):
        text = client.get(page).text
        assert "javascript:alert(1)" in text
        assert 'href="javascript' not in text


def test_an_iri_that_would_name_another_host_is_no_local_link(client: FlaskClient) -> None:
    text = client.get("/query?query=SELECT (<http://127.0.0.1:8000//evil.example/> AS ?x) WHERE {}").text
    assert 'href="//evil' not in text


@pytest.mark.parametrize(
    ("accept", "syntax"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/json", RdfFormat.JSON_LD),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ],
)
@pytest.mark.parametrize("entity", ENTITIES)
def test_every_entity_is_also_data(client: FlaskClient, entity: str, accept: str, syntax: RdfFormat) -> None:
    answer = client.get(entity, headers={"Accept": accept})
    assert answer.mimetype == accept
    assert "Accept" in answer.headers["Vary"]
    subjects = {quad.subject.value for quad in parse(answer.data, format=syntax)}
    assert subjects & set(map(str, IRIS.iris_at(entity)))


def test_only_the_family_of_the_page_is_marked_in_the_navigation(client: FlaskClient) -> None:
    assert re.findall(r'href="([^"]+)" aria-current', client.get("/statement/").text) == ["/statement/"]
    assert re.findall(r'href="([^"]+)" aria-current', client.get("/state/AZE").text) == ["/state/"]


def test_a_meeting_without_a_day_of_its_own_shows_that_of_the_article_in_brackets(client: FlaskClient) -> None:
    for page in ("/meeting/", "/person/ali-bagheri"):
        text = client.get(page).text
        assert ">(6 July 2022)</time>" in text
        assert "A day in brackets is the day of the article" in text
    assert "(6 July 2022)" not in client.get("/article/").text


@contextmanager
def asking(app: Flask) -> Iterator[None]:
    """A request that somebody sends, without an answer."""
    with app.test_request_context() as context:
        begin_visit(context.request.environ, "asking")
        yield


def test_a_list_shows_the_narrowest_day_that_a_report_gives(app: Flask) -> None:
    store, meeting = EmbeddedStore(None), URIRef(BASE + "meeting/1")
    bounds = [("2022-01-01", "2022-12-31"), ("2022-07-04", "2022-07-04"), ("2022-07-01", "2022-07-31")]
    for number, pair in enumerate(bounds):
        report = URIRef(f"{BASE}article/{number}#meeting-0-1")
        days = zip((DIPLO.notBefore, DIPLO.notAfter), pair, strict=True)
        triples = [(report, term, Literal(day, datatype=XSD.date)) for term, day in days]
        store.replace({IRIS.article(str(number)): [(report, DIPLO.about, meeting), *triples]})
    services = Services(
        Here(lambda: store), unversioned, ONTOLOGY, IRIS, {}, load_queries(resource("queries") / "pages")
    )
    with asking(app):
        (item,) = read_items(services, [meeting])
    assert day_text(item.first, item.last) == "4 July 2022"
    assert not item.is_undated_event


@pytest.mark.parametrize(
    ("holding", "days"),
    [
        ("Emmanuel Macron, President of France", "from 14 May 2017"),
        ("Catherine Colonna, Foreign Minister of France", "20 May 2022 to 11 January 2024"),
    ],
)
def test_a_page_tells_from_when_to_when_an_office_was_held(client: FlaskClient, holding: str, days: str) -> None:
    page = client.get("/state/FRA", headers=BROWSER).text
    assert re.search(rf"<time[^>]*>{days}</time>\s*<span><a [^>]*>{holding}</a>", page)


def test_the_data_of_a_meeting_hold_its_reports_and_those_of_an_article_all_it_says(client: FlaskClient) -> None:
    meeting = client.get(f"{path(MEETING)}?format=nt").text
    assert meeting.count("ontology#words>") == 2
    article = client.get(f"{path(IRIS.article(BAKU.key))}?format=nt").text
    assert article.count("ontology#words>") == 5


def test_a_page_names_its_data_formats(client: FlaskClient) -> None:
    text = client.get(path(MEETING)).text
    assert '<link rel="alternate" type="text/turtle" href="?format=ttl">' in text
    assert '<a href="?format=jsonld">' in text


@pytest.mark.parametrize(
    "unknown", ["/state/XXX", "/meeting/none", "/person/a%2Fb", "/nowhere", "/state/..%2f..%2fetc"]
)
def test_what_is_unknown_is_told_in_the_reader_s_way(client: FlaskClient, unknown: str) -> None:
    page, problem = client.get(unknown, headers=BROWSER), client.get(unknown, headers={"Accept": "text/turtle"})
    assert page.status_code == problem.status_code == 404
    assert "<h1>Not Found</h1>" in page.text
    assert problem.json["status"] == 404


def test_an_unknown_accept_header_is_answered_with_406(client: FlaskClient) -> None:
    answer = client.get("/state/AZE", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.json["detail"]


@pytest.mark.parametrize("page", ["/", "/meeting/", "/query", "/dumps/"])
def test_a_page_that_is_html_only_says_so_to_who_wants_data(client: FlaskClient, page: str) -> None:
    for wish in ({"headers": {"Accept": "text/turtle"}}, {"query_string": {"format": "ttl"}}):
        answer = client.get(page, **wish)
        assert answer.status_code == 406
        assert "html" in answer.json["detail"]
    assert client.get(page, headers={"Accept": "*/*"}).status_code == client.get(page).status_code == 200


def test_the_start_page_promises_data_of_entities_only(client: FlaskClient) -> None:
    assert "The page of every entity is also Turtle" in client.get("/").text


def test_of_several_names_always_the_same_is_shown(app: Flask) -> None:
    pages = load_queries(resource("queries") / "pages")
    person = URIRef(BASE + "person/a-b")
    for names in (("A-B", "A B"), ("A B", "A-B")):
        store = EmbeddedStore(None)
        for number, name in enumerate(names):
            triples = [(person, RDF.type, DIPLO.Person), (person, RDFS.label, Literal(name))]
            store.replace({IRIS.article(str(number)): triples})
        services = Services(Here(lambda store=store: store), unversioned, ONTOLOGY, IRIS, {}, pages)
        with asking(app):
            assert find_labels(services, [person])[person] == "A B"
            (row,) = services.rows("list-names", among=[DIPLO.Person], part=Literal(""), after=Literal(""))
        assert str(row["label"]) == "A B"


def test_a_place_counts_what_is_reported_to_be_there_once(client: FlaskClient) -> None:
    text = client.get("/place/tehran").text
    there = text[text.index("Reported to be there") :]
    assert there.startswith('Reported to be there <span class="quiet">1</span>')
    assert there.count("Meeting of Ali Bagheri") == 1


def test_only_what_is_in_the_data_is_said_to_be_there(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    monkeypatch.setattr("kg.web.portrait._SHOWN_IN_A_GROUP", 0)
    text = client.get("/state/AZE").text
    officials = text[text.index("Meetings of its officials") : text.index("Said by its officials")]
    assert "0 of 2 are shown.</p>" in officials
    projects = text[text.index("Projects <span") :]
    assert "0 of 1 are shown; all of them are in the data formats of this page.</p>" in projects


def test_a_count_that_was_cut_does_not_look_whole(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    monkeypatch.setattr("kg.web.portrait.MOST_INCOMING", 1)
    monkeypatch.setattr("kg.web.portrait._SHOWN_IN_A_GROUP", 0)
    text = client.get("/state/AZE").text
    assert "all of them are in the data" not in text
    assert 'Projects <span class="quiet">1+</span>' in text
    assert 'Places and outlets <span class="quiet">more than 1</span>' in text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        (
            "SELECT (TRIPLE(<urn:a>,<urn:b>,<urn:c>) AS ?x) {}",
            "&lt;&lt;( &lt;urn:a&gt; &lt;urn:b&gt; &lt;urn:c&gt; )&gt;&gt;",
        ),
        ('SELECT ("x"@en--ltr AS ?x) {}', "&#34;x&#34;@en--ltr"),
        ("CONSTRUCT { <urn:s> <urn:p> <<( <urn:a> <urn:b> 1 )>> } {}", "&lt;&lt;( &lt;urn:a&gt; &lt;urn:b&gt; "),
    ],
)
def test_terms_of_rdf_1_2_are_shown_as_they_are_written(client: FlaskClient, query: str, shown: str) -> None:
    answer = client.get("/query", query_string={"query": query})
    assert answer.status_code == 200
    assert shown in answer.text


def test_what_the_form_sends_gets_an_address_if_it_is_short(client: FlaskClient) -> None:
    assert '<form method="post" action="/query">' in client.get("/query").text
    answer = client.post("/query", data={"query": "ASK {}", "default-graph-uri": "urn:a"})
    assert (answer.status_code, answer.location) == (303, "/query?query=ASK+%7B%7D&default-graph-uri=urn%3Aa")


def test_a_long_query_is_answered_and_can_be_downloaded(client: FlaskClient) -> None:
    query = f"SELECT ?x {{ VALUES ?x {{ {' '.join(map(str, range(2000)))} }} }}"
    answer = client.post("/query", data={"query": query})
    assert answer.status_code == 200
    assert "Only the first 1,000 are shown" in answer.text
    assert '<button class="plain" name="format" value="csv" formaction="/query/table">CSV</button>' in answer.text
    assert f'<input type="hidden" name="query" value="{query}">' in answer.text
    assert all(len(link) < 8000 for link in _Outline(answer.text).links)
    assert client.post("/sparql", data={"query": query, "format": "csv"}).data.count(b"\n") == 2001


def test_the_server_answers_for_iris_of_another_host(store: EmbeddedStore) -> None:
    elsewhere = app_on(lambda: store, IRIS).test_client()
    page = elsewhere.get(path(MEETING), base_url="https://kg.example.org/")
    assert page.status_code == 200
    assert 'href="/person/Q16366137"' in page.text
    assert Iris("https://other.example/").path_of(MEETING) is None


def test_a_list_is_paged_without_loss_or_repetition(client: FlaskClient) -> None:
    page, found = "/state/", []
    while page:
        text = client.get(page).text
        found += re.findall(r'href="(/state/[A-Z]{3})"', text)
        following = re.search(r'rel="next" href="([^"]+)"', text)
        page = following[1].replace("&amp;", "&") if following else ""
    assert len(found) == len(set(found)) > 190
    assert found[0] == "/state/AFG"


def test_a_list_can_be_searched_by_name(client: FlaskClient) -> None:
    assert re.findall(r'href="(/state/[A-Z]{3})"', client.get("/state/?name=AZERB").text) == ["/state/AZE"]
    assert "None with “zzzz” in the name" in client.get("/state/?name=zzzz").text


def test_lists_of_events_begin_with_the_latest(client: FlaskClient) -> None:
    text = client.get("/article/").text
    assert text.index(str(TEHRAN.title)) < text.index(str(BAKU.title))


def test_the_form_shows_labels_links_and_the_number_of_rows(client: FlaskClient) -> None:
    query = (
        "PREFIX : <https://w3id.org/communique/ontology#> SELECT DISTINCT ?m ?p WHERE "
        "{ ?r :about ?m ; :reportedStatus :Held . ?m a :Meeting ; :participant ?p }"
    )
    text = client.get("/query", query_string={"query": query}).text
    assert re.search(r'<caption id="caption">2 rows · \d+ ms</caption>', text)
    assert f'<a href="{path(MEETING)}" title="{MEETING}">Meeting of Ali Bagheri and Jeyhun Bayramov</a>' in text
    assert "format=csv" in text


def test_the_form_offers_the_prefixes(client: FlaskClient) -> None:
    text = client.get("/query").text
    for prefix in ("PREFIX : ", "PREFIX rdfs: ", "PREFIX skos: ", "PREFIX dcterms: ", "PREFIX xsd: "):
        assert prefix in text


def test_the_form_never_cuts_rows_in_silence(client: FlaskClient) -> None:
    text = client.get("/query", query_string={"query": "SELECT * WHERE { ?s ?p ?o }"}).text
    assert text.count("<tr>") == 1001
    assert "Only the first 1,000 are shown; the downloads hold all." in text
    exactly = "SELECT * WHERE { { SELECT * WHERE { ?s ?p ?o } LIMIT 1000 } }"
    assert "Only the first" not in client.get("/query", query_string={"query": exactly}).text


def test_the_form_shows_yes_or_no_and_triples(client: FlaskClient) -> None:
    assert ">No <" in client.get("/query?query=ASK { <urn:a> ?p ?o }").text
    described = client.get("/query?query=DESCRIBE <https://w3id.org/communique/state/AZE>").text
    assert ">predicate</th>" in described
    assert ">Azerbaijan</a>" in described
    assert "format=ttl" in described


def test_the_form_marks_the_faulty_line_and_gives_a_hint(client: FlaskClient) -> None:
    answer = client.get("/query", query_string={"query": "SELECT *\nWHERE {\n  FILTR(?x = 1)\n}"})
    assert answer.status_code == 400
    assert re.search(r'class="faulty"><span class="number">3</span>  FILTR\(\?x = 1\)', answer.text)
    assert "FILTER" in answer.text[answer.text.index("Hint:") :]


def test_the_form_refuses_what_the_endpoint_refuses(client: FlaskClient) -> None:
    answer = client.get("/query?query=SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert answer.status_code == 403
    assert "SERVICE" in answer.text
    assert client.get("/query?example=none", headers=BROWSER).status_code == 404


def test_the_form_keeps_the_dataset_of_the_request(client: FlaskClient) -> None:
    graph = str(IRIS.article(TEHRAN.key))
    query = "SELECT ?words WHERE { ?r <https://w3id.org/communique/ontology#words> ?words }"
    text = client.get("/query", query_string={"query": query, "default-graph-uri": graph}).text
    assert "2 rows ·" in text
    assert f'<input type="hidden" name="default-graph-uri" value="{graph}">' in text


def test_terms_survive_their_way_into_the_table(client: FlaskClient) -> None:
    query = (
        r"""SELECT ?x WHERE { VALUES ?x { "tab\tquote\" back\\slash\nline é 中" "bonjour"@fr 5 1.50 true UNDEF } }"""
    )
    text = client.get("/query", query_string={"query": query}).text
    assert "tab\tquote&#34; back\\slash\nline é 中" in text
    assert '<span lang="fr">bonjour</span>' in text
    assert '<td data-column="x" class="number">5</td>' in text
    assert ">yes</td>" in text
    assert "6 rows" in text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ("2022-07-04", "2022-07-04", "4 July 2022"),
        ("2022-07-04", None, "4 July 2022"),
        ("2022-02-01", "2022-02-28", "February 2022"),
        ("2022-01-01", "2022-12-31", "2022"),
        ("2022-07-04", "2022-07-06", "4 July 2022 to 6 July 2022"),
        ("2022-07-01", "2022-07-06", "1 July 2022 to 6 July 2022"),
        ("2022-07", None, "July 2022"),
        ("2020", "2022-07", "2020 to July 2022"),
        ("soon", None, "soon"),
    ],
)
def test_bounds_become_a_date_as_precise_as_they_are(first: str, last: str | None, text: str) -> None:
    assert day_text(first, last) == text


def test_literals_are_written_for_people() -> None:
    assert literal_text(Literal("true", datatype=XSD.boolean)) == "yes"
    assert literal_text(Literal("2022-07-04", datatype=XSD.date)) == "4 July 2022"
    assert literal_text(Literal("2022-07", datatype=XSD.gYearMonth)) == "July 2022"
    assert literal_text(Literal("2022-13", datatype=XSD.gYearMonth)) == "2022-13"
    assert literal_text(Literal("plain")) == "plain"


def test_marks_fall_on_whole_words_the_longest_first() -> None:
    assert marked("Iran met Iranian <Iran Air>", ["Iran", "Iran Air"]) == (
        "<mark>Iran</mark> met Iranian &lt;<mark>Iran Air</mark>&gt;"
    )
    assert marked("a < b", []) == "a &lt; b"


def test_health_says_that_the_process_lives_and_ready_that_queries_are_answered(client: FlaskClient) -> None:
    assert client.get("/health").json == client.get("/ready").json == {"status": "ok"}


def test_a_store_that_cannot_be_read_is_not_ready() -> None:
    store = EmbeddedStore(None)
    client = app_on(lambda: store, IRIS).test_client()
    store.close()
    answer = client.get("/ready")
    assert (answer.status_code, answer.json["reason"]) == (503, "the store is closed")
    assert client.get("/health").status_code == 200
