"""Which names in a text are one person's, and whom a part of a name means that several persons share.

The office decides, by the text or by the register on the article's day: "President Aliyev" in 2024 is not Heydar. Then
whom the text has called so before, and who is not only a memory in it: "his father, X", "the grave of X". Between
equals it is neither of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from spacy.tokens import Doc

from kg.analysis.document import Document
from kg.analysis.syntax import SUBJECTS
from kg.extraction.actors.names import Names
from kg.extraction.actors.offices import OfficeBook, Person, gender_of
from kg.extraction.actors.person_names import PARTICLES_OF_SURNAMES, NameRun, proper_start
from kg.extraction.actors.titles import Title
from kg.iris import fold
from kg.reference import Organisation, Place, State
from kg.reference.recognition import Recognition

_CROWNED = frozenset("king queen pope emperor empress".split())
_BACKWARDS = 10_000  # tokens; a name usually repeats one that came before it
_ELDER = frozenset("elder older senior late".split())
"""Words before a surname that mean the one of two who is no longer in office: "the elder | Bush"."""
_KIN = frozenset(
    """father mother grandfather grandmother great-grandfather parent grandparent uncle aunt brother sister half-brother
    half-sister twin cousin nephew niece son daughter grandson granddaughter wife husband widow widower
    spouse""".split()
)
_RECALLED_AS = _KIN | frozenset(
    """namesake predecessor ancestor late slain assassinated deceased martyred dictator founder co-founder founding
    grave tomb mausoleum memory memorial monument statue bust portrait silence funeral burial death assassination
    anniversary birthday legacy era rule reign regime lifetime remains centenary tribute wreath under""".split()
)
"""Words before the name of somebody who is a kinsman or a memory: "his | father |, X", "the | grave | of X"."""
_ALSO_RECALLED = frozenset(["national leader", "great leader", "revolutionary leader"])
_GENDERS = {"mr": "m", "mrs": "f"}
_REACH = 8  # tokens before a name in which such a word may stand


class Namesakes:
    """Gathers the names of one article into persons."""

    def __init__(self, document: Document, names: Names, recognition: Recognition, titles: Sequence[Title]) -> None:
        self._document = document
        self._doc = document.doc
        self._names = names
        self._recognition = recognition
        self._titles = titles
        self._beside = {proper_start(document.doc, t.end): t for t in titles if t.end < len(document.doc)}
        self._people: list[Person] = []
        self._offices: dict[int, list[Title]] | None = None

    def group(self, runs: Iterable[NameRun]) -> list[Person]:
        """The persons of the names; the fullest form of each comes first and gives the name."""
        for run in sorted(runs, key=lambda r: (-len(r.words), r.start)):
            person = self._bearer(run, [p for p in self._people if _may_be(run, p, self._doc)])
            if person is not None:
                person.runs.append(run)
            else:
                self._people.append(Person(self._document.prose[slice(*run.span)], [run]))
        for person in self._people:
            person.runs.sort(key=lambda r: r.start)
        return sorted(self._people, key=lambda p: p.runs[0].start)

    def _bearer(self, run: NameRun, fitting: Sequence[Person]) -> Person | None:
        """Whom of those whom the name fits it means; nobody where it is somebody else, or open which of them."""
        if len(run.words) > 1:
            fitting = [p for p in fitting if any(r.words == run.words for r in p.runs)] or [
                p for p in fitting if not self._are_two(self._document.prose[slice(*run.span)], p.name)
            ]
        title = self._title_before(run)
        if not fitting or title is None or title.former or len(run.words) > 1:
            return self._named_so(run, fitting)
        holder = self._recognition.person(run.words[0], title.office, _owner_of(title))
        if holder is None:
            called = [p for p in fitting if self._is_called_by(p, title)] if len(fitting) > 1 else []
            return self._named_so(run, called or fitting)
        known = {id(p): self._recognition.person(p.name, title.office, _owner_of(title)) for p in fitting}
        same = [p for p in fitting if (found := known[id(p)]) is not None and found.id == holder.id]
        if same:
            return min(same, key=lambda p: (" " not in p.name, _distance(run, p)))
        called = [p for p in fitting if _is_named_before(p, run) and self._is_called_by(p, title)]
        unknown = [p for p in fitting if known[id(p)] is None and holder.may_have_the_given_name_of(p.name)]
        return self._named_so(run, called or unknown)

    def _title_before(self, run: NameRun) -> Title | None:
        """The office right before the name: "President | Assad", "the Syrian president, | Assad |, left"."""
        is_set_apart = self._doc[run.end : run.end + 1].text == "," == self._doc[run.start - 1].text
        return self._beside.get(run.start) or (self._beside.get(run.start - 1) if is_set_apart else None)

    def _are_two(self, one: str, other: str) -> bool:
        """Whether the register knows two persons by the names: "Idriss Déby" and "Mahamat Idriss Déby"."""
        persons = [self._recognition.person(name, None, None) for name in (one, other)]
        return len({p.id for p in persons if p is not None}) > 1

    def _is_called_by(self, person: Person, title: Title) -> bool:
        return any(title.fits(held) and not held.former for held in self._offices_of(person))

    def _named_so(self, run: NameRun, fitting: Sequence[Person]) -> Person | None:
        """Whom a name means that no office tells.

        A text that has called Ann Reed "Reed" names her brother in full.
        """
        if len(fitting) < 2:
            later = [p for p in fitting if not _is_named_before(p, run)]
            is_kin_of_another = any(self._is_recalled(p, run, _KIN) for p in later)
            return None if is_kin_of_another else next(iter(fitting), None)
        near = [p for p in fitting if _is_named_before(p, run)] or fitting
        if gender := _GENDERS.get(_address(self._doc, run)):
            genders = {id(p): gender_of(self._doc, p) for p in near}
            near = [p for p in near if genders[id(p)] == gender] or [p for p in near if genders[id(p)] is None]
        if _is_elder(self._doc, run):
            near = [p for p in near if self._is_recalled(p, run)] or [p for p in near if not self._is_in_office(p)]
        elif called := [p for p in near if _is_called_so(p, run, self._doc)]:
            return min(called, key=lambda p: _distance(run, p))
        in_office = [p for p in near if self._is_in_office(p)]
        told = [p for p in near if not self._is_recalled(p, run)]
        left = [p for p in in_office or near if p in told or not told]
        if len(left) == 1:
            return left[0]
        last = min(left, key=lambda p: _distance(run, p), default=None)
        is_meant = last is not None and (self._is_subject(last, run) or _address(self._doc, run) != "")
        return last if is_meant and not in_office else None

    def _is_subject(self, person: Person, run: NameRun) -> bool:
        """Whether the name of the person last before the run is the subject of its sentence."""
        last = max((r for r in person.runs if r.start < run.start), key=lambda r: r.start, default=None)
        return last is not None and self._doc[last.end - 1].dep_ in SUBJECTS

    def _is_recalled(self, person: Person, run: NameRun, by: AbstractSet[str] = _RECALLED_AS) -> bool:
        """Whether the text brings the person in as a kinsman or a memory: before the run, if it is named there."""
        is_before = _is_named_before(person, run)
        full = (r for r in person.runs if len(r.words) > 1 and (r.start < run.start or not is_before))
        return any(self._is_recalled_at(name, by) for name in full)

    def _is_recalled_at(self, name: NameRun, by: AbstractSet[str]) -> bool:
        words: list[str] = []
        for token in reversed(self._doc[max(0, name.start - _REACH, self._doc[name.start].sent.start) : name.start]):
            if token.pos_ in ("VERB", "AUX", "CCONJ") and token.lower_ not in by:
                break
            words.append(token.lower_)
        after = [t.lower_ for t in self._doc[name.end : name.end + 4]]
        is_kin_after = after[:1] == [","] and after[1:2] in (["his"], ["her"], ["their"]) and {*after} & by
        phrases = {f"{one} {other}" for other, one in itertools.pairwise(words)} if by is _RECALLED_AS else set()
        return bool({*words} & by or phrases & _ALSO_RECALLED or is_kin_after)

    def _is_in_office(self, person: Person) -> bool:
        """Whether the person holds an office: by the register on the day, else by the text."""
        titles = self._offices_of(person)
        asked = [*((t.office, _owner_of(t)) for t in titles), (None, None)]
        known = next((p for office, of in asked if (p := self._recognition.person(person.name, office, of))), None)
        if known is not None and self._recognition.day is not None:
            return known.held(None, None, self._recognition.day)
        return any(not t.former for t in titles)

    def _offices_of(self, person: Person) -> Sequence[Title]:
        """The offices that stand beside the person's full names."""
        if self._offices is None:
            full = [p for p in self._people if len(p.runs[0].words) > 1]
            copies = [Person(p.name, [r for r in p.runs if len(r.words) > 1]) for p in full]
            OfficeBook(self._document, self._names, copies, self._titles)
            self._offices = {id(p): copy.titles for p, copy in zip(full, copies, strict=True)}
        return self._offices.get(id(person), ())


