"""The running text of a PDF document, as far as its pages hold text: of scans nothing is read."""

from __future__ import annotations

import io
import logging
import re

from pypdf import PdfReader

from kg.budget import guarded
from kg.errors import ArticleError
from kg.sources.page import Page

# What the library says of a broken document names none; the refusal does.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

LARGEST_DOCUMENT = 20 * 1024 * 1024
"""Bytes."""

MOST_PAGES = 100
SECONDS = 30
_FEWEST_WORDS = 10
_HYPHEN = re.compile(r"(?<=[a-z])-\n(?=[a-z])")


def read_pdf(content: bytes, source: str) -> Page:
    """The text of a document with what it tells of itself; raises `ArticleError` with the reason there is none.

    Lines as they are set; a word that is parted at the end of a line is whole.
    """
    if not content.strip():
        raise ArticleError(f"{source}: the file is empty")
    with guarded(SECONDS, f"{source}: reading the PDF document"):
        document = PdfReader(io.BytesIO(content))
        if document.is_encrypted and not document.decrypt(""):
            raise ArticleError(f"{source}: the PDF document is locked with a password")
        if len(document.pages) > MOST_PAGES:
            raise ArticleError(
                f"{source}: the document has {len(document.pages):,} pages; at most {MOST_PAGES} are read"
            )
        text = "\n\n".join(page.extract_text().strip() for page in document.pages)
        fields = _fields(document)
    if len(text.split()) < _FEWEST_WORDS:
        raise ArticleError(f"{source}: the PDF document holds no running text; it may be a scan")
    return Page(_HYPHEN.sub("", text).replace("\0", ""), fields, ())


def _fields(document: PdfReader) -> dict[str, object]:
    told = document.metadata
    if told is None:
        return {}
    # The day on which the file was made is often that of a print or a scan: no day of publication.
    return {"title": told.title, "authors": [told.author] if told.author else []}
