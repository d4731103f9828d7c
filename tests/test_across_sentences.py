"""Who is meant where one sentence names whom another tells of: guests and hosts, "they", "the two", "the ministers"."""

import pytest

MET = "Kenyan Foreign Minister Musalia Mudavadi met Rwandan President Paul Kagame in Kigali on Monday. "
HOSTED = "Rwandan President Paul Kagame hosted Kenyan Foreign Minister Musalia Mudavadi in Kigali on Monday. "
CAME = "Kenyan Foreign Minister Musalia Mudavadi arrived in Kigali for talks with Rwandan President Paul Kagame. "
BOTH = {"Musalia Mudavadi", "Paul Kagame"}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (f"{MET}They said that it rained.", BOTH),
        (f"{MET}The two said that it rained.", BOTH),
        (f"{MET}Both sides said that it rained.", BOTH),
        (f"{HOSTED}The visiting minister said that it rained.", {"Musalia Mudavadi"}),
        (f"{HOSTED}The visiting dignitary said that it rained.", {"Musalia Mudavadi"}),
        (f"{HOSTED}His guest said that it rained.", {"Musalia Mudavadi"}),
        (f"{HOSTED}Mudavadi left. His host said that it rained.", {"Paul Kagame"}),
        (f"{CAME}The visitor said that it rained.", {"Musalia Mudavadi"}),
        (f"{CAME}His host said that it rained.", {"Paul Kagame"}),
        ("Musalia Mudavadi was received by Paul Kagame. Her host said that it rained.", {"Paul Kagame"}),
        (f"{MET}The presidents of Rwanda and Kenya said that it rained.", set()),
        (f"{MET}Kenyan President William Ruto came. The presidents of Rwanda and Kenya said that it rained.",
         {"Paul Kagame", "William Ruto"}),
        (f"{MET}The latter said that it rained.", {"Paul Kagame"}),
        (f"{MET}The former said that it rained.", {"Musalia Mudavadi"}),
        ("Thailand met Cambodia. Both capitals said that it rained.", {"Thailand", "Cambodia"}),
        ("Omani mediator Badr Albusaidi came to Rome. The mediator said that it rained.", {"Badr Albusaidi"}),
        ("IAEA chief Rafael Grossi is in Iran. The Argentine diplomat said that it rained.", {"Rafael Grossi"}),
    ],
)  # fmt: skip
def test_who_speaks_is_named_in_a_sentence_before(read, text, speakers):
    assert {speaker for speaker, content in read(text).said if content == "it rained"} == speakers


@pytest.mark.parametrize(
    "text",
    [
        f"{HOSTED}The visiting king said that it rained.",
        f"{HOSTED}A visitor said that it rained.",
        f"{MET}The host of the show said that it rained.",
        "Foreign Minister Musalia Mudavadi spoke of the Border Pact. Both sides said that it rained.",
        "The envoy met Rwandan President Paul Kagame in Kigali, where he said that it rained.",
    ],
)
def test_who_is_not_told_of_before_says_nothing(read, text):
    assert "it rained" not in [content for _, content in read(text).said]


@pytest.mark.parametrize(
    "text",
    [
        "The Rwandan and Kenyan foreign ministers met in Oslo. Olivier Nduhungirehe and Musalia Mudavadi left.",
        "The top diplomats of Rwanda and Kenya met in Kigali. Olivier Nduhungirehe and Musalia Mudavadi shook hands.",
        "The foreign ministers of Rwanda and Kenya met in Kigali. It rained. "
        "Foreign Minister Olivier Nduhungirehe and his counterpart Musalia Mudavadi shook hands.",
    ],
)
def test_holders_of_offices_may_be_named_in_the_next_sentences(read, text):
    assert [participants for participants, *_ in read(text).meetings] == [{"Olivier Nduhungirehe", "Musalia Mudavadi"}]


@pytest.mark.parametrize(
    "following",
    [
        "President Paul Kagame and President William Ruto shook hands.",
        "Egyptian Foreign Minister Badr Abdelatty and Musalia Mudavadi shook hands.",
        "Olivier Nduhungirehe shook hands.",
    ],
)
def test_others_named_next_do_not_hold_the_offices(read, following):
    found = read(f"The foreign ministers of Rwanda and Kenya met in Kigali. {following}").meetings
    assert [participants for participants, *_ in found] == [{"Rwanda", "Kenya"}]


@pytest.mark.parametrize(
    ("text", "met"),
    [
        ("Lebanese President Joseph Aoun told visiting French envoy Jean Reed that it rained.", True),
        ("Lebanese President Joseph Aoun assured visiting French envoy Jean Reed of his support.", True),
        ("Lebanese President Joseph Aoun did not tell visiting French envoy Jean Reed that it rained.", False),
        ("Lebanese President Joseph Aoun told French envoy Jean Reed that it rained.", False),
    ],
)
def test_who_speaks_to_a_guest_has_met_the_guest(read, text, met):
    assert [participants for participants, *_ in read(text).meetings] == [{"Joseph Aoun", "Jean Reed"}] * met


