"""Articles behind the entries of an RSS or Atom feed."""

from __future__ import annotations

import io
import random
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple
from urllib.parse import urljoin
from xml.sax import SAXException

import feedparser

from kg.budget import guarded
from kg.errors import ArticleError, FetchError
from kg.records import Article
from kg.sources.answers import fetch_article
from kg.sources.feed_register import Entry, Feed, FeedRegister
from kg.sources.fetching import Answer, Fetcher, check_address

INTERVAL = 600
"""Seconds after which a feed is due again."""

FIRST_WAIT = 2 * INTERVAL
LONGEST_WAIT = 3600
"""Seconds between tries of what fails: twice as many each time, with chance in it so that many do not come at once.

Half of them are waited at least, so that what fails is asked no sooner than what answers.
"""

LONGEST_ASKED_WAIT = 24 * 3600
"""Seconds for which a server may ask with `Retry-After`."""

MOST_TRIES = 5
MOST_ENTRIES = 500
_SECONDS = 20
_MOST_FAILURES = 3
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)
_EDGE_OF_ENTRY = re.compile(rb"<(/?)(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)


class Listing(NamedTuple):
    """What a feed tells: its title, its entries, and what of it cannot be used; `is_whole` unless there may be more."""

    title: str | None
    entries: list[Entry]
    problems: list[str]
    is_whole: bool


@dataclass(slots=True)
class FeedSource:
    """A feed of the register; fulfils `kg.sources.ArticleSource`.

    What it lists, and the articles, are fetched once. When the articles are stored, `settle` writes that down; what is
    not settled is fetched again by the next poll.
    """

    feed: Feed
    register: FeedRegister
    fetcher: Fetcher
    clock: Callable[[], float] = time.time
    _items: list[Article | ArticleError] | None = None
    _failed: dict[str, FetchError] = field(default_factory=dict)
    _tries: dict[str, int] = field(default_factory=dict)

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article of each entry that waits, or the error that says why it cannot be read."""
        if self._items is None:
            self._items = [*self._poll(), *self._read_entries()]
        yield from self._items

    def settle(self, refused: Iterable[str]) -> None:
        """Write down what became of each entry; `refused` are the lines of a report, which begin with an address."""
        reasons = {line.partition(": ")[0]: line.partition(": ")[2] for line in refused}
        for address, error in self._failed.items():
            if self._tries[address] + 1 < MOST_TRIES:
                due = round(self.clock()) + wait_after(self._tries[address], error.retry_after)
                self.register.postpone(address, reasons.get(address, ""), due)
        final = [a for a, tries in self._tries.items() if a not in self._failed or tries + 1 >= MOST_TRIES]
        self.register.settle(
            [address for address in final if address not in reasons],
            [(address, reasons[address]) for address in final if address in reasons],
        )

    def _poll(self) -> Iterator[ArticleError]:
        """Ask for the feed and write down what it lists; yields the errors that are to be reported."""
        feed, now = self.feed, round(self.clock())
        marks = {"If-None-Match": feed.etag, "If-Modified-Since": feed.modified}
        try:
            answer = self.fetcher.fetch(feed.address, {name: mark for name, mark in marks.items() if mark})
            if answer.status == 304:
                problem = None if feed.failures else feed.problem  # that of the answer which still holds
                self.register.note_answer(replace(feed, due=now + INTERVAL, problem=problem), [], now)
                return
            listing = read_feed(answer)
        except ArticleError as error:
            asked = error.retry_after if isinstance(error, FetchError) else None
            self.register.note_failure(feed.address, str(error), now, now + wait_after(feed.failures, asked))
            yield ArticleError(f"{feed.address}: {error}")
            return
        # By the marks of a broken answer the server would say that there is nothing new.
        etag, modified = (answer.headers.get(name) if listing.is_whole else None for name in ("etag", "last-modified"))
        problem = _shortened(listing.problems)
        told = replace(feed, title=listing.title, etag=etag, modified=modified, due=now + INTERVAL, problem=problem)
        self.register.note_answer(told, listing.entries, now)
        for problem in listing.problems:
            yield ArticleError(f"{feed.address}: {problem}")

    def _read_entries(self) -> Iterator[Article | ArticleError]:
        waiting = self.register.waiting(self.feed.address, round(self.clock()))
        for number, entry in enumerate(waiting, 1):
            known = {"title": entry.title, "date": entry.published}
            item = fetch_article(self.fetcher, entry.address, {k: v for k, v in known.items() if v})
            self._tries[entry.address] = entry.tries
            if isinstance(item, FetchError) and item.is_passing:
                self._failed[entry.address] = item
            yield item
            if self._must_pause() and number < len(waiting):
                left = len(waiting) - number
                yield ArticleError(f"{self.feed.address}: the server fails, so {left:,} entries wait for the next poll")
                return

    def _must_pause(self) -> bool:
        last = list(self._tries)[-_MOST_FAILURES:]
        has_failed = len(last) == _MOST_FAILURES and all(address in self._failed for address in last)
        return has_failed or any(error.retry_after for error in self._failed.values())


def wait_after(failures: int, asked: int | None) -> int:
    """Seconds until the next try after so many failures before; never fewer than the server asks for, within reason."""
    longest = min(LONGEST_WAIT, FIRST_WAIT << min(failures, 10))
    chosen = round(longest * random.uniform(0.5, 1.0))
    return max(chosen, min(asked or 0, LONGEST_ASKED_WAIT))


def read_feed(answer: Answer) -> Listing:
    """What a feed lists, an entry in whose midst it is cut off left out; `ArticleError` if it is no feed."""
    with guarded(_SECONDS, "reading the feed"):
        # A stream, since of a text the library may think that it is an address.
        parsed = feedparser.parse(io.BytesIO(answer.content), response_headers=dict(answer.headers))
    if not parsed.get("version"):
        raise ArticleError(
            "it is no RSS or Atom feed" + f" ({parsed.get('bozo_exception')})" * bool(parsed.get("bozo"))
        )
    is_broken = isinstance(parsed.get("bozo_exception"), SAXException)
    is_cut_off = is_broken and not _END.search(answer.content)
    listed = parsed.entries[: -1 if is_cut_off and _ends_within_entry(answer.content) else None]
    entries: dict[str, Entry] = {}
    problems = []
    for told in map(dict, listed[:MOST_ENTRIES]):  # plain, without the library's stand-ins for old names
        try:
            entry = _entry(told, answer.address)
            entries.setdefault(entry.address, entry)
        except ArticleError as error:
            problems.append(f"an entry ({_plain(told.get('title')) or 'without title'}): {error}")
    if len(listed) > MOST_ENTRIES:
        problems.append(f"it lists {len(listed):,} entries; only the first {MOST_ENTRIES:,} are read")
    if is_cut_off:
        problems.insert(0, f"it is cut off; {len(listed):,} of its entries are whole")
    elif is_broken and not listed:
        problems.insert(0, f"it is broken ({parsed.get('bozo_exception')})")
    is_whole = not is_cut_off and (bool(listed) or not is_broken)
    return Listing(_plain(parsed.feed.get("title")), list(entries.values()), problems, is_whole)


def _ends_within_entry(content: bytes) -> bool:
    edges = _EDGE_OF_ENTRY.findall(content)
    return bool(edges) and not edges[-1]


def _shortened(problems: list[str]) -> str | None:
    """The first of them, and how many more."""
    more = f" (and {len(problems) - 1:,} more)" if len(problems) > 1 else ""
    return problems[0] + more if problems else None


def _entry(told: Mapping[str, Any], base: str) -> Entry:
    link = told.get("link")
    if not isinstance(link, str) or not link.strip():
        raise ArticleError("it tells no address")
    return Entry(
        check_address(urljoin(base, link.strip())),
        _plain(told.get("title")),
        _day(told.get("published_parsed") or told.get("updated_parsed")),
        _plain(told.get("updated") or told.get("published")),
    )


def _plain(value: object) -> str | None:
    return " ".join(value.split())[:500] or None if isinstance(value, str) else None


def _day(moment: time.struct_time | None) -> str | None:
    return f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}" if moment else None
