"""Journeys: who travels where, and whose guest the traveller is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, objects_of, objects_seen, verb_over
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.extraction.actors.names import POSSESSIVE, Name, NameKind
from kg.extraction.meetings.occasions import whole_of
from kg.extraction.meetings.partaking import OFFICIALS, praised_in
from kg.extraction.meetings.participants import Participants
from kg.extraction.wording.meeting_verbs import INVITING, TAKING
from kg.records import ActorType

# Verbs that tell where somebody is rather than that he goes there: "was in Doha", "is expected in London".
_STAYING = frozenset("be expect spend".split())
_AWAY = frozenset("leave depart return".split())  # one was where one leaves
_LED = frozenset("delegation mission team group".split())

# Verbs whose subject makes the visit that is their object.
_MAKING = frozenset(
    """make pay begin start end conclude finish complete plan cancel postpone delay schedule announce undertake
    embark take continue resume extend cut call have kick wrap round""".split()
)
_ENDING = frozenset("end conclude finish complete wrap".split())
_ENDS = frozenset("end close conclusion".split())
_SEEING = frozenset("visit tour".split())  # "visited Oslo | with X |" may have been X's guest
_FACING = frozenset("tell assure hug embrace thank inform warn urge ask".split())  # one does it to somebody's face
_SPELLS = frozenset("day days night nights week weeks hours weekend".split())
_COUNTRY = frozenset("country nation kingdom".split())
_BEFORE_NOUN = ("compound", "amod", "nmod")
_OF_SEVERAL = frozenset("neighbouring neighboring first second third other same host home whole entire only".split())
_COUNTRIES = frozenset("countries nations states capitals cities republics".split())
_CITIES = frozenset("capital city town".split())
_AT = frozenset("arrive land touch visit tour be".split())  # one arrives | in | a city
_STOPS = frozenset("stop stops stopover stopovers".split())
_PLACES = (NameKind.STATE, NameKind.CAPITAL, NameKind.PLACE)


@dataclass(frozen=True, slots=True)
class Journey:
    """A verb or noun of travel with those who travel and the places to which they do."""

    trigger: Token
    visitors: tuple[Figure, ...]
    destinations: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """The persons who visit a state, and it; `place` is where, if the words say it; `is_over` if they tell its end."""

    participants: tuple[Figure, ...]
    place: Name | None
    is_over: bool = False


class Journeys:
    """Reads the journeys of one article."""

    def __init__(self, cast: Cast, who: Participants) -> None:
        self._cast = cast
        self._who = who

    def of_verb(self, verb: Token) -> Journey:
        """Read "A visited B", "A will travel to B", "A arrived in B"; who flies others there does not travel."""
        if verb.lemma_ == "fly" and any(t.left_edge.i == verb.i + 1 for t in children(verb, "dobj")):
            return Journey(verb, (), ())
        visitors = self._who.subjects(verb)
        if verb.lemma_ in (INVITING, TAKING):
            visitors = self._who.figures(*children(verb, "dobj"))
        homes = {f.of for f in visitors}
        beside = self._who.figures(*objects_of(verb, ("with", "alongside"))) if verb.lemma_ not in _SEEING else []
        others = [f for f in beside if f.type is ActorType.PERSON and f.of not in {None, *homes}]
        return Journey(verb, tuple(distinct([*visitors, *others])), tuple(self._destinations(verb)))

    def of_stay(self, verb: Token) -> Journey:
        """Read "A was in B on Monday", "A is expected in B", "A spent a day in B": who is there a while visits it."""
        who = self._who.subjects(verb) or self._who.figures(*children(verb, "nsubjpass"))
        named = (self._place(t) for t in _stayed_in(verb))
        return Journey(verb, tuple(who), tuple(name for name in named if name is not None))

    def of_noun(self, noun: Token) -> Journey:
        """Read "his first visit to China", "the minister's upcoming visit to Baku", "on an official visit to"."""
        by = ("by",) if noun.lower_ == "tour" else ("by", "of")  # "a tour of | Ghana and Namibia |"
        owners = [*self._who.figures(*children(noun, "poss")), *self._who.partners(*objects_of(noun, by))]
        if not owners and noun.dep_ == "dobj" and noun.head.lemma_ not in _MAKING:
            return Journey(noun, (), ())  # "an agency | facilitates | trips to Libya"
        destinations = self._destinations(noun)
        for counted in children(noun, "appos"):  # "the visit, | X's first to Oslo |", "the trip, | his first to Oslo |"
            owner = counted if has_child(counted, POSSESSIVE) else child(counted, "poss")
            if owner is not None and not owners:
                owners = self._who.figures(owner) or self._who.owning(counted)
                parts = (counted, *children(counted, "amod"))
                to = (t for part in parts for t in objects_of(part, ("to",)))
                destinations = destinations or [n for t in to if (n := self._place(t)) is not None]
        if not destinations and not owners and is_verb(noun.head):
            destinations = self._destinations(noun.head)
        if not destinations and noun.dep_ == "pobj":
            destinations = self._destinations(noun.head.head)
        verb = verb_over(noun)
        if not owners and verb is not None and verb.lemma_ == "accompany":
            owners = self._who.figures(*children(verb, "dobj"))  # "accompanied | the minister | on a visit to Iraq"
        visitors = owners or self._who.praised_for(noun) or self._who.governing(noun)
        if not any(f.type is ActorType.PERSON for f in visitors):
            visitors = self._who.owning(noun) or visitors  # "X was attacked during | his | visit to Colombia"
        visitors = self._from_elsewhere(noun, visitors, destinations)
        return Journey(noun, tuple(visitors or self._stayed(noun)), tuple(destinations))

    def _from_elsewhere(self, noun: Token, visitors: list[Figure], destinations: Sequence[Name]) -> list[Figure]:
        """The visitors, but who belongs to the state is none: "Sullivan met X during | his | visit to Washington"."""
        hosts = {host.name for n in destinations if (host := self._cast.state_behind(n)) is not None}
        is_own = bool(visitors) and all(v.of in hosts for v in visitors)
        if not is_own or not any(t.lower_ in ("his", "her") for t in children(noun, "poss")):
            return visitors
        named = (self._cast.named_at(t) for t in noun.doc[noun.sent.start : noun.i])
        guests = [f for f in named if f is not None and f.type is ActorType.PERSON and f.of not in {None, *hosts}]
        return guests[-1:] or visitors

    def _stayed(self, noun: Token) -> list[Figure]:
        """To whom something happened on the visit: "| X | was stranded after a visit to Y"."""
        verb = verb_over(noun)
        return self._who.figures(*children(verb, "nsubjpass")) if verb is not None and noun.dep_ == "pobj" else []

    def visits(self, journey: Journey) -> Iterator[Visit]:
        """One visit for each destination: the persons and the state that is visited; going home is none.

        One returns to where one belongs: of a person whose state is unknown that is likely home.
        """
        visitors = [f for f in journey.visitors if f.type is ActorType.PERSON] or self._delegates(journey)
        if journey.trigger.lemma_ == "return":
            visitors = [f for f in visitors if f.of is not None]
        for name in journey.destinations if visitors else ():
            host = self._cast.state_behind(name)
            guests = [v for v in visitors if host is not None and host.name not in (v.of, v.name)]
            if host is not None and guests:
                hosts = self._hosting(journey.trigger, host)
                is_left = is_verb(journey.trigger) and name in self._left(journey.trigger)
                if is_left and not all(v.title and v.of for v in guests):
                    continue  # others may have lived there
                is_over = is_left or _is_ended(journey.trigger)
                yield Visit((*guests, *(hosts if len(hosts) == 1 else [host])), name, is_over)
            elif _is_tour(journey.trigger) and visitors[0].type is ActorType.PERSON:
                yield Visit(tuple(visitors), name)
        if not journey.destinations:
            received = list(self._received(journey.trigger, visitors))
            yield from received
            if not received and visitors and all(v.title for v in visitors) and _has_site(journey.trigger):
                yield Visit(tuple(visitors), None)

    def _delegates(self, journey: Journey) -> list[Figure]:
        """The state whose unnamed officials travel: "| Iranian officials | paid visits to Baku"."""
        trigger = journey.trigger  # "a visit to Baku | by two Iranian ministers |"
        verb, by = (trigger, ()) if is_verb(trigger) else (trigger.head, objects_of(trigger, ("by",)))
        are_sent = any(t.lower_ in OFFICIALS for t in (*children(verb, "nsubj"), *by))
        return [f for f in journey.visitors if f.type is ActorType.STATE] if are_sent else []

    def _hosting(self, trigger: Token, host: Figure) -> list[Figure]:
        """Whom of the state one visits or speaks with there: "a visit to Ireland | with Taoiseach X"."""
        beside = [f for f in self._who.figures(*objects_of(trigger, ("with",))) if f.of == host.name]
        return beside or distinct(f for f in self._spoken_with(trigger) if f.of == host.name)

    def _spoken_with(self, noun: Token) -> Iterator[Figure]:
        """To whom one spoke on the visit: "hugged | X | during a trip", "a visit during which he told | X | so"."""
        above = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ in ("during", "on") else None
        below = [c for c in children(noun, "relcl") if c.left_edge.lower_ in ("during", "where")]
        for verb in (*([above] if above is not None and is_verb(above) else []), *below):
            objects = list(children(verb, "dobj", "dative")) if verb.lemma_ in _FACING else []
            met = (*objects, *objects_of(verb, ("with",)), *(t for o in children(verb, "dobj") for t in _with(o)))
            yield from (f for f in self._who.figures(*met) if f.type is ActorType.PERSON)

    def _received(self, noun: Token, guests: list[Figure]) -> Iterator[Visit]:
        """The visit of which only the host is named: "| Turkey | called off a visit by X"."""
        if is_verb(noun):
            return
        thanked = praised_in(noun)  # "thanked | Bishkek | for the visit of X"
        for subject in (
            (thanked,) if thanked is not None else children(noun.head, "nsubj") if noun.dep_ == "dobj" else ()
        ):
            hosts = [f for f in self._who.figures(subject) if f.type is ActorType.STATE]
            if hosts and guests and not any(g.of == hosts[0].name for g in guests):
                yield Visit((*guests, hosts[0]), self._cast.names.at(subject))

    def _destinations(self, word: Token) -> list[Name]:
        """The places and states to which a verb or noun of travel leads."""
        heads = _ends_of(word)
        stops = [s for over in (word, *heads) for s in objects_of(over, ("including", "with")) if s.lower_ in _STOPS]
        heads = [t for stop in stops for t in objects_of(stop, ("in", "at"))] or heads  # "with stops in | Oslo |"
        named = [name for t in _named_at(word, heads) if (name := self._place(t)) is not None]
        return [*named, *self._left(word)] if is_verb(word) else named

    def _left(self, verb: Token) -> list[Name]:
        """The places where one was until one left: "returned | from Asmara |", "left | Bamako | on Monday"."""
        if verb.lemma_ not in _AWAY:
            return []
        left = (self._place(t) for t in (*children(verb, "dobj"), *objects_of(verb, ("from",))))
        return [name for name in left if name is not None]

    def _place(self, noun: Token) -> Name | None:
        name = self._country(noun) or self._cast.capital_at(noun) or self._cast.names.at(noun)
        return name if name is not None and name.kind in _PLACES else None

    def _country(self, noun: Token) -> Name | None:
        """The state named last before "the country": "Mongolia is to arrest X on his visit to | the country |"."""
        if noun.lower_ not in _COUNTRY or not has_child(noun, ("the",)):
            return None
        if any(t.lower_ in _OF_SEVERAL or t.tag_ in ("CD", "JJS") for t in noun.lefts):
            return None  # "the | neighbouring | country" is another; in "the | West African | nation" it is meant
        if (here := list(self._states(noun.doc[noun.sent.start : noun.i]))) or not noun.sent.start:
            return here[-1] if here else None
        before = list(self._states(noun.doc[noun.sent.start - 1].sent))
        return before[-1] if len({n.entry for n in before}) == 1 else None

    def _states(self, words: Iterable[Token]) -> Iterator[Name]:
        """The states that are named, but not before somebody's office: "| US | Secretary of State X"."""
        names = (self._cast.names.at(t) for t in words if t.dep_ not in _BEFORE_NOUN)
        return (n for n in names if n is not None and n.kind is NameKind.STATE)


