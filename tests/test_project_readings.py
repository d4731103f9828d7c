"""What tells one project from a kind, whose it is where the verb does not say, and how far it has come."""

import pytest

from kg.analysis.document import Reader
from kg.analysis.sums import amount_in


def projects(read, text):
    reading = read(text)
    return [({reading.names[p] for p in q.parties}, q.status.value) for q in reading.extraction.projects]


@pytest.mark.parametrize(
    "text",
    [
        "Mali has gold. Mali and Chad signed the agreement in Paris.",  # told elsewhere
        "Mali and Chad rejected accords.",
        "Mali and Chad welcomed their agreement that war is bad.",  # of one mind
        "Mali and Chad have no project.",
        "Mali and Chad want any trade deal.",
        "Mali praised Chad. Chad praised Mali. Mali and the parliament of Mali signed a budget deal.",
        "Mali and Chad met at the joint commission of Mali and Chad.",  # a body
        "Armed groups that agreed to talks left Chad for Mali.",
    ],
)
def test_what_leads_back_or_only_meets_is_no_project(read, text):
    assert projects(read, text) == []


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Chad and Mali met. Mali praised the Chad-Mali Migration Forum.", {"Chad", "Mali"}, "underway"),
        ("The US-UK base lies in Cyprus.", {"United States", "United Kingdom"}, "underway"),
        ("The plant that is nearing completion in Mali was paid for by China.", {"Mali", "China"}, "underway"),
        ("The committees that Mali and Chad launched are new.", {"Mali", "Chad"}, "underway"),
        ("Mali and Chad signed a number of documents on trade.", {"Mali", "Chad"}, "completed"),
        ("Chad repeated its offer of technical assistance to Mali.", {"Chad", "Mali"}, "proposed"),
        ("Denmark will hasten the opening of an embassy in Mali.", {"Denmark", "Mali"}, "planned"),
        ("Denmark supported Mali with $5 million.", {"Denmark", "Mali"}, "underway"),
        ("Mali welcomed Denmark's announcement of $5 million in aid.", {"Denmark", "Mali"}, "planned"),
        ("Mali noted the help of Denmark, including its offer of $5 million.", {"Mali"}, "proposed"),
        ("Mali is dry. Chad is dry. Chad thanked Mali. A senator hailed a 1971 pact.", {"Mali", "Chad"}, "completed"),
    ],
)  # fmt: skip
def test_a_project_is_one_that_is_shared_made_offered_or_dated(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Mali and Acme signed a memorandum of understanding.", {"Mali", "Acme"}),
        ("The Government of Mali and Acme signed a memorandum of understanding.", {"Mali", "Acme"}),
        ("Mali signed a partnership with Zipline to deliver medicines.", {"Mali", "Zipline"}),
        ("A new partnership between Acme, the Government of Mali and the Reed Foundation was launched.",
         {"Acme", "Mali", "Reed Foundation"}),
    ],
)  # fmt: skip
def test_what_a_state_agrees_with_a_firm_is_a_project(read, text, parties):
    assert [found for found, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    "text",
    [
        "Mali signed a deal with the Mali Miners Union.",  # its own
        "Mali signed a deal with miners.",
        "Acme and Zipline signed a memorandum of understanding.",
    ],
)
def test_what_is_of_one_state_or_of_none_is_no_project(read, text):
    assert projects(read, text) == []


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Mali thanked Chad for supplying Malian soldiers with rifles.", {"Mali", "Chad"}),
        ("Chad said that two markets will be opened.", {"Chad"}),
        ("Denmark came to Mali to sign a fishing agreement.", {"Denmark", "Mali"}),
        ("China will continue to help Mali in building a stadium.", {"China", "Mali"}),
    ],
)
def test_parties_are_who_is_thanked_tells_comes_or_helps(read, text, parties):
    text = f"{text} Peru and Chile looked on."  # so that nothing is domestic
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Chad condemned the delivery of German tanks to Mali.", {"Germany", "Mali"}),
        ("Chad criticised the sale of Chinese missiles to Mali.", {"China", "Mali"}),
        ("Chad protested against China's arms sales to Mali.", {"China", "Mali"}),
        ("Chad opposed the construction of a naval base by China in Ghana.", {"China", "Ghana"}),
        ("Chad called on Ghana to give up its port deal with Mali.", {"Ghana", "Mali"}),
        ("Turkey urged Egypt to complete a gas pipeline to Mali.", {"Egypt", "Mali"}),
        ("Chad approved the sale of Chinese missiles to Mali.", {"Chad", "China", "Mali"}),
        ("Chad welcomed the trade agreement with Mali.", {"Chad", "Mali"}),
        ("Turkey hopes to complete a gas pipeline to Egypt.", {"Turkey", "Egypt"}),
    ],
)
def test_who_is_against_it_or_urges_others_is_no_party(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Chile hailed Peru's treaty with Laos.", {"Peru", "Laos"}),
        ("Chile rejected the fishing agreement between Peru and Laos.", {"Peru", "Laos"}),
        ("Chile warned against Peru's pact with Catalonia.", {"Peru"}),
        ("Chile commented on the Peru-Laos agreement.", {"Peru", "Laos"}),
        ("Chile, which criticised the agreement between Peru and Laos, is far away.", {"Peru", "Laos"}),
        ("Peru signed a fishing agreement with Laos that Chile condemned.", {"Peru", "Laos"}),
        ("Peru signed a fishing agreement with Laos, which Chile praised.", {"Peru", "Laos"}),
        ("Chile signed the fishing agreement between Peru and Laos.", {"Chile", "Peru", "Laos"}),
        ("Chile praised a fishing agreement with Laos.", {"Chile", "Laos"}),
        ("Chile begged Peru to build a dam.", {"Peru"}),
        ("Chile brokered the fishing agreement between Peru and Laos.", {"Peru", "Laos"}),
        ("Peru received a loan of $4m from Japan.", {"Peru", "Japan"}),
        ("Japan loaned $4m to Peru for a port.", {"Peru", "Japan"}),
        ("Chile is ready for a gas deal with Peru.", {"Chile", "Peru"}),
        ("Chile was in favour of a gas deal with Peru.", {"Chile", "Peru"}),
        ("Chile is keen on a gas deal with Peru.", {"Chile", "Peru"}),
        ("A tunnel between Peru and Chile is being built with Chinese money.", {"Peru", "Chile", "China"}),
        ("A tunnel between Peru and Chile is being built with Chinese investment.", {"Peru", "Chile", "China"}),
    ],
)
def test_who_has_only_an_opinion_is_no_party(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    "text",
    [
        "Ukraine attacked the Druzhba pipeline in Russia.",
        "Peru condemned the attack on the gas pipeline between Russia and Germany.",
        "Iraq ruled out joining the Abraham Accords.",
    ],
)
def test_what_is_hit_or_not_joined_is_no_project(read, text):
    assert projects(read, text) == []


