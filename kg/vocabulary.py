"""The terms of the ontology, as Python names.

`ontology/diplomacy.ttl` says what each term means; a test keeps the two equal. Nothing here knows records.
"""

# ruff: noqa: N815
# A property begins with a small letter, as everywhere in RDF.

from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, DefinedNamespace

ONTOLOGY_IRI = URIRef("https://w3id.org/communique/ontology")
ONTOLOGY = "https://w3id.org/communique/ontology#"
"""The namespace of the terms; queries abbreviate it with the empty prefix."""

PREFIXES = {
    "": ONTOLOGY,
    "dcterms": str(DCTERMS),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "skos": str(SKOS),
    "xsd": str(XSD),
}
"""The prefixes with which graphs are written and that hints propose."""


class DIPLO(DefinedNamespace):
    """Every class, property and fixed individual of the ontology; an unknown name raises `AttributeError`.

    `DIPLO.Meeting` and `DIPLO["Meeting"]` are both `https://w3id.org/communique/ontology#Meeting`.
    """

    _fail = True
    _NS = Namespace(ONTOLOGY)

    # Who acts, and in which office
    Actor: URIRef
    Person: URIRef
    State: URIRef
    Organisation: URIRef
    Format: URIRef
    Group: URIRef
    Outlet: URIRef
    Office: URIRef
    OfficeHolding: URIRef
    holder: URIRef
    office: URIRef
    officeOf: URIRef
    attestedOn: URIRef
    countryCode: URIRef
    ofState: URIRef
    seat: URIRef

    # Where
    Place: URIRef
    capital: URIRef
    territoryOf: URIRef
    inState: URIRef

    # What is reported
    ReportedMatter: URIRef
    Meeting: URIRef
    Visit: URIRef
    Summit: URIRef
    PhoneCall: URIRef
    PressConference: URIRef
    Negotiation: URIRef
    participant: URIRef
    Statement: URIRef
    Claim: URIRef
    Commitment: URIRef
    Appeal: URIRef
    Warning: URIRef
    Position: URIRef
    Assessment: URIRef
    Announcement: URIRef
    speaker: URIRef
    addressee: URIRef
    saidAt: URIRef
    text: URIRef
    cue: URIRef
    form: URIRef
    topic: URIRef
    negated: URIRef
    Topic: URIRef
    Project: URIRef
    party: URIRef
    projectKind: URIRef
    amount: URIRef

    # Who says so, in which words
    Article: URIRef
    outlet: URIRef
    byline: URIRef
    url: URIRef
    textDigest: URIRef
    extractorVersion: URIRef
    mentions: URIRef
    Report: URIRef
    about: URIRef
    inArticle: URIRef
    words: URIRef
    sentence: URIRef
    evidence: URIRef
    readBy: URIRef
    confidence: URIRef
    via: URIRef
    reportedStatus: URIRef
    reportedDate: URIRef
    notBefore: URIRef
    notAfter: URIRef
    datePrecision: URIRef
    reportedPlace: URIRef

    # Fixed values
    Status: URIRef
    EventStatus: URIRef
    Held: URIRef
    Planned: URIRef
    Cancelled: URIRef
    Postponed: URIRef
    Denied: URIRef
    ProjectStatus: URIRef
    Proposed: URIRef
    ProjectPlanned: URIRef
    Underway: URIRef
    Completed: URIRef
    StatusUnknown: URIRef
    ProjectKind: URIRef
    Infrastructure: URIRef
    Energy: URIRef
    Trade: URIRef
    Transport: URIRef
    Military: URIRef
    Humanitarian: URIRef
    Culture: URIRef
    Agreement: URIRef
    OtherProject: URIRef
    StatementForm: URIRef
    Quote: URIRef
    Paraphrase: URIRef
    DatePrecision: URIRef
    Day: URIRef
    Month: URIRef
    Year: URIRef
