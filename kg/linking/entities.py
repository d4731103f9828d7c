"""The entries of the reference tables as entities of the graph, and which of them a name stands for."""

from __future__ import annotations

import re

from kg.iris import Entity, office_iri, organisation_iri, person_iri, place_iri, state_iri, territory_iri
from kg.reference import Office, Organisation, Outlet, Person, Place, Reference, State
from kg.vocabulary import DIPLO

OUTLET_TYPES = (DIPLO.Outlet, DIPLO.Organisation)
_CAPITAL = re.compile(r"(.+?)(?:['’]s)? capital(?: city)?|(?:the )?capital (?:city )?of (.+)", re.IGNORECASE)
_OUTLET_NOUNS = (" news agency", " newspaper", " website", " television")


def person_entity(person: Person) -> Entity:
    """Somebody who held an office."""
    return Entity(person_iri(person.id), (DIPLO.Person,), person.name, is_reference=True)


def office_entity(office: Office) -> Entity:
    """An office, whoever holds it."""
    return Entity(office_iri(office.id), (DIPLO.Office,), office.name, is_reference=True)


def state_entity(state: State) -> Entity:
    """The state itself."""
    return Entity(state_iri(state.code), (DIPLO.State,), state.name, is_reference=True)


def territory_entity(state: State) -> Entity:
    """The land of a state."""
    return Entity(territory_iri(state.code), (DIPLO.Territory, DIPLO.Place), state.name, is_reference=True)


def capital_entity(state: State) -> Entity:
    """A state's seat of government; the further names are other spellings."""
    name = state.capitals[0]
    return Entity(place_iri(name), (DIPLO.Place,), name, is_reference=True)


def place_entity(place: Place) -> Entity:
    """A place other than a capital."""
    return Entity(place_iri(place.name), (DIPLO.Place,), place.name, is_reference=True)


def body_entity(body: Organisation) -> Entity:
    """An organisation, format or armed group."""
    kind = DIPLO.Format if body.kind == "format" else DIPLO.Organisation
    return Entity(organisation_iri(body.id), (kind,), body.name, is_reference=True)


def outlet_entity(outlet: Outlet) -> Entity:
    """A news outlet."""
    return Entity(organisation_iri(outlet.id), OUTLET_TYPES, outlet.name, is_reference=True)


def owner_entity(reference: Reference, of: str) -> Entity:
    """The state with this code or the body with this id."""
    state = reference.state_with_code(of)
    return state_entity(state) if state else body_entity(reference.organisation_with_id(of))


def known_state(reference: Reference, name: str) -> Entity | None:
    """The state that a name, adjective, capital or metonym stands for."""
    for find in (
        reference.state_named,
        reference.state_of_adjective,
        reference.state_of_capital,
        reference.state_of_metonym,
    ):
        if state := find(name):
            return state_entity(state)
    return None


def known_body(reference: Reference, name: str) -> Entity | None:
    """The body or outlet of this name."""
    if body := reference.organisation_named(name):
        return body_entity(body)
    return known_outlet(reference, name)


def known_outlet(reference: Reference, name: str) -> Entity | None:
    """The outlet of this name, which may have "news agency" or the like after it."""
    for form in (name, *(name.removesuffix(noun) for noun in _OUTLET_NOUNS)):
        if outlet := reference.outlet_named(form):
            return outlet_entity(outlet)
    return None


def known_place(reference: Reference, name: str) -> Entity | None:
    """The place of this name: a known one, a capital, also as "the Iranian capital", the land of a state."""
    if place := reference.place_named(name):
        return place_entity(place)
    if state := reference.state_of_capital(name):
        return capital_entity(state)
    if state := reference.state_named(name):
        return territory_entity(state)
    return _described_capital(reference, name)


def _described_capital(reference: Reference, name: str) -> Entity | None:
    """The capital that is named by its state alone: "Iran's capital", "the capital of Iran"."""
    described = _CAPITAL.fullmatch(name)
    owner = (described[1] or described[2]) if described else ""
    state = reference.state_of_adjective(owner) or reference.state_named(owner)
    return capital_entity(state) if state and state.capitals else None
