"""Persons: where their names stand, which names are one person's, and which office each holds in the article."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from kg.analysis.document import Document
from kg.extraction.names import NameKind, Names
from kg.extraction.person_names import (
    NameRun,
    certain_runs,
    entity_runs,
    honoured_runs,
    proper_start,
    repeated_runs,
    titled_runs,
    without_overlaps,
)
from kg.extraction.titles import Title, find_titles
from kg.iris import fold


@dataclass
class Person:
    """One person of the article: all places of the name, and the offices read beside them."""

    name: str
    runs: list[NameRun] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    gender: str | None = None  # "m" or "f", where an honorific tells

    @property
    def title(self) -> Title | None:
        """The office that the article gives the person: the first present one, else the first former one."""
        return next((t for t in self.titles if not t.former), None) or next(iter(self.titles), None)


_BEFORE_OFFICE = frozenset("the a an 's ’s his her current former its their our new".split())
_SUBJECTS = ("nsubj", "nsubjpass")


def _same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the shorter name is a form of the longer: its words in order, the last or the first among them."""
    rest = iter(full)
    if not all(any(_alike(word, other) for other in rest) for word in short):
        return False
    return _alike(short[-1], full[-1]) or _alike(short[0], full[0])


def _alike(one: str, other: str) -> bool:
    """Whether two name words are one word in two spellings: "Erdoğan" and "Erdogan", "Ibrahim" and "Ebrahim"."""
    one, other = fold(one).lower(), fold(other).lower()
    return one == other or (len(one) > 4 and one[0] in "aeiou" and other[0] in "aeiou" and one[1:] == other[1:])


def _group(runs: Sequence[NameRun], text: str) -> list[Person]:
    """Runs gathered into persons; the fullest form comes first and gives the name.

    A surname that two different full names share goes to the one named last before it.
    """
    people: list[Person] = []
    for run in sorted(runs, key=lambda r: (-len(r.words), r.start)):
        fits = [
            p for p in people if any(_same_person(run.words, r.words) for r in p.runs if len(r.words) >= len(run.words))
        ]
        if len(fits) > 1:
            fits.sort(key=lambda p: min((abs(run.start - r.start) + (r.start > run.start) * 10_000) for r in p.runs))
        if fits:
            fits[0].runs.append(run)
        else:
            people.append(Person(text[slice(*run.span)], [run]))
    for person in people:
        person.runs.sort(key=lambda r: r.start)
    return sorted(people, key=lambda p: p.runs[0].start)


def _attach_titles(document: Document, titles: Sequence[Title], people: Sequence[Person]) -> set[Title]:
    """Give each office to the person named beside it; returns the offices that found a holder."""
    doc = document.doc
    starts = {run.start: (person, run) for person in people for run in person.runs}
    ends = {run.end: (person, run) for person in people for run in person.runs}
    held = set()
    for title in titles:
        holder = _holder_after(doc, title, starts) or _holder_before(doc, title, ends)
        if holder is not None:
            holder.titles.append(title)
            held.add(title)
    return held


def _holder_after(doc: Doc, title: Title, starts: dict[int, tuple[Person, NameRun]]) -> Person | None:
    at = title.end
    if at < len(doc) and doc[at].text == ",":
        at += 1
    at = proper_start(doc, at) if at < len(doc) else at
    found = starts.get(at)
    if found is None or doc[at].is_sent_start:
        return None
    return found[0]


def _holder_before(doc: Doc, title: Title, ends: dict[int, tuple[Person, NameRun]]) -> Person | None:
    """The person before the comma: "Alicia Garcia-Herrero, | the chief economist at …"."""
    at = title.start - 1
    while at > 0 and doc[at].lower_ in _BEFORE_OFFICE:
        at -= 1
    if at > 0 and doc[at].text in (",", "(", "–", "-", "—") and at in ends:
        return ends[at][0]
    return None


def _spread_plural(doc: Doc, title: Title, people: Sequence[Person], names: Names) -> None:
    """Give a plural office to each name of the list it heads: "Presidents Buhari of Nigeria and Talon of Benin"."""
    starts = {run.start: (person, run) for person in people for run in person.runs}
    at = title.end
    while at in starts:
        person, run = starts[at]
        at = run.end
        owner = title.of
        if at + 1 < len(doc) and doc[at].lower_ == "of" and (name := names.at(doc[at + 1])) is not None:
            owner, at = name, name.end
        person.titles.append(replace(title, of=owner))
        while at < len(doc) and doc[at].lower_ in (",", "and"):
            at += 1


def _owned_after_name(doc: Doc, person: Person, names: Names) -> None:
    """Take the state after the name for the office's: "President Hassan Rouhani of Iran"."""
    if not person.titles or any(title.of for title in person.titles):
        return
    for run in person.runs:
        if run.end + 1 >= len(doc) or doc[run.end].lower_ != "of":
            continue
        name = names.at(doc[run.end + 1])
        if name is not None and name.kind in (NameKind.STATE, NameKind.ORGANISATION):
            person.titles[0] = replace(person.titles[0], of=name)
            return


