"""What the reference data hold, by kind and by state: `python benchmarks/reference.py [STATE …]`.

Prints for each kind the total, in how many of the members of the United Nations there is any, and the spread over them
(least, quarter, median, three quarters, most); after it the counts of the states named by their codes, of all if `all`
is said.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from statistics import quantiles

from kg.reference import Reference, load_reference
from kg.resources import resource


def counts(reference: Reference) -> dict[str, Counter[str | None]]:
    """How many entries of each kind each state has; under `None` those of no state."""
    bodies, holdings = reference.organisations, [h for p in reference.register.persons for h in p.holdings]
    codes = reference.states_by_code
    found: dict[str, Counter[str | None]] = {
        "names of states": Counter(s.code for s in reference.states for _ in (s.name, *s.aliases, *s.adjectives)),
        "seats of government": Counter(s.code for s in reference.states for _ in s.metonyms),
        "organisations": Counter(b.state for b in bodies),
        "memberships": Counter(member for b in bodies for member in b.members if member in codes),
        "outlets": Counter(o.state for o in reference.outlets),
        "places": Counter(p.state for p in reference.places),
        "persons": Counter(of for p in reference.register.persons for of in {h.of for h in p.holdings}),
        "holdings of offices": Counter(h.of for h in holdings),
    }
    for kind in sorted({office.kind for office in reference.offices if office.is_kept}):
        ids = {office.id for office in reference.offices if office.kind == kind}
        found[f"… of the kind {kind}"] = Counter(h.of for h in holdings if h.office in ids)
    return {kind: _by_state(by, codes) for kind, by in found.items()}


def _by_state(by: Counter[str | None], codes: Iterable[str]) -> Counter[str | None]:
    """The counts, with everything that is of no state under `None`."""
    known, merged = frozenset(codes), Counter[str | None]()
    for code, number in by.items():
        merged[code if code in known else None] += number
    return merged


def rows(found: dict[str, Counter[str | None]], members: list[str]) -> Iterator[str]:
    """A line of the table for each kind."""
    yield "| kind | entries | of no state | UN members with any | least | quarter | median | three quarters | most |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for kind, by in found.items():
        spread = sorted(by[code] for code in members)
        quarters = (round(value) for value in quantiles(spread, n=4))
        numbers = [by.total(), by[None], sum(map(bool, spread)), spread[0], *quarters, spread[-1]]
        yield f"| {kind} | {' | '.join(f'{number:,}' for number in numbers)} |"


def main(asked: list[str]) -> None:
    """Print the table by kind, then that of the states asked for."""
    reference = load_reference(resource("ontology") / "reference")
    found = counts(reference)
    print("\n".join(rows(found, [state.code for state in reference.states if state.kind == "state"])))
    codes = list(reference.states_by_code) if asked == ["all"] else asked
    if unknown := [code for code in codes if code not in reference.states_by_code]:
        raise SystemExit(f"no state has the code {', '.join(unknown)}")
    if codes:
        print("\n| state |", " | ".join(found), "|")
        print("| --- |" + " --- |" * len(found))
    for code in codes:
        print(f"| {code} |", " | ".join(f"{by[code]:,}" for by in found.values()), "|")


if __name__ == "__main__":
    main(sys.argv[1:])
