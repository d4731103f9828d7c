"""The graph described for programs, in VoID, DCAT and PROV: what it is, how large, where it can be had, whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import DCTERMS, FOAF, OWL, PROV, RDF, RDFS, VOID, XSD, Literal, Namespace, URIRef

from kg import __version__
from kg.dumps.release import RIGHTS, Release, ReleasedFile
from kg.dumps.statistics import Statistics
from kg.formats import GRAPH, JELLY, SOLUTIONS
from kg.iris import FIXED, digest
from kg.terms import Triple
from kg.vocabulary import PREFIXES

DCAT = Namespace("http://www.w3.org/ns/dcat#")
SPDX = Namespace("http://spdx.org/rdf/terms#")

PREFIXES_OF_DESCRIPTIONS = PREFIXES | {
    "dcat": str(DCAT),
    "foaf": str(FOAF),
    "prov": str(PROV),
    "spdx": str(SPDX),
    "void": str(VOID),
}

_MEDIA_TYPE = "https://www.iana.org/assignments/media-types/"
_PROTOCOL = URIRef("https://www.w3.org/TR/sparql11-protocol/")
_FORMATS = Namespace("http://www.w3.org/ns/formats/")
_FEATURES = ("Turtle", "N-Triples", "JSON-LD", "RDF_XML")
_TITLE = "communique: what news articles report about diplomacy"
_SUMMARY = (
    "Who met whom, who said what to whom, which offices people hold, and what states agreed to build, each fact with "
    "the words of the article that reports it, in a named graph for each article."
)


@dataclass(frozen=True, slots=True)
class Described:
    """What a description is of; `root` is the address of the server, with a slash at its end.

    Without a release it is of the graph as it is, of which there are no dumps.
    """

    root: str
    base_iri: str
    licence: str
    statistics: Statistics
    release: Release | None

    @property
    def document(self) -> URIRef:
        """Where the description stands."""
        return URIRef(f"{self.root}.well-known/void")

    @property
    def dataset(self) -> URIRef:
        """What the graph as a whole is called."""
        return self.named("dataset")

    def named(self, name: str) -> URIRef:
        """The IRI of a part of the description."""
        return URIRef(f"{self.document}#{name}")


def describe(told: Described) -> Iterator[Triple]:
    """All triples of the description."""
    yield told.document, RDF.type, VOID.DatasetDescription
    yield told.document, FOAF.primaryTopic, told.dataset
    yield from _dataset(told)
    yield from _counts(told)
    yield from _service(told)
    if told.release is not None:
        yield from _version(told, told.release)
        for file in told.release.files:
            yield from _distribution(told, told.release, file)


def _dataset(told: Described) -> Iterator[Triple]:
    dataset = told.dataset
    yield dataset, RDF.type, VOID.Dataset
    yield dataset, RDF.type, DCAT.Dataset
    yield dataset, DCTERMS.title, Literal(_TITLE, lang="en")
    yield dataset, DCTERMS.description, Literal(_SUMMARY, lang="en")
    yield dataset, DCTERMS.license, URIRef(told.licence)
    yield dataset, DCTERMS.rights, Literal(RIGHTS, lang="en")
    yield dataset, FOAF.homepage, URIRef(told.root)
    yield dataset, DCAT.landingPage, URIRef(f"{told.root}dumps/")
    for space in (told.base_iri, FIXED):
        yield dataset, VOID.uriSpace, Literal(space)
    for feature in _FEATURES:
        yield dataset, VOID.feature, _FORMATS[feature]
    for namespace in sorted(_namespaces(told.statistics)):
        yield dataset, VOID.vocabulary, URIRef(namespace)
    for class_, example in told.statistics.examples.items():
        if example.startswith(told.base_iri) and class_.startswith(PREFIXES[""]):
            yield dataset, VOID.exampleResource, URIRef(example)


def _namespaces(statistics: Statistics) -> set[str]:
    terms = (*statistics.classes, *statistics.properties)
    ends = ((term, max(term.rfind("#"), term.rfind("/")) + 1) for term in terms)
    return {term[:end] for term, end in ends if end}  # others, as `urn:a:b`, have none


def _counts(told: Described) -> Iterator[Triple]:
    counted, dataset = told.statistics, told.dataset
    for term, number in (
        (VOID.triples, counted.triples),
        (VOID.entities, counted.entities),
        (VOID.distinctSubjects, counted.subjects),
        (VOID.distinctObjects, counted.objects),
        (VOID.classes, len(counted.classes)),
        (VOID.properties, len(counted.properties)),
    ):
        yield dataset, term, Literal(number)
    for class_, number in counted.classes.items():
        part = told.named(f"class-{digest(class_)}")
        yield dataset, VOID.classPartition, part
        yield part, VOID["class"], URIRef(class_)
        yield part, VOID.entities, Literal(number)
        yield part, VOID.exampleResource, URIRef(counted.examples[class_])
    for property_, number in counted.properties.items():
        part = told.named(f"property-{digest(property_)}")
        yield dataset, VOID.propertyPartition, part
        yield part, VOID.property, URIRef(property_)
        yield part, VOID.triples, Literal(number)


def _service(told: Described) -> Iterator[Triple]:
    service, address = told.named("endpoint"), URIRef(f"{told.root}sparql")
    yield told.dataset, VOID.sparqlEndpoint, address
    yield service, RDF.type, DCAT.DataService
    yield service, DCTERMS.title, Literal("SPARQL endpoint", lang="en")
    yield service, DCAT.endpointURL, address
    yield service, DCAT.servesDataset, told.dataset
    yield service, DCTERMS.conformsTo, _PROTOCOL
    for media_type in sorted({*SOLUTIONS.values(), *GRAPH.values()}):
        yield service, DCTERMS["format"], URIRef(_MEDIA_TYPE + media_type)


def _version(told: Described, release: Release) -> Iterator[Triple]:
    dataset, making, program = told.dataset, told.named(f"version-{release.version}"), told.named("communique")
    published = Literal(release.published, datatype=XSD.dateTime)
    yield dataset, DCAT.version, Literal(str(release.version))
    yield dataset, OWL.versionInfo, Literal(str(release.version))
    yield dataset, DCTERMS.modified, published
    yield dataset, VOID.documents, Literal(release.articles)
    yield dataset, PROV.generatedAtTime, published
    yield dataset, PROV.wasGeneratedBy, making
    yield making, RDF.type, PROV.Activity
    yield making, RDFS.label, Literal(f"publication of version {release.version}", lang="en")
    yield making, PROV.endedAtTime, published
    yield making, PROV.wasAssociatedWith, program
    yield program, RDF.type, PROV.SoftwareAgent
    yield program, RDFS.label, Literal(f"communique {__version__}")


def _distribution(told: Described, release: Release, file: ReleasedFile) -> Iterator[Triple]:
    address = URIRef(f"{told.root}dumps/{release.version}/{file.name}")
    part, checksum = told.named(file.name), told.named(f"{file.name}-sha256")
    yield told.dataset, VOID.dataDump, address
    yield told.dataset, DCAT.distribution, part
    yield part, RDF.type, DCAT.Distribution
    yield part, DCTERMS.title, Literal(f"{file.label} of {file.holds}", lang="en")
    yield part, DCAT.downloadURL, address
    yield from _syntax(told, part, file.media_type)
    yield part, DCAT.compressFormat, URIRef(_MEDIA_TYPE + file.compression)
    yield part, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger)
    yield part, DCTERMS.license, URIRef(file.licence)
    yield part, DCTERMS.issued, Literal(release.made, datatype=XSD.dateTime)
    yield part, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
    yield checksum, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)


def _syntax(told: Described, part: URIRef, media_type: str) -> Iterator[Triple]:
    """What is packed in a file: DCAT has `mediaType` for those that are registered, and `format` for others."""
    if media_type != JELLY:
        yield part, DCAT.mediaType, URIRef(_MEDIA_TYPE + media_type)
        return
    syntax = told.named("jelly")
    yield part, DCTERMS["format"], syntax
    yield syntax, RDF.type, DCTERMS.FileFormat
    yield syntax, RDFS.label, Literal(media_type)
    yield syntax, RDFS.seeAlso, URIRef("https://w3id.org/jelly")
