"""What is read as a project: with which parties, of which status, and what is none."""

import pytest


def projects(read, text):
    reading = read(text)
    return [({reading.names[p] for p in q.parties}, q.status.value) for q in reading.extraction.projects]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("The nuclear deal was discussed in Iran and in the United States.", {"Iran", "United States"}),
        ("China told Kenya of the Belt and Road Initiative.", {"China"}),
        ("Kenya signed the Belt and Road memorandum with China in Nairobi.", {"China", "Kenya"}),
    ],
)
def test_a_project_known_by_name_has_its_parties(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


def test_what_is_said_to_be_of_others_is_no_known_project(read):
    (told,) = read("Iran looked on. The nuclear deal between Poland and Chad is old.").extraction.projects
    assert told.name == "Nuclear deal between Poland and Chad"


@pytest.mark.parametrize(
    "text",
    [
        "North Korea praised the nuclear deal.",  # another's
        "Kenya sent a minister to the Belt and Road Forum in China.",  # an event
    ],
)
def test_what_only_sounds_like_a_known_project_is_none(read, text):
    assert projects(read, text) == []


def test_a_known_project_is_told_where_its_names_are_explained(read):
    text = "Iran left the JCPOA. Iran said that the 2015 nuclear deal, known as the JCPOA, was dead."
    (project,) = read(text).extraction.projects
    assert project.evidence[0] > text.index("2015")


@pytest.mark.parametrize(
    "text",
    [
        "The president launched the American Rescue Plan in Ohio.",
        "The Turkish government will fund a new programme for schools.",
    ],
)
def test_what_a_state_does_at_home_is_no_project(read, text):
    assert projects(read, text) == []


def test_what_a_union_of_states_does_is_not_domestic(read):
    assert projects(read, "The African Union launched a new payment system programme.") == [
        ({"African Union"}, "underway")
    ]


def test_what_a_state_does_where_the_news_are_on_two_is_a_project(read):
    text = "Turkey and Somalia met. Somalia thanked Turkey. A school will be built by Turkish companies."
    assert projects(read, text) == [({"Turkey"}, "planned")]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Ethiopia broke the Pretoria agreement with Eritrea.", {"Ethiopia", "Eritrea"}),
        (
            "The minister underscored the importance of the U.S.-Indonesia Strategic Partnership.",
            {"United States", "Indonesia"},
        ),
        ("Mali and Chad signed a deal on the war against Libya.", {"Mali", "Chad"}),
        ("Mali announced a programme to help Chadian farmers.", {"Mali", "Chad"}),
        ("Mali praised an extradition treaty that Chad has with Libya.", {"Chad", "Libya"}),
    ],
)
def test_the_parties_are_those_who_have_a_part_in_it(read, text, parties):
    assert [who for who, _ in projects(read, text)] == [parties]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Mali is finalising a trade deal with Chad.", "planned"),
        ("Mali left the talks without a trade deal with Chad.", "proposed"),
        ("Mali could sign a trade deal with Chad.", "proposed"),
        ("Mali is seeking a trade deal with Chad.", "proposed"),
        ("Mali discussed the defence partnership between Mali and Chad.", "underway"),
        ("Mali praised the trade deal with Chad.", "completed"),
        ("Mali established a trade platform with Chad.", "underway"),
        ("Mali praised the decision to establish the joint trade platform with Chad.", "planned"),
        ("Mali could supply Chad with rifles.", "proposed"),
        ("Mali did not sign a trade deal with Chad.", "proposed"),
        ("Mali has not ratified the trade treaty with Chad.", "proposed"),
        ("Mali refused to sign a trade deal with Chad.", "proposed"),
        ("Mali rejected a trade deal with Chad.", "proposed"),
        ("Mali did not come to Libya but signed a trade deal with Chad.", "completed"),
        ("Mali never did its part of a trade deal with Chad.", "completed"),
        ("Mali cancelled a trade deal with Chad.", "unknown"),
        ("Mali suspended a loan of $5 million to Chad.", "unknown"),
    ],
)
def test_the_status_follows_verb_and_article(read, text, status):
    assert [told for _, told in projects(read, text)] == [status]


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Germany has already sent air defence systems to Kenya.", {"Germany", "Kenya"}, "completed"),
        ("China is selling fighter jets to Pakistan.", {"China", "Pakistan"}, "underway"),
        ("Russia will train soldiers of Mali.", {"Russia", "Mali"}, "planned"),
        ("Malian soldiers were trained by Iranian forces.", {"Mali", "Iran", "Iranian Forces"}, "completed"),
        ("The UK's provision of weapons to Kenya goes on.", {"United Kingdom", "Kenya"}, "underway"),
        ("Qatar and Chad launched their bilateral trade working group.", {"Qatar", "Chad"}, "underway"),
        ("France could provide $50 million to Niger.", {"France", "Niger"}, "proposed"),
        ("The European Union approved 50 billion euros in aid to Kenya.", {"European Union", "Kenya"}, "underway"),
        ("Ireland will reopen its embassy in Tehran.", {"Ireland", "Iran"}, "planned"),
        ("The embassy of Armenia was opened in Tehran.", {"Armenia", "Iran"}, "completed"),
        ("The Biden-Harris Administration pledged $2 million for Nigeria.", {"United States", "Nigeria"}, "planned"),
        ("France has provided $50 million to support the police in Niger.", {"France", "Niger"}, "underway"),
    ],
)  # fmt: skip
def test_a_project_is_read_from_the_verb_that_tells_it(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    "text",
    [
        "China sent a letter to Pakistan.",
        "Kenya will not supply weapons to Sudan.",
        "France did not provide $5 million in aid to Niger.",
        "Brazil has not provided aid to Argentina.",
        "Iran has denied supplying missiles to Russia.",
        "Mali sent soldiers to its border with Chad.",
        "Ireland likes its embassy in Tehran.",
        "The Energy Department will invest $5 million.",
        "In a congratulatory cable to Chad, Qatar praised Mali.",
        "Iran and Qatar agreed to enhance cooperation.",
        "Mali and Chad pledged to talk, but the pact was vague.",
        "List of guests from Mali and Chad: Ann Reed, Director, Mali Support Project",
    ],
)
def test_what_is_denied_or_no_goods_is_no_project(read, text):
    assert projects(read, text) == []


