"""Who is told to have said what in the manners of many agencies, where verbs, voices and relays are less plain."""

import pytest

CAST = (
    "Azerbaijani President Ilham Aliyev was in Baku with Turkish Foreign Minister Hakan Fidan. "
    "Dmitry Peskov is the Kremlin spokesman. "
)


@pytest.fixture
def told(read):
    """Reads a text after the cast is introduced."""
    return lambda text: read(CAST + text).said


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Aliyev ordered the army to withdraw.", "Ilham Aliyev", "the army to withdraw"),
        ("Aliyev instructed his aides to wait.", "Ilham Aliyev", "his aides to wait"),
        ("Aliyev likened the flights to slavery.", "Ilham Aliyev", "the flights to slavery"),
        ("Aliyev drew attention to the lack of water.", "Ilham Aliyev", "the lack of water"),
        ("Aliyev took issue with the new visa rules.", "Ilham Aliyev", "the new visa rules"),
        ("Turkey lodged a protest with Iran over the incident.", "Turkey", "the incident"),
        ("Aliyev brushed aside the summit as bloc politics.", "Ilham Aliyev", "the summit as bloc politics"),
        ("Aliyev took to Facebook to declare that peace was near.", "Ilham Aliyev", "peace was near"),
        ("Peskov did not rule out that the leaders might meet.", "Dmitry Peskov", "the leaders might meet"),
        ("Aliyev was heard telling officers that peace was near.", "Ilham Aliyev", "peace was near"),
        ("Offering his condolences, Aliyev left.", "Ilham Aliyev", "his condolences"),
        # Nouns do so too.
        ("Aliyev left the talks with a promise to return by the end of May.", "Ilham Aliyev",
         "to return by the end of May"),
        ("Aliyev stunned his partners with an announcement that the troops would leave.", "Ilham Aliyev",
         "the troops would leave"),
        ("Aliyev expressed sadness at the death of the king.", "Ilham Aliyev", "sadness at the death of the king"),
        ("Aliyev confirmed his support for the deal as outlined by Turkey.", "Ilham Aliyev",
         "his support for the deal as outlined by Turkey"),
        # What goes on while it is said belongs to what is said.
        ("Aliyev reaffirmed his support for Kenya as it defends its borders.", "Ilham Aliyev",
         "his support for Kenya as it defends its borders"),
        ("Aliyev reaffirmed his support for Kenya as he arrived in Baku.", "Ilham Aliyev", "his support for Kenya"),
        ("Aliyev demanded a seat at the table when the treaty is drafted.", "Ilham Aliyev",
         "a seat at the table when the treaty is drafted"),
        ("Aliyev wrote to the Security Council asking for an urgent meeting.", "Ilham Aliyev", "an urgent meeting"),
        ("Aliyev challenged Turkey to show proof.", "Ilham Aliyev", "Turkey to show proof"),
        ("Turkey accused Iran of laying mines, an allegation Iran denies.", "Turkey", "Iran of laying mines"),
        ('Aliyev called the plan "decent" but did not endorse it.', "Ilham Aliyev", 'the plan "decent'),
    ],
)  # fmt: skip
def test_verbs_that_report_speech_in_their_own_way(told, text, speaker, content):
    assert told(text) == [(speaker, content)]