def test_a_name_ends_before_a_relative_clause(read):
    text = "A fishing agreement between Peru and Chile, which Laos praised, was signed."
    assert [p.name for p in read(text).extraction.projects] == ["Fishing agreement between Peru and Chile"]


def test_a_name_begins_with_the_quotation_in_it(read):
    text = "Peru and Chile agreed a 'two in, two out' asylum deal."
    assert [p.name for p in read(text).extraction.projects] == ["'two in, two out' asylum deal"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mali was in favour of a trade deal with Chad.", "proposed"),
        ("Mali is interested in a trade deal with Chad.", "proposed"),
        ("Mali wants to sell oil to Chad.", "proposed"),
        ("Mali praised the negotiations for a Mali-Chad Trade Agreement.", "planned"),
        ("Mali and Chad signed terms of reference for a trade agreement.", "planned"),
        ("Mali and Chad launched work on a fishing treaty.", "planned"),
        ("Mali met Chad after stalled negotiations for a trade deal between Mali and Chad.", "proposed"),
        ("Talks for a trade deal between Mali and Chad collapsed.", "proposed"),
        ("Mali and Chad held talks on the 2019 trade agreement.", "completed"),
        ("Mali paused $5 million in aid to Chad.", "unknown"),
        ("Mali gave up its fishing pact with Chad.", "unknown"),
        ("Niger denounced Mali's fishing pact with Chad.", "completed"),
        ("Mali denounced its fishing pact with Chad.", "unknown"),
        ("Niger urged Mali to end its fishing pact with Chad.", "completed"),
        ("Mali refused to scrap its fishing pact with Chad.", "completed"),
        ("The draft agreement between Mali and Chad is long.", "proposed"),
        ("The trade agreement between Mali and Chad has yet to be signed.", "proposed"),
        ("Mali wanted a trade deal with Chad.", "proposed"),
        ("Mali favoured a free trade agreement with Chad.", "proposed"),
        ("Mali needs a gas deal with Chad.", "proposed"),
        ("Mali hoped for a gas deal with Chad.", "proposed"),
        ("Mali wanted to sign a trade deal with Chad.", "planned"),
        ("Mali wanted more jobs under a trade deal with Chad.", "completed"),
        ("Mali welcomed a free trade agreement with Chad.", "completed"),
        ("China will continue to help Mali in building a stadium.", "underway"),
        ("Germany welcomed a loan agreed by France and Mali.", "planned"),
        ("France and Chad have held joint drills in Mali.", "completed"),
        ("Denmark came to Mali to sign a fishing agreement.", "planned"),
        ("Mali might invoke the 1971 defence treaty with Chad.", "completed"),
        ("Chad will drill in Mali under a gas deal signed in May.", "completed"),
        ("Niger tore up its defence agreement with Mali.", "unknown"),
        ("Turkey hopes to complete a gas pipeline to Egypt.", "planned"),
        ("Peru and Chile reopened their border.", "completed"),
        ("Chile will fly to Peru following the inauguration of an airport built by Chile and Peru.", "completed"),
    ],
)
def test_the_status_follows_what_was_done_before_and_after(read, text, status):
    assert [told for _, told in projects(read, text)] == [status]


