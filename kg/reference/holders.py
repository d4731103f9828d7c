"""Who held which office when: the export of Wikidata, corrected and continued by rows of our own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path

from kg.iris import PARTICLES
from kg.reference.entries import SEVERAL_HOLDERS, Holding
from kg.reference.names import fold_name, is_a_part_longer, is_title, sound_of, without_suffix, without_title, words_of
from kg.reference.tables import read_holdings, read_person_names

# Whose offices a body shares, so that its Prime Minister is the one of the state.
_SHARES = {
    "palestinian-authority": "PSE",
    "taliban": "AFG",
    "african-union": "african-union-commission",
    "eurasian-economic-union": "eurasian-economic-commission",
}
# How the source of a row ends that tells of a government beside another, of an office held together, or of who acted.
_SIDE = re.compile(r"-(rival|sanaa|joint|acting)(?=\+|$)")
_SERVANT = re.compile(r"\b(Abd[eu]l)[ -]")  # half a name: "Abdul Majid" is no other form of "Abdul Aziz"
_VOICELESS = str.maketrans("cgd", "kkt", "h")  # "Rashid" and "Raşit"
_INITIALS = re.compile(r"\w\.")
_NO_NAMES = frozenset(["", "jr", "sr", "ii", "iii", "iv", *PARTICLES])
# States where every part of a name tells persons apart, so that none is left out: "Win Myint" is not "Win Aung Myint".
_OF_WHOLE_NAMES = frozenset({"CHN", "KHM", "KOR", "LAO", "MMR", "PRK", "TWN", "VNM"})
# States where the family name stands first, and news in English put it first or last: "Kishida Fumio".
_IN_EITHER_ORDER = frozenset({"HUN", "JPN", "KOR", "MNG"})
_SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN"})
_LEADING = ("president", "supreme-leader", "prime-minister", "foreign-minister")
_LIKE = 0.85  # share of sounds that two spellings of one given name have in common: "Oleksandr" and "Alexander"
_REACH = 5  # years before and after an office in which its holder is meant by another form of the name


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

    def goes_by_the_first_name_of(self, name: str) -> bool:
        """Whether a full name begins as one of the person's: "Melania Trump" is not "Donald Trump"."""
        first, *others = without_title(words_of(name)) or ("",)
        return not others or any(first in words_of(own) for own in (self.name, *self.aliases))

    def may_have_the_given_name_of(self, name: str) -> bool:
        """Whether the first part of a full name may be one of the person's, or the person's first one is in it.

        It may be a short form, an initial, another given name or another transliteration: "Alex", "A.", "Aliaksandr".
        """
        words, *forms = map(_parts, (name, self.name, *(alias for alias in self.aliases if " " in alias)))
        return is_title(words[0]) or any(_begins_like(words, form) or _begins_like(form, words) for form in forms)

    def held(self, office: str | None, of: str | None, day: str | None) -> bool:
        """Whether the person held the office of the state or body on the day; None leaves it open."""
        owner = _owner(of) if of else None
        return any(
            office in (None, h.office) and owner in (None, _owner(h.of)) and (day is None or h.covers(day))
            for h in self.holdings
        )


