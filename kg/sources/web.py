"""The article behind a web address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import ArticleError
from kg.records import Article
from kg.sources.answers import fetch_article
from kg.sources.fetching import Fetcher


@dataclass(slots=True)
class WebAddress:
    """One page of the web; fulfils `kg.sources.ArticleSource`. It is fetched once."""

    address: str
    fetcher: Fetcher
    _item: Article | ArticleError | None = None

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the article, or the error that says why there is none."""
        if self._item is None:
            self._item = fetch_article(self.fetcher, self.address, {})
        yield self._item
