"""The journal in one SQLite file: entries, texts by their digests, and graphs.

Texts lie in the same file, so that an entry and its text are there together or not at all. What is erased is
overwritten.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from rdflib import URIRef

from kg.errors import ArticleError, BadRequest, JournalError
from kg.journal import Entry, Kind, Removal, Selection, State
from kg.journal.entries import now
from kg.journal.file import JournalFile
from kg.journal.of_contributions import OfContributions, add_contributions
from kg.journal.on_identity import OnIdentity
from kg.journal.packing import (
    COLUMNS,
    as_written,
    describe,
    pack_graph,
    pack_text,
    unpack_article,
    unpack_entry,
    unpack_graph,
)
from kg.journal.versions import versions_since
from kg.journal.wholeness import Mendable
from kg.records import Article
from kg.terms import Triple

_OF_ARTICLE = "(SELECT max(number) FROM entry WHERE article = ? AND kind = 'article')"
_IS_LATEST = (
    "kind = 'article' AND number = "
    "(SELECT max(number) FROM entry AS e WHERE e.article = entry.article AND e.kind = 'article')"
)
_IS_IN_FORCE = (
    "kind = 'removal' AND number = "
    "(SELECT max(number) FROM entry AS e WHERE e.article = entry.article AND e.kind != 'article')"
)
_ENTRIES = f"""SELECT {COLUMNS} FROM entry
WHERE (:states = '' OR instr(:states, '/' || state || '/')) AND received >= :since AND (:about = ''
  OR instr(article, :about) OR instr(key, :about) OR kind = 'article' AND metadata IS NOT NULL AND coalesce(
  CASE WHEN json_valid(metadata) THEN instr(json_extract(metadata, '$.source'), :about) END, TRUE))
