"""What the shipped tables of offices, their holders, memberships and coordinates hold."""

import calendar
import csv
from collections import defaultdict
from datetime import date
from itertools import combinations, product
from pathlib import Path

import pytest
from rdflib import RDF
from shipped import ONTOLOGY, REFERENCE

from kg.reference.entries import OFFICE_KINDS, SEVERAL_HOLDERS
from kg.reference.names import fold_name, without_title, words_of
from kg.vocabulary import DIPLO

FOLDER = Path(__file__).resolve().parents[1] / "ontology" / "reference"
HOLDINGS = [holding for person in REFERENCE.register.persons for holding in person.holdings]
HEADS = ("head-of-state", "head-of-government")
KNOWN_UNTIL = date(2026, 1, 1)
LONGEST_OVERLAP = 60  # days: sources differ on the day, and a suspended president has an acting one beside him

# Where two held one office for longer, and why.
OVERLAPPING = {
    ("AFG", "prime-minister"): "the leader of the Taliban stands as head of government",
    ("BDI", "foreign-minister"): "known by the year only",
    ("CAF", "foreign-minister"): "cabinets of the transition, ends unsure",
    ("CIV", "president"): "two presidents after the vote of 2010",
    ("CIV", "prime-minister"): "two governments after the vote of 2010",
    ("COD", "prime-minister"): "in office until the next government was formed",
    ("COM", "president"): "an acting president during the campaign of 2002",
    ("CUB", "president"): "Raúl Castro acting for his brother",
    ("ISR", "prime-minister"): "Ehud Olmert acting for Ariel Sharon",
    ("KOR", "president"): "acting presidents while Yoon Suk-yeol was suspended",
    ("LBN", "foreign-minister"): "an acting minister while ministers of the opposition stayed away",
    ("LBY", "foreign-minister"): "rival governments",
    ("LBY", "prime-minister"): "rival governments",
    ("MMR", "foreign-minister"): "the government in exile",
    ("NIC", "president"): "two presidents together since 2025",
    ("OMN", "foreign-minister"): "the sultan was minister in name",
    ("PAN", "foreign-minister"): "a vice minister who became minister later",
    ("PNG", "foreign-minister"): "ends unsure",
    ("PNG", "prime-minister"): "Sam Abal acting for Michael Somare",
    ("RUS", "foreign-minister"): "the Soviet Union and its republic of Russia had one each",
    ("RUS", "president"): "the Soviet Union and its republic of Russia had one each in 1991",
    ("SMR", "president"): "two captains regent at a time",
    ("YEM", "foreign-minister"): "governments in Aden and Sanaa",
    ("YEM", "president"): "governments in Aden and Sanaa",
    ("YEM", "prime-minister"): "governments in Aden and Sanaa",
}


def first_day(text: str) -> date:
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    parts = [*map(int, text.split("-"))]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1])


def common_days(one, other) -> int:
    """The days that two holdings have in common for certain."""
    begin = max(last_day(h.since) for h in (one, other))
    end = min(first_day(h.until) if h.until else KNOWN_UNTIL for h in (one, other))
    return (end - begin).days


def test_every_member_of_the_united_nations_has_a_head_and_a_foreign_minister():
    offices = defaultdict(set)
    for holding in HOLDINGS:
        offices[holding.of].add(holding.office)
    members = [state.code for state in REFERENCE.states if state.kind == "state"]
    heads = {office.id for office in REFERENCE.offices if office.kind in HEADS}
    assert [code for code in members if not offices[code] & heads] == []
    assert [code for code in members if "foreign-minister" not in offices[code]] == []


@pytest.mark.parametrize("day", ["2019-06-15", "2023-06-15", "2025-06-15"])
def test_every_state_has_a_head_in_office(day):
    heads = {office.id for office in REFERENCE.offices if office.kind in HEADS}
    led = {holding.of for holding in HOLDINGS if holding.office in heads and holding.covers(day)}
    assert [state.code for state in REFERENCE.states if state.code not in led] == []


@pytest.mark.parametrize("year", range(1902, 2027))
def test_the_united_states_have_one_president_at_any_time_since_1901(year):
    presidents = [h.name for h in HOLDINGS if (h.of, h.office) == ("USA", "president") and h.covers(f"{year}-06-15")]
    assert len(presidents) == 1