@pytest.mark.parametrize(
    "text",
    [
        "Aliyev declared a state of emergency.",
        "Aliyev ordered twenty jets.",
        "Aliyev has ruled since 2003.",
        "Turkey denied him a visa.",
        "Aliyev declared a state of emergency last Friday so he could stay.",
        "Aliyev called on Prime Minister Mark Phillips.",
        "Aliyev, who disclosed this to reporters, left.",
        "Turkey had not, as of Monday, announced any plans.",
        "The talks were monitored and condemned.",
        "Pointing to the map, Aliyev left.",
    ],
)
def test_such_verbs_where_nothing_is_said(told, text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        (
            "Addressing the UN General Assembly, Sierra Leone's President Julius Maada Bio demanded a permanent seat.",
            "Julius Maada Bio",
            "a permanent seat",
        ),
        ("But on Tuesday Azerbaijan said it had hit an army post.", "Azerbaijan", "it had hit an army post"),
        (
            "Speaking by phone from Libreville, analyst Anna Reed of the Institute for Security Studies said "
            "the talks would be judged by what comes next.",
            "Anna Reed",
            "the talks would be judged by what comes next",
        ),
        (
            "Kazakhstan intends to double its exports, the deputy prime minister, Serik Zhumangarin, told lawmakers.",
            "Serik Zhumangarin",
            "Kazakhstan intends to double its exports",
        ),
        (
            "Former foreign secretary James Cleverly - who opened the talks in 2022 - wrote that the deal was weak.",
            "James Cleverly",
            "the deal was weak",
        ),
        (
            "The tanker came in after midnight, according to a statement from the Finnish Border Guard.",
            "Finnish Border Guard",
            "The tanker came in after midnight",
        ),
        ("A note posted by Aliyev's office said the talks were useful.", "Office of the President of Azerbaijan",
         "the talks were useful"),
        ('The G7 leaders\' communique said: "We stand united."', "G7", "We stand united"),
        ("EU foreign ministers condemned the attack.", "EU", "the attack"),
        ("The kingdom of Saudi Arabia affirms its firm stance.", "Saudi Arabia", "its firm stance"),
        ("Development and Africa Minister Ann Reed announced a new fund today.", "Ann Reed", "a new fund"),
        ("Peskov had on Monday strongly condemned the attack.", "Dmitry Peskov", "the attack"),
        ("“We spoke about the river,” joked Fidan, a reference to the toll.", "Hakan Fidan",
         "We spoke about the river"),
        ("We condemn the attack, reads the statement of the Foreign Ministry of Azerbaijan.",
         "Foreign Ministry of Azerbaijan", "We condemn the attack"),
        ("The talks were long, with Cairo and Khartoum accusing Turkey of delay.", "Egypt", "Turkey of delay"),
        ("Omer Celik, a spokesman, told reporters after a session chaired by Aliyev that the talks had worked.",
         "Omer Celik", "the talks had worked"),
        ("Asked about reports that Syrian President Bashar al-Assad would come, he said no date was set.",
         "Dmitry Peskov", "no date was set"),
        ("Germany pays for the reserve, according to the KfW development bank.", "KfW", "Germany pays for the reserve"),
    ],
)  # fmt: skip
def test_the_speaker_is_found_where_the_sentence_hides_it(told, text, speaker, content):
    assert (speaker, content) in told(text)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # Between commas, somebody else has asked or told.
        ("Aliyev, asked at a briefing whether Turkey would buy gas, said that it would.", "it would"),
        ("Aliyev, told that the talks had failed, said it was late.", "it was late"),
        ("On Monday, Fidan, questioned about the attack, sharply condemned it.", None),
        ("Aliyev, criticised for his silence, said that he would wait.", "he would wait"),
        ("Aliyev, asked about the gas, said nothing.", None),
        ("Aliyev, warned of the attack by Turkey, called off his trip.", None),
        ("Asked about the strike, Fidan said, he would act.", "he would act"),
        # The same verbs with "and", or without the comma right after the name, tell what he says.
        ("Aliyev asked at a briefing whether Turkey would buy gas.", "whether Turkey would buy gas"),
        ("Aliyev, who asked whether Turkey would buy gas, left.", "whether Turkey would buy gas"),
        ("Aliyev, told reporters that the talks had failed and that it was late.",
         "the talks had failed and that it was late"),
        ("Aliyev, the son of a general, told reporters that the talks had failed, welcomed the deal and praised Fidan.",
         "the talks had failed"),
    ],
)  # fmt: skip
def test_who_is_asked_or_told_between_commas_says_only_the_answer(told, text, content):
    assert [words for _, words in told(text)][:1] == ([content] if content is not None else [])


@pytest.mark.parametrize(
    ("text", "cue", "kind"),
    [
        ("Speaking after the meeting, Aliyev said that it was late.", "said", "claim"),
        ("Aliyev, speaking in Baku, warned that it was late.", "warned", "warning"),
        ("Writing on the web, Aliyev said that it was late.", "said", "claim"),
        ("Aliyev left, telling Fidan on Monday that it was late.", "telling", "claim"),
        ("Aliyev spoke about the war, saying that it was late.", "saying", "claim"),
    ],
)
def test_what_is_said_while_speaking_is_said_by_the_verb_that_tells_it(read, text, cue, kind):
    statements = [s for s in read(CAST + text).extraction.statements if s.cue != "spoke about"]
    assert [(s.cue, s.kind.value) for s in statements] == [(cue, kind)]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("At the meeting, Aliyev's spokesman said, both sides were ready.", "both sides were ready"),
        ("During the talks, Aliyev told reporters on Monday, both sides were ready.", "both sides were ready"),
        ('"It was late," his spokesman said.', "It was late"),
        ("The road was long, his spokeswoman said.", "The road was long"),
        # What is no event belongs to what is said.
        ("In May, Aliyev said, the road would open.", "In May, Aliyev said, the road would open"),
        ("The talks, Aliyev's spokesman said, were useful.", "The talks, Aliyev's spokesman said, were useful"),
    ],
)
def test_spokespersons_speak_for_somebody_and_an_event_only_sets_the_scene(read, text, content):
    reading = read("Azerbaijani President Ilham Aliyev was in Baku. " + text)
    assert reading.said == [("Ilham Aliyev", content)]