def test_what_a_guest_is_told_is_told_at_a_meeting(read):
    found = read(f"{HOSTED}On Tuesday, Rwandan Prime Minister Ann Reed told the visiting minister that it rained.")
    assert ({"Ann Reed", "Musalia Mudavadi"}, "meeting", "2022-07-05", None) in found.meetings


def test_whoever_greets_a_guest_says_nothing(read):
    assert read("Musalia Mudavadi was welcomed at the airport by Rwandan President Paul Kagame.").said == []


@pytest.mark.parametrize(
    "who",
    [
        "Kyrgyz President Sadyr Japarov, Tajik President Emomali Rahmon and Uzbek President Shavkat Mirziyoyev",
        "Sadyr Japarov, Emomali Rahmon and Shavkat Mirziyoyev",
    ],
)
def test_all_of_a_list_gather(read, who):
    (found,) = read(f"{who} gathered in Khujand on March 31.").meetings
    assert found[0] == {"Sadyr Japarov", "Emomali Rahmon", "Shavkat Mirziyoyev"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("President Joseph R. Biden, Jr. called President Ann Reed of Kenya today.", "Joseph R. Biden"),
        ("Philippine President Ferdinand Marcos Jr met President Ann Reed of Kenya.", "Ferdinand Marcos"),
        ("Ferdinand Marcos, Jr., the Philippine president, met President Ann Reed of Kenya.", "Ferdinand Marcos"),
    ],
)
def test_a_suffix_is_neither_a_person_nor_part_of_a_name(read, text, name):
    found = read(text)
    assert set(found.offices) == {name, "Ann Reed"}
    assert [participants for participants, *_ in found.meetings] == [{name, "Ann Reed"}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('Finnish President Alexander Stubb was blunt: "That is off the table today."',
         [("Alexander Stubb", "That is off the table today")]),
        ('Asked whether it would help, Alexander Stubb was cautious: "That is off the table today."',
         [("Alexander Stubb", "That is off the table today")]),
        ('Alexander Stubb would not be so blunt: "That is off the table today."', []),
        ('The banner over the hall was blunt: "That is off the table today."', []),
        ('"Peace is near," Alexander Stubb wrote on X. Spanish Prime Minister Pedro Sanchez thanked Brazil for it.',
         [("Alexander Stubb", "Peace is near"), ("Pedro Sanchez", "Brazil for it")]),
    ],
)  # fmt: skip
def test_a_quotation_is_that_of_the_sentence_which_leads_it_in(read, text, said):
    assert read(text).said == said


def test_whoever_receives_those_who_met_was_not_at_their_meeting(read):
    text = (
        "The foreign ministers of Kenya and Rwanda met in Nairobi on Monday. Musalia Mudavadi and Olivier Nduhungirehe "
        "signed a statement. Tanzanian Foreign Minister Mahmoud Kombo received both ministers on Monday."
    )
    found = [participants for participants, *_ in read(text).meetings]
    assert {"Musalia Mudavadi", "Olivier Nduhungirehe"} in found
    assert {"Mahmoud Kombo", "Musalia Mudavadi", "Olivier Nduhungirehe"} in found


@pytest.mark.parametrize("spoken", ["lauded", "mentioned his talks with", "condemned"])
def test_the_two_are_those_who_met_not_one_and_whom_he_spoke_of(read, spoken):
    text = (
        "Chilean President Gabriel Boric hosted Uruguayan President Luis Lacalle Pou. "
        f"Boric {spoken} Bolivian President Luis Arce. The two leaders said that they would build a tunnel."
    )
    found = read(text)
    assert [found.names[s.speaker] for s in found.extraction.statements][-2:] == ["Gabriel Boric", "Luis Lacalle Pou"]


@pytest.mark.parametrize(
    ("then", "other"),
    [
        ("He later called {}.", "Luis Arce"),
        ("Later he spoke with {} by telephone.", "Luis Arce"),
        ("He also held talks with {}.", "Luis Arce"),
        ("He then received {} in Santiago.", "Luis Arce"),
        ("He thanked {} for the pipeline.", "Javier Milei"),
        ("He had spoken with {} before.", "Javier Milei"),
        ("He will meet {} on Friday.", "Javier Milei"),
    ],
)
def test_the_two_are_those_of_the_last_meeting_that_is_told(read, then, other):
    text = (
        "Chilean President Gabriel Boric met Argentine President Javier Milei on Monday. "
        f"{then.format('Bolivian President Luis Arce')}\n\nThe two leaders said that they would build a tunnel."
    )
    assert {speaker for speaker, words in read(text).said if "tunnel" in words} == {"Gabriel Boric", other}


MOHAMED = "spokesman Hussein Mohamed"


