"""The finer rules of reading: whom a pronoun cannot mean, what is no project, whose date a date is."""

import pytest

TWO = "Mr Tom Ludd met Mrs Ann Reed in Paris."


@pytest.mark.parametrize(("pronoun", "speaker"), [("He", "Tom Ludd"), ("She", "Ann Reed")])
def test_a_pronoun_means_nobody_of_the_other_gender(read, pronoun, speaker):
    assert read(f"{TWO} {pronoun} said that ties were good.").said == [(speaker, "ties were good")]


@pytest.mark.parametrize("act", ["signed a peace agreement", "agreed on a ceasefire deal"])
def test_a_peace_is_no_project(read, act):
    assert read(f"Iran and Turkey {act} in Baku.").extraction.projects == ()


@pytest.mark.parametrize(
    "text",
    [
        "Turkey and Libya are considering a gas pipeline between Turkey and Libya.",
        "Turkey and Libya discussed a possible gas pipeline between Turkey and Libya.",
        "Turkey and Libya announced a proposed railway link between Turkey and Libya.",
    ],
)
def test_a_project_that_is_only_talked_of_is_proposed(read, text):
    (project,) = read(text).extraction.projects
    assert project.status.value == "proposed"


def test_words_that_two_cues_report_of_one_speaker_are_one_statement(read):
    text = "Iranian President Ebrahim Raisi said Iran was ready and that Baku would come, he added."
    assert len(read(text).said) == 1


def test_speech_within_speech_is_no_statement_of_its_own(read):
    text = "Iranian President Ebrahim Raisi said that Turkey had warned that war was near."
    assert read(text).said == [("Ebrahim Raisi", "Turkey had warned that war was near")]


def test_three_who_speak_at_once_are_not_taken_for_speakers(read):
    assert read("Iran, Turkey and Russia said that ties were good.").said == []


@pytest.mark.parametrize("where", ["in Turkey, in Ankara", "in Turkey at talks in Ankara"])
def test_of_a_state_and_a_city_the_city_is_the_place(read, where):
    ((_, _, _, place),) = read(f"Iranian President Ebrahim Raisi met Ilham Aliyev {where}.").meetings
    assert place == "Ankara"


@pytest.mark.parametrize(
    "text",
    [
        "Iranian President Ebrahim Raisi spoke by phone with Ilham Aliyev, whom he had seen on Friday.",
        "Iranian President Ebrahim Raisi met Ilham Aliyev, who was re-elected on 3 July.",
    ],
)
def test_a_date_of_a_clause_about_a_participant_does_not_date_the_meeting(read, text):
    assert [day for _, _, day, _ in read(text).meetings] == ["2022-07"]  # as of all news


def test_a_meeting_told_in_passing_takes_neither_date_nor_tense_of_the_sentence(read):
    arrived = "Ilham Aliyev, who met Vladimir Putin in Moscow, arrived in Turkey on Monday."
    assert ({"Ilham Aliyev", "Vladimir Putin"}, "meeting", "None", "Moscow") in read(arrived).meetings
    travels = "Iranian President Ebrahim Raisi, who met Ilham Aliyev in June, will travel to Turkey."
    assert [(m.status.value, str(m.date)) for m in read(travels).extraction.meetings] == [
        ("held", "2022-06"),
        ("planned", "None"),
    ]


def test_an_office_alone_means_who_holds_it_for_that_state(read):
    met = "Iranian Minister Ali Karimi met Minister Deniz Kaya. The Iranian minister said that ties were good."
    assert read(met).said == [("Ali Karimi", "ties were good")]
    assert read("Turkish Minister Deniz Kaya arrived. The Iranian minister said that ties were good.").said == []


@pytest.mark.parametrize("text", ["returned to Iran on Monday", "arrived in Tehran on Monday after his trip"])
def test_going_home_is_no_visit(read, text):
    assert read(f"Iranian President Ebrahim Raisi {text}.").meetings == []


