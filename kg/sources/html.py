"""Articles in HTML files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.decoding import read_bytes
from kg.sources.metadata import locate_file, make_article, with_side_car
from kg.sources.page import LARGEST_PAGE, read_page


@dataclass(frozen=True, slots=True)
class HtmlFile:
    """One HTML page; fulfils `kg.sources.ArticleSource`.

    A side-car `….meta.json` wins over the page's own words. Offsets are into the extracted text.
    """

    path: Path

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article, or the error that says why the page has none."""
        source = self.path.as_posix()
        try:
            page = read_page(read_bytes(self.path, LARGEST_PAGE), source)
            fields = with_side_car(page.fields, self.path)
            yield make_article(page.text, fields, source, locate_file(self.path), page.notes)
        except ArticleError as error:
            yield error
