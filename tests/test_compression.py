"""Answers compressed for who can read that: which coding, of what, and how a stream of it begins, goes on and ends."""

import gzip
import zlib

import brotli
import pytest

from kg.web.compression import Compressing, Wish, wish_of
from kg.whole_file import zstd

pytest_plugins = ["web_fixtures"]

UNPACK = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstd.decompress}


@pytest.mark.parametrize(
    ("accepted", "coding", "refuses_plain"),
    [
        (None, None, False),
        ("", None, False),
        ("identity", None, False),
        ("gzip", "gzip", False),
        ("x-gzip", "gzip", False),
        ("GZIP;q=1.0", "gzip", False),
        ("deflate, compress", None, False),
        ("gzip, deflate, br, zstd", "zstd", False),
        ("gzip, deflate, br", "br", False),
        ("gzip;q=0.9, br;q=0.8, zstd;q=0.1", "gzip", False),
        ("gzip;q=0", None, False),
        ("br;q=0, *", "zstd", False),
        ("*;q=0.5, zstd;q=0, br;q=0.4", "gzip", False),
        ("identity, gzip;q=0.5", None, False),
        ("identity;q=0.5, gzip", "gzip", False),
        ("identity;q=0, gzip", "gzip", True),
        ("gzip, *;q=0", "gzip", True),
        ("identity, *;q=0", None, False),
        ("identity;q=0", None, True),
        ("*;q=0", None, True),
        ("gzip;q=nonsense, br;q=0.2", "br", False),
    ],
)
def test_the_coding_is_the_one_that_the_client_likes_best(accepted, coding, refuses_plain):
    assert wish_of(accepted) == Wish(coding, refuses_plain)


SELECT = "/sparql?format=%s&query=SELECT * { ?s ?p ?o } LIMIT 200"
CONSTRUCT = "/sparql?format=%s&query=CONSTRUCT WHERE { ?s ?p ?o } LIMIT 200"


@pytest.mark.parametrize("coding", UNPACK)
@pytest.mark.parametrize(
    "path",
    [
        "/meeting/",
        "/static/style.css",
        "/.well-known/void?format=ttl",
        "/metrics",
        *(SELECT % name for name in ("json", "xml", "csv", "tsv")),
        *(CONSTRUCT % name for name in ("ttl", "nt", "jsonld", "rdf")),
    ],
)
def test_what_is_sent_compressed_is_what_is_sent_as_it_is(client, path, coding):
    plain = client.get(path, buffered=True)
    packed = client.get(path, buffered=True, headers={"Accept-Encoding": coding})
    assert packed.headers["Content-Encoding"] == coding
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in plain.headers["Vary"] and "Accept-Encoding" in packed.headers["Vary"]
    if path != "/metrics":  # which has changed since
        assert UNPACK[coding](packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers.get("Content-Length", len(packed.data))) == len(packed.data)
    assert packed.headers.get("ETag", "none") in ("none", f'"{plain.headers.get("ETag", "").strip(chr(34))}-{coding}"')
    head = client.head(path, buffered=True, headers={"Accept-Encoding": coding})
    changing = {"Content-Length", "X-Query-ID", "X-Request-ID", "Date"}
    assert {pair for pair in head.headers if pair[0] not in changing} == {
        pair for pair in packed.headers if pair[0] not in changing
    }


def test_little_is_sent_as_it_is_unless_that_is_refused(client):
    ask = "/sparql?query=ASK{}&format=json"
    assert "Content-Encoding" not in client.get(ask, headers={"Accept-Encoding": "gzip"}).headers
    refused = client.get(ask, headers={"Accept-Encoding": "gzip, identity;q=0"})
    assert gzip.decompress(refused.data) == client.get(ask).data
    nothing = client.options("/sparql", headers={"Accept-Encoding": "gzip, identity;q=0"})
    assert (nothing.status_code, nothing.data) == (200, b"")


def test_who_accepts_no_form_gets_406_with_those_there_are(client):
    answer = client.get("/sparql?query=ASK{}", headers={"Accept-Encoding": "identity;q=0, deflate"})
    assert answer.status_code == 406
    assert "zstd, br, gzip" in answer.json["detail"]


@pytest.mark.parametrize("path", ["/.well-known/void?format=ttl", "/static/style.css"])
def test_who_has_a_form_is_told_that_nothing_changed_where_no_answer_is_kept(client, path):
    packs = {"Accept-Encoding": "gzip"}
    tags = (
        client.get(path, buffered=True).headers["ETag"],
        client.get(path, buffered=True, headers=packs).headers["ETag"],
    )
    assert tags[1] == tags[0][:-1] + '-gzip"'
    for tag in tags:
        for headers in ({}, packs):
            again = client.get(path, buffered=True, headers={**headers, "If-None-Match": f'"0", {tag}'})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def streamed(pieces, coding="gzip"):
    """What the middleware makes of an answer that comes in pieces, and what it has told of it."""
    told, closed = [], []

    class Answer:
        def __iter__(self):
            yield from pieces()

        def close(self):
            closed.append(True)

    def application(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/csv")])
        return Answer()

    environ = {"REQUEST_METHOD": "GET", "HTTP_ACCEPT_ENCODING": coding}
    return Compressing(application)(environ, lambda *given: told.append(given)), told, closed


def test_each_piece_of_a_stream_can_be_read_before_the_next_is_made():
    made = []

    def pieces():
        for number in range(3):
            made.append(number)
            yield b"row %d\n" % number

    body, told, closed = streamed(pieces)
    assert told == [("200 OK", [("Content-Type", "text/csv"), ("Content-Encoding", "gzip")])]
    reading, rows = zlib.decompressobj(zlib.MAX_WBITS | 16), iter(body)
    for number in range(3):
        assert reading.decompress(next(rows)) == b"row %d\n" % number
        assert made[-1] == number
    assert not reading.eof
    assert reading.decompress(next(rows)) == b"" and reading.eof
    assert next(rows, None) is None
    body.close()
    assert closed == [True]


@pytest.mark.parametrize("coding", UNPACK)
def test_a_stream_that_breaks_has_no_end(coding):
    def pieces():
        yield b"a row\n" * 1000
        raise OSError("the worker has died")

    rows = iter(streamed(pieces, coding)[0])
    first = next(rows)
    with pytest.raises(OSError, match="died"):
        next(rows)
    with pytest.raises((EOFError, brotli.error, zstd.ZstdError)):
        UNPACK[coding](first)
