"""Statements, speakers and persons as news of any field tells them, beyond the manners of agencies."""

import pytest

CAST = "Kenyan Foreign Minister Ann Reed met US President Joe Biden in Nairobi. "


@pytest.fixture
def told(read):
    """Reads a text after the cast is introduced."""
    return lambda text: read(CAST + text).said


@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Reed attributed the delay to the strike.", "Ann Reed", "the delay to the strike"),
        ("Reed explained the choice of ports.", "Ann Reed", "the choice of ports"),
        ("Biden reaffirmed the United States’ firm support for peace.", "Joe Biden",
         "the United States’ firm support for peace"),
        ("Reed has, in a statement, called on drivers to wait.", "Ann Reed", "drivers to wait"),
        ("Reed asked for advice on the plan, while underscoring that time is not on their side.", "Ann Reed",
         "advice on the plan"),
        ("It is not for a court to opine on motives, argued the government's lawyer, Tom Berg.", "Tom Berg",
         "It is not for a court to opine on motives"),
        ('Reed issued a statement at her home saying, "The matter is far from over."', "Ann Reed",
         "The matter is far from over"),
        ("Representatives from Kenya acknowledged that it rained.", "Kenya", "it rained"),
        ("According to the University of Lake's Institute for Health Metrics, it will rain.",
         "University of Lake's Institute for Health Metrics", "it will rain"),
        ("Reed reasserted the openness of the project.", "Ann Reed", "the openness of the project"),
        ('Reed talked of "a new chapter".', "Ann Reed", "a new chapter"),
        ('Reed addressed the public: "No one should take it lightly."', "Ann Reed", "No one should take it lightly"),
        ("Reed went on to denounce the strike.", "Ann Reed", "the strike"),
        ("Kenya was quick to criticise the deal.", "Kenya", "the deal"),
        ("Reed held a press conference claiming that Biden knew of the deals.", "Ann Reed", "Biden knew of the deals"),
        ('Kenya\'s foreign ministry released a statement: "We cannot accept this."', "Foreign Ministry of Kenya",
         "We cannot accept this"),
        ("Reed met with Joe Biden of the United States to affirm the strength of their ties.", "Ann Reed",
         "the strength of their ties"),
        # The language model takes the name for a verb.
        ('Reed called the plan "unjust."', "Ann Reed", 'the plan "unjust'),
        ('Biden lauded Reed as a "voice of freedom."', "Joe Biden", 'Reed as a "voice of freedom'),
        ("When asked about it, Reed claimed carbon emissions have been lower in her time.", "Ann Reed",
         "carbon emissions have been lower in her time"),
        ("Biden said naming the virus after Wuhan would place a burden on it.", "Joe Biden",
         "naming the virus after Wuhan would place a burden on it"),
        ('Biden told radio host Charles Good "if you fail, you fail us all."', "Joe Biden",
         "if you fail, you fail us all"),
        ("Reed hit back by accusing Biden of a lie.", "Ann Reed", "Biden of a lie"),
        ("Reed urged Biden to wait before adding that it was late.", "Ann Reed", "Biden to wait"),
        # The cue interrupts what is said.
        ('The tools, she added, are like "bombs that you hide."', "Ann Reed",
         'The tools, she added, are like "bombs that you hide'),
        ("If that fails, Reed argues, there are other tools in the box.", "Ann Reed",
         "If that fails, Reed argues, there are other tools in the box"),
        ("The museum, Reed said on Monday, would open.", "Ann Reed", "The museum, Reed said on Monday, would open"),
        ('However good, using it "is a mistake," said Reed.', "Ann Reed", 'However good, using it "is a mistake'),
        ('"I love it," she said, but "when it comes to taxes, I do not."', "Ann Reed",
         "when it comes to taxes, I do not"),
        ("The tax was late, according to a speech Reed delivered in May.", "Ann Reed", "The tax was late"),
        ('Reed spoke. "We must wait," said Joe Biden.', "Joe Biden", "We must wait"),
        ('It was late, a Kremlin spokesperson said. "They agreed on it," they added.', "Kremlin",
         "They agreed on it"),
        ("Though it was smooth, Reed said, replacing her would be hard.", "Ann Reed",
         "Though it was smooth, Reed said, replacing her would be hard"),
        ("The bomb was left in a market, stated Minister Moammar Amari, and went off.", "Moammar Amari",
         "The bomb was left in a market"),
        ("Reed called her vote for the war a mistake.", "Ann Reed", "her vote for the war a mistake"),
        ("The World Health Organization reported 105 new cases.", "World Health Organization", "105 new cases"),
        ("Kenya confirmed its first case and Togo had its first death.", "Kenya", "its first case"),
        ("Donald Trump came. \"It was late,\" the New York businessman said.", "Donald Trump", "It was late"),
        ('"If it cannot start, it will fail, sooner rather than later," said Reed, a physicist who left.', "Ann Reed",
         "If it cannot start, it will fail, sooner rather than later"),
        ('Reed said it "harms the people who suffer[.]" She added that it was late.', "Ann Reed", "it was late"),
    ],
)  # fmt: skip
def test_what_counts_as_speech(told, text, speaker, content):
    assert (speaker, content) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Reed went on to win the vote.",
        "Reed talked about trade with Biden.",
        "Reed addressed the public on Monday.",
        "Reed met with protesters who want to affirm their rights.",
        "Kenya released a video.",
        "Reed issued a plea to voters.",
        "Reed ended the war by calling an election.",
        "Reed called a vote.",
        "Reed has raised $2.7 million from donors.",
        "Reed was interrupted by protesting farmers.",
        "The World Health Organization reported to Biden.",
    ],
)
def test_what_only_looks_like_speech(told, text):
    assert told(text) == []


