"""Visits: whom of the host's side the visitor saw, several on one journey, and visitors who are not named."""

from datetime import date

import pytest

_RUTO = "Kenyan President William Ruto"
_KAGAME = "Rwandan President Paul Kagame"


@pytest.mark.parametrize(
    ("text", "host"),
    [
        (f"{_RUTO} hugged {_KAGAME} during a trip to Kigali in May.", "Paul Kagame"),
        (f"{_RUTO} raised the issue with {_KAGAME} during a visit to Kigali in May.", "Paul Kagame"),
        (f"{_RUTO} criticised {_KAGAME} during a visit to Kigali in May.", "Rwanda"),
        (f"{_RUTO} hugged {_KAGAME} during a trip to Kampala in May.", "Uganda"),
    ],
)
def test_whom_the_visitor_spoke_with_there_is_the_host(read, text, host):
    assert [meeting[:3] for meeting in read(text).meetings] == [({"William Ruto", host}, "visit", "2022-05")]


def test_a_visit_told_twice_is_one_with_the_host_who_is_named(read):
    text = f"{_RUTO} visited Rwanda in May. He hugged {_KAGAME} during his visit to Kigali."
    assert [meeting[:2] for meeting in read(text).meetings] == [({"William Ruto", "Paul Kagame"}, "visit")]


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        ("travelled to Cairo in March and to Paris in May.", [("Cairo", "2022-03"), ("Paris", "2022-05")]),
        ("visited Cairo and Paris in May.", [("Cairo", "2022-05"), ("Paris", "2022-05")]),
        ("will travel to Cairo on Friday and to Paris on Sunday.", [("Cairo", "2022-07-08"), ("Paris", "2022-07-10")]),
    ],
)
def test_each_stop_is_of_the_day_told_behind_it(read, text, visits):
    assert [(place, day) for _, _, day, place in read(f"{_RUTO} {text}").meetings] == visits


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("touched down in Doha on Tuesday.", ["Doha"]),
        ("jetted off to Beijing on Monday.", ["Beijing"]),
        ("returned last week from a five-day visit to Europe, including stops in Hungary and Serbia.",
         ["Hungary", "Serbia"]),
        ("left on a tour of Africa with stops in Ghana and Namibia.", ["Ghana", "Namibia"]),
    ],
)  # fmt: skip
def test_where_one_lands_or_stops_one_visits(read, text, places):
    assert [meeting[3] for meeting in read(f"{_RUTO} {text}").meetings] == places


@pytest.mark.parametrize(
    ("text", "meetings"),
    [
        (f"{_RUTO} spoke individually with: Prime Minister Kaja Kallas of Estonia; and President Ann Lee of Peru.",
         [({"William Ruto", "Kaja Kallas"}, "phone-call"), ({"William Ruto", "Ann Lee"}, "phone-call")]),
        (f"{_RUTO} met bilaterally with: {_KAGAME}; and President Ann Lee of Peru.",
         [({"William Ruto", "Paul Kagame"}, "meeting"), ({"William Ruto", "Ann Lee"}, "meeting")]),
        (f"{_RUTO} contacted {_KAGAME} to discuss the crisis.", [({"William Ruto", "Paul Kagame"}, "phone-call")]),
        (f"{_RUTO} contacted Rwanda's foreign minister.", [({"William Ruto", "Rwanda"}, "phone-call")]),
        (f"Police contacted {_RUTO}.", []),
        (f"{_RUTO} could not be contacted by {_KAGAME}.", []),
    ],
)  # fmt: skip
def test_each_of_a_list_is_spoken_with_alone_and_whom_one_contacts_one_calls(read, text, meetings):
    assert [meeting[:2] for meeting in read(text).meetings] == meetings


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{_RUTO} flew to Oslo on Friday, a day after talks with {_KAGAME} in Kigali.", ["2022-07-01", "2022-06-30"]),
        (f"The move came on Tuesday, two weeks after {_RUTO} met {_KAGAME}.", ["2022-06-21"]),
        (f"Two days after meeting {_KAGAME}, {_RUTO} flew to Oslo on Friday.", ["2022-06-29", "2022-07-01"]),
    ],
)
def test_days_are_counted_from_the_other_event(read, text, told):
    assert sorted(meeting[2] for meeting in read(text).meetings) == sorted(told)


def test_days_without_a_calendar_date_nothing(read):
    text = f"{_RUTO} flew to Oslo on Friday, 800000 days after talks with {_KAGAME} in Kigali."
    assert {"William Ruto", "Paul Kagame"} in [meeting[0] for meeting in read(text).meetings]


@pytest.mark.parametrize("deed", ["met in Kigali", "come together in Kigali"])
def test_what_was_to_have_been_was_not(read, deed):
    text = f"{_RUTO} and {_KAGAME} were to have {deed} in May."
    assert [m.status.value for m in read(text).extraction.meetings] == ["cancelled"]


