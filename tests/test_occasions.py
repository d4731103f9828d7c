"""Meetings in the many forms of news: one side unnamed, a site visited, a delegation led, an assembly attended."""

from datetime import date

import pytest

_MINISTER = "Kenyan Foreign Minister Musalia Mudavadi"


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (f"{_MINISTER} met at the White House with Senator Ann Reed.", "meeting", {"Musalia Mudavadi", "Ann Reed"}),
        (f"{_MINISTER} hosted a meeting today with Senator Ann Reed.", "meeting", {"Musalia Mudavadi", "Ann Reed"}),
        (f"{_MINISTER} met with lawmakers on Monday.", "meeting", {"Musalia Mudavadi"}),
        (f"{_MINISTER} met his Rwandan counterpart in Kigali.", "meeting", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} visited a hospital on Monday.", "visit", {"Musalia Mudavadi"}),
        (f"{_MINISTER} visited a power station in Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} led a delegation to Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"A delegation led by {_MINISTER} visited Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} spoke at the Northern Rivers Conference.", "meeting",
         {"Musalia Mudavadi", "Northern Rivers Conference"}),
        (f"{_MINISTER} arrived in Kigali on a visit for talks with Paul Kagame.", "visit",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} arrived in Kigali on a visit for talks with Rwandan President Paul Kagame.", "visit",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("Talks between Kenya and Rwanda began in Kigali.", "negotiation", {"Kenya", "Rwanda"}),
        (f"Talks between {_MINISTER} and Rwandan President Paul Kagame began in Kigali.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"Talks have begun between {_MINISTER} and Rwandan President Paul Kagame.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("Kenya's government held talks with rebels in Nairobi.", "negotiation", {"Kenya"}),
        ("Militants met Kenyan officials on Sunday.", "meeting", {"Kenya"}),
        (f"{_MINISTER} met a defence lawyer on Sunday.", "meeting", {"Musalia Mudavadi"}),
        (f"{_MINISTER} will welcome Rwandan President Paul Kagame to a summit meeting on Monday.", "summit",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("The foreign ministers of Kenya and Rwanda concluded a round of peace talks.", "negotiation",
         {"Kenya", "Rwanda"}),
        (f"{_MINISTER} told Rwandan President Paul Kagame so at their meeting.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} met the leaders of the African Union and the European Union.", "meeting",
         {"Musalia Mudavadi", "African Union", "European Union"}),
        (f"{_MINISTER} met Rwandan officials, including Rwandan President Paul Kagame.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"The issue came up during talks with {_MINISTER}.", "meeting", {"Musalia Mudavadi"}),
        (f"{_MINISTER} denied it at a news conference on Monday.", "press-conference", {"Musalia Mudavadi"}),
        (f"{_MINISTER} kicked off a visit to Rwanda.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} landed in Kigali on Monday.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        (f"{_MINISTER} discussed the crisis with Rwandan President Paul Kagame in Kigali on Monday.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} exchanged views with Rwandan President Paul Kagame in Kigali.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} called on Rwandan President Paul Kagame on Monday.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} went on to see Rwandan President Paul Kagame.", "meeting", {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} brought Rwanda and Uganda together in Nairobi.", "negotiation",
         {"Musalia Mudavadi", "Rwanda", "Uganda"}),
        (f"{_MINISTER} and his Rwandan counterpart, Ann Reed, co-chaired the Joint Commission on Monday.", "meeting",
         {"Musalia Mudavadi", "Ann Reed", "Joint Commission"}),
        (f"{_MINISTER} will co-chair a session with Rwandan President Paul Kagame.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} co-hosted a summit with Rwandan President Paul Kagame.", "summit",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("Talks co-hosted by Norway and Kenya began on Monday.", "negotiation", {"Norway", "Kenya"}),
        (f"{_MINISTER} and Rwandan President Paul Kagame came face to face in Luanda.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} and Rwandan President Paul Kagame had last seen each other in May.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} and Rwandan President Paul Kagame held an informal conversation in Luanda.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} played host to Rwandan President Paul Kagame on Monday.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} thanked Rwandan President Paul Kagame, whom he had met in Kigali.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} thanked Rwandan President Paul Kagame, with whom he held talks in Kigali.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"The talks, hosted by Angola, brought together {_MINISTER} and Rwandan President Paul Kagame.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame", "Angola"}),
        (f"{_MINISTER} will host his Rwandan counterpart, Reed, in Nairobi on Friday.", "meeting",
         {"Musalia Mudavadi", "Reed"}),
        (f"{_MINISTER} discussed it with Rwandan President Paul Kagame in El Burgo on Monday.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("The Rwandan and Kenyan foreign ministers spoke by phone on Monday.", "phone-call", {"Rwanda", "Kenya"}),
        ("The talks resumed in Oslo with Marcel Ciolacu and Viktor Orban.", "meeting",
         {"Marcel Ciolacu", "Viktor Orban"}),
        (f"{_MINISTER}, Rwandan President Paul Kagame and Angolan President Joao Lourenco held a meeting in Luanda.",
         "meeting", {"Musalia Mudavadi", "Paul Kagame", "Joao Lourenco"}),
        ("A call between Rwandan President Paul Kagame and Ugandan President Yoweri Museveni on Monday lasted an hour.",
         "phone-call", {"Paul Kagame", "Yoweri Museveni"}),
        ("Rwandan President Paul Kagame and Ugandan President Yoweri Museveni last spoke in March.", "phone-call",
         {"Paul Kagame", "Yoweri Museveni"}),
        ("The Israeli and Egyptian presidents met in Cairo.", "meeting", {"Israel", "Egypt"}),
        ("Talks between Kenya and Rwanda in Kigali failed.", "negotiation", {"Kenya", "Rwanda"}),
        (f"At a news conference alongside Rwandan President Paul Kagame, {_MINISTER} was calm.", "press-conference",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} flew to Paris with Rwandan President Paul Kagame.", "visit",
         {"Musalia Mudavadi", "Paul Kagame", "France"}),
        (f"{_MINISTER} flew to Paris with Kenyan Trade Minister Ann Reed.", "visit", {"Musalia Mudavadi", "France"}),
        (f"{_MINISTER} flew to Kigali with Rwandan President Paul Kagame.", "visit",
         {"Musalia Mudavadi", "Paul Kagame"}),
        ("Negotiators from Israel and Hamas met in Cairo.", "meeting", {"Israel", "Hamas"}),
        ("The Chinese ambassador to Kenya was summoned on Friday.", "meeting",
         {"Kenya", "Ambassador to Kenya of China"}),
        (f"{_MINISTER} and Rwandan President Paul Kagame signed the accord after three hours of talks.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} said his talks with Rwandan President Paul Kagame had been fruitful.", "meeting",
         {"Musalia Mudavadi", "Paul Kagame"}),
        (f"{_MINISTER} is due in Kigali on Thursday.", "visit", {"Musalia Mudavadi", "Rwanda"}),
        ("Leaders of the East African Community met in Nairobi on Monday.", "summit", {"East African Community"}),
        (f"{_MINISTER} missed the African Union summit in Addis Ababa.", "summit", {"African Union"}),
        ("Kenya brought Rwanda and Uganda to the table in March.", "negotiation", {"Kenya", "Rwanda", "Uganda"}),
        (f"Rwanda was told to hold {_MINISTER} during his visit to the country.", "visit",
         {"Musalia Mudavadi", "Rwanda"}),
    ],
)  # fmt: skip
def test_a_meeting_is_read_from_many_forms(read, text, kind, who):
    assert [meeting[:2] for meeting in read(text).meetings] == [(who, kind)]


