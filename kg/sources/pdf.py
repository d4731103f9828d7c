"""Articles in PDF files, as ministries publish them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.decoding import read_bytes
from kg.sources.metadata import locate_file, make_article, with_side_car
from kg.sources.pdf_text import LARGEST_DOCUMENT, read_pdf


@dataclass(frozen=True, slots=True)
class PdfFile:
    """One PDF document; fulfils `kg.sources.ArticleSource`.

    A side-car `….meta.json` wins over the document's own words. Offsets are into the extracted text.
    """

    path: Path

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article, or the error that says why the document has none."""
        source = self.path.as_posix()
        try:
            found = read_pdf(read_bytes(self.path, LARGEST_DOCUMENT), source)
            fields = with_side_car(found.fields, self.path)
            yield make_article(found.text, fields, source, locate_file(self.path), found.notes)
        except ArticleError as error:
            yield error
