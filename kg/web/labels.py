"""Names instead of IRIs: what the things on a page are called."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib.term import Node, URIRef

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


def find_labels(services: Services, terms: Iterable[Node]) -> Labels:
    """The labels of all IRIs among the terms, found in one query; the English one where there are several."""
    iris = sorted({term for term in terms if isinstance(term, URIRef)})
    labels = Labels({iri: label for iri in iris if (label := services.ontology.label(iri))})
    ranks: dict[Node, int] = {}
    for row in services.rows("labels", among=iris):
        language = getattr(row["label"], "language", None)
        rank = _PREFERRED.index(language) if language in _PREFERRED else len(_PREFERRED)
        if rank < ranks.get(row["iri"], len(_PREFERRED) + 1):
            ranks[row["iri"]] = rank
            labels[row["iri"]] = str(row["label"])
    return labels
