"""Which media type an answer gets."""

import pytest

from kg.errors import NotAcceptable
from kg.formats import BOOLEAN, FORMATS, GRAPH, SOLUTIONS
from kg.sparql.negotiation import PAGE, choose, prefers_html, written_as

JSON = "application/sparql-results+json"
XML = "application/sparql-results+xml"
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (XML, XML),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("TEXT/CSV", "text/csv"),
        ("text/csv; charset=utf-8", "text/csv"),
        ("text/csv;q=0.2, application/sparql-results+json;q=0.9", JSON),
        ("text/csv, */*", "text/csv"),
        ("text/*", "text/csv"),
        ("image/png, text/csv;q=0.1", "text/csv"),
        ("*/*, application/sparql-results+json;q=0", XML),
        ("application/json", "application/json"),
        ("application/sparql-results+json,application/json,text/javascript", JSON),
    ],
)
def test_solutions_get_the_type_that_the_client_likes_best(accept: str | None, chosen: str) -> None:
    assert choose(SOLUTIONS, accept) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
    ],
)
def test_graphs_get_the_type_that_the_client_likes_best(accept: str | None, chosen: str) -> None:
    assert choose(GRAPH, accept) == chosen


@pytest.mark.parametrize(
    ("formats", "accept"),
    [
        (SOLUTIONS, "image/png"),
        (SOLUTIONS, "text/turtle"),
        (GRAPH, "text/csv"),
        (BOOLEAN, "text/csv"),
        (PAGE, "text/csv"),
    ],
)
def test_what_cannot_be_had_is_refused_with_what_can(formats: dict[str, str], accept: str) -> None:
    with pytest.raises(NotAcceptable) as refusal:
        choose(formats, accept)
    assert all(media_type in str(refusal.value) for media_type in formats.values())


@pytest.mark.parametrize(
    ("formats", "name", "chosen"),
    [
        (SOLUTIONS, "csv", "text/csv"),
        (SOLUTIONS, "CSV", "text/csv"),
        (SOLUTIONS, XML, XML),
        (GRAPH, "turtle", "text/turtle"),
        (GRAPH, "json", "application/ld+json"),
        (GRAPH, "xml", "application/rdf+xml"),
        (PAGE, "html", "text/html"),
    ],
)
def test_the_format_parameter_wins_over_accept(formats: dict[str, str], name: str, chosen: str) -> None:
    assert choose(formats, "image/png", name) == chosen


def test_an_unknown_format_parameter_is_refused_with_the_known_ones() -> None:
    with pytest.raises(NotAcceptable, match="json, xml, csv, tsv"):
        choose(SOLUTIONS, None, "parquet")


@pytest.mark.parametrize("form", FORMATS)
def test_every_type_that_can_be_chosen_is_written_as_one_of_the_form(form: str) -> None:
    for accept in (*FORMATS[form].values(), "application/json", "application/xml"):
        assert written_as(FORMATS[form], choose(FORMATS[form], accept)) in FORMATS[form].values()


@pytest.mark.parametrize(
    ("accept", "is_html"),
    [(FIREFOX, True), ("text/html", True), (None, False), ("*/*", False), (f"{JSON}, text/html;q=0.5", False)],
)
def test_a_browser_is_told_from_a_program(accept: str | None, is_html: bool) -> None:
    assert prefers_html(accept) is is_html
