"""What the workers of the fuzz tests do; apart, so that they import little."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO

import pyoxigraph as ox
from mutations import Text

_BASE = "http://e.example/"
_QUADS = [
    ox.Quad(ox.NamedNode(f"{_BASE}s{n}"), ox.NamedNode(f"{_BASE}p"), ox.Literal(n), graph)
    for n in range(3)
    for graph in (ox.DefaultGraph(), ox.NamedNode(f"{_BASE}g"))
]
ANSWERED, NO_SPARQL, FAILED = b"+", b"-", b"!"
_MOST_ROWS = 20


def open_nothing(version: int | None) -> object:
    """What a worker opens: each text gets a store of its own."""
    return object()


@dataclass(frozen=True, slots=True)
class Evaluating:
    """Lets the engine have each text as it is, and writes one octet about it."""

    texts: Sequence[Text]

    def __call__(self, opened: object, target: IO[bytes]) -> None:
        for text in self.texts:
            target.write(_evaluate(text))


def _evaluate(text: Text) -> bytes:
    store = ox.Store()
    store.extend(_QUADS)
    try:
        if text.is_update:
            store.update(text.text, base_iri=_BASE)
        else:
            answer = store.query(text.text, base_iri=_BASE)
            if not isinstance(answer, ox.QueryBoolean):
                list(islice(answer, _MOST_ROWS))
    except (SyntaxError, ValueError):
        return NO_SPARQL
    except (OSError, RuntimeError):
        return FAILED
    return ANSWERED