def test_a_meeting_told_in_a_quotation_is_read_too(read):
    text = (
        'Ilham Aliyev said: "Iranian President Ebrahim Raisi met Turkish President Recep Tayyip Erdogan in Ankara '
        'last year and they agreed on it."'
    )
    assert read(text).meetings == [({"Ebrahim Raisi", "Recep Tayyip Erdogan"}, "meeting", "2021", "Ankara")]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("French President Emmanuel Macron met Egyptian officials in Cairo.", {"Emmanuel Macron", "Egypt"}),
        ("French President Emmanuel Macron met with NATO leaders.", {"Emmanuel Macron", "NATO"}),
        (
            "French President Emmanuel Macron met with the Presidents of Kenya, Rwanda and Ghana.",
            {"Emmanuel Macron", "Kenya", "Rwanda", "Ghana"},
        ),
        (
            "French President Emmanuel Macron and German Chancellor Friedrich Merz spoke on the phone.",
            {"Emmanuel Macron", "Friedrich Merz"},
        ),
        (
            "French President Emmanuel Macron's decision followed a phone call with Chancellor Friedrich Merz.",
            {"Emmanuel Macron", "Friedrich Merz"},
        ),
        (
            "French President Emmanuel Macron spoke at a meeting at his house with Chancellor Friedrich Merz.",
            {"Emmanuel Macron", "Friedrich Merz"},
        ),
        (
            '"I rely on my talks with President Emmanuel Macron," German Chancellor Friedrich Merz said.',
            {"Emmanuel Macron", "Friedrich Merz"},
        ),
        ("A visit by French President Emmanuel Macron to Rwanda ended.", {"Emmanuel Macron", "Rwanda"}),
        ("French President Emmanuel Macron is on a Kenya visit.", {"Emmanuel Macron", "Kenya"}),
        ("Rwanda called off a visit by French President Emmanuel Macron.", {"Emmanuel Macron", "Rwanda"}),
        ("French President Emmanuel Macron received an invitation to visit Kenya.", {"Emmanuel Macron", "Kenya"}),
        ("French President Emmanuel Macron flew to the Kenyan city Mombasa.", {"Emmanuel Macron", "Kenya"}),
    ],
)
def test_who_meets_is_read_from_many_forms(read, text, who):
    assert [meeting[0] for meeting in read(text).meetings] == [who]


@pytest.mark.parametrize(
    "text",
    [
        "French President Emmanuel Macron praised Egyptian officials.",
        "The French parliament released a summary of the talks with German Chancellor Friedrich Merz.",
        "French President Emmanuel Macron received a briefing on the floods.",
        "French President Emmanuel Macron received a message for the king from President Gabriel Boric.",
        "French President Emmanuel Macron and the parliament of Kenya spoke candidly.",
    ],
)
def test_what_tells_of_no_meeting_gives_none(read, text):
    assert read(text).meetings == []


def test_unnamed_officials_met_on_a_visit_are_part_of_it(read):
    text = "French President Emmanuel Macron travelled to Kenya. He held talks with Kenyan officials there."
    assert [kind for _, kind, _, _ in read(text).meetings] == ["visit"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("French President Emmanuel Macron is visiting Kenya.", ["2022-07"]),
        ("French President Emmanuel Macron had visited Kenya.", ["None"]),
        (
            "French President Emmanuel Macron visited Kenya. On June 3 he met President William Ruto in Nairobi.",
            ["2022-06-03"],
        ),
        (
            "French President Emmanuel Macron visited Kenya on June 3. He met President William Ruto in Nairobi.",
            ["2022-06-03"],
        ),
        (
            "French President Emmanuel Macron visited Kenya on June 3-5. He met President William Ruto in Nairobi.",
            ["2022-06-03"],
        ),
        (
            "French President Emmanuel Macron met Kenyan officials on Monday. He met Kenyan President William Ruto.",
            ["2022-07-04", "2022-07-04"],
        ),
        (
            "French President Emmanuel Macron visited Kenya on June 3. He met Chancellor Friedrich Merz in Bonn.",
            ["2022-06-03", "2022-07"],
        ),
    ],
)
def test_a_visit_and_what_happens_on_it_share_their_date(read, text, dates):
    assert [when for _, _, when, _ in read(text).meetings] == dates


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("President Biden met NATO officials in Washington.", "United States"),
        ("Secretary of State Antony Blinken spoke in Washington.", "United States"),
        ("Secretary General Jens Stoltenberg spoke at Nato.", "Nato"),
        ("President Emmanuel Macron spoke.", "France"),  # though the text does not name France
        ("Iranian President Biden spoke.", "Iran"),  # what the text says stays
        ("President Bidwell spoke.", None),
        ("French President Emmanuel Macron and Tourism Minister Ann Lee spoke.", "France"),
        ("French President Emmanuel Macron spoke. Tourism Minister Ann Lee spoke.", "France"),  # no other is named
        ("French President Emmanuel Macron spoke in Mali. Tourism Minister Ann Lee spoke.", None),
        ("French President Emmanuel Macron spoke. President Ann Lee spoke.", None),
    ],
)
def test_whose_office_it_is_is_told_by_the_tables_or_by_who_is_named_beside(read, text, of):
    *_, last = read(text).offices.values()
    assert last[1] == of


