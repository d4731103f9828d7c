from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import URIRef

from kg.iris import (
    FIXED,
    Iris,
    anchors,
    body_label,
    fold,
    is_full_name,
    office_iri,
    person_label,
    slug,
    state_iri,
    territory_iri,
    title_case,
    with_article,
)

BASE = "https://graph.example.org/kg/"
IRIS = Iris(BASE)
ARTICLE = IRIS.article("https://example.org/news/1")
OTHER_ARTICLE = IRIS.article("https://example.org/news/2")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Jeyhun Bayramov", "jeyhun-bayramov"),
        ("Elmar Məmmədyarov", "elmar-mammadyarov"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),
        ("Binali Yıldırım", "binali-yildirim"),
        ("İlham Əliyev", "ilham-aliyev"),
        ("Lars Løkke Rasmussen", "lars-lokke-rasmussen"),
        ("Radosław Sikorski", "radoslaw-sikorski"),
        ("Đinh Thế Huynh", "dinh-the-huynh"),
        ("Weiß", "weiss"),
        ("Hossein Amir-Abdollahian", "hossein-amir-abdollahian"),
        ("Hossein Amir‑Abdollahian", "hossein-amir-abdollahian"),
        ("Simon O’Brien", "simon-obrien"),
        ("3+3 format", "3-3-format"),
        ("  Camp\n David ", "camp-david"),
    ],
)
def test_a_slug_keeps_what_can_be_read(name, expected):
    assert slug(name) == expected


def test_names_of_another_script_are_told_apart_by_a_hash():
    slugs = [slug(name) for name in ("Сергей Лавров", "Сергей Шойгу", "王毅", "Lavrov Сергей", "Lavrov Иван", "!?")]
    assert len(set(slugs)) == 6
    assert all(s.isascii() and s == s.lower() for s in slugs)


def test_a_very_long_name_gives_a_short_slug_of_its_own():
    first, second = slug("treaty " * 50 + "of peace"), slug("treaty " * 50 + "of war")
    assert first != second
    assert len(first) < 100


@given(st.text())
def test_any_text_gives_a_path_segment_and_always_the_same(text):
    assert slug(text) == slug(text)
    assert slug(text)
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_folding_leaves_letters_of_other_scripts_whole():
    assert fold("Сергей  Лавров, Erdoğan") == "Сергей Лавров, Erdogan"


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Jeyhun Bayramov", True),
        ("Xi Jinping", True),
        ("Mohammed bin Salman", True),
        ("George W. Bush", True),
        ("王毅 外长", True),
        ("Raisi", False),
        ("Amir-Abdollahian", False),
        ("J. Bayramov", False),
        ("bin Salman", False),
        ("Van Rompuy", False),
    ],
)
def test_a_surname_alone_is_no_full_name(name, full):
    assert is_full_name(name) is full


def test_a_person_known_by_the_surname_is_not_the_same_in_another_article():
    assert IRIS.person("Raisi", ARTICLE) != IRIS.person("Raisi", OTHER_ARTICLE)
    assert IRIS.person("Raisi", ARTICLE) == IRIS.person("Raisi", ARTICLE)
    assert IRIS.person("Raisi", ARTICLE).startswith(f"{BASE}person/raisi-")


def test_a_full_name_is_one_person_in_every_article():
    assert IRIS.person("Ebrahim Raisi", ARTICLE) == IRIS.person("Ebrahim Raisi", OTHER_ARTICLE)
    assert IRIS.person("Ebrahim Raisi", ARTICLE) == URIRef(f"{BASE}person/ebrahim-raisi")


def test_an_article_has_the_iri_of_its_key():
    assert ARTICLE == IRIS.article("https://example.org/news/1") != OTHER_ARTICLE
    assert ARTICLE.removeprefix(f"{BASE}article/").isalnum()


def test_reports_and_evidence_are_fragments_of_the_article():
    assert IRIS.report(ARTICLE, "meeting-177-321") == URIRef(f"{ARTICLE}#meeting-177-321")
    assert IRIS.evidence(ARTICLE, (177, 321)) == URIRef(f"{ARTICLE}#char=177,321")


def test_records_in_the_same_words_have_anchors_of_their_own():
    spans = [(1, 5), (7, 9), (1, 5), (1, 5)]
    assert anchors("meeting", spans) == ["meeting-1-5", "meeting-7-9", "meeting-1-5-2", "meeting-1-5-3"]


def test_a_meeting_has_one_iri_whatever_the_order_of_its_participants():
    day, (a, b) = date(2022, 7, 4), ("https://example.org/a", "https://example.org/b")
    assert IRIS.meeting("meeting", [a, b], day) == IRIS.meeting("meeting", [b, a, b], day)
    others = {
        IRIS.meeting("visit", [a, b], day),
        IRIS.meeting("meeting", [a, b], date(2022, 7, 5)),
        IRIS.meeting("meeting", [a], day),
        IRIS.meeting_at(ARTICLE, "meeting-1-5"),
        IRIS.meeting_at(OTHER_ARTICLE, "meeting-1-5"),
    }
    assert len(others | {IRIS.meeting("meeting", [a, b], day)}) == 6


