"""Steps from release to release: which articles came, changed and went, and the patch from the one to the other.

They are found by comparing the dumps of both: so it costs who writes nothing, and is right after whatever happened to
the store in between.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.dumps import describe_dump
from kg.dumps.differences import differences, digests, write_patch
from kg.dumps.release import ZSTD, Release, read_told, write_told
from kg.store import Version
from kg.whole_file import packed, unpacked

CHANGES, PATCH, ARTICLES = "changes.json", "changes.rdfp.gz", "articles.tsv"


@dataclass(frozen=True, slots=True)
class Step:
    """How a release differs from the one before it: articles by their IRIs, and how many quads.

    Without `patch` the quads are not told: the release before it is forgotten.
    """

    version: int
    previous: int
    published: str
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    quads_added: int = 0
    quads_removed: int = 0
    patch: Path | None = None


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is compared with: the folder of a version that has a digest of each article.

    Without `release` its dumps are forgotten, or let go.
    """

    version: int
    folder: Path
    release: Release | None

    def is_whole(self) -> bool:
        """Whether its dump is there as it was written."""
        wanted = {file.name: file.sha256 for file in self.release.files}[ZSTD] if self.release else None
        return wanted is not None and describe_dump(self.folder / ZSTD).sha256 == wanted


def read_step(folder: Path) -> Step | None:
    """What led to the version of a folder, with its patch where that lies there."""
    told = read_told(folder / CHANGES)
    if told is None:
        return None
    given: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in told.items()}
    patch = folder / PATCH
    return replace(Step(**given), patch=patch if patch.exists() else None)


def write_digests(folder: Path, articles: str) -> dict[str, str]:
    """Write down the digest of each graph whose name begins as those of articles do, for the next step."""
    with unpacked(folder / ZSTD) as lines:
        found = digests(lines, articles)
    (folder / ARTICLES).write_text("".join(f"{name}\t{digest}\n" for name, digest in found.items()), "utf-8")
    return found


def write_step(folder: Path, version: Version, now: dict[str, str], earlier: Earlier) -> None:
    """Write how the dump in a folder, the digests of whose articles are `now`, differs from an earlier one."""
    told = (earlier.folder / ARTICLES).read_text(encoding="utf-8")
    before = dict(line.split("\t") for line in told.splitlines())
    step = Step(
        version=version.number,
        previous=earlier.version,
        published=version.published,
        added=tuple(sorted(now.keys() - before.keys())),
        changed=tuple(sorted(name for name in now.keys() & before.keys() if now[name] != before[name])),
        removed=tuple(sorted(before.keys() - now.keys())),
    )
    if earlier.is_whole():
        with (
            unpacked(earlier.folder / ZSTD) as olds,
            unpacked(folder / ZSTD) as news,
            (folder / PATCH).open("wb") as target,
            packed(target) as patch,
        ):
            counts = write_patch(differences(olds, news), patch, step.previous, step.version)
        step = replace(step, quads_added=counts[0], quads_removed=counts[1])
    write_told(folder / CHANGES, step)
