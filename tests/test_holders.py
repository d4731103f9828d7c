"""Who held which office when: how the two tables make one register, and whom a name in an article means."""

import pytest
from shipped import REFERENCE

from kg.reference import Holding
from kg.reference.holders import Register, read_register

OWNERS = frozenset({"USA", "FRA", "UTO", "nato"})
OFFICES = frozenset({"president", "prime-minister", "foreign-minister", "deputy-prime-minister", "secretary-general"})
HEADER = "person,name,of,office,from,until,source,verified\n"


def holding(name, office="president", of="UTO", since=None, until=None, person=None):
    return Holding(person or name.lower().replace(" ", "-"), name, of, office, since, until, "test", is_verified=False)


@pytest.fixture
def read(tmp_path):
    """Make a register of the rows of both tables, each `person,name,of,office,from,until` or with the source."""

    def make(exported=(), recent=()):
        for table, rows in (("office_holders.csv", exported), ("office_holders_recent.csv", recent)):
            lines = (f"{row},no\n" if row.count(",") > 5 else f"{row},test,no\n" for row in rows)
            (tmp_path / table).write_text(HEADER + "".join(lines), encoding="utf-8")
        return read_register(tmp_path / "office_holders.csv", tmp_path / "office_holders_recent.csv", OWNERS, OFFICES)

    return make


def terms(register):
    return [(h.name, h.since, h.until) for person in register.persons for h in person.holdings]


def test_a_recent_row_stands_in_place_of_the_exported_one_of_the_same_year(read):
    register = read(
        ["Q1,Ann Lee,UTO,president,2020-01-02,2022-05", "Q1,Ann Lee,UTO,president,2010,2014"],
        ["Q1,Ann Lee,UTO,president,2020-01-01,2024-06-30"],
    )
    assert terms(register) == [("Ann Lee", "2010", "2014"), ("Ann Lee", "2020-01-01", "2024-06-30")]


@pytest.mark.parametrize(
    ("exported", "recent", "expected"),
    [
        ("2019-12,", "2021-01-01,2024", [("2019-12", "2021-01-01"), ("2021-01-01", "2024")]),
        ("2021,", "2019-12-01,2024", [("2019-12-01", "2024")]),
        ("2021,", "2019-12-01,", [("2019-12-01", None)]),
        ("2021,", "2015,2018", [("2015", "2018"), ("2021", None)]),
        ("2015,2018", "2017,2019", [("2015", "2018"), ("2017", "2019")]),
    ],
)
def test_an_exported_term_without_an_end_stays_unless_it_began_during_the_recent_one(read, exported, recent, expected):
    register = read([f"Q1,Ann Lee,UTO,president,{exported}"], [f"Q1,Ann Lee,UTO,president,{recent}"])
    assert [(since, until) for _, since, until in terms(register)] == expected


def test_a_recent_row_stands_in_place_of_one_that_spells_the_name_otherwise_and_that_spelling_is_an_alias(read):
    register = read(["Q1,Anne Leigh,UTO,president,2020,"], ["Q1,Ann Lee,UTO,president,2020,2024"])
    assert terms(register) == [("Ann Lee", "2020", "2024")]
    assert register.with_id("Q1").aliases == ("Anne Leigh",)
    assert register.find("Anne Leigh", "2021-01-01", of="UTO") is register.with_id("Q1")


def test_a_recent_row_leaves_other_offices_and_other_states_alone(read):
    register = read(
        ["Q1,Ann Lee,UTO,foreign-minister,2020,2021", "Q2,Ann Lee,FRA,president,2020,2021"],
        ["Q1,Ann Lee,UTO,president,2020,2024"],
    )
    assert len(terms(register)) == 3


def test_a_recent_row_without_an_item_gets_that_of_the_same_name_in_the_same_state(read):
    register = read(
        ["Q1,Zoë Lee,UTO,foreign-minister,2010,2014", "Q2,Bob Ray,FRA,president,2010,2014"],
        [",Zoe Lee,UTO,president,2020,", ",Bob Ray,UTO,prime-minister,2020,"],
    )
    assert {person.id: len(person.holdings) for person in register.persons} == {"Q1": 2, "Q2": 1, "bob-ray": 1}
    assert register.with_id("Q1").is_item
    assert register.with_id("Q1").aliases == ("Zoë Lee",)
    assert not register.with_id("bob-ray").is_item