@pytest.mark.parametrize("day", ["2019-06-15", "2025-06-15"])
def test_every_monarchy_has_one_monarch(day):
    monarchs = defaultdict(set)
    for holding in HOLDINGS:
        if holding.office == "monarch" and holding.of != "NPL":  # a republic since 2008
            monarchs[holding.of] |= {holding.name} if holding.covers(day) else set()
    assert len(monarchs) > 35
    assert {of: len(names) for of, names in monarchs.items() if len(names) != 1} == {"AND": 2}  # two co-princes


def test_an_office_for_several_has_no_holders_left_from_an_export_of_years_ago():
    exported = [
        h for h in HOLDINGS if h.office in SEVERAL_HOLDERS and h.source in ("wikidata-2022", "wikidata-2022-open")
    ]
    stale = [holding for holding in exported if not holding.until]
    assert len(stale) > 100
    assert [holding.name for holding in stale if holding.covers("2025-06-15")] == []


def test_what_is_verified_has_a_second_source():
    verified = [holding for holding in HOLDINGS if holding.is_verified]
    assert [holding.name for holding in verified if holding.source == "public-record"] == []


def test_every_person_has_a_dated_holding():
    assert [p.name for p in REFERENCE.register.persons if not any(h.since or h.until for h in p.holdings)] == []


@pytest.mark.parametrize("year", range(2001, 2027))
def test_somebody_chairs_the_osce_at_any_time(year):
    chairs = [h for h in HOLDINGS if (h.of, h.office) == ("osce", "chairperson")]
    for day in (f"{year}-{month:02}-15" for month in range(1, 13)):
        assert len([h for h in chairs if h.covers(day)]) == 1, day


def test_two_do_not_hold_one_office_for_long_except_where_that_is_known():
    held = defaultdict(list)
    for holding in HOLDINGS:
        if holding.office in ("president", "prime-minister", "foreign-minister"):
            held[holding.of, holding.office].append(holding)
    overlaps = [
        f"{one.of} {one.office}: {one.name} and {other.name}, {common_days(one, other)} days"
        for key, own in held.items()
        if key not in OVERLAPPING and REFERENCE.state_with_code(key[0])
        for one, other in combinations((h for h in own if h.since), 2)
        if one.person != other.person and common_days(one, other) > LONGEST_OVERLAP
    ]
    assert overlaps == []


def test_the_kinds_of_office_are_those_of_the_vocabulary():
    terms = {term.rpartition("/")[2] for term in ONTOLOGY.graph.subjects(RDF.type, DIPLO.OfficeKind)}
    assert terms == OFFICE_KINDS == {office.kind for office in REFERENCE.offices}


def test_every_kept_office_is_held_by_somebody():
    without = {office.id for office in REFERENCE.offices if office.is_kept} - {holding.office for holding in HOLDINGS}
    assert without <= {"administrator", "managing-director", "special-envoy"}


def test_a_title_of_one_state_or_body_names_a_known_one():
    owners = {alias.partition(":")[0] for office in REFERENCE.offices for alias in office.aliases if ":" in alias}
    known = {*REFERENCE.states_by_code, *REFERENCE.organisations_by_id, "bodies"}
    assert owners - known == set()


def test_a_person_has_one_item_and_an_item_one_person():
    assert len({person.id for person in REFERENCE.register.persons}) == len(REFERENCE.register.persons)


def test_no_two_in_office_of_one_state_at_a_time_share_a_name():
    bearers = defaultdict(dict)
    for person in REFERENCE.register.persons:
        for name in (person.name, *person.aliases):
            for holding in person.holdings:
                bearers[holding.of, "".join(without_title(words_of(name)))][person.id] = person
    shared = [
        (of, name, one.name, other.name)
        for (of, name), persons in bearers.items()
        for one, other in combinations(persons.values(), 2)
        if any(
            (a.since or "") <= f"{b.until or ''}~" and (b.since or "") <= f"{a.until or ''}~"
            for a, b in product(one.holdings, other.holdings)
            if of == a.of == b.of
        )
    ]
    assert shared == []


