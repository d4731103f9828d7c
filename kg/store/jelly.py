"""Quads as Jelly (https://w3id.org/jelly), frame by frame, so that it takes no memory, however many they are.

pyjelly's own `flat_stream_to_file` keeps some memory for each quad (0.8.2); the stream that it drives does not, and is
driven here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

import pyoxigraph as ox
from pyjelly import jelly
from pyjelly.serialize.encode import HasGraph, Rows, Slot, Statement, TermEncoder
from pyjelly.serialize.ioutils import write_delimited
from pyjelly.serialize.streams import QuadStream, SerializerOptions

from kg.errors import StoreError


def write_jelly(quads: Iterable[ox.Quad], target: IO[bytes]) -> None:
    """Write quads in the order in which they come; `StoreError` for one that has a blank node or a triple in it."""
    stream = QuadStream(encoder=_Terms(), options=SerializerOptions(logical_type=jelly.LOGICAL_STREAM_TYPE_FLAT_QUADS))
    stream.enroll()
    for quad in quads:
        if frame := stream.quad(quad):
            write_delimited(frame, target)
    if frame := stream.flow.to_stream_frame():
        write_delimited(frame, target)


class _Terms(TermEncoder):  # type: ignore[misc]  # the package has no types
    """Puts the engine's terms into the messages of a statement."""

    def encode_spo(self, term: object, slot: Slot, statement: Statement) -> Rows:
        """The subject, predicate or object; gives the names that a reader needs for it and has not had."""
        if isinstance(term, ox.NamedNode):
            return self.encode_iri(term.value, self.get_iri_field(statement, slot))
        if isinstance(term, ox.Literal):
            literal = self.get_literal_field(statement, slot)
            if term.language:
                return self.encode_literal(lex=term.value, language=term.language, literal=literal)
            return self.encode_literal(lex=term.value, datatype=term.datatype.value, literal=literal)
        raise StoreError(f"the store holds a triple that is not made of IRIs and literals: it has {term} in it")

    def encode_graph(self, term: ox.NamedNode, statement: HasGraph) -> Rows:
        """The name of the graph, likewise."""
        return self.encode_iri(term.value, statement.g_iri)