def test_a_term_without_an_end_ends_when_the_next_holder_comes(read):
    register = read(["Q1,Ann Lee,UTO,president,2016,"], [",Bob Ray,UTO,president,2021-03-01,"])
    assert terms(register) == [("Ann Lee", "2016", "2021-03-01"), ("Bob Ray", "2021-03-01", None)]


def test_a_second_term_of_the_same_person_ends_the_first(read):
    register = read(["Q1,Ann Lee,UTO,president,2016,", "Q1,Ann Lee,UTO,president,2021,"])
    assert [until for _, _, until in terms(register)] == ["2021", None]


@pytest.mark.parametrize(
    ("first", "second", "until"),
    [
        ("public-record", "public-record", "2021"),
        ("public-record", "public-record-rival", None),
        ("public-record", "public-record-joint", None),
        ("public-record", "public-record-acting+wikidata-2022", None),
        ("public-record-sanaa+wikidata-2022", "public-record", None),
        ("public-record-rival", "public-record-rival", "2021"),
        ("public-record-acting", "public-record", "2021"),
        ("public-record-acting", "public-record-acting", "2021"),
        ("public-record-acting", "public-record-rival", None),
    ],
)
def test_neither_a_rival_nor_who_acts_ends_a_term_and_nobody_ends_that_of_a_rival(read, first, second, until):
    register = read(
        recent=[f",Ann Lee,UTO,president,2016,,{first}", f",Bob Ray,UTO,president,2021,,{second}"],
    )
    assert terms(register)[0] == ("Ann Lee", "2016", until)


def test_an_office_for_several_at_a_time_is_not_left_when_the_next_one_comes(read):
    office = "UTO,deputy-prime-minister"
    register = read([f"Q1,Ann Lee,{office},2016,", f"Q2,Bob Ray,{office},2021,"])
    assert [until for _, _, until in terms(register)] == [None, None]


def test_a_later_holder_in_another_state_ends_nothing(read):
    register = read(["Q1,Ann Lee,UTO,president,2016,", "Q2,Bob Ray,FRA,president,2021,"])
    assert [until for _, _, until in terms(register)] == [None, None]


@pytest.mark.parametrize(
    ("since", "until", "day", "expected"),
    [
        ("2021-08-25", "2024-05-19", "2021-08-25", True),
        ("2021-08-25", "2024-05-19", "2024-05-19", True),
        ("2021-08-25", "2024-05-19", "2021-08-24", False),
        ("2021-08-25", "2024-05-19", "2024-05-20", False),
        ("2021-08", "2024", "2021-08-01", True),
        ("2021-08", "2024", "2021-07-31", False),
        ("2021-08", "2024", "2024-12-31", True),
        ("2021-08", "2024", "2025-01-01", False),
        ("2021", "2021-11", "2021-11-30", True),
        ("2021", "2021-11", "2021-12-01", False),
        ("2021", None, "2030-01-01", True),
        (None, "2021-10", "2020-12-31", False),
        (None, "2021-10", "2021-01-01", True),
        (None, "2021-10", "2021-11-01", False),
        (None, None, "1950-01-01", True),
    ],
)
def test_a_holding_covers_the_days_that_it_may_have_lasted(since, until, day, expected):
    assert holding("Ann Lee", since=since, until=until).covers(day) is expected


@pytest.mark.parametrize(
    ("office", "until", "source", "expected"),
    [
        ("deputy-prime-minister", None, "wikidata-2022", False),
        ("deputy-prime-minister", None, "wikidata-2022-open", False),
        ("vice-president", None, "wikidata-2022", False),
        ("deputy-prime-minister", None, "wikidata-2024-11", True),
        ("deputy-prime-minister", None, "wikidata-2022+public-record", True),
        ("deputy-prime-minister", "2025", "wikidata-2022", True),
        ("prime-minister", None, "wikidata-2022", True),
    ],
)
def test_what_an_export_says_of_an_office_for_several_holds_until_the_end_of_the_year_after(
    office, until, source, expected
):
    term = Holding("Q1", "Ann Lee", "UTO", office, "2020", until, source, is_verified=False)
    assert term.covers("2023-12-31")
    assert term.covers("2025-06-15") is expected