def test_two_sums_are_two_projects(read):
    text = "France pledged $5 million for Mali. France then pledged $7 million for Mali."
    assert len(projects(read, text)) == 2


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Rwanda has sent 300 soldiers to Mozambique.", {"Rwanda", "Mozambique"}, "completed"),
        ("Chad is ready to send troops to Niger.", {"Chad", "Niger"}, "planned"),
        ("Denmark withdrew its troops from Iraq.", {"Denmark", "Iraq"}, "completed"),
        ("Iraq said that Denmark will pull its troops out of Iraq.", {"Denmark", "Iraq"}, "planned"),
        ("Jamaica and Belize pledged a contingent, and Peru refused.", {"Jamaica", "Belize"}, "planned"),
        ("Nepal sent police to the UN mission in Haiti.", {"Nepal", "UN", "Haiti"}, "completed"),
        ("The deployment of Kenyan police in Haiti was approved.", {"Kenya", "Haiti"}, "underway"),
        ("Niger authorised the presence of Italian soldiers.", {"Niger", "Italy"}, "underway"),
        ("Poland ordered 200 tanks from South Korea.", {"Poland", "South Korea"}, "completed"),
        ("The peacekeeping mission that Nepal sent to Haiti is large.", {"Nepal", "Haiti"}, "underway"),
    ],
)  # fmt: skip
def test_forces_and_arms_that_cross_a_border_are_a_project(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    ("text", "parties", "status"),
    [
        ("Flights between Cairo and Doha will resume in May.", {"Egypt", "Qatar"}, "planned"),
        ("Egypt and Qatar resumed direct flights.", {"Egypt", "Qatar"}, "underway"),
        ("Oman and Iran signed a letter of intent.", {"Oman", "Iran"}, "completed"),
        ("Oman and Iran signed five documents on fisheries.", {"Oman", "Iran"}, "completed"),
        ("Peru secured a line of credit of $5 million from Chile.", {"Peru", "Chile"}, "underway"),
        ("Japan plans to help Laos to build a hospital.", {"Japan", "Laos"}, "planned"),
        ("The dam that Ethiopia is building worries Egypt.", {"Ethiopia"}, "underway"),
        ("Qatar deposited $2 billion in Egypt.", {"Qatar", "Egypt"}, "underway"),
    ],
)
def test_services_papers_and_works_are_read_by_what_is_done_with_them(read, text, parties, status):
    assert projects(read, text) == [(parties, status)]


@pytest.mark.parametrize(
    "text",
    [
        "Turkish military forces fought in Syria.",
        "Mali demanded the withdrawal of French troops.",
        "The presence of Italian soldiers annoyed Niger.",
        "Kenyan soldiers marched to the border with Somalia.",
        "Poland ordered 200 chairs from South Korea.",
        "Egypt's flight to Qatar was late.",
        "Oman and Iran have read five documents.",
        "Kenya spoke of its support for Nepal.",
    ],
)
def test_forces_papers_and_flights_alone_are_no_project(read, text):
    assert projects(read, text) == []


def test_the_words_of_a_deed_end_where_others_act(read):
    text = "Jamaica and Belize pledged a contingent, and Peru refused."
    ((start, end),) = (p.evidence for p in read(text).extraction.projects)
    assert text[start:end] == "pledged a contingent"


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Chad is dry. Qatar is too. It rains on Chad and Qatar. The two states signed a pact.", {"Chad", "Qatar"}),
        ("Chad thanked Qatar. Qatar thanked Chad. The pact between the two countries is new.", {"Chad", "Qatar"}),
        ("Chad has gold. Mali met Qatar. Mali and Qatar smiled. Both sides signed a gas deal.", {"Mali", "Qatar"}),
    ],
)  # fmt: skip
def test_two_sides_are_those_whom_the_news_are_about(read, text, parties):
    assert projects(read, text) == [(parties, "completed")]


def test_two_of_three_whom_the_news_are_about_are_nobody(read):
    text = "Chad, Qatar and Mali are dry. Chad, Qatar and Mali have gold. It rained. The two states signed a pact."
    assert projects(read, text) == []


def test_we_are_the_state_of_the_minister_who_says_it(read):
    text = '"We will train soldiers of Mali," Russian Foreign Minister Ivan Petrov said in Bamako.'
    assert projects(read, text) == [({"Russia", "Mali"}, "planned")]
