"""Names of states, capitals, organisations, outlets and places in a document, found by the reference tables.

The language model's own entity labels are overruled here: it takes "Azerbaijani" for a person and misses IRNA.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Token

from kg.records import Span
from kg.reference import Organisation, Outlet, Place, Reference, State
from kg.reference.names import fold_name

_BEFORE_PLACES = frozenset("in of to from into near outside across".split())
_LINKS = frozenset(("and", ",", "&"))
_STANCES = frozenset("pro anti non post pre".split())
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
Entry = State | Organisation | Outlet | Place


class NameKind(IntEnum):
    """In what way a name names; of two readings of the same words the smaller one holds."""

    STATE = 1
    ORGANISATION = 2
    CAPITAL = 3
    SEAT = 4  # the building that stands for a government: the Kremlin, the White House
    OUTLET = 5
    PLACE = 6
    ADJECTIVE = 7  # "Iranian", "Turks", "Scottish"


@dataclass(frozen=True, slots=True)
class Name:
    """Words that name an entry of the reference tables. `start` and `end` count tokens, `span` characters."""

    kind: NameKind
    entry: Entry
    start: int
    end: int
    span: Span

    @property
    def state(self) -> State | None:
        """The state that the words lead to, if they lead to one: through its name, adjective, capital or seat."""
        return self.entry if isinstance(self.entry, State) else None

    @property
    def is_region(self) -> bool:
        """Whether the words name a region that is no one state's: the Middle East."""
        return isinstance(self.entry, Place) and self.entry.state is None and self.entry.kind == "region"

    def is_possessor(self, doc: Doc) -> bool:
        """Whether a possessive "'s" follows the name."""
        return doc[self.end : self.end + 1].text in POSSESSIVE

    def may_stand_before_nouns(self, doc: Doc) -> bool:
        """Whether a noun may follow that is the named one's: "Kenya's | envoy", "Kenyan | envoy", "US | envoy".

        The full name of a state or city that stands there without "'s" is more often where something happens.
        """
        is_place = self.kind in (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE)
        return self.is_possessor(doc) or not is_place or doc[self.start : self.end].text.replace(".", "").isupper()