REGISTER = Register(
    [
        holding("Ann Lee", of="UTO", since="2016", until="2020-06-30", person="Q1"),
        holding("Ann Lee", "foreign-minister", of="UTO", since="2010", until="2015", person="Q1"),
        holding("Ann Lee", "foreign-minister", of="FRA", since="2018", until="2019", person="Q2"),
        holding("Volodymyr Zelenskyy", of="USA", since="2019", person="Q3"),
        holding("Bob Ray", "prime-minister", of="UTO", since="2016", until="2020", person="Q4"),
        holding("Joe Biden", of="FRA", since="2021-01-20", until="2025-01-20", person="Q5"),
        holding("Joe Biden", "deputy-prime-minister", of="FRA", since="2009", until="2017", person="Q5"),
        holding("Tim Ray", "foreign-minister", of="UTO", since="2016", until="2020", person="Q6"),
        holding("Kim Ray", "foreign-minister", of="FRA", since="2016", until="2017", person="Q7"),
    ]
)


@pytest.mark.parametrize(
    ("name", "day", "office", "of", "expected"),
    [
        ("Ann Lee", "2018-05-05", "president", "UTO", "Q1"),
        ("Ann Lee", "2018-05-05", "foreign-minister", "FRA", "Q2"),
        ("Ann Lee", "2018-05-05", None, "UTO", "Q1"),
        ("Ann Lee", "2026-05-05", "president", "UTO", "Q1"),  # a former president is still called one
        ("Ann Lee", None, "president", "UTO", "Q1"),
        ("ANN LEE", "2018-05-05", "president", "UTO", "Q1"),
        ("Ann Lee", "2018-05-05", "president", "USA", None),
        ("Volodimir Zelensky", "2022-02-24", "president", "USA", "Q3"),
        ("Zelensky", "2022-02-24", "president", "USA", "Q3"),
        ("Zelensky", "2018-02-24", "president", "USA", None),
        ("Zelensky", "2022-02-24", None, "USA", None),
        ("Zelensky", None, "president", "USA", None),
        ("Lee", "2018-05-05", "president", "UTO", "Q1"),
        ("Lee", "2018-05-05", "prime-minister", "UTO", None),
        ("Ray", "2018-05-05", "foreign-minister", "UTO", "Q6"),
        ("Ray", "2016-05-05", "foreign-minister", None, None),
        ("Ray", "2018-05-05", "foreign-minister", None, "Q6"),
        ("Joe Robinette Delaware Biden", "2022-05-05", "president", "FRA", "Q5"),
        ("Joe Robinette Delaware Biden", "2019-05-05", "president", "FRA", None),
        ("Joe Robinette Delaware Biden", "2022-05-05", None, "FRA", None),
        ("Robinette Biden", "2022-05-05", "president", "FRA", None),  # perhaps his sister
        ("Nobody", "2022-05-05", "president", "FRA", None),
        ("", "2022-05-05", "president", "FRA", None),
    ],
)
def test_a_name_means_the_one_person_who_fits(name, day, office, of, expected):
    found = REGISTER.find(name, day, office, of)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "office", "states", "expected"),
    [
        ("Ann Lee", None, {"UTO"}, "Q1"),
        ("Ann Lee", None, {"FRA", "USA"}, "Q2"),
        ("Ann Lee", None, {"UTO", "FRA"}, None),
        ("Ann Lee", None, set(), None),
        ("Ann Lee", "president", {"UTO", "FRA"}, "Q1"),
        ("Ann Lee", "president", set(), "Q1"),  # nobody else of this name held the office on the day
        ("Ann Lee", "prime-minister", set(), None),
        ("Annabel K. Lee", "president", {"UTO"}, "Q1"),
        ("Annabel K. Lee", "president", {"USA"}, None),
        ("Ann Kay", "president", {"UTO"}, None),  # a first name tells nobody
        ("Annabel K. Lee Jr.", "president", {"UTO"}, "Q1"),
    ],
)
def test_of_whom_no_state_is_told_the_states_of_the_article_decide(name, office, states, expected):
    found = REGISTER.find(name, "2018-05-05", office, None, states)
    assert (found.id if found else None) == expected


