"""What is read out of sentences as news writes them; each example stands for a rule of the language."""

import pytest

from kg.extraction.topics import find_topics
from kg.records import ActorType, MeetingStatus, render_extraction


@pytest.mark.parametrize(
    ("text", "name", "office", "of"),
    [
        ("Azerbaijani Foreign Minister Jeyhun Bayramov spoke.", "Jeyhun Bayramov", "Foreign Minister", "Azerbaijan"),
        ("Niger's president Mahamadou Issoufou spoke.", "Mahamadou Issoufou", "President", "Niger"),
        ("President Hassan Rouhani of Iran spoke.", "Hassan Rouhani", "President", "Iran"),
        ("Italy's foreign minister, Luigi Di Maio, spoke.", "Luigi Di Maio", "Foreign Minister", "Italy"),
        ("Dmytro Kuleba, the Ukrainian foreign minister, spoke.", "Dmytro Kuleba", "Foreign Minister", "Ukraine"),
        ("US Secretary of State Antony Blinken spoke.", "Antony Blinken", "Secretary of State", "United States"),
        (
            "Russian foreign ministry spokeswoman Maria Zakharova spoke.",
            "Maria Zakharova",
            "Foreign Ministry Spokeswoman",
            "Russia",
        ),
        ("Minister of Energy AbdulAziz bin Salman spoke.", "AbdulAziz bin Salman", "Minister of Energy", None),
        ("UN Secretary-General Antonio Guterres spoke.", "Antonio Guterres", "Secretary-General", "United Nations"),
        ("Former Kenyan President Uhuru Kenyatta spoke.", "Uhuru Kenyatta", "President", "Kenya"),
    ],
)
def test_an_office_is_read_beside_the_name(read, text, name, office, of):
    assert read(text).offices[name] == (office, of)


def test_a_plural_office_is_shared_out(read):
    offices = read("Presidents Muhammadu Buhari of Nigeria and Paul Kagame of Rwanda signed the agreement.").offices
    assert offices == {"Muhammadu Buhari": ("President", "Nigeria"), "Paul Kagame": ("President", "Rwanda")}


def test_a_counterpart_holds_the_same_office_of_another_state(read):
    offices = read("Iranian Foreign Minister Hossein Amir-Abdollahian met his Chinese counterpart, Wang Yi.").offices
    assert offices["Wang Yi"] == ("Foreign Minister", "China")


def test_a_surname_alone_is_the_same_person(read):
    actors = read(
        "Turkish President Recep Tayyip Erdogan arrived. Erdogan said that Turkey was ready."
    ).extraction.actors
    assert [a.name for a in actors if a.type is ActorType.PERSON] == ["Recep Tayyip Erdogan"]


def test_a_surname_that_comes_first_is_the_same_person(read):
    actors = read("Chinese President Xi Jinping arrived. Xi said that China was ready.").extraction.actors
    assert [a.name for a in actors if a.type is ActorType.PERSON] == ["Xi Jinping"]


def test_the_name_in_a_byline_is_no_actor(read):
    text = "By Ann Reed July 6, 2022\n\nIranian President Ebrahim Raisi arrived in Baku."
    assert list(read(text).offices) == ["Ebrahim Raisi"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bayramov said that Azerbaijan would cooperate.", "Azerbaijan would cooperate"),
        ('"We are ready for talks with all sides," Bayramov said.', "We are ready for talks with all sides"),
        ('Bayramov said: "We are ready. We will come."', "We are ready. We will come"),
        ("Bayramov hailed the opening of a second bridge.", "the opening of a second bridge"),
        ("Bayramov called for further expansion of ties at a meeting in Baku.", "further expansion of ties"),
        ("Bayramov urged Armenia to sign the peace treaty.", "Armenia to sign the peace treaty"),
        ("Bayramov thanked Turkey for its support.", "Turkey for its support"),
        (
            "The talks had been useful for both sides, according to Bayramov.",
            "The talks had been useful for both sides",
        ),
        ('Bayramov said that Iran was an "important partner".', 'Iran was an "important partner'),
    ],
)
def test_a_statement_has_its_speaker_and_its_words(read, text, expected):
    reading = read(f"Azerbaijani Foreign Minister Jeyhun Bayramov was in Tehran. {text}")
    assert reading.said == [("Jeyhun Bayramov", expected)]


