"""Texts annotated by hand that are not ours to ship: `benchmarks/annotated/*.jsonl` holds their records without them.

`python benchmarks/annotated.py unpack NAME CORPUS… DIR` finds the texts of the set NAME in JSON Lines files that hold
them (`url`, `title`, `outlet`, `published`, `text`; also compressed), by their address and the SHA-256 of the text, and
writes them with their records into DIR, for `kg evaluate DIR`. `… pack NAME DIR` makes the set of such a folder.

`open` sets may be read while rules are written; of `closed` ones only the figures are looked at, and seldom.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SETS = Path(__file__).resolve().parent / "annotated"
_META = {"url": "url", "title": "title", "outlet": "outlet", "published": "date"}


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    actions = parser.add_subparsers(required=True)
    packing = actions.add_parser("pack")
    packing.add_argument("name")
    packing.add_argument("folder", type=Path)
    packing.set_defaults(act=lambda given: pack(given.name, given.folder))
    unpacking = actions.add_parser("unpack")
    unpacking.add_argument("name")
    unpacking.add_argument("corpus", type=Path, nargs="+")
    unpacking.add_argument("folder", type=Path)
    unpacking.set_defaults(act=lambda given: unpack(given.name, given.corpus, given.folder))
    given = parser.parse_args()
    given.act(given)


def pack(name: str, folder: Path) -> None:
    """Put the records of all annotated texts of a folder into the set, each with where its text is from."""
    with (SETS / f"{name}.jsonl").open("w", encoding="utf-8") as target:
        for file in sorted(folder.glob("*.gold.json")):
            stem = file.name.removesuffix(".gold.json")
            with (folder / f"{stem}.txt").open(encoding="utf-8", newline="") as stream:
                text = stream.read()
            url = json.loads((folder / f"{stem}.meta.json").read_bytes())["url"]
            records = json.loads(file.read_bytes())
            line = {"url": url, "sha256": digest(text), **records}
            target.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def unpack(name: str, corpora: list[Path], folder: Path) -> None:
    """Write the texts of the set that the corpora hold, and their records, as `kg evaluate` takes them."""
    with (SETS / f"{name}.jsonl").open(encoding="utf-8") as lines:
        wanted = {(line["url"], line["sha256"]): line for line in map(json.loads, lines)}
    folder.mkdir(parents=True, exist_ok=True)
    numbers = {key: f"{number:03d}" for number, key in enumerate(wanted)}
    missing = set(wanted)
    for found in (record for corpus in corpora for record in read(corpus)):
        key = found.get("url"), digest(found["text"])
        if key in missing:
            missing.remove(key)
            stem, records = numbers[key], dict(wanted[key])
            del records["url"], records["sha256"]
            with (folder / f"{stem}.txt").open("w", encoding="utf-8", newline="") as target:
                target.write(found["text"])
            meta = {theirs: found.get(ours) for ours, theirs in _META.items()}
            (folder / f"{stem}.meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
            (folder / f"{stem}.gold.json").write_text(json.dumps(records, ensure_ascii=False), encoding="utf-8")
    print(f"{len(wanted) - len(missing)} of {len(wanted)} texts found")


def read(corpus: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSON Lines file."""
    with (gzip.open if corpus.suffix == ".gz" else open)(corpus, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def digest(text: str) -> str:
    """What tells texts apart."""
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    main()
