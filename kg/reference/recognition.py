"""Whom of the register an article means by a name and an office, and whose office it is where the text leaves it out.

The reading of the text and the linking of its records both ask here, so that records and graph agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.reference import Person, Reference
from kg.reference.names import fold_name

_SHORT_TITLES = frozenset({"minister", "secretary"})
"""Heads that stand for the whole title beside a surname: "Secretary Blinken"."""
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
        find = self.reference.register.find
        office = self._office(title, of) if title else None
        if (found := find(name, self.day, office, of, self.named)) or office is not None:
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
        if person is None:
            return None
        office = self._office(title, None) or self._office(_PASSING.sub("", title), None)
        offices = {office} if office else set(self._in_short(title))
        held = [h for h in person.holdings if h.office in offices]
        on_the_day = [h for h in held if self.day is not None and h.covers(self.day)]
        owners = {h.of for h in on_the_day or held}
        return self.reference.name_of_owner(owners.pop()) if len(owners) == 1 else None

    def _office(self, title: str, of: str | None) -> str | None:
        """The office that the title names, in the states and bodies named where it belongs to none."""
        find = self.reference.titles.office
        if (office := find(title, of)) or of:
            return office.id if office else None
        offices = {found.id for code in self.named if (found := find(title, code))}
        return offices.pop() if len(offices) == 1 else None

    def _in_short(self, title: str | None) -> Iterator[str]:
        """The offices that a title of one word may stand for: "Minister" for any minister's."""
        if title is not None and fold_name(title) in _SHORT_TITLES:
            yield from (office.id for office in self.reference.offices if office.kind == "minister")
