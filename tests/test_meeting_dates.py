"""Days of meetings that their own sentences do not tell."""

import pytest

_LEAD = "Kenya and Rwanda agreed on Tuesday to build a road."
_MUDAVADI = "Kenyan Foreign Minister Musalia Mudavadi"
_KAGAME = "Rwandan President Paul Kagame"
_SPOKE = f"{_MUDAVADI} told a press conference after his meeting with {_KAGAME}"


@pytest.mark.parametrize(
    "text",
    [
        f"{_MUDAVADI} met {_KAGAME} and praised Ghana.",
        f"{_MUDAVADI} earlier met {_KAGAME}.",
        f"{_MUDAVADI}, who was appointed in 2020, met {_KAGAME}.",
        f"{_SPOKE} that work would begin soon.",
        f"{_SPOKE}, adding Nairobi expects a plan to be drawn up by the end of the year.",
        f"{_MUDAVADI}, who told reporters after meeting {_KAGAME} that all was well, smiled.",
    ],
)
def test_what_those_do_of_whom_the_news_is_told_is_of_its_day(read, text):
    assert {day for _, _, day, _ in read(f"{_LEAD}\n\n{text}").meetings} == {"2022-07-05"}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (f"Months earlier, {_MUDAVADI} met {_KAGAME}.", "None"),
        (f"{_MUDAVADI} had met {_KAGAME}.", "None"),
        (f"{_MUDAVADI} will meet {_KAGAME}.", "None"),
        (f"{_MUDAVADI} met {_KAGAME} in March.", "2022-03"),
        ("Ghanaian President Nana Akufo-Addo met Malian Foreign Minister Abdoulaye Diop.", "2022-07"),
    ],
)
def test_what_came_before_or_others_did_is_not_of_the_day_of_the_news(read, text, day):
    assert [meeting[2] for meeting in read(f"{_LEAD}\n\n{text}").meetings] == [day]


@pytest.mark.parametrize("order", ["before", "after"])
def test_what_was_before_or_after_the_talks_was_on_their_day(read, order):
    talks = f"{_MUDAVADI} and Ugandan President Yoweri Museveni held talks on Tuesday."
    met = read(f"{talks}\n\nMuseveni had met {_KAGAME} {order} the talks.").meetings
    assert [day for who, _, day, _ in met if "Paul Kagame" in who] == ["2022-07-05"]
    met = read(f"{talks}\n\nMuseveni had met {_KAGAME} {order} the war.").meetings
    assert [day for who, _, day, _ in met if "Paul Kagame" in who] == ["None"]


@pytest.mark.parametrize("lead", ["agreed in March", "will agree on Friday", "had agreed on 12 May", "have agreed"])
def test_news_without_a_day_of_its_own_gives_none(read, lead):
    text = f"Kenya and Rwanda {lead} to build a road.\n\n{_MUDAVADI} met {_KAGAME}."
    assert [meeting[2] for meeting in read(text).meetings] == ["2022-07"]


@pytest.mark.parametrize(
    ("called_off", "day"), [("scheduled for Friday was called off", "2022-07-08"), ("was called off on Friday", "None")]
)
def test_what_was_called_off_is_of_the_day_for_which_it_was_planned(read, called_off, day):
    text = f"A meeting between {_MUDAVADI} and {_KAGAME} {called_off}."
    assert [meeting[2] for meeting in read(text).meetings] == [day]


_CALL = f"{_MUDAVADI} had called Ugandan President Yoweri Museveni on Friday."
_LATER = f"{_KAGAME} met Malian Foreign Minister Abdoulaye Diop {{}}."


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("earlier in the day", "2022-07-05"),
        ("on the same day", "2022-07-01"),
        ("the next day", "2022-07-02"),
        ("the day before", "2022-06-30"),
    ],
)
def test_only_the_time_of_a_day_is_of_the_day_of_the_news(read, words, day):
    text = f"{_LEAD}\n\n{_CALL}\n\n{_LATER.format(words)}"
    assert [found for who, _, found, _ in read(text).meetings if "Paul Kagame" in who] == [day]


@pytest.mark.parametrize(
    ("words", "day"),
    [("the same day", "2022-07-01"), ("a day earlier", "2022-06-30"), ("two days later", "2022-07-03")],
)
def test_what_goes_on_counts_from_the_day_named_last_over_what_tells_none(read, words, day):
    text = f"{_LEAD}\n\n{_CALL}\n\nIt rained.\n\nThey laughed.\n\n{_LATER.format(words)}"
    assert [found for who, _, found, _ in read(text).meetings if "Paul Kagame" in who] == [day]