def _resolve_counterparts(document: Document, people: Sequence[Person], unheld: Sequence[Title]) -> None:
    """Take an office over from the other one compared: "Bayramov met | his Chinese counterpart, Wang Yi"."""
    for person in people:
        for index, title in enumerate(person.titles):
            if title.is_counterpart and (model := _model_of(document, title, person, people, unheld)) is not None:
                person.titles[index] = replace(title, office=model.office)
        person.titles[:] = [title for title in person.titles if not title.is_counterpart]


def _model_of(
    document: Document, counterpart: Title, holder: Person, people: Sequence[Person], unheld: Sequence[Title]
) -> Title | None:
    """The office to which a counterpart is compared: that of the sentence's subject, else the one named last before."""
    others = [p for p in people if p is not holder and p.title is not None]
    subject = next((c for c in document.doc[counterpart.head].sent.root.children if c.dep_ in _SUBJECTS), None)
    if subject is not None:
        named = next((p for p in others if any(r.start <= subject.i < r.end for r in p.runs)), None)
        described = next((t for t in unheld if t.head == subject.i), None)
        fitting = [p for p in others if described is not None and _is_described_by(p, described)]
        model = named or next(iter(fitting), None)
        if model is not None:
            return model.title
    before = [t for p in others for t in p.titles if t.start < counterpart.start and not t.is_counterpart]
    return max(before, key=lambda t: t.start, default=None)


def _is_described_by(person: Person, described: Title) -> bool:
    """Whether an office named alone may be the person's, as "the Azerbaijani minister" for the foreign minister."""
    words, state = set(described.office.split()), described.of.state if described.of else None
    return any(
        words <= set(t.office.split()) and (t.of is None or state is None or t.of.state == state) for t in person.titles
    )


def _introduced(document: Document, people: Sequence[Person], unheld: Sequence[Title]) -> None:
    """Give an office to the person who is named as the next sentence's subject.

    News introduces so: "Turkey's foreign minister has said … Mevlüt Çavuşoğlu told reporters …".
    """
    sentences = list(document.sentences)
    for sentence, following in itertools.pairwise(sentences):
        subject = next((c for c in sentence.root.children if c.dep_ == "nsubj"), None)
        title = next((t for t in unheld if subject is not None and t.head == subject.i and t.of is not None), None)
        if title is None or (subject is not None and subject.lower_.startswith("spokes")):
            continue
        named = next((c for c in following.root.children if c.dep_ == "nsubj"), None)
        person = next((p for p in people if named is not None and p.runs[0].start <= named.i < p.runs[0].end), None)
        if person is not None and not person.titles:
            person.titles.append(title)


_MASCULINE = frozenset("mr mr. sir king prince lord emir sultan pope sheikh chairman spokesman".split())
_FEMININE = frozenset("ms ms. mrs mrs. miss dame queen princess lady chairwoman spokeswoman".split())


def _gender(doc: Doc, person: Person) -> str | None:
    """The gender that an honorific or a gendered office gives away."""
    words = {doc[run.start - 1].lower_ for run in person.runs if run.start > 0}
    words |= {word.lower() for title in person.titles for word in title.office.split()}
    return "f" if words & _FEMININE else "m" if words & _MASCULINE else None


@dataclass(frozen=True)
class People:
    """The persons of one article, and the offices that stand in it without a name beside them."""

    persons: tuple[Person, ...]
    unheld: tuple[Title, ...]


def find_people(document: Document, names: Names) -> People:
    """All named persons with their offices, and the offices named alone ("the Iranian minister")."""
    doc = document.doc
    seen = [run for run in entity_runs(document, names) if not document.is_furniture(run.span[0])]
    tokens = frozenset(at for run in seen for at in range(run.start, run.end))
    titles = [title for title in find_titles(doc, names, tokens) if not document.is_furniture(title.span[0])]
    titled = titled_runs(doc, titles, names) + honoured_runs(doc, names)
    runs = certain_runs(seen, titled, doc)
    runs = without_overlaps([*runs, *repeated_runs(document, runs, names)])
    people = _group([run for run in runs if not document.is_furniture(run.span[0])], document.text)
    held = _attach_titles(document, titles, people)
    for title in titles:
        if doc[title.head].tag_ in ("NNS", "NNPS") and title in held:
            held_by = next(p for p in people if title in p.titles)
            held_by.titles.remove(title)
            _spread_plural(doc, title, people, names)
    for person in people:
        _owned_after_name(doc, person, names)
        person.gender = _gender(doc, person)
    unheld = [t for t in titles if t not in held]
    _resolve_counterparts(document, people, unheld)
    _introduced(document, people, unheld)
    return People(tuple(people), tuple(unheld))
