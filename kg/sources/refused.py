"""A path that is no source of articles; it takes part in a run so that the report can name it."""

from collections.abc import Iterator
from dataclasses import dataclass

from kg.errors import ArticleError
from kg.records import Article


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing but the reason why; fulfils `kg.sources.ArticleSource`."""

    reason: str

    def articles(self) -> Iterator[Article | ArticleError]:
        """Yield the reason."""
        yield ArticleError(self.reason)
