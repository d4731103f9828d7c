"""Who takes part in an event: the subjects of its verb, those whom its noun names, and whom the unnamed stand for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from kg.analysis.syntax import (
    SUBJECTS,
    child,
    children,
    companions_of,
    has_child,
    is_verb,
    objects_of,
    objects_seen,
    verb_over,
)
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.extraction.actors.coreference import Resolver
from kg.extraction.actors.names import NameKind
from kg.extraction.actors.office_words import noun_of_office
from kg.extraction.meetings.occasions import whole_of
from kg.extraction.meetings.partaking import (
    ADDRESSING,
    HOLDING,
    HOSTING,
    OFFICIALS,
    bidden_by,
    described_by,
    is_absence,
    is_after_and,
    is_attendance,
    is_in_clause,
    is_listed_first,
    is_people,
    is_relative,
    is_setting,
    praised_in,
    tells_host,
)
from kg.extraction.wording.circumstances import HAPPENING
from kg.extraction.wording.meeting_verbs import BRINGING, act_of
from kg.records import ActorType

_WHERE = ("at", "in", "on", "near", "outside", "by", "over", "via", "during", "behind")
_WITH = ("with", "between", "of", "by", "among", "alongside")
_BLOCS = frozenset("bloc alliance grouping".split())
_HEADED = ("state", "government")
_PARTIES = frozenset("delegation delegations team mission group".split())  # "a team | headed by X |"
_INVOLVING = frozenset("engage involve represent".split())  # who is engaged in talks takes part
# Who does this to talks may be anybody.
_FURTHERING = frozenset(
    """advance support facilitate broker mediate back encourage revive promote endorse oppose block push monitor observe
    condemn criticise criticize denounce reject discuss review assess mention""".split()
)
MISSING = frozenset("skip miss boycott snub shun".split())
"""Verbs whose subject is not at the event that is their object."""
_MEALS = frozenset("dinner lunch breakfast".split())
_INCLUDING = frozenset("include feature".split())
_SHOWING = frozenset("exemplify reflect illustrate".split())
_MEETING = frozenset("meet receive host gather convene huddle".split())
_NEAR = 12  # tokens; a title and what it is of are hardly longer
_SEPARATORS = frozenset((",", ";", ":", "and"))
_HEADS = frozenset("presidents premiers ministers heads chiefs kings".split())


class Participants:
    """Reads from the parse who takes part in the events of one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver

    def figures(self, *tokens: Token) -> list[Figure]:
        """The figures that the noun phrases mean; outlets report and take no part."""
        found = (self._leading(token) or self._resolver.resolve(token) or self._by_kind(token) for token in tokens)
        return [f for figures in found for f in figures if not f.outlet]

    def _leading(self, delegation: Token) -> tuple[Figure, ...]:
        """Who leads a delegation: "a delegation | led by X and Y |", and later "| the delegation |"; else nobody.

        The first "| the delegation |" are those who went together: "X, Y and Z travelled to Kenya".
        """
        word = delegation.lower_
        if word not in _PARTIES:
            return ()
        led_by = [
            t
            for c in children(delegation, "acl", "relcl")
            if c.lemma_ in ("lead", "head")
            for t in objects_of(c, ("by",))
        ]
        if led_by:
            return tuple(f for t in led_by for f in self._resolver.resolve(t))
        before = [t for t in delegation.doc[: delegation.i] if t.lower_ == word]
        if not has_child(delegation, ("the",)) or len(list(delegation.lefts)) > 1:
            return ()
        if before:
            return self._leading(before[-1])
        return self._resolver.plurals.group(delegation) if word == "delegation" else ()

    def _by_kind(self, noun: Token) -> tuple[Figure, ...]:
        """Who is meant by what they are: "| the bloc | met again", "the German | head | of state"."""
        if noun.lower_ in _BLOCS and has_child(noun, ("the",)) and len(list(noun.lefts)) == 1:
            return self._resolver.last_body(noun)
        is_headed = any(t.lower_ in _HEADED for t in objects_of(noun, ("of",)))
        owner = self._resolver.institutions.owner_of(noun) if is_headed else None
        state = self._cast.state_behind(owner) if owner is not None and noun.lower_ == "head" else None
        return tuple(self._resolver.plurals.holders(noun, [state])) if state is not None else ()

    def partners(self, *tokens: Token) -> list[Figure]:
        """Whom somebody met: the figures, or what stands for those who are not named."""
        found = []
        for token in tokens:
            named = self.figures(*objects_of(token, ("including",)))  # "met officials, including | X |"
            met = named or self._unlisted(token) or self._person_within(token)
            joined = (t for t in token.conjuncts if t.i > token.i and noun_of_office(t) and not self.figures(t))
            beside = [f for t in joined for f in self._apposed_to(t)]
            found += [*self._listed_before(token), *met, *beside, *self._listed_after(token)]
        return found

    def _person_within(self, token: Token) -> list[Figure]:
        """The first person of a phrase whose noun the parser has not found: "with | the head of the ICRC | X Y"."""
        for word in token.doc[token.left_edge.i : min(token.i + _NEAR, token.sent.end)]:
            figure = self._cast.named_at(word)
            if figure is not None and figure.type is ActorType.PERSON:
                return [figure]
            if token.tag_ == "NNS" and word.text == ",":
                return []  # "to meet | members | of a club, the spokesman X wrote": one name is not several people's
            if is_verb(word) or (word.dep_ == "prep" and word.lower_ not in ("of", "to", "for")) or word.text == ";":
                return []
        return []

    def _apposed_to(self, office: Token) -> list[Figure]:
        """Who holds the office by another one of the same: "and the Deputy Chairman of the Cabinet, | Minister X |"."""
        words = office.doc[office.i + 1 : min(office.i + _NEAR, office.sent.end)]
        comma = next((t for t in words if t.text == "," or is_verb(t)), None)
        if comma is None or comma.text != "," or comma.i + 1 >= office.sent.end:
            return []
        met = self._person_within(comma.nbor())
        return [f for f in met if _is_titled(f, comma.nbor())]

    def _unlisted(self, noun: Token) -> list[Figure]:
        """The figures that a subject means, or what stands for those who are not named."""
        return self.figures(noun) or [f for each in (noun, *noun.conjuncts) for f in self._delegation(each)]

    def _unlisted_all(self, nouns: Iterable[Token]) -> list[Figure]:
        return [f for noun in nouns for f in self._unlisted(noun)]

    def _listed_before(self, token: Token) -> list[Figure]:
        """The person before "and" whom the parser hangs on the one behind it: "between | President X | and Y"."""
        ands = (t for t in token.doc[token.left_edge.i : token.i] if t.lower_ == "and" and t.head.i < t.i)
        figures = (self._cast.named_at(t.head) for t in ands if t.head.dep_ in ("nmod", "appos"))
        return [f for f in figures if f is not None and f.type is ActorType.PERSON]

    def _listed_after(self, token: Token) -> list[Figure]:
        """The persons with offices who follow in one list, however the parser hangs them.

        "Met with | President X of Latvia |, President Y of Lithuania, and Prime Minister Z of Estonia"; but in
        "met X, and President Y said" Y begins another clause.
        """
        found = [f for f in (self._cast.named_at(token),) if f is not None and f.type is ActorType.PERSON]
        is_separated = False
        for word in token.doc[token.i + 1 : token.sent.end] if found else ():
            figure = self._cast.named_at(word)
            if figure is found[-1]:
                continue
            if figure is not None and figure.type is ActorType.PERSON:
                if not is_separated or not _is_titled(figure, word):
                    break
                found.append(figure)
                is_separated = False
            elif word.lower_ in _SEPARATORS:
                is_separated = True
            elif word.lower_ not in ("of", "the", "jr.") and self._cast.names.at(word) is None:
                break
        return found[1:]

    def _delegation(self, noun: Token) -> list[Figure]:
        """The states or the body behind the unnamed: "Israeli officials", "the Presidents of X and Y", "G7 leaders"."""
        word = noun.lower_
        wholes = list(objects_of(noun, ("of", "from")))
        within = (t for of in wholes for t in of.subtree if not is_in_clause(t, of))
        named = [f for t in within if (f := self._cast.named_at(t))]
        named = named or self.figures(*wholes)  # "officials of | the two countries"
        states = [f for f in named if f.type is ActorType.STATE]
        bodies = [f for f in named if f.type in (ActorType.ORGANISATION, ActorType.FORMAT) and not f.outlet]
        are_offices = noun.tag_ in ("NNS", "NNPS") and word in _HEADS | OFFICIALS and has_child(noun, ("the",))
        if are_offices and (holders := self._resolver.plurals.holders(noun, distinct(states))):
            return holders
        if states or (bodies and (noun.tag_ == "NNS" or word.endswith("s") or word == "delegation")):
            # "the leaders of | the African Union |", "his counterparts from | Iran, X, and Oman, Y |"
            # "negotiators from | Israel and Hamas |"
            beside = [f for of in wholes for t in of.conjuncts if (f := self._cast.named_at(t)) in bodies]
            sides = distinct([*_with_holders(states, named), *beside]) if states else bodies
            return sides if word in OFFICIALS | _HEADS else []
        if word not in OFFICIALS | _HEADS:
            return []
        owner = self._resolver.institutions.owner_of(noun)
        first = self._cast.state_behind(owner) if owner is not None else None
        senders = distinct(f for f in (first, *self._senders(noun)) if f is not None)
        states = [f for f in senders if f.type is ActorType.STATE]
        are_named = are_offices and len(states) == len(senders) > 1
        return (self._resolver.plurals.holders(noun, states) if are_named else []) or senders

    def _senders(self, noun: Token) -> Iterator[Figure]:
        """The states and bodies that stand before the unnamed: "his | Latvian | and | Estonian | counterparts"."""
        before = children(noun, "compound", "nmod", "amod", "poss", "nummod")
        for word in (t for c in before for t in (c, *c.conjuncts) if t.i < noun.i):
            name, figure = self._cast.names.at(word), self._cast.named_at(word)
            if name is not None and name.state is not None:
                figure = self._cast.state_behind(name)
            if figure is not None and figure.type is not ActorType.PERSON and not figure.outlet:
                yield figure

    def envoys(self, *nouns: Token) -> list[Figure]:
        """Whoever represents a state, where nobody is named: "summoned | the Iranian ambassador |"."""
        titles = (self._cast.people.unheld_at(noun) for noun in nouns)
        return [self._cast.holder_unnamed(t) for t in titles if t is not None and t.of is not None and t.of.state]

    def accrediting(self, *envoys: Token) -> list[Figure]:
        """The states to which envoys are sent: "the Chinese ambassador to | Sweden | was summoned"."""
        return [f for f in self.figures(*(t for e in envoys for t in objects_of(e, ("to", "in")))) if _is_state(f)]

    def bodies(self, *nouns: Token) -> list[Figure]:
        """Those of the figures that are bodies: "was summoned to | the foreign ministry |"."""
        return [f for f in self.figures(*nouns) if f.type is ActorType.ORGANISATION]

    def named_by(self, noun: Token) -> list[Figure]:
        """Those whom the noun names itself: "with X", "between X and Y", "X's talks", "held talks with X"."""
        of_verb = [*self._companions_of_holding(noun), *self._holding_below(noun)]
        if noun.dep_ == "nsubjpass" and noun.head.lemma_ in HOLDING | HOSTING:
            of_verb += objects_of(noun.head, ("by", "with"))  # "the meeting was attended | by X"
        clauses = (c for c in noun.subtree if tells_host(c, noun))
        hosts = [t for c in clauses for t in objects_of(c, ("by",))]
        if noun.lower_ in _MEALS:
            of_verb += objects_of(noun, ("for",))  # "hosted a dinner | for X |"
        if noun.lemma_ == "call":
            links = (noun, noun.head) if noun.dep_ == "dobj" else (noun,)
            of_verb += [
                t for link in links for t in objects_of(link, ("from",))
            ]  # "received a call on Friday | from X |"
            if noun.head.lemma_ in ("make", "place"):
                called = (t for over in (noun, noun.head) for t in objects_of(over, ("to",)))
                of_verb += [t for t in called if t.tag_ in ("NN", "NNP")]  # not "calls to | the mayors |"
        taking = (t for over in (noun, noun.head) for t in objects_of(over, ("with",)) if t.lower_ == "participation")
        of_verb += [t for part in taking for t in objects_of(part, ("of",))]  # "with the participation | of X and Y |"
        owners = self.figures(*children(noun, "poss")) or self.owning_together(noun)
        if not owners and any(objects_of(noun, ("with",))):
            owners = self.owning(noun)  # "said | his | talks with X had been fruitful"
        if has_child(noun, ("courtesy",)):  # "paid a courtesy call | on X |"
            of_verb += [t for over in (noun, noun.head) for t in objects_of(over, ("on", "from", "to"))]
        if noun.dep_ == "nsubj" and act_of(noun.head) == BRINGING:
            of_verb += children(noun.head, "dobj")  # "the talks brought together | X and Y |"
        return [*owners, *self.figures(*hosts), *self.partners(*self.companions(noun, _WITH), *of_verb)]

    def owning_together(self, noun: Token) -> list[Figure]:
        """Whose meeting it is: "Putin told Modi at | their | meeting"; the subject of two is read as such."""
        owners = self.owning(noun, ("their",)) if len(self.governing(noun)) < 2 else []
        return owners if all(f.type is ActorType.PERSON for f in owners) else []

    def owning(self, noun: Token, possessives: Iterable[str] = ("his", "her")) -> list[Figure]:
        """For whom a possessive pronoun stands: "X was attacked during | his | visit to Colombia"."""
        pronouns = [t for t in children(noun, "poss") if t.lower_ in possessives]
        if pronouns and (praised := self.praised_for(noun)):
            return praised
        return [f for t in pronouns for f in self._resolver.antecedent_of(t)]

    def praised_for(self, noun: Token) -> list[Figure]:
        """Who is praised for the event of the noun: "thanked | X | for his visit"."""
        praised = praised_in(noun)
        return self.figures(praised) if praised is not None else []

    def _companions_of_holding(self, noun: Token) -> list[Token]:
        """Whom "with" names where it hangs on the verb: "held talks in Oslo | with X", "talks began | between A"."""
        planned = [
            c
            for c in children(noun, "acl", "relcl")
            if c.tag_ == "VBN" and (c.dep_ == "acl" or child(c, "nsubjpass") is not None)
        ]  # "a meeting | scheduled for Friday | between X and Y"
        if found := [t for c in planned for t in self.companions(c, ("with", "between", "among"))]:
            return found
        if noun.dep_ == "dobj" and noun.head.lemma_ in HOLDING:
            return list(self.companions(noun.head))
        if noun.dep_ in SUBJECTS and noun.head.lemma_ in HOLDING | HAPPENING | {"be"}:
            return list(self.companions(noun.head, ("with", "between", "among")))
        return []

    def _holding_below(self, noun: Token) -> Iterator[Token]:
        """Who held it with whom, told in a clause below: "the talks that | he | had with | X |"."""
        for clause in children(noun, "relcl"):
            met = [*self.companions(clause), *self.companions(noun)]
            if met and clause.lemma_ in HOLDING and not is_relative(clause):
                yield from (*children(clause, "nsubj"), *met)

    def are_with_unnamed(self, noun: Token) -> bool:
        """Whether the event of the noun has a side that the text does not name: "talks with | the rebels |"."""
        with_ = ("with", "between", "among")
        sides = [*self.companions(noun, with_), *self._companions_of_holding(noun)]
        if sides and noun.dep_ == "dobj":
            sides += children(noun.head, "nsubj")
        return self.are_unnamed(*sides)

    def are_unnamed(self, *nouns: Token) -> bool:
        """Whether the nouns tell of people of whom the text names none."""
        heads = {t.i: t for noun in nouns for t in (noun, *noun.conjuncts)}.values()
        return any(is_people(t) and not self._unlisted(t) for t in heads)

    def companions(self, token: Token, prepositions: Iterable[str] = ("with",)) -> Iterator[Token]:
        """Whom "with" names, also where the parser has hung it on the place: "met at | the White House | with X"."""
        yield from companions_of(token, prepositions)
        for place in objects_of(token, _WHERE):
            yield from self.companions(place)
            for state in children(place, "appos"):  # "held in Nairobi, | Kenya | between A and B"
                yield from companions_of(state, ("with", "between"))

    def before(self, noun: Token) -> list[Figure]:
        """Those who stand as names before the noun: "the Nato summit", "the U.S.-ASEAN Summit", "the 3+3 meeting"."""
        before = noun.doc[noun.left_edge.i : noun.i]
        describing = [t for t in before if t.dep_ in ("compound", "nmod", "amod", "nummod")]
        # "the Tehran meeting" says where, not who.
        who = [t for t in describing if (n := self._cast.names.at(t)) is None or n.kind is not NameKind.CAPITAL]
        led = [
            c for c in children(noun, "amod") if c.tag_ == "VBN" and c.lemma_ in ("lead", "host", "chair", "mediate")
        ]
        hosts = [t for c in led for t in children(c, "npadvmod", "compound", "nsubj")]  # "the | Ukraine |-led summit"
        joined = [
            f for t in who if self._cast.named_at(t) is None for f in self._cast.joined_at(t)
        ]  # "U.S.-Iran talks"
        return distinct([*joined, *(f for t in (*who, *hosts, noun) if (f := self._cast.named_at(t)))])

    def subjects(self, verb: Token) -> list[Figure]:
        """The subject of the verb, or of the one it is coordinated with or hangs on."""
        if child(verb, "nsubjpass") is not None:
            return []  # "X said | he was received": not X received him
        node: Token = verb
        relations: tuple[str, ...] = SUBJECTS[:1]
        while (subject := child(node, *relations)) is None or subject in objects_seen(node.head):
            if verb.tag_ in ("VB", "VBG") and (bidden := bidden_by(node)) is not None:
                return self._unlisted(bidden)
            if subject is not None:
                node, relations = node.head, SUBJECTS  # "is | visiting | India to attend a fair"
                continue
            is_noun = node.head.pos_ in ("NOUN", "PROPN") or self._cast.named_at(node.head) is not None
            if node.dep_ in ("acl", "relcl", "advcl") and is_noun:
                return self._described(node)  # or a headline: "| Scholz | to host Modi"
            if (praised := praised_in(node)) is not None:
                return self.figures(praised)  # "thanked | X | for hosting a summit"
            if node.dep_ == "pcomp" and (above := verb_over(node)) is not None:
                node, relations = above, SUBJECTS  # "before | heading to Milan"
                continue
            if node.dep_ not in ("conj", "xcomp", "advcl", "acomp"):
                return []
            node, relations = node.head, SUBJECTS
        return self._acting(node, subject)

    def _acting(self, node: Token, subject: Token) -> list[Figure]:
        """Whom the subject of the verb means, wherever the parser has hung those who are joined to it."""
        if subject.tag_ == "WP" and node.dep_ == "relcl":
            return self._unlisted(described_by(node))
        # "Assistant to the President | X | travelled": the parser may see two subjects
        named = [t for t in children(node, subject.dep_) if t.i < node.i or t == subject]
        listed = [t for t in children(node, "npadvmod", "dep") if is_listed_first(t, subject)]
        said = [figures for t in named if (figures := self._unlisted(t))]
        is_joined = has_child(subject, ("and",)) or any(is_after_and(t) for t in named[1:])
        if any(map(self.figures, listed)):
            said = [self.figures(*listed), *said]
            is_joined = True  # in headlines a comma means "and": "| Putin |, Xi hold talks"
        if is_joined:  # "X and | his counterpart Y | met": the parser may see a second subject in Y
            return distinct(f for figures in said for f in figures)
        return said[0] if said else []

    def _described(self, clause: Token) -> list[Figure]:
        """Who does what a clause below a noun tells: "| X |, who met Y", but not "in | Beijing |, where Y was met"."""
        if clause.left_edge.lower_ in ("where", "when"):
            return []
        if clause.head.lemma_ == "invitation":
            return self._invited(clause.head)
        return self.figures(described_by(clause))

    def governing(self, noun: Token) -> list[Figure]:
        """The subjects of the verb over the noun: "| Bayramov | made the remarks at a meeting with …"."""
        for verb in (t for t in noun.ancestors if is_verb(t)):
            if bidden_by(verb) is not None:
                return self.subjects(verb)  # nobody in "called on | leaders | to meet", not who called
            # What somebody says of a meeting of others does not make the speaker one of them.
            if not (subjects := self.subjects(verb)) and (subject := child(verb, *SUBJECTS)) is not None:
                if verb.lemma_ in _INCLUDING and subject.tag_ == "WDT":
                    continue  # "| X | arrived for a visit which will include talks with Y"
                # "| Trump's | decision followed a call with Y", "| his | stay will include talks with Y"
                subjects = self.figures(*children(subject, "poss"))
                subjects = subjects or (self.owning(subject) if verb.lemma_ in _INCLUDING else [])
            if verb.lemma_ == "join" and noun.dep_ == "pobj":  # "joined | the leaders of X and Y | for a summit"
                subjects += self.partners(*children(verb, "dobj"))
            if _is_of_others(noun, verb):
                return []
            if verb.lemma_ in _INVOLVING or is_setting(noun):
                subjects = self._unlisted_all(children(verb, "nsubjpass")) or subjects
            if verb.tag_ == "VBN" and (verb.lemma_ in _SHOWING or (verb.dep_ == "acl" and not subjects)):
                return []  # "protested against remarks | made at a summit": nobody says who was there
            if subjects or child(verb, *SUBJECTS) is not None or verb.dep_ == "ccomp":
                invited = children(verb, "dobj") if verb.lemma_ == "invite" else ()
                return [*subjects, *self.figures(*invited)]
        # a caption has no verb: "| X |, the minister, at a news conference"
        return self.figures(noun.sent.root) if noun.dep_ == "pobj" and noun.sent.root.pos_ == "PROPN" else []

    def addressed(self, noun: Token) -> list[Figure]:
        """To whom somebody spoke at the event of the noun: "in a phone call, X told | Y |", "X was told by | Y |"."""
        verb = verb_over(noun)
        if verb is None or not is_setting(noun):
            return []
        objects = list(children(verb, "dobj"))
        # "X shakes hands | with Y | during a meeting", but who meets Y during talks of others is told by the verb
        beside = () if verb.lemma_ in _MEETING else (t for o in (verb, *objects) for t in objects_of(o, ("with",)))
        figures = self.figures(*beside)
        if verb.lemma_ in ADDRESSING:
            figures += self.figures(*objects, *children(verb, "dative", "nsubjpass"), *objects_of(verb, ("by",)))
        return [f for f in figures if f.type is ActorType.PERSON]

    def _invited(self, invitation: Token) -> list[Figure]:
        """Who is to come: "an invitation for | X | to visit Y", "| X | received an invitation to visit Y"."""
        if named := self.figures(*objects_of(invitation, ("to", "for"))):
            return named
        verb = verb_over(invitation)
        is_taken = verb is not None and verb.lemma_ in ("receive", "accept", "get", "have")
        return self.figures(*children(verb, "nsubj")) if verb is not None and is_taken else []


