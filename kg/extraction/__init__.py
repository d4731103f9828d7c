"""How records are found in an article: the port that every extractor fulfils.

The rule-based extractor is put together in `kg.extraction.rules`, one room for each kind of record beside it; the one
that asks a language model lies in `kg.extraction.llm`.
"""

from collections.abc import Mapping
from typing import Protocol

from kg.extraction.expenses import Expenses
from kg.extraction.rulebook import Rule
from kg.records import Article, Extraction


class Extractor(Protocol):
    """Something that reads an article and returns what it says, with the words behind each record."""

    version: str
    """Changes whenever the same text may give other records; part of the decision to read an article again."""

    rules: Mapping[str, Rule]
    """By the name that a record carries in `rule`, what reads it."""

    expenses: Expenses | None
    """What reading has cost so far; `None` where it costs nothing."""

    def extract(self, article: Article) -> Extraction:
        """All records of the article.

        `ArticleError` where this article cannot be read, `EndpointError` where the service fails that reads it.
        """
        ...
