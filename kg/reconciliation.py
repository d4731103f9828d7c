"""The journal and the store agree: what the one decided and the other lacks is done again.

A store that is empty comes out whole: this is also how one is rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from rdflib import URIRef

from kg.derivation import Derivation
from kg.journal import Journal
from kg.store import GraphStore
from kg.terms import Triple
from kg.vocabulary import DIPLO

_ARTICLES = f"SELECT ?article {{ ?article a <{DIPLO.Article}> }}"
_BATCH = 100
_LATEST = 2 * _BATCH
"""Articles of which the graphs are compared: all that a log which was cut or is broken can have lost."""


def reconcile(journal: Journal, store: GraphStore, derivation: Derivation, purge: Callable[[], None]) -> int:
    """Carry out removals, and put articles into the store that it lacks or has otherwise; returns how many articles."""
    carry_out_removals(journal, store, derivation, purge)
    _take_out(journal.withdrawn(), store, derivation)
    held = journal.names()
    lacking = held - set(store.graphs())
    changed = [a for a in journal.latest(_LATEST) if a not in lacking and set(store.graph(a)) != journal.graph(a)]
    unsettled = set(journal.latest(0))
    doing = sorted(lacking.union(changed, unsettled))
    for start in range(0, len(doing), _BATCH):
        batch = {article: journal.graph(article) for article in doing[start : start + _BATCH]}
        store.replace({**batch, **derivation.conclude(store, batch)})
        journal.settle([article for article in batch if article in unsettled], {})
    return len(lacking) + len(changed)


def carry_out_removals(journal: Journal, store: GraphStore, derivation: Derivation, purge: Callable[[], None]) -> None:
    """Take out of the store what is taken down; `purge` overwrites on the disk what the store no longer holds."""
    decided = journal.open_removals()
    removed = _take_out([removal.article for removal in journal.removals()], store, derivation)
    if removed or decided:
        purge()
        journal.note_removed(decided)


def _take_out(articles: Iterable[URIRef], store: GraphStore, derivation: Derivation) -> bool:
    """Take out of the store those of the articles that it holds; tells whether there are such."""
    gone: dict[URIRef, set[Triple]] = {article: set() for article in articles if next(store.graph(article), None)}
    if gone:
        store.replace({**gone, **derivation.conclude(store, gone)})
    return bool(gone)


def differences(now: GraphStore, then: GraphStore) -> Iterator[tuple[URIRef, set[Triple]]]:
    """The articles that two states of a store hold otherwise, each with its graph of then, which may be empty."""
    for article in sorted(stored_articles(now) | stored_articles(then)):
        graph = set(then.graph(article))
        if graph != set(now.graph(article)):
            yield article, graph


def stored_articles(store: GraphStore) -> set[URIRef]:
    """The articles that a store holds."""
    return {URIRef(str(row["article"])) for row in store.select(_ARTICLES)}
