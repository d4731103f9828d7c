"""The bytes of a web page as the article in it: its running text without menus, and what it says of itself.

A page that holds something else, such as a list of headlines or a wall of consent, is refused: nothing of it is news.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from trafilatura import bare_extraction
from trafilatura.settings import Document

from kg.budget import guarded
from kg.errors import ArticleError
from kg.sources.decoding import decode
from kg.sources.language import find_language

LARGEST_PAGE = 5 * 1024 * 1024
"""Bytes."""

SECONDS = 20
"""That finding the article in a page may take; a page of news takes some hundredths of one."""

_FEWEST_WORDS = 25
_FEW_WORDS = 120
_MOST_ATTRIBUTES = 1000
_CHARSET = re.compile(rb"""<meta\s[^>]{0,200}?charset\s*=\s*["']?([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{10000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_WALL = re.compile(
    r"(?:enable|turn on|requires?) (?:java ?script|cookies)|access denied|just a moment|verify (?:that )?you are "
    r"(?:a )?human|checking your browser|page (?:you .{0,40})?(?:was |could )?not (?:be )?found|"
    r"subscribe to (?:continue|read)|(?:accept|use|uses) (?:all )?cookies|are you a robot|unusual traffic|"
    r"this content is (?:not |un)available",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*(?:\s|$)")


class Page(NamedTuple):
    """The text of the article in a page, the fields that `kg.sources.metadata` reads, and what is doubtful."""

    text: str
    fields: dict[str, object]
    notes: tuple[str, ...]


def read_page(content: bytes, source: str, address: str | None = None, charset: str | None = None) -> Page:
    """The article in a page; raises `ArticleError` with the reason there is none.

    `address` is where the page was fetched, `charset` the encoding that the server told.
    """
    if not content.strip():
        raise ArticleError(f"{source}: the file is empty")
    if len(content) > LARGEST_PAGE:
        raise ArticleError(f"{source}: the page has {len(content):,} bytes; at most {LARGEST_PAGE:,} are read")
    own = _CHARSET.search(content[:4096])
    decoded = decode(content, source, filter(None, (charset, own and own[1].decode("ascii"))))
    _refuse_bomb(decoded.text, source)
    with guarded(SECONDS, f"{source}: finding the article in the page"):
        page = bare_extraction(
            decoded.text,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            include_images=False,
            # A date guessed from any number on the page would be worse than none.
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    if not isinstance(page, Document) or not page.text:
        raise ArticleError(f"{source}: no article found in this page")
    if why := _no_news(page.text):
        raise ArticleError(f"{source}: no article found in this page: {why}")
    return Page(page.text, _fields(page, page.text, address), decoded.notes)


def _refuse_bomb(text: str, source: str) -> None:
    for tag in _TAG.finditer(text):
        if len(_QUOTED.sub("", tag[0]).split()) > _MOST_ATTRIBUTES:
            raise ArticleError(f"{source}: the page has an element of more than {_MOST_ATTRIBUTES:,} attributes")


def _no_news(text: str) -> str | None:
    """Why a text is no article, or `None`."""
    lines = [line for line in text.splitlines() if line.strip()]
    words = len(text.split())
    if words < _FEWEST_WORDS:
        return f"only {words} words of running text"
    if words < _FEW_WORDS and (wall := _WALL.search(text)):
        return f"a notice to the reader (“{wall[0]}”)"
    if sum(map(bool, map(_SENTENCE_END.search, lines))) * 4 < len(lines):
        return "a list of headlines or links, not running text"
    return None


def _fields(page: Document, text: str, address: str | None) -> dict[str, object]:
    return {
        "url": _address(page.url, address),
        "title": page.title,
        "outlet": page.sitename,
        "date": page.date,
        "authors": page.author.split("; ") if page.author else [],
        # Templates often declare the language of the house, not of the article.
        "language": find_language(text) or page.language,
    }


def _address(canonical: str | None, fetched: str | None) -> str | None:
    """The address a page calls its own, where it may: it cannot speak for another house, nor for the front page."""
    if fetched is None or canonical is None:
        return fetched or canonical
    own, given = urlsplit(canonical), urlsplit(fetched)
    is_same_house = _house(own.hostname) == _house(given.hostname)
    return canonical if is_same_house and (own.path.strip("/") or not given.path.strip("/")) else fetched


def _house(host: str | None) -> str:
    return (host or "").lower().removeprefix("www.").removeprefix("m.").removeprefix("amp.")
