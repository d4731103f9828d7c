"""How requests of the SPARQL 1.1 Protocol and of the Graph Store Protocol are read."""

from urllib.parse import urlencode

import pytest

from kg.errors import BadRequest, UnsupportedMediaType
from kg.sparql.graph_store import direct_iri, names_graph, read_graph, read_parts
from kg.sparql.protocol import FORM, QUERY, UPDATE, QueryRequest, UpdateRequest, read_request

GRAPHS = [("default-graph-uri", "http://x.example/a"), ("default-graph-uri", "http://x.example/b")]


def encoded(*pairs: tuple[str, str]) -> bytes:
    return urlencode(pairs).encode()


def test_a_query_comes_in_the_address_of_a_get() -> None:
    assert read_request("GET", encoded(("query", "ASK {}")), None, b"") == QueryRequest("ASK {}")


def test_a_query_comes_in_a_form() -> None:
    assert read_request("POST", b"", FORM, encoded(("query", "ASK { ?s ?p 'é' }"))).text == "ASK { ?s ?p 'é' }"


def test_a_query_comes_as_the_body_itself() -> None:
    assert read_request("POST", b"", QUERY, "ASK { ?s ?p 'é' }".encode()).text == "ASK { ?s ?p 'é' }"


@pytest.mark.parametrize(
    "media_type", ["Application/SPARQL-Query", f"{QUERY}; charset=utf-8", f'{QUERY};charset="UTF-8"']
)
def test_the_media_type_of_a_body_may_be_written_in_any_way_that_http_allows(media_type: str) -> None:
    assert read_request("POST", b"", media_type, b"ASK {}").text == "ASK {}"


@pytest.mark.parametrize(
    ("query_string", "content_type", "body"),
    [
        (encoded(("query", "ASK {}"), *GRAPHS), None, b""),
        (encoded(*GRAPHS), QUERY, b"ASK {}"),
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


def test_no_query_is_told_from_an_empty_one() -> None:
    assert read_request("GET", b"format=csv", None, b"").text is None
    assert read_request("GET", b"query=", None, b"").text == ""


@pytest.mark.parametrize(
    ("content_type", "body"),
    [(UPDATE, b"CLEAR ALL"), (f"{UPDATE}; charset=utf-8", b"CLEAR ALL"), (FORM, b"update=CLEAR+ALL")],
)
def test_an_update_comes_by_both_forms_of_post(content_type: str, body: bytes) -> None:
    assert read_request("POST", b"", content_type, body) == UpdateRequest("CLEAR ALL")


@pytest.mark.parametrize("in_url", [True, False])
def test_the_dataset_of_an_update_is_read_wherever_it_stands(in_url: bool) -> None:
    dataset = [("using-graph-uri", "urn:a"), ("using-named-graph-uri", "urn:b"), ("using-graph-uri", "urn:c")]
    body = encoded(("update", "CLEAR ALL"), *(() if in_url else dataset))
    read = read_request("POST", encoded(*dataset) if in_url else b"", FORM, body)
    assert read == UpdateRequest("CLEAR ALL", ("urn:a", "urn:c"), ("urn:b",))


def test_an_empty_update_is_one() -> None:
    assert read_request("POST", b"", FORM, b"update=") == read_request("POST", b"", UPDATE, b"") == UpdateRequest("")


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "reason"),
    [
        ("GET", b"query=ASK%7B%7D&query=ASK%7B%7D", None, b"", "exactly one"),
        ("POST", b"query=ASK%7B%7D", FORM, b"query=ASK%7B%7D", "exactly one"),
        ("POST", b"query=ASK%7B%7D", QUERY, b"ASK {}", "exactly one"),
        ("GET", b"update=CLEAR%20ALL", None, b"", "by POST"),
        ("POST", b"", FORM, b"update=CLEAR%20ALL&update=CLEAR%20ALL", "exactly one"),
        ("POST", b"", FORM, b"update=CLEAR%20ALL&query=ASK%7B%7D", "exactly one"),
        ("POST", b"update=CLEAR%20ALL", UPDATE, b"CLEAR ALL", "exactly one"),
        ("POST", b"query=ASK%7B%7D", UPDATE, b"CLEAR ALL", "exactly one"),
        ("POST", b"default-graph-uri=urn:x", UPDATE, b"CLEAR ALL", "does not belong to an update"),
        ("GET", b"query=ASK%7B%7D&using-graph-uri=urn:x", None, b"", "does not belong to a query"),
        ("POST", b"using-graph-uri=relative", UPDATE, b"CLEAR ALL", "absolute IRI"),
        ("POST", b"", UPDATE, "CLEAR ALL".encode("utf-16"), "UTF-8"),
        ("GET", b"query=ASK%7B%7D&default-graph-uri=not%20an%20iri", None, b"", "absolute IRI"),
        ("GET", b"query=ASK%7B%7D&named-graph-uri=relative", None, b"", "absolute IRI"),
        ("GET", b"query=%FF", None, b"", "UTF-8"),
        ("POST", b"", QUERY, "ASK {}".encode("utf-16"), "UTF-8"),
        ("GET", b"&".join([b"x=1"] * 1001), None, b"", "more than 1000"),
        ("GET", b"query=ASK%7B%7D&format=csv&format=json", None, b"", "exactly one"),
    ],
)
def test_what_the_protocol_forbids_is_refused_with_the_reason(
    method: str, query_string: bytes, content_type: str | None, body: bytes, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        read_request(method, query_string, content_type, body)


@pytest.mark.parametrize("media_type", [None, "", "text/plain", f"{QUERY}; charset=UTF-16", f"{FORM}; charset=latin1"])
def test_a_body_of_another_kind_is_refused(media_type: str | None) -> None:
    with pytest.raises(UnsupportedMediaType, match="send"):
        read_request("POST", b"", media_type, b"ASK {}")


# The Graph Store Protocol.


@pytest.mark.parametrize(
    ("sent", "graph"),
    [
        (b"graph=http%3A%2F%2Fx.example%2Fg%3Fa%3Db", "http://x.example/g?a=b"),
        (b"graph=http://x.example/%31", "http://x.example/1"),
        (b"graph=http://x.example/%2531", "http://x.example/%31"),
        (b"default", None),
        (b"default=", None),
    ],
)
def test_a_graph_is_named_by_a_parameter_that_is_decoded_once(sent: bytes, graph: str | None) -> None:
    assert names_graph(sent)
    assert read_graph(sent) == graph


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        (b"", "no graph is named"),
        (b"graph=urn:x&default", "one graph"),
        (b"default=urn:x", "one graph"),
        (b"graph=urn:x&graph=urn:y", "exactly one"),
        (b"graph=", "absolute IRI"),
        (b"graph=relative", "absolute IRI"),
        (b"graph=urn:x%0d%0aX-Evil:1", "absolute IRI"),
    ],
)
def test_a_graph_that_is_not_named_once_is_refused(sent: bytes, reason: str) -> None:
    with pytest.raises(BadRequest, match=reason):
        read_graph(sent)


