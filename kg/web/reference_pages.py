"""`/ontology` and `/graph/…`: what the terms mean, and the named graphs that no article fills."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from rdflib import DCTERMS, VANN
from werkzeug.wrappers import Response as Redirection

from kg.errors import UnknownResource
from kg.sparql.negotiation import PAGE, choose, content_type
from kg.web.diagram import draw
from kg.web.glossary import LANGUAGES, Glossary
from kg.web.labels import find_labels
from kg.web.rdf import rdf_response
from kg.web.services import services

blueprint = Blueprint("reference_pages", __name__)

_FILES = {"context.jsonld": ("context.jsonld", "application/ld+json"), "shapes": ("shapes.ttl", "text/turtle")}
"""What is served as it lies in the folder of the ontology: its address, its file and its media type."""

_MOST_TRIPLES = 200  # that the page of a graph shows


@blueprint.get("/ontology")
def ontology() -> Response:
    """Every term with what the ontology's files say of it; each term's IRI ends in its anchor here."""
    media_type = choose(PAGE, request.headers.get("Accept"), request.args.get("format"))
    terms = services().ontology
    if media_type != "text/html":
        return rdf_response(terms.triples(), media_type, terms.graph.namespaces())
    language = request.args.get("lang")
    if language not in LANGUAGES:
        language = request.accept_languages.best_match(LANGUAGES, "en")
    page = render_template(
        "ontology.html",
        ontology=terms,
        glossary=Glossary(terms, language),
        diagram=draw(terms, language),
        languages=LANGUAGES,
        dcterms=DCTERMS,
        vann=VANN,
        files={address: name for address, (name, _) in _FILES.items() if (terms.folder / name).is_file()},
    )
    response = Response(page)
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/ontology/<path:name>")
def ontology_part(name: str) -> Response:
    """The ontology under its version IRI, or one of the files beside it."""
    terms = services().ontology
    if name == terms.version:
        return ontology()
    file, media_type = _FILES.get(name, ("", ""))
    if file and (terms.folder / file).is_file():
        choose({name: media_type}, request.headers.get("Accept"))
        return Response((terms.folder / file).read_bytes(), content_type=content_type(media_type))
    parts = [terms.version, *(address for address, (file, _) in _FILES.items() if (terms.folder / file).is_file())]
    raise UnknownResource(f"there is no /ontology/{name}; there is: {', '.join(f'/ontology/{part}' for part in parts)}")


@blueprint.get("/rule", defaults={"name": None})
@blueprint.get("/rule/<path:name>")
def rule(name: str | None) -> Redirection:  # noqa: ARG001 — whatever the rule
    """What only the rules of the ontology pass to one another: the ontology."""
    return redirect(url_for(".ontology"), 303)


@blueprint.get("/graph/<path:name>")
def graph(name: str) -> Response:
    """The triples of a named graph that is no article's: ontology, reference data, what was concluded."""
    media_type = choose(PAGE, request.headers.get("Accept"), request.args.get("format"))
    iri = services().iris.graph(name)
    store = services().store
    counted = services().rows("graph-size", graph=iri)
    if not counted:
        raise UnknownResource(f"there is no graph {iri}")
    if media_type != "text/html":
        return rdf_response(store.graph(iri), media_type)
    size = int(str(counted[0]["size"]))
    about = {row["property"]: row["value"] for row in services().rows("facts", entity=iri)}
    shown = sorted(store.graph(iri)) if size <= _MOST_TRIPLES else []
    labels = find_labels(services(), (term for triple in shown for term in triple))
    page = render_template(
        "graph.html", iri=iri, name=name, size=size, about=about, triples=shown, labels=labels, dcterms=DCTERMS
    )
    return Response(page)
