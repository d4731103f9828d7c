"""What a project is as found: its words, its name, and whether two mentions tell of one."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace

from spacy.tokens import Token

from kg.extraction.actors.cast import Figure, distinct
from kg.records import ProjectKind, ProjectStatus, Span

_LONGEST_PHRASE = 30  # tokens
_LONGEST_NAME = 14  # words
_CLAUSE = re.compile(r", (?:which|who|whose|whom|where)\b| (?:during|following)\b")
_DAY = re.compile(rf"\s+on (?:{'|'.join(filter(None, [*calendar.day_name, *calendar.month_name]))})\b(?: \d{{1,2}}\b)?")
_LINKS = frozenset("in of at for to and or with on by from as between the a an its their".split())
_OPENINGS = {"'": "'‘", "’": "‘", '"': '"“', "”": "“"}  # the marks that a mark may end
_ARTICLES = re.compile(
    r"^(?:among (?:them|which) )?(?:the|a|an|its|their|his|her|our|this|that|new|recent)\s+", re.IGNORECASE
)


@dataclass(frozen=True)
class Undertaking:
    """One project as found: figures in place of ids."""

    name: str
    kind: ProjectKind
    parties: tuple[Figure, ...]
    status: ProjectStatus
    evidence: Span
    rule: str
    amount: str | None

    def is_same(self, other: Undertaking) -> bool:
        """Whether two mentions share words of the text, or a sum, or the name of one says all that the other's does."""
        if other.evidence[0] < self.evidence[1] and self.evidence[0] < other.evidence[1]:
            return True
        if self.amount and other.amount and self.amount != other.amount:
            return False
        if (
            self.amount
            and self.amount == other.amount
            and len({*map(id, self.parties)} & {*map(id, other.parties)}) > 1
        ):
            return True  # "$49m in aid", and "the $49m" that follows
        mine, theirs = _significant(self.name), _significant(other.name)
        return bool(mine and theirs) and (mine <= theirs or theirs <= mine)

    def completed_by(self, later: Undertaking) -> Undertaking:
        """The first mention with the parties of the fuller one; a known project takes in who signs it."""
        if set(map(id, later.parties)) <= set(map(id, self.parties)):
            return self
        if self.rule == "project.known":
            is_joined = later.evidence[0] < self.evidence[0] < later.evidence[1] and len(later.parties) > 1
            parties = tuple(distinct([*self.parties, *later.parties]))
            return replace(self, parties=parties, evidence=later.evidence) if is_joined else self
        is_fuller = set(map(id, self.parties)) < set(map(id, later.parties))
        return replace(self, parties=later.parties) if is_fuller else self


def name_for(words: str) -> str:
    """The words without article, day and what a clause adds, and no more than fits a label."""
    bare = _CLAUSE.split(_ARTICLES.sub("", " ".join(words.replace(", worth", " worth").split())))[0]
    found = _DAY.sub("", bare).split()
    short = found[:_LONGEST_NAME]
    while len(short) < len(found) and len(short) > 1 and short[-1].lower() in _LINKS:
        short.pop()  # "the reconstruction of areas hit by the earthquake | in the | north"
    name = " ".join(short).rstrip(",;")
    return name[:1].upper() + name[1:]


def phrase_of(noun: Token) -> Span:
    """The noun with what describes it and its sum: "$40 million in | aid", "a | deal | worth $2m"."""
    left, right = noun.left_edge, noun
    if noun.dep_ == "pobj" and noun.head.lower_ in ("in", "of") and noun.head.head.pos_ in ("NUM", "SYM"):
        left = noun.head.head.left_edge
    for part in noun.children:
        if part.i > noun.i and (part.dep_ in ("prep", "acl", "nmod", "compound") or part.lower_ == "worth"):
            right = part.right_edge
    if (opening := _opening_before(left, right)) is not None:
        left = opening
    if right.i - left.i > _LONGEST_PHRASE:
        right = noun
    return left.idx, right.idx + len(right)


def _opening_before(left: Token, right: Token) -> Token | None:
    """The mark before the phrase with which a quotation begins that ends in it: "a | 'pay now, fly later' deal"."""
    marks = [t for t in left.doc[left.i : right.i + 1] if t.text in _OPENINGS]
    if not marks or marks[0].i == left.i or marks[0].nbor(-1).whitespace_:
        return None
    before = left.doc[max(left.sent.start, left.i - _LONGEST_NAME) : left.i]
    return next((t for t in reversed(before) if t.text in _OPENINGS[marks[0].text] and not t.whitespace_), None)


def _significant(name: str) -> frozenset[str]:
    words = re.findall(r"[a-z]{4,}", name.lower())
    return frozenset(words) - {"with", "between", "from", "that", "which"}