def test_the_delegation_are_those_who_went_together(read):
    text = "Ann Reed, Peter Brown and Chris Lee travelled to Kenya. In Nairobi, the delegation met with "
    found = [meeting[0] for meeting in read(f"{text}{_RUTO}.").meetings]
    assert {"Ann Reed", "Peter Brown", "Chris Lee", "William Ruto"} in found


def test_unnamed_ministers_visit_for_their_state(read):
    text = "The spokesman was asked about a visit to Russia by two Kenyan ministers."
    assert [meeting[:2] for meeting in read(text).meetings] == [({"Kenya", "Russia"}, "visit")]
    assert read("The spokesman was asked about a visit to Russia by two Kenyan singers.").meetings == []


def test_a_meeting_that_fell_through_was_not_held(read):
    text = f"A meeting between {_RUTO} and {_KAGAME} in Kampala fell through."
    assert [m.status.value for m in read(text).extraction.meetings] == ["cancelled"]


@pytest.mark.parametrize(("day", "month"), [(6, "2022-07"), (1, "None")])
def test_on_the_first_of_a_month_what_goes_on_may_have_begun_before(read, day, month):
    text = f"{_RUTO}, who is on a state visit to Rwanda, smiled."
    assert [meeting[2] for meeting in read(text, published=date(2022, 7, day)).meetings] == [month]


@pytest.mark.parametrize(
    ("text", "visits"),
    [
        (f"{_RUTO} will travel to Cairo on Friday and from there to Paris.", {"Egypt": "planned", "France": "planned"}),
        (f"{_RUTO} began a tour that will take him to Egypt and France.", {"Egypt": "planned", "France": "planned"}),
        (f"The trip took {_RUTO} to Egypt.", {"Egypt": "held"}),
        (f"Egypt has invited {_RUTO} to Cairo.", {"Egypt": "planned"}),
        (f"The visit, {_RUTO}'s first to Egypt, came after a strike.", {"Egypt": "held"}),
        (f"{_RUTO} smiled. The visit, his first to Egypt, came after a strike.", {"Egypt": "held"}),
        (f"The car took {_RUTO} to Egypt.", {}),
        (f"Egypt has invited {_RUTO} to the game.", {}),
    ],
)
def test_journeys_told_by_what_takes_or_asks_the_traveller_there(read, text, visits):
    found = read(text)
    assert {
        next(found.names[p] for p in m.participants if found.names[p] != "William Ruto"): m.status.value
        for m in found.extraction.meetings
    } == visits


def test_whom_the_traveller_will_see_is_met(read):
    text = f"{_RUTO} spoke before leaving for Paris, where he will see French President Emmanuel Macron."
    assert ({"William Ruto", "Emmanuel Macron"}, "meeting") in [meeting[:2] for meeting in read(text).meetings]
    assert read(f"{_RUTO} sees {_KAGAME} as a friend, where others do not.").meetings == []


def test_what_is_discussed_where_somebody_stays_is_discussed_face_to_face(read):
    text = f"{_RUTO} was in Kigali on Monday, where he discussed energy with {_KAGAME}."
    assert ({"William Ruto", "Paul Kagame"}, "2022-07-04") in [(m[0], m[2]) for m in read(text).meetings]


@pytest.mark.parametrize(
    ("text", "visited"),
    [
        ("Before leaving for Beijing, Kenyan President William Ruto met President Yoweri Museveni.", []),
        ("Before flying to Beijing, Kenyan President William Ruto said that talks were needed.", []),
        ("Prior to departing for Beijing, Kenyan President William Ruto met President Yoweri Museveni.", []),
        # Who went on there was there, and so was whoever is told to have left.
        ("Kenyan President William Ruto met President Yoweri Museveni before flying to Beijing.", ["Beijing"]),
        ("Before he met President Yoweri Museveni, Kenyan President William Ruto flew to Beijing.", ["Beijing"]),
        ("After arriving in Beijing, Kenyan President William Ruto met President Yoweri Museveni.", ["Beijing"]),
    ],
)
def test_before_leaving_nobody_is_there_yet(read, text, visited):
    assert [place for _, kind, _, place in read(text).meetings if kind == "visit"] == visited


@pytest.mark.parametrize(
    ("words", "is_there"),
    [
        ("denounced the conclusions of the Munich summit", False),
        ("rejected the conclusions of the summit in Munich", False),
        ("attended the conclusion of the Munich summit", True),
        ("spoke at the conclusion of the Munich summit", True),
        ("spoke at the end of the Munich summit", True),
    ],
)
def test_what_a_summit_concluded_is_not_its_end(read, words, is_there):
    meetings = read(f"Russian Foreign Minister Sergei Lavrov {words}.").meetings
    assert [(who, kind) for who, kind, _, _ in meetings] == [({"Sergei Lavrov"}, "summit")] * is_there