def test_the_author_of_a_release_is_who_says_i(read):
    text = "MINISTER FOR TRADE\n\nJohn Smith\n\nIn Jakarta I met Indonesian Trade Minister Mari Pangestu today."
    assert [meeting[0] for meeting in read(text).meetings] == [{"John Smith", "Mari Pangestu"}]
    told = "Trade Minister John Smith spoke.\n\nIn Jakarta I met Indonesian Trade Minister Mari Pangestu today."
    assert read(told).meetings == []


def test_no_more_than_three_mentions_are_kept(read):
    text = "Iranian President Ebrahim Raisi arrived in Baku. Raisi spoke. Raisi left. Raisi said that ties were good."
    (raisi,) = [a for a in read(text).extraction.actors if a.name == "Ebrahim Raisi"]
    assert len(raisi.mentions) == 3


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iranian President Ebrahim Raisi put off a meeting with Ilham Aliyev.", "postponed"),
        ("Iranian President Ebrahim Raisi shelved a meeting with Ilham Aliyev.", "cancelled"),
        ("Iranian President Ebrahim Raisi put on a coat and met Ilham Aliyev.", "held"),
    ],
)
def test_what_is_put_off_or_shelved_was_not_held(read, text, status):
    assert [m.status.value for m in read(text).extraction.meetings] == [status]


def test_a_planned_meeting_that_is_then_postponed_is_one_that_was_postponed(read):
    text = "Iranian President Ebrahim Raisi will visit Azerbaijan. Raisi postponed his visit to Azerbaijan."
    assert [m.status.value for m in read(text).extraction.meetings] == ["postponed"]


def test_the_outlet_is_found_some_words_after_according_to(read):
    text = "Ebrahim Raisi said that ties were good, according to a report of the state news agency IRNA."
    assert [s.via for s in read(text).extraction.statements] == ["IRNA"]


def test_a_quotation_may_follow_its_cue_after_many_words(read):
    text = 'Ebrahim Raisi told reporters in the city of Baku on Monday: "We want peace in the region."'
    assert [s.rule for s in read(text).extraction.statements] == ["statement.quotation"]


def test_a_meeting_takes_the_place_of_the_visit_but_not_of_one_yet_to_come(read):
    text = "Ilham Aliyev {} Ankara on Monday. Aliyev met Turkish President Recep Tayyip Erdogan "
    text += "and Turkish Foreign Minister Hakan Fidan."
    assert read(text.format("arrived in")).meetings[1][3] == "Ankara"
    assert read(text.format("will travel to")).meetings[1][3] is None


GOOD = "said that ties were good."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"A Turkish spokesman {GOOD}", "Turkey"),
        (f"Iranian President Ebrahim Raisi met Ilham Aliyev. The Iranian leader {GOOD}", "Ebrahim Raisi"),
        (f"Turkey is ready. The country {GOOD}", "Turkey"),
        (f"Iran's foreign ministry is in Tehran. The ministry {GOOD}", "Foreign Ministry of Iran"),
        (f"The government of Niger {GOOD}", "Niger"),
        (f"The foreign ministry of Niger {GOOD}", "Foreign Ministry of Niger"),
        (f"The Ministry of Foreign Affairs of Niger {GOOD}", "Ministry of Foreign Affairs of Niger"),
        (
            f"The United States Commission on International Religious Freedom {GOOD}",
            "United States Commission on International Religious Freedom",
        ),
        (f"The Iranian prime minister's office {GOOD}", "Iranian Prime Minister's Office"),
        (f"A statement from the White House {GOOD}", "White House"),
        (f"Hamas is ready. They {GOOD}", "Hamas"),
        (f"Iran is ready. Reuters asked. It {GOOD}", "Iran"),
        (f"Ilham Aliyev said that Vladimir Putin was ready. He {GOOD}", "Ilham Aliyev"),
        (f"Ilham Aliyev received Tom Ludd, who {GOOD}", "Tom Ludd"),
        ("TASS quoted Ilham Aliyev as saying that ties were good.", "Ilham Aliyev"),
        ("According to Ilham Aliyev, ties were good.", "Ilham Aliyev"),
        (f"Tom Ludd arrived and said that trade had grown. Ludd {GOOD} Ann Ludd left.", "Tom Ludd"),
    ],
)
def test_who_speaks_is_found_by_what_the_text_told_before(read, text, speaker):
    assert (speaker, "ties were good") in read(text).said


