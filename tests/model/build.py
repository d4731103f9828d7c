"""Complete the hand-modelled articles: `told/*.ttl` become `*.trig`, with every offset looked up in the sample.

By hand, in Turtle, stands what an article tells: who met whom, who said what, in which words. A report is a blank
node that is `:about` something and quotes the `:words`; a statement without a report of its own is told by the
sentence in which its text stands. A mention is a blank node with the actor and the words that name it, wherever they
stand or, given `:words`, only there. Persons and offices of the reference tables go by the IRIs that linking gives
them, and `graph/reference` describes them. A statement told of several speakers becomes one of each.
The label of an office holding is the title in the words of the article, where the office has another name.
What can be looked up is added here: offsets, sentences, digests, labels, and by which rule such words are read, as
`kg.extraction.rulebook` names it. Who read them so, a person, is the version of the extractor.

    python tests/model/build.py
"""

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from textwrap import indent

import pyoxigraph as ox
from rdflib import DCTERMS, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.iris import Entity, Iris, anchors, with_article
from kg.linking import Linker, map_reference
from kg.records import Article, Span
from kg.reference import Reference, load_reference
from kg.sources.files import TextFile
from kg.vocabulary import DIPLO, ITSRDF, NIF, PREFIXES

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
IRIS = Iris("https://example.org/kg/")
TOLD = {path.stem: path for path in sorted((HERE / "told").glob("*.ttl"))}
BY_HAND = Literal("by hand")
RULES = {
    DIPLO.PressConference: "meeting.noun-conference",
    DIPLO.PhoneCall: "meeting.noun-conversation",
    DIPLO.Summit: "meeting.noun-summit",
    DIPLO.Negotiation: "meeting.noun-talk",
    DIPLO.Visit: "meeting.visit",
    DIPLO.Meeting: "meeting.meet",
    DIPLO.Project: "project.act",
    DIPLO.OfficeHolding: "actor.office-holder",
}
"""By which rule matters of a class are read; the first class of a matter counts, and a statement tells by its words."""
_END_OF_SENTENCE = re.compile(r'(?<!U\.S\.)(?<=[.!?])(?: |\n+)|(?<=[.!?]")(?: |\n+)(?=[A-Z])')


def read_article(number: str) -> Article:
    """The article of the sample with this number."""
    (path,) = (ROOT / "sample").glob(f"{number}-*.txt")
    (article,) = TextFile(path).articles()
    assert isinstance(article, Article)
    return article


def read_graphs(*paths: Path) -> dict[URIRef, Graph]:
    """The named graphs of TriG files."""
    quads: dict[URIRef, list[ox.Triple]] = {}
    for path in paths:
        for quad in ox.parse(path=path, format=ox.RdfFormat.TRIG):
            quads.setdefault(URIRef(quad.graph_name.value), []).append(quad.triple)
    return {
        name: Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")
        for name, triples in quads.items()
    }


def one_speaker_each(told: Graph) -> Graph:
    """What is told, with one statement for each speaker; what refers to a joint statement refers to each of them."""
    for statement in set(told.subjects(RDF.type, DIPLO.Statement)):
        speakers = set(told.objects(statement, DIPLO.speaker))
        if len(speakers) == 1:
            continue
        about, into = list(told.predicate_objects(statement)), list(told.subject_predicates(statement))
        told.remove((statement, None, None))
        told.remove((None, None, statement))
        for speaker in speakers:
            single = URIRef(f"{statement}-{str(speaker).rpartition('/')[2]}")
            for relation, value in about:
                told.add((single, relation, speaker if relation == DIPLO.speaker else value))
            for subject, relation in into:
                told.add((subject, relation, single))
    return told


class Known:
    """What the reference tables know: how their entities are called, and which office a title names."""

    def __init__(self, reference: Reference) -> None:
        self.labels = {s: str(o) for s, p, o in map_reference(reference) if p == RDFS.label}
        self.linker = Linker(IRIS, reference)

    def office(self, title: str, owner: Node | None) -> URIRef:
        """The office that an article means by a title, in the state or body that it names."""
        return self.linker.office(title, None if owner is None else Entity(URIRef(owner), (), "")).iri


