"""What people and the machine decide about identity: one, not one, misread."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kg.bootstrap.reference import make_derivation
from kg.bootstrap.stores import Writer, open_writer, read_journal, reconcile
from kg.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.identity.curation import Change
    from kg.journal import Decision, Journal
    from kg.store import GraphStore

_BATCH = 100  # links, each of which may touch some articles


def curate(settings: Settings, say: Callable[[Journal, GraphStore], Change]) -> Change:
    """Note what somebody says, by a function of `kg.identity.curation`, and carry it out."""
    with open_writer(settings) as writer:
        change = say(writer.journal, writer.store)
        writer.journal.decide(change.decisions, change.withdrawn)
        reconcile(settings, writer.journal, writer.store)
        return change


def read_decisions(settings: Settings) -> list[Decision]:
    """What is decided about identity and holds."""
    with closing(read_journal(settings)) as journal:
        return journal.decisions()


def link(settings: Settings, is_trial: bool) -> Change:
    """Judge anew which meetings, projects and persons of the articles are one, and carry it out, unless on trial.

    Of links that are made, `number` is 0.
    """
    from kg.identity.linking import relink

    read_journal(settings).close()
    with open_writer(settings) as writer:
        change = relink(writer.journal)
        if not is_trial:
            _carry_out(settings, writer, change)
        return change


def _carry_out(settings: Settings, writer: Writer, change: Change) -> None:
    """Split, then link in batches: what one decision changes is in one update of the store, but not all that all do."""
    from kg.reconciliation import carry_out_decisions

    derivation, withdrawn = make_derivation(settings), change.withdrawn
    for start in range(0, len(change.decisions) or bool(withdrawn), _BATCH):
        writer.journal.decide(change.decisions[start : start + _BATCH], withdrawn)
        carry_out_decisions(writer.journal, writer.store, derivation)
        withdrawn = {}