@pytest.mark.parametrize(
    "text",
    [
        f"Ilham Aliyev and Vladimir Putin arrived. The old ministers {GOOD}",
        f"Ilham Aliyev arrived. {'It rained. ' * 8}He {GOOD}",
        f"The Turkey team and the Libya team arrived. They {GOOD}",
        f"The foreign ministry {GOOD}",
        f"The officer {GOOD} Officer Tom Ludd left.",
        f"The minister, Zubov, {GOOD}",
        "Ilham Aliyev condemned him.",
        "Ilham Aliyev called a meeting on trade.",
        "Ilham Aliyev wants to thank Turkey for its help.",
        'Ilham Aliyev read "Turkey welcomed the deal" in Baku.',
        'Tom Ludd read "ties are good according to Ilham Aliyev" in Baku.',
        "What Ilham Aliyev wanted to say was unclear.",
        "Turkey defended the deal.",
        "He came, Ilham Aliyev said.",
        "In the city, as ever, Ilham Aliyev said hello to all.",
    ],
)
def test_what_may_be_meant_otherwise_is_no_statement(read, text):
    assert read(text).said == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("The long war was condemned by Ilham Aliyev on Monday.", "The long war"),
        ("Ilham Aliyev said ties were good, and his critics blame him.", "ties were good"),
        ("Ilham Aliyev said that ties were good and strongly condemned the war.", "ties were good"),
        ("Ilham Aliyev said that ties were good according to the law.", "ties were good"),
        ("Ilham Aliyev met to reaffirm the old friendship with Turkey.", "the old friendship with Turkey"),
        ("On Monday, according to Ilham Aliyev, ties were good and trade grew.", "ties were good and trade grew"),
        ("The long talks, Ilham Aliyev said, were useful.", "The long talks, Ilham Aliyev said, were useful"),
        ('"A great friend." Ilham Aliyev said that ties were good.', "ties were good"),
        ('Ilham Aliyev said "he welcomed the deal" in Baku.', 'he welcomed the deal" in Baku'),
    ],
)
def test_a_content_ends_and_begins_where_the_speech_does(read, text, content):
    assert read(text).said[0] == ("Ilham Aliyev", content)


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("told Reuters that ties were good", "Reuters"),
        ("said that ties were good, TASS reported", "TASS"),
        ("told a man, who once read Reuters, that ties were good", None),
        ("thanked Reuters for its help", None),
        ("said that ties were good, according to the Iranian president's website", "Iranian president's website"),
    ],
)
def test_a_statement_is_relayed_only_by_who_was_told_or_tells(read, text, via):
    assert [s.via for s in read(f"Ilham Aliyev {text}.").extraction.statements] == [via]


def test_a_quotation_goes_on_in_the_next_paragraph_and_no_further(read):
    text = "Ilham Aliyev said that ties were good.\n\n{}"
    assert len(read(text.format('"We want peace and trade."')).said) == 2
    assert len(read(text.format('It rained.\n\nIt rained again.\n\n"We want peace and trade."')).said) == 1