def test_a_further_name_says_something_new():
    with (FOLDER / "person_names.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert [row for row in rows if fold_name(row["name"]) == fold_name(row["other"])] == []
    assert len(rows) == len({(row["of"], row["name"], fold_name(row["other"])) for row in rows})


def test_nobody_stands_under_an_item_and_under_the_bare_name_too():
    items = {fold_name(person.name) for person in REFERENCE.register.persons if person.is_item}
    assert [p.id for p in REFERENCE.register.persons if not p.is_item and fold_name(p.name) in items] == []


def test_members_of_the_great_bodies_are_complete():
    for body, members in (("united-nations", 193), ("nato", 32), ("european-union", 27), ("un-security-council", 15)):
        assert len(set(REFERENCE.organisation_with_id(body).members)) == members, body


def test_members_stand_once_and_are_not_the_body_itself():
    for body in REFERENCE.organisations:
        assert len(body.members) == len(set(body.members)), body.id
        assert body.id not in body.members


def test_coordinates_lie_on_earth_and_not_at_its_middle():
    for entry in (*REFERENCE.places, *REFERENCE.states):
        latitude, longitude = entry.coordinates or (1, 1)
        assert -90 <= latitude <= 90, entry.name
        assert -180 <= longitude <= 180, entry.name
        assert (latitude, longitude) != (0, 0), entry.name


def test_most_places_and_all_capitals_have_coordinates():
    assert sum(place.coordinates is not None for place in REFERENCE.places) >= 400
    assert [state.name for state in REFERENCE.states if state.capitals and not state.coordinates] == []


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [("Geneva", 46.2, 6.1), ("Istanbul", 41.0, 29.0), ("Camp David", 39.6, -77.5), ("Kremlin", 55.75, 37.6)],
)
def test_a_place_lies_where_it_is(name, latitude, longitude):
    found = REFERENCE.place_named(name).coordinates
    assert found == pytest.approx((latitude, longitude), abs=0.2)


def test_a_seat_of_government_lies_in_the_state_for_which_it_stands():
    seats = {s: (p, REFERENCE.state_of_metonym(s)) for s, p in REFERENCE.place_surfaces.items()}
    sites = {s: (p.state, state.code) for s, (p, state) in seats.items() if state is not None and p.kind == "site"}
    assert len(sites) > 100
    assert {s for s, (place, state) in sites.items() if place != state} == set()


@pytest.mark.parametrize("table", sorted(path.name for path in FOLDER.glob("*.csv")))
def test_a_table_is_utf_8_with_plain_line_ends_and_without_empty_rows(table):
    text = (FOLDER / table).read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert all(any(row) for row in csv.reader(text.splitlines()))


@pytest.mark.parametrize("table", sorted(path.stem for path in FOLDER.glob("*.csv")))
def test_a_table_and_its_columns_are_described(table):
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    _, section, rest = readme.partition(f"`{table}.csv`")
    assert section
    header = (FOLDER / f"{table}.csv").read_text(encoding="utf-8").partition("\n")[0]
    assert [column for column in header.split(",") if f"`{column}`" not in rest] == []


@pytest.mark.parametrize(
    ("name", "of", "office", "day"),
    [
        ("Howard Lutnick", "USA", "trade-minister", "2025-08-01"),
        ("Jamieson Greer", "USA", "trade-minister", "2025-08-01"),
        ("Nitin Gadkari", "IND", "transport-minister", "2023-01-01"),
        ("Ashwini Vaishnaw", "IND", "transport-minister", "2023-01-01"),
        ("Anwar Ibrahim", "MYS", "finance-minister", "2025-01-01"),
        ("Todd McClay", "NZL", "trade-minister", "2025-08-01"),
        ("Ian Ling-Stuckey", "PNG", "finance-minister", "2024-01-01"),
        ("Awais Leghari", "PAK", "energy-minister", "2025-08-01"),
    ],
)
def test_ministers_of_two_ministries_that_go_by_one_office_stay_beside_each_other(name, of, office, day):
    person = REFERENCE.register.find(name, day, office, of)
    assert person is not None
    assert person.held(office, of, day)


def test_no_name_means_both_a_body_and_an_outlet():
    bodies = {name for b in REFERENCE.organisations for name in (b.name, *b.aliases, b.acronym) if name}
    assert bodies & {name for outlet in REFERENCE.outlets for name in (outlet.name, *outlet.aliases)} == set()
