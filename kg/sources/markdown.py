"""Articles in Markdown files: paragraphs, headings and lists without their marks; what is known of them on top.

Code, tables, pictures and HTML are no running text and are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from kg.budget import guarded
from kg.errors import ArticleError
from kg.records import Article
from kg.sources.decoding import decode, read_bytes
from kg.sources.metadata import LARGEST_FILE, locate_file, make_article, with_side_car

SECONDS = 20
"""That taking a file apart may take."""

_FRONT = re.compile(r"\s*---[ \t]*\r?\n(.*?)(?:^|\n)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_NAMES = {"author": "authors", "lang": "language", "source": "outlet", "link": "url", "canonical_url": "url"}
"""Names that front matter gives to the fields of a side-car."""

_FIELDS = ("url", "id", "title", "outlet", "date", "published", "authors", "language")


@dataclass(frozen=True, slots=True)
class MarkdownFile:
    """One Markdown file; fulfils `kg.sources.ArticleSource`.

    Front matter in YAML may tell the fields that a side-car has; a side-car wins over it. The first heading is the
    title where none is told. Offsets are into the text without marks.
    """

    path: Path

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article, or the error that says why it cannot be read."""
        source = self.path.as_posix()
        try:
            content, notes = decode(read_bytes(self.path, LARGEST_FILE), source)
            with guarded(SECONDS, f"{source}: reading the Markdown"):
                fields, body = _front_matter(content, source)
                tokens = MarkdownIt("commonmark").enable("table").parse(body)
                text, title = "\n\n".join(_paragraphs(tokens)), _title(tokens)
            known = with_side_car({"title": title} | fields, self.path)
            yield make_article(text, known, source, locate_file(self.path), notes)
        except ArticleError as error:
            yield error


def _front_matter(content: str, source: str) -> tuple[dict[str, object], str]:
    """The fields in the block between `---` lines on top, and what comes after it."""
    front = _FRONT.match(content)
    if not front:
        return {}, content
    try:
        read = yaml.safe_load(front[1])
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ArticleError(f"{source}: the front matter is no YAML: {reason:.200}") from error
    if not isinstance(read, dict):  # two rules, with text between them
        return {}, content
    named = {_NAMES.get(str(name).lower(), str(name).lower()): value for name, value in read.items()}
    return {name: _plain(named[name]) for name in _FIELDS if name in named}, content[front.end() :]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _paragraphs(tokens: Iterable[Token]) -> Iterator[str]:
    in_table = False
    for token in tokens:
        in_table = (in_table or token.type == "table_open") and token.type != "table_close"
        if token.type == "inline" and not in_table and (words := _words(token).strip()):
            yield words


def _words(token: Token) -> str:
    parts = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _title(tokens: list[Token]) -> str | None:
    for before, token in pairwise(tokens):
        if before.type == "heading_open":
            return " ".join(_words(token).split())
    return None
