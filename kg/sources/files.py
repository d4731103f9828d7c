"""Articles in plain-text files, with what is known of them in a side-car: `001.txt` and `001.meta.json`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.decoding import decode, read_bytes
from kg.sources.metadata import LARGEST_FILE, locate_file, make_article, read_side_car


@dataclass(frozen=True, slots=True)
class TextFile:
    """One plain-text file; fulfils `kg.sources.ArticleSource`.

    Offsets are into the file itself, line ends as they stand; only a leading byte order mark does not count.
    """

    path: Path

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article, or the error that says why it cannot be read."""
        source = self.path.as_posix()
        try:
            text, notes = decode(read_bytes(self.path, LARGEST_FILE), source)
            yield make_article(text, read_side_car(self.path), source, locate_file(self.path), notes)
        except ArticleError as error:
            yield error
