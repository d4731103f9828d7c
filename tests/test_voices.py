"""Who speaks where the subject of a cue does not name its speaker."""

import pytest

HEZBOLLAH = "Hezbollah fired rockets on Sunday."
TRUMP = "US President Donald Trump won."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The US Geological Survey said that it was weak.", "US Geological Survey"),
        ("The National Hurricane Center said that it was weak.", "National Hurricane Center"),
        ("The Conservatives said that it was weak.", "Conservatives"),
        ("The EU met Ukraine. Brussels said that it was weak.", "EU"),
        ("The EU met Belgium. Brussels said that it was weak.", "Belgium"),
        ("A case began in Geneva. Brussels said that it was weak.", "Belgium"),
        ("The EU met Ukraine. Paris said that it was weak.", "France"),
        ("A case began in Geneva. WHO said that it was weak.", "WHO"),
        ("Sweden's prime minister said that it was weak.", "Prime Minister of Sweden"),
        (f"{TRUMP} The Trump administration said that it was weak.", "United States"),
        (f"{TRUMP} The Trump administration met. The administration said that it was weak.", "United States"),
        (f"{TRUMP} His administration said that it was weak.", "United States"),
        (f"{TRUMP} His office said that it was weak.", "Office of the President of the United States"),
        ("Hamas fired. The Hamas-run health ministry said that it was weak.", "Hamas-run Health Ministry"),
        ("Russian Ambassador Ivan Orlov met Ann Lee. The Russian diplomat said that it was weak.", "Ivan Orlov"),
        ("WTO chief Ann Lee came. The head of the World Trade Organization said that it was weak.", "Ann Lee"),
        ("The spokesperson at the Chinese Embassy in Bangladesh said it was weak.", "Chinese Embassy in Bangladesh"),
        ("It angered Israeli Prime Minister Benjamin Netanyahu's government, which said that it was weak.", "Israel"),
        ("Burkina Faso is poor. Its junta said that it was weak.", "Burkina Faso"),
        (f"{HEZBOLLAH} The militant group said that it was weak.", "Hezbollah"),
        ("The UN report calls for peace. The report said that it was weak.", "UN"),
        ("In a statement, Olaf Scholz called for peace. The statement said that it was weak.", "Olaf Scholz"),
        (
            "National Security Advisor Jake Lane was in Paris. The National Security Advisor said that it was weak.",
            "Jake Lane",
        ),
        ("President Gabriela Cuevas Barron came. Then Cuevas said that it was weak.", "Gabriela Cuevas Barron"),
        ('Chancellor Olaf Scholz came to Oslo. "It was weak," TASS quoted him as saying.', "Olaf Scholz"),
        ("Mexico's Foreign Secretary Ana Luna came. The foreign minister said that it was weak.", "Ana Luna"),
        ("FIDE said that it was weak.", "FIDE"),
        ("Actor Denzel Washington said that it was weak.", "Denzel Washington"),
        ("Facebook is a firm. Facebook said that it was weak.", "Facebook"),
        ("A Woolworths spokesperson said that it was weak.", "Woolworths"),
        ("A Hamas representative said that it was weak.", "Hamas"),
        ("Arnel dela Vega of the army said that it was weak.", "Arnel dela Vega"),
        (
            "The Catholic Bishops' Conference of the Philippines (CBCP) met. The CBCP said that it was weak.",
            "Catholic Bishops' Conference of the Philippines",
        ),
        (
            "The National Institute of Volcanology (Phivolcs) said that it was late. Phivolcs said that it was weak.",
            "National Institute of Volcanology",
        ),
        ("An advisory from Hamas came. The advisory said that it was weak.", "Hamas"),
    ],
)
def test_a_description_leads_to_who_speaks(read, text, speaker):
    said_by, content = read(text).said[-1]
    assert (said_by, content.lower()) == (speaker, "it was weak")