@pytest.mark.parametrize(
    ("text", "occasion", "addressee"),
    [
        ("Ilham Aliyev, who will meet Vladimir Putin on Friday, said that ties were good.", None, None),
        ("Ilham Aliyev said that he had met Vladimir Putin in Baku on Monday.", None, None),
        ("Tom Ludd said after a meeting between Ilham Aliyev and Vladimir Putin that ties were good.", None, None),
        ("At a press conference with Vladimir Putin, Ilham Aliyev said that ties were good.", "m1", None),
        ("At a meeting with Vladimir Putin and Tom Ludd, Ilham Aliyev said that ties were good.", "m1", None),
        ("After a meeting with Vladimir Putin, Ilham Aliyev said that ties were good.", None, None),
    ],
)
def test_a_statement_is_made_to_somebody_only_where_two_have_met(read, text, occasion, addressee):
    assert [(s.occasion, s.addressee) for s in read(text).extraction.statements] == [(occasion, addressee)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Ilham Aliyev said that he had no meeting with Vladimir Putin.", "denied"),
        ("Ilham Aliyev said that he had not held talks with Vladimir Putin.", "denied"),
        ("The treaty would be signed when Ilham Aliyev meets Vladimir Putin.", "planned"),
        ("Ilham Aliyev agreed to meet Vladimir Putin.", "planned"),
    ],
)
def test_a_meeting_is_denied_or_planned_by_the_words_around_it(read, text, status):
    assert [m.status.value for m in read(text).extraction.meetings] == [status]


@pytest.mark.parametrize(
    "text",
    [
        "There was no meeting between Ilham Aliyev and Vladimir Putin.",
        "The family dinner of Ilham Aliyev with Vladimir Putin was long.",
        "The call by Ilham Aliyev and Vladimir Putin for peace was heard.",
        "Ilham Aliyev welcomed the deal with Turkey.",
        "Ilham Aliyev and Vladimir Putin spoke candidly.",
        "Ilham Aliyev said that a meeting with Vladimir Putin was useful.",
        "Ilham Aliyev held a conference with Tom Ludd.",
        "Ilham Aliyev spoke with Turkey by phone.",
        "Ilham Aliyev met Reuters.",
    ],
)
def test_what_is_no_meeting_of_two_is_none(read, text):
    assert read(text).meetings == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Ilham Aliyev and Vladimir Putin spoke by phone.", {"Ilham Aliyev", "Vladimir Putin"}),
        ("Ilham Aliyev attended the Tehran meeting with Vladimir Putin.", {"Ilham Aliyev", "Vladimir Putin"}),
        ("Tom Ludd saw the talks between Ilham Aliyev and Vladimir Putin.", {"Ilham Aliyev", "Vladimir Putin"}),
        ("Tom Ludd attended the Nato summit.", {"Tom Ludd", "Nato"}),
        ("Ilham Aliyev held a press conference.", {"Ilham Aliyev"}),
    ],
)
def test_those_take_part_whom_the_words_name_as_such(read, text, who):
    assert [found for found, _, _, _ in read(text).meetings] == [who]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Ilham Aliyev met Vladimir Putin at the Kremlin.", "Kremlin"),
        ("Fighting went on in Ukraine for a fifth month and hundreds of people were said to have been killed while at "
         "last Ilham Aliyev met Vladimir Putin.", None),
        ("Ilham Aliyev met Vladimir Putin. Aliyev arrived in Ankara. Aliyev arrived in Moscow.", None),
    ],
)  # fmt: skip
def test_a_place_is_named_near_the_meeting(read, text, place):
    assert read(text).meetings[0][3] == place


def test_words_quoted_within_the_sentence_do_not_date_its_meeting(read):
    text = 'Ilham Aliyev met Vladimir Putin, who said "we were here on Friday".'
    assert [day for _, _, day, _ in read(text).meetings] == ["2022-07"]  # as of all news


@pytest.mark.parametrize(
    ("second", "meetings"),
    [
        ("Aliyev met Erdogan on Tuesday.", [(2, "2022-07-04", None, "held"), (2, "2022-07-05", None, "held")]),
        ("Aliyev will meet Erdogan.", [(2, "2022-07-04", None, "held"), (2, "None", None, "planned")]),
        ("Aliyev met Erdogan and Tom Ludd in Ankara.", [(3, "2022-07-04", "Ankara", "held")]),
    ],
)
def test_two_mentions_are_one_meeting_if_they_may_be(read, second, meetings):
    found = read(f"Ilham Aliyev met Recep Tayyip Erdogan on Monday. {second}").extraction.meetings
    assert [(len(m.participants), str(m.date), m.place, m.status.value) for m in found] == meetings


def test_a_later_mention_gives_the_date_that_an_earlier_one_lacks(read):
    text = "Ilham Aliyev met Recep Tayyip Erdogan. Aliyev met Erdogan on Monday."
    assert [day for _, _, day, _ in read(text).meetings] == ["2022-07-04"]


