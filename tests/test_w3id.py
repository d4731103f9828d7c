"""The redirects of w3id.org: every family of IRIs that is minted there is led to something."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from kg import iris
from kg.iris import FIXED, office_iri, organisation_iri, place_iri, relation_iri, state_iri, territory_iri, topic_iri
from kg.ontology import load_ontology
from kg.resources import resource
from kg.vocabulary import ONTOLOGY_IRI

pytest_plugins = ["web_fixtures"]

ROOT = Path(__file__).resolve().parent.parent
TERMS = load_ontology(resource("ontology"))
VERSION = f"{ONTOLOGY_IRI}/{TERMS.version}"
HTACCESS = (ROOT / "docs" / "w3id" / ".htaccess").read_text(encoding="utf-8")
TURTLE = "text/turtle"
IRIS = [
    ONTOLOGY_IRI,
    VERSION,
    f"{ONTOLOGY_IRI}/context.jsonld",
    *TERMS.schemes(),
    topic_iri("energy"),
    state_iri("AZE"),
    territory_iri("AZE"),
    place_iri("Tehran"),
    organisation_iri("united-nations"),
    office_iri("Foreign Minister"),
    relation_iri("AZE", "IRN"),
]
UNFILLED = {"person/Q1", "holding/Q1", "ontology/1.2.3"}


def rules():
    """Each rule as Apache reads it."""
    for line in HTACCESS.splitlines():
        directive, *words = line.split() or [""]
        if directive == "RewriteRule":
            yield words
        else:
            assert directive in ("", "Options", "RewriteEngine") or directive.startswith("#"), line


def follow(path: str) -> tuple[int, str]:
    """The status and the address on the installation to which the rules lead; its host is left out."""
    for pattern, target, flags in rules():
        match = re.search(pattern, path)
        if match and target != "-":
            home, address = match.expand(target.replace("$", "\\")).split("/", 1)
            assert home == "%{ENV:HOME}"
            return int(flags.partition("R=")[2][:3]), "/" + address
    raise LookupError(path)


@pytest.mark.parametrize("iri", IRIS)
@pytest.mark.parametrize("accept", ["text/html", TURTLE])
def test_an_iri_leads_to_what_it_names(client: FlaskClient, iri: str, accept: str) -> None:
    if iri.endswith(".jsonld"):
        accept = "application/ld+json"
    status, address = follow(iri.removeprefix(FIXED))
    answer = client.get(address, headers={"Accept": accept})
    assert status in (302, 303)
    assert (answer.status_code, answer.mimetype) == (200, accept)


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (TURTLE, TURTLE),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml, text/turtle;q=0.5", "application/rdf+xml"),
        ("text/turtle;q=0.5, application/ld+json;q=0.9", "application/ld+json"),
        ("text/html,*/*;q=0.8", "text/html"),
    ],
)
@pytest.mark.parametrize("path", ["ontology", f"ontology/{TERMS.version}"])
def test_the_ontology_comes_in_the_format_that_is_preferred(
    client: FlaskClient, path: str, accept: str, answered: str
) -> None:
    status, address = follow(path)
    assert (status, address) == (303, f"/{path}")
    assert client.get(address, headers={"Accept": accept}).mimetype == answered


def test_the_shapes_are_named_where_they_are_served_as_turtle(client: FlaskClient) -> None:
    text = (resource("ontology") / "shapes.ttl").read_text(encoding="utf-8")
    (namespace,) = re.findall(r"@prefix shape: <(.+)#>", text)
    status, address = follow(namespace.removeprefix(FIXED))
    answer = client.get(address, headers={"Accept": TURTLE})
    assert (status, answer.status_code, answer.mimetype) == (302, 200, TURTLE)
    assert client.get(address, headers={"Accept": "application/rdf+xml"}).status_code == 406


@pytest.mark.parametrize("path", ["rule", "rule/on-behalf-of"])
def test_the_properties_of_rules_lead_to_the_ontology(client: FlaskClient, path: str) -> None:
    assert follow(path) == (303, "/ontology")
    answer = client.get(f"/{path}")
    assert (answer.status_code, answer.location) == (303, "/ontology")


@pytest.mark.parametrize("path", sorted(UNFILLED))
def test_what_is_not_yet_filled_is_led_on_too(path: str) -> None:
    assert follow(path)[0] in (302, 303)


def test_every_family_under_the_fixed_namespace_has_a_rule() -> None:
    code = Path(iris.__file__).read_text(encoding="utf-8")
    families = set(re.findall(r"\{FIXED\}(\w+)/", code))
    assert {"state", "place", "organisation", "vocab", "relation", "office"} <= families
    for family in families:
        assert follow(f"{family}/x") == (303, f"/{family}/x")


@pytest.mark.parametrize("path", ["meeting/1", "ontologyx", "ontology/../x", "article/1"])
def test_what_is_not_minted_there_is_not_led_on(path: str) -> None:
    with pytest.raises(LookupError):
        follow(path)