def test_two_cues_make_two_statements(read):
    text = (
        "Iranian President Ebrahim Raisi warned that war was near and reiterated that Iran wanted peace, "
        "adding that talks would go on."
    )
    assert [words for _, words in read(text).said] == ["war was near", "Iran wanted peace", "talks would go on"]


def test_a_quotation_split_by_its_cue_makes_two_statements(read):
    text = (
        'Iranian President Ebrahim Raisi was in Baku. "We want peace here," Raisi said. '
        '"Nobody will stop us from that."'
    )
    assert [words for _, words in read(text).said] == ["We want peace here", "Nobody will stop us from that"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Iranian President Ebrahim Raisi received Jeyhun Bayramov. He said that ties were good.", "Ebrahim Raisi"),
        (
            "Iranian Foreign Minister Hossein Amir-Abdollahian met Azerbaijani Foreign Minister Jeyhun Bayramov. "
            "The Azerbaijani minister said that ties were good.",
            "Jeyhun Bayramov",
        ),
        ("The Iranian government said that ties were good.", "Iran"),
        ("Tehran said that ties were good.", "Iran"),
        ("A Kremlin spokesman said that ties were good.", "Kremlin"),
        ("Russia's foreign ministry said that ties were good.", "Foreign Ministry of Russia"),
        ("After her visit, German Chancellor Angela Merkel said that ties were good.", "Angela Merkel"),
        ("The resolution, Turkey said, was void. The UN said that ties were good.", "UN"),
    ],
)
def test_the_speaker_is_found_behind_pronouns_and_descriptions(read, text, speaker):
    assert (speaker, "ties were good") in read(text).said


def test_both_of_two_who_speak_together_are_speakers(read):
    text = (
        "Iranian President Ebrahim Raisi met Azerbaijani President Ilham Aliyev in Baku. "
        "The two leaders stressed the importance of peace."
    )
    assert set(read(text).said) == {
        ("Ebrahim Raisi", "the importance of peace"),
        ("Ilham Aliyev", "the importance of peace"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "Iranian President Ebrahim Raisi did not say when the talks would begin.",
        "Iranian President Ebrahim Raisi will say that ties are good.",
        "German officials said that ties were good.",
        "Reuters reported that ties were good.",
        "Iranian President Ebrahim Raisi and Ilham Aliyev discussed trade.",
    ],
)
def test_what_is_not_said_or_said_by_nobody_named_is_no_statement(read, text):
    assert read(text).said == []


def test_the_outlet_after_a_quotation_relays_it_and_does_not_speak(read):
    text = (
        "Azerbaijani Foreign Minister Jeyhun Bayramov was in Tehran. "
        '"We want peace in the region," Bayramov said, according to the Fars news agency.'
    )
    (statement,) = read(text).extraction.statements
    assert (statement.form.value, statement.via) == ("quote", "Fars")


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Iranian President Ebrahim Raisi told Ilham Aliyev that ties were good.", "Ilham Aliyev"),
        ("Iranian President Ebrahim Raisi urged Armenia to sign the treaty.", "Armenia"),
        (
            "At a meeting with Ilham Aliyev in Baku, Iranian President Ebrahim Raisi said that ties were good.",
            "Ilham Aliyev",
        ),
    ],
)
def test_whom_a_statement_is_addressed_to_is_kept(read, text, addressee):
    reading = read(text)
    (statement,) = reading.extraction.statements
    assert reading.names[statement.addressee] == addressee


def test_a_statement_made_at_a_meeting_leads_to_it(read):
    text = "At a meeting with Ilham Aliyev in Baku, Iranian President Ebrahim Raisi said that trade had grown."
    extraction = read(text).extraction
    assert [s.occasion for s in extraction.statements] == [extraction.meetings[0].id]


