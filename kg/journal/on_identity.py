"""The entries of the journal on identity: what is one, what is not, what is misread, and what of it is withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from rdflib import URIRef

from kg.journal import ON_IDENTITY, WITHDRAWING, Decision, Kind
from kg.journal.entries import Entries, now
from kg.journal.packing import COLUMNS, describe_decision, unpack_decision

_ELSE = "', '".join(kind for kind in Kind if kind not in ON_IDENTITY)
_ON_IDENTITY = f"kind != 'article' AND kind NOT IN ('{_ELSE}')"
"""Also a kind that is none, as damage makes it: so that it is told."""

_WITHDRAWING = "kind != 'article' AND kind IN ('" + "', '".join(WITHDRAWING) + "')"


class OnIdentity:
    """What a journal in SQLite can do with decisions on identity."""

    def decisions(self: Entries) -> list[Decision]:
        """What is decided about identity and holds, in the order in which it was."""
        return _decisions(self, f"{_ON_IDENTITY} AND state != 'withdrawn'")

    def open_decisions(self: Entries) -> list[Decision]:
        """Decisions on identity, and withdrawals of them, that have not been carried out in the store."""
        return _decisions(self, f"state = 'received' AND ({_ON_IDENTITY} OR {_WITHDRAWING})")

    def decide(self: Entries, decisions: Collection[Decision], withdrawn: Mapping[int, str]) -> None:
        """Decide all of these, and withdraw those of the numbers, each for its reason."""
        with self._writing():
            for number, reason in withdrawn.items():
                ((kind, one, other),) = self._run("SELECT kind, article, key FROM entry WHERE number = ?", number)
                self._run("UPDATE entry SET state = 'withdrawn', settled = ? WHERE number = ?", now(), number)
                self._add(Kind.SPLIT if kind == Kind.LINK else Kind.UNDO, URIRef(one), other, reason)
            for decision in decisions:
                told = describe_decision(decision)
                self._add(decision.kind, decision.one, decision.other, decision.reason, metadata=told)
            self._count_change()

    def note_decided(self: Entries, numbers: Collection[int]) -> None:
        """Note that these are carried out."""
        with self._writing():
            for number in numbers:
                self._run(
                    "UPDATE entry SET state = 'stored', settled = ? WHERE number = ? AND state = 'received'",
                    now(),
                    number,
                )
            if numbers:
                self._count_change()

    def named(self: Entries) -> set[URIRef]:
        """What decisions on identity, also withdrawn ones, are about."""
        rows = self._run(f"SELECT article, key FROM entry WHERE {_ON_IDENTITY}")
        return {URIRef(iri) for row in rows for iri in row}

    def forget_name(self: Entries, iri: URIRef) -> None:
        """Erase from all of these what it is called; those that hold are to be carried out again."""
        with self._writing():
            for decision in _decisions(self, f"(article = ? OR key = ?) AND {_ON_IDENTITY}", iri, iri):
                of_one, of_other = decision.labels
                labels = "" if decision.one == iri else of_one, "" if decision.other == iri else of_other
                self._run(
                    "UPDATE entry SET metadata = ?, state = CASE state WHEN 'stored' THEN 'received' ELSE state END "
                    "WHERE number = ?",
                    describe_decision(replace(decision, labels=labels)),
                    decision.number,
                )

    def age(self: Entries, articles: Collection[URIRef]) -> int:
        """The first entry of any of these articles; 0 without one."""
        first = "SELECT min(number) FROM entry WHERE article = ? AND kind = 'article'"
        return min((number for iri in articles for (number,) in self._run(first, iri) if number), default=0)


def _decisions(entries: Entries, condition: str, *values: str) -> list[Decision]:
    rows = entries._run(f"SELECT {COLUMNS} FROM entry WHERE {condition} ORDER BY number", *values)
    return [unpack_decision(row) for row in rows]
