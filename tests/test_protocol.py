"""How a request of the SPARQL 1.1 Protocol is read."""

from urllib.parse import urlencode

import pytest

from kg.errors import BadRequest, UnsupportedMediaType
from kg.sparql.protocol import DIRECT, FORM, UPDATE, QueryRequest, read_request

GRAPHS = [("default-graph-uri", "http://x.example/a"), ("default-graph-uri", "http://x.example/b")]


def encoded(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


def test_a_query_comes_in_the_address_of_a_get() -> None:
    assert read_request("GET", encoded(("query", "ASK {}")), None, b"") == QueryRequest("ASK {}")


def test_a_query_comes_in_a_form() -> None:
    assert read_request("POST", b"", FORM, encoded(("query", "ASK { ?s ?p 'é' }"))).text == "ASK { ?s ?p 'é' }"


def test_a_query_comes_as_the_body_itself() -> None:
    assert read_request("POST", b"", DIRECT, "ASK { ?s ?p 'é' }".encode()).text == "ASK { ?s ?p 'é' }"


@pytest.mark.parametrize(
    "media_type", ["Application/SPARQL-Query", f"{DIRECT}; charset=utf-8", f'{DIRECT};charset="UTF-8"']
)
def test_the_media_type_of_a_body_may_be_written_in_any_way_that_http_allows(media_type: str) -> None:
    assert read_request("POST", b"", media_type, b"ASK {}").text == "ASK {}"


@pytest.mark.parametrize(
    ("query_string", "content_type", "body"),
    [
        (encoded(("query", "ASK {}"), *GRAPHS), None, b""),
        (encoded(*GRAPHS), DIRECT, b"ASK {}"),
        (encoded(*GRAPHS), FORM, encoded(("query", "ASK {}"))),
        (b"", FORM, encoded(("query", "ASK {}"), *GRAPHS)),
    ],
)
def test_the_dataset_is_read_in_order_wherever_it_stands(
    query_string: bytes, content_type: str | None, body: bytes
) -> None:
    request = read_request("GET" if content_type is None else "POST", query_string, content_type, body)
    assert request.default_graphs == ("http://x.example/a", "http://x.example/b")


def test_named_graphs_and_format_are_read() -> None:
    sent = encoded(("query", "ASK {}"), ("named-graph-uri", "urn:x"), ("format", "csv"))
    assert read_request("GET", sent, None, b"") == QueryRequest("ASK {}", (), ("urn:x",), "csv")


@pytest.mark.parametrize("sent", [b"", b"query=", b"query=%20%0A"])
def test_no_query_is_told_from_a_query(sent: bytes) -> None:
    assert read_request("GET", sent, None, b"").text is None


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "reason"),
    [
        ("GET", b"query=ASK%7B%7D&query=ASK%7B%7D", None, b"", "exactly one"),
        ("POST", b"query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", "exactly one"),
        ("POST", b"query=ASK%7B%7D", DIRECT, b"ASK {}", "exactly one"),
        ("GET", b"update=CLEAR%20ALL", None, b"", "read-only"),
        ("POST", b"", FORM, b"update=CLEAR%20ALL", "read-only"),
        ("POST", b"", UPDATE, b"CLEAR ALL", "read-only"),
        ("GET", b"query=ASK%7B%7D&default-graph-uri=not%20an%20iri", None, b"", "absolute IRI"),
        ("GET", b"query=ASK%7B%7D&named-graph-uri=relative", None, b"", "absolute IRI"),
        ("GET", b"query=%FF", None, b"", "UTF-8"),
        ("POST", b"", DIRECT, "ASK {}".encode("utf-16"), "UTF-8"),
        ("GET", b"&".join([b"x=1"] * 1001), None, b"", "more than 1000"),
        ("GET", b"query=ASK%7B%7D&format=csv&format=json", None, b"", "exactly one"),
    ],
)
def test_what_the_protocol_forbids_is_refused_with_the_reason(
    method: str, query_string: bytes, content_type: str | None, body: bytes, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        read_request(method, query_string, content_type, body)


@pytest.mark.parametrize("media_type", [None, "", "text/plain", f"{DIRECT}; charset=UTF-16", f"{FORM}; charset=latin1"])
def test_a_body_of_another_kind_is_refused(media_type: str | None) -> None:
    with pytest.raises(UnsupportedMediaType, match="send"):
        read_request("POST", b"", media_type, b"ASK {}")