class Register:
    """All persons who held an office, found by their names or by office and day."""

    def __init__(self, holdings: Iterable[Holding] = (), names: Mapping[str, Sequence[str]] | None = None) -> None:
        """`names` are further names by the id of a person."""
        grouped: dict[str, list[Holding]] = defaultdict(list)
        for holding in holdings:
            grouped[holding.person].append(holding)
        self.persons = tuple(_person(own, (names or {}).get(person, ())) for person, own in grouped.items())
        self._by_id = {person.id: person for person in self.persons}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        self._by_words: dict[str, list[Person]] = defaultdict(list)
        self._by_first_word: dict[tuple[str, tuple[str, ...]], list[tuple[tuple[str, ...], Person]]] = defaultdict(list)
        for person in self.persons:
            self._index(person)
        self._by_office: dict[tuple[str, str | None], list[Person]] = defaultdict(list)
        for person in self.persons:
            for key in {(holding.office, of) for holding in person.holdings for of in (_owner(holding.of), None)}:
                self._by_office[key].append(person)

    def _index(self, person: Person) -> None:
        owners = {_owner(holding.of) for holding in person.holdings}
        for name in (person.name, *person.aliases):
            self._by_name[fold_name(name)].append(person)
            for words in _forms(name):
                self._by_words["".join(words)].append(person)
                if len(words) == 2 and owners & _IN_EITHER_ORDER:
                    self._by_words[words[1] + words[0]].append(person)
                for owner in owners:
                    self._by_first_word[owner, words[:1]].append((words, person))

    @cached_property
    def _by_sound(self) -> dict[str, list[Person]]:
        """Made when a name is first asked for that is spelt otherwise: that takes as long as the other indexes."""
        index: dict[str, list[Person]] = defaultdict(list)
        for person in self.persons:
            for name in (person.name, *person.aliases):
                for sound in _sounds_of_whole(name, _forms(name)):
                    index[sound].append(person)
        return index

    @cached_property
    def _leaders_by_surname(self) -> Mapping[str, Sequence[Person]]:
        """Those who ever led a state, its government or its diplomacy, by how they are called for short."""
        index: dict[str, dict[str, Person]] = defaultdict(dict)
        for person in self.persons:
            led = {_owner(h.of) for h in person.holdings if h.office in _LEADING}
            for name in (person.name, *person.aliases) if led else ():
                words = fold_name(name).split()
                index[words[0 if led <= _SURNAME_FIRST else -1]][person.id] = person
        return {surname: tuple(persons.values()) for surname, persons in index.items()}

    def leaders_called(self, surname: str, day: str) -> list[Person]:
        """Those who are called so for short and lead a state, its government or its diplomacy on the day."""
        called = self._leaders_by_surname.get(fold_name(surname), ())
        return [p for p in called if any(h.office in _LEADING and h.covers(day) for h in p.holdings)]

    def with_id(self, identifier: str) -> Person | None:
        """The person with this item or name."""
        return self._by_id.get(identifier)

    def of_full_name(self, name: str) -> Sequence[Person]:
        """Everybody of just this name of several words, in any spelling that the tables have."""
        folded = fold_name(name)
        return self._by_name.get(folded, ()) if " " in folded else ()

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
        the `states` that it names, or just this office on the day. A surname alone, or an unusual form of the name,
        needs the office held on the day; one part of the name more or less an office held near the day.
        """
        of, states = _owner(of) if of else None, frozenset(map(_owner, states))
        is_full = " " in fold_name(name)
        namesakes = self._namesakes if is_full else self._named_by_one_word
        for persons in namesakes(name, office, of, day, states):
            if len(persons) == 1:
                return persons[0]
        holders = self._by_office.get((office, of), ()) if office and day else ()
        fitting = [p for p in _sharing_a_name(holders, name) if p.held(office, of, day)]
        if is_full and of is None:
            fitting = [p for p in fitting if any(p.held(office, state, day) for state in states)]
        if is_full and day and not fitting:
            fitting = self._with_a_part_more_or_less(name, office, of, day, states)
        return fitting[0] if len(fitting) == 1 else None

    def holders(self, office: str, of: str) -> Sequence[Person]:
        """Everybody who ever held the office of the state or body."""
        return self._by_office.get((office, _owner(of)), ())

    def owners_by_surname(self, surname: str, office: str, day: str | None, *, is_past: bool = False) -> frozenset[str]:
        """The states and bodies whose office somebody of just this surname held on the day; without a day, ever.

        `is_past` asks for those who held it on the day or before.
        """
        folded = fold_name(surname)
        return frozenset(
            holding.of
            for person in self._by_office.get((office, None), ())
            if any(fold_name(name).endswith(f" {folded}") for name in (person.name, *person.aliases))
            for holding in person.holdings
            if holding.office == office
            and (day is None or holding.covers(day) or (is_past and holding.earliest <= day))
        )

    def _namesakes(
        self, name: str, office: str | None, of: str | None, day: str | None, states: Collection[str]
    ) -> Iterator[list[Person]]:
        """Those of this name who fit what the article says, ever more of them."""
        for same in self._alike(name):
            known = [p for p in same if (p.held(None, of, None) if of else _is_of(p, states))]
            yield [p for p in known if p.held(office, of, day)]
            yield known
            if office and day and of is None:
                yield [p for p in same if p.held(office, None, day)]

    def _alike(self, name: str) -> Iterator[list[Person]]:
        """Those of the name as it is spelt, those of its parts, and those of its sound."""
        forms = _forms(name, asked=True)
        yield _once_each(self._by_name, {fold_name(name)})
        yield _once_each(self._by_words, {"".join(words) for words in forms})
        yield _once_each(self._by_sound, _sounds_of_whole(name, forms))

    def _named_by_one_word(
        self, name: str, office: str | None, of: str | None, day: str | None, states: Collection[str]
    ) -> Iterator[list[Person]]:
        """Those whose whole name is one word, as "Lula", while they are in office: to others it is a surname."""
        owners = [of] if of else states
        same = _once_each(self._by_name, {fold_name(name)})
        yield [p for p in same if day and any(p.held(office, owner, day) for owner in owners)]

    def _with_a_part_more_or_less(
        self, name: str, office: str | None, of: str | None, day: str, states: Collection[str]
    ) -> list[Person]:
        """Those whose name has one part more or less, if the only one of them held the office near the day.

        The last part may differ only where the article tells the state, and for who is in office there: "Ali Mohammed"
        is more often somebody else than "Ali Mohammed Mujawar".
        """
        owners = ({of} if of else {*states}) - _OF_WHOLE_NAMES
        found: dict[str, bool] = {}  # by id, whether the names end alike
        for words, owner in product(_forms(name, asked=True), owners):
            for own, person in self._by_first_word.get((owner, words[:1]), ()):
                if _differ_by_a_part(own, words):
                    found[person.id] = found.get(person.id, False) or own[-1] == words[-1]
        if len(found) != 1:
            return []
        [(identifier, end_alike)] = found.items()
        person = self._by_id[identifier]
        held = [h for h in person.holdings if _owner(h.of) in owners and office in (None, h.office)]
        is_meant = any(_is_near(h, day) if end_alike else of and h.covers(day) for h in held)
        return [person] if is_meant else []


def _once_each(index: Mapping[str, Iterable[Person]], keys: Iterable[str]) -> list[Person]:
    return list({person.id: person for key in keys for person in index.get(key, ())}.values())


def _sounds_of_whole(name: str, forms: Iterable[Sequence[str]]) -> set[str]:
    """How a name sounds as a whole, and in other forms."""
    return {sound_of(form) for form in {fold_name(name), *(" ".join(words) for words in forms)}}


def _sharing_a_name(persons: Iterable[Person], name: str) -> Iterator[Person]:
    """Those who have a part of the name that is not its first one: "Joe" tells nobody from another.

    One word alone may be a first name just as it is spelt ("Abiy"), but not by its sound: "Milei" is not "Milo".
    Of several, the given name must fit as well: "Hunter Biden" is not Joe.
    """
    first, *more = name.split() or [""]
    told = _sounds(" ".join(more) or first)
    for person in persons:
        for form in (person.name, *person.aliases):
            alike = told & _sounds(form)
            if alike and (person.may_have_the_given_name_of(name) if more else not _is_by_first_name_only(first, form)):
                yield person
                break


def _parts(name: str) -> tuple[str, ...]:
    """The parts of a name, of initials before it the first: they stand for names that may be told."""
    words = without_title(words_of(_SERVANT.sub(r"\1", name)))
    return (words[0][0], *words[1:]) if _INITIALS.match(name) else words


def _begins_like(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether the first part of the one is a part of the other, spelt otherwise perhaps unless that is its surname."""
    given = (part for name in other[:-1] for part in fold_name(name).split())
    return one[0] in other or any(_is_one_given_name(one[0], part) for part in given)


