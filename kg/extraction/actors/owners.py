"""Whose office it is that the words of the office do not tell: asked of what stands beside it, then of the register.

Nobody's rather than a guess between two; what the office's own words say is read in `kg.extraction.actors.titles`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from spacy.tokens import Span as TokenSpan
from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, objects_of
from kg.extraction.actors.bodies import BODIES
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.coreference import Resolver
from kg.extraction.actors.employers import SOCIETIES
from kg.extraction.actors.home_states import PARTIES, HomeStates, is_local, is_one_of_many
from kg.extraction.actors.names import POSSESSIVE
from kg.extraction.actors.office_kinds import (
    OF_ANYBODY,
    OF_FIRMS,
    OF_STATES,
    SPEAKERS,
    head_of,
    is_of_anybody,
    is_of_state,
    is_sent,
)
from kg.extraction.actors.office_words import MODIFIERS, PARLIAMENTS, noun_of_office
from kg.extraction.actors.titles import Title
from kg.extraction.wording.meeting_verbs import VISITING
from kg.records import ActorType
from kg.reference import Outlet, State
from kg.reference.recognition import Recognition

_LINKS = frozenset("of at for with".split())
_NATIONAL = BODIES - {"bank"} | frozenset("party government cabinet treasury house central national".split())
_LEADING = frozenset("lead head chair".split())
_DELEGATIONS = frozenset("delegation team side entourage".split())
_MEETING = frozenset("meet receive host welcome visit call greet speak talk hold have".split())
_GOING = VISITING - {"come", "return", "leave", "depart"}
_COUNTERPARTS = frozenset("counterpart counterparts".split())
_GOVERNMENTS = frozenset("government administration cabinet parliament senate".split())
_WITHIN = 7  # tokens after an office, up to the government
_OF_FIRMS_ALONE = frozenset(["ceo", "cfo", "coo"])
_NEAR = 3  # tokens above, in the parse
_BETWEEN = frozenset(", and ; the his her presidency 's ’s".split())
_WHOLES = frozenset(
    """country nation kingdom republic state government junta bloc union group alliance organisation organization agency
    company firm movement body federation league club institute museum university ministry army military parliament
    coalition council commission committee""".split()
)
"""Nouns by which states and bodies are called again: "the | country's | top diplomat", "the | bloc's | envoy"."""
_OF_PARLIAMENTS = PARLIAMENTS | {"committee", "subcommittee"}
_MINISTRIES = frozenset(["ministry", "department"])
_OF_UNIONS = frozenset(["council", "commission"])
"""Nouns of bodies whose spokespersons are called by the noun alone."""
_FORCE = re.compile(r"(?!.* and ).+ Police")
_OF_LANDS = frozenset("premier president governor minister chancellor leader".split())
# Words before an office that tell of no land but of what its holder believes.
_CREEDS = PARTIES.keys() | frozenset(
    """labor liberal conservative socialist communist islamist islamic muslim christian sunni shia shiite jewish
    hindu""".split()
)
_RANKS_OF_POLICE = frozenset("constable detective superintendent".split())


class Owners:
    """Gives each office of the cast that has none the state or body to which it belongs.

    `issuer` is the state whose government published the article, `outlet` who did else; `headline` are the states that
    its headline names.
    """

    def __init__(
        self,
        cast: Cast,
        recognition: Recognition,
        issuer: State | None = None,
        outlet: Outlet | None = None,
        headline: frozenset[str] = frozenset(),
    ) -> None:
        self._cast = cast
        self._doc = cast.document.doc
        self._recognition = recognition
        self._issuer = issuer
        self._homes = HomeStates(cast, recognition, outlet, headline)

    def find_told(self) -> None:
        """Fill in what the register knows, what is named beside the office, and who issued the text."""
        self._find_held_apart()
        for figure, title in self._without_owner():
            if head_of(title) in ("pope", "cardinal"):
                figure.of = self._cast.name_of_state("VAT")
                continue
            if self._served(title) is None:
                figure.of = self._recognition.owner(figure.name, title.office) or self._body_beside(title)
            if figure.of is None and is_of_state(title):
                figure.of = self._recognition.home(figure.name)
        for find in (
            self._of_government,
            self._of_superior,
            self._of_delegation,
            self._of_the_one_before,
            self._of_the_one_after,
            self._of_sharers,
            self._of_fellow_members,
            self._of_ministry,
            self._of_body_in_short,
            self._of_secretary_general,
            self._of_force,
            self._of_issuer,
            self._of_administration,
            self._of_the_compared,
        ):
            for figure, title in self._without_owner():
                figure.of = find(title)

    def _find_held_apart(self) -> None:
        """Give offices named apart to who the register knows holds them: "Sir Keir Starmer … | the prime minister".

        Of an office without a state only if it fits one person of the article.
        """
        untitled = [f for f in self._cast.persons() if f.person is not None and f.title is None]
        for title in self._cast.people.unheld:
            if title.former or self._doc[title.head].tag_ in ("NNS", "NNPS"):
                continue
            of = self._cast.owner(title)
            if of is None and (
                self._doc[title.start - 1].lower_ != "the" or self._doc[title.end : title.end + 1].text == "of"
            ):
                continue  # "he became president", "the president | of that party"
            fitting = [f for f in untitled if self._recognition.holds(f.name, title.office, of)]
            if len(fitting) == 1 and fitting[0].person is not None and fitting[0].title is None:
                fitting[0].person.titles.append(title)
                fitting[0].of = of

    def find_by_pronouns(self, resolver: Resolver) -> None:
        """Fill in what a pronoun before the office stands for: "the Taliban lost | their longtime leader X"."""
        for figure, title in self._without_owner():
            figure.of = self._of_those_before(title, resolver) or self._of_the_same(title, resolver)

    def _of_the_same(self, title: Title, resolver: Resolver) -> str | None:
        """The state or body that is called again: "the | country's | top diplomat", "chief executive | of the firm"."""
        noun = self._doc[title.start - 2] if title.start > 1 else None
        after = self._doc[title.end : title.end + 4]
        if after[:2].text == "of the" and len(after) == 4 and after[3].text not in POSSESSIVE:
            noun = after[2]
        elif self._doc[title.start - 1].text not in POSSESSIVE:
            return None
        if noun is None or noun.lower_ not in _WHOLES:
            return None
        meant = next((f for f in resolver.resolve(noun) or resolver.last_body(noun)), None)
        is_own = meant is not None and not (meant.type is ActorType.ORGANISATION and is_of_state(title))
        return (meant.of or meant.name) if meant is not None and (is_own or meant.of) else None

    def _of_ministry(self, title: Title) -> str | None:
        """The state whose ministry was named last before: "Kenya's foreign ministry … the | ministry spokesman X"."""
        words = title.office.lower().split()
        noun = next((w for w in words if w in _MINISTRIES), None)
        if noun is None:
            return None
        field = set(words[: words.index(noun)])
        bodies = [
            (max(start for start, _ in f.mentions if start < title.span[0]), f.of)
            for f in self._cast
            if f.rule == "actor.body" and f.of is not None and {noun, *field} <= set(f.name.lower().split())
            if any(start < title.span[0] for start, _ in f.mentions)
        ]
        return max(bodies)[1] if bodies else None

    def _of_body_in_short(self, title: Title) -> str | None:
        """The body that the article names in full, called by one word of its name: "Mahan Air … | Mahan's | director".

        So "the | Council | spokesperson" of the European Council, which no state has.
        """
        if self._doc[title.start - 1].lower_ == "whose" and self._doc[title.start - 2].text == ",":
            body = self._cast.named_at(self._doc[title.start - 3])  # "the National Front, whose | leader, X"
            return body.of or body.name if body is not None and body.type is not ActorType.PERSON else None
        is_possessor = self._doc[title.start - 1].text in POSSESSIVE
        short = self._doc[title.start - 2] if is_possessor and title.start > 1 else self._doc[title.start]
        if not short.is_title or self._cast.names.at(short) is not None or not (is_possessor or short.i < title.head):
            return None
        fitting = {f.name for f in self._cast if self._is_in_short(f, short.text, is_possessor)}
        return fitting.pop() if len(fitting) == 1 else None

    def _is_in_short(self, figure: Figure, word: str, is_possessor: bool) -> bool:
        words = figure.name.split()
        if figure.type is not ActorType.ORGANISATION or len(words) < 2:
            return False
        if is_possessor:
            return words[0] == word and figure.of is None and not self._cast.is_state(figure.name)
        is_of_states = figure.rule == "actor.organisation" and not figure.of
        is_society = figure.rule == "actor.entity" and word.lower() in SOCIETIES
        return words[-1] == word and (is_society or (is_of_states and word.lower() in _OF_UNIONS))

    def _of_secretary_general(self, title: Title) -> str | None:
        """The United Nations, if the article names them, of who speaks for a secretary-general without a body."""
        is_meant = title.office.endswith("for the Secretary-General") and "united-nations" in self._recognition.named
        return self._recognition.reference.name_of_owner("united-nations") if is_meant else None

    def _of_force(self, title: Title) -> str | None:
        """The one police force that the article names, of a rank of the police: "Detective Inspector X"."""
        if _RANKS_OF_POLICE.isdisjoint(title.office.lower().split()):
            return None
        forces = {f.name for f in self._cast if f.type is ActorType.ORGANISATION and _FORCE.fullmatch(f.name)}
        return forces.pop() if len(forces) == 1 else None

    def _of_those_before(self, title: Title, resolver: Resolver) -> str | None:
        """What "its" or "their" stands for: what is joined with it, else the subject of the nearest verb that has one.

        "NATO and | its chief", "the Taliban lost | their leader". Of "his" or "her", for whom that person holds an
        office: "Macron and | his foreign minister".
        """
        noun = self._doc[title.head]
        while noun.dep_ in ("compound", "appos") and noun.head.i > noun.i:
            noun = noun.head
        pronoun = next((t for t in children(noun, "poss") if t.tag_ == "PRP$"), None)
        if pronoun is None or pronoun.lower_ not in ("its", "their", "his", "her"):
            return None
        if pronoun.lower_ in ("his", "her"):
            superiors = (f for f in resolver.antecedent_of(pronoun) if f.title is not None)
            return next((f.of for f in superiors if f.title is not title), None)
        subjects = (s for verb in noun.ancestors if (s := child(verb, *SUBJECTS)) is not None)
        meant = self._cast.named_at(noun.head) if noun.dep_ == "conj" else None
        meant = meant or next((f for subject in subjects for f in resolver.resolve(subject)), None)
        return meant.name if meant is not None and meant.type is not ActorType.PERSON else None

    def find_domestic(self) -> None:
        """Take offices of a state for that of the place of telling: of the sentence, the outlet, the whole article.

        But not an office that somebody else holds there, and none of who is sent there ("ambassador to Germany").
        """
        held = {(f.title.office, f.of) for f in self._cast.persons() if f.title is not None}
        for figure, title in self._without_owner():
            if title.is_of_several(self._doc):
                continue
            is_part = is_local(title, self._doc)  # whose minister is another than that of the whole
            others = self._states_met(figure, title)
            homes = (s for s in self._homes.of(title) if s not in others)
            free = (s for s in homes if is_part or is_one_of_many(title) or (title.office, s) not in held)
            figure.of = next((s for s in free if is_part or self._recognition.leaves_open(title.office, s)), None)
        for figure, title in self._without_owner():
            figure.of = self._of_the_one_before(title) or self._of_the_compared(title)
        for figure, title in self._without_owner():
            words = self._doc[title.employer.start : title.employer.end] if title.employer is not None else ()
            if title.employer is not None and {t.lower_ for t in words}.isdisjoint(_OF_PARLIAMENTS):
                figure.of = self._cast.organisation_at(title.employer.start, title.employer.end).name

    def _states_met(self, holder: Figure, title: Title) -> set[str]:
        """The states of those whom the holder meets or visits: "Water Minister X met | Samoan | PM Y" is of another.

        So is a spokesman of another state than he speaks of, unless it is the publisher: "spokesman X blamed | Fiji |",
        "the minister met her | Fijian | counterpart, Y, spokesman X said".
        """
        runs = holder.person.runs if holder.person is not None else ()
        # of "Minister for Trade X" the parser may take the office for the subject
        subjects = (self._doc[title.head], *(self._doc[run.end - 1] for run in runs))
        speaks = head_of(title) in SPEAKERS
        verbs = [noun.head for noun in subjects if noun.dep_ == "nsubj"]
        verbs = [verb for verb in verbs if speaks or verb.lemma_ in _MEETING]
        objects = [t for verb in verbs for t in children(verb, "dobj")]
        met = map(self._cast.named_at, (*objects, *(t for o in (*verbs, *objects) for t in objects_of(o, ("with",)))))
        states = {f.name if f.type is ActorType.STATE else f.of for f in met if f is not None}
        states |= set(self._states_visited(subjects)) - {self._homes.home}
        if speaks:
            compared = (self._cast.names.before(noun) for noun in self._counterparts(title))
            states |= {self._cast.name_of_state_at(name) for name in compared if name is not None}
        return {state for state in states if state is not None and not (speaks and state == self._homes.home)}

    def _states_visited(self, subjects: Iterable[Token]) -> Iterator[str]:
        """The states to which a holder goes: "Trade Minister X | visited Kampala |", "| arrived in Ghana |"."""
        for verb in (noun.head for noun in subjects if noun.dep_ == "nsubj" and noun.head.lemma_ in _GOING):
            for place in (*children(verb, "dobj"), *objects_of(verb, ("to", "in"))):
                name = self._cast.names.at(place)
                state = self._cast.name_of_state_at(name) if name is not None else None
                if state is not None:
                    yield state

    def _counterparts(self, title: Title) -> Iterator[Token]:
        """The nouns of the sentence by which somebody is only compared: "her French | counterpart |"."""
        return (t for t in self._doc[title.head].sent if t.lower_ in _COUNTERPARTS)

    def _of_the_compared(self, title: Title) -> str | None:
        """The state of who has a counterpart, of who speaks of it: "X met her French counterpart, Y, | spokesman | Z".

        That is who holds the same office, else the office named last before in the sentence.
        """
        counterpart = next(self._counterparts(title), None)
        if counterpart is None or head_of(title) not in SPEAKERS or self._doc[title.start - 1].tag_ == "PRP$":
            return None  # "her | spokesman |"
        held = [(f.title, f.of) for f in self._cast.persons() if f.title is not None and f.title is not title]
        office = next((t.office for t, _ in held if t.head == counterpart.i), None)
        unheld = [(t, self._cast.owner(t)) for t in self._cast.people.unheld if office is None]
        before = [
            (t.start, of)
            for t, of in (*held, *unheld)
            if t.head < counterpart.i and (t.office == office or (office is None and t.head >= counterpart.sent.start))
        ]
        return max(before)[1] if before else None

    def _without_owner(self) -> Iterator[tuple[Figure, Title]]:
        for figure in self._cast.persons():
            if figure.title is not None and figure.of is None and not self._is_of_unknown(figure.title):
                yield figure, figure.title

    def _is_of_unknown(self, title: Title) -> bool:
        """Whether the office is of a land that no table has, or that two states share: "| Azawad | Premier X"."""
        if title.of is not None and title.of.is_region and head_of(title) in _OF_LANDS:
            return True  # "| Punjab | Chief Minister X", of India or of Pakistan
        first = self._doc[title.start]
        is_own = title.head == title.start + 1 and head_of(title) in _OF_LANDS and first.lower_ not in _CREEDS
        return is_own and first.ent_type_ == "NORP" and self._cast.names.at(first) is None

    def _body_beside(self, title: Title) -> str | None:
        """The organisation named around the office: "Huawei's CFO", "director at | the Peace Institute".

        A ministry or a party is no answer: its state is.
        """
        if head_of(title) in OF_STATES:
            return None
        for entity in self._doc[title.head].sent.ents:
            words = [t for t in entity if t.lower_ != "the" and t.text not in POSSESSIVE and t.i != title.head]
            called = {t.lower_ for t in words}
            if entity.label_ != "ORG" or not words or called & _NATIONAL or called <= MODIFIERS | SOCIETIES:
                continue
            is_campaign = (
                self._doc[entity.end : entity.end + 1].text == "campaign"
            )  # "chairman of the | Trump | campaign"
            if is_campaign or any(p.is_named_by(t) for p in self._cast.people.persons for t in (words[0], words[-1])):
                continue
            is_known = any(self._cast.names.at(t) for t in words)
            is_field = entity.start < title.head or self._doc[words[0].i - 1].lower_ == "for"
            if self._is_beside(entity, title) and is_field and (issuer := self._of_issuer(title)) is not None:
                return issuer  # "NSC | Coordinator", in a release of the White House
            if self._is_beside(entity, title) and (len(words) > 2 or not is_known):
                return self._cast.organisation_at(words[0].i, words[-1].i + 1).name
        return None

    def _is_beside(self, entity: TokenSpan, title: Title) -> bool:
        if entity.start <= title.head < entity.end:
            return False  # "| the Presidential Spokesperson Harry Roque |", taken for a body
        if title.start <= entity.start < title.end:
            if entity.start == title.start and entity.end <= title.head:
                is_whole = not self._doc[entity.end].is_title or bool(noun_of_office(self._doc[entity.end]))
                return is_whole and head_of(title) in OF_ANYBODY | OF_FIRMS  # "Mercy Corps | CEO"
            return self._doc[entity.start - 1].lower_ in _LINKS | {"the"} and entity.start > title.head
        if entity.start < title.start:
            before = self._doc[title.start - 1] if title.start > 0 else None
            if self._doc[title.start - 2 : title.start].text in ("founder and", "co-founder and"):
                return entity.end == title.start - 2  # "Lake Foundation founder and | director"
            if before is not None and before.text == ")":  # "Nakuru Rescue Union (NRU) | Chair"
                opened = next((t.i for t in reversed(self._doc[: title.start]) if t.text == "("), title.start)
                return entity.end == opened
            return entity.end >= title.start - (before is not None and before.text in POSSESSIVE)
        if entity.start > title.end + 2:
            return False
        after = [t for t in self._doc[title.end : entity.start] if t.lower_ != "the"]
        return len(after) == 1 and after[0].lower_ in _LINKS

    def _of_government(self, title: Title) -> str | None:
        """The state in whose government the office is: "Minister for Water | in the interim Kenyan government"."""
        after = self._doc[title.end : title.end + _WITHIN]
        if after[:1].text != "in":
            return None
        end = next((t.i for t in after if t.lower_ in _GOVERNMENTS), after.start)
        names = (self._cast.names.at(t) for t in self._doc[after.start : end])
        return next((state for name in names if name and (state := self._cast.name_of_state_at(name))), None)

    def _of_superior(self, title: Title) -> str | None:
        """The state of the person whose officer it is: "Netanyahu's | defence minister", "a senior Biden | adviser"."""
        at = title.start - 1
        while at > 0 and (self._doc[at].text in POSSESSIVE or self._doc[at].pos_ == "ADJ"):
            at -= 1
        before = self._cast.named_at(self._doc[at]) if at >= 0 else None
        office = self._cast.people.unheld_at(self._doc[at]) if before is None and at >= 0 else None
        if office is not None:
            return self._cast.owner(office)  # "the Kenyan | president's | adviser"
        superior = before if before is not None and before.type is ActorType.PERSON else self._served(title)
        if superior is None or superior.title is title:
            return None
        return superior.of or self._recognition.state_of(superior.name)

    def _served(self, title: Title) -> Figure | None:
        """The person named after the office as the one whom it serves: "adviser to | Prime Minister Abiy Ahmed"."""
        words = self._doc[title.end : title.end + 1].text
        after = (f for f in self._cast.persons() if f.title is not None and f.title.start == title.end + 1)
        return next(after, None) if words in ("to", "for") else None

    def _of_delegation(self, title: Title) -> str | None:
        """The state whose delegation the holder leads: "the Saudi team, led by | National Security Adviser"."""
        around = list(islice(self._doc[title.head].ancestors, _NEAR))
        verb = next((t.head for t in around if t.lower_ == "by" and t.head.lemma_ in _LEADING), None)
        if verb is None:
            return None
        led = verb.head if verb.dep_ == "acl" else next((t for t in verb.children if t.dep_ == "nsubjpass"), verb)
        if led.lemma_ not in _DELEGATIONS:
            return None
        names = (name for part in led.children if (name := self._cast.names.at(part)) is not None)
        return next((state for name in names if (state := self._cast.name_of_state_at(name))), None)

    def _of_fellow_members(self, title: Title) -> str | None:
        """The state of the delegation whose members the sentence names: "The team with Ambassador X included | Y"."""
        sentence = self._doc[title.head].sent
        group = next((t for t in self._doc[sentence.start : title.start] if t.lower_ in _DELEGATIONS), None)
        if group is None or group.dep_ not in SUBJECTS or group.head.lemma_ not in ("include", "comprise"):
            return None
        for token in group.subtree:
            figure = self._cast.named_at(token)
            if figure is not None and figure.type in (ActorType.PERSON, ActorType.STATE):
                return figure.of if figure.type is ActorType.PERSON else figure.name
            if (name := self._cast.names.at(token)) is not None and name.state is not None:
                return name.state.name
        return None

    def _of_issuer(self, title: Title) -> str | None:
        """The state whose government says it without a state, in a release of its own: "Deputy Secretary Ann Lee".

        Of an office that others have too if a public body is named in it: "Chair of the | Council | of Advisers".
        """
        is_public = not is_of_anybody(title) or not BODIES.isdisjoint(title.office.lower().split())
        if self._issuer is None or not is_public or head_of(title) in _OF_FIRMS_ALONE or self._is_sent_here(title):
            return None
        return self._issuer.name if self._recognition.leaves_open(title.office, self._issuer.name) else None

    def _of_administration(self, title: Title) -> str | None:
        """The state whose government says it, of an agency's or a party's head in parliament: "Administrator Lee".

        So "Leader Lee" of the Senate, with whom a president speaks.
        """
        is_unnamed = title.office == "Administrator" or (title.office == "Leader" and self._doc[title.head].is_title)
        return self._issuer.name if self._issuer is not None and is_unnamed else None

    def _is_sent_here(self, title: Title) -> bool:
        """Whether the envoy is another state's: "Ambassador to the United States", of whom the White House tells."""
        place = self._cast.names.at(self._doc[title.end - 1])
        return is_sent(title) and place is not None and place.state == self._issuer

    def _of_the_one_before(self, title: Title) -> str | None:
        """The state of the office that a list names before: "Israeli President Herzog and | Foreign Minister Cohen".

        Not what a comma parts from another clause: "to meet Israeli President Herzog, | ministry spokesman Yu said".
        """
        start = title.start
        while start > 0 and self._doc[start - 1].lower_ in _BETWEEN:
            start -= 1
        before = self._cast.named_at(self._doc[start - 1]) if 0 < start < title.start else None
        if before is None or before.title is None or before.of is None or before.title.office == title.office:
            return None
        if self._doc[start].text == "," and self._begins_clause(title):
            return None
        is_one_sentence = self._doc[start - 1].sent == self._doc[title.start].sent
        owner = self._cast.named(before.of)
        is_of_body = owner is not None and owner.type is ActorType.ORGANISATION
        fits = is_one_sentence and before.type is ActorType.PERSON and not (is_of_body and is_of_state(title))
        return before.of if fits else None

    def _begins_clause(self, title: Title) -> bool:
        """Whether who speaks for somebody, named right after the office, is the subject of a clause of its own."""
        holder = next((f.person for f in self._cast.persons() if f.title is title), None)
        start = title.end + (self._doc[title.end : title.end + 1].text == ",")
        run = next((r for r in holder.runs if r.start == start), None) if holder is not None else None
        nouns = (self._doc[run.end - 1], self._doc[title.head]) if run is not None else ()
        return head_of(title) in SPEAKERS and any(noun.dep_ in SUBJECTS for noun in nouns)

    def _of_sharers(self, title: Title) -> str | None:
        """The one state of others who share the plural, if it tells none of each: "Presidents Biden and | Ann Lee"."""
        titles = ((f.title, f.of) for f in self._cast.persons() if f.title is not None)
        shared = [(t.of, of) for t, of in titles if t.span == title.span and t is not title]
        owners = {of for named, of in shared if of is not None}
        is_told = any(named is not None for named, _ in shared)
        return owners.pop() if len(owners) == 1 and not is_told and not title.is_of_several(self._doc) else None

    def _of_the_one_after(self, title: Title) -> str | None:
        """The state of the office that a list names next, also without it: "Chief of Cabinet X, | Minister Y"."""
        holder = next((f for f in self._cast.persons() if f.title is title and f.person is not None), None)
        run = next((r for r in holder.person.runs if r.start >= title.end), None) if holder and holder.person else None
        if run is None or run.start > title.end + 1:
            return None
        at = run.end
        while at < len(self._doc) and self._doc[at].lower_ in (",", "and"):
            at += 1
        after = next((f for f in self._cast.persons() if f.title is not None and f.title.start == at > run.end), None)
        if after is None or after.title is None or after.title.of is not None or after.title.office == title.office:
            return None
        owner = self._cast.named(after.of) if after.of is not None else None
        is_of_body = owner is not None and owner.type is ActorType.ORGANISATION
        return None if is_of_body or self._doc[at].sent != self._doc[title.start].sent else after.of


def owners_of(figures: Iterable[Figure], cast: Cast) -> Iterator[Figure]:
    """The known bodies whose offices the figures hold: they belong to the article's actors."""
    for figure in figures:
        owner = cast.named(figure.of) if figure.title is not None and figure.of is not None else None
        if owner is not None and owner.rule == "actor.organisation":
            yield owner
