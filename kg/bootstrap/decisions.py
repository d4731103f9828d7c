"""What is decided about articles as a whole: taken down, let in again, the store made anew."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import closing
from typing import TYPE_CHECKING

from kg.bootstrap.engines import open_embedded, open_remote, open_remote_to_write, store_path
from kg.bootstrap.searching import empty_index
from kg.bootstrap.stores import (
    Writer,
    furnished,
    make_publication,
    open_journal,
    open_snapshots,
    open_writer,
    read_journal,
    reconcile,
)
from kg.errors import (
    LockedError,
    StoreError,
    UnknownResource,
)
from kg.settings import Settings

if TYPE_CHECKING:
    from rdflib import URIRef

    from kg.journal.sqlite import SqliteJournal
    from kg.journal.wholeness import Damage


def take_down(settings: Settings, names: Collection[str], reason: str) -> list[URIRef]:
    """Remove the articles of these IRIs or keys, and all that they alone told.

    `UnknownResource` if one is missing or taken down already; then none is removed.
    """
    from kg.identity.forgetting import forget_names

    read_journal(settings).close()
    with open_writer(settings) as writer:
        wanted = [_known_article(settings, writer, name) for name in names]
        forget_names(writer.journal, writer.store, [article for article, _ in wanted])
        for article, key in wanted:
            writer.journal.remove(article, key, reason)
        reconcile(settings, writer.journal, writer.store, writer.publication)
        return [article for article, _ in wanted]


def _known_article(settings: Settings, writer: Writer, name: str) -> tuple[URIRef, str]:
    known = writer.journal.article_of(name) or writer.journal.article_of(_article_named(settings, name))
    article, key = known or (_article_named(settings, name), name)
    if removal := writer.journal.removal(article):
        raise UnknownResource(f"{name} is taken down already, since {removal.since[:10]} ({removal.reason})")
    if not known and not next(writer.store.graph(article), None):
        raise UnknownResource(f"there is no article {name}: give its IRI, its address, or the id of its source")
    return article, key


def _article_named(settings: Settings, name: str) -> URIRef:
    """The IRI of an article that the journal does not know: the name, unless it is a key."""
    from rdflib import URIRef

    from kg.iris import Iris

    is_iri = name.startswith(f"{settings.base_iri}article/")
    return URIRef(name) if is_iri else Iris(settings.base_iri).article(name)


def readmit(settings: Settings, name: str, reason: str) -> URIRef:
    """Let a removed article in again; `UnknownResource` if it is not taken down."""
    read_journal(settings).close()
    with closing(open_journal(settings)) as journal:
        article, _ = journal.article_of(name) or (None, name)
        if article is None or not journal.removal(article):
            raise UnknownResource(f"{name} is not taken down; kg journal --state removed lists what is")
        journal.readmit(article, reason)
        return article


def rebuild(settings: Settings, drop_unknown: bool) -> tuple[int, list[Damage]]:
    """Make the store anew from the journal alone; returns how many articles it holds then, and what was damaged.

    What is damaged in the journal is let go: of an article that has its text the graph is to be read again.
    `StoreError` where the store has articles that the journal does not know, unless these may go.
    """
    read_journal(settings).close()
    with closing(open_journal(settings)) as journal:
        if not drop_unknown:
            _refuse_unknown(settings, journal)
        damages = journal.let_damaged_go()
        empty_index(settings)
        _rebuild_remote(settings, journal) if settings.store_url else _rebuild_embedded(settings, journal)
        return len(journal.names()), damages


def _rebuild_embedded(settings: Settings, journal: SqliteJournal) -> None:
    """Fill a new folder, then put it in place of the old one."""
    from kg.lock import Lock
    from kg.store.embedded import EmbeddedStore
    from kg.store.folders import renewing

    path = store_path(settings)
    with closing(Lock.take(path.with_name(f"{path.name}.lock"), f"the store in {path}")), renewing(path) as fresh:
        try:
            with closing(furnished(settings, EmbeddedStore(fresh))) as store:
                publication = make_publication(settings, journal, store)
                reconcile(settings, journal, store, publication)
                publication.publish("rebuilt from the journal")
        finally:
            fresh.with_name(f"{fresh.name}.lock").unlink(missing_ok=True)


def publish(settings: Settings) -> int:
    """Publish what is written now; returns the number of the version."""
    read_journal(settings).close()
    with open_writer(settings) as writer:
        return make_publication(settings, writer.journal, writer.store).publish("on demand")


def roll_back(settings: Settings, number: int, reason: str) -> tuple[int, int]:
    """Let every article, and what people wrote, be as in a version; returns the new one, and how many articles changed.

    `BadRequest` if that version is not kept.
    """
    from kg import contributions
    from kg.contributions.ownership import Ownership
    from kg.identity import Identity
    from kg.iris import Iris
    from kg.reconciliation import differences

    snapshots = open_snapshots(settings)
    read_journal(settings).close()
    with open_writer(settings) as writer, closing(snapshots.open(number)) as then:
        identity = Identity.of(writer.journal.decisions())
        removed = {removal.article for removal in writer.journal.removals()}
        changing = (change for change in differences(writer.store, then, identity) if change[0] not in removed)
        ownership = Ownership(Iris(settings.base_iri))
        written = dict(contributions.differences(writer.journal, writer.store, then, ownership))
        changed = writer.journal.roll_back(changing, written, number, reason)
        reconcile(settings, writer.journal, writer.store)
        publication = make_publication(settings, writer.journal, writer.store)
        return publication.publish(f"rolled back to version {number}: {reason}"), changed


def _rebuild_remote(settings: Settings, journal: SqliteJournal) -> None:
    with closing(furnished(settings, open_remote_to_write(settings, is_new=True))) as store:
        reconcile(settings, journal, store)


def _refuse_unknown(settings: Settings, journal: SqliteJournal) -> None:
    if unknown := _articles_at_stake(settings) - journal.names():
        raise StoreError(
            f"{len(unknown):,} articles of the store are not in the journal, such as {min(unknown)}: ingest their "
            "sources first, or let them go with --drop-unknown"
        )


def _articles_at_stake(settings: Settings) -> set[URIRef]:
    """The articles of the store; of an embedded one that cannot be read, those that were last published.

    `StoreError` if that cannot be read either.
    """
    from kg.reconciliation import stored_articles
    from kg.store.folders import is_vacant

    if settings.store_url:  # one that cannot be reached may hold much
        with closing(open_remote(settings)) as store:
            return stored_articles(store)
    if is_vacant(store_path(settings)):
        return set()
    try:
        with closing(open_embedded(settings, True)) as store:
            return stored_articles(store)
    except LockedError:
        raise
    except StoreError:
        pass
    try:
        with closing(open_snapshots(settings).open()) as published:
            return stored_articles(published)
    except StoreError as error:
        raise StoreError(
            "the store cannot be read, so that nobody can tell whether it has articles that the journal does not know: "
            "--drop-unknown rebuilds it from the journal all the same"
        ) from error
