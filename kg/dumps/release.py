"""What a release is: the dumps of one published version in a folder, and what its manifest tells of them."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from kg import __version__
from kg.formats import DUMPS, MERGE

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

RIGHTS = "The licence is of the facts. Quotations remain their authors' and their publishers'."
CHECKSUMS, MANIFEST, STATISTICS = "SHA256SUMS", "manifest.json", "statistics.json"
FILES = {f"communique{form.suffix}": form for form in (*DUMPS.values(), MERGE)}
NQUADS, ZSTD, *OTHERS, MERGED = FILES


@dataclass(frozen=True, slots=True)
class ReleasedFile:
    """A file of a release: `media_type` is of what is packed in it, `compression` its own."""

    name: str
    label: str
    holds: str
    media_type: str
    compression: str
    size: int
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class Release:
    """The dumps of a published version; `triples` counts the merge, `quads` and `graphs` what the named graphs hold.

    `nquads_sha256` is of the N-Quads as they are unpacked, by graph and triple: who mirrors the graph can compare it.
    """

    version: int
    published: str
    made: str
    articles: int
    triples: int
    quads: int
    graphs: int
    nquads_sha256: str
    licence: str
    rights: str
    files: tuple[ReleasedFile, ...]
    communique: str = __version__


def read_release(folder: Path) -> Release | None:
    """What the manifest in a folder tells; nothing where there is none, or it is damaged."""
    told = read_told(folder / MANIFEST)
    return Release(**told | {"files": tuple(ReleasedFile(**file) for file in told["files"])}) if told else None


def read_told(path: Path) -> dict[str, Any] | None:
    """What a file of JSON tells; nothing where there is none, or it is damaged."""
    with suppress(OSError, ValueError):
        return cast(dict[str, Any], json.loads(path.read_text(encoding="utf-8")))
    return None


def write_told(path: Path, told: DataclassInstance) -> None:
    """Write it so that `read_told` finds it again."""
    path.write_text(json.dumps(asdict(told), indent=1, ensure_ascii=False, default=str), encoding="utf-8")
