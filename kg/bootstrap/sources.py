"""Where articles come from: files, folders, addresses, feeds."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import (
    FeedError,
)
from kg.settings import Settings
from kg.sources import ArticleSource

if TYPE_CHECKING:
    from kg.sources.feed import FeedSource
    from kg.sources.feed_register import FeedRegister
    from kg.sources.fetching import Fetcher


def open_sources(
    places: Iterable[str | Path], settings: Settings, keys: Mapping[str, str] | None = None
) -> list[ArticleSource]:
    """A source for each file, web address, and file of a known kind in a folder and the folders in it.

    The ending of its name tells the kind of a file. One that is named itself may have any other ending: it is read as
    text. What cannot be a source gives one that says so. `keys` are for JSON Lines, as `kg.sources.jsonl` tells.
    """
    opening = _Opening(settings, dict(keys or {}))
    return [source for place in places for source in opening.sources_at(place)]


def open_feeds(settings: Settings) -> FeedRegister:
    """The installation's feeds."""
    from kg.sources.feed_register import FeedRegister

    return FeedRegister(settings.data_dir / "feeds.sqlite")


def feed_sources(settings: Settings, addresses: Collection[str] = (), now: float | None = None) -> list[FeedSource]:
    """The feeds that are due by the time `now`, or all where it is `None`; only these, where addresses are given."""
    from kg.sources.feed import FeedSource

    register, fetcher = open_feeds(settings), make_fetcher(settings)
    feeds = register.feeds()
    if unknown := set(addresses) - {feed.address for feed in feeds}:
        raise FeedError(f"{', '.join(sorted(unknown))}: no feed of this installation; kg feed add takes it up")
    chosen = [feed for feed in feeds if feed.address in addresses] if addresses else feeds
    return [FeedSource(feed, register, fetcher) for feed in chosen if now is None or feed.due <= now]


def make_fetcher(settings: Settings) -> Fetcher:
    """What fetches pages and feeds for this installation."""
    from kg import __version__
    from kg.sources.fetching import Fetcher

    contact = f" (+{settings.contact})" if settings.contact else ""
    return Fetcher(f"communique/{__version__}{contact}", settings.allow_private_addresses)


ENDINGS = (".txt", ".md", ".markdown", ".jsonl", ".jsonl.gz", ".html", ".htm", ".pdf", ".warc", ".warc.gz")
"""Of the files that are read in folders."""

_BESIDE_ARTICLES = (".meta.json", ".gold.json")
_ABOUT_FOLDERS = ("readme.md", "readme.txt", "license.md", "license.txt", "changelog.md", "contributing.md")
"""Files that tell of a folder, not of the world; they are read only when they are named themselves."""


@dataclass(frozen=True)
class _Opening:
    """Finds what can be read at a place."""

    settings: Settings
    keys: Mapping[str, str]

    @cached_property
    def fetcher(self) -> Fetcher:
        return make_fetcher(self.settings)

    def sources_at(self, place: str | Path) -> Iterator[ArticleSource]:
        if isinstance(place, str) and place.lower().startswith(("http://", "https://")):
            from kg.sources.web import WebAddress

            yield WebAddress(place, self.fetcher)
        else:
            yield from self._sources_at(Path(place))

    def _sources_at(self, path: Path) -> Iterator[ArticleSource]:
        from kg.sources.refused import Refused

        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            yield Refused(f"{path}: {getattr(error, 'strerror', None) or error}")
            return
        if stat.S_ISDIR(mode):
            yield from self._sources_in(path)
        elif stat.S_ISREG(mode):
            yield self._source_of(path)
        else:  # it can be read only once, or without end, and has no address by which its article is found again
            yield Refused(f"{path}: a pipe, socket or device is not read; write what comes out of it into a file")

    def _sources_in(self, folder: Path) -> Iterator[ArticleSource]:
        from kg.sources.refused import Refused

        closed: list[OSError] = []
        files: list[Path] = []
        others: list[Path] = []
        for parent, folders, names in os.walk(folder, onerror=closed.append):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in filter(_is_no_side_matter, names):
                (files if name.lower().endswith(ENDINGS) else others).append(Path(parent, name))
        for path in sorted(files):
            yield from self._sources_at(path)
        for error in closed:
            yield Refused(f"{error.filename}: {error.strerror or error}")
        if others:
            yield Refused(f"{folder}: {_left_alone(others)}")
        elif not files and not closed:
            yield Refused(f"{folder}: no {', '.join(ENDINGS)} file in this folder")

    def _source_of(self, path: Path) -> ArticleSource:
        name = path.name.lower()
        if name.endswith((".jsonl", ".jsonl.gz")):
            from kg.sources.jsonl import JsonLines

            return JsonLines(path, self.keys)
        if name.endswith((".warc", ".warc.gz")):
            from kg.sources.warc import WarcFile

            return WarcFile(path)
        if name.endswith(".json"):
            from kg.sources.refused import Refused

            return Refused(f"{path}: a .json file is not read; write one object a line into a .jsonl file")
        return _file_of_one_article(path)


def _file_of_one_article(path: Path) -> ArticleSource:
    from kg.sources.files import TextFile
    from kg.sources.html import HtmlFile
    from kg.sources.markdown import MarkdownFile
    from kg.sources.pdf import PdfFile

    kinds: dict[str, Callable[[Path], ArticleSource]] = {
        ".html": HtmlFile,
        ".htm": HtmlFile,
        ".md": MarkdownFile,
        ".markdown": MarkdownFile,
        ".pdf": PdfFile,
    }
    return kinds.get(path.suffix.lower(), TextFile)(path)


def _is_no_side_matter(name: str) -> bool:
    lowered = name.lower()
    return not (name.startswith(".") or lowered.endswith(_BESIDE_ARTICLES) or lowered in _ABOUT_FOLDERS)


def _left_alone(files: list[Path]) -> str:
    """A line that names files of other kinds, the first three and how many more."""
    names = sorted(path.name for path in files)
    more = f" and {len(names) - 3:,} more" if len(names) > 3 else ""
    return f"{len(names):,} of its files are of no kind that is read in folders: {', '.join(names[:3])}{more}"