class Telling:
    """One hand-modelled article."""

    def __init__(self, number: str, known: Known) -> None:
        self.article = read_article(number)
        self.text = self.article.text
        self.iri = IRIS.article(self.article.key)
        told = Graph().parse(data=TOLD[number].read_text(encoding="utf-8"), publicID=str(self.iri))
        self.told = one_speaker_each(told)
        self.known = known

    @cached_property
    def sentences(self) -> list[Span]:
        """Where the sentences stand."""
        ends = [m.start() for m in _END_OF_SENTENCE.finditer(self.text)] + [len(self.text.rstrip())]
        starts = [0] + [m.end() for m in _END_OF_SENTENCE.finditer(self.text)]
        return list(zip(starts, ends, strict=True))

    def find(self, words: str) -> Span:
        """Where the words stand; they must stand there once."""
        if self.text.count(words) != 1:
            raise ValueError(f"{self.article.identifier}: {self.text.count(words)} times in the text: {words!r}")
        start = self.text.index(words)
        return start, start + len(words)

    def around(self, spans: list[Span]) -> Span:
        """The sentence or sentences that hold these words."""
        held = [s for s in self.sentences if any(s[0] < end and start < s[1] for start, end in spans)]
        return held[0][0], held[-1][1]

    def value(self, subject: Node, relation: URIRef) -> str:
        """The one value, as a string."""
        (value,) = self.told.objects(subject, relation)
        return str(value)

    def graph(self) -> Graph:
        """The article's named graph, whole."""
        whole = Graph(identifier=self.iri)
        for triple in (*self._facts(), *self._article(), *self._mentions(), *self._reports(), *self._labels()):
            whole.add(triple)
        return whole

    def _facts(self) -> Iterator[tuple[Node, Node, Node]]:
        titles = {(holding, RDFS.label) for holding in self.told.subjects(DIPLO.office)}
        return (t for t in self.told if not isinstance(t[0], BNode) and t[:2] not in titles)

    def _article(self) -> Iterator[tuple[Node, Node, Node]]:
        yield self.iri, RDF.type, DIPLO.Article
        yield self.iri, RDFS.label, Literal(self.article.title)
        yield self.iri, DCTERMS.title, Literal(self.article.title)
        yield self.iri, DCTERMS.issued, Literal(str(self.article.published), datatype=XSD.date)
        yield self.iri, DCTERMS.language, Literal(self.article.language)
        yield self.iri, DCTERMS.identifier, Literal(self.article.identifier)
        yield self.iri, DIPLO.textDigest, Literal(self.article.digest)
        yield self.iri, DIPLO.extractorVersion, BY_HAND
        outlet = IRIS.named("organisation", str(self.article.outlet))
        yield self.iri, DIPLO.outlet, outlet
        yield outlet, RDF.type, DIPLO.Outlet
        yield outlet, RDF.type, DIPLO.Organisation
        yield outlet, RDFS.label, Literal(self.article.outlet)

    def _passage(self, span: Span) -> Iterator[tuple[Node, Node, Node]]:
        passage = IRIS.evidence(self.iri, span)
        yield passage, RDF.type, DIPLO.Passage
        yield passage, NIF.beginIndex, Literal(span[0])
        yield passage, NIF.endIndex, Literal(span[1])

    def _mentions(self) -> Iterator[tuple[Node, Node, Node]]:
        names: list[tuple[int, Span, Node]] = []
        for mention, actor in self.told.subject_objects(ITSRDF.taIdentRef):
            words = self.told.value(mention, DIPLO.words)
            first, last = self.find(str(words)) if words else (0, len(self.text))
            yield self.iri, DIPLO.mentions, actor
            for name in self.told.objects(mention, NIF.anchorOf):
                found = list(re.finditer(rf"(?<!\w){re.escape(str(name))}(?!\w)", self.text[first:last]))
                if not found:
                    raise ValueError(f"{self.article.identifier}: nobody is named {name!r}")
                names += [(-len(name), (first + m.start(), first + m.end()), actor) for m in found]
        taken: list[Span] = []
        for _, (start, end), actor in sorted(names):  # the longest name first: "Iranian companies" before "Iranian"
            if not any(start < last and first < end for first, last in taken):
                taken.append((start, end))
                yield from self._passage((start, end))
                yield IRIS.evidence(self.iri, (start, end)), NIF.anchorOf, Literal(self.text[start:end])
                yield IRIS.evidence(self.iri, (start, end)), ITSRDF.taIdentRef, actor

    def _kind(self, matter: Node) -> str:
        """The kind of record, as it stands in the report's IRI."""
        return next(
            kind
            for kind, of in (
                ("holding", DIPLO.OfficeHolding),
                ("meeting", DIPLO.Meeting),
                ("statement", DIPLO.Statement),
                ("project", DIPLO.Project),
            )
            if (matter, RDF.type, of) in self.told
        )

    def _rule(self, matter: Node) -> str:
        """The rule by which such words are read."""
        if (matter, RDF.type, DIPLO.Statement) not in self.told:
            return next(rule for of, rule in RULES.items() if (matter, RDF.type, of) in self.told)
        if (matter, DIPLO.form, DIPLO.Quote) in self.told:
            return "statement.quotation"
        return f"statement.{'that-clause' if self.text[: self._pieces(matter)[0][0]].endswith(' that ') else 'object'}"

    def _pieces(self, statement: Node) -> list[Span]:
        return [self.find(piece) for piece in self.value(statement, DIPLO.text).split(" … ")]

    def _told_by(self) -> Iterator[tuple[str, Span, Node, Node | None]]:
        """Each report: kind, words, matter, and the blank node that says more, if any."""
        for report, matter in self.told.subject_objects(DIPLO.about):
            words = self.told.value(report, DIPLO.words)
            span = self.find(str(words)) if words else self.around(self._pieces(matter))
            yield self._kind(matter), span, matter, report
        for statement in self.told.subjects(RDF.type, DIPLO.Statement):
            if (None, DIPLO.about, statement) not in self.told:
                yield "statement", self.around(self._pieces(statement)), statement, None

    def _reports(self) -> Iterator[tuple[Node, Node, Node]]:
        own = {DIPLO.words, DIPLO.about}
        for kind in ("holding", "meeting", "statement", "project"):
            told = sorted((t for t in self._told_by() if t[0] == kind), key=lambda t: (t[1], t[2]))
            for (_, span, matter, more), anchor in zip(told, anchors(kind, (t[1] for t in told)), strict=True):
                report = IRIS.report(self.iri, anchor)
                yield report, RDF.type, DIPLO.Report
                yield report, DIPLO.about, matter
                yield report, DIPLO.inArticle, self.iri
                yield report, DIPLO.words, Literal(self.text[slice(*span)])
                yield report, DIPLO.sentence, Literal(self.text[slice(*self.around([span]))])
                yield report, DIPLO.evidence, IRIS.evidence(self.iri, span)
                yield from self._passage(span)
                yield report, DIPLO.textDigest, Literal(self.article.digest)
                yield report, DIPLO.readBy, Literal(self._rule(matter))
                if more is not None:
                    yield from ((report, p, o) for p, o in self.told.predicate_objects(more) if p not in own)

    def _labels(self) -> Iterator[tuple[Node, Node, Node]]:
        """What statements and holdings are called, the day of a holding, and what an office is."""
        for statement in self.told.subjects(RDF.type, DIPLO.Statement):
            (speaker,) = map(self.name, self.told.objects(statement, DIPLO.speaker))
            yield statement, RDFS.label, Literal(f"{speaker}: {self.value(statement, DIPLO.text)}")
            if (statement, DIPLO.negated, None) not in self.told:
                yield statement, DIPLO.negated, Literal(False)
            if (statement, DIPLO.form, None) not in self.told:
                yield statement, DIPLO.form, DIPLO.Paraphrase
        for holding, office in self.told.subject_objects(DIPLO.office):
            holder = self.name(next(self.told.objects(holding, DIPLO.holder)))
            title = self.title(holding)
            owner = self.told.value(holding, DIPLO.officeOf)
            assert self.known.office(title, owner) == office, title
            if owner is not None:
                title = f"{title} of {with_article(self.name(owner))}"
            yield holding, RDFS.label, Literal(f"{holder}, {title}")
            yield holding, DIPLO.attestedOn, Literal(str(self.article.published), datatype=XSD.date)

    def title(self, holding: Node) -> str:
        """The office in the words of the article."""
        return str(self.told.value(holding, RDFS.label) or self.name(self.told.value(holding, DIPLO.office)))

    def name(self, thing: Node) -> str:
        """What the telling or the reference data call it."""
        return str(self.told.value(thing, RDFS.label) or self.known.labels[URIRef(thing)])


def build(number: str, known: Known) -> str:
    """The TriG of one article: prefixes, then the named graph around its Turtle."""
    whole = Telling(number, known).graph()
    for prefix, namespace in PREFIXES.items():
        whole.bind(prefix, namespace)
    head, _, body = whole.serialize(format="turtle").strip().partition("\n\n")
    return f"{head}\n\n<{whole.identifier}> {{\n{indent(body, '    ')}\n}}\n"


if __name__ == "__main__":
    shipped = Known(load_reference(ROOT / "ontology" / "reference"))
    for number in TOLD:
        (HERE / f"{number}.trig").write_text(build(number, shipped), encoding="utf-8")
