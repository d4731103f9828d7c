"""To whom statements are made, and at which meeting: what a text tells of it, and where it tells of nobody."""

import pytest

RAISI = "Iranian President Ebrahim Raisi"
MET = f"{RAISI} met Russian President Vladimir Putin in Tehran on Tuesday. "


def audiences(read, text, outlet=None):
    """Of each statement who was addressed, and at which meeting."""
    found = read(text, outlet=outlet)
    return [(found.names.get(s.addressee), s.occasion) for s in found.extraction.statements]


@pytest.mark.parametrize(
    ("said", "addressee"),
    [
        ("thanked Vladimir Putin for his help", "Vladimir Putin"),
        ("thanked Russia for its help", "Russia"),
        ("warned Israel that the patience of his people had an end", "Israel"),
        ("warned that the patience of his people had an end", None),
        ("warned of an attack by Israel", None),
        ("called on Armenia to sign the treaty", "Armenia"),
        ("appealed to Armenia to sign the treaty", "Armenia"),
        ("raised the issue with Vladimir Putin", "Vladimir Putin"),
        ("said in a letter to Vladimir Putin that ties were good", "Vladimir Putin"),
        ("offered the entire army of Iran", None),
        ("offered Armenia the help of his army", "Armenia"),
        ("accused Israel of an attack", None),
        ("called on Israel to stop the raid", "Israel"),
        ("condemned Israel for its attack", None),
        ("told reporters that ties were good", None),
        ("told the BBC that ties were good", None),
    ],
)
def test_the_verb_tells_whether_somebody_is_spoken_to(read, said, addressee):
    assert audiences(read, f"{RAISI} {said}.") == [(addressee, None)]


@pytest.mark.parametrize(
    ("called", "addressee"),
    [
        ('it "an aggression on Israel as a state" as well as a breach of law', None),
        ('it "a shameful war on Israel" and a breach of law', None),
        ('on Israel to "stop the war"', "Israel"),
    ],
)
def test_whom_the_words_said_are_about_is_not_spoken_to(read, called, addressee):
    said = audiences(read, f"{RAISI}, a cleric, spoke out against the raid, calling {called}.")
    assert said[-1] == (addressee, None)


def test_who_is_told_something_by_somebody_is_spoken_to(read):
    text = "Energy Minister Ali Akbar Mehrabian was told by Iranian President Ebrahim Raisi that the grid had failed."
    assert audiences(read, text) == [("Ali Akbar Mehrabian", None)]


def test_who_denies_a_meeting_does_not_say_so_there(read):
    met = "Libyan Foreign Minister Najla Mangoush met Israeli Foreign Minister Eli Cohen, "
    assert audiences(read, f"{met}but denied it was planned.") == [(None, None)]
    assert audiences(read, f"{met}and denied it was planned.") == [(None, None)]


def test_who_is_told_is_the_other_person_named_last(read):
    text = f"{MET}Putin told him that trade had grown."
    assert audiences(read, text) == [("Ebrahim Raisi", "m1")]


@pytest.mark.parametrize(
    "more",
    [
        "Raisi stressed that trade had grown.",
        "The trip was his first. Raisi stressed that trade had grown.",
        "On Ukraine, Raisi stressed that trade had grown.",
        "Raisi stressed that trade had grown. Raisi said that tariffs were low.",
        "Raisi told Putin that trade had grown. Raisi said that tariffs were low.",
        "Raisi replied that trade had grown.",
        "Putin stressed that it rained. Raisi retorted that trade had grown.",
        "During the talks, Raisi said that trade had grown.",
        "For his part, Raisi said that trade had grown.",
        "Raisi urged Russia to lower its tariffs.",
        "Trade is small. Raisi told Putin on Wednesday that it had grown.",
    ],
)
def test_the_account_of_a_meeting_tells_what_one_said_to_the_other(read, more):
    assert audiences(read, MET + more)[-1][0] == "Vladimir Putin"


