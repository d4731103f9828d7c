"""The terms of the ontology, as Python names.

`ontology/diplomacy.ttl` says what each term means; a test keeps the two equal. Nothing here knows records.
"""

# ruff: noqa: N815
# A property begins with a small letter, as everywhere in RDF.

from rdflib import Namespace, URIRef
from rdflib.namespace import DC, DCTERMS, OWL, RDF, RDFS, SKOS, XSD, DefinedNamespace

ONTOLOGY_IRI = URIRef("https://w3id.org/communique/ontology")
ONTOLOGY = "https://w3id.org/communique/ontology#"
"""The namespace of the terms; queries abbreviate it with the empty prefix."""

NIF = Namespace("http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#")
"""Stretches of text and their offsets (NIF 2.0 core)."""

ITSRDF = Namespace("http://www.w3.org/2005/11/its/rdf#")
"""What a stretch of text names (Internationalization Tag Set 2.0, in RDF)."""

WGS84 = Namespace("http://www.w3.org/2003/01/geo/wgs84_pos#")
"""Latitude and longitude (W3C Basic Geo)."""

SCHEMA = Namespace("https://schema.org/")
"""schema.org; rdflib's own constant has the older http namespace."""

VOCABULARIES = "https://w3id.org/communique/vocab/"
"""The namespace of topics, kinds of office and the schemes of all controlled values."""

PREFIXES = {
    "": ONTOLOGY,
    "dc": str(DC),
    "dcterms": str(DCTERMS),
    "itsrdf": str(ITSRDF),
    "nif": str(NIF),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(SCHEMA),
    "skos": str(SKOS),
    "wgs84": str(WGS84),
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
    Outlet: URIRef
    Format: URIRef
    Group: URIRef
    Office: URIRef
    OfficeKind: URIRef
    kind: URIRef
    memberOf: URIRef
    ofState: URIRef
    seat: URIRef
    OfficeHolding: URIRef
    holder: URIRef
    office: URIRef
    officeOf: URIRef
    attestedOn: URIRef
    heldFrom: URIRef
    heldUntil: URIRef

    # Where
    Place: URIRef
    Territory: URIRef
    territoryOf: URIRef
    inState: URIRef

    # What is reported
    ReportedMatter: URIRef
    partOf: URIRef
    topic: URIRef
    Topic: URIRef
    between: URIRef

    # Meetings
    Meeting: URIRef
    Visit: URIRef
    Summit: URIRef
    PhoneCall: URIRef
    PressConference: URIRef
    Negotiation: URIRef
    participant: URIRef
    guest: URIRef
    chair: URIRef
    mediator: URIRef
    hostedBy: URIRef
    inFormat: URIRef

    # Statements
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
    onBehalfOf: URIRef
    saidAt: URIRef
    text: URIRef
    cue: URIRef
    form: URIRef
    concerns: URIRef
    stance: URIRef
    negated: URIRef

    # Projects
    Project: URIRef
    party: URIRef
    implementer: URIRef
    amount: URIRef

    # Relations between states
    Relation: URIRef
    Tie: URIRef
    month: URIRef
    meetingCount: URIRef
    statementCount: URIRef

    # Who says so, and in which words
    Article: URIRef
    outlet: URIRef
    textDigest: URIRef
    extractorVersion: URIRef
    mentions: URIRef
    Passage: URIRef
    Report: URIRef
    about: URIRef
    inArticle: URIRef
    words: URIRef
    sentence: URIRef
    evidence: URIRef
    readBy: URIRef
    confidence: URIRef
    via: URIRef
    accordingTo: URIRef
    reportedStatus: URIRef
    reportedDate: URIRef
    notBefore: URIRef
    notAfter: URIRef
    datePrecision: URIRef
    reportedPlace: URIRef

    # What all reports together tell
    currentStatus: URIRef
    place: URIRef
    reportCount: URIRef
    sourceCount: URIRef

    # Fixed values
    Status: URIRef
    EventStatus: URIRef
    ProjectStatus: URIRef
    ProjectKind: URIRef
    Stance: URIRef
    StatementForm: URIRef
    DatePrecision: URIRef
    Held: URIRef
    Planned: URIRef
    Cancelled: URIRef
    Postponed: URIRef
    Denied: URIRef
    Disputed: URIRef
    Proposed: URIRef
    ProjectPlanned: URIRef
    Underway: URIRef
    Completed: URIRef
    Abandoned: URIRef
    StatusUnknown: URIRef
    Infrastructure: URIRef
    Energy: URIRef
    Trade: URIRef
    Transport: URIRef
    Military: URIRef
    Humanitarian: URIRef
    Culture: URIRef
    Agreement: URIRef
    OtherProject: URIRef
    Supports: URIRef
    Opposes: URIRef
    Pledges: URIRef
    IsReady: URIRef
    IsInterested: URIRef
    Improving: URIRef
    Unchanged: URIRef
    Worsening: URIRef
    Quote: URIRef
    Paraphrase: URIRef
    Day: URIRef
    Month: URIRef
    Year: URIRef
    Span: URIRef