def test_a_project_has_one_iri_for_its_name_and_parties():
    assert IRIS.project("Baku–Tbilisi pipeline", ["x", "y"]) == IRIS.project("Baku-Tbilisi Pipeline", ["y", "x"])
    assert IRIS.project("Baku-Tbilisi pipeline", ["x"]) != IRIS.project("Baku-Tbilisi pipeline", ["x", "y"])


def test_an_office_holding_depends_on_person_office_body_and_day():
    day = date(2022, 7, 6)
    holdings = {
        IRIS.holding("p", "Foreign Minister", "s", day),
        IRIS.holding("p", "Foreign Minister", None, day),
        IRIS.holding("p", "Foreign Minister", "s", None),
        IRIS.holding("p", "President", "s", day),
        IRIS.holding("q", "Foreign Minister", "s", day),
    }
    assert len(holdings) == 5
    assert IRIS.holding("p", "foreign minister", "s", day) in holdings


def test_a_changed_text_gives_its_statements_new_iris():
    assert IRIS.statement(ARTICLE, "statement-1-5", "aa") != IRIS.statement(ARTICLE, "statement-1-5", "bb")


def test_reference_entities_do_not_depend_on_the_installation():
    assert state_iri("AZE") == URIRef("https://w3id.org/communique/state/AZE")
    assert territory_iri("AZE") == URIRef("https://w3id.org/communique/place/AZE")
    assert office_iri("foreign minister") == office_iri("Foreign Minister")


@pytest.mark.parametrize("base", [BASE, "http://127.0.0.1:8000/"])
def test_every_iri_of_both_families_has_a_path_and_the_path_leads_back(base):
    iris = Iris(base)
    article = iris.article("a")
    for iri in (iris.graph("ontology"), article, iris.report(article, "meeting-1-5"), state_iri("AZE")):
        assert iri in iris.iris_at(str(iris.path_of(iri)))
    assert iris.path_of(state_iri("AZE")) == "/state/AZE"
    assert iris.iris_at("/state/AZE") == (URIRef(f"{base}state/AZE"), state_iri("AZE"))


def test_a_foreign_iri_has_no_path():
    assert IRIS.path_of("https://example.org/state/AZE") is None


def test_an_installation_at_the_fixed_address_has_one_iri_for_a_path():
    assert Iris(FIXED).iris_at("state/AZE") == (state_iri("AZE"),)


def test_a_path_with_characters_that_no_iri_may_hold_is_escaped():
    assert IRIS.iris_at('/state/<A"Z E>')[0] == URIRef(f"{BASE}state/%3CA%22Z%20E%3E")


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("minister of foreign affairs", "Minister of Foreign Affairs"),
        ("AU Chairperson", "AU Chairperson"),
        ("Vice-President", "Vice President"),
        ("Minister Of Defence", "Minister of Defence"),
    ],
)
def test_an_office_is_written_as_in_a_heading(name, heading):
    assert title_case(name) == heading


@pytest.mark.parametrize(
    ("label", "spellings"),
    [
        ("Abdel Fattah al-Sisi", ["Abdel Fattah Al Sisi", "Abdel Fattah Al-Sisi", "Abdel Fattah al-Sisi"]),
        ("Julie von Haefen", ["Julie Von Haefen", "Julie von Haefen"]),
        (
            "Mohammed bin Abdulrahman al-Thani",
            ["Mohammed Bin Abdulrahman Al Thani", "Mohammed bin Abdulrahman al-Thani"],
        ),
        ("Karine Jean-Pierre", ["Karine Jean-*Pierre", "Karine Jean-Pierre"]),
        ("Al Gore", ["Al Gore"]),
        ("Xi Jinping", ["Xi Jinping"]),
        ("Raisi", ["Raisi"]),
    ],
)
def test_a_person_has_one_label_however_the_particles_are_spelt(label, spellings):
    assert {person_label(name) for name in spellings} == {label}
    assert len({slug(name) for name in spellings}) == 1


def test_a_body_has_one_label_whatever_marks_a_text_leaves_around_it():
    assert body_label("AFL-CIO -") == body_label("AFL-CIO") == "AFL-CIO"
    assert slug("AFL-CIO -") == slug("AFL-CIO")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Iran", "Iran"),
        ("United States", "the United States"),
        ("European Union", "the European Union"),
        ("Dominican Republic", "the Dominican Republic"),
        ("Republic Airways", "Republic Airways"),
    ],
)
def test_a_name_that_takes_an_article_gets_it_after_a_preposition(name, expected):
    assert with_article(name) == expected