@pytest.mark.parametrize(
    "text",
    [
        f"William Ruto will visit Rwanda, {MOHAMED} said. He will meet Paul Kagame.",
        f"William Ruto will go to Rwanda on Monday, said {MOHAMED}. He is expected to meet Paul Kagame.",
        f"William Ruto flew to Rwanda, {MOHAMED} told reporters, adding that he would meet Paul Kagame.",
        f"William Ruto has landed in Kigali, {MOHAMED} said. He was received by Paul Kagame.",
        f"William Ruto has landed in Kigali, {MOHAMED} said. Paul Kagame will receive him.",
        f"William Ruto met Felix Tshisekedi, {MOHAMED} said. He also spoke with Paul Kagame.",
        f"William Ruto will visit Rwanda, {MOHAMED} said. He gave no details. He will meet Paul Kagame.",
        f"William Ruto will visit Rwanda, {MOHAMED} said. He said that it rained. He will meet Paul Kagame.",
        f"William Ruto is scheduled to visit Rwanda on Friday, {MOHAMED} said. He will meet Paul Kagame.",
        f"William Ruto will make a two-day trip to Kigali, {MOHAMED} said. He will meet Paul Kagame.",
        f"William Ruto has cancelled a visit to Uganda, {MOHAMED} said. He will meet Paul Kagame instead.",
        "It must rain, William Ruto said. He will meet Paul Kagame.",
    ],
)
def test_who_is_told_of_goes_and_meets_not_who_is_named_last_as_saying_so(read, text):
    met = [people for people, *_ in read(text).meetings]
    assert {"William Ruto", "Paul Kagame"} in met
    assert "Hussein Mohamed" not in set().union(*met)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"William Ruto will visit Rwanda, {MOHAMED} said. He said that it rained.", "Hussein Mohamed"),
        (f"William Ruto will visit Rwanda, {MOHAMED} said. He will meet Paul Kagame. He added that it rained.",
         "Hussein Mohamed"),
        (f"William Ruto will visit Rwanda, {MOHAMED} said. He praised the long rain.", "Hussein Mohamed"),
        (f"William Ruto spoke with Paul Kagame, {MOHAMED} said. He praised the long rain.", "William Ruto"),
        ("William Ruto was wrong, Raila Odinga said. He went on to say that it rained.", "Raila Odinga"),
        ("William Ruto was wrong, Raila Odinga said. He did not say whether he was ill. He said that it rained.",
         "Raila Odinga"),
    ],
)  # fmt: skip
def test_who_is_named_last_as_saying_so_goes_on_speaking(read, text, speaker):
    rained = {"it rained", "the long rain"}
    assert [who for who, content in read(text).said if content in rained] == [speaker]


BIRUTA, MUDAVADI = "Rwandan Foreign Minister Vincent Biruta", "Kenyan Foreign Minister Musalia Mudavadi"


@pytest.mark.parametrize(
    ("before", "speakers"),
    [
        (f"{MUDAVADI} met his Rwandan counterpart, Vincent Biruta.", ["Musalia Mudavadi"]),
        (f"{MUDAVADI} talked by phone with {BIRUTA}.", ["Musalia Mudavadi"]),
        (f"{MUDAVADI} received {BIRUTA}. Trade was discussed.", ["Musalia Mudavadi"]),
        (f"{MUDAVADI} came to Kigali. He met {BIRUTA} there.", ["Musalia Mudavadi"]),
        (f"{MUDAVADI} met {BIRUTA}. The two discussed trade.", ["Musalia Mudavadi"]),
        (f"Kenyan Prime Minister Raila Odinga met {BIRUTA}.", ["Vincent Biruta"]),
        (f"Kenyan Deputy Foreign Minister Korir Singoei met {BIRUTA}.", ["Vincent Biruta"]),
        (f"{MUDAVADI} met {BIRUTA}. Biruta left.", ["Vincent Biruta"]),
        (f"{MUDAVADI} came to Kigali. Kenyan President William Ruto met {BIRUTA}.", ["Vincent Biruta"]),
        (f"{MUDAVADI} and {BIRUTA} met.", []),
        (f"Talks between {MUDAVADI} and {BIRUTA} began.", []),
    ],
)
def test_of_two_who_hold_an_office_the_one_who_acted_last_is_called_by_it(read, before, speakers):
    found = read(f"{before} The minister said that it rained.")
    assert [who for who, content in found.said if content == "it rained"] == speakers


@pytest.mark.parametrize(
    ("told", "visitor"),
    [
        ("Vladimir Putin is a criminal", "Joe Biden"),
        ("Bashar al-Assad must go", "Joe Biden"),
        ("Emmanuel Macron will visit Kyiv", "Emmanuel Macron"),
    ],
)
def test_the_story_of_who_only_is_judged_goes_on_with_the_judge(read, told, visitor):
    text = f"{told}, U.S. President Joe Biden said on Monday. He will travel to Warsaw on Friday."
    visits = [who for who, kind, _, place in read(text).meetings if place == "Warsaw"]
    assert [who - {"Poland"} for who in visits] == [{visitor}]


def test_he_is_not_who_is_named_beside_him(read):
    text = (
        "Chinese President Xi Jinping will visit Hungary in August, Hungarian Prime Minister Viktor Orban said. "
        "He will receive Xi in Budapest."
    )
    assert {"Xi Jinping", "Viktor Orban"} in [who for who, *_ in read(text).meetings]
