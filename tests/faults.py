"""Wrong data to be caught: a valid graph, and a table of faults to put into it, each with what catches it.

The table stands in `docs/model.md` as `render_table` gives it.
"""

from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, URIRef

GRAPHS = Path(__file__).parent / "graphs"
ARTICLE = URIRef("http://127.0.0.1:8000/article/bridge")
HEAD = """@base <http://127.0.0.1:8000/article/bridge> .
@prefix office-kind: <https://w3id.org/communique/vocab/office-kind/> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wgs84: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
""" + "\n".join(
    line
    for name in ("ties", "article")
    for line in (GRAPHS / f"{name}.ttl").read_text(encoding="utf-8").splitlines()
    if line.startswith("@prefix")
)
"""The base and the prefixes with which the faults are written; those of the article win."""


@dataclass(frozen=True)
class Fault:
    """Something wrong: triples that are added, after those of `gone` (subject, predicate) are taken away.

    `shape` is the shape that catches it, `None` if none does; `by_logic` says whether the ontology contradicts it.
    """

    what: str
    added: str = ""
    gone: str | tuple[str, ...] = ()
    shape: str | None = None
    by_logic: bool = False
    into: str = "article"

    def graph(self):
        """The valid graph with this fault in it."""
        graph = load(self.into)
        for gone in (self.gone,) if isinstance(self.gone, str) else self.gone:
            ((subject, predicate, _),) = _parse(f"{gone} 0 .")
            assert (subject, predicate, None) in graph, f"{gone} is not in the graph"
            graph.remove((subject, predicate, None))
        return graph + self.added_triples()

    def added_triples(self):
        """The triples that the fault adds."""
        return _parse(self.added)


def load(name):
    """One of the valid graphs."""
    return Graph().parse(GRAPHS / f"{name}.ttl", format="turtle")


def _parse(turtle):
    return Graph().parse(data=f"{HEAD}\n{turtle}", format="turtle")