@pytest.mark.parametrize(
    "text",
    [
        f"{_MINISTER} met with criticism on Monday.",
        f"{_MINISTER} led a protest to the embassy.",
        f"{_MINISTER} spoke in the National Assembly.",
        f"{_MINISTER} travelled by bus.",
        "Rwanda worked up to the summit.",
        "Rwandan President Paul Kagame and Ugandan President Yoweri Museveni spoke at a rally on Monday.",
        f"{_MINISTER} failed to meet Rwandan President Paul Kagame.",
        f"{_MINISTER} co-chaired the Joint Commission.",
        "The forum was co-chaired by Kenya and Rwanda.",
        f"{_MINISTER} skipped a meeting with Rwandan President Paul Kagame.",
        f"{_MINISTER} is due to speak in Parliament on Thursday.",
        f"{_MINISTER} discussed the war in Sudan with Rwandan President Paul Kagame.",
        f"{_MINISTER} called on Rwandan President Paul Kagame to resign.",
        f"{_MINISTER} called on Rwanda for help.",
        f"{_MINISTER} saw Rwandan President Paul Kagame as a friend.",
        f"{_MINISTER} wants to see Rwandan President Paul Kagame resign.",
        "The dispute brought Rwanda and Uganda to the brink.",
        "The treaty brings together Rwanda and Uganda.",
        f"{_MINISTER} held a training session.",
        "The African Union met European standards.",
        f"{_MINISTER} offered talks with rebels.",
        f"{_MINISTER} looked forward to meeting Rwandan President Paul Kagame.",
        f"The bid was rejected before any plan for talks with {_MINISTER}.",
        "Kenya acted in consultation with its partners.",
        "A summit was overshadowed by Rwandan President Paul Kagame.",
    ],
)
def test_what_only_sounds_like_a_meeting_is_none(read, text):
    assert read(text).meetings == []


