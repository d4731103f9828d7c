"""Who carries or receives a project: the states and bodies that its words and the verb over them name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from spacy.tokens import Token

from kg.analysis.sums import UNITS
from kg.analysis.syntax import SUBJECTS, child, children, has_child, is_verb, objects_of
from kg.extraction.actors.bodies import EVENTS
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.extraction.actors.coreference import Resolver
from kg.extraction.actors.names import Name, NameKind
from kg.extraction.wording.circumstances import READY, WISHING
from kg.extraction.wording.reporting_verbs import frame_of
from kg.records import ActorType, StatementKind
from kg.reference import Organisation

_KNOWN = ("actor.state", "actor.organisation", "actor.seat")
_AGENTS = frozenset(
    """company firm bank contractor investor engineer builder government official authority ministry
    force army military troop""".split()
)
_ARMED = frozenset("force forces army military navy troop troops guard police".split())  # they act for their state
_SIDES = frozenset("sides parties blocs countries nations states governments neighbours neighbors".split())
_OFTEN = 2  # how often an article names each of the two that it is about
_TAKING_PART = ("with", "to", "for", "by", "between")
_ABOUT = frozenset("on at about along against during over under after before since despite through".split())
_JOINING = frozenset("link connect join".split())
_THANKING = frozenset("thank praise credit commend laud".split())
_HELPING = frozenset("help support assist aid arm give provide supply".split())
# Who does so has no part in it: "| opposed | the sale of jets to Taiwan".
_OPPOSING = frozenset(
    "oppose protest condemn criticise criticize deplore decry object slam block fear question".split()
)
_BETWEEN = frozenset("accept mediate broker".split())  # what one does with a deal of others
_OPINIONS = (StatementKind.POSITION, StatementKind.ASSESSMENT, StatementKind.WARNING)
URGING = frozenset("call urge press appeal ask beg request implore tell".split())
_BACKING = frozenset(["support"])  # "is in | support | of a deal"
_GETTING = frozenset("receive obtain secure borrow get".split())
_MEANS = frozenset("investment funding money loan help aid support assistance".split())  # "with Chinese | loans |"
_DEPTH = 5


def verb_above(noun: Token) -> Token | None:
    """The verb that the noun depends on, through prepositions and nouns."""
    node = noun
    for _ in range(_DEPTH):
        if node.head == node:
            return None
        node = node.head
        if node.pos_ == "VERB" and node.dep_ != "prep":  # "| including | a loan"
            return node
        if node.pos_ == "AUX" and child(node, *SUBJECTS) is not None:
            return None  # "they signed, but the pact | was | vague"
    return None


def wished_by(noun: Token) -> Token | None:
    """The "is" whose subject would like to have it: "| is | keen on a trade deal", "| was | in favour of a treaty"."""
    wish = noun.head.head if noun.dep_ == "pobj" else noun
    if wish.lemma_.lower() not in READY | WISHING | _BACKING:
        return None
    above = wish.head.head if wish.dep_ == "pobj" and wish.head.lower_ == "in" else wish.head
    return above if above.lemma_ == "be" and child(above, *SUBJECTS) is not None else None


def chain_of(verb: Token) -> Iterator[Token]:
    """The verb, and those above it whose subject is its own too: "| plans | to help to | build |"."""
    node: Token | None = verb
    for _ in range(_DEPTH):
        if node is None or not is_verb(node):
            return
        yield node
        node = _leading_to(node)


def _leading_to(verb: Token) -> Token | None:
    """The word above whose subject the verb shares, or with which its own acts: "| is | ready to build"."""
    is_led = verb.dep_ in ("xcomp", "conj")
    if child(verb, *SUBJECTS) is not None and not is_led:
        return None
    if verb.dep_ == "pcomp" or (verb.dep_ == "acl" and verb.tag_ == "VB"):
        return verb_above(verb)
    if is_led or (verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VB")):  # "came | to sign"
        return verb.head.head if verb.head.dep_ == "acomp" else verb.head
    return None


def _thanked(verb: Token) -> list[Token]:
    """Who is thanked for doing what the verb says: "thanked | Iran | for | supplying | Herat with power"."""
    links = [t for t in (verb.head, *verb.head.conjuncts) if verb.dep_ == "pcomp" and t.lower_ == "for"]
    return [t for link in links if link.head.lemma_ in _THANKING for t in children(link.head, "dobj")]


def _urged(verb: Token) -> list[Token]:
    """Who is to do what the verb asks for: "called on | Ethiopia | to give up its deal", "urged | Ethiopia | to"."""
    return [*children(verb, "dobj"), *objects_of(verb, ("on", "upon", "to"))] if verb.lemma_ in URGING else []


def _is_source(link: Token) -> bool:
    """Whether it leads to who gives what somebody gets: "received a loan | from | Japan"."""
    return link.lower_ == "from" and link.head.lemma_ in _GETTING


def _is_opinion(verb: Token) -> bool:
    """Whether the verb tells only what somebody thinks of it: "| welcomed | the deal between Iran and Iraq"."""
    frame = frame_of(verb)
    return verb.lemma_ in _OPPOSING | _BETWEEN or (frame is not None and frame.kind in _OPINIONS)


def _names_both(noun: Token, named: Sequence[Figure]) -> bool:
    """Whether the words name both sides: "the Turkish-Libyan | deal |", "Ethiopia's | agreement | with Somaliland"."""
    is_owned = any(t.dep_ == "poss" and t.pos_ == "PROPN" for t in noun.lefts)
    return len(list(filter(is_known, named))) > 1 or (is_owned and has_child(noun, ("with",)))


def _is_of_currency(token: Token) -> bool:
    """Whether the word tells whose money it is: "500 million | Swiss | francs"."""
    return token.dep_ in ("amod", "compound", "nmod") and token.head.lemma_.lower() in UNITS


def is_known(figure: Figure) -> bool:
    """Whether it is a state, or a body of the reference tables, and so makes it more than a domestic matter."""
    return figure.rule in _KNOWN


def _may_be_party(figure: Figure) -> bool:
    """Whether it is a state or body; persons only act for one, outlets tell of it, and events are where it is told."""
    return figure.type is not ActorType.PERSON and not figure.outlet and figure.name.split()[-1] not in EVENTS


def _has_part(token: Token, noun: Token) -> bool:
    """Whether what the token names has a part in what the noun names: the nearest word that links it there tells.

    "A deal on gas | between | Iran and Iraq", but not "a deal | on | Iraq" nor "a plan to | attack | Iraq".
    """
    node = token
    while node != noun:
        if node.dep_ == "pobj":
            return node.head.lower_ not in _ABOUT
        if node.dep_ == "dobj":
            return node.head.lemma_ in _HELPING | _JOINING
        if node.dep_ in SUBJECTS:
            return not _is_opinion(node.head)
        node = node.head
    return True


def _is_in(token: Token) -> bool:
    return token.dep_ == "pobj" and token.head.lower_ == "in"


class Parties:
    """Finds the parties of the projects of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver

    def within(self, noun: Token, *, has_host: bool = True) -> list[Figure]:
        """States and organisations that the noun phrase names: "between Turkey and Libya", "the US-PNG agreement".

        A bridge has a state that is its host, an agreement only a scene where it was made.
        """
        itself = self._cast.named_at(noun)
        sentence = noun.sent
        inside = (t for t in noun.subtree if sentence.start <= t.i < sentence.end and _has_part(t, noun))
        tokens = [t for t in inside if not (self._is_part_of_name(t) or _is_of_currency(t))]
        tokens = tokens if has_host else [t for t in tokens if not self._is_scene(t)]
        places = [t for t in tokens if _is_in(t)] if has_host else []
        if has_host and noun.dep_ in ("dobj", "nsubjpass"):
            places += objects_of(noun.head, ("in",))
        hosts = (figure for place in places for figure in self.located(place))
        return distinct([*(figure for token in tokens for figure in self._meant_at(token, itself)), *hosts])

    def _is_part_of_name(self, token: Token) -> bool:
        """Whether an unknown name before a noun only tells which one it is: "the | Medgaz | pipeline"."""
        figure = self._cast.named_at(token)
        is_unknown = figure is not None and figure.rule == "actor.entity" and not self._cast.joined_at(token)
        return is_unknown and token.dep_ in ("compound", "nmod")

    def _is_scene(self, token: Token) -> bool:
        """Whether a capital only tells where it was done: "reached in | Beijing |", "in the | Chinese | capital"."""
        name = self._cast.names.at(token)
        is_capital = name is not None and name.kind is NameKind.CAPITAL
        return (_is_in(token) and is_capital) or (token.head.lower_ in ("capital", "city") and _is_in(token.head))

    def _meant_at(self, token: Token, itself: Figure | None) -> Iterable[Figure]:
        """Whom the token names, and the two for whom a plural stands: "an agreement between | the two countries |".

        In a name of the project itself, whom that name tells: "the | Chad-Mali | Forum".
        """
        if itself is not None and self._cast.named_at(token) is itself:
            name = self._cast.names.at(token)
            is_state = name is not None and name.state is not None and name.kind in (NameKind.STATE, NameKind.ADJECTIVE)
            behind = self._cast.state_behind(name) if name is not None and is_state else None
            return [behind] if behind is not None else self._cast.joined_at(token)
        is_pair = token.lower_ in _SIDES and token.dep_ == "pobj" and token.head.lower_ == "between"
        return self.behind(token) if is_pair else self.named_at(token)

    def named_at(self, token: Token) -> list[Figure]:
        """Whom the token names, by an adjective too, and by each part of "U.S.-Philippines"."""
        name, figure = self._cast.names.at(token), self._cast.named_at(token)
        if name is not None and name.kind is NameKind.ADJECTIVE and name.state is not None:
            figure = self._cast.state_behind(name)
        elif name is not None and name.kind is NameKind.CAPITAL and token.dep_ in ("compound", "nmod", "amod"):
            return []  # where it was made: "the | Pretoria | agreement"
        if figure is None or figure.rule == "actor.entity":
            joined = self._cast.joined_at(token)
            if figure is None or joined:
                return joined
        if figure.of is not None and _ARMED & {word.lower() for word in figure.name.split()}:
            figure = self._cast.named(figure.of) or figure
        return [figure] if _may_be_party(figure) else []

    def located(self, place: Token) -> list[Figure]:
        """Whom the token names; for a place the state in which it lies: "troops in | Goma |"."""
        name = self._cast.names.at(place)
        is_place = name is not None and name.kind is NameKind.PLACE and not name.is_region
        behind = self._cast.state_behind(name) if name is not None and is_place else None
        return [behind] if behind is not None else self.named_at(place)

    def of(self, noun: Token, named: Sequence[Figure]) -> list[Figure]:
        """All parties: those that the phrase names, and those that undertake it; else who tells of it."""
        itself = self._cast.named_at(noun)
        found = [
            f for f in distinct([*named, *self.undertaking(noun, is_whole=_names_both(noun, named))]) if f is not itself
        ]
        return found or distinct(self._telling(noun))

    def _telling(self, noun: Token) -> Iterator[Figure]:
        """Who tells of what nobody is said to do, and so of their own: "| Chad | said that flights will resume"."""
        told = next((t for t in noun.ancestors if t.dep_ == "ccomp" and is_verb(t)), None)
        if told is not None and is_verb(told.head):
            yield from self.acting(told.head)

    def undertaking(self, noun: Token, *, is_whole: bool = False) -> Iterator[Figure]:
        """Who does it: the subjects of the verb over the noun, and whoever it is done with or for, as states.

        `is_whole` tells that the noun's words name both sides: who has an opinion on it is then another one.
        """
        verb = verb_above(noun) or wished_by(noun)
        if verb is not None:
            is_opposed = verb.lemma_ in _OPPOSING or (is_whole and _is_opinion(verb))
            for node in chain_of(verb):
                asked = _urged(node) if node != verb else []
                urged = [f for token in asked for f in self.behind(token) if f.type is ActorType.STATE]
                yield from urged
                if urged:
                    break  # who urges others to do it does not do it
                yield from self._taking_part(node, is_above=node != verb, is_opposed=is_opposed)
            yield from self._intending(verb)
            if child(verb, "nsubjpass") is not None and child(verb, "agent") is None:
                yield from self._telling(noun)
        for clause in children(noun, "relcl"):  # "the committees that | Chad and Mali | launched"
            for doer in children(clause, "nsubj") if not _is_opinion(clause) else ():
                yield from self.behind(doer)

    def _taking_part(self, verb: Token, *, is_above: bool, is_opposed: bool) -> Iterator[Figure]:
        """Who does what the verb says, with or for whom, and who is helped: "helps | Kenya | to build a dam"."""
        for part in verb.children:
            if is_opposed and part.dep_ in ("nsubj", "agent"):
                continue
            is_helped = part.dep_ == "dobj" and verb.lemma_ in _HELPING
            is_led = part.dep_ == "nsubjpass" or is_helped  # "| Kenya | is expected to sign"
            if part.dep_ in ("nsubj", "agent", "dative") or (is_above and is_led):
                yield from self.behind(part)
            elif part.dep_ == "prep" and (part.lower_ in _TAKING_PART or _is_source(part)):
                for below in part.children:
                    yield from self.behind(below)
                    if below.lemma_ in _MEANS:
                        yield from self.within(below)

    def cross_borders(self, noun: Token, parties: Sequence[Figure]) -> bool:
        """Whether it is more than one state's own affair: by its parties, or by who else the sentence or news names."""
        sides = {f.of or f.name for f in parties if is_known(f)}
        if self._is_foreign or len(sides) > 1 or not sides.isdisjoint(self._unions):
            return True
        named = (self._cast.names.at(token) for token in noun.sent)
        return any(self._side(name) not in sides for name in named if name is not None)

    @cached_property
    def _unions(self) -> frozenset[str]:
        """The organisations of several states: what they do is no state's own affair."""
        return frozenset(
            n.entry.name for n in self._cast.names if isinstance(n.entry, Organisation) and not n.entry.state
        )

    @cached_property
    def _is_foreign(self) -> bool:
        """Whether the article is on more than one state: others than the one named most are named twice and more."""
        states = Counter(filter(None, (self._cast.name_of_state_at(name) for name in self._cast.names)))
        return states.total() - max(states.values(), default=0) > 1

    def _side(self, name: Name) -> str:
        return self._cast.name_of_state_at(name) or name.entry.name

    def acting(self, verb: Token) -> Iterator[Figure]:
        """The states and bodies that do what the verb says, or intend to: "| Mali | plans to | send"."""
        own = list(children(verb, "nsubj", "agent"))
        led = (list(children(node, "nsubj", "nsubjpass", "agent")) for node in chain_of(verb) if node != verb)
        for doer in _thanked(verb) or own or next(filter(None, led), []):
            yield from self.behind(doer)
        yield from self._intending(verb)

    def _intending(self, verb: Token) -> Iterator[Figure]:
        """Whose intention the verb tells: "the commitment of | the United States | to provide"."""
        if verb.dep_ == "acl" and verb.tag_ == "VB":
            for owner in (*children(verb.head, "poss"), *objects_of(verb.head, ("of", "by"))):
                yield from self.behind(owner)

    def _owning(self, doer: Token, *, is_known: bool) -> Iterator[Figure]:
        """Whose agent, official or firm the words tell: "| Chinese | firms", "| Japan's | foreign minister"."""
        title = self._cast.people.unheld_at(doer)
        is_agent = doer.lemma_.lower() in _AGENTS or (not is_known and (title is not None or doer.pos_ == "PROPN"))
        first = self._resolver.institutions.owner_of(doer) if is_agent else None
        if first is None:
            return
        tokens = (t for t in doer.subtree if t.i == first.start or doer.doc[first.start] in t.conjuncts)
        names = (self._cast.names.at(token) for token in tokens)  # "ministers of | Turkey, Romania and Bulgaria |"
        behind = (self._cast.state_behind(name) for name in names if name is not None)
        yield from (figure for figure in behind if figure is not None)

    def _represented(self, person: Figure) -> Figure | None:
        """The state or body whose office it is, also where only an adjective names it: "the | Russian | minister"."""
        named, owner = self._cast.named(person.of or ""), person.title.of if person.title is not None else None
        return named or (self._cast.state_behind(owner) if owner is not None and owner.state is not None else None)

    def _stood_for(self, plural: Token) -> Sequence[Figure]:
        """The two whom the article is about, where a plural stands for two whom nothing near it names together."""
        is_pair = plural.lower_ in _SIDES and has_child(plural, ("the", "both", "two"))
        is_name = self._cast.named_at(plural) is not None  # "the United | States |"
        return self.protagonists if is_pair and not is_name and not has_child(plural, ("of",)) else ()

    @cached_property
    def protagonists(self) -> list[Figure]:
        """The two states or unions that the article names most; none where a third is named half as often."""
        known = (n for n in self._cast.names if isinstance(n.entry, Organisation) or self._cast.name_of_state_at(n))
        ranked = [*Counter(map(self._side, known)).most_common(3), ("", 0), ("", 0), ("", 0)][:3]
        often, seldom = ranked[1][1], ranked[2][1]
        if often < _OFTEN or seldom * 2 > often:
            return []
        names = [next(n for n in self._cast.names if self._side(n) == side) for side, _ in ranked[:2]]
        figures = (self._cast.named(self._side(name)) or self._cast.state_behind(name) for name in names)
        return [figure for figure in figures if figure is not None]

    def behind(self, token: Token) -> Iterator[Figure]:
        """The states and bodies that a phrase means; for a person the state or body whose office it is."""
        targets = children(token, "pobj") if token.dep_ == "agent" else iter((token,))
        for target in targets:
            speaker = self._resolver.first_person(target) if target.lower_ == "we" else None  # for a state or body
            meant = (speaker,) if speaker is not None else self._resolver.resolve(target)
            acted_for = (self._represented(f) if f.type is ActorType.PERSON else f for f in meant)
            figures = [figure for figure in acted_for if figure is not None and _may_be_party(figure)]
            yield from figures if len(figures) > 1 else self._stood_for(target) or figures
            yield from self._owning(target, is_known=bool(meant))
            yield from self._beside_state(target)

    def _beside_state(self, government: Token) -> Iterator[Figure]:
        """Which firm or body acts beside a government: "the Government of Rwanda and | Siemens |"."""
        if government.lower_ == "government":
            beside = (self._cast.named_at(t) for whole in objects_of(government, ("of",)) for t in whole.conjuncts)
            yield from (f for f in beside if f is not None and f.type is ActorType.ORGANISATION and _may_be_party(f))
