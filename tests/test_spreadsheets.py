"""CSV for spreadsheets: rows that come in pieces, and cells that are long."""

import csv
import io

import pytest

from kg.querying.spreadsheets import ForSpreadsheets
from kg.store import Query
from kg.store.embedded import EmbeddedStore


def cells_of(text):
    written = io.BytesIO()
    ForSpreadsheets(Query(text))(EmbeddedStore(), written)
    return list(csv.reader(io.StringIO(written.getvalue().decode(), newline="")))[1:]


@pytest.mark.parametrize("size", [10, 200_000])
def test_a_formula_gets_an_apostrophe_however_long_it_or_its_row_is(size):
    csv.field_size_limit(10**7)
    long = "x" * size
    text = f"SELECT ?a ?b ?c {{ BIND('={long}' AS ?a) BIND('y\\r\\n=z\\r\\n\"{long}' AS ?b) BIND(-1 AS ?c) }}"
    assert cells_of(text) == [[f"'={long}", f'y\r\n=z\r\n"{long}', "-1"]]