@pytest.mark.parametrize(
    ("content", "topics"),
    [
        ("trade had grown", ("trade and economy",)),
        ("sanctions on oil exports", ("trade and economy", "energy", "sanctions")),
        ("he was glad", ()),
    ],
)
def test_a_statement_is_about_what_its_words_name(content, topics):
    assert find_topics(content) == topics


@pytest.mark.parametrize(
    ("text", "who", "kind", "day", "place"),
    [
        (
            "Azerbaijani Minister Jeyhun Bayramov was received by Iranian President Ebrahim Raisi in Tehran on July 4.",
            {"Jeyhun Bayramov", "Ebrahim Raisi"},
            "meeting",
            "2022-07-04",
            "Tehran",
        ),
        (
            "Indian Prime Minister Narendra Modi and Russian President Vladimir Putin held talks in Moscow on Monday.",
            {"Narendra Modi", "Vladimir Putin"},
            "meeting",
            "2022-07-04",
            "Moscow",
        ),
        (
            "US President Joe Biden spoke by phone with Chinese President Xi Jinping on Tuesday.",
            {"Joe Biden", "Xi Jinping"},
            "phone-call",
            "2022-07-05",
            "None",
        ),
        (
            "Italian Prime Minister Mario Draghi visited Algeria on Tuesday.",
            {"Mario Draghi", "Algeria"},
            "visit",
            "2022-07-05",
            "Algeria",
        ),
        (
            "Dmytro Kuleba of Ukraine said at a meeting with Moldovan President Maia Sandu on Monday that trade grew.",
            {"Dmytro Kuleba", "Maia Sandu"},
            "meeting",
            "2022-07-04",
            "None",
        ),
    ],
)
def test_a_meeting_has_participants_kind_date_and_place(read, text, who, kind, day, place):
    assert (who, kind, day, None if place == "None" else place) in read(text).meetings


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iranian President Ebrahim Raisi met Ilham Aliyev.", "held"),
        ("Iranian President Ebrahim Raisi will meet Ilham Aliyev on Friday.", "planned"),
        ("Iranian President Ebrahim Raisi is to visit Azerbaijan.", "planned"),
        ("Iranian President Ebrahim Raisi cancelled a visit to Azerbaijan.", "cancelled"),
        ("Iranian President Ebrahim Raisi called off a trip to Azerbaijan.", "cancelled"),
        ("Iranian President Ebrahim Raisi postponed his visit to Azerbaijan.", "postponed"),
        ("Iranian President Ebrahim Raisi announced an upcoming visit to Azerbaijan.", "planned"),
    ],
)
def test_a_meeting_is_held_planned_or_called_off(read, text, status):
    (meeting,) = read(text).extraction.meetings
    assert meeting.status is MeetingStatus(status)


def test_the_same_day_is_the_day_named_last(read):
    text = (
        "Iranian Foreign Minister Hossein Amir-Abdollahian met Jeyhun Bayramov on Monday. "
        "Iranian President Ebrahim Raisi received Bayramov the same day."
    )
    assert [day for _, _, day, _ in read(text).meetings] == ["2022-07-04", "2022-07-04"]


def test_the_day_of_a_cancellation_is_not_the_day_of_what_was_cancelled(read):
    text = "Donald Trump on Thursday cancelled a summit with Kim Jong Un, which had been planned for 12 July in Vienna."
    assert [day for _, _, day, _ in read(text).meetings] == ["2022-07-12"]


def test_who_tells_of_a_meeting_between_others_takes_no_part(read):
    text = "The White House released a readout of the meeting between Joe Biden and Xi Jinping."
    assert [who for who, _, _, _ in read(text).meetings] == [{"Joe Biden", "Xi Jinping"}]


def test_a_meeting_that_somebody_denies_is_reported_as_denied(read):
    text = (
        "US President Donald Trump said that Chinese President Xi Jinping had called him. "
        "Chinese ministry spokesperson Guo Jiakun said that the two heads of state had not had a call recently."
    )
    denied = [m for m in read(text).extraction.meetings if m.status is MeetingStatus.DENIED]
    assert [m.kind.value for m in denied] == ["phone-call"]


