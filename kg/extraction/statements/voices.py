"""Voices: who speaks where the subject of a cue does not name its speaker, beyond what coreference tells of anybody."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from functools import cached_property

from spacy.tokens import Token

from kg.analysis.syntax import SUBJECTS, child, children, has_child, objects_of, verb_over
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.coreference import Resolver
from kg.extraction.actors.institutions import UTTERANCES
from kg.extraction.actors.office_words import noun_of_office
from kg.extraction.statements.cues import subject_of
from kg.extraction.statements.relays import is_outlet
from kg.extraction.wording.reporting_verbs import frame_of
from kg.records import ActorType

_MISSIONS = frozenset("ambassador envoy consul embassy consulate".split())
# What a body is, without its name: "the aid | organisation | said".
_KINDS_OF_BODY = frozenset(
    """organisation organization group agency company firm bloc movement party union alliance charity watchdog body
    institution militia bank fund network institute foundation airline""".split()
)
_SERVICES = frozenset(
    "service department office authority directorate division commission council centre center".split()
)
_KINDS_OF_PERSON = frozenset(
    """diplomat politician official lawmaker senator congressman congresswoman legislator mp mep msp envoy leader
    businessman businesswoman tycoon mogul magnate nominee candidate contender
    cleric general commander activist billionaire veteran technocrat statesman economist executive
    mediator negotiator dignitary guest visitor monarch ruler strongman dissident scientist lawyer""".split()
)
_GROUPS = frozenset("officials leaders members lawmakers diplomats participants attendees".split())
# Who speaks together for the body or format that they form.
_MEMBERS = frozenset("leaders ministers members allies countries states nations governments ambassadors envoys".split())
_HOLDERS = frozenset("presidents premiers ministers leaders chancellors kings".split())
_FINDINGS = frozenset("reports statements data figures findings estimates statistics tweets posts remarks".split())
_OF_ANYONE = frozenset("reports proclamation filing lawsuit petition editorial memoir book".split())
"""Texts that need not be of who spoke last."""
_STUDIES = frozenset(
    "survey poll study analysis review inquiry investigation estimate data assessment forecast".split()
)
_OF_OTHERS = frozenset("old new other former rival own local different separate opposing first second third".split())
_SOLE_OFFICES = frozenset("president premier chancellor minister secretary king queen emir".split())
_LOWER = frozenset("deputy vice assistant junior state".split())
_ISSUED = frozenset("issue release publish post send make write deliver sign give".split())
_NOT_SPEAKING = frozenset("GPE LOC FAC NORP EVENT DATE PRODUCT WORK_OF_ART LAW PERSON".split())
# Proper names of texts that rule or teach, which nobody has issued just now: "the First | Amendment | says".
_LAWS = frozenset(
    """amendment act bill constitution treaty charter declaration protocol resolution accord accords agreement pact
    statute code ordinance decree directive regulation article section clause chapter bible quran koran torah gospel
    manifesto convention""".split()
)
_WORKS = frozenset(
    """game videogame film movie song album single novel book play musical opera ballet series show sitcom drama
    documentary comedy thriller cartoon anime manga poem sequel trilogy franchise episode soundtrack painting
    sculpture""".split()
)
"""Works of art and entertainment, which people who speak have made."""
_SMALL = frozenset("of and for & - 's ’s".split())
_MEMORY = 250  # tokens; a text spoken of further back is seldom meant


class Voices:
    """Resolves the subjects of cues in one article."""

    def __init__(self, cast: Cast, resolver: Resolver) -> None:
        self._cast = cast
        self._resolver = resolver

    def heard(self, token: Token | None, last: Figure | None = None) -> tuple[Figure, ...]:
        """The figures that a subject names, outlets aside: they relay what others say.

        `last` is who spoke last before.
        """
        if token is None:
            return ()
        figures = (
            self._holder(token) or self._office(token) or self._resolver.resolve(token) or self._described(token, last)
        )
        return tuple(figure for figure in figures if not is_outlet(figure))

    def _described(self, token: Token, last: Figure | None) -> tuple[Figure, ...]:
        lower = token.lower_
        if lower in ("which", "that", "who") and token.head.dep_ == "relcl" and token.head.head.i < token.i:
            return self._issuing(token.head.head) or self._described(token.head.head, last)
        if lower.startswith("spokes"):
            employer = next((c for c in children(token, "compound") if c.tag_ == "NNP" and c.i + 1 == token.i), None)
            if employer is not None and employer.left_edge == employer:
                return (self._cast.organisation_at(employer.i, employer.i + 1),)  # "a | Woolworths | spokesperson"
            is_known = last is not None and last.type is not ActorType.PERSON and child(token, "det") is not None
            return (last,) if last is not None and is_known else ()
        if lower in _MISSIONS:
            return self._sending(token)
        if lower == "representatives":
            return self._delegating(token)
        if lower in UTTERANCES or lower in _FINDINGS:
            issuing = self._of_text(token) or (self._text(token) if lower in UTTERANCES else ())
            is_known = last is not None and has_child(token, ("the",)) and lower not in _OF_ANYONE
            return issuing or ((last,) if last is not None and is_known else ())
        if lower in _STUDIES and token.pos_ == "NOUN":
            return self._of_text(token) or self._text(token)
        if lower in _SOLE_OFFICES:
            return self._unnamed(token)
        return (
            self._campaign(token)
            or self._holders(token)
            or self._body_of(token)
            or self._domestic_ministry(token)
            or self._named_in_part(token)
            or self._body_with_kind(token)
            or self._kind_of_body(token)
            or self._kind_of_person(token)
            or self._properly_named(token)
        )

    def _holder(self, token: Token) -> tuple[Figure, ...]:
        """Of several who hold an office named without its state, the one whom the text named first: "the President".

        A text that speaks of the president without saying of what has begun with him.
        """
        title = self._cast.people.unheld_at(token)
        if title is None or title.of is not None or token.tag_ in ("NNS", "NNPS"):
            return ()
        named = [f for f in self._cast.persons() if min(f.mentions, default=(token.idx, 0))[0] < token.idx]
        holders = [f for f in named if f.title is not None and f.title.office.lower() == title.office.lower()]
        return (holders[0],) if len(holders) > 1 else ()

    def _office(self, token: Token) -> tuple[Figure, ...]:
        """The office of a person: "| his office | said", "the prime minister's | office"; not if it has a name."""
        owner = child(token, "poss") if token.lower_ == "office" else None
        if owner is None or self._cast.named_at(token) is not None:
            return ()
        holders = self._resolver.resolve(owner) or self._resolver.antecedent_of(owner)
        return tuple(self._cast.office_of(f, token) for f in holders[:1] if f.type is ActorType.PERSON)

    def _issuing(self, text: Token) -> tuple[Figure, ...]:
        """Who issues the text that says it: "| They | released a statement which said"."""
        verb = verb_over(text) if text.lower_ in UTTERANCES else None
        subject = subject_of(verb) if verb is not None else None
        return self._resolver.resolve(subject) if subject is not None else ()

    def _unnamed(self, token: Token) -> tuple[Figure, ...]:
        """Whoever holds an office that a state has once, where nobody is named: "Sweden's | prime minister | said"."""
        title = self._cast.people.unheld_at(token)
        if title is None or title.of is None or title.of.state is None or title.former or token.tag_ in ("NNS", "NNPS"):
            return ()
        is_any = has_child(token, ("a", "an", "another", "one")) or _LOWER & set(title.office.lower().split())
        is_vague = token.lower_ in ("minister", "secretary") and len(title.office.split()) < 2
        return () if is_any or is_vague else (self._cast.holder_unnamed(title),)

    def _text(self, token: Token) -> tuple[Figure, ...]:
        """Whose text it is that was spoken of before: "The UN issued a report. | The report | says"."""
        if has_child(token, ("a", "an", "another")):
            return ()
        before = [t for t in token.doc[max(0, token.i - _MEMORY) : token.i] if t.lower_ == token.lower_]
        owners = (self._resolver.resolve(t) or self._issuer(t) for t in reversed(before))
        return next((found for found in owners if found), ())

    def _of_text(self, text: Token) -> tuple[Figure, ...]:
        """Whose a text is by its own words: "a statement from | X", "data of | X", "a note signed by | X".

        Or by whom it says wrote it: "a speech | X | delivered".
        """
        owners = [*objects_of(text, ("from", "by", "of")), *children(text, "poss", "compound")]
        owners += [by for c in children(text, "acl") for by in objects_of(c, ("by",))]
        owners += [t for c in children(text, "relcl") if c.lemma_ in _ISSUED for t in children(c, "nsubj")]
        return next((found for owner in owners if (found := self.heard(owner))), ())

    def _campaign(self, token: Token) -> tuple[Figure, ...]:
        """The staff of a candidate: "the | Trump campaign | said"; "the campaign" is the one named last."""
        if token.lower_ not in ("campaign", "team") or token.tag_ != "NN":
            return ()
        names = [c for c in children(token, "compound", "poss") if c.i < token.i]
        persons = [f for c in names if (f := self._cast.named_at(c)) is not None and f.type is ActorType.PERSON]
        if persons:
            return (self._cast.campaign_of(persons[0], token),)
        if any(c.dep_ not in ("det", "punct") for c in token.lefts) or not has_child(token, ("the",)):
            return ()
        before = [t for t in token.doc[max(0, token.i - _MEMORY) : token.i] if t.lower_ == token.lower_]
        return next((found for t in reversed(before) if (found := self._campaign(t))), ())

    def _domestic_ministry(self, token: Token) -> tuple[Figure, ...]:
        """The ministry whose minister the text names without the state, being of it: "the foreign | ministry"."""
        if token.lower_ != "ministry" or not has_child(token, ("the",)):
            return ()
        field = " ".join(t.lower_ for t in token.lefts if t.dep_ in ("amod", "compound", "nmod"))
        offices = [f for f in self._cast.persons() if f.title is not None and f.title.of is None and f.of is not None]
        heads = [f for f in offices if f.title is not None and f.title.office.lower() == f"{field} minister"]
        return tuple(self._cast.ministry_of(f.of, field, token) for f in heads[:1] if field and f.of is not None)

    def _body_of(self, members: Token) -> tuple[Figure, ...]:
        """The body or format whose members speak together: "| G7 | leaders", "the foreign ministers of the | EU |"."""
        if members.lower_ not in _MEMBERS or members.tag_ not in ("NNS", "NNPS"):
            return ()
        wholes = [*children(members, "compound", "poss", "nmod"), *objects_of(members, ("of",))]
        bodies = (figure for whole in wholes if (figure := self._cast.named_at(whole)) is not None)
        return tuple(itertools.islice((f for f in bodies if f.rule == "actor.organisation"), 1))

    def _holders(self, plural: Token) -> tuple[Figure, ...]:
        """Who holds the office in each of several states, if all are named: "the | presidents | of X and Y said"."""
        wholes = [t for of in objects_of(plural, ("of",)) for t in (of, *of.conjuncts)]
        states = [f for t in wholes if (f := self._cast.named_at(t)) is not None and f.type is ActorType.STATE]
        are_offices = plural.lower_ in _HOLDERS and has_child(plural, ("the",)) and len(states) == len(wholes) > 1
        return tuple(self._resolver.plurals.holders(plural, states)) if are_offices else ()

    def _issuer(self, text: Token) -> tuple[Figure, ...]:
        """Who says something by a text: "| X | said in a statement", "| X | released a report"."""
        verb = verb_over(text)
        if verb is None:
            return ()
        by_it = text.dep_ == "pobj" and text.head.lower_ in ("in", "through", "via") and frame_of(verb) is not None
        if not by_it and (text.dep_ != "dobj" or verb.lemma_ not in _ISSUED):
            return ()
        subject = subject_of(verb)
        return self._resolver.resolve(subject) if subject is not None else ()

    def _body_with_kind(self, token: Token) -> tuple[Figure, ...]:
        """The body whose name stands before what it is: "the | KfW | development bank"."""
        if token.lower_ not in _KINDS_OF_BODY:
            return ()
        figures = (f for c in children(token, "compound", "nmod") if (f := self._cast.named_at(c)) is not None)
        return tuple(itertools.islice((f for f in figures if f.type is ActorType.ORGANISATION), 1))

    def _kind_of_body(self, token: Token) -> tuple[Figure, ...]:
        """The body that the text was last about: "the Red Cross … | the aid organisation | said"."""
        if token.lower_ not in _KINDS_OF_BODY or token.tag_ != "NN" or not has_child(token, ("the",)):
            return ()
        if has_child(token, _OF_OTHERS) or any(
            c.dep_ in ("poss", "nmod") or c.ent_type_ in ("ORG", "GPE", "NORP", "PERSON") for c in token.children
        ):
            return ()
        return self._resolver.last_body(token)

    def _kind_of_person(self, token: Token) -> tuple[Figure, ...]:
        """The person whom the text was last about, called by what he or she is: "| the Russian diplomat | said".

        Not if somebody who is not named was called so before: "A Western diplomat said so. | The diplomat | added".
        """
        if token.lower_ not in _KINDS_OF_PERSON or token.tag_ != "NN" or not has_child(token, ("the",)):
            return ()
        if has_child(token, _OF_OTHERS) or any(t.lemma_ == token.lemma_ for t in self._unnamed_before(token)):
            return ()
        return self._resolver.last_person(token)

    def _unnamed_before(self, token: Token) -> Iterator[Token]:
        """The nouns before that bring somebody in without a name: "a diplomat", "officials"."""
        for other in token.doc[max(0, token.i - _MEMORY) : token.i]:
            named = self._cast.named_at(other) or self._cast.named_at(other.head)  # "Omani | mediator | X"
            if other.pos_ == "NOUN" and named is None and not has_child(other, ("the",)):
                yield other

    def _properly_named(self, token: Token) -> tuple[Figure, ...]:
        """The body that speaks under a name that no table has, though it may hold a state's: "US Geological Survey".

        So do parties by the name of their members: "| the Conservatives | have said".
        """
        words = _proper_words(token)
        held = [figure for t in words if (figure := self._cast.named_at(t)) is not None]
        if (
            not words
            or token.lower_ in _GROUPS
            or noun_of_office(token)
            or token.lower_ in _LAWS
            or token.text in self._works
            or any(f.type is ActorType.PERSON for f in held)
        ):
            return ()
        is_claimant = token.dep_ in SUBJECTS and token.head.lemma_ != "report"  # which papers do
        namesake = [f for f in self._cast.persons() if len(words) == 1 and token.text == f.name.split()[-1]]
        if namesake:
            return (namesake[0],)  # "Kanye West … | West | said"
        if len(words) == 1 and not _is_acronym(token) and not (is_claimant and self._cast.is_named_often(token)):
            return ()
        return (self._cast.organisation_at(words[0].i, words[-1].i + 1),)

    @cached_property
    def _works(self) -> frozenset[str]:
        """The last words of names that are a work's: "the film | Manhunt |", "| Manhunt | is a video game"."""
        named: set[str] = set()
        for kind in (t for t in self._cast.document.doc if t.lower_ in _WORKS):
            after = itertools.takewhile(lambda t: t.is_title, kind.doc[kind.i + 1 : kind.sent.end])
            called = [*list(after)[-1:], *(kind.head.children if kind.dep_ == "attr" else ())]
            called += [kind.head] if kind.dep_ == "appos" else []
            named.update(t.text for t in called if t.dep_ != "prep" and t.is_title and t.i != kind.i)
        return frozenset(named)

    def _sending(self, mission: Token) -> tuple[Figure, ...]:
        """The state for which an unnamed envoy speaks: "| the UK | ambassador to Turkey"."""
        title = self._cast.people.unheld_at(mission)
        state = self._cast.state_behind(title.of) if title is not None and title.of is not None else None
        return (state,) if state is not None else ()

    def _delegating(self, representatives: Token) -> tuple[Figure, ...]:
        """The state for which several speak as one: "| representatives | from Iran acknowledged"."""
        sent = (self._cast.named_at(t) for t in objects_of(representatives, ("from", "of")))
        return tuple(f for f in sent if f is not None and f.type is ActorType.STATE)

    def _named_in_part(self, token: Token) -> tuple[Figure, ...]:
        """The body whose name holds the noun: "the commission" after "the European Commission".

        The one named last before; in a headline, the only one that the text names below.
        """
        determiner = child(token, "det")
        if token.pos_ != "NOUN" or (determiner is not None and determiner.lower_ != "the"):
            return ()
        if any(c.dep_ in ("compound", "amod", "poss", "nmod") for c in token.children):
            return ()
        bodies = [f for f in self._cast if f.type is ActorType.ORGANISATION and token.lower_ in f.name.lower().split()]
        before = [f for f in bodies if f.mentions and min(f.mentions)[0] < token.idx]
        if before:
            return (max(before, key=lambda f: max(span for span in f.mentions if span[0] < token.idx)),)
        return tuple(bodies) if len(bodies) == 1 and self._is_heading(token) else ()

    def _is_heading(self, token: Token) -> bool:
        paragraphs = self._cast.document.paragraphs
        return bool(paragraphs) and self._cast.document.paragraph_at(token.idx) == paragraphs[0]