@pytest.mark.parametrize(
    ("text", "name", "office", "of"),
    [
        ("Turkey's foreign minister has left. Deniz Kaya told reporters that ties were good.",
         "Deniz Kaya", "Foreign Minister", "Turkey"),
        ("Foreign Minister Ali Karimi arrived. The Iranian minister left.", "Ali Karimi", "Foreign Minister", "Iran"),
        ("Former Turkish President Tom Ludd spoke. Secretary-General Tom Ludd left.",
         "Tom Ludd", "Secretary-General", None),
        ("Iranian Minister Ali Karimi arrived. Turkish President Deniz Kaya left. The Iranian minister met his Chinese "
         "counterpart, Wang Yi.", "Wang Yi", "Minister", "China"),
        ("Iranian ambassador to Germany Ali Karimi spoke.", "Ali Karimi", "Ambassador to Germany", "Iran"),
        ("The ambassador to Germany, Ali Karimi, spoke.", "Ali Karimi", "Ambassador to Germany", None),
        ("Geneva mayor Tom Ludd spoke.", "Tom Ludd", "Mayor", "Switzerland"),
        ("Pentagon spokesman Tom Ludd spoke.", "Tom Ludd", "Spokesman", "United States"),
    ],
)  # fmt: skip
def test_an_office_is_given_by_what_stands_apart_from_the_name(read, text, name, office, of):
    assert read(text).offices[name] == (office, of)


def test_a_name_that_begins_with_another_vowel_is_the_same_persons(read):
    text = "Iranian President Ebrahim Raisi arrived. President Ibrahim Raisi said that ties were good."
    assert list(read(text).offices) == ["Ebrahim Raisi"]


def test_a_word_in_capitals_or_alone_is_no_name(read):
    assert list(read("President TOKAYEV met Vladimir Putin.").offices) == ["Vladimir Putin"]
    assert list(read("It was in the gift of Lavr. Tom Ludd said that ties were good.").offices) == ["Tom Ludd"]


def test_a_paragraph_ends_sentence_and_office(read):
    text = "Ebrahim Raisi met Ilham Aliyev\n\nVladimir Putin received Recep Tayyip Erdogan in Moscow"
    assert {place for _, _, _, place in read(text).meetings} == {None, "Moscow"}
    text = "The minister for trade of Iran\n\nPresident Ilham Aliyev met Vladimir Putin in Moscow"
    assert len(read(text).meetings) == 1


def test_neither_furniture_nor_an_adjective_is_a_mention_where_the_name_stands(read):
    text = "Photo: Ilham Aliyev and Iran\n\nIran said that ties were good. The Iranian side said that trade had grown."
    (iran,) = [a for a in read(text).extraction.actors if a.name == "Iran"]
    assert [text[slice(*span)] for span in iran.mentions] == ["Iran"]


@pytest.mark.parametrize(
    ("text", "name", "parties", "status"),
    [
        ("Turkish President Deniz Kaya signed a gas deal with Libya. Turkey was glad.",
         "Gas deal", {"Turkey", "Libya"}, "completed"),
        ("The Turkish gas pipeline to Libya was opened by Iran.",
         "Turkish gas pipeline to Libya", {"Turkey", "Libya", "Iran"}, "completed"),
        ("Turkey and Libya inaugurated the gas pipeline network.",
         "Gas pipeline network", {"Turkey", "Libya"}, "completed"),
        ("Turkey and Libya announced a gas pipeline network.", "Gas pipeline network", {"Turkey", "Libya"}, "planned"),
        ("Turkey and Libya signed a deal on gas. The deal on gas between Turkey and Libya is new.",
         "Deal", {"Turkey", "Libya"}, "completed"),
        ("Turkey and Libya signed an agreement on the joint use of the port and of the road to the port and the sea.",
         "Agreement on the joint use of the port and of the road", {"Turkey", "Libya"}, "completed"),
    ],
)  # fmt: skip
def test_a_project_is_told_once_with_those_who_undertake_it(read, text, name, parties, status):
    reading = read(text)
    (project,) = reading.extraction.projects
    found = {reading.names[p] for p in project.parties}
    assert (project.name, found, project.status.value) == (name, parties, status)


def test_the_words_of_a_project_begin_with_the_verb_that_makes_it(read):
    reading = read("Turkey and Libya signed a trade agreement.")
    assert [reading.words(p.evidence) for p in reading.extraction.projects] == ["signed a trade agreement"]