def test_a_meeting_told_twice_is_one(read):
    text = (
        "Iranian President Ebrahim Raisi received Azerbaijani Foreign Minister Jeyhun Bayramov on July 4. "
        "During the meeting with Raisi, Bayramov said that ties were good."
    )
    assert len(read(text).extraction.meetings) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Iranian President Ebrahim Raisi refused to meet Ilham Aliyev.",
        "Iranian President Ebrahim Raisi did not meet Ilham Aliyev.",
        "The Iranian parliament held a meeting on school meals.",
    ],
)
def test_no_meeting_is_made_of_a_refusal_or_of_one_party(read, text):
    assert read(text).extraction.meetings == ()


@pytest.mark.parametrize(
    ("text", "parties", "kind", "status"),
    [
        (
            "Saudi Arabia and China signed a memorandum of understanding on hydrogen energy.",
            {"Saudi Arabia", "China"},
            "energy",
            "completed",
        ),
        (
            "The maritime border agreement between Turkey and Libya was signed in November.",
            {"Turkey", "Libya"},
            "agreement",
            "completed",
        ),
        ("Russia and China will build a gas pipeline through Mongolia.", {"Russia", "China"}, "energy", "planned"),
        (
            "Australia pledged $40 million in humanitarian aid for Afghanistan.",
            {"Australia", "Afghanistan"},
            "humanitarian",
            "planned",
        ),
    ],
)
def test_a_project_has_parties_kind_and_status(read, text, parties, kind, status):
    reading = read(text)
    (project,) = reading.extraction.projects
    assert parties <= {reading.names[p] for p in project.parties}
    assert (project.kind.value, project.status.value) == (kind, status)


def test_the_amount_of_a_pledge_is_kept(read):
    (project,) = read("Australia pledged $40 million in humanitarian aid for Afghanistan.").extraction.projects
    assert project.amount == "$40 million"


def test_every_span_points_at_words_of_the_text(read, sample_texts):
    for text in sample_texts:
        reading = read(text)
        records = [*reading.extraction.meetings, *reading.extraction.projects, *reading.extraction.statements]
        spans = [r.evidence for r in records] + [m for a in reading.extraction.actors for m in a.mentions]
        spans += [span for r in [*records, *reading.extraction.actors] for span in r.spans.values()]
        spans += [s.content for s in reading.extraction.statements]
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert all(text[start] != " " and text[end - 1] != " " for start, end in spans)


def test_records_refer_only_to_actors_of_the_article(read, sample_texts):
    for text in sample_texts:
        reading = read(text)
        used = {p for m in reading.extraction.meetings for p in m.participants}
        used |= {s.speaker for s in reading.extraction.statements}
        used |= {p for project in reading.extraction.projects for p in project.parties}
        assert used <= set(reading.names)


def test_reading_twice_gives_the_same(read, sample_texts):
    assert read(sample_texts[0]).extraction == read(sample_texts[0]).extraction


@pytest.mark.parametrize(
    "text", ["", " \n\n ", "...", "“", "日本語のテキスト", "a" * 5000, "\u0000\u0001", "He said " * 200]
)
def test_odd_texts_are_read_without_failing(read, text):
    assert read(text).extraction.meetings == ()


def test_the_json_object_has_the_public_keys(read):
    reading = read("Iranian President Ebrahim Raisi said that Iran would visit Baku on July 4.")
    rendered = render_extraction(reading.article, "http://localhost/article/1", reading.extraction)
    assert list(rendered) == ["article", "actors", "meetings", "statements", "projects"]
    assert set(rendered["actors"][0]) >= {"id", "type", "name", "iri", "mentions", "office", "of"}
    assert set(rendered["statements"][0]) >= {
        "id",
        "speaker",
        "addressee",
        "form",
        "content",
        "cue",
        "via",
        "topics",
        "kind",
        "occasion",
    }
