"""CSV for spreadsheets, which take a cell that begins as a formula for one, whoever wrote it.

The CSV of the protocol says just what the graph has; what a page offers to people is opened by a double click.
"""

from __future__ import annotations

import csv
import io
import re
import sys
from dataclasses import dataclass
from typing import IO, cast

from kg.store import GraphStore, Query

_MAY_BE_FORMULA = re.compile(r'(?:^|[,;"])[=+\-@\t\r\n]')
_FORMULA = re.compile(r"[=@\t\r\n]|[+-](?!\d*\.?\d+(?:[eE][+-]?\d+)?\Z)")
"""How a cell begins that spreadsheets evaluate; a number with a sign is none."""


@dataclass(frozen=True, slots=True)
class ForSpreadsheets:
    """A job that evaluates somebody's query and writes its rows as CSV in which no cell is a formula."""

    query: Query

    def __call__(self, store: GraphStore, target: IO[bytes]) -> None:
        """Do it."""
        csv.field_size_limit(sys.maxsize)  # a cell may hold whatever a literal may
        store.answer(self.query).write(cast(IO[bytes], TextTarget(target)), "text/csv")


class TextTarget:
    """Passes CSV on, row by row; before a cell that a spreadsheet would evaluate it puts an apostrophe."""

    def __init__(self, target: IO[bytes]) -> None:
        self._target = target
        self._line, self._is_in_cell = b"", False
        self._row: list[bytes] = []
        """What has come of a line and of a row, and whether a cell of it goes on."""

    def write(self, data: bytes) -> int:
        """Write the rows that are whole."""
        *lines, self._line = (self._line + data).split(b"\r\n")
        for line in lines:
            self._row.append(line + b"\r\n")
            self._is_in_cell ^= line.count(b'"') % 2 == 1
            if not self._is_in_cell:
                self._target.write(_harmless(b"".join(self._row)))
                self._row.clear()
        return len(data)

    def flush(self) -> None:
        """Nothing: a row that has begun is not to be sent."""


def _harmless(row: bytes) -> bytes:
    text = row.decode()
    if not _MAY_BE_FORMULA.search(text.removesuffix("\r\n")):
        return row
    (cells,) = csv.reader([text])
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\r\n").writerow(map(_text, cells))
    return written.getvalue().encode()


def _text(cell: str) -> str:
    """A cell with an apostrophe before what may be evaluated; in some countries a semicolon parts cells."""
    parts = cell.split(";")
    return ";".join(f"'{part}" if _FORMULA.match(part.lstrip('"')) else part for part in parts)
