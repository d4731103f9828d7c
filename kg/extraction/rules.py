"""The rule-based extractor: its table of contents, from the text to records with local ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cached_property

from kg.analysis.document import Document, Reader
from kg.extraction.actors.cast import Cast, Figure
from kg.extraction.actors.coreference import Resolver
from kg.extraction.actors.datelines import agency_at_home
from kg.extraction.actors.names import Name, NameFinder, NameKind
from kg.extraction.actors.owners import Owners, owners_of
from kg.extraction.actors.people import find_people
from kg.extraction.actors.told_clauses import part_told_clauses
from kg.extraction.confidence import load_confidence, with_confidence
from kg.extraction.english import refuse_other_languages
from kg.extraction.expenses import Expenses
from kg.extraction.meetings.encounters import Encounter
from kg.extraction.meetings.finder import MeetingFinder
from kg.extraction.projects.finder import ProjectFinder
from kg.extraction.projects.undertakings import Undertaking
from kg.extraction.rulebook import Rule, rulebook
from kg.extraction.statements.audiences import Audience, Audiences
from kg.extraction.statements.finder import Said, StatementFinder
from kg.extraction.statements.speech_acts import SpeechActs
from kg.extraction.statements.topics import find_topics
from kg.records import (
    Actor,
    ActorType,
    Article,
    Extraction,
    Meeting,
    Project,
    Span,
    Statement,
    StatementKind,
    cover,
    length,
)
from kg.reference import Outlet, Reference, State
from kg.reference.recognition import Recognition

RULES_VERSION = "17"


class RuleExtractor:
    """Reads articles by dictionaries, a dependency parse and rules of the language; the model is loaded once."""

    expenses: Expenses | None = None

    def __init__(self, reference: Reference) -> None:
        self._reference = reference
        self._reader = Reader()
        self.rules: Mapping[str, Rule] = rulebook()
        self.version = f"rules-{RULES_VERSION}+tables-{_digest(reference)}+{self._reader.version}"

    @cached_property
    def _names(self) -> NameFinder:
        return NameFinder(self._reference, self._reader.tokenize)

    def _recognition(self, article: Article) -> Recognition:
        day = article.published.isoformat() if article.published is not None else None
        return Recognition(self._reference, day, self._reference.owners_in(article.text))

    def _publisher(self, article: Article, cast: Cast) -> tuple[State | None, Outlet | None]:
        """The state whose government published the article, or the outlet that did; where none is told, its agency."""
        name = article.outlet
        if name is None:
            return None, agency_at_home(cast, self._reference)
        return self._reference.government_of(name), self._reference.outlet_named(name)

    def _headline(self, article: Article, cast: Cast) -> frozenset[str]:
        """The states that the headline names."""
        names = self._names.find(self._reader.tokenize(article.title or ""))
        return frozenset(state for name in names if (state := cast.name_of_state_at(name)) is not None)

    def extract(self, article: Article) -> Extraction:
        """All records of the article; `ArticleError` where it says that it is not in English."""
        refuse_other_languages(article)
        document = self._reader.read(article.text)
        names = self._names.find(document.doc)
        part_told_clauses(document.doc, names)
        recognition = self._recognition(article)
        people = find_people(document, names, recognition)
        cast = Cast(document, names, people, self._reference)
        cast.know_publisher(article.outlet)
        issuer, outlet = self._publisher(article, cast)
        owners = Owners(cast, recognition, issuer, outlet, self._headline(article, cast))
        owners.find_told()
        resolver = Resolver(cast, recognition)
        owners.find_by_pronouns(resolver)
        resolver.infer_owners()
        owners.find_domestic()
        said = StatementFinder(cast, resolver).find()
        resolver.hear((s.content.span, s.speaker) for s in said)
        encounters = MeetingFinder(cast, resolver, article.published).find()
        acts = SpeechActs(cast, resolver)
        audiences = Audiences(cast, encounters, said, issuer).find()
        undertakings = ProjectFinder(cast, resolver).find()
        acting = [s.speaker for s in said] + [a.addressee for a in audiences if a.addressee is not None]
        acting += [f for e in encounters for f in e.participants] + [f for u in undertakings for f in u.parties]
        ids = _number(cast, [*acting, *owners_of(cast.persons(), cast)])
        extraction = Extraction(
            actors=tuple(_actor(figure, ids, cast) for figure in ids),
            meetings=tuple(_meeting(e, n, ids, document) for n, e in enumerate(encounters, 1)),
            statements=tuple(
                _statement(s, acts.kind_of(s), a, n, ids, document)
                for n, (s, a) in enumerate(zip(said, audiences, strict=True), 1)
            ),
            projects=tuple(_project(u, n, ids, document) for n, u in enumerate(undertakings, 1)),
        )
        return with_confidence(extraction, load_confidence())


def _digest(reference: Reference) -> str:
    """Stands for the content of the tables: another name or holder in them may give other records, or surer ones."""
    names = (reference.states, reference.organisations, reference.outlets, reference.places)
    tables = (*names, reference.offices, reference.register.persons, dict(load_confidence()))
    return hashlib.sha256(repr(tables).encode()).hexdigest()[:8]


def _number(cast: Cast, acting: Iterable[Figure]) -> dict[Figure, str]:
    """Local ids, in the order of first mention, for all persons and for whoever else acts."""
    chosen = {id(f): f for f in [*cast.persons(), *acting]}
    ordered = sorted(chosen.values(), key=lambda f: f.evidence[0])
    return {figure: f"a{n}" for n, figure in enumerate(ordered, 1)}


def _fullest_name(figure: Figure, text: str) -> str:
    """The longest form of an organisation's name in the text; others have one form, or the tables' own."""
    if figure.rule != "actor.organisation" or not figure.mentions:
        return figure.name
    return max((text[slice(*span)] for span in figure.mentions), key=len).removeprefix("the ").removeprefix("The ")


def _actor(figure: Figure, ids: dict[Figure, str], cast: Cast) -> Actor:
    title, document = figure.title, cast.document
    body = cast.named(figure.of) if figure.of is not None and title is not None else None
    mentions = tuple(document.trimmed(span) for span in figure.evidence[:3])
    spans: dict[str, Span] = {}
    if title:  # the sentences that a reader needs to see who holds the office
        whole = min((cover(mention, title.span) for mention in mentions), key=length, default=title.span)
        spans = {"office": title.span, "sentence": document.sentence_span(whole)}
    return Actor(
        id=ids[figure],
        type=figure.type,
        name=_fullest_name(figure, document.prose),
        mentions=mentions,
        rule="actor.office-holder" if title else figure.rule,
        office=title.office if title else None,
        of=ids[body] if body in ids and body.type is not ActorType.STATE else figure.of,
        is_former=title.former if title else False,
        spans=spans,
    )


def _meeting(encounter: Encounter, number: int, ids: dict[Figure, str], document: Document) -> Meeting:
    words, place = encounter.date_words, encounter.place
    spans = {"sentence": document.sentence_span(encounter.evidence)}
    spans |= {"date": words.span} if words else {}
    return Meeting(
        id=f"m{number}",
        kind=encounter.kind,
        participants=tuple(ids[f] for f in encounter.participants),
        status=encounter.status,
        evidence=document.trimmed(encounter.evidence),
        rule=encounter.rule,
        date=encounter.date,
        date_words=words.words if words else None,
        place=_place(place, document) if place else None,
        spans=spans | ({"place": place.span} if place else {}),
    )


def _place(place: Name, document: Document) -> str:
    """The place as the text calls it; "the Iranian capital" by its name, "TEHRAN" in small letters."""
    words = document.prose[slice(*place.span)]
    if isinstance(place.entry, State) and words.endswith("capital"):
        return place.entry.capitals[0]
    is_short = len(words) < 5 and place.kind is not NameKind.CAPITAL  # "USA", "UAE"
    return words.title() if words.isupper() and not is_short else words


def _statement(
    said: Said, kind: StatementKind, audience: Audience, number: int, ids: dict[Figure, str], document: Document
) -> Statement:
    at, addressee = audience.occasion, audience.addressee
    spans = {"cue": said.cue_span} if said.cue_span else {}
    return Statement(
        id=f"s{number}",
        speaker=ids[said.speaker],
        form=said.content.form,
        content=said.content.span,
        cue=said.cue,
        evidence=document.trimmed(said.evidence),
        rule=said.rule,
        via=said.via,
        kind=kind,
        negated=said.content.negated,
        addressee=ids[addressee] if addressee is not None else None,
        occasion=f"m{at + 1}" if at is not None else None,
        topics=find_topics(document.prose[slice(*said.content.span)]),
        spans={**spans, **audience.spans},
        rules=audience.rules,
    )


def _project(undertaking: Undertaking, number: int, ids: dict[Figure, str], document: Document) -> Project:
    return Project(
        id=f"p{number}",
        name=undertaking.name,
        kind=undertaking.kind,
        parties=tuple(ids[f] for f in undertaking.parties),
        status=undertaking.status,
        evidence=document.trimmed(undertaking.evidence),
        rule=undertaking.rule,
        amount=undertaking.amount,
        spans={"sentence": document.sentence_span(undertaking.evidence)},
    )