def test_a_later_mention_adds_parties_and_leaves_the_first_words(read):
    text = "Mali announced a fishing deal. Peru is far away. The fishing deal of Mali with Chad is new."
    (project,) = read(text).extraction.projects
    assert text[slice(*project.evidence)] == "announced a fishing deal"
    assert projects(read, text)[0][0] == {"Mali", "Chad"}


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Denmark plans to station missiles in Norway.", {"Denmark", "Norway"}, "planned"),
        ("Peru has shipped hundreds of crates of shells to Chile.", {"Peru", "Chile"}, "completed"),
        ("Peru inaugurated a trade office in Santiago.", {"Peru", "Chile"}, "completed"),
        ("A hospital was handed over by Japan to the government of Laos.", {"Japan", "Laos"}, "completed"),
        ("Peru and Chile are discussing a power line.", {"Peru", "Chile"}, "proposed"),
        ("Peru and Chile are studying a tunnel under the Andes.", {"Peru", "Chile"}, "proposed"),
        ("Norway will extend its climate partnership with Indonesia.", {"Norway", "Indonesia"}, "planned"),
    ],
)
def test_what_is_stationed_shipped_handed_over_or_discussed_is_a_project(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    "text",
    ["Peru and Chile discussed a school.", "Peru deployed missiles in Chile.", "Peru works in an office in Santiago."],
)
def test_what_is_talked_about_or_fired_is_none(read, text):
    assert projects(read, text) == []