def test_who_travels_to_speak_is_not_the_state_visited(read):
    (visit, meeting) = read(f"{_MINISTER} visited Israel to deliver a speech at the Northern Conference.").meetings
    assert visit[0] == {"Musalia Mudavadi", "Israel"}
    assert meeting[0] == {"Musalia Mudavadi", "Northern Conference"}


def test_the_host_who_is_named_with_the_visit_stands_for_the_state(read):
    text = f"{_MINISTER} was applauded during a visit to Rwanda with Rwandan President Paul Kagame."
    assert [m[0] for m in read(text).meetings] == [{"Musalia Mudavadi", "Paul Kagame"}]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"{_MINISTER} met Senator Ann Reed in Kigali.", "2022-07"),
        (f"{_MINISTER} had met Senator Ann Reed in Kigali.", "None"),
        (f"{_MINISTER} recently met Senator Ann Reed in Kigali.", "None"),
        (f"{_MINISTER}, who met Senator Ann Reed in Kigali, died.", "None"),
    ],
)
def test_news_without_a_day_takes_the_month_of_publication(read, text, day):
    ((_, _, told, _),) = read(text, published=date(2022, 7, 6)).meetings
    assert told == day


def test_a_meeting_with_the_unnamed_is_not_the_one_with_somebody(read):
    text = f"{_MINISTER} met with lawmakers. Mudavadi met with Senator Ann Reed."
    assert [m[0] for m in read(text).meetings] == [{"Musalia Mudavadi"}, {"Musalia Mudavadi", "Ann Reed"}]


def test_a_tour_of_states_is_a_visit_to_each(read):
    visits = read(f"{_MINISTER} embarked on a tour of Rwanda and Ghana on Monday.").meetings
    assert [m[0] for m in visits] == [{"Musalia Mudavadi", "Rwanda"}, {"Musalia Mudavadi", "Ghana"}]


def test_what_a_visit_includes_is_a_meeting_of_the_visitor(read):
    text = f"{_MINISTER} arrived in Kigali for a visit which will include talks with Rwandan President Paul Kagame."
    assert {"Musalia Mudavadi", "Paul Kagame"} in [m[0] for m in read(text).meetings]


def test_the_talks_of_one_side_are_those_told_before_unless_with_others(read):
    text = f"{_MINISTER} met Rwandan President Paul Kagame. {{}}"
    one = read(text.format("Mudavadi said in talks with the president that ties were good."))
    assert [m[0] for m in one.meetings] == [{"Musalia Mudavadi", "Paul Kagame"}]
    two = read(text.format("Mudavadi said in talks with rebels that ties were good."))
    assert [m[0] for m in two.meetings] == [{"Musalia Mudavadi", "Paul Kagame"}, {"Musalia Mudavadi"}]


def test_it_was_their_first_meeting_tells_of_no_other(read):
    text = f"{_MINISTER} met Rwandan President Paul Kagame on Monday. It was their first meeting since 2019."
    assert len(read(text).meetings) == 1


