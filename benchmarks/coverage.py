"""How many annotated holders of an office the reference data know on the day: `python benchmarks/coverage.py GOLD_DIR`.

GOLD_DIR holds annotated articles, NNN.gold.json beside NNN.meta.json. Counted are persons whose office is one that
the tables keep (`ontology/reference/offices.csv`). Prints the share that is found by name, office, state and day, and
who is not.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

from kg.linking.entities import known_body, known_state
from kg.reference import Reference, load_reference
from kg.resources import resource


def holders(reference: Reference, folder: Path) -> Iterator[tuple[str, str, bool]]:
    """The day, the name with the office, and whether the person is found, for each annotated holder of an office."""
    for file in sorted(folder.glob("*.gold.json")):
        actors = json.loads(file.read_text(encoding="utf-8"))["actors"]
        day = json.loads(file.with_name(file.name.replace(".gold.", ".meta.")).read_text(encoding="utf-8"))["date"]
        names = {actor["id"]: actor["name"] for actor in actors}
        told = [actor["name"] for actor in actors] + [names.get(a["of"], a["of"]) for a in actors if a.get("of")]
        states = {code for name in told if (code := code_of(reference, name))}
        for actor in actors:
            of = code_of(reference, names.get(actor["of"], actor["of"])) if actor.get("of") else None
            office = reference.titles.office(actor["office"], of) if actor.get("office") else None
            if actor["type"] == "person" and office is not None and office.is_kept:
                found = reference.register.find(actor["name"], day, office.id, of, states)
                yield day, f"{actor['name']}, {actor['office']}", found is not None


def code_of(reference: Reference, name: str) -> str | None:
    """The code of a state or the id of a body, by its name."""
    entity = known_state(reference, name) or known_body(reference, name)
    return entity.iri.rpartition("/")[2] if entity else None


def main(folder: Path) -> None:
    """Print the share and the missing; end with a message where the folder holds no annotated article."""
    if not any(folder.glob("*.gold.json")):
        raise SystemExit(f"{folder} holds no annotated articles, NNN.gold.json")
    found = list(holders(load_reference(resource("ontology") / "reference"), folder))
    missing = [f"  {day}  {who}" for day, who, is_found in found if not is_found]
    print(f"{len(found) - len(missing)} of {len(found)} holders of a kept office are known on the day; not these:")
    print("\n".join(missing))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    main(parser.parse_args().folder)
