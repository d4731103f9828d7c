"""Parts who was told something from what was told, where no "that" stands between the two.

The parser takes both for one name: in "told | CNN Poland | would help" Poland is whom the clause is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.analysis.syntax import SUBJECTS, child, children
from kg.extraction.names import Name, NameKind, Names
from kg.extraction.reporting_verbs import TOLD

_SUBJECTS = (NameKind.STATE, NameKind.ORGANISATION, NameKind.CAPITAL, NameKind.SEAT)
_FINITE = frozenset("VBD VBZ VBP MD".split())


def part_told_clauses(doc: Doc, names: Names) -> None:
    """Let a clause without a subject have the name that stands before it, and the verb only who was told."""
    for verb in doc:
        if verb.lemma_ in TOLD and verb.pos_ == "VERB":
            for clause in _bare_clauses(verb):
                _part(verb, clause, names)


def _bare_clauses(verb: Token) -> Iterator[Token]:
    """The finite clauses after the verb that begin with no word of their own: "told CNN Poland | would help |"."""
    for clause in children(verb, "ccomp", "xcomp"):
        is_finite = clause.tag_ in _FINITE or any(t.tag_ in _FINITE for t in children(clause, "aux", "auxpass"))
        if clause.i > verb.i and is_finite and child(clause, "mark") is None:
            yield clause


def _part(verb: Token, clause: Token, names: Names) -> None:
    told = child(verb, "dobj", "dative")
    subject = next((t for t in children(clause, *SUBJECTS) if t.i > verb.i), None)
    first = verb.nbor()
    start = first.i + (first.dep_ == "det")
    # What the parser takes for one phrase; of "Cairo and Ankara" it may give the clause only the second half.
    whole = told if told is not None and told.i < clause.i else subject
    if whole is None or whole.left_edge.i != first.i or (subject is not None and not _continues(subject, whole)):
        return
    cut = _cut(names, verb.doc[start], whole)
    if cut is None:
        return
    listener = verb.doc[cut - 1]
    if subject is None or subject == whole:
        whole.head, whole.dep_ = clause, "nsubj"
    else:
        whole.head, whole.dep_, subject.head, subject.dep_ = clause, subject.dep_, whole, "conj"
    for part in verb.doc[first.i : cut]:
        if not first.i <= part.head.i < cut and part != listener:
            part.head = listener
    listener.head, listener.dep_ = verb, "dobj"


def _continues(subject: Token, whole: Token) -> bool:
    """Whether the subject belongs to the phrase: it is its head, or joined to it by "and"."""
    return subject == whole or (subject.i == whole.i + 2 and whole.nbor().lower_ == "and")


def _cut(names: Names, start: Token, whole: Token) -> int | None:
    """Where a phrase that names two is to be cut: behind an outlet or body, or before a name that ends the phrase."""
    first, last = names.at(start), names.at(whole)
    if first is not None and first.start == start.i and first.end <= whole.i:
        following = start.doc[first.end]
        is_outlet = first.kind is NameKind.OUTLET and following.pos_ == "PROPN"
        if is_outlet or (first.kind is NameKind.ORGANISATION and _is_subject(names.at(following))):
            return first.end
    if last is None or not _is_subject(last) or last.start <= start.i:
        return None
    before = names.at(start.doc[last.start - 1])
    is_whole = before is None or before.start == start.i  # not "Radio | France | Iran", where who is told is unknown
    return last.start if is_whole else None


def _is_subject(name: Name | None) -> bool:
    return name is not None and name.kind in _SUBJECTS
