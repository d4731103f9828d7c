"""Persons: who in a text is one, and the offices they hold in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.analysis.document import Document
from kg.extraction.actors.known_names import known_runs, leaders_meeting, likely_starts
from kg.extraction.actors.names import Names
from kg.extraction.actors.namesakes import Namesakes
from kg.extraction.actors.office_words import is_office
from kg.extraction.actors.offices import OfficeBook, Person, gender_of
from kg.extraction.actors.person_names import (
    FATES,
    NameRun,
    apposed_runs,
    certain_runs,
    described_runs,
    entity_runs,
    honoured_runs,
    is_described,
    is_honoured,
    is_kin,
    is_talked_with,
    repeated_runs,
    titled_runs,
    without_overlaps,
)
from kg.extraction.actors.rosters import find_entries
from kg.extraction.actors.titles import Title, find_titles
from kg.reference import Reference
from kg.reference.names import fold_name
from kg.reference.recognition import Recognition

_DONE_TO_PERSONS = frozenset("tell ask kill murder arrest detain appoint elect thank succeed interview".split())
# Words that end the name of a building, a firm or a prize that is called after somebody.
_CALLED_AFTER = frozenset(
    """mosque cathedral basilica hospital airport stadium university college institute museum library avenue square
    palace center centre foundation prize award awards telescope airlines hotel memorial theatre theater highway dam
    canal observatory administration campaign facility prison school mall building
    party movement council committee ministry department command unit agency bureau brigade division directorate
    corps squad""".split()
)
_NAMED_AFTER = frozenset(
    """telescope spacecraft airport stadium hospital prize award bridge dam canal highway mosque library""".split()
)
"""Nouns behind the name of somebody whom the text may tell nothing else of."""
_PAPERS = frozenset(
    "times herald bulletin tribune gazette chronicle telegraph observer magazine weekly daily tv radio insider".split()
)
"""Words with which the names of papers and stations end: "Manila | Bulletin"."""
STORMS = frozenset("typhoon hurricane cyclone storm".split())
_PLACES = frozenset("city town village province district region county island port suburb capital".split())
_TRADES = ("er", "or", "ist", "ian", "man", "woman", "yst", "son", "wife", "aide", "activist", "lawmaker", "expert")
_NO_TRADES = frozenset(
    """newspaper carrier river tanker destroyer cruiser theater freighter trawler border tower center rover reactor
    paper corridor harbor vessel steamer lander launcher helicopter order minor major season""".split()
)
_THINGS = frozenset(
    """vessel ship ferry frigate destroyer corvette tanker submarine yacht freighter trawler carrier mv ss uss hms ins
    firm company airline conglomerate manufacturer retailer supplier contractor lender startup shipbuilder carmaker
    automaker planemaker chipmaker drugmaker newspaper daily magazine broadcaster website app robot satellite telescope
    spacecraft""".split()
)
"""Nouns before the name of a ship, a firm or another thing, which may be a person's as well."""


@dataclass(frozen=True)
class People:
    """The persons of one article, and the offices that stand in it without a name beside them."""

    persons: tuple[Person, ...]
    unheld: tuple[Title, ...]

    def unheld_at(self, head: Token) -> Title | None:
        """The office named alone by the noun."""
        return next((title for title in self.unheld if title.head == head.i), None)


def find_people(document: Document, names: Names, recognition: Recognition) -> People:
    """All named persons with their offices, and the offices named alone ("the Iranian minister").

    On the day of the article those who lead states may go by their surnames alone.
    """
    doc, reference = document.doc, recognition.reference
    found = without_overlaps(entity_runs(document, names) + known_runs(document, names, reference))
    seen = [run for run in found if not document.is_credited(run.span[0])]
    tokens = frozenset(at for run in seen for at in range(run.start, run.end))
    tokens |= frozenset(likely_starts(document, names, reference))
    titles = [title for title in find_titles(doc, names, tokens) if not document.is_furniture(title.span[0])]
    listed = {title.start: (run, title) for run, title in find_entries(document, titles, names)}
    leading = leaders_meeting(document, names, reference, recognition.day) if recognition.day is not None else []
    titled = [run for run, _ in listed.values()] + honoured_runs(doc, names) + leading
    within = {at for _, title in listed.values() for at in range(title.start + 1, title.end)}
    titles = [title for title in titles if title.start not in within]  # "President and | CEO |", read as one
    unlisted = [title for title in titles if title.start not in listed]
    titled += titled_runs(doc, unlisted, names) + apposed_runs(doc, unlisted, names) + described_runs(doc, names)
    titles = [listed[title.start][1] if title.start in listed else title for title in titles]
    bodies = {at for title in titles if (body := title.employer) is not None for at in range(body.start, body.end)}
    seen = [run for run in seen if run.start not in bodies]
    certain = certain_runs(seen, titled, doc, reference.surnames)
    certain = [run for run in certain if not _is_called_a_thing(doc, run)]
    certain = [run for run in certain if not _is_pair(doc, run, certain)]
    runs = without_overlaps([*certain, *repeated_runs(document, certain, names)])
    uncredited = [run for run in runs if not document.is_credited(run.span[0])]
    people = Namesakes(document, names, recognition, titles).group(uncredited)
    unheld = OfficeBook(document, names, people, titles).fill()
    for person in people:
        person.gender = gender_of(doc, person)
    likely = (p for p in people if not frozenset(leading).isdisjoint(p.runs) or _is_likely(p, document, reference))
    return People(tuple(likely), unheld)


