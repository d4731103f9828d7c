"""What follows from the articles: classes and properties above, for whom somebody speaks, one answer for each event.

The conclusions are those of the SPARQL rules in `ontology/rules`; which articles are versions of earlier ones, which
the rules count by, `copies` finds. They stand in graphs of their own, one for each
article, event, and pair of states in a month, and are drawn anew just for what a write touches: the same graphs come
out as if everything were drawn anew.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import TypeGuard

from rdflib import DCTERMS, RDF, RDFS, XSD, Literal, URIRef
from rdflib.term import Node

from kg.derivation.copies import Copies, Firsts
from kg.derivation.rules import Rules, among, among_tuples, load_rules, triple_of
from kg.iris import FIXED, Iris, office_iri, relation_iri
from kg.ontology import Ontology, is_own
from kg.store import GraphStore, Row, Scratch
from kg.terms import Triple
from kg.vocabulary import DIPLO, ONTOLOGY, VOCABULARIES

__all__ = ["Derivation", "Rules", "load_rules"]

Graph = set[Triple]
Graphs = dict[URIRef, Graph]

_OF_RULES = "https://w3id.org/communique/rule#"  # properties that only rules pass to one another
_EVENTS = frozenset((DIPLO.Meeting, DIPLO.Project))
_COUNTED = _EVENTS | {DIPLO.Statement}
_TYPE = RDF.type  # rdflib makes each anew when asked
_ABOUT, _NOT_BEFORE, _OF_STATE = DIPLO.about, DIPLO.notBefore, DIPLO.ofState
_STATE = DIPLO.State
# Sets also of one: to look for a term in a set is several times quicker than to compare it.
_PART_OF, _OFFICE, _HOLDER, _IN_ARTICLE = map(
    frozenset, ([DIPLO.partOf], [DIPLO.office], [DIPLO.holder], [DIPLO.inArticle])
)
_GATHERED = frozenset((_ABOUT, _NOT_BEFORE, DIPLO.participant, DIPLO.guest, DIPLO.chair, DIPLO.mediator))
_ARTICLES = f"SELECT ?article {{ ?article a <{DIPLO.Article}> }}"
_MONARCH = office_iri("Monarch")
_BATCH = 100  # articles in one update
_COUNTS = (DIPLO.meetingCount, DIPLO.statementCount)


class Derivation:
    """Draws the conclusions for one installation; `scratch` holds the triples that it is given for the rules."""

    def __init__(
        self, rules: Rules, ontology: Ontology, iris: Iris, scratch: Callable[[Iterable[Triple]], Scratch]
    ) -> None:
        self._rules = rules
        self._iris = iris
        self._scratch = scratch
        relations = (RDFS.subClassOf, RDFS.subPropertyOf)
        self._hierarchy = {t for t in ontology.triples() if t[1] in relations and is_own(t[0]) and is_own(t[2])}
        self._telling = rules.terms.union(*((below, above) for below, _, above in self._hierarchy)) | {_TYPE}
        self._idle = frozenset(ontology.classes()) - self._telling

    @property
    def iris(self) -> Iris:
        """What mints the IRIs of the installation."""
        return self._iris

    def conclude(self, store: GraphStore, articles: Mapping[URIRef, Graph]) -> Graphs:
        """The derived graphs as they are to be once these article graphs are in the store; a graph to go is empty.

        `articles` are new, changed or, without triples, removed ones. The store still holds their older selves.
        """
        before = [set(store.graph(article)) for article in articles]
        copies = Copies(self._rules, store, articles)
        firsts = copies.firsts()
        recounted = set(firsts).difference(articles)
        recounted |= copies.versions_of(recounted)
        premises = {article: set(filter(self._is_premise, triples)) for article, triples in articles.items()}
        touched = _matters([*before, *premises.values()], _EVENTS) | copies.matters_in(recounted)
        counted = _matters([*before, *premises.values()], _COUNTED) | touched
        stored = self._reported(store, counted)
        told = self._told(
            store, self._rules.events, touched & stored, {*articles, *map(self._iris.derived, [*articles, *touched])}
        )
        known = self._entities(store, set().union(*premises.values(), *told.values()))
        lineage = copies.lineage({*articles, *_articles(told.values())}, firsts)
        if touched and not told and len(premises) == 1:
            bench, derived, answers = self._of_one(premises, known | lineage, touched)
        else:
            bench, derived, answers = self._of_several(premises, told, known, lineage, touched)
        then, now = [*told.values(), *before], [*told.values(), *premises.values()]
        near, told_of_near = self._beside(store, touched, then, now, {*articles, *derived, *answers})
        bench.add(told_of_near)
        versions = self._versions(store, firsts, derived)
        copied = [set(filter(self._is_premise, store.graph(article))) for article in firsts if article not in articles]
        bench.add(chain(*copied, *versions.values()))
        near |= _matters(copied, _COUNTED)
        lost = self._months(store, near | stored)
        gained = self._months(bench, near | counted)
        return {**derived, **versions, **answers, **self._ties(store, lost, gained)}

    def _versions(self, store: GraphStore, firsts: Firsts, derived: Graphs) -> Graphs:
        """The derived graphs of these articles with what each is a version of."""
        graphs: Graphs = {}
        for article, first in firsts.items():
            name = self._iris.derived(article)
            others = derived[name] if name in derived else set(store.graph(name))
            graphs[name] = {triple for triple in others if triple[1] != DCTERMS.isVersionOf}
            if first:
                graphs[name].add((article, DCTERMS.isVersionOf, first))
        return graphs

    def renew(self, store: GraphStore) -> None:
        """Draw all conclusions from the stored articles anew, as after a change of the rules or reference data."""
        own = self._iris.derived("")
        kept = self._iris.derived("reference")
        articles = [URIRef(str(row["article"])) for row in store.select(_ARTICLES)]
        store.replace(dict.fromkeys((g for g in store.graphs() if g.startswith(own) and g != kept), ()))
        for start in range(0, len(articles), _BATCH):
            batch = {article: set(store.graph(article)) for article in articles[start : start + _BATCH]}
            store.replace(self.conclude(store, batch))

    def of_reference(self, triples: Graph) -> Graphs:
        """The derived graph of the reference data: the classes above those that it names."""
        typed = {t for t in triples if t[1] == _TYPE}
        return {self._iris.derived("reference"): self._of_article(typed, set())}

    def _of_one(self, premises: Graphs, known: Graph, touched: set[URIRef]) -> tuple[Scratch, Graphs, Graphs]:
        """As `_of_several` of one article that tells of its events alone: then all rules see the same, at once."""
        ((article, triples),) = premises.items()
        bench = self._scratch(chain(triples, known, self._hierarchy))
        given = dict(zip(self._rules.both, bench.apply(self._rules.both, _OF_RULES), strict=True))
        derived = _described(triples, (given.pop(rule) for rule in self._rules.article))
        return bench, {self._iris.derived(article): derived}, self._answers(given.values(), touched)

    def _of_several(
        self, premises: Graphs, told: Graphs, known: Graph, lineage: Graph, touched: set[URIRef]
    ) -> tuple[Scratch, Graphs, Graphs]:
        """What follows from each article, and of the events from all that tell of them; and a bench with all of it."""
        known_of = _KnownTo(known)
        derived = {
            self._iris.derived(a): self._of_article(triples, known_of(triples)) for a, triples in premises.items()
        }
        bench = self._scratch(chain(known, *told.values(), *premises.values(), *derived.values(), lineage))
        answers: Graphs = {}
        for events, graphs in _apart(told, premises, touched):
            apart = bench
            if events != touched or len(graphs) < len(told) + len(premises):  # what is concluded stays on the bench
                concluded = (derived[d] for g in graphs if (d := self._iris.derived(g)) in derived)
                apart = self._scratch(chain(known, *graphs.values(), *concluded, lineage))
            answers |= self._answers(apart.apply(self._rules.event if events else (), _OF_RULES), events)
        bench.add(chain(*answers.values()))
        return bench, derived, answers

    def _of_article(self, triples: Graph, known: Graph) -> Graph:
        """What follows from one article; of what the reference data describe, nothing that they tell themselves."""
        bench = self._scratch(chain(triples, known, self._hierarchy))
        return _described(triples, bench.apply(self._rules.article, _OF_RULES))

    def _answers(self, concluded: Iterable[Graph], touched: set[URIRef]) -> Graphs:
        """The derived graphs of these events with what rules concluded of them."""
        answers: Graphs = {self._iris.derived(event): set() for event in touched}
        for triple in chain.from_iterable(concluded):
            if triple[0] in touched:
                answers[self._iris.derived(triple[0])].add(triple)
        return answers

    def _is_premise(self, triple: Triple) -> bool:
        """Whether rules may need the triple: words, passages and who is only mentioned let nothing be concluded."""
        return triple[1] in self._telling and triple[2] not in self._idle

    def _told(self, store: GraphStore, query: str, events: set[URIRef], replaced: set[URIRef]) -> Graphs:
        """What graphs other than those to be replaced say of the events, as far as the query asks for it."""
        told: Graphs = defaultdict(set)
        for row in store.select(among(query, events)) if events else ():
            if row["graph"] not in replaced:
                told[URIRef(str(row["graph"]))].add(triple_of(row))
        return told

    def _reported(self, store: GraphStore, matters: set[URIRef]) -> set[URIRef]:
        """Those that any stored article reports or takes for a whole: nothing is known of the others, or concluded."""
        rows = store.select(among(self._rules.reported, matters)) if matters else ()
        return {URIRef(str(row["matter"])) for row in rows}

    def _months(self, place: GraphStore | Scratch, matters: set[URIRef]) -> list[Row]:
        """Which months of which pairs of states these matters count for, by what the place holds."""
        return place.select(among(self._rules.ties, matters)) if matters else []

    def _beside(
        self, store: GraphStore, events: set[URIRef], then: list[Graph], now: list[Graph], replaced: set[URIRef]
    ) -> tuple[set[URIRef], Iterator[Triple]]:
        """The other meetings with which these events count: what they are part of, their parts, the doubles of all.

        Also what graphs other than those to be replaced tell of them; `then` and `now` tell of the events themselves.
        """
        joined = _joined([*then, *now], events) - events
        told = list(self._told(store, self._rules.wholes, joined, replaced).values())
        doubles = self._doubles(store, events | joined, [*then, *told], [*now, *told]) - events - joined
        told += self._told(store, self._rules.wholes, doubles, replaced).values()
        return joined | doubles, chain.from_iterable(told)

    def _doubles(self, store: GraphStore, events: set[URIRef], *states: list[Graph]) -> set[URIRef]:
        """The held meetings that may be one of these, told by the month: in each of these states of the graphs."""
        sought = {key for graphs in states for key in _gatherings(graphs, events)}
        rows = store.select(among_tuples(self._rules.doubles, sought)) if sought else ()
        return {URIRef(str(row["matter"])) for row in rows}

    def _entities(self, store: GraphStore, triples: Graph) -> Graph:
        """What the reference data tell of the entities in these triples."""
        named = set(filter(_is_of_reference, {end for subject, _, value in triples for end in (subject, value)}))
        if not named:
            return set()
        reference = {"graph": self._iris.graph("reference")}
        known = {triple_of(row) for row in store.select(among(self._rules.entities, named), reference)}
        crowns = {s for s, p, value in known if p in _OFFICE and value == _MONARCH and isinstance(s, URIRef)}
        if not crowns:
            return known
        idle = {row["holding"] for row in store.select(among(self._rules.crowns, crowns), reference)}
        return {triple for triple in known if triple[0] not in idle}

    def _ties(self, store: GraphStore, lost: Iterable[Row], gained: Iterable[Row]) -> Graphs:
        """The ties that lose or gain a meeting or statement, with their counts as they are then."""
        change: dict[tuple[str, str, str], Counter[URIRef]] = defaultdict(Counter)
        for rows, step in ((lost, -1), (gained, 1)):
            for row in rows:
                key = str(row["one"]), str(row["other"]), str(row["month"])
                change[key][URIRef(str(row["what"]))] += step
        names = self._names(store, {URIRef(end) for one, other, _ in change for end in (one, other)})
        ties: Graphs = {}
        for (one, other, month), steps in change.items():
            tie = self._iris.tie(one, other, month)
            graph = self._iris.derived(tie)
            counts = {
                p: int(value) for _, p, value in store.graph(graph) if p in _COUNTS and isinstance(value, Literal)
            }
            totals = {what: counts.get(what, 0) + steps[what] for what in _COUNTS}
            ends = {URIRef(end): names.get(end, end.rpartition("/")[2]) for end in (one, other)}
            ties[graph] = set(_tie(tie, ends, month, totals)) if any(totals.values()) else set()
        return ties

    def _names(self, store: GraphStore, states: set[URIRef]) -> dict[str, str]:
        if not states:
            return {}
        rows = store.select(among(self._rules.names, states), {"graph": self._iris.graph("reference")})
        return {str(row["state"]): str(row["name"]) for row in rows}


def _tie(tie: URIRef, ends: Mapping[URIRef, str], month: str, totals: Mapping[URIRef, int]) -> Iterator[Triple]:
    """The tie and the relation to which it belongs; `ends` are the two states with their names."""
    relation = relation_iri(*ends)
    names = " and ".join(sorted(ends.values()))
    yield tie, RDF.type, DIPLO.Tie
    yield tie, RDFS.label, Literal(f"{names}, {month}", lang="en")
    yield tie, DIPLO.month, Literal(month, datatype=XSD.gYearMonth)
    yield relation, RDF.type, DIPLO.Relation
    yield relation, RDFS.label, Literal(names, lang="en")
    for end in ends:
        yield tie, DIPLO.between, end
        yield relation, DIPLO.between, end
    for what, total in totals.items():
        yield tie, what, Literal(total)


class _KnownTo:
    """Finds what the reference data tell of the entities of one article, in what they tell of those of several."""

    def __init__(self, known: Graph) -> None:
        self._of: dict[Node, Graph] = defaultdict(set)
        self._held: dict[Node, set[Node]] = defaultdict(set)
        for triple in known:
            self._of[triple[0]].add(triple)
            if triple[1] in _HOLDER:
                self._held[triple[2]].add(triple[0])

    def __call__(self, triples: Graph) -> Graph:
        found: Graph = set()
        open_: set[Node] = {term for triple in triples for term in triple if term in self._of or term in self._held}
        seen: set[Node] = set()
        while open_:
            entity = open_.pop()
            seen.add(entity)
            found |= self._of.get(entity, set())
            reached = {value for _, _, value in self._of.get(entity, ())} | self._held.get(entity, set())
            open_ |= reached - seen
        return found


def _described(triples: Graph, concluded: Iterable[Graph]) -> Graph:
    """What is concluded of that which these triples describe, and they do not say themselves."""
    described = {triple[0] for triple in triples}
    return {triple for triple in chain.from_iterable(concluded) if triple[0] in described and triple not in triples}


def _is_of_reference(term: Node) -> TypeGuard[URIRef]:
    """Whether the reference data may describe the term: they do not describe those of the model."""
    text = str(term)
    return isinstance(term, URIRef) and text.startswith(FIXED) and not text.startswith((ONTOLOGY, VOCABULARIES))


def _matters(graphs: Iterable[Graph], classes: frozenset[URIRef]) -> set[URIRef]:
    return {s for triples in graphs for s, p, value in triples if value in classes and p == _TYPE}


def _articles(graphs: Iterable[Graph]) -> set[URIRef]:
    values = (value for triples in graphs for _, p, value in triples if p in _IN_ARTICLE)
    return {value for value in values if isinstance(value, URIRef)}


def _gatherings(graphs: Iterable[Graph], events: set[URIRef]) -> Iterator[tuple[URIRef, URIRef, Literal]]:
    """Two who take part in each of these events, or one twice, and each month in which a report has it begin."""
    about: dict[URIRef, URIRef] = {}
    months: list[tuple[URIRef, str]] = []
    actors: dict[URIRef, set[URIRef]] = defaultdict(set)
    for subject, p, value in (triple for triple in chain.from_iterable(graphs) if triple[1] in _GATHERED):
        if p == _NOT_BEFORE:
            months.append((subject, str(value)[:7]))
        elif p == _ABOUT and isinstance(value, URIRef):
            about[subject] = value
        elif isinstance(value, URIRef) and subject in events:
            actors[subject].add(value)
    for report, month in months:
        if taking_part := sorted(actors.get(about.get(report, report), ())):
            yield taking_part[0], taking_part[min(1, len(taking_part) - 1)], Literal(month)


def _apart(told: Graphs, articles: Graphs, events: set[URIRef]) -> Iterator[tuple[set[URIRef], Graphs]]:
    """The events with the graphs from which to conclude on them: all at once, unless these differ on who somebody is.

    Then each from the graphs that tell of it alone, as if nothing else were written. `told` are those that the store
    keeps: of these the derived ones, which hold no report, are of all.
    """
    graphs = {**told, **articles}
    if _agree(graphs.values()):
        yield events, graphs
        return
    telling = {name: {value for _, p, value in triples if p == _ABOUT} for name, triples in graphs.items()}
    together: dict[frozenset[URIRef], set[URIRef]] = defaultdict(set)
    for event in events:
        together[frozenset(name for name, matters in telling.items() if event in matters)].add(event)
    for names, some in together.items():
        of_all = {name for name in told if not telling[name]}
        yield some, {name: triples for name, triples in graphs.items() if name in names | of_all}


def _agree(graphs: Collection[Graph]) -> bool:
    """Whether all graphs that name a body tell the same of it: its state, and whether it is one.

    One that names it and does not say so disagrees: alone, it would lead to another conclusion.
    """
    described: dict[Node, Graph] = defaultdict(set)
    for triple in chain.from_iterable(graphs) if len(graphs) > 1 else ():
        if triple[1] == _OF_STATE or (triple[2] == _STATE and triple[1] == _TYPE):
            described[triple[0]].add(triple)
    return all(
        described[body] <= triples
        for triples in graphs
        for body in {end for subject, _, value in triples for end in (subject, value) if end in described}
    )


def _joined(graphs: Iterable[Graph], events: set[URIRef]) -> set[URIRef]:
    """What these events are part of, and what is part of them."""
    links = {(s, value) for triples in graphs for s, p, value in triples if p in _PART_OF}
    ends = {end for link in links if events.intersection(link) for end in link}
    return {end for end in ends if isinstance(end, URIRef)}