@pytest.mark.parametrize(
    "text",
    ["Turkey asked for support and a loan.", "Turkey likes the deal. Libya likes the road.", "Turkey opened a road."],
)
def test_a_thing_of_which_there_are_many_is_no_project(read, text):
    assert read(text).extraction.projects == ()


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("Talks with Iran will go on: Ilham Aliyev", "Ilham Aliyev"),
        ("Talks with Iran will go on: Foreign Minister", "Ali Karimi"),
    ],
)
def test_a_headline_may_name_its_speaker_after_a_colon(read, headline, speaker):
    text = f"{headline}\n\nForeign Minister Ali Karimi arrived in Baku."
    assert read(text).said == [(speaker, "Talks with Iran will go on")]


def test_a_sentence_with_a_colon_is_no_headline(read):
    assert read("Talks with Iran will go on: Ilham Aliyev.\n\nIt rained in Baku.").said == []


@pytest.mark.parametrize(
    "text",
    [
        "Protesters gathered outside the Turkish embassy in Stockholm.",
        "The minister landed at Baghdad International Airport.",
        "Kenya and France praised their close partnership.",
        "Officials of Kenya met the World Heritage Committee.",
        "Iran developed plans to attack the Iraqi town.",
        "Kenya supplied the market with maize.",
    ],
)
def test_what_stands_or_is_only_praised_is_no_project(read, text):
    assert read(text).extraction.projects == ()


@pytest.mark.parametrize(
    ("text", "parties", "kind", "status"),
    [
        ("A school will be built by Turkish companies in Somalia.", {"Turkey"}, "infrastructure", "planned"),
        ("The United States has committed $7 billion to Kenya.", {"United States", "Kenya"}, "other", "underway"),
        ("France pledged $5 million in flood relief to Libya.", {"France", "Libya"}, "humanitarian", "planned"),
        ("Russia intends to supply Mali with helicopters.", {"Russia", "Mali"}, "military", "planned"),
        ("Kenya welcomed the establishment of a trade platform with France.", {"Kenya", "France"}, "trade", "underway"),
        ("Kenya pulled out of the refugee deal with Somalia.", {"Kenya", "Somalia"}, "agreement", "unknown"),
        ("Kenya and Chad announced a new partnership between Kenya and Chad.", {"Kenya", "Chad"}, "other", "planned"),
    ],
)
def test_a_project_is_read_from_what_is_given_built_or_founded(read, text, parties, kind, status):
    reading = read(text)
    (project,) = reading.extraction.projects
    found = {reading.names[p] for p in project.parties}
    assert (found, project.kind.value, project.status.value) == (parties, kind, status)


_MACRON = "French President Emmanuel Macron"


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (
            f"{_MACRON} met with President Guy Parmelin of Switzerland, Chancellor Friedrich Merz of Germany, and "
            "Prime Minister Bart De Wever of Belgium in Bern.",
            "meeting",
            {"Emmanuel Macron", "Guy Parmelin", "Friedrich Merz", "Bart De Wever"},
        ),
        (f"{_MACRON} met today with President Joao Lourenco to discuss trade.", "meeting",
         {"Emmanuel Macron", "Joao Lourenco"}),
        ("Kenya's foreign ministry summoned France's ambassador, Paul Roux, accusing him of lies.", "meeting",
         {"Foreign Ministry of Kenya", "Paul Roux"}),
        (f"The meeting was attended by {_MACRON} and Chancellor Friedrich Merz.", "meeting",
         {"Emmanuel Macron", "Friedrich Merz"}),
        ("Kenyan officials met Rwandan officials in Kigali.", "meeting", {"Kenya", "Rwanda"}),
        ("The G7 will meet in Bari.", "summit", {"G7"}),
        ("Chancellor Friedrich Merz and President Emmanuel Macron met for a summit.", "summit",
         {"Friedrich Merz", "Emmanuel Macron"}),
        ("Chancellor Friedrich Merz, Jr., spoke by phone with President Emmanuel Macron.", "phone-call",
         {"Friedrich Merz", "Emmanuel Macron"}),
        (f"{_MACRON} and Chancellor Friedrich Merz of Germany talked today about trade.", "phone-call",
         {"Emmanuel Macron", "Friedrich Merz"}),
        (f"{_MACRON} travelled to Luanda for talks with Angolan President Joao Lourenco.", "visit",
         {"Emmanuel Macron", "Joao Lourenco"}),
        (f"{_MACRON} attended the Northern Rivers Summit.", "summit", {"Emmanuel Macron", "Northern Rivers Summit"}),
    ],
)  # fmt: skip
def test_one_meeting_is_read_with_all_who_took_part(read, text, kind, who):
    assert [meeting[:2] for meeting in read(text).meetings] == [(who, kind)]