def is_to_the_country(word: Token) -> bool:
    """Whether the journey leads to "the country", which is then one named before, or where the text is written."""
    return any(t.lower_ in _COUNTRY and has_child(t, ("the",)) for t in _ends_of(word))


def _ends_of(word: Token) -> list[Token]:
    """The nouns to which a verb or noun of travel leads: "visited | Oslo |", "went | to Cairo | and | to Paris |"."""
    heads = list(objects_seen(word)) if word.lemma_ in ("visit", "tour") else []
    if word.lemma_ == "lead":  # "led | a delegation | to Mexico"
        led = [t for t in children(word, "dobj") if t.lower_ in _LED]
        return heads + [t for party in led for node in (party, word) for t in objects_of(node, ("to",))]
    heads += objects_of(word, _prepositions(word))
    joined = [c for p in children(word, "prep") for c in p.conjuncts]
    joined += [t for c in joined if c.lower_ == "from" for t in children(c, "prep")]
    links = (c for c in joined if c.lower_ in _prepositions(word))
    return heads + [t for link in links for t in children(link, "pobj")]  # "to Cairo in May and | to Paris | in June"


def _named_at(word: Token, ends: Sequence[Token]) -> list[Token]:
    """The tokens that may name the places at the ends of a journey, or before the noun that tells of it."""
    heads = [*ends, *(t for head in ends if head.lower_ in _COUNTRIES | _CITIES for t in objects_of(head, ("of",)))]
    tokens = [token for head in heads for token in (head, *head.conjuncts) if token.i >= word.i]
    tokens += [t for head in heads for t in children(head, "appos")]  # "to the Sicilian city | Palermo"
    tokens += [t for head in heads for t in objects_of(head, ("in",))]  # "visited a power station in | Ukraine"
    is_only_before = not tokens and not is_verb(word)
    return list(children(word, "compound", "nmod")) if is_only_before else tokens  # "a | UK | state visit"