class Names:
    """The names of one document, no two of them overlapping."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._names = tuple(sorted(names, key=lambda name: name.start))
        self._by_token = {token: name for name in self._names for token in range(name.start, name.end)}

    def __iter__(self) -> Iterator[Name]:
        return iter(self._names)

    def at(self, token: Token) -> Name | None:
        """The name that the token is part of."""
        return self._by_token.get(token.i)

    def before(self, token: Token) -> Name | None:
        """The name that ends just before the token in its sentence, past a possessive "'s".

        A headline often ends in a place, and what begins after it is of somebody else: "Talks in Lima ¶ | President X".
        """
        doc, at = token.doc, token.i
        while at > 0 and not doc[at].is_sent_start and (doc[at - 1].is_space or doc[at - 1].text in POSSESSIVE):
            at -= 1
        return None if doc[at].is_sent_start else self._by_token.get(at - 1)


def _namesakes(reference: Reference) -> Mapping[str, Mapping[str, Organisation]]:
    """The bodies of several states that go by one name at home, by that name and by the code of the state.

    "Foreign Office" is the British one, and in Pakistan "Pakistan Foreign Office".
    """
    found: dict[str, dict[str, Organisation]] = defaultdict(dict)
    bodies = reference.organisation_surfaces
    for surface, body in bodies.items():
        lead, _, short = surface.partition(" ")
        state, other = reference.state_named(lead) or reference.state_of_adjective(lead), bodies.get(short)
        if state is not None and other is not None and other.state and body.state == state.code != other.state:
            found[short] |= {other.state: other, body.state: body}
    return found


def _surfaces(reference: Reference) -> Iterable[tuple[NameKind, Mapping[str, Entry]]]:
    return (
        (NameKind.STATE, reference.state_surfaces),
        (NameKind.ORGANISATION, reference.organisation_surfaces),
        (NameKind.CAPITAL, reference.capital_surfaces),
        (NameKind.SEAT, reference.metonym_surfaces),
        (NameKind.OUTLET, reference.outlet_surfaces),
        (NameKind.PLACE, reference.place_surfaces),
        (NameKind.ADJECTIVE, reference.adjective_surfaces),
        (NameKind.ADJECTIVE, reference.regional_surfaces),
    )


class NameFinder:
    """Finds the names of the reference tables in parsed texts; built once from the tables.

    `tokenize` is the tokenizer of the texts to come, so that the tables' surfaces are cut into the same pieces.
    """

    def __init__(self, reference: Reference, tokenize: Callable[[str], Doc]) -> None:
        self._matcher = PhraseMatcher(tokenize("").vocab)
        self._entries: dict[str, tuple[NameKind, Entry]] = {}
        self._namesakes = _namesakes(reference)
        self._full_names = reference.full_names
        self._capitals = {surface.upper(): state for surface, state in reference.capital_surfaces.items()}
        for kind, surfaces in _surfaces(reference):
            for surface, entry in surfaces.items():
                key = f"{kind.value}|{surface}"
                spellings = {surface, surface.replace("'", "’")}
                self._matcher.add(key, [tokenize(spelling) for spelling in spellings])
                self._entries[key] = (kind, entry)

    def find(self, doc: Doc) -> Names:
        """All names of the document; of overlapping ones the longest, of equally long ones the likelier kind."""
        strings = doc.vocab.strings
        found = [(start, end, *self._entries[strings[key]]) for key, start, end in self._matcher(doc)]
        surnames = {doc[start].text for start, end, *_ in found if self._is_surname(doc, start, end)}
        listed = (token for start, end, kind, _ in found if kind is NameKind.STATE for token in (start, end - 1))
        beside = {at for at in listed if doc[at].text not in surnames}  # "Serbia and | Montenegro |" are states
        found.sort(key=lambda hit: (hit[0] - hit[1], hit[2], hit[0]))
        taken: set[int] = set()
        owners = {end for _, end, kind, _ in found if kind in (NameKind.STATE, NameKind.ADJECTIVE)}
        names = []
        for start, end, kind, entry in found:
            is_listed = any(
                at in beside and doc[link].text in _LINKS for link, at in ((start - 1, start - 2), (end, end + 1))
            )
            is_surname = doc[start].text in surnames and not is_listed
            if is_of_stance(doc[start]) or (is_surname and _is_of_person(doc, start, end)):
                continue
            if kind is NameKind.ORGANISATION and start > 0 and doc[start - 1].text == "National":
                continue  # "the National | Security Council" is a state's own
            if isinstance(entry, Organisation) and _is_of_a_state(doc, start, entry, owners):
                continue
            if kind is NameKind.ORGANISATION and _is_an_office(doc, start, end):
                continue
            if taken.isdisjoint(range(start, end)) and not _begins_longer(doc, start, end, kind):
                taken.update(range(start, end))
                span = doc[start:end]
                names.append(Name(kind, entry, start, end, (span.start_char, span.end_char)))
        return Names(self._at_home(names, doc))

    def _is_surname(self, doc: Doc, start: int, end: int) -> bool:
        """Whether the word ends the full name of a known person: "Portugal's premier, Luís | Montenegro |"."""
        is_one = start > 0 and end == start + 1 and doc[start - 1].is_title
        return is_one and fold_name(f"{doc[start - 1].text} {doc[start].text}") in self._full_names

    def _at_home(self, names: Sequence[Name], doc: Doc) -> Iterable[Name]:
        """The names, each body that has namesakes as that of the state which the text names most often of theirs.

        A date line names it by its capital in capital letters: "ISLAMABAD: ".
        """
        namesakes = [self._namesakes.get(doc[name.start : name.end].text, {}) for name in names]
        if not any(namesakes):
            return names
        leading = (state for token in doc if token.is_upper and (state := self._capitals.get(token.text)) is not None)
        named = Counter(state.code for state in (*(name.state for name in names), *leading) if state is not None)
        bodies = [max(alike, key=lambda code: named[code], default="") for alike in namesakes]
        return (
            replace(name, entry=alike[body]) if named[body] else name
            for name, alike, body in zip(names, namesakes, bodies, strict=True)
        )


def _is_of_person(doc: Doc, start: int, end: int) -> bool:
    """Whether a surname that is also a place's name stands for the person: after "in" or "of" it is the place."""
    return end == start + 1 and (start == 0 or doc[start - 1].lower_ not in _BEFORE_PLACES)


def is_of_stance(token: Token) -> bool:
    """Whether the word only tells where somebody stands: "the pro-| Russian | party", "an anti-| NATO | premier"."""
    if token.i < 2 or token.nbor(-1).text not in ("-", "–", "‑"):
        return False
    return token.nbor(-2).lower_ in _STANCES and not token.nbor(-2).whitespace_


def _is_of_a_state(doc: Doc, start: int, body: Organisation, owners: Container[int]) -> bool:
    """Whether what is else a body of many states is the state's own named before: "Russia's | Security Council"."""
    before = start - (start > 0 and doc[start - 1].text in POSSESSIVE)
    return before in owners and body.kind == "organisation" and not body.state and body.name.startswith("UN ")


def _is_an_office(doc: Doc, start: int, end: int) -> bool:
    """Whether the words are the office of who is named next: "UN | High Commissioner for Refugees | Ann Lee"."""
    is_office = any(t.lower_ == "commissioner" for t in doc[start:end]) and doc[start].lower_ != "office"
    return is_office and any(t.ent_type_ == "PERSON" for t in doc[end : end + 1])


def _begins_longer(doc: Doc, start: int, end: int, kind: NameKind) -> bool:
    """Whether an outlet's name is only how another begins: "The National | Hurricane Center"."""
    after = doc[end : end + 1]
    is_article = kind is NameKind.OUTLET and doc[start].text == "The"
    return is_article and any(t.is_title and t.pos_ == "PROPN" and doc[end - 1].head.i >= end for t in after)
