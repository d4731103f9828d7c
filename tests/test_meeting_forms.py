"""Meetings as agencies of all regions tell them: who was only present, who called whom, what is yet to come."""

import pytest

_RUTO = "Kenyan President William Ruto"
_KAGAME = "Rwandan President Paul Kagame"
_BOTH = {"William Ruto", "Paul Kagame"}


@pytest.mark.parametrize(
    ("text", "kind", "who"),
    [
        (f"{_RUTO} received a phone call on Monday from {_KAGAME}.", "phone-call", _BOTH),
        (f"{_RUTO} called and congratulated {_KAGAME}.", "phone-call", _BOTH),
        (f"{_RUTO} told {_KAGAME} in a call on Saturday that trade would grow.", "phone-call", _BOTH),
        (f"In a call on Saturday, {_RUTO} told {_KAGAME} that trade would grow.", "phone-call", _BOTH),
        (f"{_RUTO} told his Rwandan counterpart, Paul Kagame, in a phone call that trade would grow.", "phone-call",
         _BOTH),
        (f"{_RUTO} held a phone talk with {_KAGAME}.", "phone-call", _BOTH),
        (f"{_RUTO} and {_KAGAME} agreed. During the telephonic conversation, both leaders were calm.", "phone-call",
         _BOTH),
        (f"{_RUTO} hosted a dinner for {_KAGAME}.", "meeting", _BOTH),
        (f"{_RUTO} will host African Union leaders in Nairobi.", "meeting", {"William Ruto", "African Union"}),
        (f"{_RUTO} took part in a meeting of foreign ministers in Kigali.", "meeting", {"William Ruto"}),
        (f"{_RUTO}'s first meeting was with {_KAGAME}.", "meeting", _BOTH),
        (f"{_RUTO} received two delegations led by {_KAGAME} and Ugandan Foreign Minister Jeje Odongo.", "meeting",
         {*_BOTH, "Jeje Odongo"}),
        ("The 45th Ordinary Session of the SADC Summit of Heads of State was held in Luanda on Monday.", "summit",
         {"SADC"}),
        (f"{_RUTO} and {_KAGAME} failed to reach agreement at talks in Luanda.", "meeting", _BOTH),
        (f"{_RUTO} and other Kenyan officials met {_KAGAME}.", "meeting", _BOTH),
        (f"{_RUTO} and {_KAGAME} announced the decision after bilateral talks in Nairobi.", "meeting", _BOTH),
        (f"{_RUTO} and {_KAGAME} issued a statement following talks in Kigali.", "meeting", _BOTH),
        (f"{_RUTO} announced a truce after talks between Armenia and Azerbaijan.", "negotiation",
         {"Armenia", "Azerbaijan"}),
        (f"Kenya's prime minister welcomed the delegation which was headed by {_KAGAME}.", "meeting",
         {"Kenya", "Paul Kagame"}),
        (f"{_RUTO} met today with President Paul Kagame of Rwanda in Munich, Germany to discuss Rwanda's ongoing fight "
         "against Ugandan aggression.", "meeting", _BOTH),
    ],
)  # fmt: skip
def test_a_meeting_is_read_with_those_who_took_part(read, text, kind, who):
    assert [meeting[:2] for meeting in read(text).meetings] == [(who, kind)]


@pytest.mark.parametrize(
    "text",
    [
        f"{_RUTO} and {_KAGAME} were present at the meeting.",
        f"Also in the meeting were {_RUTO} and {_KAGAME}.",
        f"{_RUTO} and {_KAGAME} discussed the negotiations in Doha.",
        f"{_RUTO} tried to meet {_KAGAME}, but was not successful.",
        f"{_RUTO} sought to hold talks with {_KAGAME}.",
        f"{_RUTO} received an award from {_KAGAME}.",
        f"In a call for peace, {_RUTO} urged {_KAGAME} to stop.",
        "FEMA Administrator Deanne Criswell joined them on the call.",
        f"{_RUTO} and {_KAGAME} joined in a call to end the war.",
        f"{_RUTO} received a “warm welcome,” {_KAGAME} reported.",
        "The Green Party received 1,457,226 votes (1.06 percent) with the 2016 ticket of Jill Stein for president.",
    ],
)
def test_who_is_only_present_or_only_speaks_of_a_meeting_holds_none(read, text):
    assert read(text).meetings == []