@pytest.mark.parametrize(
    "more",
    [
        "Raisi said that trade had grown.",
        "Raisi announced a new cabinet.",
        "Bloggers called him lazy. Raisi retorted that trade had grown.",
        'Farmers were angry. "They are right," Raisi responded.',
        "Raisi added to his speech of March that trade had grown.",
        "Raisi vowed to end the drought.",
        "Raisi said that they had discussed the border.",
        "Raisi stressed that the talks were frank.",
        '"It was a good meeting," Raisi stressed.',
        "Raisi thanked voters for their trust.",
        "Raisi urged parliament to pass the budget.",
        "Raisi ordered the army to guard the border.",
        "Raisi promised farmers a better life.",
        "Back in Shiraz, Raisi stressed that trade had grown.",
        "Addressing students, Raisi stressed that trade had grown.",
        "Raisi, writing on X, stressed that trade had grown.",
        "As a candidate, Raisi stressed that trade would grow.",
        "Raisi told Putin that trade had grown.\n\nRaisi said that tariffs were low.",
        "Tom Ludd said that it rained. Raisi stressed that trade had grown.",
    ],
)
def test_news_that_goes_on_after_a_meeting_tells_of_nobody_who_was_spoken_to(read, more):
    assert audiences(read, MET + more)[-1] == (None, None)


def test_the_release_of_one_side_is_the_account_of_its_meeting(read):
    text = f"{MET}Raisi said that trade had grown."
    assert audiences(read, text) == [(None, None)]
    assert audiences(read, text, outlet="Ministry of Foreign Affairs of Iran") == [("Vladimir Putin", "m1")]
    late = text.replace("Raisi said", "Back in Shiraz, Raisi said")
    assert audiences(read, late, outlet="Ministry of Foreign Affairs of Iran") == [(None, None)]


@pytest.mark.parametrize(
    ("more", "kind", "addressee"),
    [
        ("met Russian President Vladimir Putin at the OPEC summit in Vienna and told him that oil was dear", "meeting",
         "Vladimir Putin"),
        ("met Russian President Vladimir Putin on the sidelines of the UN General Assembly and called for calm",
         "meeting", "Vladimir Putin"),
        ("met Russian President Vladimir Putin in Vienna and urged parliament to pass the budget", None, None),
        ("met Russian President Vladimir Putin in Vienna and thanked him for his help", "meeting", "Vladimir Putin"),
        ("met Russian President Vladimir Putin in Vienna and stressed that oil was dear", "meeting", "Vladimir Putin"),
        ("met Russian President Vladimir Putin on Monday, stressing that oil was dear", "meeting", "Vladimir Putin"),
        ("received Russian President Vladimir Putin on Monday, warning that oil was dear", "meeting", "Vladimir Putin"),
        ("met Russian President Vladimir Putin in Vienna and said that Iran would pay its teachers", None, None),
        ("met Russian President Vladimir Putin in Vienna and urged a truce in Sudan", "meeting", "Vladimir Putin"),
        ("met Russian President Vladimir Putin in Vienna and proposed a new round of talks", "meeting",
         "Vladimir Putin"),
        ("held talks with Russian President Vladimir Putin and demanded the return of a ship", "meeting",
         "Vladimir Putin"),
        ("met Russian President Vladimir Putin in Vienna and later urged a truce in Sudan", None, None),
        ("met Russian President Vladimir Putin in Vienna and unveiled a new tax", None, None),
        ("met Russian President Vladimir Putin in Vienna and vowed to rebuild the port of Bushehr", None, None),
        ("met Russian President Vladimir Putin in Vienna and said afterward they had talked about oil", None, None),
        ("met Russian President Vladimir Putin in Vienna and stressed that the visit was useful", None, None),
        ("met Russian President Vladimir Putin in Vienna and later stressed that oil was dear", None, None),
        ("met Russian President Vladimir Putin in Vienna, a week after he stressed that oil was dear", None, None),
        ("asked voters for patience and spoke with Russian President Vladimir Putin by phone", None, None),
        ("greeted Russia at talks with Russian President Vladimir Putin and outlined his view of oil", "meeting",
         "Vladimir Putin"),
        ("said during talks with Russian President Vladimir Putin that oil was dear", "meeting", "Vladimir Putin"),
        (", who met Russian President Vladimir Putin last spring, said that oil was dear", None, None),
        (", who hosted Russian President Vladimir Putin on Sunday, stressed that oil was dear", None, None),
        (", who met Russian President Vladimir Putin on Sunday, said at the talks that oil was dear", "meeting",
         "Vladimir Putin"),
        ("said prior to a meeting with Russian President Vladimir Putin that oil was dear", None, None),
        ("said ahead of a meeting with Russian President Vladimir Putin that oil was dear", None, None),
        ("spoke at the OPEC summit in Vienna and called for calm", "summit", None),
        ("met Russian President Vladimir Putin in Vienna and told reporters that oil was dear", None, None),
        ("said at a news conference with Russian President Vladimir Putin that oil was dear", "press-conference", None),
        ("denounced the conclusions of the OPEC summit", None, None),
        ("wrote of Russian President Vladimir Putin, whom he had met in Vienna, that he was tall", None, None),
    ],
)  # fmt: skip
def test_a_sentence_tells_whether_a_meeting_is_where_something_was_said(read, more, kind, addressee):
    found = read(f"{RAISI} {more}.")
    (statement,) = found.extraction.statements
    kinds = {m.id: m.kind.value for m in found.extraction.meetings}
    assert (kinds.get(statement.occasion), found.names.get(statement.addressee)) == (kind, addressee)


