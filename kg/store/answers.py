"""Answers as the engine's library holds them, written in each media type of their form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import IO, cast

import pyoxigraph as ox

from kg.errors import NotAcceptable
from kg.formats import DUMPS, JELLY, SOLUTIONS, TRIPLES
from kg.store.damage import telling_damage
from kg.store.federation import failure_of_endpoint
from kg.store.jelly import write_jelly
from kg.store.xml import XmlTarget
from kg.vocabulary import PREFIXES

Results = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples

SOLUTION_FORMATS = {name: ox.QueryResultsFormat.from_media_type(name) for name in SOLUTIONS.values()}
"""Media types of SELECT and ASK. For ASK the standard of CSV and TSV is silent: those hold one word."""

GRAPH_FORMATS = {name: ox.RdfFormat.from_media_type(name) for name in TRIPLES.values()}
"""Media types of CONSTRUCT and DESCRIBE."""


class EngineAnswer:
    """Fulfils `kg.store.Answer`; `text` is the query, where the engine may ask other endpoints for it."""

    def __init__(self, results: Results, text: str = "") -> None:
        self._results, self._text = results, text
        self.form = {ox.QuerySolutions: "solutions", ox.QueryBoolean: "boolean", ox.QueryTriples: "graph"}[
            type(results)
        ]

    def write(self, target: IO[bytes], media_type: str) -> None:
        """Write the answer piece by piece.

        Raises `NotAcceptable` if the media type does not fit the form, `EndpointError` if another endpoint fails.
        """
        formats = GRAPH_FORMATS if self.form == "graph" else SOLUTION_FORMATS
        if media_type not in formats:
            raise NotAcceptable(f"this answer can be written as {', '.join(formats)}, not {media_type}")
        if media_type.endswith("+xml"):
            target = cast(IO[bytes], XmlTarget(target))
        try:
            with telling_damage():
                if isinstance(self._results, ox.QueryTriples):
                    ox.serialize(self._results, target, GRAPH_FORMATS[media_type], prefixes=PREFIXES)
                else:
                    self._results.serialize(target, SOLUTION_FORMATS[media_type])
        except BrokenPipeError:
            raise  # who reads the answer has gone
        except (OSError, RuntimeError) as error:
            if "does not support" in str(error):  # terms of RDF 1.2 in JSON-LD
                raise NotAcceptable(f"this answer cannot be written as {media_type}: {error}") from error
            raise failure_of_endpoint(self._text, error) or error from error


def write_dump(
    names: Iterable[ox.NamedNode],
    triples_of: Callable[[ox.NamedNode], Iterable[ox.Triple]],
    target: IO[bytes],
    media_type: str,
) -> None:
    """Write these graphs in a format of dumps, one after the other, the triples of each in order."""
    formats = dict.fromkeys(form.media_type for form in DUMPS.values())
    if media_type not in formats:
        raise NotAcceptable(f"a dump is {' or '.join(formats)}, not {media_type}")
    quads = (ox.Quad(s, p, o, name) for name in names for s, p, o in sorted(triples_of(name), key=str))
    if media_type == JELLY:
        write_jelly(quads, target)
    else:
        # One prefix only: the engine writes several in random order.
        ox.serialize(quads, target, GRAPH_FORMATS[media_type], prefixes={"": PREFIXES[""]})
