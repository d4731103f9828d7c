"""From settings to the concrete parts: the one room that names adapters.

The imports of its modules stand inside the functions, so that a command loads only what it needs: a query no language
model, a call for help nothing at all.
"""

from kg.bootstrap.access import open_tokens, refuse_unwritable
from kg.bootstrap.backups import back_up, check_backup, restore
from kg.bootstrap.decisions import publish, readmit, rebuild, roll_back, take_down
from kg.bootstrap.dumping import keep_releasing, release, start_maker
from kg.bootstrap.engines import scratch_store
from kg.bootstrap.front import make_app, make_app_and_dumps
from kg.bootstrap.identity import curate, link, read_decisions
from kg.bootstrap.plain import make_plain_app
from kg.bootstrap.reading import (
    LLM,
    RULES,
    evaluate,
    evaluate_identity,
    explain,
    invent,
    make_extractor,
    make_reading,
    make_workers,
    open_gold,
    read_article,
)
from kg.bootstrap.reference import (
    edition,
    holders_in_use,
    load_shipped_ontology,
    make_derivation,
    read_reference,
    renew_holders,
)
from kg.bootstrap.searching import open_search
from kg.bootstrap.sources import feed_sources, make_fetcher, open_feeds, open_sources
from kg.bootstrap.stores import (
    Writer,
    journal_path,
    open_reader,
    open_releases,
    open_snapshots,
    open_writer,
    read_journal,
)

__all__ = [
    "LLM",
    "RULES",
    "Writer",
    "back_up",
    "check_backup",
    "curate",
    "edition",
    "evaluate",
    "evaluate_identity",
    "explain",
    "feed_sources",
    "holders_in_use",
    "invent",
    "journal_path",
    "keep_releasing",
    "link",
    "load_shipped_ontology",
    "make_app",
    "make_app_and_dumps",
    "make_derivation",
    "make_extractor",
    "make_fetcher",
    "make_plain_app",
    "make_reading",
    "make_workers",
    "open_feeds",
    "open_gold",
    "open_reader",
    "open_releases",
    "open_search",
    "open_snapshots",
    "open_sources",
    "open_tokens",
    "open_writer",
    "publish",
    "read_article",
    "read_decisions",
    "read_journal",
    "read_reference",
    "readmit",
    "rebuild",
    "refuse_unwritable",
    "release",
    "renew_holders",
    "restore",
    "roll_back",
    "scratch_store",
    "start_maker",
    "take_down",
]