NAMES = Register(
    [
        holding("Joe Biden", of="USA", since="2021", until="2025", person="Q1"),
        holding("Sheikh Hasina", "prime-minister", since="2009", until="2024", person="Q2"),
        holding("Bashar al-Assad", since="2000", until="2024", person="Q3"),
        holding("JD Vance", of="USA", since="2021", until="2029", person="Q4"),
        holding("Abdullah II", since="1999", person="Q5"),
        holding("Ferdinand Marcos Jr.", of="FRA", since="2022", person="Q6"),
        holding("Lloyd Austin", "foreign-minister", of="USA", since="2021", until="2025", person="Q7"),
        holding("Hillary Clinton", "foreign-minister", of="USA", since="2009", until="2013", person="Q8"),
        holding("Moussa Faki", "foreign-minister", since="2017", until="2025", person="Q9"),
        holding("Ali Salem Omar", of="FRA", since="2020", person="Q10"),
        holding("Ali Hadi Omar", "foreign-minister", of="FRA", since="2020", person="Q11"),
        holding("Win Aung Myint", of="MMR", since="2018", person="Q12"),
        holding("Luiz Silva", of="FRA", since="2003", until="2010", person="Q13"),
        holding("John Tod", "foreign-minister", of="USA", since="2021", person="Q14"),
        holding("Jack Tod", "prime-minister", of="USA", since="2021", person="Q15"),
        holding("S. Rama", "prime-minister", of="FRA", since="2021", person="Q16"),
        holding("Taro Kono", of="JPN", since="2021", person="Q17"),
    ],
    {"Q13": ["Lula", "Luiz Silva"], "nobody": ["Noman"]},
)


@pytest.mark.parametrize(
    ("name", "of", "expected"),
    [
        ("Joseph Biden", "USA", "Q1"),  # a short form and the full one
        ("Joseph R. Biden", "USA", "Q1"),
        ("Joseph R. Biden, Jr.", "USA", "Q1"),
        ("Joe R Biden", "USA", "Q1"),
        ("John Biden", "USA", None),
        ("Joe Bidet", "USA", None),
        ("President Joe Biden", "USA", None),  # a title of an office belongs to no name
        ("Sir Joe Biden", "USA", "Q1"),
        ("General Sir Joseph Biden", "USA", "Q1"),
        ("Sheikh Hasina", "UTO", "Q2"),
        ("Sheikh Rehana", "UTO", None),
        ("Hasina", "UTO", None),
        ("Bashar Assad", "UTO", "Q3"),
        ("Bashar el-Assad", "UTO", "Q3"),
        ("Dr. Bashar Al Assad", "UTO", "Q3"),
        ("Rifaat al-Assad", "UTO", None),
        ("J.D. Vance", "USA", "Q4"),
        ("J. D. Vance", "USA", "Q4"),
        ("J. Vance", "USA", None),
        ("D. J. Vance", "USA", None),
        ("King Abdullah II", "UTO", "Q5"),
        ("King Abdullah III", "UTO", None),
        ("King Abdullah I", "UTO", None),
        ("Prince Abdullah", "UTO", None),
        ("Ferdinand Marcos Jr", "FRA", "Q6"),
        ("Ferdinand Marcos", "UTO", None),  # his father, of whom no table tells
        ("Lloyd J. Austin III", "USA", "Q7"),
        ("John Tod", "USA", "Q14"),
        ("Dr S Rama", "FRA", "Q16"),
        ("Dr T Rama", "FRA", None),
        ("Mr Tod", "USA", None),
        ("Kōno Tarō", "JPN", "Q17"),
        ("Tod John", "USA", None),
    ],
)
def test_a_usual_form_of_a_name_is_as_good_as_the_name_itself(name, of, expected):
    found = NAMES.find(name, "2023-05-05", None, of)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "day", "office", "of", "expected"),
    [
        ("Hillary Rodham Clinton", "2010-05-05", None, "USA", "Q8"),
        ("Hillary Rodham Clinton", "2016-05-05", None, "USA", "Q8"),
        ("Hillary Rodham Clinton", "2019-05-05", None, "USA", None),  # long after
        ("Hillary Rodham Clinton", None, None, "USA", None),
        ("Hillary Rodham Clinton", "2016-05-05", "president", "USA", None),
        ("Hillary Diane Rodham Clinton", "2010-05-05", None, "USA", None),  # two parts more
        ("Diane Hillary Clinton", "2010-05-05", None, "USA", None),
        ("Hillary Rodham Clinton", "2010-05-05", None, "UTO", None),
        ("Moussa Faki Mahamat", "2020-05-05", None, "UTO", "Q9"),
        ("Moussa Faki Mahamat", "2026-05-05", None, "UTO", None),  # in office no more
        ("Ali Omar", "2020-05-05", None, "FRA", None),  # two of them
        ("Ali Salem", "2021-05-05", None, "FRA", "Q10"),
        ("Win Myint", "2020-05-05", None, "MMR", None),  # there every part tells persons apart
    ],
)
def test_one_part_of_a_name_may_be_missing_or_added(name, day, office, of, expected):
    found = NAMES.find(name, day, office, of)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Hillary Rodham Clinton", "Q8"), ("Hillary Rodham", None), ("Ali Salem", None)],
)
def test_the_last_part_of_a_name_is_not_left_out_where_no_state_is_told(name, expected):
    found = NAMES.find(name, "2010-05-05", None, None, {"USA", "FRA"})
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "day", "of", "states", "expected"),
    [
        ("Lula", "2005-05-05", None, {"USA", "FRA"}, "Q13"),
        ("Lula", "2005-05-05", "FRA", (), "Q13"),
        ("Lula", "2015-05-05", "FRA", (), None),
        ("Lula", None, "FRA", (), None),
        ("Lula", "2005-05-05", None, {"USA"}, None),
        ("Silva", "2005-05-05", "FRA", (), None),
        ("Luiz", "2005-05-05", "FRA", (), None),
    ],
)
def test_one_word_may_be_the_whole_name_of_somebody_in_office(name, day, of, states, expected):
    found = NAMES.find(name, day, None, of, states)
    assert (found.id if found else None) == expected