def test_what_somebody_was_asked_is_not_said(told):
    assert told("When asked about the plan, Reed said, she would leave.") == [("Ann Reed", "she would leave")]


def test_who_is_called_home_says_nothing(told):
    text = "Kenya protested, recalled Ambassador Moammar Amari, and left."
    assert "Moammar Amari" not in [speaker for speaker, _ in told(text)]


def test_a_claim_and_the_quotation_after_its_colon_are_two(told):
    text = 'Reed tweeted she had not known of the event: "Wow! Thousands of people are there."'
    assert told(text) == [
        ("Ann Reed", "she had not known of the event"),
        ("Ann Reed", "Wow! Thousands of people are there"),
    ]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The Biden campaign said that it was weak.", "Biden campaign"),
        ("The Biden team said that it was weak.", "Biden team"),
        ("Ruth Lee, his eldest daughter, met Biden. She said that it was weak.", "Ruth Lee"),
        ("Tom Lee, his wife Mary and son Paul fell ill. Tom Lee left. He said that it was weak.", "Tom Lee"),
        ("The son, Tom Lee, met Ann. His sister, Ruth Lee, came. Then he said that it was weak.", "Tom Lee"),
        ("The Biden campaign met. The campaign said that it was weak.", "Biden campaign"),
        ("The US Civil Security service said that it was weak.", "US Civil Security service"),
        ("According to a survey published in 2017 by the Royal Society, it was weak.", "Royal Society"),
        ("The French Civil Security service said that it was weak.", "French Civil Security service"),
        ("Biden signed a proclamation. The proclamation said that it was weak.", "Joe Biden"),
        ("A study by the World Health Organization says that it was weak.", "World Health Organization"),
        ("The Amir of Qatar, Sheikh Tamim bin Hamad Al Thani, met Biden. The two leaders said that it was weak.",
         "Tamim bin Hamad Al Thani"),
    ],
)  # fmt: skip
def test_who_speaks(told, text, speaker):
    assert (speaker, "it was weak") in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The election campaign said that it was weak.",
        "The US secret service said that it was weak.",
        "A survey of voters said that it was weak.",
        "Reed warned of a war. The proclamation said that it was weak.",
        "Reed warned of a war. According to the reports, it was weak.",
    ],
)
def test_who_is_not_told_by_name_says_nothing(told, text):
    assert "it was weak" not in [content for _, content in told(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Daniel Reed met Ruth Lee. The Reed-Lee debate was late.", ["Daniel Reed", "Ruth Lee"]),
        ("Daniel Reed met Ruth Ballard-Lee.", ["Daniel Reed", "Ruth Ballard-Lee"]),
        ("Minister Moammar al-Hakim came. Al-Hakim spoke, and al-Hakim left.", ["Moammar al-Hakim"]),
        ("Don Reed came. Reed's son Peter said it was late.", ["Don Reed", "Peter"]),
        ("Daniel Reed heads the Counter Terrorism Command.", ["Daniel Reed"]),
        ("Ann Reed Image: US Congress.\n\nAnn Reed came.", ["Ann Reed"]),
        ("Hamza bin Laden came. Hamza bin Ladin left.", ["Hamza bin Laden"]),
        ("Qaboos bin Said came. Will Reed left.", ["Qaboos bin Said", "Will Reed"]),
        ("Mario Reed came. Maria Reed left.", ["Mario Reed", "Maria Reed"]),
        ("Luiz Inácio Lula da Silva came. President Lula left.", ["Luiz Inácio Lula da Silva"]),
        ("Tropical Storm Barry came. Storm Barry left.", []),
    ],
)
def test_who_is_a_person(read, text, names):
    assert [actor.name for actor in read(text).extraction.actors if actor.type == "person"] == names


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Daniel Reed died. Reed was 68. His brother, Robert Reed, came. Reed had said that it was weak.",
            "Daniel Reed",
        ),
        ("Tom Reed met Ann Reed. Mrs. Reed left. Tom Reed came. Mrs. Reed said that it was weak.", "Ann Reed"),
        ("Ann Reed came. Mrs. Reed left. Tom Reed came. Mr. Reed said that it was weak.", "Tom Reed"),
        ("Daniel Reed left. His brother, Robert Reed, came. Reed said that it was weak.", "Daniel Reed"),
    ],
)
def test_a_surname_is_whose_it_was_before(read, text, speaker):
    assert read(text).said[-1] == (speaker, "it was weak")