def _is_named_service(head: Token) -> bool:
    """Whether a noun written small ends a body's proper name: "the Civil Security | service |"."""
    names = [t for c in children(head, "compound", "nmod") for t in c.subtree if c.i < head.i]
    is_named = len(names) > 1 and all(c.pos_ == "PROPN" and c.ent_type_ not in _NOT_SPEAKING for c in names)
    return head.tag_ == "NN" and head.lower_ in _KINDS_OF_BODY | _SERVICES and is_named


def _is_acronym(head: Token) -> bool:
    """Whether the word is the name of a body by its letters: "| FIDE | agreed"."""
    return head.is_upper and head.is_alpha and len(head.text) > 2 and head.ent_type_ not in _NOT_SPEAKING - {"PERSON"}


def _proper_words(head: Token) -> Sequence[Token]:
    """The words of a proper name that the token heads, without what stands before it: "Turkey's | Disaster Agency"."""
    if head.pos_ != "PROPN" and head.ent_type_ != "ORG" and not _is_named_service(head):
        return ()
    if head.tag_ == "NNPS" and head.ent_type_ == "NORP" and [c.lower_ for c in head.lefts] == ["the"]:
        return [head]
    words = list(head.doc[head.left_edge.i : head.i + 1])
    before = [n for n, t in enumerate(words[:-1]) if t.dep_ in ("case", "det") or (t.is_lower and t.text not in _SMALL)]
    words = words[before[-1] + 1 :] if before else words
    after = next((c for c in head.rights if c.lower_ in ("of", "for") and c.i == head.i + 1), None)
    if after is not None and after.right_edge.pos_ == "PROPN" and after.right_edge.ent_type_ == head.ent_type_:
        words += list(head.doc[after.i : after.right_edge.i + 1])
    is_name = all(t.text[0].isupper() or t.lower_ in _SMALL or t == head for t in words)
    return words if is_name and (head.ent_type_ not in _NOT_SPEAKING or _is_acronym(head)) else ()