@pytest.mark.parametrize(
    "more",
    [
        "Raisi told reporters that trade had grown.",
        "In an interview, Raisi said that trade had grown.",
        "On Wednesday, Raisi said that trade had grown.",
        "Earlier, Raisi said that trade had grown.",
        "Raisi has said that trade had grown.",
        "Raisi says that trade has grown.",
        "Foreign Minister Tom Ludd said it rained. Raisi said that trade had grown.",
        "According to Raisi, trade had grown by a third.",
        "Raisi told the court that trade had grown.",
        "Raisi told Estonian television that trade had grown.",
        "Raisi told voters that trade had grown. He added that it would grow.",
        "After the talks, Raisi said that trade had grown.",
        "Speaking after the meeting, Raisi said that trade had grown.",
        "Raisi testified that trade had grown.",
        "At the meeting, Raisi's spokesman said, trade had grown.",
        "A spokesman for Raisi said that trade had grown.",
        "Raisi wrote in his diary that trade had grown.",
        "In an interview, Putin said that it rained. For his part, Raisi said that trade had grown.",
        "\n\nThe weather was fine.\n\nIt rained later on.\n\nRaisi said that trade had grown.",
    ],
)
def test_the_account_ends_where_somebody_speaks_elsewhere(read, more):
    assert audiences(read, MET + more)[-1] == (None, None)


def test_one_of_whom_somebody_speaks_is_not_spoken_to(read):
    assert audiences(read, f"{MET}Raisi stressed that Vladimir Putin had promised wheat.") == [(None, "m1")]


@pytest.mark.parametrize(
    "said",
    [
        "Raisi stressed that Vladimir Putin had promised wheat.",
        "Raisi welcomed Vladimir Putin's efforts to end the war.",
        "In addition, Raisi stressed that trade had grown.",
        "To this end, Raisi called for a new round of talks.",
    ],
)
def test_in_the_release_of_one_side_its_own_speaks_to_the_other(read, said):
    assert audiences(read, MET + said, outlet="Ministry of Foreign Affairs of Iran") == [("Vladimir Putin", "m1")]