def _is_of_others(noun: Token, verb: Token) -> bool:
    """Whether who does what the verb above the event tells takes no part in it."""
    part = whole_of(noun)
    if part.dep_ == "dobj":  # "pushed to advance | the talks | with Hamas", "discussed the next round of | talks |"
        return part.head == verb and verb.lemma_ in _FURTHERING | MISSING
    is_left = noun.head.lower_ == "from" and is_absence(verb)  # "stayed away from | the summit |"
    is_attended = noun.lemma_.lower() != "summit" and is_attendance(verb)  # "during | the meeting |, X was present"
    return noun.dep_ == "pobj" and (is_left or is_attended)


def _is_state(figure: Figure) -> bool:
    return figure.type is ActorType.STATE


def _with_holders(states: Sequence[Figure], named: Sequence[Figure]) -> list[Figure]:
    """The states, but for each of which an official is named the official."""
    persons = distinct(f for f in named if f.type is ActorType.PERSON)
    if len(persons) == len(states):
        return persons
    return distinct([next((p for p in persons if p.of == state.name), state) for state in states])


def _is_titled(figure: Figure, word: Token) -> bool:
    """Whether the word begins the person's office before the name, and the name is no subject: "and | President X"."""
    title = next((t for t in figure.person.titles if t.start <= word.i < t.end), None) if figure.person else None
    if title is None or figure.person is None:
        return False
    run = next((r for r in figure.person.runs if r.start >= title.end), None)
    return run is not None and not any(t.dep_ in SUBJECTS for t in word.doc[run.start : run.end])
