"""What a document must not hold before a parser of RDF sees it.

Entities of XML grow without limit when they are expanded; what is nested some ten thousand deep ends the process or
takes a time that grows with the square of the depth. Sizes are the business of who receives the document.
"""

from __future__ import annotations

import re
from xml.parsers import expat

from kg.errors import BadRequest
from kg.formats import GRAPH
from kg.sparql.protocol import decode

DEEPEST = 100
"""Elements, objects, lists or brackets open at once."""

# What may hold brackets without nesting, and brackets; in all of Turtle, N-Triples and JSON. A string that never ends
# takes the rest, so that each character is looked at once.
_TURTLE = re.compile(
    r"""#[^\n\r]*|<[^<>"{}|^`\\\x00-\x20]*>|\"""(?:[^"\\]|\\.|"(?!""))*+(?:\""")?|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"""
    r"""|"(?:[^"\\\n\r]|\\.)*+"?|'(?:[^'\\\n\r]|\\.)*+'?|\\.|<<|>>|[\[({\])}]""",
    re.DOTALL,
)
_JSON = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[{\]}]', re.DOTALL)
_OPENING, _CLOSING = frozenset(("[", "(", "{", "<<")), frozenset(("]", ")", "}", ">>"))


def check_upload(octets: bytes, media_type: str) -> None:
    """Raise `BadRequest` for a document of RDF that must not reach a parser."""
    text = decode(octets)
    if media_type == GRAPH["rdf"]:
        _check_xml(octets)
    else:
        _check_brackets(text, _JSON if media_type == GRAPH["jsonld"] else _TURTLE)


def _check_brackets(text: str, pattern: re.Pattern[str]) -> None:
    depth = 0
    for match in pattern.finditer(text):
        token = match.group()
        if token in _OPENING:
            depth += 1
        elif token in _CLOSING:
            depth = max(depth - 1, 0)
        if depth > DEEPEST:
            raise _too_deep(text.count("\n", 0, match.start()) + 1)


def _check_xml(octets: bytes) -> None:
    """Let a parser of XML that expands nothing read the document first."""
    parser = expat.ParserCreate("UTF-8")
    depth = 0

    def begin(_name: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _too_deep(parser.CurrentLineNumber)

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_declared: object) -> None:
        raise BadRequest("a document with <!DOCTYPE or <!ENTITY is not read here: write the entities out")

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = refuse
    try:
        parser.Parse(octets, True)
    except expat.ExpatError as error:
        raise BadRequest(f"the document is not well-formed XML: {error}") from error


def _too_deep(line: int) -> BadRequest:
    return BadRequest(f"line {line}: nested more than {DEEPEST} deep")
