"""What people and the machine decide about identity: one, not one, misread."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from kg.bootstrap.stores import open_writer, read_journal, reconcile
from kg.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.identity.curation import Change
    from kg.journal import Decision, Journal
    from kg.store import GraphStore


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

    with open_writer(settings) as writer:
        change = relink(writer.journal)
        if not is_trial and (change.decisions or change.withdrawn):
            writer.journal.decide(change.decisions, change.withdrawn)
            reconcile(settings, writer.journal, writer.store)
        return change