def test_further_names_are_aliases_and_none_of_them_is_the_name():
    assert NAMES.with_id("Q13").aliases == ("Lula",)
    assert NAMES.with_id("Q1").aliases == ()


def test_two_of_the_same_name_are_nobody():
    twins = Register([holding("Ann Lee", person="Q1", since="2016"), holding("Ann Lee", person="Q2", since="2016")])
    assert twins.find("Ann Lee", "2018-05-05", "president", "UTO") is None


@pytest.mark.parametrize(
    ("name", "day", "office", "of", "expected"),
    [
        ("Jeyhun Bayramov", "2022-07-05", "foreign-minister", "AZE", "Q16366137"),
        ("Ceyhun Bayramov", "2022-07-05", "foreign-minister", "AZE", "Q16366137"),
        ("Joseph R. Biden, Jr.", "2022-07-05", "president", "USA", "Q6279"),
        ("Volodimir Zelenskiy", "2022-07-05", "president", "UKR", "Q3874799"),
        ("Amir-Abdollahian", "2022-07-05", "foreign-minister", "IRN", "Q17991320"),
        ("Lavrov", "2024-07-05", "foreign-minister", "RUS", "Q58217"),
        ("Marco Rubio", "2025-07-05", "foreign-minister", "USA", "marco-rubio"),
        ("Blinken", "2025-07-05", "foreign-minister", "USA", None),
        ("Mohammad Baqer Qalibaf", "2022-07-05", None, "IRN", "Q542074"),
        ("Sayyid Ebrahim Raeisi", "2022-07-05", None, "IRN", "Q5947347"),
        ("Alyaksandr Lukashenka", "2022-07-05", None, "BLR", "Q2866"),
        ("Prince Faisal bin Farhan", "2022-07-05", None, "SAU", "Q72099398"),
        ("Viktor Orban", "2022-07-05", None, "HUN", "Q57641"),
        ("George Bush", "1991-07-05", "president", "USA", "george-h-w-bush"),
        ("George Bush", "2003-07-05", "president", "USA", "Q207"),
        ("George Bush", "1996-07-05", "president", "USA", None),
        ("King Abdullah", "2012-07-05", None, "JOR", "Q57464"),
        ("Sheikh Hasina", "2020-07-05", None, "BGD", "Q52183"),
        ("Kim Un", "2018-07-05", None, "PRK", None),
        ("Mohammad Mustafa", "2025-06-15", "prime-minister", "palestinian-authority", "mohammad-mustafa"),
        ("Mahmoud Abbas", "2025-06-15", "president", "palestinian-authority", "Q127998"),
        ("Moussa Faki", "2020-06-15", "chairperson", "african-union", "Q58117"),
        ("Amir Khan Muttaqi", "2025-06-15", "foreign-minister", "taliban", "Q60499905"),
        ("Amir Khan Muttaqi", "2025-06-15", "foreign-minister", "pakistani-taliban", None),
        ("João Lourenço", "2025-06-15", "chairperson", "african-union", "Q28650390"),
        ("Edi Rama", "2020-06-15", "chairperson", "osce", "Q316901"),
        ("Daniel Ortega", "2025-06-15", "president", "NIC", "Q57402"),
        ("Dbeibah", "2025-06-15", "prime-minister", "LBY", "Q105319569"),
        ("Pietro Parolin", "2025-06-15", None, "VAT", "pietro-parolin"),
        ("Luciana Lamorgese", "2020-06-15", "interior-minister", "ITA", "Q67129448"),
        ("Hoekstra", "2025-06-15", "deputy-prime-minister", "NLD", None),
        ("Milo", "2022-06-15", "president", "MNE", "Q200305"),
        ("Milei", "2022-06-15", "president", "MNE", None),
    ],
)
def test_the_shipped_register_knows_who_is_meant(name, day, office, of, expected):
    found = REFERENCE.register.find(name, day, office, of)
    assert (found.id if found else None) == expected