BELOW = "\n\nRussian Foreign Minister Ivan Orlov spoke in Kyiv, Ukraine."


@pytest.mark.parametrize(
    ("headline", "said"),
    [
        ("Orlov: Russia Will Answer the Attack", [("Ivan Orlov", "Russia Will Answer the Attack")]),
        ("Russian Foreign Minister Orlov: ‘We will never give up’", [("Ivan Orlov", "We will never give up")]),
        ("UN: Three million people were displaced", [("UN", "Three million people were displaced")]),
        ("Orlov Says Russia Will Answer", [("Ivan Orlov", "Russia Will Answer")]),
        ("Ukraine: Russia will answer the attack", []),
        ("BBC: Russia will answer the attack", []),
        ("Ivan Orlov: A life in politics", []),
    ],
)
def test_a_headline_may_begin_with_who_says_it(read, headline, said):
    assert read(headline + BELOW).said == said


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("''We can do it,'' Mr. Reed said.", "We can do it"),
        ("``We can do it,'' said Mr. Reed, 82, who left.", "We can do it"),
        ("Kenya must grow ''as fast as possible,'' said Mr. Reed, a member.", "Kenya must grow ''as fast as possible"),
        ("Reed said ''it is 'far' away.''", "it is 'far' away"),
        ("Reed said the ministers' 'plan' was late.", "the ministers' 'plan' was late"),
    ],
)
def test_two_single_marks_are_a_double_one(told, text, content):
    assert told(text) == [("Ann Reed", content)]


def test_a_party_in_brackets_is_nobody(read):
    reading = read('"It was late," said Sen. Ann Reed (D-Mo.). "He was qualified."')
    assert reading.said == [("Ann Reed", "It was late"), ("Ann Reed", "He was qualified")]
