"""The language that is read."""

from __future__ import annotations

from kg.errors import ArticleError
from kg.records import Article


def refuse_other_languages(article: Article) -> None:
    """`ArticleError` where the article says that it is not in English."""
    if article.language.partition("-")[0].lower() != "en":
        raise ArticleError(f'the language is "{article.language}"; only English is read')