def _is_likely(person: Person, document: Document, reference: Reference) -> bool:
    """Whether it is a person at all whom the language model or an office points to: it takes "Hagia Sophia" for one.

    A known given name or surname tells, an honorific, an office beside several words, a surname that stands alone
    elsewhere, and doing what persons do.
    """
    doc, words = document.doc, max((run.words for run in person.runs), key=len)
    is_seen = any(doc[run.start].ent_type_ == "PERSON" or is_talked_with(doc[run.end - 1]) for run in person.runs)
    is_thing = words[0].lower() in STORMS or words[-1].lower() in _CALLED_AFTER | _PAPERS
    is_thing |= any(_is_called_a_thing(doc, run) for run in person.runs)
    if is_thing or is_office(words) or _is_called_a_place(doc, person.runs[0]):
        return False
    if fold_name(words[-1]) in reference.surnames and (is_seen or person.titles):
        return True
    if person.titles or any(is_honoured(doc, run) for run in person.runs):
        return is_seen or len(words) > 1
    if len(words) == 1:
        return is_seen and any(is_kin(doc, run) for run in person.runs)
    if fold_name(words[0]).partition(" ")[0] in reference.given_names:
        return True
    by_surname = any(run.words == words[-1:] for run in person.runs)
    return by_surname or any(_is_told_as_person(doc, run) for run in person.runs)


def _is_called_a_place(doc: Doc, run: NameRun) -> bool:
    """Whether the words beside it say that it is a place: "the province of | Maidan Wardak", "the | … | province"."""
    before, after = doc[max(0, run.start - 2) : run.start], doc[run.end : run.end + 1]
    is_of = len(before) == 2 and before[1].lower_ == "of" and before[0].lower_ in _PLACES
    return is_of or after.text.lower() in _PLACES - {"capital"}  # "| Ann Lee | Capital" is a firm


def _is_told_as_person(doc: Doc, run: NameRun) -> bool:
    """Whether the name does or suffers what persons do, or is told of with "who"."""
    last = doc[run.end - 1]
    above = last.head
    if _is_set_apart(doc, run) or is_described(last):
        return True
    after = doc[run.end : run.end + 2].text.lower().replace(",", " ").split()
    if after[:1] in (["who"], ["whom"], ["whose"]) or _is_called_by_trade(doc, run):
        return True
    if last.dep_ == "pobj":
        done_by = above.dep_ == "agent" or (above.lower_ == "to" and above.head.lower_ == "according")
        return done_by or (above.lower_ == "of" and above.head.lower_ in FATES)  # "the killing of | X"
    if last.dep_ in ("dobj", "dative"):
        return above.lemma_.lower() in _DONE_TO_PERSONS  # "told | X"
    return last.dep_ == "nsubj" and above.lemma_ != "be"


def _is_set_apart(doc: Doc, run: NameRun) -> bool:
    """Whether what the language model takes for a person stands between commas: "and a third, | Ann Lee |, voted"."""
    is_between = run.start > 0 and doc[run.start - 1].text == "," == doc[run.end : run.end + 1].text
    return is_between and doc[run.end - 1].dep_ == "appos" and doc[run.start].ent_type_ == "PERSON"


def _is_called_a_thing(doc: Doc, run: NameRun) -> bool:
    """Whether a noun says that it is a ship, a firm or the like: "the shipbuilder | Ann Lee", "the | … | telescope"."""
    noun, head = doc[run.start - 1] if run.start > 0 else None, doc[run.end - 1].head
    is_before = noun is not None and noun.lower_ in _THINGS
    return is_before or (head.i >= run.end and head.is_lower and head.lower_ in _NAMED_AFTER)


def _is_pair(doc: Doc, run: NameRun, runs: Iterable[NameRun]) -> bool:
    """Whether a dash joins the surnames of two persons who are named elsewhere: "the second | Reed-Lee | debate"."""
    is_joined = len(run.words) == 2 and run.end == run.start + 3 and doc[run.start + 1].text in ("-", "–", "/")
    surnames = {other.words[-1] for other in runs if other is not run and len(other.words) > 1}
    return is_joined and surnames >= set(run.words)


def _is_called_by_trade(doc: Doc, run: NameRun) -> bool:
    """Whether the noun right before tells what the person is: "astronomer | Angelos Tsiaras"."""
    if run.start == 0 or doc[run.start].ent_type_ != "PERSON":
        return False
    noun = doc[run.start - 1]
    is_trade = noun.lower_.endswith(_TRADES) and noun.lower_ not in _NO_TRADES
    return noun.pos_ == "NOUN" and noun.is_lower and is_trade