def _with(noun: Token) -> Iterator[Token]:
    return objects_of(noun, ("with",))


def is_stay(verb: Token) -> bool:
    """Whether the verb tells that somebody is or will be at a place for a while."""
    if verb.lemma_ not in _STAYING or not any(_stayed_in(verb)):
        return False
    if verb.lemma_ == "spend":
        return any(t.lower_ in _SPELLS for t in children(verb, "dobj"))
    return child(verb, "nsubjpass") is not None if verb.lemma_ == "expect" else _is_for_a_while(verb)


def _stayed_in(verb: Token) -> Iterator[Token]:
    """Where one is or is to be: "was in | Doha |", "is due in | Beirut |"."""
    for link in (verb, *(t for t in children(verb, "acomp") if t.lower_ == "due")):
        yield from objects_of(link, ("in",))


def _is_for_a_while(verb: Token) -> bool:
    """Whether the words tell when or what for somebody is there, as of nobody who lives there."""
    aims = any(t.lower_ == "for" for t in children(verb, "prep")) or any(
        has_child(t, ("to",)) and t.tag_ == "VB" for t in children(verb, "xcomp", "advcl")
    )
    times = (*children(verb, "npadvmod", "advmod"), *objects_of(verb, ("in", "on")))
    return aims or any(t.ent_type_ == "DATE" for t in times)


