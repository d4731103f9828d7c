"""How well attributions are found in PolNeAR 1.0: `python benchmarks/attribution.py DIR`.

DIR holds one part of the corpus (`text/*.txt`, `attributions/*.ann`, github.com/networkdynamics/PolNeAR), articles of
US media on the election of 2016. It is only measured with, nothing of it is in the project. Its conventions differ:
it marks beliefs and intentions too, so that only attributions of speech are counted (a cue that our table of
reporting verbs has, "according to", or a quotation mark in the content), and its sources may be anybody, while ours
are actors. A statement is an attribution's where half of what both contents cover is covered by both (intersection
over union), each paired once at most. The source overlaps where its words stand in the statement's evidence.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.bootstrap import make_extractor, read_reference
from kg.extraction.wording.reporting_verbs import FRAMES
from kg.records import Article, Statement
from kg.settings import load_settings

LEAST = 0.5
QUOTES = '"“”'


@dataclass(frozen=True)
class Attribution:
    """The characters of the content and of the source, and the words of the cue."""

    content: frozenset[int]
    source: frozenset[int]
    cue: str

    def is_speech(self, text: str, verbs: frozenset[str]) -> bool:
        """Whether it is told as speech."""
        words = set(re.findall(r"[a-z]+", self.cue.lower()))
        return bool(words & verbs) or {"according", "to"} <= words or any(text[at] in QUOTES for at in self.content)


def read(path: Path) -> Iterator[Attribution]:
    """The attributions of a file in the brat standoff format."""
    spans, words = {}, {}
    events = []
    for line in path.read_text(encoding="utf-8").splitlines():
        identifier, _, rest = line.partition("\t")
        if identifier.startswith("T"):
            told, _, words[identifier] = rest.partition("\t")
            parts = [part.split() for part in told.partition(" ")[2].split(";")]
            spans[identifier] = frozenset(at for first, last in parts for at in range(int(first), int(last)))
        elif identifier.startswith("E"):
            events.append([role.split(":") for role in rest.split()])
    for roles in events:
        of = {
            kind: [i for role, i in roles if role.rstrip("0123456789") == kind] for kind in ("Content", "Source", "Cue")
        }
        covered = {kind: frozenset().union(*(spans[i] for i in own)) for kind, own in of.items()}
        if covered["Content"] and covered["Source"]:
            yield Attribution(covered["Content"], covered["Source"], " ".join(words[i] for i in of["Cue"]))


def covered_by(statement: Statement) -> frozenset[int]:
    """The characters of what was said."""
    return frozenset(at for piece in statement.pieces or (statement.content,) for at in range(*piece))


def forms(verb: str) -> Iterator[str]:
    """The regular forms of a verb, by which a cue shows it."""
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb[:-1]}ied", f"{verb[:-1]}ies")


def main(folder: Path) -> None:
    """Print precision, recall and F1."""
    verbs = frozenset(form for verb in FRAMES for form in forms(verb)) | {"said", "told", "says", "tells", "wrote"}
    extractor = make_extractor(settings := load_settings(), read_reference(settings))
    paired = with_source = found = wanted = 0
    for path in sorted((folder / "text").glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            text = file.read()
        annotated = sorted((folder / "attributions").glob(f"{path.stem}_*.ann"))[:1]
        told = [a for each in annotated for a in read(each) if a.is_speech(text, verbs)]
        statements = list(extractor.extract(Article(text, path.name)).statements) if annotated else []
        found, wanted = found + len(statements), wanted + len(told)
        shares = [
            (len(a.content & content) / len(a.content | content), place, number)
            for place, a in enumerate(told)
            for number, content in enumerate(map(covered_by, statements))
            if a.content & content
        ]
        used: set[tuple[str, int]] = set()
        for share, place, number in sorted(shares, reverse=True):
            if share >= LEAST and ("a", place) not in used and ("s", number) not in used:
                used |= {("a", place), ("s", number)}
                paired += 1
                evidence = statements[number].evidence
                with_source += any(at in range(*evidence) for at in told[place].source)
    for name, right in (("content", paired), ("content and source", with_source)):
        precision, recall = right / found, right / wanted
        print(f"{name}: precision {precision:.3f}, recall {recall:.3f}, F1 {2 * right / (found + wanted):.3f}")
    print(f"{wanted:,} attributions of speech, {found:,} statements")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
