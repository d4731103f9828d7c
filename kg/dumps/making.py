"""The making of a release: its dumps in each format, what is counted in it, their digests and the manifest."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Protocol, cast

from kg.dumps import describe_dump
from kg.dumps.release import (
    CHECKSUMS,
    FILES,
    MANIFEST,
    MERGED,
    NQUADS,
    OTHERS,
    RIGHTS,
    STATISTICS,
    ZSTD,
    Release,
    ReleasedFile,
    write_told,
)
from kg.dumps.statistics import count
from kg.formats import DumpFormat
from kg.store import GraphStore, Version
from kg.whole_file import packed


class Snapshot(GraphStore, Protocol):
    """A store that nobody writes to, and that gives its merge too."""

    def dump_merge(self, target: IO[bytes]) -> None:
        """Write the merge as Turtle, piece by piece."""
        ...


def write_release(folder: Path, store: Snapshot, version: Version, licence: str) -> Release:
    """Write all files of a release into a folder, the manifest last."""
    quads, digest = _write_nquads(folder, store)
    for name in (*OTHERS, MERGED):
        with (folder / name).open("wb") as target, packed(target, name) as stream:
            store.dump_merge(stream) if name == MERGED else store.dump(stream, FILES[name].media_type)
    statistics = count(store)
    write_told(folder / STATISTICS, statistics)
    files = tuple(_describe(folder / name, form, licence) for name, form in FILES.items())
    (folder / CHECKSUMS).write_text("".join(f"{file.sha256}  {file.name}\n" for file in files), encoding="ascii")
    release = Release(
        version=version.number,
        published=version.published,
        made=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        articles=version.articles,
        triples=statistics.triples,
        quads=quads,
        graphs=sum(1 for _ in store.graphs()),
        nquads_sha256=digest,
        licence=licence,
        rights=RIGHTS,
        files=files,
    )
    write_told(folder / MANIFEST, release)
    return release


def _describe(path: Path, form: DumpFormat, licence: str) -> ReleasedFile:
    dump = describe_dump(path)
    told = form.label, form.holds, form.media_type, form.packed_as
    return ReleasedFile(path.name, *told, dump.size, dump.sha256, licence)


class _Copies:
    """Hands on to several streams what is written, and keeps its digest and the number of its lines."""

    def __init__(self, *targets: IO[bytes]) -> None:
        self._targets = targets
        self.digest = hashlib.sha256()
        self.lines = 0

    def write(self, data: bytes) -> int:
        for target in self._targets:
            target.write(data)
        self.digest.update(data)
        self.lines += data.count(b"\n")
        return len(data)

    def flush(self) -> None:
        for target in self._targets:
            target.flush()


def _write_nquads(folder: Path, store: Snapshot) -> tuple[int, str]:
    """Both files of N-Quads, for which the store is read once; how many quads they have, and the digest of these."""
    with ExitStack() as opened:
        targets = [(name, opened.enter_context((folder / name).open("wb"))) for name in (NQUADS, ZSTD)]
        copies = _Copies(*(opened.enter_context(packed(target, name)) for name, target in targets))
        store.dump(cast(IO[bytes], copies), FILES[NQUADS].media_type)
    return copies.lines, copies.digest.hexdigest()