def test_what_only_explains_a_name_is_no_second_project(read):
    text = "The Iran-Iraq Water Tunnel, a project that Iran and Iraq are building, is long."
    assert len(projects(read, text)) == 1


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Peru and Chile agreed to pursue a security dialogue.", {"Peru", "Chile"}, "planned"),
        ("Peru opened a US-UK strategic dialogue.", {"Peru", "United States", "United Kingdom"}, "underway"),
        ("Peru called for the conclusion of an energy partnership with Chile.", {"Peru", "Chile"}, "proposed"),
        ("Iran is supplying Lahore with electricity.", {"Iran", "Pakistan"}, "underway"),
        ("Rwanda sent troops to Goma.", {"Rwanda", "Democratic Republic of the Congo"}, "completed"),
        ("Norway told Laos that $5 million would be made available.", {"Norway"}, "planned"),
        ("Iran and Iraq praised two projects of Iran and Iraq.", {"Iran", "Iraq"}, "underway"),
    ],
)
def test_dialogues_places_and_counted_projects(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


def test_many_without_number_or_name_are_a_kind(read):
    assert projects(read, "Iran and Iraq praised projects of Iran and Iraq.") == []


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Peru signed a fishing agreement with Chile in Rome.", {"Peru", "Chile"}),
        ("Japan is building a school in Vientiane.", {"Japan", "Laos"}),
        ("Peru is building a school in Lahore.", {"Peru", "Pakistan"}),
        ("Japan's foreign minister announced a grant of 3 billion yen to Laos.", {"Japan", "Laos"}),
        ("Germany will provide Egypt with 50 million euros.", {"Germany", "Egypt"}),
        ("The Swiss ambassador handed over 20 ambulances to Laos.", {"Switzerland", "Laos"}),
        ("Peru and Chile created a joint force with Laos.", {"Peru", "Chile", "Laos"}),
        ("Peru and Chile are expected to sign a fishing agreement.", {"Peru", "Chile"}),
    ],
)
def test_parties_are_hosts_ministers_and_those_furnished_but_no_scene(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


def test_an_agreement_with_a_year_was_made(read):
    assert projects(read, "Peru and Chile must revive the fishing agreement of 1971.") == [
        ({"Peru", "Chile"}, "completed")
    ]


def test_the_side_of_a_commander_is_no_state(read):
    reading = read("Jan Kos, commander of the Tulip Brigade, was in Mali. His side signed a gas deal with Chad.")
    assert "Tulip Brigade" not in [a.name for a in reading.extraction.actors if a.type.value == "state"]


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("They praised joint exercises to be held by Peru and Chile in May.", {"Peru", "Chile"}, "planned"),
        ("Peru praised the laying of a subsea cable linking Laos and Fiji.", {"Laos", "Fiji"}, "underway"),
        ("Peru stressed the importance of completing a gas pipeline with Chile.", {"Peru", "Chile"}, "underway"),
        ("Many noted the EU's commitment to deliver shells to Chile.", {"EU", "Chile"}, "planned"),
        ("Peru approved the possible sale of fighters to Chile.", {"Peru", "Chile"}, "proposed"),
        ("Algeria widened the Medgaz pipeline to Spain.", {"Algeria", "Spain"}, "underway"),
        ("They praised the railway, which Peru and Chile have agreed to build.", {"Peru", "Chile"}, "underway"),
        ("Turkey opened a base in Mogadishu.", {"Turkey", "Somalia"}, "completed"),
    ],
)  # fmt: skip
def test_works_are_read_with_what_they_link_and_where_they_stand(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("Norway gave Laos 5 million kroner.", "5 million kroner"),
        ("Norway gave Laos a 5-million-euro grant.", "5-million-euro"),
        ("Norway gave Laos NZ$5 million.", "NZ$5 million"),
        ("Norway gave Laos 6bn kroner.", "6bn kroner"),
        ("Norway gave Laos $7mn.", "$7mn"),
        ("Norway gave Laos NOK 7 million.", "NOK 7 million"),
        ("Norway gave Laos 500 million Swiss francs.", "500 million Swiss francs"),
        ("India gave Nepal Rs. 20 lakh.", "Rs. 20 lakh"),
        ("India gave Nepal NPR 1,000,000.", "NPR 1,000,000"),
        ("The minister told NPR 1 in 5 had fled, and it may try 5 million more.", None),
        ("Norway gave Laos 20 million rand.", "20 million rand"),
        ("Norway gave Laos R$7 million.", "R$7 million"),
        ("Norway gave Laos half a billion dollars.", "half a billion dollars"),
        ("Norway gave Laos a million reasons to be glad.", None),
    ],
)
def test_sums_have_any_currency(text, amount):
    assert amount_in(text) == amount


@pytest.mark.parametrize(
    ("text", "words", "amount"),
    [
        ("Sweden announced $35m to help feed families in Syria.", "$35m", "$35m"),
        ("Belgium pledged €70m in assistance to Niger.", "€70m in assistance to Niger", "€70m"),
        ("Qatar gave $8m for Lebanon.", "$8m for Lebanon", "$8m"),
        ("Canada offered £2.5m to Peru.", "£2.5m to Peru", "£2.5m"),
        ("Spain pledged 3bn euros to Chile.", "3bn euros to Chile", "3bn euros"),
        ("Spain pledged 4m euros to Chile.", "4m euros to Chile", "4m euros"),
        ("Germany pledged EUR 60 million to Mali.", "EUR 60 million to Mali", "EUR 60 million"),
        ("China gave RMB 30 million to Laos.", "RMB 30 million to Laos", "RMB 30 million"),
        ("India will give Rs 500 crore to Bhutan.", "Rs 500 crore to Bhutan", "Rs 500 crore"),
    ],
)
def test_a_sum_is_read_with_its_scale(read, text, words, amount):
    (project,) = read(text).extraction.projects
    assert (text[slice(*project.evidence)], project.amount) == (words, amount)


@pytest.mark.parametrize(
    ("text", "name", "amount"),
    [
        ("Peru and Laos signed a deal worth $3 billion.", "Deal worth $3 billion", "$3 billion"),
        ("Peru and Laos signed a contract, worth up to 40 million euros.",
         "Contract worth up to 40 million euros", "40 million euros"),
        ("Chad awarded Acme a contract worth £5 million to build boats.",
         "Contract worth £5 million to build boats", "£5 million"),
        ("Peru and Laos signed a trade deal after talks over a ship worth $3 billion.", "Trade deal", None),
    ],
)  # fmt: skip
def test_what_a_deal_is_worth_is_its_amount(read, text, name, amount):
    assert [(p.name, p.amount) for p in read(text).extraction.projects] == [(name, amount)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chad and Mali reopened their border.", "Reopening of the border"),
        ("Chad and Mali welcomed the resumption of flights.", "Resumption of the flights"),
        ("Chad and Mali reopened the Gao border crossing.", "Gao border crossing"),
        ("Chad and Mali resumed ferry services.", "Ferry services"),
    ],
)
def test_a_border_alone_is_named_by_what_is_done_with_it(read, text, name):
    assert [p.name for p in read(text).extraction.projects] == [name]