def test_what_one_will_speak_of_with_whom_one_meets_is_no_call(read):
    text = f"{_RUTO} arrived in Kigali to meet with his counterpart, Paul Kagame, with whom he will talk about trade."
    assert [kind for _, kind, _, _ in read(text).meetings] == ["visit"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The ministers prepared the African Union summit to be held on 17 March in Accra.",
         [("planned", "2023-03-17")]),
        (f"{_RUTO} spoke of the African Union summit slated for Ghana.", [("planned", "None")]),
        ("The UN called on Israel and Hamas to resume talks on 15 August in Doha.", [("planned", "2022-08-15")]),
        (f"{_RUTO} decided to visit Kigali.", [("planned", "None")]),
        (f"{_RUTO} promised to meet {_KAGAME}.", [("planned", "None")]),
        (f"{_RUTO} will resume trade after talks with {_KAGAME}.", [("planned", "None")]),
        (f"Talks between {_RUTO} and {_KAGAME} are expected to be held in Luanda on July 10.",
         [("planned", "2022-07-10")]),
        (f"Before his trip to Beijing, {_RUTO} met {_KAGAME} in Nairobi on Monday.",
         [("planned", "None"), ("held", "2022-07-04")]),
        (f"Ahead of his visit to Beijing, {_RUTO} met {_KAGAME} in Nairobi. Ruto visited Beijing on Tuesday.",
         [("held", "2022-07-05"), ("held", "2022-07")]),
        (f"{_RUTO} is participating in the African Union summit in Accra.", [("held", "2022-07")]),
        (f"{_RUTO} will arrive on Friday to meet {_KAGAME} and engage in a separate meeting with the African Union.",
         [("planned", "2022-07-08"), ("planned", "2022-07-08")]),
        (f"{_RUTO} is set to call on {_KAGAME}, and meet with Ugandan President Yoweri Museveni.",
         [("planned", "None"), ("planned", "None")]),
        (f"On Friday, {_RUTO} travels to Kigali, where he is scheduled to meet {_KAGAME} on Sunday before leaving.",
         [("planned", "2022-07-08"), ("planned", "2022-07-10")]),
        (f"{_RUTO} and {_KAGAME} attend a news conference in Kigali July 6, 2022.", [("held", "2022-07-06")]),
        (f"{_RUTO} was in Doha to meet {_KAGAME}.", [("held", "2022-07"), ("held", "None")]),
    ],
)  # fmt: skip
def test_what_is_yet_to_come_is_planned(read, text, told):
    assert [(m.status.value, str(m.date)) for m in read(text).extraction.meetings] == told


def test_the_guest_is_the_visitor_not_who_lives_there(read):
    text = f"{_RUTO} met {_KAGAME} before the end of his visit to Nairobi."
    assert [m[:2] for m in read(text).meetings] == [(_BOTH, "visit")]


def test_whom_one_saw_respectively_one_met_apart(read):
    text = f"{_RUTO} held talks with Presidents Paul Kagame and Yoweri Museveni respectively."
    met = [who - {"William Ruto"} for who, _, _, _ in read(text).meetings]
    assert met == [{"Paul Kagame"}, {"Yoweri Museveni"}]


@pytest.mark.parametrize(
    ("when", "day"),
    [
        ("from May 31 to June 2, 2021", "2021-05-31"),
        ("from 31 May to 2 June 2021", "2021-05-31"),
        ("on Monday and Tuesday last week", "2022-06-27"),
    ],
)
def test_a_span_of_days_begins_with_the_first(read, when, day):
    assert [told for _, _, told, _ in read(f"{_RUTO} visited Kigali {when}.").meetings] == [day]


@pytest.mark.parametrize("name", ["President Duma Boko", "The President of Paraguay, Santiago Peña,"])
def test_a_given_name_that_is_also_a_body_or_a_city_is_the_persons(read, name):
    ((who, _, _, _),) = read(f"{name} met {_RUTO} on Monday.").meetings
    assert who in ({"Duma Boko", "William Ruto"}, {"Santiago Peña", "William Ruto"})


@pytest.mark.parametrize("line", ["Colombo, Jul 5 (PTI) ", "KIGALI, Jul 5: ", "KIGALI, Rwanda, July 5. "])
def test_a_line_with_city_and_day_takes_no_part(read, line):
    assert [m[0] for m in read(f"{line}{_RUTO} met {_KAGAME} on Tuesday.").meetings] == [_BOTH]
    assert read(f"External Affairs Minister (EAM) Subrahmanyam Jaishankar met {_KAGAME}.").meetings[0][0] == {
        "Subrahmanyam Jaishankar",
        "Paul Kagame",
    }


