"""The reference tables as the triples of `graph/reference`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from babel import Locale
from babel.core import get_global
from rdflib import DCTERMS, RDF, RDFS, SKOS, XSD, Literal, URIRef

from kg.iris import Entity, office_kind_iri, organisation_iri, reference_holding_iri, state_iri, with_article
from kg.linking.entities import (
    body_entity,
    capital_entity,
    known_place,
    office_entity,
    outlet_entity,
    owner_entity,
    person_entity,
    place_entity,
    state_entity,
    territory_entity,
)
from kg.records import PartialDate
from kg.reference import Holding, Office, Organisation, Person, Reference, State
from kg.terms import Triple
from kg.vocabulary import DIPLO, WGS84

_TITLE = "Reference data: states, bodies, outlets, places, offices and who held them"
_LICENCE = URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
_RIGHTS = "Coordinates contain data of GeoNames (geonames.org), CC BY 4.0"
_SOURCES = (URIRef("https://www.wikidata.org/"), URIRef("https://www.geonames.org/"))
_WIKIDATA = "http://www.wikidata.org/entity/"
_TERRITORIES = get_global("territory_aliases")  # among others from three letters to two
_TERRITORY_OF_KOSOVO = "XK"
_TYPE = RDF.type  # rdflib makes each anew when asked
_literal = lru_cache(maxsize=1 << 14)(Literal)  # sources and days come again and again


def describe_reference_graph(graph: URIRef) -> Iterator[Triple]:
    """What the graph of the reference tables says of itself, so that its terms of use go wherever its triples go."""
    yield graph, DCTERMS.title, Literal(_TITLE, lang="en")
    yield graph, DCTERMS.license, _LICENCE
    yield graph, DCTERMS.rights, Literal(_RIGHTS, lang="en")
    for source in _SOURCES:
        yield graph, DCTERMS.source, source


def map_reference(reference: Reference) -> Iterator[Triple]:
    """The triples of `graph/reference`: every entity that a name can be linked to."""
    for state in reference.states:
        yield from _map_state(reference, state)
    for body in reference.organisations:
        entity = body_entity(body)
        yield from _map_names(entity, body.aliases)
        yield from _map_state_of(entity, DIPLO.ofState, body.acts_for)
        yield from _map_membership(reference, entity, body)
        if body.seat and (seat := known_place(reference, body.seat)):
            yield entity.iri, DIPLO.seat, seat.iri
    for outlet in reference.outlets:
        yield from _map_names(outlet_entity(outlet), outlet.aliases)
        yield from _map_state_of(outlet_entity(outlet), DIPLO.inState, outlet.state)
    for place in reference.places:
        yield from _map_names(place_entity(place), place.aliases)
        yield from _map_state_of(place_entity(place), DIPLO.inState, place.state)
        yield from _map_coordinates(place_entity(place), place.coordinates)
    for office in reference.offices:
        yield from _map_office(office)
    for person in reference.register.persons:
        yield from _map_person(reference, person)


def map_classes(reference: Reference) -> Iterator[Triple]:
    """Of which class each entity of `graph/reference` is, but for holdings of offices."""
    for state in reference.states:
        yield from _map_types(state_entity(state))
        yield from _map_types(territory_entity(state))
        if state.capitals:
            yield from _map_types(capital_entity(state))
    entities = (
        *map(body_entity, reference.organisations),
        *map(outlet_entity, reference.outlets),
        *map(place_entity, reference.places),
        *map(office_entity, reference.offices),
        *map(person_entity, reference.register.persons),
    )
    for entity in entities:
        yield from _map_types(entity)


def _map_types(entity: Entity) -> Iterator[Triple]:
    for kind in entity.types:
        yield entity.iri, _TYPE, kind


def _map_state(reference: Reference, state: State) -> Iterator[Triple]:
    entity, territory = state_entity(state), territory_entity(state)
    yield from _map_names(entity, state.aliases)
    yield entity.iri, SKOS.notation, Literal(state.code)
    yield from _map_item(entity, state.wikidata)
    territory_code = _TERRITORIES.get(state.code, [_TERRITORY_OF_KOSOVO])[0]
    yield entity.iri, DCTERMS.identifier, Literal(territory_code)
    for language, name in _translations(territory_code):
        yield entity.iri, SKOS.altLabel, Literal(name, lang=language)
    yield from _map_names(territory, ())
    yield territory.iri, DIPLO.territoryOf, entity.iri
    if state.capitals:
        capital = known_place(reference, state.capitals[0]) or capital_entity(state)
        yield entity.iri, DIPLO.seat, capital.iri
        yield capital.iri, DIPLO.inState, entity.iri
        yield from _map_coordinates(capital, state.coordinates)
        yield from _map_names(capital, (form for form in state.capitals[1:] if not reference.place_named(form)))


def _map_names(entity: Entity, aliases: Iterable[str]) -> Iterator[Triple]:
    yield from _map_types(entity)
    yield entity.iri, RDFS.label, Literal(entity.label)
    for alias in aliases:
        yield entity.iri, SKOS.altLabel, Literal(alias)


def _map_state_of(entity: Entity, relation: URIRef, code: str | None) -> Iterator[Triple]:
    if code:
        yield entity.iri, relation, state_iri(code)


def _map_membership(reference: Reference, entity: Entity, body: Organisation) -> Iterator[Triple]:
    yield from _map_item(entity, body.wikidata)
    for member in body.members:
        is_state = reference.state_with_code(member) is not None
        yield state_iri(member) if is_state else organisation_iri(member), DIPLO.memberOf, entity.iri


def _map_office(office: Office) -> Iterator[Triple]:
    entity = office_entity(office)
    yield from _map_names(entity, dict.fromkeys(alias.rpartition(":")[2] for alias in office.aliases))
    yield entity.iri, SKOS.altLabel, Literal(office.french, lang="fr")
    yield entity.iri, SKOS.altLabel, Literal(office.russian, lang="ru")
    yield entity.iri, DIPLO.kind, office_kind_iri(office.kind)


def _map_person(reference: Reference, person: Person) -> Iterator[Triple]:
    entity = person_entity(person)
    yield from _map_names(entity, person.aliases)
    yield from _map_item(entity, person.id if person.is_item else None)
    for holding in person.holdings:
        yield from _map_holding(reference, entity, holding)


def _map_holding(reference: Reference, person: Entity, holding: Holding) -> Iterator[Triple]:
    iri = reference_holding_iri(person.iri, holding.office, holding.of, holding.since)
    owner = owner_entity(reference, holding.of)
    office = office_entity(reference.office_with_id(holding.office))
    yield iri, _TYPE, DIPLO.OfficeHolding
    yield iri, RDFS.label, Literal(f"{person.label}, {office.label} of {with_article(owner.label)}")
    yield iri, DIPLO.holder, person.iri
    yield iri, DIPLO.office, office.iri
    yield iri, DIPLO.officeOf, owner.iri
    yield iri, DCTERMS.source, _literal(holding.source if holding.is_verified else f"{holding.source} (unverified)")
    begun, ended = (PartialDate.parse(day) if day else None for day in (holding.since, holding.until))
    if begun:
        yield iri, DIPLO.heldFrom, _literal(begun.not_before)
    if ended:
        yield iri, DIPLO.heldUntil, _literal(ended.not_after)
    coarser = {day.precision for day in (begun, ended) if day} - {"day"}
    if coarser:  # a bound that is known to the day needs no word of it
        yield iri, DIPLO.datePrecision, DIPLO[min(coarser, key=("year", "month").index).capitalize()]


def _map_coordinates(entity: Entity, coordinates: tuple[float, float] | None) -> Iterator[Triple]:
    for relation, degrees in zip((WGS84.lat, WGS84.long), coordinates or (), strict=False):
        yield entity.iri, relation, Literal(f"{degrees:.4f}".rstrip("0").rstrip("."), datatype=XSD.decimal)


def _map_item(entity: Entity, item: str | None) -> Iterator[Triple]:
    if item:
        yield entity.iri, SKOS.exactMatch, URIRef(_WIKIDATA + item)


def _translations(territory: str) -> Iterator[tuple[str, str]]:
    """What a state is called in French and Russian, by the Unicode Common Locale Data Repository."""
    for language in ("fr", "ru"):
        if name := Locale(language).territories.get(territory):
            yield language, name