def test_officials_of_the_two_countries_are_their_states(read):
    text = "Kenya and Rwanda disagree. Talks between officials of the two countries ended on Monday."
    assert [m[:2] for m in read(text).meetings] == [({"Kenya", "Rwanda"}, "negotiation")]


def test_the_visitor_is_the_one_before_the_pronoun_not_who_speaks_after_it(read):
    speaker = "Rwandan Defence Minister Juvenal Marizamunda"
    text = f"Rebels tried to attack {_MINISTER} during his visit to Rwanda, {speaker} said."
    assert [m[0] for m in read(text).meetings] == [{"Musalia Mudavadi", "Rwanda"}]


def test_a_caption_without_a_verb_tells_who_faces_the_press(read):
    text = f"{_MINISTER} at a news conference in Nairobi."
    assert [m[:2] for m in read(text).meetings] == [({"Musalia Mudavadi"}, "press-conference")]


@pytest.mark.parametrize("held", ["held separate meetings with", "held phone calls with", "had separate talks with"])
def test_several_meetings_are_one_with_each(read, held):
    text = f"{_MINISTER} {held} Rwandan President Paul Kagame and Ugandan President Yoweri Museveni."
    met = [who - {"Musalia Mudavadi"} for who, _, _, _ in read(text).meetings]
    assert met == [{"Paul Kagame"}, {"Yoweri Museveni"}]


def test_talks_with_several_are_one_with_all(read):
    text = f"{_MINISTER} held talks with Rwandan President Paul Kagame and Ugandan President Yoweri Museveni."
    ((who, _, _, _),) = read(text).meetings
    assert who == {"Musalia Mudavadi", "Paul Kagame", "Yoweri Museveni"}


def test_one_person_named_later_is_not_several_whom_somebody_met(read):
    text = f"{_MINISTER} is due to meet members of a business club, the ministry's spokesman, Korir Sing'oei, wrote."
    assert not any("Korir Sing'oei" in who for who, _, _, _ in read(text).meetings)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (f"{_MINISTER} met Rwandan President Paul Kagame in Moyale on Tuesday.", "Moyale"),
        (f"{_MINISTER} met Rwandan President Paul Kagame in Parliament on Tuesday.", None),
        ("Talks between Rwanda and Uganda are due to start in Luanda on Sunday.", "Luanda"),
    ],
)
def test_people_met_where_the_words_say_even_in_a_place_that_no_table_knows(read, text, place):
    assert [meeting[3] for meeting in read(text).meetings] == [place]


def test_a_dateline_in_capitals_is_the_city_however_its_name_is_written(read):
    text = "PORT-AU-PRINCE, Haiti (AP) — Kenyan envoy Noor Gabow met with Haitian Prime Minister Ariel Henry on Monday."
    assert read(text).meetings[0][3].lower() == "port-au-prince"


def test_who_co_chairs_still_holds_the_office(read):
    assert read("Ann Reed, co-chair of the Northern Forum, met Paul Kagame.").offices["Ann Reed"][0] == "Chair"


def test_talks_that_somebody_offers_to_host_were_not_held(read):
    text = "Kenya offered to host talks between Rwandan President Paul Kagame and Ugandan President Yoweri Museveni."
    assert [m.status.value for m in read(text).extraction.meetings] == ["planned"]


@pytest.mark.parametrize(
    ("met", "place"), [("held talks with Rwandan President Paul Kagame", "Kigali"), ("praised Paul Kagame", None)]
)
def test_a_guest_faces_the_press_where_the_talks_were_of_which_the_article_reports(read, met, place):
    text = f"KIGALI, July 5 (Reuters) - {_MINISTER} {met} on Tuesday.\n\nMudavadi told a news conference all was well."
    assert [where for _, kind, _, where in read(text).meetings if kind == "press-conference"] == [place]


def test_nobody_is_seated_on_a_journey_to_another_state_that_came_later(read):
    text = (
        f"KIGALI, July 5 (Reuters) - {_MINISTER} told a news conference after talks with Rwandan President Paul Kagame "
        "that all was well.\n\nMudavadi then visited Uganda."
    )
    assert {where for _, kind, _, where in read(text).meetings if kind == "press-conference"} == {"Kigali"}