def _is_one_given_name(one: str, other: str) -> bool:
    """Whether two words may be one given name: of one beginning, or nearly of one sound, whatever its first vowel."""
    short, long = sorted((fold_name(one).replace(" ", ""), other), key=len)
    if long.startswith(short):
        return True
    mine, theirs = (sound_of(word).lstrip("aeiouy").translate(_VOICELESS) for word in (short, long))
    return bool(mine) and SequenceMatcher(None, mine, theirs).ratio() >= _LIKE


def _is_by_first_name_only(word: str, form: str) -> bool:
    """Whether a word is like the first of several words of a name, otherwise spelt, and like no other of them."""
    first, *rest = form.split() or [""]
    return bool(rest) and fold_name(word) != fold_name(first) and _sounds(word).isdisjoint(_sounds(" ".join(rest)))


@lru_cache(maxsize=100_000)
def _sounds(name: str) -> frozenset[str]:
    """The sounds of the words, of those with a hyphen also as one word: "Amir-Abdollahian" is "Amirabdollahian"."""
    words = (*fold_name(name).split(), *name.split())
    return frozenset(_sound_or_word(word) for word in words if len(word) > 1 and fold_name(word) not in _NO_NAMES)


def _sound_or_word(word: str) -> str:
    """Of "Xi", "Li" and "Lee" too little stays to tell them apart."""
    sound = sound_of(word)
    return sound if len(sound) > 1 else fold_name(word)


