"""Documents that must not reach a parser of RDF."""

import time
from contextlib import suppress

import pyoxigraph
import pytest

from kg.errors import BadRequest, KgError
from kg.sparql.uploads import DEEPEST, check_upload

XML, JSON, TURTLE, TRIPLES = "application/rdf+xml", "application/ld+json", "text/turtle", "application/n-triples"
EMPTY = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'


@pytest.mark.parametrize(
    ("text", "media_type", "reason"),
    [
        (f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aa">]>{EMPTY}', XML, "DOCTYPE"),
        (f"<!DOCTYPE r>{EMPTY}", XML, "DOCTYPE"),
        ("<a>" * 20_000 + "</a>" * 20_000, XML, "nested"),
        ("<a>\n<b></a>", XML, "line 2"),
        ('{"@graph":' * 10_000 + "1" + "}" * 10_000, JSON, "nested"),
        ("[" * 10_000 + "]" * 10_000, JSON, "nested"),
        ("<x:a> <x:b> " + "<<( <x:a> <x:b> " * 10_000, TURTLE, "nested"),
        ("<x:a> <x:b> " + "<<( <x:a> <x:b> " * 10_000, TRIPLES, "nested"),
        ("\n\n<x:a> <x:b> " + "[ <x:b> " * 10_000, TURTLE, "line 3: nested"),
        ("<x:a> <x:b> " + "(" * 10_000, TURTLE, "nested"),
    ],
)
def test_what_would_harm_a_parser_is_refused(text, media_type, reason):
    with pytest.raises(BadRequest, match=reason):
        check_upload(text.encode(), media_type)


@pytest.mark.parametrize("media_type", [XML, JSON, TURTLE, TRIPLES])
def test_what_is_not_utf_8_is_refused(media_type):
    with pytest.raises(BadRequest, match="UTF-8"):
        check_upload(f"<!DOCTYPE r>{EMPTY}".encode("utf-16"), media_type)


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        (f'<?xml version="1.0" encoding="utf-8"?>\n<!-- <!DOCTYPE r> -->{EMPTY}', XML),
        ('{"http://x.example/p": "' + "[{" * 200 + '\\""}', JSON),
        ("<x:a> <x:b> '" + "((" * 200 + "' . # " + "[" * 200, TURTLE),
        ("<x:a> <x:b> '''" + "'[" * 200 + "''', \"\"\"" + '"(' * 200 + '""" .', TURTLE),
        ("@prefix ex: <urn:x/> . " + "ex:a\\,\\( ex:b <urn:x((((> .\n" * 200, TURTLE),
        ("<x:a> <x:b> " + "[ <x:b> " * (DEEPEST - 1) + "1" + "]" * (DEEPEST - 1) + " .", TURTLE),
        ("<x:a> <x:b> <<( <x:a> <x:b> 1 )>> .\n" * 200, TURTLE),
    ],
)
def test_ordinary_documents_pass(text, media_type):
    check_upload(text.encode(), media_type)
    assert list(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.from_media_type(media_type))) or text.endswith("/>")


@pytest.mark.parametrize("piece", ['"', '"\\', "'", "'''", '"""\\', "<", "<a", "#", "\\", "[]", "{", "<<>>"])
@pytest.mark.parametrize("media_type", [JSON, TURTLE])
def test_no_document_makes_checking_slow(piece, media_type):
    octets = (piece * (1_000_000 // len(piece))).encode()
    begun = time.process_time()
    with suppress(KgError):
        check_upload(octets, media_type)
    assert time.process_time() - begun < 3