@pytest.mark.parametrize(
    ("name", "day", "office", "of", "is_holder"),
    [
        ("Margaret Trudeau", "2019-02-10", "prime-minister", "CAN", False),
        ("Sonia Modi", "2023-02-10", "prime-minister", "IND", False),
        ("Sergei Putin", "2017-02-10", "president", "RUS", False),
        ("Abdelaziz Tebboune", "2022-02-10", "president", "DZA", False),
        ("Akie Abe", "2018-02-10", "prime-minister", "JPN", False),
        ("Oleksandr Lukashenka", "2022-02-10", "president", "BLR", True),  # another transliteration
        ("Imomali Rakhmon", "2022-02-10", "president", "TJK", True),
        ("Muhammad Buhari", "2018-02-10", "president", "NGA", True),
        ("Abdelmadjid Tebboune", "2022-02-10", "president", "DZA", True),
        ("Abdelfattah El Sissi", "2022-02-10", "president", "EGY", True),
        ("R.T. Erdogan", "2022-02-10", "president", "TUR", True),  # initials
        ("Bibi Netanyahu", "2023-02-10", "prime-minister", "ISR", True),  # a pet name
        ("Pepe Mujica", "2012-02-10", "president", "URY", True),
        ("Baroness Ashton", "2012-02-10", "foreign-policy-chief", "european-union", True),  # no given name
        ("Javad Zarif", "2017-02-10", "foreign-minister", "IRN", True),  # the second given name
        ("Abe Shinzo", "2018-02-10", "prime-minister", "JPN", True),  # the family name first
        ("Pedro Sánchez Pérez-Castejón", "2022-02-10", "prime-minister", "ESP", True),  # both surnames
    ],
)
def test_another_given_name_is_another_person(name, day, office, of, is_holder):
    assert (REFERENCE.register.find(name, day, office, of) is not None) is is_holder


@pytest.mark.parametrize(
    ("office", "of", "day", "names"),
    [
        ("prime-minister", "NLD", "2026-03-01", {"Rob Jetten"}),
        ("president", "PRT", "2026-04-01", {"António José Seguro"}),
        ("president", "BGR", "2026-03-01", {"Iliana Iotova"}),
        ("president", "CRI", "2026-06-10", {"Laura Fernández Delgado"}),
        ("prime-minister", "BGD", "2026-03-01", {"Tarique Rahman"}),
        ("monarch", "AND", "2024-01-01", {"Emmanuel Macron", "Joan Enric Vives Sicília"}),
        ("monarch", "AND", "2026-01-01", {"Emmanuel Macron", "Josep-Lluís Serrano Pentinat"}),
        ("finance-minister", "ITA", "2019-03-01", {"Giovanni Tria"}),
        ("finance-minister", "IRN", "2025-01-10", {"Abdolnaser Hemmati"}),
        ("chairperson", "eurasian-economic-union", "2025-01-10", {"Bakytzhan Sagintayev"}),
    ],
)
def test_who_held_it_on_the_day(office, of, day, names):
    holders = REFERENCE.register.holders(office, of)
    assert {person.name for person in holders if person.held(office, of, day)} == names
