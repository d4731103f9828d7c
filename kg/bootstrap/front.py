"""The web front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.bootstrap.reference import load_shipped_ontology
from kg.bootstrap.searching import open_search
from kg.bootstrap.stores import open_published
from kg.resources import resource
from kg.settings import Settings

if TYPE_CHECKING:
    from flask import Flask


def make_app(settings: Settings) -> Flask:
    """The web front on what the installation has published."""
    from kg.iris import Iris
    from kg.web import create_app

    ontology = load_shipped_ontology()
    iris, queries = Iris(settings.base_iri), resource("queries")
    current, search = open_published(settings), open_search(settings)
    return create_app(current, ontology, iris, queries, settings.query_timeout, search)
