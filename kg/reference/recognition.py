"""Whom of the register an article means by a name and an office, and whose office it is where the text leaves it out.

The reading of the text and the linking of its records both ask here, so that records and graph agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from kg.reference import Person, Reference
from kg.reference.names import fold_name

_SHORT_TITLES = frozenset({"minister", "secretary"})
"""Heads that stand for the whole title beside a surname: "Secretary Blinken"."""
_AT_THE_HEAD = ("president", "prime-minister", "monarch", "supreme-leader", "president-of-a-body")
"""Offices by which a surname alone tells the state."""
_WITH_PREMIERS_OF_PARTS = frozenset({"AUS", "CAN", "ZAF"})
"""States whose parts have premiers, so that a "Premier" there need not be the one prime minister."""
_INITIAL = re.compile(r"(?<=\w) [A-Z]\.(?= )")
"""The initial between a given name and a surname: "Colin L. Powell"."""
_PASSING = re.compile(r"^(?:acting|interim|caretaker|outgoing|incoming)\s+|[- ](?:elect|designate)$", re.IGNORECASE)
"""Words that say of an office that it is not held in full: "Acting President", "President-Elect"."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """The register as one article may use it: on its `day` (ISO), by the states and bodies that its text `named`."""

    reference: Reference
    day: str | None
    named: frozenset[str]

    def person(self, name: str, title: str | None, of: str | None) -> Person | None:
        """Who is meant: "Blinken", "Secretary of State"; `of` is the code or id to which the office belongs."""
        find, of = self.reference.register.find, self.reference.governed_by(of)
        offices = self._offices(title, of) if title else ()
        if of and fold_name(title or "") == "leader" and " " not in fold_name(name):
            offices = offices or _AT_THE_HEAD  # "North Korean leader Kim"
        found = next((p for o in offices or (None,) if (p := find(name, self.day, o, of, self.named))), None)
        if found or offices:
            return found
        fitting = {
            p.id: p
            for o in self._in_short(title)
            for s in ([of] if of else self.named)
            if (p := find(name, self.day, o, s, self.named))
        }
        return fitting.popitem()[1] if len(fitting) == 1 else None

    def owner(self, name: str, title: str) -> str | None:
        """The name of the state or body whose office the person held on the day, else at any time; None if of two."""
        person = self.person(name, title, None)
        offices = self._offices(title, None) or self._offices(_PASSING.sub("", title), None)
        if person is None:
            by_surname = (of for office in offices if (of := self._owner_by_surname(name, office)))
            return next(by_surname, None) or self._owner_with_title(name, title) or self._owner_in_the_past(name, title)
        offices = offices or tuple(self._in_short(title))
        held = [h for h in person.holdings if h.office in offices]
        on_the_day = [h for h in held if self.day is not None and h.covers(self.day)]
        owners = {h.of for h in on_the_day or held}
        return self._the_one(owners, owners & self.named)  # the Queen of Canada is also that of the United Kingdom

    def _owner_by_surname(self, name: str, office: str) -> str | None:
        """The one whose office all of this surname held: on the day, else of the states and bodies that are named.

        It may be said though it is open which of them is meant: "President | Obama", years after he left office.
        """
        register = self.reference.register
        if " " in fold_name(name):
            return None
        on_the_day = register.owners_by_surname(name, office, self.day) if self.day is not None else frozenset()
        named = self.named & register.owners_by_surname(name, office, self.day, is_past=True)
        return self._the_one(on_the_day or named, on_the_day & named)

    def _owner_with_title(self, name: str, title: str) -> str | None:
        """The one of those with a title of their own where somebody of the name held it: "Secretary of State Clinton".

        The article need not name it, which many leave out of the titles of their own state.
        """
        register, owners = self.reference.register, set()
        for of, office in self.reference.titles.owners_with(title).items():
            person = register.find(name, self.day, office.id, of, self.named)
            is_held = person is not None and person.held(office.id, of, self.day)
            is_called = person is not None and is_held and person.goes_by_the_first_name_of(name)
            if is_called or (self.day is not None and of in register.owners_by_surname(name, office.id, self.day)):
                owners.add(of)
        return self._the_one(owners)

    def _owner_in_the_past(self, name: str, title: str) -> str | None:
        """The one whose office everybody of just this full name held before the day: "Chancellor Helmut Kohl"."""
        persons = self.reference.register.of_full_name(name) or self.reference.register.of_full_name(
            _INITIAL.sub("", name)
        )
        held = [h for person in persons for h in person.holdings]
        past = [h for h in held if self.day is not None and h.earliest <= self.day]
        named = (h.of for h in past if h.office in self._offices_of(title, h.of))
        return self._the_one(frozenset(named)) if past else None

    def _the_one(self, *choices: AbstractSet[str]) -> str | None:
        """The name of the state or body that the first choice of one alone leaves."""
        code = next((code for owners in choices if len(owners) == 1 for code in owners), None)
        return self.reference.name_of_owner(code) if code is not None else None

    def holds(self, name: str, title: str, of: str | None) -> bool:
        """Whether the register knows the person of this name in the office: "Keir Starmer" is "the prime minister"."""
        owner = self.reference.owner_named(of) if of is not None else None
        offices = self._offices(title, owner)
        if self.day is None or not offices or (of is not None and owner is None):
            return False
        person = self.person(name, title, owner)
        is_held = person is not None and any(person.held(office, owner, self.day) for office in offices)
        return person is not None and is_held and person.goes_by_the_first_name_of(name)

    def state_of(self, name: str) -> str | None:
        """The name of the one state whose president, minister or the like it is: "Biden", "Benjamin Netanyahu"."""
        person = self.person(name, None, None)
        if person is not None:
            found = {h.of for h in person.holdings if self.day is None or h.covers(self.day)}
        else:
            known = (self.reference.register.owners_by_surname(name, office, self.day) for office in _AT_THE_HEAD)
            found = set().union(*known) if self.day is not None else set()
        return self._the_one(found, found & self.named)

    def home(self, name: str) -> str | None:
        """The name of the one state in which somebody known by a full name held whatever office: "Juan Guaidó"."""
        person = self.person(name, None, None) if " " in fold_name(name) else None
        owners = {h.of for h in person.holdings} if person is not None else set()
        return self._the_one(owners & self.reference.states_by_code.keys())

    def only_state_with(self, title: str) -> str | None:
        """The one of the states named that has the title, where not all states have it: "Defense Secretary"."""
        if self.reference.titles.office(title) is not None:
            return None
        states = {code for code in self.named & self.reference.states_by_code.keys() if self._has(title, code)}
        return self._the_one(states)

    def _has(self, title: str, code: str) -> bool:
        return " " in title and self.reference.titles.office(title, code) is not None

    def leaves_open(self, title: str, of: str) -> bool:
        """Whether somebody of whom the register does not know it may hold the office there: it knows no other holder.

        So of an office that it does not know, "Deputy Attorney General", and of one whose holder on the day it lacks;
        not of one that the state never had, as the United States no "Prime Minister".
        """
        owner = self.reference.owner_named(of)
        if owner in _WITH_PREMIERS_OF_PARTS and fold_name(title) == "premier":
            return True
        offices = self._offices(_PASSING.sub("", title), owner)
        return owner is None or all(self._is_open(office, owner) for office in offices)

    def _is_open(self, office: str, owner: str) -> bool:
        if office == "special-envoy":
            return True  # of which a state has many, each for a matter of its own
        holders = self.reference.register.holders(office, owner)
        return bool(holders) and not (self.day and any(p.held(office, owner, self.day) for p in holders))

    def _offices(self, title: str, of: str | None) -> tuple[str, ...]:
        """The offices with kept holders that the title names: two for "Deputy Prime Minister and Foreign Minister"."""
        parts = self.reference.titles.split(title, of)
        return tuple(office for part in parts for office in self._offices_of(part, of))

    def _offices_of(self, title: str, of: str | None) -> tuple[str, ...]:
        """The office that the title names, and without an owner those of the states and bodies that the text named.

        A "President" is one of states first. Where two have the title for different offices, it names none.
        """
        find = self.reference.titles.office
        everywhere = {office.id} if (office := find(title, of)) and office.is_kept else set()
        if of:
            return tuple(everywhere)
        there = {found.id for code in self.named if (found := find(title, code)) and found.is_kept} - everywhere
        return (*everywhere, *there) if everywhere or len(there) == 1 else ()

    def _in_short(self, title: str | None) -> Iterator[str]:
        """The offices that a title of one word may stand for: "Minister" for any minister's."""
        if title is not None and fold_name(title) in _SHORT_TITLES:
            yield from (office.id for office in self.reference.offices if office.kind == "minister")
