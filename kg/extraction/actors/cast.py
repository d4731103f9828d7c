"""The cast of an article: everybody who may act in it, found by name, before it is known who does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as TokenSpan

from kg.analysis.document import Document
from kg.analysis.syntax import children, end_of
from kg.extraction.actors.bodies import Body, find_bodies
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind, Names
from kg.extraction.actors.office_words import AFTER_NAMES
from kg.extraction.actors.offices import Person
from kg.extraction.actors.people import STORMS, People
from kg.extraction.actors.titles import Title
from kg.extraction.rulebook import reads
from kg.iris import with_article
from kg.records import ActorType, Span
from kg.reference import KnownProject, Organisation, Outlet, Place, Reference, State
from kg.reference.names import fold_name

_UNION = "european-union"
_INITIALS = re.compile("[A-Z]{3,4}")
_NEXT = 3  # tokens from an office to the name beside it
_JOIN = re.compile("[-–]")
_AGREEMENTS = frozenset("agreement treaty accord accords pact".split())
_REGIONS = frozenset("region province oblast peninsula zone corridor valley".split())
"""Nouns that end the names of places."""


@dataclass(eq=False)
class Figure:
    """Somebody who may act: a person, a state, an organisation, a format. Figures are compared by identity.

    `of` names the state or body to which an office or a body belongs; `rule` is how the figure was found.
    `descriptions` are words that only lead to it ("the Iranian side"); they count where the text has no name form.
    """

    type: ActorType
    name: str
    rule: str
    mentions: list[Span] = field(default_factory=list)
    descriptions: list[Span] = field(default_factory=list)
    person: Person | None = None
    of: str | None = None
    outlet: bool = False

    @property
    def evidence(self) -> list[Span]:
        """The name forms, else the descriptions, in order."""
        return sorted(self.mentions) or sorted(self.descriptions)

    @property
    def title(self) -> Title | None:
        """The office of a person."""
        return self.person.title if self.person else None


def distinct(figures: Iterable[Figure]) -> list[Figure]:
    """The figures in order, each once."""
    return list({id(f): f for f in figures}.values())


def last_before(figures: Iterable[Figure], offset: int) -> Figure | None:
    """The figure mentioned last before the offset."""
    last = [(max(s for s, _ in f.mentions if s < offset), f) for f in figures if any(s < offset for s, _ in f.mentions)]
    return max(last, key=lambda pair: pair[0])[1] if last else None


class Cast:
    """The figures of one article, to be looked up by the tokens that name them."""

    def __init__(self, document: Document, names: Names, people: People, reference: Reference) -> None:
        self.document = document
        self.names = names
        self.people = people
        self._reference = reference
        self._by_token: dict[int, Figure] = {}
        self._by_name: dict[tuple[ActorType, str], Figure] = {}
        for person in people.persons:
            self._add_person(person)
        self._add_initials()
        for body in find_bodies(document.doc, names, frozenset(self._by_token)):
            self._add_body(body)
        in_persons = {at for person in people.persons for run in person.runs for at in range(run.start, run.end)}
        for name in names:
            if name.start not in in_persons:  # "| Israel | Katz"
                self._add_name(name)
        for entity in document.doc.ents:
            if entity.label_ == "ORG":
                self._add_organisation(entity)
        self._merge_acronyms()

    def __iter__(self) -> Iterator[Figure]:
        """All figures, in no particular order, each once."""
        return iter(distinct(self._by_token.values()))

    def named_at(self, token: Token) -> Figure | None:
        """The figure that the token names, whether or not it acts there."""
        return self._by_token.get(token.i)

    def know_publisher(self, outlet: str | None) -> None:
        """Take who publishes the article for an outlet, also where no table has it: "The | PUNCH | recalls that"."""
        published_by = fold_name(outlet or "").removeprefix("the ")
        for figure in self:
            is_body = figure.type is ActorType.ORGANISATION and figure.rule == "actor.entity"
            figure.outlet |= is_body and fold_name(figure.name).removeprefix("the ") == published_by

    def named(self, name: str) -> Figure | None:
        """The figure of the state or body with this name, if the article has one."""
        return self._by_name.get((ActorType.STATE, name)) or self._by_name.get((ActorType.ORGANISATION, name))

    def owner_figure(self, owner: str) -> Figure | None:
        """The figure of the state with this code or the body with this id, if the article names it."""
        figure = self.named(self._reference.name_of_owner(owner))
        name = next((n for n in self.names if n.state is not None and n.state.code == owner), None)
        return figure or (self.state_behind(name) if name is not None else None)

    def joined_at(self, token: Token) -> list[Figure]:
        """The figures of states and bodies whose names a hyphen joins: "the | U.S.-ASEAN | treaty"."""
        parts = _JOIN.split(token.text)
        joined = [self._joined(part) for part in parts]
        known = [entry for entry in joined if entry is not None]
        return [self._described_by(token, entry) for entry in known] if len(known) == len(parts) > 1 else []

    def _joined(self, part: str) -> State | Organisation | None:
        state = self._reference.state_named(part) or self._reference.state_of_adjective(part)
        return state or self._reference.organisation_named(part)

    def _described_by(self, token: Token, entry: State | Organisation) -> Figure:
        if isinstance(entry, State):
            return self.state_called(entry.name, token)
        figure = self._figure(self._kind_of(entry), entry.name, "actor.organisation")
        figure.descriptions.append((token.idx, end_of(token)))
        return figure

    def _kind_of(self, entry: Organisation) -> ActorType:
        return ActorType.FORMAT if entry.kind == "format" else ActorType.ORGANISATION

    def known_projects(self) -> Iterator[tuple[Span, KnownProject]]:
        """Where the article names projects that the reference tables know."""
        return self._reference.projects_in(self.document.prose)

    def name_of_state(self, code: str) -> str | None:
        """The name of the state with this code."""
        state = self._reference.state_with_code(code)
        return state.name if state else None

    def name_of_state_at(self, name: Name) -> str | None:
        """The name of the state to which a name leads: by an adjective, a capital, a place or a body that is its."""
        entry = name.entry
        code = entry.code if isinstance(entry, State) else None if isinstance(entry, Outlet) else entry.state
        return self.name_of_state(code) if code else None

    def capital_at(self, noun: Token) -> Name | None:
        """The capital that the noun names by its state: "the Iranian | capital |"; by name where that follows."""
        if noun.lower_ != "capital":
            return None
        if (named := next((n for c in children(noun, "appos") if (n := self.names.at(c))), None)) is not None:
            return named
        owners = (self.names.at(c) for c in children(noun, "amod", "poss", "compound"))
        owner = next((name for name in owners if name is not None and name.state is not None), None)
        if owner is None:
            return None
        return replace(owner, kind=NameKind.CAPITAL, end=noun.i + 1, span=(owner.span[0], end_of(noun)))

    def city_called(self, name: str, span: Span) -> Name | None:
        """The capital or other city of this name, as words that stand at `span` and no name was found in."""
        state, place = self._reference.state_of_capital(name), self._reference.place_named(name)
        token = self.document.token_at(span[0])
        if token is None or (state is None and (place is None or place.kind != "city")):
            return None
        kind, entry = (NameKind.CAPITAL, state) if state is not None else (NameKind.PLACE, place)
        return Name(kind, entry, token.i, token.i + 1, span) if entry is not None else None

    def state_behind(self, name: Name) -> Figure | None:
        """The figure of the state to which a name leads: by an adjective, a capital, or a place that lies in it."""
        entry = name.entry
        code = entry.code if isinstance(entry, State) else entry.state
        state = self._reference.state_with_code(code) if code else None
        if state is None:
            return None
        figure = self._figure(ActorType.STATE, state.name, "actor.state")
        figure.descriptions.append(name.span)
        return figure

    def office_of(self, holder: Figure, office: Token) -> Figure:
        """The figure of a person's office: "Erdogan's | office", "the prime minister's | office"."""
        title = (
            f"the {holder.title.office} of {with_article(holder.of)}"
            if holder.title is not None and holder.of
            else None
        )
        name = f"Office of {title}" if title is not None else f"{holder.name}'s Office"
        figure = self._figure(ActorType.ORGANISATION, name, "actor.body")
        figure.of = holder.of
        figure.descriptions.append((office.idx, office.idx + len(office)))
        return figure

    def is_state(self, name: str) -> bool:
        """Whether a state of the reference tables has this name."""
        return self._reference.state_named(name) is not None

    def campaign_of(self, candidate: Figure, noun: Token) -> Figure:
        """The figure of the staff who campaign for a candidate: "the Trump | campaign"."""
        figure = self._figure(ActorType.ORGANISATION, f"{candidate.name.split()[-1]} {noun.lower_}", "actor.body")
        figure.descriptions.append((noun.idx, end_of(noun)))
        return figure

    def state_called(self, name: str, described: Token) -> Figure:
        """The figure of the state of this name, which the text describes by the noun."""
        figure = self._figure(ActorType.STATE, name, "actor.state")
        figure.descriptions.append((described.idx, described.idx + len(described)))
        return figure

    def persons(self) -> list[Figure]:
        """The figures of persons, in the order of their first mention."""
        found = [f for f in self if f.type is ActorType.PERSON]
        return sorted(found, key=lambda f: f.evidence[0])

    def _figure(self, kind: ActorType, name: str, rule: str) -> Figure:
        return self._by_name.setdefault((kind, name), Figure(kind, name, rule))

    def _mention(self, figure: Figure, start: int, end: int) -> None:
        span = self.document.doc[start:end]
        if not self.document.is_furniture(span.start_char):
            figure.mentions.append((span.start_char, span.end_char))
        for at in range(start, end):
            self._by_token.setdefault(at, figure)

    @reads("actor", "person")
    def _add_person(self, person: Person) -> None:
        """Add a person, with the state or body of the office."""
        figure = Figure(ActorType.PERSON, " ".join(person.name.split()), "actor.person", person=person)
        title = person.title
        figure.of = self.owner(title) if title else None
        for run in person.runs:
            self._mention(figure, run.start, run.end)
            if (suffix := _suffix_after(self.document.doc, run.end)) is not None:
                self._by_token.setdefault(suffix.i, figure)
        for title in person.titles:
            if self._is_of_several(title, person):
                continue
            for at in range(title.start, title.end):
                self._by_token.setdefault(at, figure)

    def _is_of_several(self, title: Title, person: Person) -> bool:
        """Whether the office is a plural that stands apart from the name: "the two | ministers | met. X and Y said"."""
        is_plural = self.document.doc[title.head].tag_ in ("NNS", "NNPS")
        return is_plural and not any(0 <= run.start - title.end < _NEXT for run in person.runs)

    def _add_initials(self) -> None:
        """Let the initials of an office name who holds it: "External Affairs Minister X … | EAM | said"."""
        titled = [f for f in self._by_token.values() if f.title is not None]
        initials = {"".join(w[0] for w in f.title.office.split()): f for f in titled if f.title is not None}
        for at, word in enumerate(self.document.words):
            if word in initials and _INITIALS.fullmatch(word) and self.names.at(self.document.doc[at]) is None:
                self._by_token.setdefault(at, initials[word])

    def ministry_of(self, state: str, field: str, noun: Token) -> Figure:
        """The figure of a state's ministry that the text calls only by its field: "the foreign | ministry"."""
        figure = self._figure(ActorType.ORGANISATION, f"{field.title()} Ministry of {state}", "actor.body")
        figure.of = state
        figure.descriptions.append((noun.left_edge.idx, end_of(noun)))
        return figure

    def holder_unnamed(self, title: Title) -> Figure:
        """The figure of whoever holds the office of a state, where the text does not name the person."""
        name = f"{title.office} of {self.owner(title)}"
        figure = self._figure(ActorType.PERSON, name, "actor.office-holder")
        figure.person = figure.person or Person(name, titles=[title])
        figure.of = self.owner(title)
        figure.descriptions.append(title.span)
        return figure

    def owner(self, title: Title) -> str | None:
        """The name of the state or body to which an office belongs; a place or an organ of a state gives the state."""
        if title.of is None:
            employer = title.employer
            is_own = employer is not None and not employer.is_public
            return self.document.doc[employer.start : employer.end].text if employer is not None and is_own else None
        entry = title.of.entry
        if isinstance(entry, State) and entry.code == "GEO" and title.is_of_american_state:
            return self.name_of_state("USA")
        code = (
            entry.office_state if isinstance(entry, Organisation) else entry.state if isinstance(entry, Place) else None
        )
        if code:
            state = self._reference.state_with_code(code)
            return state.name if state else entry.name
        return None if isinstance(entry, Place) else entry.name

    @reads("actor", "state", "seat", "organisation", "outlet")
    def _add_name(self, name: Name) -> None:
        """Add the state, seat, organisation or outlet that the reference tables know by the name."""
        entry = name.entry
        if isinstance(entry, State) and name.kind is NameKind.SEAT:
            figure = self._figure(ActorType.ORGANISATION, _surface(self.document, name), "actor.seat")
            figure.of = entry.name
        elif name.kind is NameKind.CAPITAL and self._union_seated_at(name) is not None:
            return
        elif isinstance(entry, State) and name.kind in (NameKind.STATE, NameKind.CAPITAL):
            edition = self._edition_at(name)
            figure = edition or self._figure(ActorType.STATE, entry.name, "actor.state")
        elif isinstance(entry, Organisation):
            figure = self._figure(self._kind_of(entry), entry.name, "actor.organisation")
        elif isinstance(entry, Outlet):
            figure = self._figure(ActorType.ORGANISATION, entry.name, "actor.outlet")
            figure.outlet = True
        else:
            return
        self._mention(figure, name.start, name.end)

    def _edition_at(self, state: Name) -> Figure | None:
        """The outlet whose name goes on with the state that it is made for: "CNN | Philippines |"."""
        before = self.document.doc[max(0, state.start - 1)]
        outlet = self.names.at(before)
        is_one = outlet is not None and outlet.kind is NameKind.OUTLET and before.head.i == state.end - 1
        return self._by_token.get(before.i) if is_one and before.dep_ in ("compound", "nmod") else None

    def _union_seated_at(self, capital: Name) -> Figure | None:
        """The European Union where its seat stands for it: "Brussels warned Kyiv", with no Belgian in sight."""
        union = next((n.entry for n in self.names if isinstance(n.entry, Organisation) and n.entry.id == _UNION), None)
        if union is None or self.document.prose[slice(*capital.span)] != union.seat:
            return None
        if any(n.entry is capital.entry and n.kind is not NameKind.CAPITAL for n in self.names):
            return None
        figure = self._figure(ActorType.ORGANISATION, union.name, "actor.organisation")
        figure.descriptions.append(capital.span)
        self._by_token.update(dict.fromkeys(range(capital.start, capital.end), figure))
        return figure

    def is_named_often(self, word: Token) -> bool:
        """Whether the word alone is a proper name in two places, and no person's as far as is known: "Facebook"."""
        known = self._reference.surnames | self._reference.given_names
        is_name = word.tag_ == "NNP" and word.is_title and not word.ent_type_ and fold_name(word.text) not in known
        return is_name and self.document.words.count(word.text) > 1

    def organisation_at(self, start: int, end: int) -> Figure:
        """The organisation that these tokens name, which may stand within the words of an office.

        A short name may follow in brackets: "the Institute of Volcanology (| Phivolcs |)".
        """
        figure = self._figure(ActorType.ORGANISATION, self.document.doc[start:end].text, "actor.entity")
        self._mention(figure, start, end)
        following = self.document.doc[end : end + 3]
        if len(following) == 3 and (following[0].text, following[2].text) == ("(", ")"):
            short = following[1]
            if short.text.istitle() and short.i not in self._by_token and self.names.at(short) is None:
                self._name_also(figure, short)
        return figure

    @reads("actor", "entity")
    def _add_organisation(self, entity: TokenSpan) -> None:
        """Add an organisation that only the language model sees: no table has it, and its name is a proper one."""
        opened = next((t.i for t in entity if t.text == "(" and ")" not in entity.text), entity.end)
        words = [t for t in entity if t.lower_ != "the" and t.text not in ("'s", "’s") and t.i < opened]
        if (
            words
            and words[0].lower_ in ("head", "heads")
            and words[-1].lower_ in ("state", "government", "governments")
        ):
            return  # "the two | Heads of State |" are persons
        if not words or any(t.i in self._by_token or self.names.at(t) for t in words) or not words[0].text[0].isupper():
            return
        if self.document.is_furniture(entity.start_char) or self.people.unheld_at(words[-1]) is not None:
            return  # "the National Security | Advisor" is an office
        if words[-1].lower_ in _AGREEMENTS:
            return  # "the Iran-Iraq Border | Agreement |" acts nowhere
        if words[-1].lower_ in _REGIONS or [t.tag_ for t in words] == ["NNS"]:
            return  # "the East Lake Economic | Region |" is a place, "| Reports | said" tells of nobody
        if words[0].lower_ in STORMS or (
            words[0].lower_ == "tropical" and len(words) > 1 and words[1].lower_ in STORMS
        ):
            return  # "Tropical | Storm | Chantal"
        if not self._is_presidency(words):
            self.organisation_at(words[0].i, words[-1].i + 1)

    def _is_presidency(self, words: Sequence[Token]) -> bool:
        """Whether a government is called by who leads it, and so is a state's: "the Biden-Harris | Administration"."""
        leaders = [fold_name(t.text) for t in words[:-1] if t.is_alpha]
        return words[-1].lower_ == "administration" and all(name in self._reference.surnames for name in leaders)

    def _merge_acronyms(self) -> None:
        """Let an acronym name the body before it: "the Norwegian Refugee Council (| NRC |) … the NRC said"."""
        words = self.document.words
        for at in range(2, len(words) - 1):
            if words[at - 1] != "(" or words[at + 1] != ")" or not words[at].isupper():
                continue
            token = self.document.doc[at]
            if self.names.at(token) is not None:
                continue
            body = self._spelled_out(token) or self._by_token.get(token.i - 2)
            if body is not None and body.type is ActorType.ORGANISATION:
                self._name_also(body, token)

    def _spelled_out(self, acronym: Token) -> Figure | None:
        """The body whose words before the bracket begin with the acronym's letters."""
        doc, start, letters = acronym.doc, acronym.i - 1, acronym.text
        while letters and start > 0:
            start -= 1
            if doc[start].text[0] == letters[-1]:
                letters = letters[:-1]
            elif doc[start].text not in POSSESSIVE and (not doc[start].is_lower or doc[start].is_punct):
                return None
        figure = self._by_token.get(start)
        if letters or len(acronym.text) < 3 or (figure is not None and figure.type is ActorType.PERSON):
            return None
        end = acronym.i - 1
        known = {id(f): f for at in range(start, end) if (f := self._by_token.get(at)) is not None}
        if len(known) == 1 and figure is not None and figure is self._by_token.get(end - 1):
            return figure
        body = self._figure(ActorType.ORGANISATION, doc[start:end].text, "actor.entity")
        body.mentions.append((doc[start].idx, doc[end - 1].idx + len(doc[end - 1])))
        self._by_token.update(dict.fromkeys(range(start, end), body))
        return body

    def _name_also(self, body: Figure, acronym: Token) -> None:
        for token in acronym.doc:
            known = self._by_token.get(token.i)
            if token.text == acronym.text and (known is None or known.rule == "actor.entity"):
                self._by_token[token.i] = body
                if token.i != acronym.i:
                    body.mentions.append((token.idx, token.idx + len(token)))

    @reads("actor", "body")
    def _add_body(self, body: Body) -> None:
        """Add a ministry, an embassy or another body that is named by what it is."""
        key = ActorType.ORGANISATION, body.key
        figure = self._by_name.setdefault(key, Figure(ActorType.ORGANISATION, body.name, "actor.body"))
        if body.owner is not None:
            figure.of = self.name_of_state_at(body.owner)
        self._mention(figure, body.start, body.end)


def _suffix_after(doc: Doc, end: int) -> Token | None:
    """The suffix that follows a name which ends there: "Joseph Biden, | Jr. |, spoke", "Ann Lee | QC | said"."""
    following = next((t for t in doc[end : end + 2] if t.text != ","), None)
    if following is None:
        return None
    return following if following.lower_.rstrip(".") in ("jr", "sr") or following.text in AFTER_NAMES else None


def _surface(document: Document, name: Name) -> str:
    return document.prose[slice(*name.span)]
