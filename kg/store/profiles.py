"""How the engines that speak the SPARQL 1.1 Protocol differ, as far as a store has to know it.

`is_run` tells the profiles that the tests prove on a running engine from those taken from its documentation.
`docs/stores.md` shows the same table; a test keeps the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """One engine.

    `query` and `update` are what follows the address of the store in those of its two services. The text of an update
    goes in the form field `update_field`. `authentication` is `none`, `basic`, `digest` or `bearer`.
    `max_rows` is where the engine cuts an answer as it is installed, and `max_update` how many triples it takes in one
    update; `None` for no bound. With `union_default` a query sees all graphs as one, a triple once for each of them: so
    the graph is always named. With `isolates_updates` one of two that come at once waits for the other.
    With `lists_graphs` the empty group `GRAPH ?graph {}` finds all graphs, without reading them.
    Without `keeps_literals` they come back in another form, such as `1` for the boolean `true`.
    `own_graphs` are there from the beginning and are no one's.
    """

    name: str
    query: str
    update: str
    update_field: str = "update"
    authentication: str = "none"
    max_rows: int | None = None
    max_update: int | None = None
    union_default: bool = False
    isolates_updates: bool | None = None
    lists_graphs: bool = False
    keeps_literals: bool = True
    own_graphs: tuple[str, ...] = ()
    is_run: bool = False


PROFILES = {
    profile.name: profile
    for profile in (
        Profile("oxigraph", "/query", "/update", isolates_updates=False, lists_graphs=True, is_run=True),
        Profile(
            "virtuoso",
            "/sparql-auth",
            "/sparql-auth",
            update_field="query",
            authentication="digest",
            max_rows=10_000,
            max_update=1_000,
            union_default=True,
            isolates_updates=True,
            keeps_literals=False,
            own_graphs=(
                "http://www.openlinksw.com/schemas/virtrdf#",
                "http://www.w3.org/ns/ldp#",
                "http://localuriqaserver/sparql",
                "http://www.w3.org/2002/07/owl#",
            ),
            is_run=True,
        ),
        Profile("fuseki", "/query", "/update", authentication="basic"),
        Profile(
            "graphdb",
            "",
            "/statements",
            authentication="basic",
            union_default=True,
        ),
        Profile("neptune", "/sparql", "/sparql", max_update=500_000, union_default=True),
        Profile("qlever", "", "", authentication="bearer", union_default=True),
        Profile("stardog", "/query", "/update", authentication="basic"),
    )
}
"""The profiles by name."""