def test_what_somebody_had_done_before_is_no_day_of_the_news(read):
    text = f"Earlier in the day, {_MUDAVADI} met {_KAGAME} in Kigali. On Monday he had flown to Istanbul."
    assert {day for who, _, day, _ in read(text).meetings if "Paul Kagame" in who} == {"2022-07-06"}


def test_the_day_after_one_to_come_is_to_come(read):
    text = f"{_MUDAVADI} will arrive in Kampala on Friday and meet {_KAGAME} the next day."
    assert {day for _, _, day, _ in read(text).meetings} == {"2022-07-08", "2022-07-09"}


@pytest.mark.parametrize(
    "text",
    [
        f'"It is late," {_MUDAVADI} said at the start of a meeting with {_KAGAME}.',
        f"Asked about it at a press conference, {_MUDAVADI} said that the two had a plan.",
    ],
)
def test_what_is_said_at_an_event_of_the_news_is_of_its_day(read, text):
    assert {day for _, _, day, _ in read(f"{_LEAD}\n\n{text}").meetings} == {"2022-07-05"}


def test_a_caption_dates_nothing_below_the_news(read):
    caption = f"{_MUDAVADI} and Ugandan President Yoweri Museveni attend a meeting in Kampala on May 3, 2021."
    text = f"{caption}\n\n{_LEAD}\n\n{_MUDAVADI} met {_KAGAME}."
    assert [day for who, _, day, _ in read(text).meetings if "Paul Kagame" in who] == ["2022-07-05"]


def test_a_site_is_visited_on_the_day_on_which_its_visitor_spoke(read):
    text = f'{_MUDAVADI} said on Monday that all was well. "We go on. We work. We build," {_MUDAVADI} said while '
    assert [day for _, _, day, _ in read(text + "visiting soldiers at the border.").meetings] == ["2022-07-04"]
    assert [day for _, _, day, _ in read(text + "visiting Ghana.").meetings] == ["2022-07"]


@pytest.mark.parametrize(
    ("before", "comes", "day"),
    [
        (f"{_MUDAVADI} fell ill on Friday.", "This comes a week after", "2022-06-24"),
        (f"{_MUDAVADI} left for home on Friday.", "His departure came two days after", "2022-06-29"),
        (f"{_MUDAVADI} fell ill.", "This comes a week after", "None"),
        (f"{_MUDAVADI} fell ill on Friday.", "Rain came a week after", "None"),
        (f"{_MUDAVADI} fell ill in May.", "This comes a week after", "None"),
    ],
)
def test_what_comes_after_an_event_came_on_the_day_told_just_before(read, before, comes, day):
    for event in (f"he met {_KAGAME}.", f"he attended a summit with {_KAGAME}."):
        assert [found for _, _, found, _ in read(f"{before} {comes} {event}").meetings] == [day]


def test_a_visit_lies_so_many_days_ahead(read):
    text = f"{_MUDAVADI} met {_KAGAME} on Monday, two days ahead of his planned visit to Ghana."
    assert [day for who, _, day, _ in read(text).meetings if "Ghana" in who] == ["2022-07-06"]


@pytest.mark.parametrize("returned", ["who has just returned from leading a mission to Ghana", "who has led a mission"])
def test_what_somebody_met_had_done_is_not_of_the_day_of_the_meeting(read, returned):
    meetings = read(f"{_MUDAVADI} will meet in Kigali on Friday with {_KAGAME}, {returned}.").meetings
    assert {day for who, _, day, _ in meetings if "Musalia Mudavadi" in who} == {"2022-07-08"}
    assert {day for who, _, day, _ in meetings if "Ghana" in who} <= {"None"}


def test_a_year_within_a_quotation_dates_nothing_outside_of_it(read):
    said = f'"They failed in 2006, as before," {_MUDAVADI} said while visiting soldiers at the border.'
    assert [day for _, _, day, _ in read(f"{_MUDAVADI} said on Monday that all was well. {said}").meetings] == [
        "2022-07-04"
    ]


def test_what_is_planned_dates_nothing_that_was_held(read):
    text = (
        f"{_MUDAVADI} met Rwandan leaders on Tuesday. His expected meetings this week with leaders from Rwanda come in "
        f"times of need. {_MUDAVADI} was meeting {_KAGAME}."
    )
    assert [day for who, _, day, _ in read(text).meetings if "Paul Kagame" in who] == ["2022-07-05"]