@pytest.mark.parametrize(
    "text",
    [
        "Democrats said that it was weak.",
        "A Swedish minister said that it was weak.",
        "White House Senior Officials said that it was weak.",
        "Sweden's deputy prime minister said that it was weak.",
        "The Swedish prime ministers said that it was weak.",
        "The New York Times said that it was weak.",
        "The Military Times said that it was weak.",
        "Manila Bulletin said that it was weak.",
        "CNN Philippines said that it was weak.",
        "Rappler is read widely. Rappler reported that it was weak.",
        "Reports said that it was weak.",
        "According to NPR, former Vice President of the United States Joe Biden has won it.",
        "Poland came. It follows repeated attempts to obtain documents.",
        "It was named Tropical Storm Chantal. On Tuesday, however, they said that it was weak.",
        "Boris Johnson was let out on license, also called parole.",
        f"{HEZBOLLAH} A group of farmers said that it was weak.",
        f"{HEZBOLLAH} The Swedish company said that it was weak.",
        f"{TRUMP} A Western diplomat came. The diplomat said that it was weak.",
        f"{TRUMP} Another official said that it was weak.",
        "The UN report calls for help. Another report said that it was weak.",
    ],
)
def test_who_is_not_told_says_nothing(read, text):
    assert "it was weak" not in [content for _, content in read(text).said]


@pytest.mark.parametrize("speaker", ["a young man", "another resident", "farmers"])
def test_the_quotation_of_somebody_new_is_not_the_last_speakers(read, speaker):
    text = f'Iran said that ties were good. "All is calm here today," said {speaker}.\n\n"We sleep well at night."'
    assert read(text).said == [("Iran", "ties were good")]


def test_a_quotation_of_its_own_paragraph_is_the_last_speakers(read):
    text = 'Iran said that ties were good.\n\n"We sleep well at night."'
    assert read(text).said[-1] == ("Iran", "We sleep well at night")


def test_a_quotation_that_has_ended_is_not_said_by_the_next_speaker(read):
    text = 'Turkey said that all was calm. "We sleep well at night." Iran said it would wait for the talks.'
    assert ("Iran", "it would wait for the talks") in read(text).said


def test_he_is_who_acted_before_whom_he_suffered_from(read):
    text = 'It was the first time Michael Flynn spoke since he was pardoned by Donald Trump. He said "That is good."'
    assert read(text).said == [("Michael Flynn", "That is good")]


def test_the_head_of_a_body_speaks_and_not_the_body(read):
    text = "WHO director-general Tedros Adhanom Ghebreyesus said that it was weak."
    assert read(text).said == [("Tedros Adhanom Ghebreyesus", "it was weak")]


def test_who_is_named_only_in_what_another_says_does_not_speak_next(read):
    text = (
        "Kenyan Foreign Minister John Mwangi came. He said that it would be agreed when Water Minister Ali Otieno came"
        " to Baku. The Kenyan minister added that it rained."
    )
    assert [speaker for speaker, _ in read(text).said] == ["John Mwangi", "John Mwangi"]
    text = text.replace("The Kenyan minister", "Otieno arrived. The Kenyan minister")
    assert [speaker for speaker, _ in read(text).said] == ["John Mwangi", "Ali Otieno"]


def test_the_governor_is_not_the_deputy_governor(read):
    text = "Deputy Governor Ann Lee of Kenya's Nakuru left. The governor said that it rained."
    assert "Ann Lee" not in [speaker for speaker, _ in read(text).said]


def test_a_participle_with_a_quotation_of_its_own_ends_what_was_said_before(read):
    text = 'Ann Lee voiced her support for the inquiry, telling reporters: "Let us see where it goes."'
    assert read(text).said == [("Ann Lee", "her support for the inquiry"), ("Ann Lee", "Let us see where it goes")]
    text = 'Ann Lee explained the choice of players saying, "They are fit and they are here."'
    assert read(text).said == [("Ann Lee", "the choice of players"), ("Ann Lee", "They are fit and they are here")]


def test_a_region_is_no_organisation(read):
    text = (
        "Ann Lee says Iran is ready to support the establishment of communication links between Kenya's East Zambar"
        " Economic Region and the Nakuru Autonomous Republic."
    )
    assert "East Zambar Economic Region" not in [a.name for a in read(text).extraction.actors]
