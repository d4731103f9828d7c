"""Names instead of IRIs: what the things on a page are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib.term import Node, URIRef

from kg.iris import fold
from kg.web.services import Services

_PREFERRED = ("en", None)  # then any other language


class Labels(dict[Node, str]):
    """The label of each term; a term without one is called by the end of its IRI."""

    def __missing__(self, term: Node) -> str:
        """The last part of an IRI, "see also" for `…#seeAlso`, or a literal's text."""
        if not isinstance(term, URIRef):
            return str(term)
        name = re.split(r"[/#]", term.rstrip("/#"))[-1]
        return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower() if name[:1].islower() else name or str(term)

    def in_order(self, terms: Iterable[Node]) -> list[Node]:
        """The terms as readers look for them, by label: "Åland" beside "Albania"."""
        return sorted(terms, key=lambda term: (fold(self[term]).casefold(), str(term)))


def find_labels(services: Services, terms: Iterable[Node]) -> Labels:
    """The labels of all IRIs among the terms, found in one query.

    Where there are several, the English one, and of several English ones always the same.
    """
    iris = sorted({term for term in terms if isinstance(term, URIRef)})
    labels = Labels({iri: label for iri in iris if (label := services.ontology.label(iri))})
    ranked: dict[Node, tuple[int, str]] = {}
    for row in services.rows("labels", among=iris):
        language = getattr(row["label"], "language", None)
        rank = _PREFERRED.index(language) if language in _PREFERRED else len(_PREFERRED)
        ranked[row["iri"]] = min((rank, str(row["label"])), ranked.get(row["iri"], (rank, str(row["label"]))))
    labels.update({iri: label for iri, (_, label) in ranked.items()})
    return labels
