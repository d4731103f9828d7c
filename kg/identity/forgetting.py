"""What decisions say that only articles which are taken down told: what things are called."""

from __future__ import annotations

from collections.abc import Collection

from rdflib import URIRef

from kg.identity import Identity
from kg.identity.telling import graphs_telling
from kg.journal import Journal
from kg.store import GraphStore


def forget_names(journal: Journal, store: GraphStore, articles: Collection[URIRef]) -> None:
    """Take out of all decisions the names of what no other article tells, before these articles are taken down."""
    told = {subject for article in articles for subject, _, _ in journal.graph(article)}
    identity = Identity.of(journal.decisions())
    for iri in sorted(told & journal.named()):
        others = graphs_telling(store, [identity.of_iri(iri)]) & journal.names() - set(articles)
        if not any(iri == subject for article in others for subject, _, _ in journal.graph(article)):
            journal.forget_name(iri)