FAULTS = [
    # Who acts
    Fault("a person who is a state too", "person:ebrahim-raisi a :State .", by_logic=True),
    Fault("a person without a name", gone="person:ebrahim-raisi rdfs:label", shape="Named-label"),
    Fault(
        "an office held by an organisation",
        "holding:bayramov :holder organisation:united-nations .",
        "holding:bayramov :holder",
        "OfficeHolding-holder",
        by_logic=True,
    ),
    Fault(
        "an office held by two persons", "holding:bayramov :holder person:ebrahim-raisi .", shape="OfficeHolding-holder"
    ),
    Fault("an office holding of no office", gone="holding:bayramov :office", shape="OfficeHolding-office"),
    Fault("an office of two states", "holding:bayramov :officeOf state:IRN .", shape="OfficeHolding-officeOf"),
    Fault(
        "an office held until before it was held",
        'held:rouhani :heldUntil "2012-01-01"^^xsd:date .',
        "held:rouhani :heldUntil",
        "OfficeHolding-order",
        into="ties",
    ),
    Fault("an office holding known from nowhere", gone="<#holding> :about", shape="OfficeHolding"),
    Fault(
        "an office attested after its end",
        'holding:bayramov :heldUntil "2020-01-01"^^xsd:date .',
        shape="OfficeHolding-attestedOn",
    ),
    Fault(
        "an office attested on another day than its article's",
        'holding:bayramov :attestedOn "2011-01-01"^^xsd:date .',
        "holding:bayramov :attestedOn",
        "OfficeHolding-attestedThen",
    ),
    Fault(
        "an article that tells from when an office is held",
        "holding:bayramov :heldFrom '2020-07-16'^^xsd:date ; dcterms:source 'wikidata-2022' .",
        shape="Term-report",
    ),
    Fault(
        "an office held from a day that no source tells",
        gone="held:rouhani dcterms:source",
        shape="Term-source",
        into="ties",
    ),
    Fault("an actor of no class", "person:ebrahim-raisi a :Actor .", "person:ebrahim-raisi a", "Actor"),
    Fault(
        "a person with a topic", "person:ebrahim-raisi :topic topic:trade-and-economy .", shape="Topical", by_logic=True
    ),
    Fault("an office holding with a topic", "holding:bayramov :topic topic:trade-and-economy .", shape="Topical"),
    Fault("a person with two labels", "person:ebrahim-raisi rdfs:label 'E. Raisi' .", shape="Person-label"),
    Fault(
        "a state with two codes",
        "state:AZE a :State ; rdfs:label 'Azerbaijan' ; skos:notation 'AZE', 'AZB' .",
        shape="State-notation",
    ),
    Fault(
        "a state by three letters",
        "state:AZE a :State ; rdfs:label 'Azerbaijan' ; dcterms:identifier 'AZE' .",
        shape="State-identifier",
    ),
    Fault("a place in an organisation", "place:tehran :inState organisation:united-nations .", by_logic=True),
    Fault(
        "a member of a person",
        "state:AZE :memberOf person:ebrahim-raisi . state:AZE a :State ; rdfs:label 'Azerbaijan' .",
        shape="Member-memberOf",
    ),
    Fault(
        "a body of an organisation",
        "organisation:a a :Organisation ; rdfs:label 'A' ; :ofState organisation:united-nations .",
        shape="Body-ofState",
        by_logic=True,
    ),
    Fault(
        "a body of two states",
        "organisation:a a :Organisation ; rdfs:label 'A' ; :ofState state:AZE, state:IRN .",
        shape="Body-ofState",
    ),
    Fault(
        "a place in two states",
        "place:b a :Place ; rdfs:label 'B' ; :inState state:AZE, state:IRN .",
        shape="Whereabouts-inState",
    ),
    Fault(
        "a ministry that lies in a state",
        "organisation:a a :Organisation ; rdfs:label 'A' ; :inState state:IRN .",
        shape="Of-place",
    ),
    Fault(
        "a place beyond the pole",
        "place:b a :Place ; rdfs:label 'B' ; wgs84:lat 200.0 ; wgs84:long 48.9 .",
        shape="Located-lat",
    ),
    Fault(
        "a latitude in words",
        "place:b a :Place ; rdfs:label 'B' ; wgs84:lat 'north' ; wgs84:long 48.9 .",
        shape="Located-lat",
    ),
    Fault(
        "a state that is a seat",
        "organisation:a a :Organisation ; rdfs:label 'A' ; :seat state:IRN .",
        shape="Whereabouts-seat",
        by_logic=True,
    ),
    Fault(
        "a place in a place",
        "place:b a :Place ; rdfs:label 'B' ; :inState place:tehran .",
        shape="Whereabouts-inState",
        by_logic=True,
    ),
    Fault(
        "a territory of a place",
        "place:b a :Territory ; rdfs:label 'B' ; :territoryOf place:tehran .",
        shape="Whereabouts-territoryOf",
        by_logic=True,
    ),
    Fault(
        "a member of itself",
        "organisation:a a :Organisation ; rdfs:label 'A' ; :memberOf organisation:a .",
        shape="Member",
    ),
    Fault(
        "an office of two kinds",
        "office:b a :Office ; rdfs:label 'B' ; :kind office-kind:minister, office-kind:diplomat .",
        shape="Office-kind",
    ),
    Fault("an office of a kind of project", "office:foreign-minister :kind :Energy .", shape="Office-kind"),
    Fault(
        "a term known to the year that is one of days",
        "held:rouhani :datePrecision :Year .",
        "held:rouhani :datePrecision",
        "Precision",
        into="ties",
    ),
    # Meetings
    Fault(
        "a host that is its own guest",
        "meeting:tehran :guest state:IRN ; :hostedBy state:IRN .",
        shape="Meeting-guest",
    ),
    Fault("a meeting between one state", "meeting:tehran :between state:IRN .", shape="Between-two"),
    Fault("a meeting of nobody", gone="meeting:tehran :participant", shape="Meeting-somebody"),
    Fault(
        "an office that takes part in a meeting",
        "meeting:tehran :participant office:foreign-minister .",
        shape="Meeting-actors",
        by_logic=True,
    ),
    Fault("a participant of whom nothing is known", "meeting:tehran :guest person:nobody .", shape="Meeting-actors"),
    Fault(
        "a meeting hosted by a place", "meeting:tehran :hostedBy place:tehran .", shape="Meeting-actors", by_logic=True
    ),
    Fault("a meeting hosted by a person", "meeting:tehran :hostedBy person:ebrahim-raisi .", shape="Meeting-hostedBy"),
    Fault("a meeting of no class", gone="meeting:tehran a", shape="Of-meeting"),
    Fault("a meeting that is part of itself", "meeting:tehran :partOf meeting:tehran .", shape="Part"),
    Fault("a meeting that is part of a statement", "meeting:tehran :partOf statement:bridge .", shape="Matter-partOf"),
    Fault(
        "a project that is part of a holding", "project:astara-bridge :partOf holding:bayramov .", shape="Matter-partOf"
    ),
    Fault("a statement that is part of a meeting", "statement:bridge :partOf meeting:tehran .", shape="Part"),
    Fault(
        "a meeting held after its article",
        '<#meeting> :notBefore "2023-07-04"^^xsd:date ; :notAfter "2023-07-31"^^xsd:date ; :datePrecision :Month .',
        ("<#meeting> :notBefore", "<#meeting> :notAfter", "<#meeting> :datePrecision"),
        "Time",
    ),
    Fault(
        "a conclusion in the graph of an article: a status",
        "meeting:tehran :currentStatus :Held .",
        shape="Concluded-apart",
    ),
    Fault(
        "a conclusion in the graph of an article: states",
        "meeting:tehran :between state:AZE, state:IRN .",
        shape="Concluded-apart",
    ),
    Fault("two derived places of a meeting", "meeting:tehran :place place:tehran, place:baku .", shape="Meeting-place"),
    Fault(
        "more sources than articles",
        "meeting:tehran :reportCount 1 ; :sourceCount 3 .",
        shape="Matter-sourceCount",
    ),
    Fault(
        "a ring of parts",
        "meeting:tehran :partOf project:astara-bridge . project:astara-bridge :partOf meeting:tehran .",
        shape="Part",
    ),
    Fault("a class that the ontology lacks", "meeting:tehran a :Meetng .", shape="Terms"),
    Fault("a property that the ontology lacks", "meeting:tehran :particpant person:ebrahim-raisi .", shape="Terms"),
    Fault("a visit by telephone", "meeting:tehran a :Visit, :PhoneCall .", by_logic=True),
    Fault("a meeting that is a statement too", "meeting:tehran a :Statement .", shape="Statement-text", by_logic=True),
    Fault("a meeting without a report", gone="<#meeting> :about", shape="Told-report"),
    Fault(
        "a state as the place of a meeting",
        "<#meeting> :reportedPlace state:IRN .",
        shape="Report-reportedPlace",
        by_logic=True,
    ),
    # Statements
    Fault("a statement of nobody", gone="statement:bridge :speaker", shape="Statement-speaker"),
    Fault(
        "a statement with two speakers",
        "statement:bridge :speaker person:ebrahim-raisi .",
        shape="Statement-speaker",
    ),
    Fault(
        "a place that speaks",
        "statement:bridge :speaker place:tehran .",
        "statement:bridge :speaker",
        "Statement-speaker",
        by_logic=True,
    ),
    Fault(
        "a statement made at a project",
        "statement:bridge :saidAt project:astara-bridge .",
        shape="Statement-saidAt",
        by_logic=True,
    ),
    Fault(
        "somebody who speaks to themselves",
        "statement:bridge :addressee person:jeyhun-bayramov .",
        shape="Statement-speaker",
    ),
    Fault("a statement that concerns words", 'statement:bridge :concerns "Iran" .', shape="Statement-concerns"),
    Fault(
        "a statement that concerns an office",
        "statement:bridge :concerns office:foreign-minister .",
        shape="Statement-concerns",
    ),
    Fault(
        "a statement that concerns what nothing describes",
        "statement:bridge :concerns <#nothing> .",
        shape="Statement-concerns",
    ),
    Fault(
        "a text that is not in its report",
        'statement:bridge :text "Baku would build no bridge" .',
        "statement:bridge :text",
        "Text",
    ),
    Fault("a pledge that rates a relation", "statement:bridge :stance :Improving .", shape="StanceFits"),
    Fault("a pledge that is opposed too", "statement:bridge :stance :Opposes .", shape="Statement-stance"),
    Fault("a statement of two kinds", "statement:bridge a :Claim .", shape="Statement-kind"),
    Fault(
        "a statement on behalf of a person",
        "statement:bridge :onBehalfOf person:ebrahim-raisi .",
        shape="Statement-onBehalfOf",
    ),
    Fault("a statement without text", gone="statement:bridge :text", shape="Statement-text"),
    Fault(
        "a statement negated in words",
        'statement:bridge :negated "no" .',
        "statement:bridge :negated",
        "Statement-negated",
        by_logic=True,
    ),
    Fault(
        "a precision without a day",
        gone=("<#meeting> :notBefore", "<#meeting> :notAfter"),
        shape="Precision",
    ),
    Fault("an unknown topic", "statement:bridge :topic topic:astrology .", shape="Matter-topic"),
    Fault("a place as topic", "statement:bridge :topic place:tehran .", shape="Matter-topic", by_logic=True),
    # Projects and statuses
    Fault("a project of nobody", gone="project:astara-bridge :party", shape="Project-somebody"),
    Fault("an amount of nothing", 'project:astara-bridge :amount "" .', shape="Counted-amount"),
    Fault("a project of no kind", gone="project:astara-bridge :kind", shape="Project-kind"),
    Fault("a project of two kinds", "project:astara-bridge :kind :Energy .", shape="Project-kind"),
    Fault(
        "the status of a project on a meeting",
        "<#meeting> :reportedStatus :Underway .",
        "<#meeting> :reportedStatus",
        "StatusFits",
    ),
    Fault(
        "the status of a meeting on a project",
        "<#project> :reportedStatus :Held .",
        "<#project> :reportedStatus",
        "StatusFits",
    ),
    Fault("a meeting in two places", "<#meeting> :reportedPlace place:baku .", shape="Report-reportedPlace"),
    Fault("a place of a statement", "<#statement> :reportedPlace place:tehran .", shape="PlaceFits-about"),
    Fault("a status of a statement", "<#statement> :reportedStatus :Held .", shape="StatusFits"),
    # Reports and articles
    Fault("a report of two matters", "<#statement> :about project:astara-bridge .", shape="Report-about"),
    Fault("a report without words", gone="<#meeting> :words", shape="Report-words"),
    Fault("a report of empty words", '<#meeting> :words " " .', "<#meeting> :words", "Report-words"),
    Fault("a report without its sentence", gone="<#meeting> :sentence", shape="Report-sentence"),
    Fault("a report without evidence", gone="<#meeting> :evidence", shape="Report-evidence"),
    Fault("an article as evidence", "<#meeting> :evidence <> .", shape="Report-evidence", by_logic=True),
    Fault("a report read by nothing", gone="<#meeting> :readBy", shape="Report-readBy"),
    Fault("a digest that is none", '<#meeting> :textDigest "5b03" .', "<#meeting> :textDigest", "Report-textDigest"),
    Fault(
        "the digest of another text",
        f'<#meeting> :textDigest "{"0" * 64}" .',
        "<#meeting> :textDigest",
        "Report-sameText",
    ),
    Fault(
        "words that are not in their sentence",
        '<#meeting> :words "met in Baku" .',
        "<#meeting> :words",
        "Text",
    ),
    Fault(
        "a passage of another article as evidence",
        "<#meeting> :evidence <bridge-2#char=0,9> ."
        "<bridge-2#char=0,9> a :Passage ; nif:beginIndex 0 ; nif:endIndex 9 .",
        "<#meeting> :evidence",
        "Text",
    ),
    Fault(
        "a statement according to itself", "<#statement> :accordingTo statement:bridge .", shape="Report-accordingTo"
    ),
    Fault(
        "a meeting that one report alone calls disputed",
        "<#meeting> :reportedStatus :Disputed .",
        "<#meeting> :reportedStatus",
        "Report-reportedStatus",
    ),
    Fault("a confidence above 1", "<#meeting> :confidence 1.5 .", "<#meeting> :confidence", "Report-confidence"),
    Fault(
        "a confidence in words",
        '<#meeting> :confidence "high" .',
        "<#meeting> :confidence",
        "Report-confidence",
        by_logic=True,
    ),
    Fault(
        "an end before its beginning",
        '<#meeting> :notAfter "2022-07-03"^^xsd:date .',
        "<#meeting> :notAfter",
        "Dated-notBefore",
    ),
    Fault("a beginning without an end", gone="<#meeting> :notAfter", shape="Dated-notAfter"),
    Fault(
        "a day that lasts a year",
        '<#meeting> :notAfter "2022-12-31"^^xsd:date .',
        "<#meeting> :notAfter",
        "Precision",
    ),
    Fault(
        "a month that is a day",
        "<#meeting> :datePrecision :Month .",
        "<#meeting> :datePrecision",
        "Precision",
    ),
    Fault(
        "a day that is in no calendar",
        '<#meeting> :notAfter "2023-02-30"^^xsd:date .',
        "<#meeting> :notAfter",
        "Dated-notAfter",
    ),
    Fault(
        "a day with an hour",
        '<#meeting> :notAfter "2022-07-04T10:00:00"^^xsd:dateTime .',
        "<#meeting> :notAfter",
        "Dated-notAfter",
    ),
    Fault(
        "a passage that ends before it begins",
        "<#char=0,90> nif:endIndex 0 .",
        "<#char=0,90> nif:endIndex",
        "Passage-beginIndex",
    ),
    Fault(
        "a passage that begins in words",
        '<#char=0,90> nif:beginIndex "0" .',
        "<#char=0,90> nif:beginIndex",
        "Passage-beginIndex",
    ),
    Fault("a passage shorter than its words", "<#char=29,44> nif:endIndex 40 .", "<#char=29,44> nif:endIndex", "Text"),
    Fault("evidence longer than the words", "<#meeting> :evidence <#char=0,44> .", "<#meeting> :evidence", "Text"),
    Fault(
        "a passage named by other offsets",
        "<#char=0,44> nif:beginIndex 3 ; nif:endIndex 47 .",
        ("<#char=0,44> nif:beginIndex", "<#char=0,44> nif:endIndex"),
        "Text",
    ),
    Fault(
        "a passage with words that are not there",
        '<#char=67,80> nif:anchorOf "Hassan Rouhan" .',
        "<#char=67,80> nif:anchorOf",
        "Text",
    ),
    Fault("an article of two extractors", '<> :extractorVersion "rules-0" .', shape="Article-extractorVersion"),
    Fault("an article of no extractor", gone="<> :extractorVersion", shape="Article-extractorVersion"),
    Fault("an article published on two days", '<> dcterms:issued "2022-07-06"^^xsd:date .', shape="Article-issued"),
    Fault("an article without a name", gone="<> rdfs:label", shape="Article-label"),
    Fault(
        "an article that is a version of two others",
        "<> dcterms:isVersionOf <http://127.0.0.1:8000/article/a>, <http://127.0.0.1:8000/article/b> .",
        shape="Article-isVersionOf",
    ),
    Fault("an article of fewer words than none", "<> schema:wordCount -1 .", shape="Article-wordCount"),
    Fault("an article that is a version of itself", "<> dcterms:isVersionOf <> .", shape="Article"),
    Fault(
        "an article of two outlets",
        "<> :outlet organisation:a, organisation:b . organisation:a a :Outlet ; rdfs:label 'A' . "
        "organisation:b a :Outlet ; rdfs:label 'B' .",
        shape="Article-outlet",
    ),
    Fault("an article in no known language", '<> dcterms:language "Englisch" .', shape="Article-language"),
    Fault("an article at an address of no host", '<> schema:url "news/bridge"^^xsd:anyURI .', shape="Article-url"),
    Fault("a stretch of words without its hash", "<> dcterms:hasPart <#char=0,90> .", shape="Article-hasPart"),
    # Relations between states
    Fault("a relation of three states", "relation:AZE-IRN :between state:TUR .", shape="Relation-between", into="ties"),
    Fault(
        "a relation with an organisation",
        "relation:AZE-IRN :between organisation:united-nations .",
        shape="Relation-between",
        by_logic=True,
        into="ties",
    ),
    Fault(
        "a tie of a day",
        'tie:AZE-IRN-2022-07 :month "2022-07-04"^^xsd:date .',
        "tie:AZE-IRN-2022-07 :month",
        "Tie-month",
        into="ties",
    ),
    Fault(
        "a number of meetings below 0",
        "tie:AZE-IRN-2022-07 :meetingCount -1 .",
        "tie:AZE-IRN-2022-07 :meetingCount",
        "Tie-meetingCount",
        into="ties",
    ),
]


def render_table():
    """The table of faults in Markdown."""
    lines = ["| what is wrong | caught by the reasoner | caught by the shape |", "|---|---|---|"]
    for fault in FAULTS:
        lines.append(
            f"| {fault.what} | {'yes' if fault.by_logic else '–'} | {f'`{fault.shape}`' if fault.shape else '–'} |"
        )
    return "\n".join(lines)