def test_a_spokesperson_with_a_name_speaks_for_himself(read):
    reading = read("Azerbaijani President Ilham Aliyev was in Baku. It was late, his spokesman, Anar Reed, said.")
    assert reading.said == [("Anar Reed", "It was late")]


def test_the_top_diplomat_is_the_minister(read):
    reading = read("Iraq's top diplomat, Fuad Hussein, was in Erbil. The minister thanked Turkey for its support.")
    assert reading.said == [("Fuad Hussein", "Turkey for its support")]


def test_initials_stand_for_who_holds_the_office(read):
    reading = read("External Affairs Minister S. Jaishankar came to Guyana. EAM emphasised that India was ready.")
    assert reading.said == [("S. Jaishankar", "India was ready")]


def test_the_ministry_of_a_minister_named_without_a_state_is_that_states(read):
    text = (
        "SEOUL, Oct. 31 (Yonhap) -- South Korea agreed Monday to build it. Nobody was hurt, the foreign ministry said. "
        "Foreign Minister Park Jin was in Busan."
    )
    assert ("Foreign Ministry of South Korea", "Nobody was hurt") in read(text).said


def test_the_sides_are_those_who_spoke_in_turn(read):
    text = (
        "The EU praised the Kyrgyz Republic. The Kyrgyz side pointed to the dialogue. Both parties deplored the fire."
    )
    assert [who for who, words in read(text).said if words == "the fire"] == ["Kyrgyzstan", "EU"]


def test_the_outlet_that_publishes_an_article_says_nothing_in_it(read):
    text = "Nigeria and Ghana met. The Evening Punch recalls that they had agreed to it in 2017."
    assert read(text, outlet="The Evening Punch").said == []


def test_who_speaks_beside_a_sentence_speaks_for_himself(told):
    text = "Turkey confirmed the plan, with Kremlin spokesman Dmitry Peskov saying it would be completed by June."
    assert told(text) == [("Turkey", "the plan"), ("Dmitry Peskov", "it would be completed by June")]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # What the article adds is not said.
        ("Aliyev accused Iran of the attack, a charge Tehran denies.", "Iran of the attack"),
        ("Aliyev wrote that Baku stood “with all,” a phrase that has since been painted on a wall.",
         "Baku stood “with all"),
        ("Aliyev pledged to deepen ties as the two ministers held talks in Ankara.", "to deepen ties"),
        ("Aliyev said that the program was peaceful, IRNA reported.", "the program was peaceful"),
        ('Aliyev told him he was "grateful", a readout of the call showed.', 'he was "grateful'),
        # What the speaker adds is.
        ("Aliyev said two ships were hit, but that no crew members were hurt.",
         "two ships were hit, but that no crew members were hurt"),
        ("Turkey is willing, Aliyev stressed, to play a constructive role.",
         "Turkey is willing, Aliyev stressed, to play a constructive role"),
        ("As Aliyev noted, the two sides were close to a deal.", "the two sides were close to a deal"),
        ("The two sides were close to a deal, as Aliyev put it.", "The two sides were close to a deal"),
        ('Aliyev vowed to go on, telling soldiers that "victory is near".', "victory is near"),
    ],
)  # fmt: skip
def test_words_of_the_article_are_told_from_those_of_the_speaker(told, text, content):
    assert content in [words for _, words in told(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Asked by journalists if he would resign, Aliyev answered in the negative.",
        "\n\nEdited by: Anna Reed",
        "Peskov, whose country agreed in December to act as facilitator, arrived.",
    ],
)
def test_what_only_looks_like_a_statement(told, text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("In an interview with the newspaper Bild, Aliyev warned against war.", "Bild"),
        ("Speaking to Al Jazeera by phone, Aliyev said he was ready.", "Al Jazeera"),
        ("Aliyev said he was ready, in a statement carried by Xinhua.", "Xinhua"),
        ("Aliyev told Fidan the two must work together, Chinese state TV reported.", "Chinese state TV"),
        ("Aliyev said he was ready.", None),
        ("In Baku, Aliyev said he was ready to speak to the BBC.", None),
    ],
)
def test_who_relays_it_is_named_before_or_after(read, text, via):
    assert [s.via for s in read(CAST + text).extraction.statements] == [via]