def _forms(name: str, *, asked: bool = False) -> tuple[tuple[str, ...], ...]:
    """The parts of a name, with titles before it and without; of one asked for also without "Jr." or "III".

    The suffix of a name of the tables tells a son from his father: "Ferdinand Marcos" is not "Ferdinand Marcos Jr."
    """
    words = words_of(name)
    bare = without_title(words)
    return tuple(dict.fromkeys((words, bare, without_suffix(bare)) if asked else (words, bare)))


def _differ_by_a_part(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return one == other or is_a_part_longer(one, other) or is_a_part_longer(other, one)


def _is_near(holding: Holding, day: str) -> bool:
    """Whether the office was held within some years of the day."""
    year, rest = int(day[:4]), day[4:]
    early, late = f"{year - _REACH:04}{rest}", f"{year + _REACH:04}{rest}"
    return holding.earliest <= late and early <= holding.latest


def _is_of(person: Person, states: Collection[str]) -> bool:
    return any(_owner(holding.of) in states for holding in person.holdings)


def _owner(of: str) -> str:
    """The state or body under which the tables have its offices."""
    return _SHARES.get(of, of)


def _person(holdings: list[Holding], others: Iterable[str]) -> Person:
    *earlier, name = dict.fromkeys(holding.name for holding in holdings)
    aliases = tuple(other for other in dict.fromkeys((*earlier, *others)) if other != name)
    ordered = tuple(sorted(holdings, key=lambda holding: (holding.since or "", holding.of, holding.office)))
    return Person(holdings[0].person, name, aliases, ordered)


def read_register(
    export: Path,
    recent: Path,
    owners: frozenset[str],
    offices: frozenset[str],
    names: Path | None = None,
    *,
    is_complete: bool = True,
) -> Register:
    """Read both tables of holdings, what was exported and what corrects and continues it, and that of further names.

    A row of `recent` stands in place of those of `export` that say the same person, by item or by name, took the same
    office in the same year, or of one without an end that began during the term of the recent row; their spelling of
    the name stays, as an alias. A term without an end ends when another one follows it (`_with_ends`).

    A further name of somebody whom the tables of holdings lack raises ValueError, unless they are not `is_complete`.
    """
    exported = read_holdings(export, owners, offices)
    later = _with_known_items(read_holdings(recent, owners, offices), exported)
    known: dict[tuple[str, str, str], list[Holding]] = defaultdict(list)
    for holding in later:
        for key in _keys(holding):
            known[key].append(holding)
    kept: list[Holding] = []
    replaced: list[Holding] = []
    for holding in exported:
        own = (other for key in _keys(holding) for other in known.get(key, ()))
        (replaced if any(_says_better(other, holding) for other in own) else kept).append(holding)
    held = _with_ends(_once([*kept, *later]))
    spellings: dict[str, list[str]] = defaultdict(list)
    for holding in replaced:
        spellings[holding.person].append(holding.name)
    persons = {(h.of, fold_name(h.name)): h.person for h in (*replaced, *held)}
    for person, other in read_person_names(names, persons, is_complete=is_complete) if names else ():
        spellings[person].append(other)
    return Register(held, spellings)


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


def _says_better(recent: Holding, exported: Holding) -> bool:
    """Whether of two rows about one person and office the recent one tells of the same term."""
    is_within = recent.earliest <= (exported.since or "") <= recent.latest
    return _year(recent) == _year(exported) or (exported.until is None and is_within)


def _with_ends(holdings: Iterable[Holding]) -> list[Holding]:
    """The holdings, those without an end ended by the next one that tells of it.

    That is another term of the same person, and of an office for one at a time the term of whoever came next on the
    same side: neither a rival nor an interim successor ends a term, and no term ends that of a rival.
    """
    by_office: dict[tuple[str, str], list[Holding]] = defaultdict(list)
    for holding in holdings:
        by_office[holding.of, holding.office].append(holding)
    ended = []
    for own in by_office.values():
        own.sort(key=lambda h: h.since or "")
        for holding in own:
            is_open = holding.since is not None and holding.until is None
            later = (h.since for h in own if h.since and h.since > (holding.since or "") and _ends(h, holding))
            ended.append(replace(holding, until=next(later, None)) if is_open else holding)
    return ended


def _ends(later: Holding, earlier: Holding) -> bool:
    """Whether the beginning of the one tells that the other, without an end in the tables, was over."""
    if later.person == earlier.person:
        return True
    side = _side(earlier)
    return later.office not in SEVERAL_HOLDERS and _side(later) in (("", side) if side == "acting" else (side,))


def _side(holding: Holding) -> str:
    found = _SIDE.search(holding.source)
    return found[1] if found else ""