def test_whom_somebody_invites_is_another(read):
    text = (
        f"{_RUTO} met {_KAGAME} on Monday. He also held talks with Ugandan President Yoweri Museveni and invited him "
    )
    visits = [m[0] for m in read(text + "to visit Kenya.").meetings if m[1] == "visit"]
    assert all("William Ruto" not in who for who in visits)


def test_who_has_two_offices_takes_part(read):
    text = (
        "It came up during the meeting between the Foreign Minister of Tajikistan Sirodjiddin Mukhriddin and the "
        "Deputy Chairman of the Cabinet of Turkmenistan, Foreign Minister Rashid Meredov on Tuesday."
    )
    assert [m[0] for m in read(text).meetings] == [{"Sirodjiddin Mukhriddin", "Rashid Meredov"}]


def test_who_is_told_of_talks_held_no_part_in_them(read):
    text = f"{_RUTO} updated {_KAGAME} on the talks that were held in Nairobi, Kenya between Congo and the M23 rebels."
    assert [m[0] for m in read(text).meetings] == [{"Democratic Republic of the Congo", "M23 rebels"}]


def test_one_visits_the_state_to_whose_capital_one_comes(read):
    text = f"{_RUTO} arrived on an official visit to the capital of the Republic of Rwanda - the city of Kigali."
    assert read(text).meetings[0][0] == {"William Ruto", "Rwanda"}


def test_a_statement_that_is_contradicted_is_denied_and_not_of_that_day(read):
    text = f"Kenya's foreign ministry on Monday contradicted {_KAGAME}'s statement that {_RUTO} had called him."
    told = [(m.status.value, m.date) for m in read(text).extraction.meetings]
    assert told == [("denied", None)]


@pytest.mark.parametrize(("whole", "status"), [("the result of ", "held"), ("the end of ", "held"), ("", "planned")])
def test_who_announces_how_talks_ended_announces_none(read, whole, status):
    told = read(f"{_RUTO} announced {whole}the talks between Israel and Hamas.").extraction.meetings
    assert [meeting.status for meeting in told] == [status]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("DOHA, July 5 (QNA) - Qatari Prime Minister Mohammed bin Abdulrahman Al Thani met US Deputy Secretary of "
         "State Kurt Campbell, who is visiting the country.", "Doha"),
        ("MANILA, July 5 (PNA) - Philippine President Ferdinand Marcos Jr. thanked Japanese Prime Minister Fumio "
         "Kishida, who visited the country in May.", "Manila"),
        ("Ties with Laos are good. Chinese Premier Li Qiang will visit the country in August.", "Laos"),
        ("DOHA, July 5 (QNA) - Ties with Laos are good. Chinese Premier Li Qiang will visit the country in August.",
         "Laos"),
    ],
)  # fmt: skip
def test_the_country_is_the_one_told_of_or_where_the_text_is_written(read, text, place):
    assert [meeting[1::2] for meeting in read(text).meetings] == [("visit", place)]


def test_a_visit_to_a_country_that_nobody_named_is_not_told(read):
    text = "Omani Foreign Minister Badr Al-Busaidi saw French Envoy Franck Riester, who is on a visit to the country."
    assert all(kind != "visit" for _, kind, _, _ in read(text).meetings)


@pytest.mark.parametrize("asked", ["called on", "issued a statement calling on", "urged"])
def test_who_is_called_on_to_talk_is_to_talk_not_who_calls(read, asked):
    told = read(f"Qatar {asked} Israel and Hamas to resume talks on 15 August in Doha.").meetings
    assert [meeting[0] for meeting in told] == [{"Israel", "Hamas"}]


@pytest.mark.parametrize(
    "told",
    [
        "Kenya and Rwanda agreed not to use force against each other to settle it, following",
        "Kenya and Rwanda agreed not to resume the war after",
        "Kenya and Rwanda pledged to resume trade after",
        "Kenya did not sign the deal following",
    ],
)
def test_talks_after_which_something_is_not_done_were_held(read, told):
    (meeting,) = read(f"{told} talks between {_RUTO} and {_KAGAME} in Luanda.").extraction.meetings
    assert meeting.status == "held"