def test_who_listens_may_be_named_with_to(read):
    reading = read(CAST + "Aliyev underscored to Fidan the need to protect civilians.")
    (statement,) = reading.extraction.statements
    assert reading.names[statement.addressee] == "Hakan Fidan"
    assert reading.words(statement.content) == "the need to protect civilians"


@pytest.mark.parametrize(
    ("told", "via", "listener", "content"),
    [
        ("Al Jazeera Ukraine was open to talks", "Al Jazeera", None, "Ukraine was open to talks"),
        ("the BBC Malawi needed help", "BBC", None, "Malawi needed help"),
        ("CNN Turkey would send tents", "CNN", None, "Turkey would send tents"),
        ("Reuters Moscow had refused to talk", "Reuters", None, "Moscow had refused to talk"),
        ("MSNBC Lee was a great man", "MSNBC", None, "Lee was a great man"),
        ("NPR Hamza bin Laden had appeared", "NPR", None, "Hamza bin Laden had appeared"),
        ("Al-Ahram Cairo and Ankara had made peace", "Al-Ahram", None, "Cairo and Ankara had made peace"),
        ("the Financial Times Ukraine's army was strong", "Financial Times", None, "Ukraine's army was strong"),
        ("NATO Russia could not win", None, "NATO", "Russia could not win"),
        ("the European Parliament Ukraine was strong", None, "European Parliament", "Ukraine was strong"),
        ("Fidan Iran would send tents", None, "Hakan Fidan", "Iran would send tents"),
        # Nothing is parted where one is named, or where the language model has seen two.
        ("CNN that Ukraine was strong", "CNN", None, "Ukraine was strong"),
        ("CNN he would not send troops", "CNN", None, "he would not send troops"),
        ("Ukraine it was strong", None, "Ukraine", "it was strong"),
        ("Iranian state television Iran had crossed a line", None, None, "Iran had crossed a line"),
        ("Reuters correspondent Ann Reed the war was lost", "Reuters", "Ann Reed", "the war was lost"),
    ],
)
def test_what_is_told_begins_behind_who_is_told(read, told, via, listener, content):
    reading = read(f"{CAST}Aliyev told {told}.")
    (statement,) = reading.extraction.statements
    found = statement.via, reading.names.get(statement.addressee), reading.words(statement.content)
    assert found == (via, listener, content)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Saudi Arabia, the United Arab Emirates and Egypt rejected the plan.", []),
        ("The 27-nation EU, the African Union and the Arab League called for a truce.", []),
        ("On Monday - Indonesia, Malaysia and Singapore urged Myanmar to stop.", []),
        ("Along with Germany, the Netherlands and Belgium rejected the plan.", []),
        ("Aliyev, Scholz and Tusk called for unity.", []),
        # Two speak each for himself, and what is told of one is no list.
        ("Saudi Arabia and Egypt rejected the plan.", ["Saudi Arabia", "Egypt"]),
        ("After talks with Jordan and Iraq, Egypt rejected the plan.", ["Egypt"]),
        ("In Egypt, Jordan and Iraq rejected the plan.", ["Jordan", "Iraq"]),
        ("President Joseph R. Biden, Jr. and Hakan Fidan called for unity.", ["Joseph R. Biden", "Hakan Fidan"]),
        ("Acme President and CEO Hakan Fidan called for unity.", ["Hakan Fidan"]),
        ("The Quad, the United States and its three allies, condemned the launch.", ["Quad"]),
        ("Hakan Fidan, the Turkish minister, rejected the plan.", ["Hakan Fidan"]),
    ],
)
def test_of_three_who_speak_none_speaks_alone(told, text, speakers):
    assert [speaker for speaker, _ in told(text)] == speakers


def test_all_of_a_list_meet(read):
    ((who, *_),) = read("Saudi Arabia, the UAE and Egypt met in Riyadh on Monday.").meetings
    assert who == {"Saudi Arabia", "United Arab Emirates", "Egypt"}