def _owner_of(title: Title) -> str | None:
    """The code or id of the state or body to which the office belongs."""
    entry = title.of.entry if title.of is not None else None
    if isinstance(entry, Organisation):
        return entry.office_state or entry.id
    return entry.code if isinstance(entry, State) else entry.state if isinstance(entry, Place) else None


def _is_named_before(person: Person, run: NameRun) -> bool:
    return any(r.start < run.start for r in person.runs)


def _same_person(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether the shorter name is a form of the longer: its words in order, the last or the first among them."""
    rest = iter(full)
    if not all(any(_alike(word, other) for other in rest) for word in short):
        return False
    is_first_surname = len(full) > 2 and len(short) == 1 and _alike(short[0], full[-2])  # "Gabriela | Cuevas | Barron"
    return _alike(short[-1], full[-1]) or _alike(short[0], full[0]) or is_first_surname


@lru_cache(maxsize=100_000)
def _alike(one: str, other: str) -> bool:
    """Whether two name words are one word in two spellings: "Erdoğan" and "Erdogan", "Ibrahim" and "Ebrahim".

    One vowel may be another one, but for the last letter, which tells "Mario" from "Maria": "Laden" and "Ladin".
    """
    one, other = fold(one).lower(), fold(other).lower()
    if one == other or not len(one) == len(other) > 4 or one[-1] != other[-1]:
        return one == other
    different = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(different) == 1 and {*different[0]} <= set("aeiou")


def _is_called_so(person: Person, run: NameRun, doc: Doc) -> bool:
    """Whether the text has called the person so by the surname alone before, with the same "Mr" or "Mrs"."""
    before = (r for r in person.runs if r.words == run.words and r.start < run.start and not _is_elder(doc, r))
    return len(run.words) == 1 and any(_address(doc, r) in (_address(doc, run), "") for r in before)


def _is_elder(doc: Doc, run: NameRun) -> bool:
    return run.start > 0 and doc[run.start - 1].lower_ in _ELDER


def _address(doc: Doc, run: NameRun) -> str:
    """The "Mr" or "Mrs" before a name: which of the two, or none."""
    word = doc[run.start - 1].lower_.rstrip(".") if run.start > 0 else ""
    return "mr" if word == "mr" else "mrs" if word in ("mrs", "ms", "miss") else ""


def _may_be(run: NameRun, person: Person, doc: Doc) -> bool:
    """Whether the run may name the person. A monarch's first name is nobody else's: "King | Abdullah".

    A particle is written large where a sentence begins: "| Von | der Leyen", who is "Ursula von der Leyen"; so is an
    article with its hyphen: "| Al-|Hakim".
    """
    if run.start > 0 and doc[run.start - 1].lower_ in _CROWNED and run.words[-1] != person.runs[0].words[-1]:
        return False
    first, is_joined = run.words[0].lower(), doc[run.start : run.start + 2].text.endswith("-")
    is_particle = first in PARTICLES_OF_SURNAMES or (first in ("al", "el") and is_joined)
    words = run.words[1:] if len(run.words) == 2 and is_particle else run.words
    return any(_same_person(words, r.words) for r in person.runs if len(r.words) >= len(run.words))


def _distance(run: NameRun, person: Person) -> int:
    """Tokens to the person's nearest name, one before the run being nearer than any after it."""
    return min(abs(run.start - r.start) + (r.start > run.start) * _BACKWARDS for r in person.runs)
