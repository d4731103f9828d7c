"""Who held which office when: the export of Wikidata, corrected and continued by rows of our own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.iris import PARTICLES
from kg.reference.entries import Holding
from kg.reference.names import fold_name, sound_of
from kg.reference.tables import read_holdings

_SEVERAL_HOLDERS = frozenset({"deputy-prime-minister", "vice-president", "special-envoy", "un-ambassador"})
_NO_NAMES = frozenset(["", "jr", "sr", "ii", "iii", "iv", *PARTICLES])


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who held an office; `id` is the Wikidata item, or where that is not known the name: `marco-rubio`.

    `holdings` are in order of time; `aliases` are other spellings of the name.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    holdings: tuple[Holding, ...]

    @property
    def is_item(self) -> bool:
        """Whether the id is a Wikidata item."""
        return self.holdings[0].has_item

    def held(self, office: str | None, of: str | None, day: str | None) -> bool:
        """Whether the person held the office of the state or body on the day; None leaves it open."""
        return any(
            office in (None, h.office) and of in (None, h.of) and (day is None or h.covers(day)) for h in self.holdings
        )


class Register:
    """All persons who held an office, found by their names or by office and day.

    Of rows that others stand in place of (`replaced`) the spelling of the name stays, as an alias.
    """

    def __init__(self, holdings: Iterable[Holding] = (), replaced: Iterable[Holding] = ()) -> None:
        grouped: dict[str, list[Holding]] = defaultdict(list)
        spellings: dict[str, list[str]] = defaultdict(list)
        for holding in holdings:
            grouped[holding.person].append(holding)
        for holding in replaced:
            spellings[holding.person].append(holding.name)
        self.persons = tuple(_person(own, spellings[person]) for person, own in grouped.items())
        self._by_id = {person.id: person for person in self.persons}
        self._by_name = _index(self.persons, lambda name: (fold_name(name),))
        self._by_sound = _index(self.persons, lambda name: (sound_of(name),))
        self._by_office: dict[tuple[str, str | None], list[Person]] = defaultdict(list)
        for person in self.persons:
            for key in {(holding.office, of) for holding in person.holdings for of in (holding.of, None)}:
                self._by_office[key].append(person)

    def with_id(self, identifier: str) -> Person | None:
        """The person with this item or name."""
        return self._by_id.get(identifier)

    def find(
        self,
        name: str,
        day: str | None,
        office: str | None = None,
        of: str | None = None,
        states: Collection[str] = (),
    ) -> Person | None:
        """The one person whom an article of this day (ISO) means by the name; None rather than a guess between two.

        What the article says of the person must fit: the office and the state or body to which it belongs, as far as
        given, on the day or at another time. Somebody of whom it gives no state must have held an office of one of
        the `states` that it names, or just this office on the day. A surname alone, or another form of the name
        ("Joseph R. Biden"), needs the office held on the day.
        """
        is_full = " " in fold_name(name)
        candidates = self._namesakes(name, office, of, day, states) if is_full else ()
        for persons in candidates:
            if len(persons) == 1:
                return persons[0]
        holders = self._by_office.get((office, of), ()) if office and day else ()
        fitting = [p for p in holders if _shares_a_name(p, name) and p.held(office, of, day)]
        if is_full and of is None:
            fitting = [p for p in fitting if any(p.held(office, state, day) for state in states)]
        return fitting[0] if len(fitting) == 1 else None

    def _namesakes(
        self, name: str, office: str | None, of: str | None, day: str | None, states: Collection[str]
    ) -> Iterator[list[Person]]:
        """Those of this name who fit what the article says, ever more of them."""
        for same in (self._by_name.get(fold_name(name), ()), self._by_sound.get(sound_of(name), ())):
            known = [p for p in same if (p.held(None, of, None) if of else _is_of(p, states))]
            yield [p for p in known if p.held(office, of, day)]
            yield known
            if office and day and of is None:
                yield [p for p in same if p.held(office, None, day)]


def _shares_a_name(person: Person, name: str) -> bool:
    """Whether the person has a part of the name that is not its first one: "Joe" tells nobody from another."""
    first, *more = name.split() or [""]
    told = " ".join(more) or first
    return any(_sounds(told) & _sounds(form) for form in (person.name, *person.aliases))


@lru_cache(maxsize=100_000)
def _sounds(name: str) -> frozenset[str]:
    """The sounds of the words, of those with a hyphen also as one word: "Amir-Abdollahian" is "Amirabdollahian"."""
    words = (*fold_name(name).split(), *name.split())
    return frozenset(_sound_or_word(word) for word in words if fold_name(word) not in _NO_NAMES)


def _sound_or_word(word: str) -> str:
    """Of "Xi", "Li" and "Lee" too little stays to tell them apart."""
    sound = sound_of(word)
    return sound if len(sound) > 1 else fold_name(word)


def _is_of(person: Person, states: Collection[str]) -> bool:
    return any(holding.of in states for holding in person.holdings)


def _index(persons: Iterable[Person], keys: Callable[[str], Iterable[str]]) -> Mapping[str, Sequence[Person]]:
    found: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for key in {key for name in (person.name, *person.aliases) for key in keys(name)}:
            found[key].append(person)
    return found


def _person(holdings: list[Holding], spellings: list[str]) -> Person:
    *others, name = dict.fromkeys(holding.name for holding in holdings)
    aliases = tuple(form for form in dict.fromkeys([*spellings, *others]) if form != name)
    ordered = tuple(sorted(holdings, key=lambda holding: (holding.since or "", holding.of, holding.office)))
    return Person(holdings[0].person, name, aliases, ordered)


def read_register(export: Path, recent: Path, owners: frozenset[str], offices: frozenset[str]) -> Register:
    """Read both tables of holdings: what was exported, and what corrects and continues it.

    A row of `recent` stands in place of those of `export` that say the same person, by item or by name, took the same
    office in the same year, or has not left it. An office for one holder at a time is left when the next one takes it,
    where a row says no end.
    """
    exported = read_holdings(export, owners, offices)
    later = _with_known_items(read_holdings(recent, owners, offices), exported)
    years: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for holding in later:
        for key in _keys(holding):
            years[key].add(_year(holding))
    kept: list[Holding] = []
    replaced: list[Holding] = []
    for holding in exported:
        known = {year for key in _keys(holding) for year in years.get(key, ())}
        stands = _year(holding) not in known and (holding.until or not known)
        (kept if stands else replaced).append(holding)
    return Register(_with_ends(_once([*kept, *later])), replaced)


def _once(holdings: Iterable[Holding]) -> Iterable[Holding]:
    """Each beginning of a holding once, with the later of the ends that rows give it."""
    found: dict[tuple[str, str, str, str | None], Holding] = {}
    for holding in holdings:
        key = holding.person, holding.office, holding.of, holding.since
        known = found.get(key)
        if known is None or (known.until is not None and (holding.until is None or holding.until > known.until)):
            found[key] = holding
    return found.values()


def _keys(holding: Holding) -> Iterator[tuple[str, str, str]]:
    """The office with who holds it, by name and by item."""
    yield holding.of, holding.office, fold_name(holding.name)
    yield holding.of, holding.office, holding.person


def _year(holding: Holding) -> str:
    return (holding.since or "")[:4]


def _with_known_items(recent: Iterable[Holding], exported: Iterable[Holding]) -> list[Holding]:
    """The rows with the item that other rows know for somebody of the same name in the same state or body."""
    recent = list(recent)
    items: Mapping[tuple[str, str], str] = {
        (h.of, fold_name(h.name)): h.person for h in (*exported, *recent) if h.has_item
    }
    return [replace(h, person=items.get((h.of, fold_name(h.name)), h.person)) for h in recent]


def _with_ends(holdings: Iterable[Holding]) -> list[Holding]:
    by_office: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings:
        by_office[holding.of, holding.office].append(holding)
    ended = []
    for (_, office), own in by_office.items():
        own.sort(key=lambda h: h.since or "")
        for holding in own:
            later = [h.since for h in own if h.since and h.since > (holding.since or "") and h.person != holding.person]
            is_open = holding.until is None and office not in _SEVERAL_HOLDERS
            ended.append(replace(holding, until=later[0]) if is_open and later else holding)
    return ended