ORDER BY number DESC LIMIT :most"""
"""Metadata without a source are damaged, and wanted whatever they are about: so that this is told."""


class SqliteJournal(JournalFile, OnIdentity, OfContributions, Mendable):
    """Fulfils `kg.journal.Journal`."""

    def removal(self, article: URIRef) -> Removal | None:
        """Its removal, while it is taken down."""
        return next(iter(self._removals("AND article = ?", article)), None)

    def removals(self) -> list[Removal]:
        """All articles that are taken down."""
        return self._removals()

    def _removals(self, more: str = "", *values: str) -> list[Removal]:
        rows = self._run(f"SELECT article, received, reason FROM entry WHERE {_IS_IN_FORCE} {more}", *values)
        return [Removal(URIRef(article), since, reason) for article, since, reason in rows]

    def holds(self, article: URIRef) -> bool:
        """Whether the journal has the text and a graph of the article."""
        has_text = f"SELECT 1 FROM entry WHERE number = {_OF_ARTICLE} AND digest IS NOT NULL"
        return bool(self._run(has_text, article)) and bool(self._graphs_of(article))

    def receive(self, articles: Mapping[URIRef, Article]) -> None:
        """Take articles in. One that is in the journal just so is to be read again; another edition is a new entry."""
        if not articles:
            return
        with self._writing():
            for iri, article in articles.items():
                told = article.digest, describe(article)
                is_same = f"SELECT 1 FROM entry WHERE number = {_OF_ARTICLE} AND digest = ? AND metadata = ?"
                if self._run(is_same, iri, *told):
                    self._note(iri, State.RECEIVED)
                    continue
                self._run("INSERT OR IGNORE INTO text VALUES (?, ?)", article.digest, pack_text(article.text))
                self._add(Kind.ARTICLE, iri, article.key, None, *told)

    def note_extracted(self, graphs: Mapping[URIRef, Iterable[Triple]], version: str) -> None:
        """Keep what was read from articles, before the store has it."""
        if not graphs:
            return
        with self._writing():
            self._run("INSERT OR IGNORE INTO version (name) VALUES (?)", version)
            for iri, triples in graphs.items():
                self._note(iri, State.EXTRACTED)
                self._run(
                    "UPDATE entry SET version = (SELECT number FROM version WHERE name = ?) "
                    f"WHERE number = {_OF_ARTICLE}",
                    version,
                    iri,
                )
                self._run(f"INSERT OR REPLACE INTO graph VALUES ({_OF_ARTICLE}, ?)", iri, pack_graph(triples))

    def settle(self, stored: Collection[URIRef], quarantined: Mapping[URIRef, str]) -> None:
        """Note which articles are durable in the store, and which cannot be read, with the reason."""
        if not stored and not quarantined:
            return
        with self._writing():
            for iri in stored:
                self._note(iri, State.STORED)
                self._leave_behind(iri)
            for iri, reason in quarantined.items():
                self._note(iri, State.QUARANTINED, reason)
            if stored:
                self._count_change()

    def _leave_behind(self, article: URIRef) -> None:
        """Note of the older editions that this one is stored in their place."""
        older = f"kind = 'article' AND article = ? AND number < {_OF_ARTICLE}"
        self._run(f"DELETE FROM graph WHERE entry IN (SELECT number FROM entry WHERE {older})", article, article)
        self._run(
            "UPDATE entry SET state = CASE state WHEN 'stored' THEN 'replaced' ELSE 'skipped' END, settled = ? "
            f"WHERE {older} AND state NOT IN ('replaced', 'skipped', 'removed')",
            now(),
            article,
            article,
        )

    def articles(self, states: Collection[State], since_version: str | None = None) -> Iterator[Article | ArticleError]:
        """The articles of which the latest edition is in one of these states, as they were received, or what is wrong.

        With `since_version` only those that were read by this version of an extractor or a later one of it.
        """
        wanted = ", ".join(f"'{state}'" for state in states)
        read = f"AND version IN ({self._numbers_since(since_version)})" if since_version is not None else ""
        rows = self._run(
            f"SELECT number FROM entry WHERE state IN ({wanted}) AND {_IS_LATEST} AND digest IS NOT NULL {read} "
            "ORDER BY number"
        )
        for (number,) in rows:
            found = self._run(
                "SELECT key, CAST(metadata AS BLOB), packed FROM entry LEFT JOIN text USING (digest) WHERE number = ?",
                number,
            )
            for row in found:
                try:
                    yield unpack_article(*row)
                except JournalError as error:
                    yield ArticleError(str(error))

    def _numbers_since(self, version: str) -> str:
        known = dict(self._run("SELECT name, number FROM version ORDER BY number"))
        since = versions_since(version, list(known))
        if not since:
            told = ", ".join(known) or "none"
            raise BadRequest(
                f"nothing was read by a version {version} or a later one; those in the journal are: {told}"
            )
        return ", ".join(str(known[name]) for name in since)

    def names(self) -> set[URIRef]:
        """The articles of which it has a graph: those that the store is to hold."""
        rows = self._run("SELECT article FROM entry JOIN graph ON entry = number WHERE kind = 'article'")
        return {URIRef(name) for (name,) in rows}

    def latest(self, most: int) -> list[URIRef]:
        """Of these the ones that are not settled, and the last ones that were."""
        rows = self._run(
            "SELECT article FROM entry JOIN graph ON entry = number WHERE state = 'extracted' UNION SELECT article "
            "FROM (SELECT article FROM entry JOIN graph ON entry = number WHERE kind = 'article' "
            "ORDER BY settled DESC, number DESC LIMIT ?)",
            most,
        )
        return [URIRef(name) for (name,) in rows]

    def graph(self, article: URIRef) -> set[Triple]:
        """The graph that the store is to hold: that of the latest edition which could be read."""
        rows = self._graphs_of(article)
        with as_written(f"the graph of {article}"):
            return unpack_graph(rows[0][0]) if rows else set()

    def _graphs_of(self, article: URIRef) -> list[tuple[bytes]]:
        return self._run(
            "SELECT packed FROM entry JOIN graph ON entry = number WHERE article = ? AND kind = 'article' "
            "ORDER BY number DESC LIMIT 1",
            article,
        )

    def remove(self, article: URIRef, key: str, reason: str) -> None:
        """Decide that the article is taken down, and erase its texts, metadata and graphs, also from the disk."""
        own = "kind = 'article' AND article = ?"
        with self._writing():
            texts = self._run(f"SELECT DISTINCT digest FROM entry WHERE {own} AND digest IS NOT NULL", article)
            self._run(f"DELETE FROM graph WHERE entry IN (SELECT number FROM entry WHERE {own})", article)
            self._run(
                "UPDATE entry SET state = 'removed', reason = NULL, digest = NULL, metadata = NULL, settled = ? "
                f"WHERE {own}",
                now(),
                article,
            )
            for (digest,) in texts:
                unused = "NOT EXISTS (SELECT 1 FROM entry WHERE entry.digest = text.digest)"
                self._run(f"DELETE FROM text WHERE digest = ? AND {unused}", digest)
            self._add(Kind.REMOVAL, article, key, reason)
            self._count_change()
        self._forget()

    def _forget(self) -> None:
        """Empty the write-ahead log, which still holds what was overwritten in the file."""
        ((busy, _, _),) = self._run("PRAGMA wal_checkpoint(TRUNCATE)")
        if busy:
            raise JournalError(
                f"the removal is noted, but {self._path}-wal cannot be emptied while another process reads it: "
                "end that one and give the command again"
            )

    def readmit(self, article: URIRef, reason: str) -> None:
        """Decide that the article may come in again."""
        with self._writing():
            ((key,),) = self._run("SELECT key FROM entry WHERE article = ? ORDER BY number DESC LIMIT 1", article)
            self._add(Kind.READMISSION, article, key, reason, state=State.STORED)

    def open_removals(self) -> list[URIRef]:
        """Those that have not been carried out in the store."""
        rows = self._run(f"SELECT article FROM entry WHERE state = 'received' AND {_IS_IN_FORCE}")
        return [URIRef(article) for (article,) in rows]

    def note_removed(self, articles: Collection[URIRef]) -> None:
        """Note that removals are carried out; until the disk holds nothing of them, they are not."""
        self._forget()
        with self._writing():
            for article in articles:
                self._run(
                    f"UPDATE entry SET state = 'stored', settled = ? WHERE article = ? AND {_IS_IN_FORCE}",
                    now(),
                    article,
                )

    def entries(self, selection: Selection) -> list[Entry]:
        """The entries that are wanted, the latest last."""
        states = f"/{'/'.join(selection.states)}/" if selection.states else ""
        wanted = {"states": states, "since": selection.since, "about": selection.about, "most": selection.most}
        with self._explaining():
            rows = self._connection.execute(_ENTRIES, wanted).fetchall()
        return [unpack_entry(row) for row in reversed(rows)]

    def article_of(self, name: str) -> tuple[URIRef, str] | None:
        """The IRI and the key of the article of which this is the one or the other."""
        kinds = "kind IN ('article', 'removal', 'readmission')"
        rows = self._run(
            f"SELECT article, key FROM entry WHERE (article = ? OR key = ?) AND {kinds} LIMIT 1", name, name
        )
        return (URIRef(rows[0][0]), rows[0][1]) if rows else None

    def _count_change(self) -> None:
        self._run("UPDATE installation SET changes = changes + 1")

    def note_mended(self) -> None:
        """Note that the store has again what it is to hold: what readers see of it is no longer the same."""
        with self._writing():
            self._count_change()

    def changes(self) -> int:
        """How often what the store is to hold has changed; the same number, the same content."""
        ((number,),) = self._run("SELECT changes FROM installation")
        return int(number)

    def standing(self) -> tuple[int, int, int]:
        """Which file it is, and how far it has come: its last entry, and how often what the store holds has changed."""
        ((last,),) = self._run("SELECT coalesce(max(number), 0) FROM entry")
        return self._path.stat().st_ino, last, self.changes()

    def new_version(self, reason: str, above: int) -> int:
        """Note that a version of the store is published, and get its number, above this and all that it gave before."""
        highest = "SELECT seq FROM sqlite_sequence WHERE name = 'publication'"
        number = f"max(?, coalesce(({highest}), 0)) + 1"
        self._run(f"INSERT INTO publication (number, at, reason) VALUES ({number}, ?, ?)", above, now(), reason)
        ((number,),) = self._run("SELECT max(number) FROM publication")
        return int(number)

    def roll_back(
        self,
        graphs: Iterable[tuple[URIRef, set[Triple]]],
        contributions: Mapping[URIRef, set[Triple]],
        version: int,
        reason: str,
    ) -> int:
        """Give articles the graphs that they had in a version, and take those out that had none; tells how many.

        What people wrote is given back too.
        """
        changed, why = 0, f"rolled back to version {version}: {reason}"
        with self._writing():
            self._add(Kind.ROLLBACK, URIRef(""), f"version {version}", reason, state=State.STORED)
            for iri, triples in graphs:
                changed += 1
                if not self._run(f"SELECT 1 FROM entry WHERE number = {_OF_ARTICLE}", iri):
                    self._add(Kind.ARTICLE, iri, iri, None)  # it was stored before there was a journal
                self._run("DELETE FROM graph WHERE entry IN (SELECT number FROM entry WHERE article = ?)", iri)
                self._note(iri, State.EXTRACTED if triples else State.WITHDRAWN, why)
                if triples:
                    self._run(f"INSERT INTO graph VALUES ({_OF_ARTICLE}, ?)", iri, pack_graph(triples))
            add_contributions(self, contributions, why)
            self._count_change()
        return changed

    def withdrawn(self) -> list[URIRef]:
        """The articles that a rollback took out of the store, and that have not come in again."""
        rows = self._run(f"SELECT article FROM entry WHERE state = 'withdrawn' AND {_IS_LATEST}")
        return [URIRef(article) for (article,) in rows]

    def _add(
        self,
        kind: Kind,
        article: URIRef,
        key: str,
        reason: str | None,
        digest: str | None = None,
        metadata: str | None = None,
        state: State = State.RECEIVED,
    ) -> None:
        self._run(
            "INSERT INTO entry (kind, state, article, key, received, reason, digest, metadata) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            *(kind, state, article, key, now(), reason, digest, metadata),
        )

    def _note(self, article: URIRef, state: State, reason: str | None = None) -> None:
        told = reason and reason.encode(errors="backslashreplace").decode()
        settled = now() if state in (State.STORED, State.QUARANTINED) else None
        self._run(
            f"UPDATE entry SET state = ?, reason = ?, settled = ? WHERE number = {_OF_ARTICLE}",
            *(state, told, settled, article),
        )
