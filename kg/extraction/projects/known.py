"""Projects that news name without saying whose they are: "the nuclear deal", "the Belt and Road Initiative"."""

from __future__ import annotations

from functools import cached_property

from spacy.tokens import Token

from kg.analysis.syntax import end_of, has_child
from kg.extraction.actors.cast import Cast, Figure, distinct
from kg.extraction.projects.parties import verb_above
from kg.extraction.projects.status import is_denied
from kg.extraction.projects.undertakings import Undertaking
from kg.extraction.projects.words import is_target
from kg.extraction.rulebook import reads
from kg.records import ActorType, ProjectKind, ProjectStatus, Span
from kg.reference import KnownProject

_OCCASIONS = frozenset("forum conference summit meeting talks secretariat office".split())
_LEADING = 2  # parties that carry a project above all


class KnownProjects:
    """Finds the projects of one article that the reference tables know by name."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    @reads("project", "known")
    def read(self, token: Token) -> Undertaking | None:
        """Read a known project, with those parties that lead it or that the sentence names: "the | nuclear deal"."""
        if token.i not in self._beginnings:
            return None
        span, project = self._beginnings[token.i]
        last = self._cast.document.token_at(span[1] - 1)
        if last is not None and (is_target(last) or _is_kept_out_of(last)):
            return None
        words = self._cast.document.prose[slice(*span)]
        leading = [self._cast.owner_figure(of) for of in project.parties[:_LEADING]]
        if words[0].islower() and leading[0] is None:
            return None  # "a | nuclear deal" may be another's
        if self._is_of_others(span, project):
            return None
        parties = distinct(f for f in (*leading, *self._named_beside(token, project)) if f is not None)
        if not parties:
            return None
        kind, status = ProjectKind(project.kind), ProjectStatus(project.status)
        return Undertaking(project.name, kind, tuple(parties), status, span, "project.known", None)

    def _has_parties(self, span: Span) -> bool:
        """Whether the words tell whose it is: "the nuclear deal | between Iran and the powers"."""
        last = self._cast.document.token_at(span[1] - 1)
        return last is not None and has_child(last, ("between", "with"))

    def _is_of_others(self, span: Span, project: KnownProject) -> bool:
        """Whether its words name states and none of its own: "the nuclear deal | between Poland and South Korea"."""
        last = self._cast.document.token_at(span[1] - 1)
        within = (self._cast.named_at(t) for t in (last.subtree if last is not None else ()))
        named = [figure for figure in within if figure is not None and figure.type is ActorType.STATE]
        return bool(named) and not any(self._cast.owner_figure(of) in named for of in project.parties)

    def _names_occasion(self, span: Span) -> bool:
        """Whether the name only tells which event or body is meant: "the Global Gateway | Forum"."""
        last = self._cast.document.token_at(span[1] - 1)
        return last is not None and last.dep_ == "compound" and last.head.i > last.i and last.head.lower_ in _OCCASIONS

    def _named_beside(self, token: Token, project: KnownProject) -> list[Figure | None]:
        """The parties that the sentence names."""
        beside = {self._cast.named_at(t) for t in token.sent}
        figures = (self._cast.owner_figure(of) for of in project.parties)
        return [figure for figure in figures if figure in beside]

    @cached_property
    def _mentions(self) -> list[tuple[Span, KnownProject]]:
        return [(span, project) for span, project in self._cast.known_projects() if not self._names_occasion(span)]

    @cached_property
    def _beginnings(self) -> dict[int, tuple[Span, KnownProject]]:
        """The clearest mention of each known project, by the token with which its words begin.

        It is the first one, unless a sentence gives two names of it: "the 2015 | nuclear deal |, known as the JCPOA".
        """
        explained: set[str] = set()
        clearest: dict[str, tuple[Token, Span, KnownProject]] = {}
        for number, (span, project) in enumerate(self._mentions):
            token = self._cast.document.token_at(span[0])
            if token is None:
                continue
            following = (at for at, other in self._mentions[number + 1 : number + 2] if other is project)
            is_explained = any(begin < end_of(token.sent[-1]) for begin, _ in following) or self._has_parties(span)
            if project.name not in clearest or (is_explained and project.name not in explained):
                clearest[project.name] = token, span, project
            if is_explained:
                explained.add(project.name)
        return {token.i: (span, project) for token, span, project in clearest.values()}


def _is_kept_out_of(noun: Token) -> bool:
    """Whether somebody will not take part: "ruled out joining | the accords |"."""
    verb = verb_above(noun)
    return verb is not None and verb.lemma_ == "join" and noun.dep_ == "dobj" and is_denied(verb)
