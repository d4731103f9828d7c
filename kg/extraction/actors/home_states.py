"""The state whose office it may be where only the place of telling says so: sentence, outlet, the whole article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import takewhile

from spacy.tokens import Doc

from kg.analysis.syntax import children
from kg.extraction.actors.cast import Cast
from kg.extraction.actors.datelines import city_of_dateline
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind
from kg.extraction.actors.office_kinds import OF_COURTS, OF_GOVERNMENTS, SPEAKERS, head_of, is_of_state, is_rank
from kg.extraction.actors.titles import Title
from kg.records import ActorType
from kg.reference import Outlet
from kg.reference.recognition import Recognition

# Heads of offices whose state an outlet leaves out when it is its own.
_AT_HOME = frozenset("senator congressman congresswoman representative secretary".split())
_IN_PARLIAMENT = _AT_HOME | frozenset("lawmaker mp".split())
_MANY = frozenset(
    """member legislator governor mayor justice prosecutor inspector assemblyman assemblywoman councilman councilwoman
    councillor alderman selectman""".split()
).union(_IN_PARLIAMENT, OF_COURTS)
_STAYING = SPEAKERS | frozenset("lawmaker mp legislator mayor member".split())
"""Heads of offices whose holders speak at home: a minister may be told to speak in any capital."""
_ADVISING = frozenset("adviser advisor aide".split())
"""Heads of offices that bodies have too, but mostly governments where nothing is said."""
_FAR_MORE = 4  # times
# Words before the heads of `_AT_HOME` that tell the state by its parties.
PARTIES = {"republican": "USA", "democratic": "USA", "labour": "GBR", "tory": "GBR", "democrat": "GBR"}
"""Words for a party, with the code of the state where it is one."""
_AMERICAN_PARTY = re.compile(r"[^(,]*(\([DRI]-|, a (Democrat|Republican) (of|from) )")
"""After the office the name, and in brackets the party and the home: "Rep. | Ann Lee (D-Ore.)"."""
_NEAR = 8  # tokens
_NOMINAL = frozenset("NOUN PROPN ADJ DET".split())
_PARTS = frozenset("city county province region district town territory commonwealth municipality prefecture".split())
_AMERICAN = (
    "assistant secretary of state", "under secretary of state", "undersecretary of state",
    "director of national intelligence",
)  # fmt: skip
_WITH_SHADOWS = frozenset(["GBR", "AUS"])
"""States whose opposition has shadow ministers."""
_SENATES = frozenset(
    """ARG AUS BEL BOL BRA CAN CHL COD COL CZE DOM ESP FRA HTI ITA KEN KHM LBR MDG MEX NGA NLD PAK PHL POL PRI PRY ROU
    RWA URY USA ZAF ZWE""".split()
)
_CONGRESSES = frozenset("ARG CHL COL ECU HND MEX PER PHL PRY USA".split())
_REPRESENTATIVES = frozenset("AUS BLR COL CYP JPN KOR NGA NZL PHL PRI USA".split())
_UNIONS = frozenset(["european-union", "african-union"])
_NO_UNIONS = frozenset("police high election electoral county assistant deputy commerce".split())
"""Words of commissioners that no union has."""
# States that have a chamber whose members are called so, and unions that have a commission.
_CHAMBERS = {
    "commissioner": _UNIONS,
    "senator": _SENATES,
    "congressman": _CONGRESSES,
    "congresswoman": _CONGRESSES,
    "representative": _REPRESENTATIVES,
}


def is_local(title: Title, doc: Doc) -> bool:
    """Whether it is an office of a part of the state that goes unnamed: "the | city's | police commissioner"."""
    before = doc[title.start - 2] if title.start > 1 and doc[title.start - 1].text in POSSESSIVE else None
    return before is not None and before.lower_ in _PARTS


def is_one_of_many(title: Title) -> bool:
    """Whether several hold the office at a time: "Senator", "MP", "Mayor"."""
    return head_of(title) in _MANY


def _speaks_for_government(title: Title) -> bool:
    return head_of(title) in SPEAKERS and not OF_GOVERNMENTS.isdisjoint(title.office.lower().split())


class HomeStates:
    """Tells, the surest first, to which states an office of the article may belong.

    `outlet` published it, from the state `home` if the article names that; `headline` are the states that its headline
    names.
    """

    def __init__(
        self, cast: Cast, recognition: Recognition, outlet: Outlet | None, headline: frozenset[str] = frozenset()
    ) -> None:
        self._cast = cast
        self._doc = cast.document.doc
        self._recognition = recognition
        code = outlet.state if outlet is not None else None
        self._at_home = frozenset([code] if code else [])
        self.home = cast.name_of_state(code) if code and code in recognition.named else None
        self._is_for_the_world = outlet is not None and outlet.is_for_the_world
        self._headline = headline

    def of(self, title: Title) -> Iterator[str]:
        """Yield the names of the states to which the office may belong."""
        finds = (
            self._of_party, self._of_title, self._of_scene, self._of_dateline, self._of_sentence, self._of_chamber,
            self._of_outlet, self._of_article,
        )  # fmt: skip
        yield from (state for find in finds if (state := find(title)) is not None)

    def _of_title(self, title: Title) -> str | None:
        """The one state that has a title: "Assistant Secretary of State"; of those named, "Defense Secretary"."""
        office = title.office.lower().replace("-", " ")
        if office.startswith(_AMERICAN) or office.removeprefix("deputy ").startswith(_AMERICAN):
            return self._cast.name_of_state("USA")
        if office.startswith("shadow "):
            shadows = self._recognition.named & _WITH_SHADOWS
            return self._cast.name_of_state(next(iter(shadows))) if len(shadows) == 1 else None
        return self._recognition.only_state_with(title.office)

    def _of_scene(self, title: Title) -> str | None:
        """Where somebody speaks who stays at home: "In Nairobi, | opposition lawmaker X said", "told them in Paris"."""
        if head_of(title) not in _STAYING or not (is_of_state(title) or head_of(title) in SPEAKERS):
            return None
        head = self._doc[title.head]
        verb = next((t for t in head.ancestors if t.pos_ in ("VERB", "AUX")), None)
        links = list(children(verb, "prep", "dobj", "dative")) if verb is not None else []
        links += [t for noun in links for t in children(noun, "prep")]
        nouns = (t for link in links if link.lower_ == "in" for t in children(link, "pobj"))
        places = (self._cast.names.at(t) for noun in nouns for t in (noun, *noun.conjuncts))
        found = [n for n in places if n is not None and n.kind in (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE)]
        states = {state for name in found if (state := self._cast.name_of_state_at(name)) is not None}
        return states.pop() if len(states) == 1 else None

    def _of_dateline(self, title: Title) -> str | None:
        """Where the text is written from, of who speaks for a government: "BEIJING (X) - … | ministry spokesman Y".

        So of any office of a state where an agency of that state writes it: "RIYADH (SPA) | Crown Prince Y".
        """
        state = self._written_from
        is_at_home = state is not None and state in map(self._cast.name_of_state, self._at_home)
        is_public = is_at_home and not self._is_for_the_world and is_of_state(title)
        return state if _speaks_for_government(title) or is_public else None

    def _of_sentence(self, title: Title) -> str | None:
        """The one state named with an office of its government: "In Moscow, | foreign ministry spokeswoman X said"."""
        if not _speaks_for_government(title):
            return None
        states = {self._cast.name_of_state_at(name) for name in self._cast.names if self._is_in_sentence(name, title)}
        return states.pop() if len(states) == 1 else None

    def _is_in_sentence(self, name: Name, title: Title) -> bool:
        sentence = self._doc[title.head].sent
        return sentence.start <= name.start < sentence.end and self._cast.name_of_state_at(name) is not None

    def _of_party(self, title: Title) -> str | None:
        """The state to which a politician's party belongs: "Republican | Senator", "Labour's | leader".

        A party's officers only where the article names the state: other states have parties of the same name.
        """
        words = title.office.lower().split()
        if self._doc[title.start - 1].text in POSSESSIVE:
            words += [t.lower_ for t in self._doc[max(0, title.start - 4) : title.start]]
        elif head_of(title) in _IN_PARLIAMENT and _AMERICAN_PARTY.match(self._doc[title.end : title.end + _NEAR].text):
            return self._cast.name_of_state("USA")
        code = next((PARTIES[w] for w in words if w in PARTIES), None)
        is_meant = head_of(title) in _IN_PARLIAMENT or code in self._recognition.named
        return self._cast.name_of_state(code) if code is not None and is_meant else None

    def _of_outlet(self, title: Title) -> str | None:
        """The state that an outlet writes from, if the article names it: at home an office needs no country."""
        if head_of(title) in _AT_HOME:
            return self.home
        is_near = not self._is_for_the_world and self.home in [state for state, _ in self._named_most]
        is_public = is_of_state(title) or not OF_GOVERNMENTS.isdisjoint(title.office.lower().split())
        return self.home if is_near and is_public else None

    def _of_chamber(self, title: Title) -> str | None:
        """The one state with a senate, or union with a commission, that the article names or is of its outlet."""
        if head_of(title) == "representative" and len(title.office.split()) > 1:
            return None  # "Special | Representative"
        if head_of(title) == "commissioner" and not _NO_UNIONS.isdisjoint(title.office.lower().split()):
            return None
        chambers = _CHAMBERS.get(head_of(title), frozenset())
        codes = (self._recognition.named | self._at_home) & chambers
        return self._recognition.reference.name_of_owner(next(iter(codes))) if len(codes) == 1 else None

    def _of_article(self, title: Title) -> str | None:
        """The state that the article is about, for an office of states or parties, or of who advises governments."""
        is_of_party = "party" in title.office.lower().split()
        is_public = is_of_state(title) or is_rank(title) or self._serves_the_public(title) or is_local(title, self._doc)
        if not is_public and head_of(title) not in _ADVISING and not is_of_party:
            return None
        return self._dominant or (self._at_issue or self._headlined if head_of(title) != "commander" else None)

    def _serves_the_public(self, title: Title) -> bool:
        """Whether it is an office at a body of the state without a name: "a spokesman for the | police |"."""
        link = self._doc[title.end : title.end + 1].text
        words = list(
            takewhile(lambda t: t.is_lower and t.pos_ in _NOMINAL, self._doc[title.end + 1 : title.end + _NEAR])
        )
        return link in ("for", "of") and any(t.lower_ in OF_GOVERNMENTS for t in words)

    @cached_property
    def _written_from(self) -> str | None:
        """The state of the city in the date line."""
        city = city_of_dateline(self._cast)
        return self._cast.name_of_state_at(city) if city is not None else None

    @cached_property
    def _named_most(self) -> list[tuple[str, int]]:
        """The two states that the article names most often, with how often it does, and where it is written from."""
        named = Counter(state for name in self._cast.names if (state := self._cast.name_of_state_at(name)))
        if self._written_from is not None and not named[self._written_from]:
            named[self._written_from] = 1
        return [*named.most_common(2), ("", 0), ("", 0)][:2]

    @cached_property
    def _dominant(self) -> str | None:
        """The state that the article names alone, or far more often than any other."""
        (first, most), (_, next_most) = self._named_most
        return first if most >= _FAR_MORE * max(next_most, 1) or (most and not next_most) else None

    @cached_property
    def _at_issue(self) -> str | None:
        """The state to which nearly all offices of states in the article belong, if none is named more often."""
        owners = Counter(f.of for f in self._cast.persons() if f.of is not None and f.title is not None)
        states = {of: n for of, n in owners.items() if self._is_state(of)}
        (first, most), (_, next_most) = self._named_most
        others = sum(states.values()) - states.get(first, 0)
        return first if states.get(first, 0) >= max(_FAR_MORE * others, 1) and most > next_most else None

    def _is_state(self, owner: str) -> bool:
        figure = self._cast.named(owner)
        return figure is None or figure.type is ActorType.STATE

    @cached_property
    def _headlined(self) -> str | None:
        """The one state that the headline names, if the article names none more often."""
        (first, most), (second, next_most) = self._named_most
        named_most = {first} | ({second} if most == next_most else set())
        return next(iter(self._headline)) if len(self._headline) == 1 and self._headline <= named_most else None