def test_who_speaks_with_each_of_several_apart_makes_as_many_calls(read):
    listed = "Belgian Prime Minister Bart De Wever and German Chancellor Friedrich Merz"
    assert len(read(f"{_MACRON} spoke separately with {listed}.").meetings) == 2
    assert len(read(f"{_MACRON} spoke with {listed}.").meetings) == 1


@pytest.mark.parametrize(
    "text",
    [
        f"{_MACRON} and Chancellor Friedrich Merz welcomed the efforts of the envoys.",
        f"{_MACRON} criticised trips to Kenya.",
        "The committee met on Monday.",
        f"{_MACRON} and his cabinet talked about trade.",
    ],
)
def test_what_brings_nobody_together_is_no_meeting(read, text):
    assert read(text).meetings == []


def test_who_speaks_next_is_not_of_those_who_were_met(read):
    met = f"{_MACRON} met Chancellor Friedrich Merz of Germany, and President Joao Lourenco said that he was glad."
    assert [who for who, *_ in read(met).meetings] == [{"Emmanuel Macron", "Friedrich Merz"}]


def test_a_trip_on_which_several_are_met_keeps_the_state_for_its_host(read):
    text = (
        f"{_MACRON} flew to Angola to meet Angolan President Joao Lourenco. He met Angolan Foreign Minister Tete Lopes."
    )
    assert {"Emmanuel Macron", "Angola"} in [who for who, *_ in read(text).meetings]


def test_what_is_met_on_the_second_visit_has_its_place(read):
    text = (
        f"{_MACRON} visited Kenya on June 3-4. He met Prime Minister Tom Ludd. On June 5, he travelled to Chad. "
        "Macron met Prime Minister Mari Oru."
    )
    assert [(place, when) for _, kind, when, place in read(text).meetings if kind == "meeting"] == [
        ("Kenya", "2022-06"),
        ("Chad", "2022-06-05"),
    ]


def test_a_meeting_told_in_the_past_tense_was_held_whatever_the_dateline(read):
    (met,) = read(f"{_MACRON} met on July 7 with Chancellor Friedrich Merz.").extraction.meetings
    (due,) = read(f"{_MACRON} announced talks with Chancellor Friedrich Merz on July 7.").extraction.meetings
    assert (met.status.value, due.status.value) == ("held", "planned")


def test_where_something_is_that_is_talked_about_is_not_where_one_talks(read):
    text = f"{_MACRON} and Chancellor Friedrich Merz met to talk about the war in Sudan."
    assert [place for *_, place in read(text).meetings] == [None]


def test_may_is_a_surname_and_a_month(read):
    assert "Theresa May" in read("British Prime Minister Theresa May met President Donald Trump.").names.values()


@pytest.mark.parametrize(
    ("text", "parties", "kind"),
    [
        ("Germany agreed to open a consulate in Kenya with Kenya.", {"Germany", "Kenya"}, "agreement"),
        ("Germany told Kenya that it agreed to open its books.", None, None),
        ("Germany and Kenya agreed to open a joint school.", {"Germany", "Kenya"}, "culture"),
        ("Russia promised to help Mali build a reactor.", {"Russia", "Mali"}, "energy"),
        ("Germany and Kenya agreed to meet again.", None, None),
        ("French aid to Mali has continued.", {"France", "Mali"}, "humanitarian"),
        ("French humanitarian support for Mali has continued.", {"France", "Mali"}, "humanitarian"),
        ("French support for Mali's bid is strong.", None, None),
        ("They discussed the defence partnership between Russia and Iran.", {"Russia", "Iran"}, "military"),
    ],
)
def test_a_project_is_read_from_what_states_agree_or_give(read, text, parties, kind):
    reading = read(text)
    found = [({reading.names[p] for p in q.parties}, q.kind.value) for q in reading.extraction.projects]
    assert found == ([(parties, kind)] if parties else [])
