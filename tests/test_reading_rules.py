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
    assert [day for _, _, day, _ in read(text).meetings] == ["None"]


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


def test_a_meeting_told_within_a_long_quotation_is_not_the_articles_own_report(read):
    text = (
        'Ilham Aliyev said: "Iranian President Ebrahim Raisi met Turkish President Recep Tayyip Erdogan in Ankara '
        'last year and they agreed on it."'
    )
    assert read(text).meetings == []


def test_no_more_than_three_mentions_are_kept(read):
    text = "Iranian President Ebrahim Raisi arrived in Baku. Raisi spoke. Raisi left. Raisi said that ties were good."
    (raisi,) = [a for a in read(text).extraction.actors if a.name == "Ebrahim Raisi"]
    assert len(raisi.mentions) == 3


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
    text = "Ilham Aliyev {} Ankara on Monday. Aliyev met Turkish President Recep Tayyip Erdogan."
    assert read(text.format("arrived in")).meetings[1][3] == "Ankara"
    assert read(text.format("will travel to")).meetings[1][3] is None
