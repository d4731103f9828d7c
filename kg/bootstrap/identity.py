"""What people and the machine decide about identity: one, not one, misread."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kg.bootstrap.reference import make_derivation
from kg.bootstrap.stores import Writer, open_writer, read_journal, reconcile
from kg.errors import StoreError
from kg.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.identity.curation import Change
    from kg.journal import Decision, Journal
    from kg.store import GraphStore

_BATCH = 100  # links, each of which may touch some articles


def curate(settings: Settings, say: Callable[[Journal, GraphStore], Change]) -> Change:
    """Note what somebody says, by a function of `kg.identity.curation`, and carry it out."""
    read_journal(settings).close()
    with open_writer(settings) as writer:
        _refuse_unknown_decisions(settings, writer)
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

    _refuse_unknown_decisions(settings, writer)
    derivation, withdrawn = make_derivation(settings), change.withdrawn
    for start in range(0, len(change.decisions) or bool(withdrawn), _BATCH):
        writer.journal.decide(change.decisions[start : start + _BATCH], withdrawn)
        carry_out_decisions(writer.journal, writer.store, derivation)
        withdrawn = {}


def _refuse_unknown_decisions(settings: Settings, writer: Writer) -> None:
    """Raise `StoreError` where what the store tells of identity would be lost, for the journal does not know it."""
    from kg.iris import Iris
    from kg.reconciliation import has_unknown_decisions

    if has_unknown_decisions(writer.journal, writer.store, Iris(settings.base_iri)):
        raise StoreError(
            f"the store has articles, and decisions about identity, that the journal in {settings.data_dir} does not "
            "know: set KG_DATA_DIR to where theirs is, restore a backup of it, or ingest the articles again first"
        )
