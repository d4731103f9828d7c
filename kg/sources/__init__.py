"""Where articles come from: the port that every source of articles fulfils.

Adapters lie beside this file, one a module; only `kg.bootstrap` names them.
"""

from collections.abc import Iterator
from typing import Protocol

from kg.errors import ArticleError
from kg.records import Article


class ArticleSource(Protocol):
    """A place that holds articles."""

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield each article, or the error that says why one of them cannot be read; one bad text ends nothing.

        May be called again and then yields the same.
        """
        ...
