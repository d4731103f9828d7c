"""Parts who was told something from what was told, where no "that" stands between the two.

The parser takes both for one name: in "told | CNN Poland | would help" Poland is whom the clause is about.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from kg.analysis.syntax import SUBJECTS, child, children
from kg.extraction.actors.names import Name, NameKind, Names
from kg.extraction.wording.reporting_verbs import TOLD

_SUBJECTS = (NameKind.STATE, NameKind.ORGANISATION, NameKind.CAPITAL, NameKind.SEAT)
_HOUSES = frozenset("parliament congress cabinet".split())
_PEOPLE = frozenset("lawmakers mps deputies senators reporters journalists voters supporters students".split())
_FINITE = frozenset("VBD VBZ VBP MD".split())
_RELATIVE = frozenset("WP WDT WP$".split())


def part_told_clauses(doc: Doc, names: Names) -> None:
    """Let a clause without a subject have the name that stands before it, and the verb only who was told."""
    for verb in doc:
        if verb.lemma_ in TOLD and verb.pos_ == "VERB":
            _take_clauses(verb)
            for clause in _bare_clauses(verb):
                _part(verb, clause, names)


def _take_clauses(verb: Token) -> None:
    """Let the verb have the clause that the parser gives to who is told, or takes for a circumstance.

    "Told | President X | the kingdom supports it", "told reporters | in Oslo on Monday | the talks had failed". Where
    and when it was told is the verb's, too.
    """
    told = child(verb, "dobj", "dative")
    if told is None:
        return
    described = [c for c in children(told, "relcl", "acl") if told.pos_ == "PROPN"]
    for clause in [*described, *children(verb, "advcl", "ccomp")]:
        subject = child(clause, *SUBJECTS)
        if subject is None or subject.left_edge.i <= told.i or subject.tag_ in _RELATIVE or not _is_finite(clause):
            continue
        first = subject.left_edge
        if first.nbor(-1).text == "," or any(children(clause, "mark")) or any(t.tag_ == "WRB" for t in clause.children):
            continue
        for adjunct in [c for c in children(clause, "prep", "npadvmod") if told.i < c.i < first.i]:
            adjunct.head = verb
        clause.head, clause.dep_ = verb, "ccomp"


def _is_finite(clause: Token) -> bool:
    return clause.tag_ in _FINITE or any(t.tag_ in _FINITE for t in children(clause, "aux", "auxpass"))


def _bare_clauses(verb: Token) -> Iterator[Token]:
    """The finite clauses after the verb that begin with no word of their own: "told CNN Poland | would help |"."""
    for clause in children(verb, "ccomp", "xcomp"):
        if clause.i > verb.i and _is_finite(clause) and child(clause, "mark") is None:
            yield clause


def _part(verb: Token, clause: Token, names: Names) -> None:
    told = child(verb, "dobj", "dative")
    subject = next((t for t in children(clause, *SUBJECTS) if t.i > verb.i), None)
    first = verb.nbor()
    start = first.i + (first.dep_ == "det")
    # What the parser takes for one phrase; of "Cairo and Ankara" it may give the clause only the second half.
    whole = told if told is not None and told.i < clause.i else subject
    if whole is not None and told == whole:
        _keep_whole(names.at(verb.doc[start]), whole)
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


def _keep_whole(name: Name | None, told: Token) -> None:
    """Let who was told have the rest of a name, given to the clause by the parser: "told | France 24 | Chad lied"."""
    if name is not None and name.start <= told.i < name.end:
        for part in told.doc[told.i + 1 : name.end]:
            if not name.start <= part.head.i < name.end:
                part.head = told


def _continues(subject: Token, whole: Token) -> bool:
    """Whether the subject belongs to the phrase: it is its head, or joined to it by "and"."""
    return subject == whole or (subject.i == whole.i + 2 and whole.nbor().lower_ == "and")


def _cut(names: Names, start: Token, whole: Token) -> int | None:
    """Where a phrase that names two is to be cut: behind an outlet or body, or before a name that ends the phrase."""
    first, last = names.at(start), names.at(whole)
    if first is None and _is_audience(start) and start.i < whole.i and whole.pos_ == "NOUN":
        return start.i + 1
    if first is not None and first.start == start.i and first.end <= whole.i:
        following = start.doc[first.end]
        between = start.doc[first.end : whole.i]
        if whole.pos_ == "NOUN" and not any(t.tag_ == "NNS" for t in between):
            return first.end  # who tells needs somebody to tell: "told | Kenya | aid would flow"
        if last is not None and _is_subject(last) and all(t.pos_ == "PROPN" for t in between):
            return last.start  # "told | BBC Somali | Djibouti would pay"
        is_outlet = first.kind is NameKind.OUTLET and following.pos_ == "PROPN"
        if is_outlet or (first.kind is NameKind.ORGANISATION and _is_subject(names.at(following))):
            return first.end
    if last is None or not _is_subject(last) or last.start <= start.i:
        return None
    before = names.at(start.doc[last.start - 1])
    is_whole = before is None or before.start == start.i  # not "Radio | France | Iran", where who is told is unknown
    return last.start if is_whole else None


def _is_audience(word: Token) -> bool:
    """Whether a noun before others names a house or people: "told | parliament | fuel prices", "told | MPs | rents"."""
    return word.dep_ == "compound" and (word.lower_ in _HOUSES or word.lower_ in _PEOPLE)


def _is_subject(name: Name | None) -> bool:
    return name is not None and name.kind in _SUBJECTS
