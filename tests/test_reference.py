"""Tests of the reference tables in `ontology/reference` and of the lookups over them."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pycountry
import pytest
from shipped import REFERENCE

from kg.reference import Organisation, Outlet, Place, Reference, State, load_reference

FOLDER = Path(__file__).resolve().parents[1] / "ontology" / "reference"

DEPENDENCIES = """
    ATA ATF BES BLM BVT CCK CXR ESH FLK GLP GUF HMD IOT
    MAF MSR MTQ MYT NFK PCN REU SGS SHN SJM SPM TKL UMI WLF
"""


@pytest.fixture
def copied_folder(tmp_path: Path) -> Path:
    """A copy of the tables that a test may damage."""
    return Path(shutil.copytree(FOLDER, tmp_path / "reference"))


def code_of(state: State | None) -> str | None:
    """The code of a state that was found, or None."""
    return state.code if state else None


def test_every_code_is_an_iso_code_or_that_of_kosovo(reference: Reference) -> None:
    iso_codes = {country.alpha_3 for country in pycountry.countries}
    assert {state.code for state in reference.states} - iso_codes == {"XKX"}


def test_all_members_of_the_united_nations_are_present_and_the_other_kinds_are_complete(
    reference: Reference,
) -> None:
    counts = Counter(state.kind for state in reference.states)
    assert counts == {"state": 193, "observer": 2, "partially-recognised": 2, "territory": 26}


def test_the_iso_codes_without_a_row_are_dependencies_only(reference: Reference) -> None:
    iso_codes = {country.alpha_3 for country in pycountry.countries}
    missing = iso_codes - {state.code for state in reference.states}
    assert missing == set(DEPENDENCIES.split())


def test_every_state_has_an_adjective(reference: Reference) -> None:
    assert [state.name for state in reference.states if not state.adjectives] == []


def test_every_state_has_a_capital_except_two_cities_and_those_with_a_capital_called_as_others(
    reference: Reference,
) -> None:
    called_as_others = {"Anguilla", "Bermuda", "Cayman Islands", "Isle of Man"}
    without = {state.name for state in reference.states if not state.capitals}
    assert without == called_as_others | {"Hong Kong", "Macau"}


@pytest.mark.parametrize(
    "forms_of",
    [
        lambda state: {state.name, *state.aliases},
        lambda state: {*state.adjectives, *state.people},
        lambda state: set(state.capitals),
        lambda state: set(state.metonyms),
    ],
    ids=["names", "adjectives", "capitals", "metonyms"],
)
def test_no_surface_form_leads_to_two_states(reference: Reference, forms_of: Callable[[State], set[str]]) -> None:
    counts = Counter(form for state in reference.states for form in forms_of(state))
    assert [form for form, count in counts.items() if count > 1] == []


def test_no_wikidata_item_belongs_to_two_states(reference: Reference) -> None:
    counts = Counter(state.wikidata for state in reference.states if state.wikidata)
    assert [item for item, count in counts.items() if count > 1] == []


def test_a_form_never_repeats_within_one_entry(reference: Reference) -> None:
    entries: tuple[State | Organisation | Outlet | Place, ...] = (
        *reference.states,
        *reference.organisations,
        *reference.outlets,
        *reference.places,
    )
    for entry in entries:
        forms = (entry.name, *entry.aliases)
        assert len(forms) == len(set(forms)), entry.name


def test_a_place_is_neither_a_state_nor_a_capital(reference: Reference) -> None:
    assert set(reference.place_surfaces) & set(reference.state_surfaces) == set()
    assert set(reference.place_surfaces) & set(reference.capital_surfaces) == set()


def test_an_organisation_or_outlet_never_shares_its_name_with_a_state(reference: Reference) -> None:
    assert set(reference.organisation_surfaces) & set(reference.state_surfaces) == set()
    assert set(reference.outlet_surfaces) & set(reference.state_surfaces) == set()


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Azerbaijan", "AZE"),
        ("Republic of Azerbaijan", "AZE"),
        ("US", "USA"),
        ("U.S.", "USA"),
        ("the United States", "USA"),
        ("The Netherlands", "NLD"),
        ("the Netherlands", "NLD"),
        ("Netherlands", "NLD"),
        ("the Gambia", "GMB"),
        ("Britain", "GBR"),
        ("Türkiye", "TUR"),
        ("Czechia", "CZE"),
        ("Côte d'Ivoire", "CIV"),
        ("DPRK", "PRK"),
        ("N Korea", "PRK"),
        ("DR Congo", "COD"),
        ("Congo-Brazzaville", "COG"),
        ("Burma", "MMR"),
        ("Georgia", "GEO"),
        ("Jordan", "JOR"),
        ("Chad", "TCD"),
        ("the Vatican", "VAT"),
        ("State of Palestine", "PSE"),
        ("Kosovo", "XKX"),
        ("the Cook Islands", "COK"),
        ("Faroe Islands", "FRO"),
        ("Niue", "NIU"),
        ("Gibraltar", "GIB"),
        ("the Cayman Islands", "CYM"),
        ("US Virgin Islands", "VIR"),
        ("Tahiti", "PYF"),
        ("Atlantis", None),
        ("azerbaijan", None),
        ("the", None),
        ("", None),
    ],
)
def test_a_name_leads_to_its_state(reference: Reference, surface: str, code: str | None) -> None:
    assert code_of(reference.state_named(surface)) == code


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Azerbaijani", "AZE"),
        ("Azeri", "AZE"),
        ("American", "USA"),
        ("US", "USA"),
        ("British", "GBR"),
        ("Britons", "GBR"),
        ("Turks", "TUR"),
        ("Turk", "TUR"),
        ("Dutch", "NLD"),
        ("the Dutch", "NLD"),
        ("Emirati", "ARE"),
        ("Poles", "POL"),
        ("Swedes", "SWE"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("South Sudanese", "SSD"),
        ("Equatorial Guinean", "GNQ"),
        ("Iranians", "IRN"),
        ("Korean", None),
        ("European", None),
        ("Magyar", None),
    ],
)
def test_an_adjective_leads_to_its_state(reference: Reference, surface: str, code: str | None) -> None:
    assert code_of(reference.state_of_adjective(surface)) == code


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("Kyiv", "UKR"),
        ("Kiev", "UKR"),
        ("Washington", "USA"),
        ("Washington, D.C.", "USA"),
        ("The Hague", None),
        ("Baku", "AZE"),
        ("Jerusalem", "ISR"),
        ("Ramallah", "PSE"),
        ("Pretoria", "ZAF"),
        ("Istanbul", None),
    ],
)
def test_a_capital_leads_to_its_state(reference: Reference, surface: str, code: str | None) -> None:
    assert code_of(reference.state_of_capital(surface)) == code


@pytest.mark.parametrize(
    ("surface", "code"),
    [
        ("the Kremlin", "RUS"),
        ("Kremlin", "RUS"),
        ("The White House", "USA"),
        ("Downing Street", "GBR"),
        ("Elysee Palace", "FRA"),
        ("the Élysée", "FRA"),
        ("Quai d'Orsay", "FRA"),
        ("the Blue House", "KOR"),
        ("Cankaya", "TUR"),
        ("The Hague", "NLD"),
        ("the Hague", "NLD"),
        ("Hague", None),
        ("Moscow", None),
    ],
)
def test_a_metonym_leads_to_its_state(reference: Reference, surface: str, code: str | None) -> None:
    assert code_of(reference.state_of_metonym(surface)) == code


def test_a_code_leads_to_its_state(reference: Reference) -> None:
    azerbaijan = reference.state_with_code("AZE")
    assert azerbaijan is not None
    assert (azerbaijan.name, azerbaijan.capitals, azerbaijan.wikidata) == ("Azerbaijan", ("Baku",), "Q227")
    assert reference.state_with_code("XXX") is None


@pytest.mark.parametrize(
    ("surface", "identifier"),
    [
        ("UN", "united-nations"),
        ("the United Nations", "united-nations"),
        ("Security Council", "un-security-council"),
        ("the EU", "european-union"),
        ("Nato", "nato"),
        ("North Atlantic Treaty Organization", "nato"),
        ("Group of Seven", "g7"),
        ("G-7", "g7"),
        ("Ecowas", "ecowas"),
        ("Shanghai Cooperation Organization", "shanghai-cooperation-organisation"),
        ("Minsk Group", "minsk-group"),
        ("the State Department", "us-state-department"),
        ("Hizbollah", "hezbollah"),
        ("Houthis", "houthis"),
        ("Milli Majlis", "milli-majlis"),
        ("Reuters", None),
    ],
)
def test_a_name_leads_to_its_organisation(reference: Reference, surface: str, identifier: str | None) -> None:
    organisation = reference.organisation_named(surface)
    assert (organisation.id if organisation else None) == identifier


@pytest.mark.parametrize(
    ("surface", "identifier"),
    [
        ("AFP", "afp"),
        ("Agence France-Presse", "afp"),
        ("the Associated Press", "associated-press"),
        ("Azertac", "azertac"),
        ("AZERTAC", "azertac"),
        ("the Guardian", "guardian"),
        ("The Times", "times"),
        ("Times", None),
        ("United Nations", None),
    ],
)
def test_a_name_leads_to_its_outlet(reference: Reference, surface: str, identifier: str | None) -> None:
    outlet = reference.outlet_named(surface)
    assert (outlet.id if outlet else None) == identifier


@pytest.mark.parametrize(
    ("surface", "state"),
    [
        ("Geneva", "CHE"),
        ("New York", "USA"),
        ("Istanbul", "TUR"),
        ("Camp David", "USA"),
        ("St. Petersburg", "RUS"),
        ("Sharm El-Sheikh", "EGY"),
        ("Karabakh", "AZE"),
        ("the Gaza Strip", "PSE"),
        ("the South China Sea", None),
    ],
)
def test_a_name_leads_to_its_place(reference: Reference, surface: str, state: str | None) -> None:
    place = reference.place_named(surface)
    assert place is not None
    assert place.state == state


def test_a_capital_is_no_place(reference: Reference) -> None:
    assert reference.place_named("Vienna") is None


def test_every_surface_form_finds_its_own_entry(reference: Reference) -> None:
    for surface, state in reference.state_surfaces.items():
        assert reference.state_named(surface) is state
    for surface, organisation in reference.organisation_surfaces.items():
        assert reference.organisation_named(surface) is organisation
    for surface, outlet in reference.outlet_surfaces.items():
        assert reference.outlet_named(surface) is outlet
    for surface, place in reference.place_surfaces.items():
        assert reference.place_named(surface) is place
    for surface, project in reference.project_surfaces.items():
        assert ((0, len(surface)), project) in reference.projects_in(surface)


@pytest.mark.parametrize(
    ("table", "row", "complaint"),
    [
        ("states.csv", "Azerbaijan,state,Azeristan,,,,,,,,", "code 'Azerbaijan'"),
        ("states.csv", "ZZZ,kingdom,Ruritania,,,,,,,,", "kind 'kingdom'"),
        ("states.csv", "ZZZ,state,,,,,,,,,", "name ''"),
        ("states.csv", "ZZZ,state,Ruritania,,,", "6 values instead of 11"),
        ("states.csv", "ZZZ,state,Ruritania,,Ruritanian|,,,,,,", "adjectives has the part ''"),
        ("states.csv", "ZZZ,state,Ruritania,,,,,,30,,", "wikidata '30'"),
        ("states.csv", "ZZZ,state,Ruritania,Persia,,,,,,,", "name 'Persia' already stands"),
        ("states.csv", "ZZZ,state,Ruritania,,,Turks,,,,,", "adjective 'Turks' already stands"),
        ("states.csv", "USA,state,Ruritania,,,,,,,,", "code 'USA' already stands"),
        ("organisations.csv", "Entente Cordiale,format,Entente,,,,,,", "id 'Entente Cordiale'"),
        ("organisations.csv", "entente,alliance,Entente,,,,,,", "kind 'alliance'"),
        ("organisations.csv", "entente,format,Entente,,ZZZ,,,,", "state 'ZZZ' is not in states.csv"),
        ("organisations.csv", "nato,format,Entente,,,,,,", "id 'nato' already stands"),
        ("outlets.csv", "gazette,Gazette,,newspaper,,state", "state is empty"),
        ("outlets.csv", "gazette,Gazette,,blog,USA,state", "kind 'blog'"),
        ("outlets.csv", "gazette,Gazette,,website,USA,all", "audience 'all'"),
        ("places.csv", "Strelsau,,,,city,,", "state is empty"),
        ("places.csv", " Strelsau,,,CHE,city,,", "name ' Strelsau'"),
        ("states.csv", "ZZZ,state,Ruritania,,,,,,,91,0", "latitude 91.0 and longitude 0.0 lie nowhere on Earth"),
        ("undertakings.csv", "Silk Deal,,,trade,planned", "parties is empty"),
        ("undertakings.csv", "Silk Deal,,ZZZ|CHN,trade,planned", "parties 'ZZZ' are neither in states.csv"),
        ("undertakings.csv", "Silk Deal,,CHN,silk,planned", "kind 'silk'"),
        ("undertakings.csv", "Silk Deal,,CHN,trade,hoped", "status 'hoped'"),
        ("undertakings.csv", "Silk Deal,JCPOA,CHN,trade,planned", "name 'JCPOA' already stands"),
        ("offices.csv", "margrave,noble,kept,Margrave,margrave,маркграф,", "kind 'noble'"),
        ("offices.csv", "margrave,head-of-state,kept,Margrave,,маркграф,", "fr ''"),
        ("offices.csv", "margrave,head-of-state,some,Margrave,margrave,маркграф,", "holders 'some'"),
        (
            "office_holders.csv",
            ",Rudolf Rassendyll,AUT,ambassador,,,hope,no",
            "office 'ambassador' is not in offices.csv as one whose holders are kept",
        ),
        ("office_holders.csv", "30,Rudolf Rassendyll,AUT,president,,,hope,no", "person '30'"),
        (
            "office_holders.csv",
            ",Rudolf Rassendyll,ZZZ,president,,,hope,no",
            "of 'ZZZ' is neither in states.csv nor in organisations.csv",
        ),
        ("office_holders.csv", ",Rudolf Rassendyll,AUT,margrave,,,hope,no", "office 'margrave' is not in offices.csv"),
        ("office_holders.csv", ",Rudolf Rassendyll,AUT,president,1894-13,,hope,no", "from '1894-13'"),
        (
            "office_holders.csv",
            ",Rudolf Rassendyll,AUT,president,1894,1893-12,hope,no",
            "ends (1893-12) before it begins",
        ),
        ("office_holders_recent.csv", ",Rudolf Rassendyll,AUT,president,1894,,,no", "source ''"),
        ("office_holders_recent.csv", ",Rudolf Rassendyll,AUT,president,1894,,hope,maybe", "verified 'maybe'"),
        ("person_names.csv", "Rudolf Rassendyll,AUT,Rudolf V", "'Rudolf Rassendyll' held no office of 'AUT'"),
        ("person_names.csv", "Joe Biden,AUT,Uncle Joe", "'Joe Biden' held no office of 'AUT'"),
        ("person_names.csv", "Joe Biden,USA,", "other ''"),
        ("person_names.csv", "Joe Biden,USA,Joseph Biden", "other name 'Joseph Biden (Q6279)' already stands"),
        ("places.csv", '"Strelsau,,,CHE,city', "unexpected end of data"),
    ],
)
def test_a_malformed_row_is_reported_with_its_file_and_line(
    copied_folder: Path, table: str, row: str, complaint: str
) -> None:
    path = copied_folder / table
    text = path.read_text(encoding="utf-8")
    path.write_text(text + row + "\n", encoding="utf-8")
    line = text.count("\n") + 1
    with pytest.raises(ValueError, match=re.escape(f"{table}, line {line}: ")) as caught:
        load_reference(copied_folder)
    assert complaint in str(caught.value)


def test_further_names_of_persons_whom_other_holders_lack_are_left_out(copied_folder: Path) -> None:
    table = copied_folder / "office_holders.csv"
    few = table.rename(copied_folder / "few.csv")
    lines = few.read_text(encoding="utf-8").splitlines(keepends=True)
    few.write_text("".join(line for line in lines if "Lavrov" not in line), encoding="utf-8")
    register = load_reference(copied_folder, few).register
    assert register.find("Tony Blinken", "2022-07-05", None, "USA") is not None
    assert register.find("Sergei Viktorovich Lavrov", "2022-07-05", None, "RUS") is None


def test_a_member_that_no_table_holds_is_reported(copied_folder: Path) -> None:
    with (copied_folder / "organisations.csv").open("a", encoding="utf-8") as table:
        table.write("entente,format,Entente,,,,,FRA|nato|ZZZ,\n")
    with pytest.raises(ValueError, match=r"organisations\.csv: entente has unknown members: ZZZ"):
        load_reference(copied_folder)


@pytest.mark.parametrize("damage", [str.upper, lambda header: header + ",note", lambda header: ""])
def test_a_wrong_header_is_reported(copied_folder: Path, damage: Callable[[str], str]) -> None:
    path = copied_folder / "places.csv"
    header, _, rows = path.read_text(encoding="utf-8").partition("\n")
    path.write_text(damage(header) + "\n" + rows, encoding="utf-8")
    with pytest.raises(ValueError, match=r"places\.csv, line 1: the columns are"):
        load_reference(copied_folder)


def test_a_reference_made_by_hand_refuses_a_surface_form_of_two_states(reference: Reference) -> None:
    first = reference.state_with_code("GIN")
    second = reference.state_with_code("PNG")
    assert first is not None
    assert second is not None
    rival = State(
        code="ZZZ",
        kind="state",
        name="Guinea",
        aliases=(),
        adjectives=(),
        people=(),
        capitals=(),
        metonyms=(),
        wikidata=None,
        coordinates=None,
    )
    with pytest.raises(ValueError, match="'Guinea' stands for two entries"):
        Reference(states=(first, second, rival), organisations=(), outlets=(), places=())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("GUAM", "guam"),
        ("TurkPA", "turkpa"),
        ("Berlin process", "berlin-process"),
        ("5+2 format", "five-plus-two"),
        ("COP28", "cop28"),
        ("WOAH", "world-organisation-for-animal-health"),
    ],
)
def test_a_body_of_the_region_goes_by_its_usual_name(name, body):
    assert REFERENCE.organisation_named(name).id == body


def test_a_corridor_is_a_place():
    assert REFERENCE.place_named("INSTC").name == "International North-South Transport Corridor"


@pytest.mark.parametrize(("name", "code"), [("Putrajaya", "MYS"), ("Bundeskanzleramt", "DEU")])
def test_a_seat_stands_for_its_government(name, code):
    assert REFERENCE.state_of_metonym(name).code == code