_OFFICIALS = f"On Friday, {_MUDAVADI} held talks in Nairobi with two Rwandan officials."


@pytest.mark.parametrize(
    ("more", "together"),
    [
        (f"The meeting with {_KAGAME} and Rwandan Foreign Minister Vincent Biruta was long.", True),
        (f"A meeting with {_KAGAME} and Rwandan Foreign Minister Vincent Biruta was long.", False),
        (f"The meeting on Tuesday with {_KAGAME} and Rwandan Foreign Minister Vincent Biruta was long.", False),
        ("The meeting with Ghanaian Foreign Minister Ayorkor Botchwey and Ghanaian Minister Ann Reed was long.", False),
    ],
)
def test_the_meeting_with_those_who_are_named_is_that_with_the_officials_told_just_before(read, more, together):
    first, *others = read(f"{_OFFICIALS} {more}").meetings
    assert (first[0] == {"Musalia Mudavadi", "Paul Kagame", "Vincent Biruta"}) is together
    assert first[2:] == ("2022-07-01", "Nairobi")
    assert (not others) is together


@pytest.mark.parametrize(
    ("told", "day"),
    [
        (f"{_MUDAVADI} met {_KAGAME}", "None"),
        (f"{_MUDAVADI} will meet {_KAGAME}", "2022-07-09"),
    ],
)
def test_nothing_was_done_on_the_same_day_as_what_is_to_come(read, told, day):
    text = f"Ugandan President Yoweri Museveni will fly to Lusaka on July 9. On the same day, {told}."
    assert [found for who, _, found, _ in read(text).meetings if "Paul Kagame" in who] == [day]


@pytest.mark.parametrize(
    ("line", "when", "day"),
    [
        ("Kigali, July 5, AZERTAC.", "today", "2022-07-05"),
        ("KIGALI, July 5 (Reuters) -", "yesterday", "2022-07-04"),
        ("Kigali, July 7, AZERTAC.", "today", "2022-07-06"),  # none is dated ahead
        ("Kigali, June 5, AZERTAC.", "today", "2022-07-06"),  # nor is one a month old when it is published
        ("Kigali, AZERTAC.", "today", "2022-07-06"),
    ],
)
def test_today_is_the_day_of_the_dateline(read, line, when, day):
    assert [found for _, _, found, _ in read(f"{line} {_MUDAVADI} met {_KAGAME} {when}.").meetings] == [day]


@pytest.mark.parametrize(
    ("link", "place", "day"),
    [
        ("after", None, "None"),
        ("before", None, "None"),
        ("ahead of", None, "None"),
        ("two days after", None, "2022-07-02"),
        ("during", "Ghana", "2022-07"),
    ],
)
def test_a_visit_that_tells_when_people_met_tells_neither_where_nor_its_own_day(read, link, place, day):
    met, visited = read(f"{_MUDAVADI} met {_KAGAME} on Monday {link} a visit to Ghana.").meetings
    assert (met[2:], visited[2:]) == (("2022-07-04", place), (day, "Ghana"))


def test_who_meets_his_host_after_a_visit_there_may_be_there_still(read):
    met = read(f"{_MUDAVADI} met {_KAGAME} on Monday after his visit to Rwanda.").meetings[0]
    assert met[2:] == ("2022-07-04", "Rwanda")


@pytest.mark.parametrize(
    ("told", "status", "day"),
    [
        ("had been due to meet {} on Friday, but fell ill", "cancelled", "2022-07-01"),
        ("had planned to meet {} on Monday but cancelled", "cancelled", "2022-07-04"),
        ("had been scheduled to meet {} on Friday before he put off the talks", "postponed", "2022-07-01"),
        ("had been due to meet {} on Friday", "planned", "2022-07-08"),
        ("had planned to meet {} next Monday but cancelled", "cancelled", "2022-07-11"),
        ("was supposed to meet {} on Monday, and the meeting went ahead", "held", "2022-07-04"),
        ("was due to meet {} on Monday, and the talks took place", "held", "2022-07-04"),
        ("was due to meet {} on Monday, but the talks did not take place", "cancelled", "2022-07-11"),
        ("was supposed to meet {} on Monday", "planned", "2022-07-11"),
    ],
)
def test_the_day_of_a_plan_of_old_is_past_where_it_came_to_nothing_or_went_ahead(read, told, status, day):
    (met,) = read(f"{_MUDAVADI} {told.format(_KAGAME)}.").extraction.meetings
    assert (met.status.value, str(met.date)) == (status, day)