@pytest.mark.parametrize(
    ("target", "iri"),
    [
        ("/graphs/person/1.ttl", "http://x.example/graphs/person/1.ttl"),
        ("/graphs/a%2Fb%20c?format=ttl", "http://x.example/graphs/a%2Fb%20c"),
        ("/graphs//a", "http://x.example/graphs//a"),
        ("http://proxy.example/graphs/a", "http://x.example/graphs/a"),
    ],
)
def test_the_address_itself_names_a_graph_as_it_was_written(target: str, iri: str) -> None:
    assert direct_iri("http://x.example/", target) == iri


@pytest.mark.parametrize("path", ["/graphs/../x", "/graphs/%2e%2E/x", "/graphs/./x", "/graphs/é", "/graphs/a b", "*"])
def test_an_address_that_is_no_iri_or_would_be_another_is_refused(path: str) -> None:
    with pytest.raises(BadRequest, match="the path of this address"):
        direct_iri("http://x.example", path)


TYPES = frozenset({"text/turtle", "application/ld+json"})
PARTS = (
    b'--xyz\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\nContent-Type: text/turtle; charset=utf-8'
    b'\r\n\r\n<x:a> <x:b> 1 .\r\n--xyz\r\nContent-Disposition: form-data; name="b"\r\n'
    b"Content-Type: Application/LD+JSON\r\n\r\n{}\r\n--xyz--\r\n"
)


def test_a_body_is_one_document_or_a_form_of_several() -> None:
    assert read_parts("Text/Turtle; charset=UTF-8", b"<x:a> <x:b> 1 .", TYPES) == [("text/turtle", b"<x:a> <x:b> 1 .")]
    assert read_parts("multipart/form-data; boundary=xyz", PARTS, TYPES) == [
        ("text/turtle", b"<x:a> <x:b> 1 ."),
        ("application/ld+json", b"{}"),
    ]


@pytest.mark.parametrize("content_type", [None, "image/png", "text/turtle; charset=utf-16", "application/n-quads"])
def test_a_document_of_another_kind_is_refused(content_type: str | None) -> None:
    with pytest.raises(UnsupportedMediaType, match="send"):
        read_parts(content_type, b"", TYPES)


def test_a_part_of_another_kind_is_refused() -> None:
    with pytest.raises(UnsupportedMediaType, match="image/png"):
        read_parts("multipart/form-data; boundary=xyz", PARTS.replace(b"text/turtle", b"image/png"), TYPES)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("multipart/form-data; boundary=xyz", PARTS[:-12]),
        ("multipart/form-data; boundary=xyz", b""),
        ("multipart/form-data", PARTS),
        ("multipart/form-data; boundary=other", PARTS),
        ("multipart/form-data; boundary=xyz", PARTS.replace(b"--xyz--", b"--xyz\r\n\r\n" * 200 + b"--xyz--")),
    ],
)
def test_a_broken_form_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(BadRequest, match="the form"):
        read_parts(content_type, body, TYPES)