@pytest.mark.parametrize(
    ("met", "addressee"),
    [
        (f"{RAISI} met Russian President Vladimir Putin on the margins of the OPEC summit.", "Vladimir Putin"),
        (f"On the sidelines of the OPEC summit, {RAISI} met Russian President Vladimir Putin.", "Vladimir Putin"),
        (f"{RAISI} and Iranian Foreign Minister Ali Bagheri met labour leaders in Tehran.", None),
        (f"{RAISI} and Iranian Foreign Minister Ali Bagheri met with nurses in Tehran.", None),
        (f"{RAISI} met Iranian Foreign Minister Ali Bagheri in Tehran.", "Ali Bagheri"),
        (f"{RAISI} and Iranian Foreign Minister Ali Bagheri met in Tehran.", "Ali Bagheri"),
    ],
)
def test_one_speaks_to_whom_one_met_not_beside_whom_or_where(read, met, addressee):
    assert audiences(read, f"{met} Raisi underscored the need for trade.")[-1][0] == addressee


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Hamas freed a man. Raisi met the families of hostages. Raisi told them that he was glad.", None),
        ("Raisi met a woman's family freed by Hamas. Raisi told them that he was glad.", None),
        ("Hamas met people in Gaza. Raisi told them that he was glad.", None),
        ("Raisi met the leaders of Hamas. Raisi told them that he was glad.", "Hamas"),
        ("Raisi met Hamas on Monday. Raisi told them that he was glad.", "Hamas"),
        ("Hamas freed a man. Raisi urged them to free all.", "Hamas"),
    ],
)
def test_they_who_are_told_are_a_body_only_where_no_other_people_are_told_of(read, text, addressee):
    assert audiences(read, f"{RAISI} is in Doha. {text}")[-1][0] == addressee


@pytest.mark.parametrize("turn", ["For his part, Raisi", "Raisi, for his part,", "\n\nFor his part, Raisi"])
def test_who_takes_his_turn_speaks_where_the_other_one_did(read, turn):
    text = f"{MET}At a joint press conference, Putin said that it rained. {turn} said that trade had grown."
    assert audiences(read, text) == [(None, "m2"), (None, "m2")]
    assert audiences(read, f"{MET}Putin stressed that it rained. {turn} said that trade had grown.") == [
        ("Ebrahim Raisi", "m1"),
        ("Vladimir Putin", "m1"),
    ]


@pytest.mark.parametrize(
    ("whom", "addressee"),
    [("each governor", None), ("every governor", None), ("any governor", None), ("the governor", "Bill Lee")],
)
def test_who_asks_everybody_asks_nobody_by_name(read, whom, addressee):
    met = "met US President Joe Biden. At the meeting, Biden asked"
    assert audiences(read, f"Governor Bill Lee of Tennessee {met} {whom} to act.") == [(addressee, "m1")]


def test_who_asks_each_of_several_speaks_to_none_of_them(read):
    met = "Governor Bill Lee of Tennessee and Governor Asa Hutchinson of Arkansas met US President Joe Biden."
    assert audiences(read, f"{met} At the meeting, Biden asked each governor to act.") == [(None, "m1")]
    assert audiences(read, f"{met} Biden stressed that trade had grown.") == [(None, "m1")]


def test_who_goes_on_speaks_to_the_same_one(read):
    text = (
        f'{MET}"Trade has grown," Raisi told Putin. Iranian Oil Minister Javad Owji met the Saudi minister, Tom Ludd. '
        '"Tariffs are low," added Raisi, who was at ease.'
    )
    assert audiences(read, text) == [("Vladimir Putin", "m1"), ("Vladimir Putin", "m1")]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        (f"{MET}Both presidents stressed that peace was near.", None),
        (
            f"{RAISI} met Russian President Vladimir Putin and Russian Foreign Minister Sergey Lavrov. "
            "Russia is near. Raisi stressed that trade had grown.",
            "Russia",
        ),
        (
            f"{RAISI} and Foreign Minister Hossein Amir-Abdollahian of Iran met Russian President Vladimir Putin. "
            "Raisi stressed that trade had grown.",
            "Vladimir Putin",
        ),
        (
            f"{RAISI} met Russian President Vladimir Putin and Turkish President Tayyip Erdogan in Tehran. "
            "Raisi stressed that trade had grown.",
            None,
        ),
        (f"{RAISI} spoke at the NATO summit in Madrid on Tuesday. He said that trade had grown.", None),
        (f"During a visit to Turkey on Tuesday, {RAISI} said that trade had grown.", None),
        (f"{RAISI}, who had received Russian President Vladimir Putin, said that trade had grown. He hailed it.", None),
    ],
)
def test_one_side_is_spoken_to_or_nobody(read, text, addressee):
    assert {found for found, _ in audiences(read, text)} == {addressee}


