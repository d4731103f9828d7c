"""What a web server answers as an article: a page, a plain text or a PDF document, each by its media type."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import ArticleError, FetchError
from kg.records import Article
from kg.sources.decoding import decode
from kg.sources.fetching import LARGEST_ANSWER, Answer, Fetcher
from kg.sources.metadata import make_article
from kg.sources.page import Page, read_page
from kg.sources.pdf_text import LARGEST_DOCUMENT, read_pdf

_PAGES = ("text/html", "application/xhtml+xml", "")
_TEXTS = ("text/plain", "text/markdown")
_DOCUMENTS = "application/pdf"


def fetch_article(fetcher: Fetcher, address: str, known: Mapping[str, object]) -> Article | ArticleError:
    """The article at an address, or the error that says why there is none; each names the address as it was given.

    `known` are fields of `kg.sources.metadata` that hold where the page tells nothing.
    """
    try:
        answer = fetcher.fetch(address, most=_largest)
    except FetchError as error:
        return FetchError(f"{address}: {error}", error.is_passing, error.retry_after)
    try:
        page = _read(answer, address)
        told = {name: value for name, value in page.fields.items() if value}
        return make_article(page.text, {**known, **told}, address, notes=page.notes)
    except ArticleError as error:
        return error


def _largest(media_type: str) -> int:
    return LARGEST_DOCUMENT if media_type == _DOCUMENTS else LARGEST_ANSWER


def _read(answer: Answer, address: str) -> Page:
    kind = answer.media_type
    if kind in _PAGES:
        return read_page(answer.content, address, answer.address, answer.charset)
    if kind in _TEXTS:
        text, notes = decode(answer.content, address, filter(None, [answer.charset]))
        return Page(text, {"url": answer.address}, notes)
    if kind == _DOCUMENTS:
        found = read_pdf(answer.content, address)
        return found._replace(fields=found.fields | {"url": answer.address})
    raise ArticleError(f"{address}: {kind} is not read")
