"""Articles in HTML files: the running text of a page, without its menus, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from trafilatura import bare_extraction
from trafilatura.settings import Document

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.decoding import read_bytes
from kg.sources.metadata import locate_file, make_article, read_side_car

LARGEST_PAGE = 20 * 1024 * 1024
"""Bytes."""


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
            text, fields = _read_page(read_bytes(self.path), source)
            yield make_article(text, fields | read_side_car(self.path), source, locate_file(self.path))
        except ArticleError as error:
            yield error


def _read_page(content: bytes, source: str) -> tuple[str, dict[str, object]]:
    if not content.strip():
        raise ArticleError(f"{source}: the file is empty")
    if len(content) > LARGEST_PAGE:
        raise ArticleError(f"{source}: the page has {len(content):,} bytes; at most {LARGEST_PAGE:,} are read")
    page = bare_extraction(
        content,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        # A date guessed from any number on the page would be worse than none.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if not isinstance(page, Document) or not page.text:
        raise ArticleError(f"{source}: no article found in this page")
    return page.text, {
        "url": page.url,
        "title": page.title,
        "outlet": page.sitename,
        "date": page.date,
        "authors": page.author.split("; ") if page.author else [],
        "language": page.language,
    }