def test_what_is_said_on_a_visit_goes_on_nowhere(read):
    text = f"During a visit to Turkey on Tuesday, {RAISI} said that trade had grown. He said that tariffs were low."
    assert audiences(read, text) == [(None, "m1"), (None, None)]


def test_talks_told_in_a_sentence_come_before_the_visit_they_belong_to(read):
    text = (
        f"{RAISI} met Turkish President Tayyip Erdogan in Ankara on Tuesday. Raisi, who was in Turkey for an official "
        "visit, said at a meeting with Turkish Foreign Minister Hakan Fidan that trade had grown."
    )
    found = read(text)
    (statement,) = found.extraction.statements
    kinds = {m.id: m.kind.value for m in found.extraction.meetings}
    assert (kinds[statement.occasion], found.names[statement.addressee]) == ("meeting", "Hakan Fidan")


@pytest.mark.parametrize(
    ("text", "addressee", "occasion"),
    [
        (f"{RAISI} thanked President Vladimir Putin for his help.", ("President Vladimir Putin", "named"), None),
        (f"{MET}Raisi stressed that trade had grown.", (MET[:-2], "account"), (MET[:-2], "account")),
        (f"{MET}Raisi told Putin that trade had grown.", ("Putin", "named"), (MET[:-2], "account")),
        (f"{MET}In the talks, Raisi said trade had grown.", (MET[:-2], "reference"), ("In the talks", "reference")),
        (
            f"At a meeting with Russian President Vladimir Putin, {RAISI} said that trade had grown.",
            ("a meeting with Russian President Vladimir Putin", "sentence"),
            ("a meeting with Russian President Vladimir Putin", "sentence"),
        ),
        (f"{RAISI} said that trade had grown.", None, None),
    ],
)  # fmt: skip
def test_an_audience_has_the_words_that_tell_it_and_the_rule_that_read_it(read, text, addressee, occasion):
    found = read(text)
    said = found.extraction.statements[-1]
    told = {"addressee": addressee, "occasion": occasion}
    wanted = {name: (words, f"audience.{rule}") for name, (words, rule) in ((n, t) for n, t in told.items() if t)}
    assert {n: (found.words(said.spans[n]).rstrip(".,"), rule) for n, rule in said.rules.items()} == wanted
    assert set(said.spans) - {"cue"} == set(wanted)


@pytest.mark.parametrize(
    ("told", "words", "addressee"),
    [
        ("France 24 Oman had lied", "Oman had lied", None),
        ("deputies bread prices would fall", "bread prices would fall", None),
        ("parliament bread prices would fall", "bread prices would fall", None),
        ("BBC Persian Saudi Arabia would pay", "Saudi Arabia would pay", None),
        ("Turkmenistan talks would begin", "talks would begin", "Turkmenistan"),
    ],
)
def test_who_is_told_something_ends_where_the_words_begin(read, told, words, addressee):
    found = read(f"{RAISI} told {told}.")
    (statement,) = found.extraction.statements
    assert (found.words(statement.content).rstrip("."), found.names.get(statement.addressee)) == (words, addressee)
    assert found.extraction.meetings == ()


@pytest.mark.parametrize(
    "speakers",
    [
        "Presidents Luis Abinader, Laurentino Cortizo and Juan Orlando Hernández Alvarado",
        "Chile, Peru as well as Bolivia",
    ],
)
def test_one_of_three_does_not_speak_alone(read, speakers):
    assert read(f"{speakers} appealed for aid.").extraction.statements == ()