def test_the_same_sum_for_the_same_is_one(read):
    text = "Australia pledged $49m in aid for Laos. Australia will provide $49m over two years to Laos."
    assert len(read(text).extraction.projects) == 1


def test_metres_are_no_millions():
    assert [t.norm_ for t in Reader().read("A wall 5m high.").doc][3] == "m"


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Peru praised the U.S.-ASEAN trade agreement.", {"United States", "ASEAN"}),
        ("At the Lima Trade Summit, the Lima Trade Summit signed a gas deal with Peru and Chile.", {"Peru", "Chile"}),
        ("The supply of Glimmerol vaccine to Laos by Peru goes on.", {"Peru", "Laos"}),
    ],
)
def test_bodies_are_parties_and_meetings_and_makes_are_none(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Peru and Chile kept the fishing agreement reached in the Danish capital.", {"Peru", "Chile"}),
        ("The Minsk agreements, signed by Ukraine and Russia, failed.", {"Ukraine", "Russia"}),
    ],
)
def test_who_only_lent_the_place_is_no_party(read, text, parties):
    assert projects(read, text) == [(parties, "completed")]


@pytest.mark.parametrize(
    "text",
    ["Peru announced the plan. Chile praised the project with joy.", "Peru and Chile are happy. It is a fair deal."],
)
def test_a_plan_told_before_and_a_judgement_are_no_project(read, text):
    assert projects(read, text) == []


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("The ministers of Peru, Chile and Laos signed a fishing plan.", {"Peru", "Chile", "Laos"}, "completed"),
        ("Chile's king asked Laos for a loan of $5 million.", {"Chile"}, "proposed"),
        ("Peru and Chile opened a humanitarian corridor.", None, None),
    ],
)
def test_ministers_of_several_and_what_is_asked_for(read, text, parties, status):
    assert projects(read, text) == ([(parties, status)] if parties else [])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The European Union and Chile concluded a free trade agreement on Friday after 25 years of talks, European "
         "Commission President Ursula von der Leyen said.", "Free trade agreement"),
        ("Vietnam and Peru signed a memorandum on fishing during President Ferdinand Marcos's state visit to Hanoi.",
         "Memorandum on fishing"),
        ("Peru and Chile signed an agreement to build the first bridge over the Sama for lorries and buses of the "
         "two countries.", "Agreement to build the first bridge over the Sama for lorries and buses"),
        ("Peru and Chile signed an agreement on trade.", "Agreement on trade"),
        ("Peru and Chile agreed not to use force against each other.", "Not to use force against each other"),
    ],
)  # fmt: skip
def test_the_name_of_a_project_tells_no_day_and_ends_in_no_preposition(read, text, name):
    assert [project.name for project in read(text).extraction.projects] == [name]


def test_whose_money_it_is_is_no_party(read):
    (project,) = projects(read, "Kazakhstan and Italy signed a loan of 500 million Swiss francs.")
    assert project[0] == {"Kazakhstan", "Italy"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ("is far from a trade agreement with", []),
        ("remains a long way from a trade agreement with", []),
        ("is nowhere near a trade agreement with", []),
        ("is not close to a trade agreement with", []),
        ("is close to a trade agreement with", ["proposed"]),
        ("is on the verge of a trade agreement with", ["proposed"]),
        ("is not far from a trade agreement with", ["proposed"]),
        ("signed, far from the capital, a trade agreement with", ["completed"]),
        ("withdrew from a trade agreement with", ["unknown"]),
        ("pulled out of its trade agreement with", ["unknown"]),
        ("walked away from its trade agreement with", ["unknown"]),
        ("quit its trade agreement with", ["unknown"]),
        ("did not withdraw from its trade agreement with", ["completed"]),
        ("withdrew soldiers under a trade agreement with", ["completed"]),
    ],
)
def test_a_deal_that_is_out_of_reach_or_left_is_not_made(read, told, status):
    assert [s for _, s in projects(read, f"Mali {told} Chad.")] == status


@pytest.mark.parametrize(
    ("told", "status"),
    [("fell apart", "unknown"), ("unravelled", "unknown"), ("did not fall apart", "completed"), ("grew", "completed")],
)
def test_a_deal_may_come_to_nothing(read, told, status):
    assert [s for _, s in projects(read, f"The trade agreement between Mali and Chad {told}.")] == [status]
