"""The journal and the store agree: what the one decided and the other lacks is done again.

Graphs are in the journal as they were read, and in the store with what is decided about identity (`kg.identity`).

A store that is empty comes out whole: this is also how one is rebuilt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from rdflib import URIRef

from kg.contributions import carry_out_contributions
from kg.contributions.ownership import Ownership
from kg.derivation import Derivation
from kg.identity import Identity
from kg.identity.graphs import graphs_of_decisions
from kg.identity.telling import graphs_concerned
from kg.iris import Iris
from kg.journal import Journal
from kg.store import GraphStore
from kg.terms import Triple
from kg.vocabulary import DIPLO

_ARTICLES = f"SELECT ?article {{ ?article a <{DIPLO.Article}> }}"
_BATCH = 100
_LATEST = 2 * _BATCH
"""Articles of which the graphs are compared: all that a log which was cut or is broken can have lost."""


@dataclass(frozen=True, slots=True)
class Mended:
    """How many articles were put into the store: accepted and not yet written before (`begun`), and `lost` by it."""

    begun: int
    lost: int


class Agreement:
    """What a process that writes again and again remembers: how journal and store stood when it let go of them.

    They agreed then. Where they stand so still, nobody has written since, and there is nothing to compare; what a
    crash of the machine can have lost is no matter, since the process is gone with it.
    """

    def __init__(self) -> None:
        self._left: object = None

    def take(self, standing: object) -> bool:
        """Whether they stand as they were left. It is forgotten with that: they are about to be written."""
        left, self._left = self._left, None
        return left is not None and left == standing

    def note(self, standing: object) -> None:
        """Both are closed and agree; `None` where nobody can tell how they stand."""
        self._left = standing


def reconcile(
    journal: Journal,
    store: GraphStore,
    derivation: Derivation,
    purge: Callable[[], None],
    is_thorough: bool = False,
) -> Mended:
    """Carry out removals and decisions on identity, and put into the store what it lacks or has otherwise.

    Compared are the articles and the graphs that people wrote, those written last, or all, if it is to be thorough.
    """
    carry_out_removals(journal, store, derivation, purge)
    is_mended = _take_out(journal.withdrawn(), store, derivation)
    is_mended |= carry_out_contributions(journal, store, Ownership(derivation.iris), is_thorough)
    identity = carry_out_decisions(journal, store, derivation)

    def wanted(article: URIRef) -> set[Triple]:
        return identity.apply(article, journal.graph(article))

    held = journal.names()
    lacking = held - set(store.graphs())
    compared = journal.latest(len(held) if is_thorough else _LATEST)
    changed = [a for a in compared if a not in lacking and set(store.graph(a)) != wanted(a)]
    unsettled = set(journal.latest(0))
    lacking.update(changed)
    doing = sorted(lacking | unsettled)
    for start in range(0, len(doing), _BATCH):
        batch = {article: wanted(article) for article in doing[start : start + _BATCH]}
        store.replace({**batch, **derivation.conclude(store, batch)})
        journal.settle([article for article in batch if article in unsettled], {})
    if is_mended or lacking:
        journal.note_mended()
    return Mended(begun=len(lacking & unsettled), lost=len(lacking - unsettled))


def carry_out_removals(journal: Journal, store: GraphStore, derivation: Derivation, purge: Callable[[], None]) -> None:
    """Take out of the store what is taken down; `purge` overwrites on the disk what the store no longer holds."""
    decided = journal.open_removals()
    removed = _take_out([removal.article for removal in journal.removals()], store, derivation)
    if removed or decided:
        purge()
        journal.note_removed(decided)


def carry_out_decisions(journal: Journal, store: GraphStore, derivation: Derivation) -> Identity:
    """Apply to the store what is decided about identity and is not carried out there; returns what holds.

    All that it changes is in one update. A store that is older than the journal, or newer, tells so by its decisions;
    one that another journal made keeps them.
    """
    if has_unknown_decisions(journal, store, derivation.iris):
        return Identity()
    decisions, opened = journal.decisions(), journal.open_decisions()
    identity = Identity.of(decisions)
    told = graphs_of_decisions(derivation.iris, decisions)
    curation = derivation.iris.graph("curation")
    told[curation] |= journal.contribution(curation)
    differing = set().union(*(triples ^ set(store.graph(name)) for name, triples in told.items()))
    if opened or differing:
        concerned = sorted(graphs_concerned(store, decisions, opened, differing) & journal.names())
        graphs = {article: identity.apply(article, journal.graph(article)) for article in concerned}
        store.replace({**graphs, **(derivation.conclude(store, graphs) if graphs else {}), **told})
        journal.note_decided([decision.number for decision in opened])
    return identity


def has_unknown_decisions(journal: Journal, store: GraphStore, iris: Iris) -> bool:
    """Whether the store has articles and decisions that the journal, in which nothing is decided, does not know.

    Then another journal made them, which was lost or lies elsewhere: that this one has no decisions tells nothing.
    """
    if journal.decisions() or journal.open_decisions():
        return False
    has_decisions = any(next(store.graph(name), None) for name in graphs_of_decisions(iris, ()))
    return has_decisions and not stored_articles(store) <= journal.names()


def _take_out(articles: Iterable[URIRef], store: GraphStore, derivation: Derivation) -> bool:
    """Take out of the store those of the articles that it holds; tells whether there are such."""
    gone: dict[URIRef, set[Triple]] = {article: set() for article in articles if next(store.graph(article), None)}
    if gone:
        store.replace({**gone, **derivation.conclude(store, gone)})
    return bool(gone)


def differences(now: GraphStore, then: GraphStore, identity: Identity) -> Iterator[tuple[URIRef, set[Triple]]]:
    """The articles that two states of a store hold otherwise, each with its graph of then, which may be empty.

    What is decided about identity is applied to both: going back takes no decision back.
    """
    for article in sorted(stored_articles(now) | stored_articles(then)):
        graph = set(then.graph(article))
        if identity.apply(article, graph) != set(now.graph(article)):
            yield article, graph


def stored_articles(store: GraphStore) -> set[URIRef]:
    """The articles that a store holds."""
    return {URIRef(str(row["article"])) for row in store.select(_ARTICLES)}