def _prepositions(word: Token) -> tuple[str, ...]:
    """What leads to the destination: one arrives in a city, but who travels in it comes from nowhere else."""
    if word.lemma_ in ("leave", "depart"):
        return ("for",)  # "left Tehran | for Baghdad |"
    if is_verb(word):
        return (
            ("to", "into", "in")
            if word.lemma_ in ("arrive", "land", "touch", "visit", "tour", "be")
            else ("to", "into")
        )
    return ("to", "in", "into", "of") if word.lower_ == "tour" else ("to", "in", "into")


def _is_tour(trigger: Token) -> bool:
    """Whether the words tell of a visit rather than of travelling: one visits a city of one's own state, too."""
    return trigger.lemma_ in ("visit", "tour")


def _is_ended(noun: Token) -> bool:
    """Whether the words tell when the visit came to its end: "concluded | his visit | to Oslo on Friday"."""
    part = whole_of(noun)
    is_stage = part != noun and part.lemma_ in _ENDS
    return is_stage or (noun.dep_ in ("dobj", *SUBJECTS) and noun.head.lemma_ in _ENDING)


def _has_site(trigger: Token) -> bool:
    """Whether a site or people are visited that no table knows: "visited | soldiers", "a visit to | an oil field"."""
    if not _is_tour(trigger) or is_to_the_country(trigger):
        return False
    return any(children(trigger, "dobj")) if is_verb(trigger) else any(objects_of(trigger, ("to",)))
