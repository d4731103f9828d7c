"""Statements in full: the cues that are read, where contents begin and end, and who speaks when nobody is named."""

import pytest

IN_BAKU = "Azerbaijani President Ilham Aliyev was in Baku. "


def words(reading):
    return [content for _, content in reading.said]


@pytest.mark.parametrize(
    ("text", "content"),
    [
        # What the parser hangs on the verb after its object is the object's.
        (
            "Aliyev voiced concern over the sudden build-up on the border.",
            "concern over the sudden build-up on the border",
        ),
        ("Aliyev thanked Turkey for its help in rebuilding the city.", "Turkey for its help in rebuilding the city"),
        ("Aliyev called for the prisoners to be released.", "the prisoners to be released"),
        ("Aliyev praised the work, including the plan for a canal.", "the work, including the plan for a canal"),
        # When, where and how it was said is not.
        ("Aliyev welcomed the deal after a long night.", "the deal"),
        ("Aliyev condemned the attack in a statement on Monday.", "the attack"),
        ("Aliyev denounced the raid as he arrived in Ankara.", "the raid"),
        ("Aliyev hailed the treaty on Monday, the first of its kind.", "the treaty"),
    ],
)
def test_an_object_ends_where_the_circumstances_of_speaking_begin(read, text, content):
    assert words(read(IN_BAKU + text)) == [content]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            "Aliyev raised concerns about the border, noted all states have an interest in peace, and urged restraint.",
            ["concerns about the border", "all states have an interest in peace", "restraint"],
        ),
        (
            "Aliyev said Iran had lost its role and claimed the decision was unlawful.",
            ["Iran had lost its role", "the decision was unlawful"],
        ),
        ("Aliyev said the war was long as he criticised Iran's plan.", ["the war was long", "Iran's plan"]),
        (
            "Aliyev said that Iran was ready and Turkey had warned of war.",
            ["Iran was ready and Turkey had warned of war"],
        ),
    ],
)
def test_a_new_cue_ends_the_content_before_it(read, text, contents):
    assert words(read(IN_BAKU + text)) == contents


def test_a_clause_goes_on_with_one_that_has_a_subject_of_its_own(read):
    content = "retailers try to raise stock, but local council restrictions on the timing of deliveries make it hard"
    text = f"Russell Zimmerman, executive director of the Australian Retailers Association, said that {content}."
    assert read(text).said == [("Russell Zimmerman", content)]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ('Aliyev opposed the plan: "It is a bad plan for all of us."', ["the plan", "It is a bad plan for all of us"]),
        ('Aliyev, also on Twitter, defended his plan, "We had to do it for all of us."',
         ["his plan", "We had to do it for all of us"]),
        ('Aliyev commented on the plan: "It is a bad plan for all of us."', ["It is a bad plan for all of us"]),
        ('Aliyev told reporters: "It is a bad plan for all of us."', ["It is a bad plan for all of us"]),
    ],
)  # fmt: skip
def test_a_position_and_the_quotation_after_its_colon_are_two_statements(read, text, contents):
    assert words(read(IN_BAKU + text)) == contents


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The plan, Aliyev said, was part of a long quarrel.", "The plan, Aliyev said, was part of a long quarrel"),
        ("The club was strong, Aliyev said, until it lost.", "The club was strong, Aliyev said, until it lost"),
        ("When the long talks failed, Aliyev said so.", None),
    ],
)
def test_a_cue_may_be_thrown_into_what_it_reports(read, text, said):
    assert words(read(IN_BAKU + text)) == ([said] if said else [])


def test_who_closes_a_sentence_says_all_of_it(read):
    text = "Russia promised an early release of all prisoners, Aliyev said."
    assert read(IN_BAKU + text).said == [("Ilham Aliyev", "Russia promised an early release of all prisoners")]
    begun = read(IN_BAKU + "After Russia promised to help, Aliyev urged calm.").said
    assert ("Ilham Aliyev", "calm") in begun


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("It followed strikes against what Aliyev said were military bases.", ["military bases"]),
        ("They met in what Aliyev called an act of friendship.", ["an act of friendship"]),
        ("They spoke of what Aliyev described as a new chapter.", ["a new chapter"]),
        ("It is unclear what Aliyev said in Paris.", []),
    ],
)
def test_what_a_thing_is_called_is_a_statement(read, text, said):
    assert words(read(IN_BAKU + text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Aliyev made clear that Iran would act.", ["Iran would act"]),
        ("Aliyev played down the quarrel.", ["the quarrel"]),
        ("Aliyev lashed out at the critics of the deal.", ["the critics of the deal"]),
        ("Aliyev made a long trip that tired him.", []),
        ("Aliyev was blunt in blaming Iran for the attack.", ["Iran for the attack"]),
        ("Aliyev joined Turkey in condemning the attack.", ["the attack"]),
        ("Aliyev was interested in raising the issue.", []),
        ("Azerbaijan has cited security concerns.", ["security concerns"]),
        ("Aliyev reassured Iran that trade would grow.", ["trade would grow"]),
        ("Aliyev reconfirmed the strength of the alliance.", ["the strength of the alliance"]),
        ("Aliyev confided in his brother.", []),
        ("Aliyev underlined the power of trade.", ["the power of trade"]),
        ("Aliyev raised troops.", []),
        ("Aliyev pointed to the strength of the old treaty.", ["the strength of the old treaty"]),
        ("Aliyev said an attack on the base left no one hurt.", ["an attack on the base left no one hurt"]),
        ("Aliyev said hello.", []),
        ("Aliyev welcomed Vladimir Putin to Baku.", []),
        ("Aliyev welcomed Sweden to the alliance.", ["Sweden to the alliance"]),
        ("Aliyev expressed that, while he may not agree, he is ready.", ["while he may not agree, he is ready"]),
        ("If Aliyev says that ties are good, they are.", []),
        ("Ilham Aliyev spoke with Vladimir Putin about trade.", []),
        ("Ilham Aliyev spoke about the trade with his neighbours.", ["the trade with his neighbours"]),
        ('"We are ready for the talks," Aliyev said, referring to Iran.', ["We are ready for the talks"]),
        ("Aliyev called for calm, offering to send doctors.", ["calm", "to send doctors"]),
        ("Aliyev denied the claim that Iran had won.", ["the claim that Iran had won"]),
        ("Aliyev promised Iran to help.", ["to help"]),
        ("Aliyev praised a list maintained by Turkey.", ["a list maintained by Turkey"]),
    ],
)
def test_which_verbs_report_speech(read, text, said):
    assert words(read(IN_BAKU + text)) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "The long talks, according to Ilham Aliyev, were useful.",
            ("Ilham Aliyev", "The long talks, according to Ilham Aliyev, were useful"),
        ),
        (
            "It is a large group and, according to Ilham Aliyev, a danger to peace.",
            ("Ilham Aliyev", "a danger to peace"),
        ),
        # What describes the source, or is cut off from it, is not said.
        ("According to the mayor, Ann Lee, there were ten men aboard.", ("Ann Lee", "there were ten men aboard")),
        ("According to Connecticut Senator Richard Blumenthal, the involved airplane is one of eighteen B-17s.",
         ("Richard Blumenthal", "the involved airplane is one of eighteen B-17s")),
        ("Ilham Aliyev came. Trade was a big factor in that according to Aliyev.",
         ("Ilham Aliyev", "Trade was a big factor in that")),
        ("According to its statement, Hamas was ready for a truce.", ("Hamas", "Hamas was ready for a truce")),
        ("Jon Huber was hurt. According to his wife, Amanda, Huber went to work.", ("Amanda", "Huber went to work")),
        # "Per" does the same where it leads to somebody or to a text.
        ("Per the Vatican, priests are expected to tell the church.",
         ("Holy See", "priests are expected to tell the church")),
        ("Per a White House statement, the talks are to go on.", ("White House", "the talks are to go on")),
    ],
)  # fmt: skip
def test_according_to_may_interrupt_what_rests_on_it(read, text, said):
    assert said in read(text).said


@pytest.mark.parametrize(
    ("source", "speakers"),
    [
        ("his wife, Yulia Navalnaya, Alexei Navalny", ["Yulia Navalnaya"]),
        ("her lawyer, Tom Ludd, Maria Reed", ["Tom Ludd"]),
        ("his wife, Yulia Petrova, Ivan Petrov", ["Yulia Petrova"]),
        ("his lawyer, Anna Berg, Jan Nowak", ["Anna Berg"]),
        ("her brother, Jan Nowak, Anna Berg", ["Jan Nowak"]),
        ("Tom Ludd and Maria Reed, the boy", ["Maria Reed", "Tom Ludd"]),
        ("his wife, Tom Ludd", []),
    ],
)
def test_of_kin_and_the_one_told_of_only_the_kin_speaks(read, source, speakers):
    assert sorted(who for who, _ in read(f"According to {source} was denied a doctor for a week.").said) == speakers


def test_what_rests_on_kin_begins_behind_the_name_of_the_kin(read):
    text = "According to her brother, Jan Nowak, Anna Berg was ill for weeks."
    assert read(text).said == [("Jan Nowak", "Anna Berg was ill for weeks")]
    assert read("Anna Berg was ill for weeks, according to her brother").said == []


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("The bill passed. The Amendment said that no state may tax it. The Amendment is old.", []),
        ("The Fifth Amendment says that nobody must speak.", []),
        ("The film Manhunt was banned. Manhunt said that all may fight.", []),
        ("Manhunt is a video game. Manhunt claimed that all may fight.", []),
        ("Many use Fotobook. Fotobook said that it removed the game.", ["Fotobook"]),
        ("Facebook made a game. Facebook said that it sold well.", ["Facebook"]),
    ],
)
def test_neither_laws_nor_works_speak(read, text, speakers):
    assert [who for who, _ in read(text).said] == speakers


@pytest.mark.parametrize(
    ("before", "speakers"),
    [
        ("The leaders hailed a pipeline between Iran and Chad.", []),
        ("The members praised the trade between Iran and Chad.", []),
        ("The participants praised the aid that Iran gave to Chad.", []),
        ("Iran and Chad condemned the sale of arms.", ["Chad", "Iran"]),
        ("Iran met Chad in Vienna.", ["Chad", "Iran"]),
    ],
)
def test_they_are_those_told_of_without_names_before(read, before, speakers):
    assert (
        sorted(who for who, said in read(f"{before} They voiced concern over the war.").said if "over" in said)
        == speakers
    )


def test_per_a_measure_is_nobodys_word(read):
    assert read("Per Friday, the ministers of Iran are paid. Iran pays 50 dollars per day.").said == []


def test_who_is_relied_on_is_who_speaks_next(read):
    text = "Ilham Aliyev met Vladimir Putin. Trade had grown fast, according to Putin. He said that ties were good."
    assert read(text).said[-1] == ("Vladimir Putin", "ties were good")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # The parser takes the subject of what is said for an object.
        ("Aliyev remarked old paper is a bulky item.", ["old paper is a bulky item"]),
        ("Aliyev ruled the draft.", []),
        ("Aliyev suggested a fund for the region.", ["a fund for the region"]),
        ("Aliyev assailed the event as the darkest of all.", ["the event as the darkest of all"]),
        ('Aliyev reacted on Twitter, "It is sad to hear of it."', ["It is sad to hear of it"]),
        ("Aliyev did not say if it rained, but said exports were growing.", ["exports were growing"]),
        ("Aliyev clarified in the talks that the decisions were not connected to or shaped by the war.",
         ["the decisions were not connected to or shaped by the war"]),
        ("Aliyev announced the measure at the UK Government's daily coronavirus briefing.", ["the measure"]),
        ("Gutierrez was described by Aliyev as a friend of the poor.", ["a friend of the poor"]),
        ('Aliyev praised Leonov, noting on Twitter "[h]is venture into space began an age".',
         ["Leonov", "[h]is venture into space began an age"]),
        ("Aliyev noted the sprays are unlikely to pollute water; though he also remarked that it was dear.",
         ["the sprays are unlikely to pollute water", "it was dear"]),
        ("Aliyev posted a message on Twitter blaming Iran for the attacks.", ["Iran for the attacks"]),
    ],
)  # fmt: skip
def test_where_what_was_said_is_found(read, text, said):
    assert words(read(IN_BAKU + text)) == said


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ('"I am [pretty happy with that]", Caloundra coach Geoff Ingram said.  "We made a lot of ground on it."',
         "Geoff Ingram"),
        ('"I am pretty happy with that" tweeted Boris Johnson (no relation).', "Boris Johnson"),
        ('On Twitter, Adrian Wojnarowski, a writer from Oslo, said "I am happy with that".', "Adrian Wojnarowski"),
        ('Study co-author and geochemist Seth John remarked in a press release, "There was no reason for us to think '
         'that it would happen."', "Seth John"),
        ('Another co-author, civil and environmental engineering professor Julian Marshall, said, "We have seen it."',
         "Julian Marshall"),
        ("William Conley, a United States District judge, ordered last week that ballots be taken.", "William Conley"),
        ("Michael Bloomberg left. Wednesday, Bloomberg endorsed his former rival, Joe Biden.", "Michael Bloomberg"),
        ('Judge Durham Hall QC said "I am pretty happy with that."', "Durham Hall"),
        ('Part of the Pentagon\'s statement reads "I am pretty happy with that."', "Pentagon"),
    ],
)  # fmt: skip
def test_who_says_it_is_found_where_the_parser_loses_the_subject(read, text, speaker):
    said = read(text).said
    assert said and all(name == speaker for name, _ in said)


def test_why_it_is_so_is_still_said_where_the_parser_hangs_it_higher(read):
    text = (
        "Judge Bernard Schwartz came. Schwartz went on to say he was not giving them the longest possible sentence "
        'because they had "accepted responsibility at an early stage in the proceeding" by pleading guilty to fourteen '
        'felony charges each and "spared your children having to relive the humiliation."'
    )
    ((_, content),) = read(text).said
    assert content.endswith("the humiliation")


def test_a_quotation_after_a_colon_is_whose_cue_follows_it(read):
    words = "All states can change the course of this. If states detect, test, treat and mobilize their people"
    text = f'The African Union noted the need to act: "{words}," said Ilham Aliyev, the President of Azerbaijan.'
    assert read(text).said == [("African Union", "the need to act"), ("Ilham Aliyev", words)]


def test_a_name_that_begins_a_quotation_does_not_speak(read):
    said = read('Paul McCartney wrote on Twitter, "Ginger Baker, great drummer, wild and lovely guy."').said
    assert [speaker for speaker, _ in said] == ["Paul McCartney"]


GOOD = "said that ties were good."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"US President Joe Biden met President Ilham Aliyev. The President {GOOD}", "Joe Biden"),
        (f"The African Union met. The union {GOOD}", "African Union"),
        (f"Its ministry said. The UK ambassador to Turkey {GOOD}", "United Kingdom"),
        (f'A Kremlin spokesman said: "We want peace in the region." The spokesman {GOOD}', "Kremlin"),
        ("Turkey issued a statement which said that ties were good.", "Turkey"),
        ("Turkey issued a statement saying that ties were good.", "Turkey"),
    ],
)
def test_who_speaks_is_found_behind_offices_bodies_and_texts(read, text, speaker):
    assert (speaker, "ties were good") in read(text).said


@pytest.mark.parametrize(
    "text",
    [
        f"The African Union met. A union {GOOD}",
        f"The African Union met. The old union {GOOD}",
        f"The Baltimore Sun {GOOD}",
        f"I {GOOD}",
    ],
)
def test_who_is_not_named_before_does_not_speak(read, text):
    assert read(text).said == []


def test_the_person_named_above_a_release_speaks_in_its_first_person(read):
    release = "Julie Bishop\n\nI am pleased to announce a new plan for Syria. I welcomed the new government."
    assert read(release).said == [("Julie Bishop", "a new plan for Syria"), ("Julie Bishop", "the new government")]
    assert read("Julie Bishop came.\n\nI welcomed the new government.").said == []


def test_a_quotation_over_two_paragraphs_is_one_statement(read):
    text = IN_BAKU + '\n\n"We want peace.\n\n"We have always wanted it," Aliyev said.'
    reading = read(text)
    (statement,) = reading.extraction.statements
    assert statement.form.value == "quote"
    assert reading.said[0][1].endswith("We have always wanted it")


def test_a_quotation_before_its_cue_needs_no_mark_at_its_end(read):
    assert words(read(IN_BAKU + '"We are ready for the talks" said Aliyev.')) == ["We are ready for the talks"]


def test_a_text_reads_and_a_person_does_not(read):
    said = read('A statement from the Kremlin read: "We want peace in the region."').said
    assert said == [("Kremlin", "We want peace in the region")]
    assert read('Vladimir Putin read: "We want peace in the region."').said == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("Aliyev promised to help the farmers, after several bad harvests.", "to help the farmers"),
        ("Aliyev criticised the mayor, who has left the city since.", "the mayor"),
        ("Aliyev has called for restraint on the border, but refrained from blaming Iran.", "restraint on the border"),
        ("Aliyev pledged to open the border, but the pact was light on details.", "to open the border"),
        ("Aliyev said that the border would open soon, despite earlier doubts.", "the border would open soon"),
        # Near misses: what stands within the words, or is no clause of the article's.
        (
            "Aliyev said that the deal, despite its flaws, was a good one.",
            "the deal, despite its flaws, was a good one",
        ),
        ("Aliyev said that the aim was not war, but peace.", "the aim was not war, but peace"),
        ("Aliyev criticised the men, who had gone, for their plan.", "the men, who had gone, for their plan"),
    ],
)
def test_a_content_ends_where_the_article_goes_on(read, text, content):
    assert words(read(IN_BAKU + text)) == [content]


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ('"We stand ready," Aliyev said.', ["We stand ready"]),
        ('"We stand ready," tweeted Aliyev "to give whatever help we can."',
         ["We stand ready", "to give whatever help we can"]),
        ('"All this cannot change the fact," the young leader of the country, Ilham Aliyev, said on Monday.',
         ["All this cannot change the fact"]),
        ('It had been "a great pity", Aliyev said. "We must wait for the talks."',
         ['It had been "a great pity', "We must wait for the talks"]),
        ('Ties with the "old friend," Aliyev said, were good.', ['Ties with the "old friend," Aliyev said, were good']),
    ],
)  # fmt: skip
def test_a_quotation_is_found_before_and_behind_a_long_speaker(read, text, contents):
    assert words(read(IN_BAKU + text)) == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Aliyev told a press briefing that she had not heard about it.", ["she had not heard about it"]),
        ("Aliyev said at a press briefing that Iran had not paid.", ["Iran had not paid"]),
        ("Aliyev denied the claim that Iran had not paid.", ["the claim that Iran had not paid"]),
        ("Aliyev told a young man that had come by.", []),
    ],
)
def test_a_clause_after_an_occasion_is_what_was_said(read, text, contents):
    assert words(read(IN_BAKU + text)) == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Aliyev paid tribute to the late mayor.", ["the late mayor"]),
        ("Aliyev gave assurances that the base would stay.", ["the base would stay"]),
        ("Aliyev levelled new allegations that the base was sold.", ["the base was sold"]),
        ("The move was criticised at the time by Azerbaijan.", ["The move"]),
        ("Aliyev made a pledge to send more aid.", ["to send more aid"]),
        ("He extended condolences to the families.", ["condolences to the families"]),
        ("Aliyev renewed his call for a ceasefire.", ["a ceasefire"]),
        ("Aliyev ruled out talks with Iran.", ["talks with Iran"]),
        ("Aliyev signalled that he would go.", ["he would go"]),
        ("Aliyev echoed the concerns of the farmers.", ["the concerns of the farmers"]),
        ("Aliyev made a statement on Monday.", []),
        ("Aliyev issued a warning to Iran.", []),
        ("Aliyev sent a car to the families.", []),
        ("Aliyev re-affirmed the support of Baku for free trade.", ["the support of Baku for free trade"]),
        ("Aliyev briefed Erdogan on the situation in Karabakh.", ["the situation in Karabakh"]),
        ("Aliyev informed Erdogan of the results of his trip.", ["the results of his trip"]),
        ("Aliyev provided an update on the talks with Iran.", ["the talks with Iran"]),
        ("Aliyev provided water to the villages on the border.", []),
        ("Aliyev shared his concerns about the war in Lebanon.", ["his concerns about the war in Lebanon"]),
        ("Aliyev shared a car with Erdogan.", []),
        ("Aliyev was re-elected on Sunday.", []),
    ],
)
def test_verbs_and_nouns_of_speech(read, text, contents):
    assert words(read(IN_BAKU + text)) == contents


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ('Aliyev said on Friday "I can do it if I want. I may do it."', ["I can do it if I want. I may do it"]),
        ('Aliyev said in the "old town" that it was late.', ["it was late"]),
        ("Aliyev said the talks were long and vowed to go on.", ["the talks were long", "to go on"]),
        ("Aliyev has paid, but warns that more will be needed.", ["more will be needed"]),
        ("Aliyev said that protesters stormed the bank and demanded talks.",
         ["protesters stormed the bank and demanded talks"]),
        ("Aliyev has said the world is dark as he criticised Iran.", ["the world is dark", "Iran"]),
        ("While praising the deal, Aliyev said that more was needed.", ["the deal", "more was needed"]),
        ("While leaving the hall, Aliyev said that more was needed.", ["more was needed"]),
        ("Aliyev raised the matter with President Vladimir Putin.", ["the matter"]),
        ("Aliyev raised concerns about the deal with China.", ["concerns about the deal with China"]),
        ("Turkey was urged by Aliyev to sign the deal.", ["to sign the deal"]),
        ("Turkey was asked by Aliyev about the deal.", []),
    ],
)  # fmt: skip
def test_what_belongs_to_which_cue(read, text, contents):
    assert words(read(IN_BAKU + text)) == contents


@pytest.mark.parametrize(
    ("text", "said"),
    [
        # A relative clause that reports is a statement of its own, and ends the one before it.
        (
            "Aliyev thanked Turkey for its help, which he said would bring peace.",
            [("Ilham Aliyev", "Turkey for its help"), ("Ilham Aliyev", "would bring peace")],
        ),
        ("Aliyev left despite what Iran said were old promises.", [("Iran", "old promises")]),
        # A participle may open the sentence.
        (
            "Noting that trade had grown, Aliyev urged Iran to invest.",
            [("Ilham Aliyev", "trade had grown"), ("Ilham Aliyev", "Iran to invest")],
        ),
        ("Commenting on trade, Aliyev said it had grown.", [("Ilham Aliyev", "it had grown")]),
        # The perfect goes on with the present.
        (
            "Iran insists its forces are upholding the law, and has long claimed the UN is weak.",
            [("Iran", "its forces are upholding the law"), ("Iran", "the UN is weak")],
        ),
        # A finished quotation is not what the next sentence's cue reports.
        (
            'Aliyev spoke. "We must wait," Aliyev said. "We will not go." Antonio Guterres warned of a war.',
            [("Ilham Aliyev", "We must wait"), ("Ilham Aliyev", "We will not go"), ("Antonio Guterres", "a war")],
        ),
        # A quotation without a cue follows what was said in the sentence before it, not further back.
        (
            'Aliyev said that it rained. The sun came out later. It was warm. "We must all go there now."',
            [("Ilham Aliyev", "it rained")],
        ),
    ],
)
def test_more_cues_in_one_sentence(read, text, said):
    assert read(IN_BAKU + text).said == said


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("reporters in Nairobi on Monday the talks had failed", "the talks had failed"),
        ("parliament on Tuesday he would not resign", "he would not resign"),
        ("the BBC in an interview Kenya was safe", "Kenya was safe"),
        ("Ukraine's President Volodymyr Zelensky the kingdom supports peace", "the kingdom supports peace"),
        ("Paul Kagame when they met in Kigali that trade would grow", "trade would grow"),
        ("reporters, as talks went on, that he would come", "he would come"),
        ("reporters that on Monday he would come", "on Monday he would come"),
        ("Paul Kagame, who visited Nairobi, that trade would grow", "trade would grow"),
    ],
)
def test_where_and_when_something_is_told_is_no_part_of_it(read, told, words):
    assert [said for _, said in read(f"Kenyan President William Ruto told {told}.").said] == [words]


def test_what_somebody_told_has_done_is_not_told(read):
    assert read("Kenyan President William Ruto told the minister he had appointed to resign.").said == []


@pytest.mark.parametrize(
    "told",
    [
        '"We are happy," his office quoted him as saying.',
        '"We are happy," Ruto was quoted by his office as saying.',
        '"We are happy," Ruto\'s office quoted him as saying.',
    ],
)
def test_who_is_quoted_as_saying_it_says_it_whoever_quotes(read, told):
    assert read(f"Kenyan President William Ruto won. {told}").said == [("William Ruto", "We are happy")]


@pytest.mark.parametrize(
    "deed",
    [
        "Israel attacked Lebanon.",
        "Israel recalled its ambassador from Oslo.",
        "Poland recalled its soldiers.",
        "President William Ruto dismissed his foreign minister.",
        "King Charles welcomed the emperor of Japan at Buckingham Palace.",
        "Indian Prime Minister Narendra Modi spoke. Modi called Sunak on Tuesday about trade.",
    ],
)
def test_what_is_done_to_somebody_is_not_said(read, deed):
    assert read(deed).said == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Ruto attacked the plan", "the plan"),
        ("Ruto recalled that they had met", "they had met"),
        ("Ruto dismissed the claim", "the claim"),
        ("Ruto welcomed the minister's words", "the minister's words"),
        ("Ruto called Sunak a liar", "Sunak a liar"),
    ],
)
def test_the_same_verbs_of_what_may_be_said_are_of_speech(read, said, words):
    assert ("William Ruto", words) in read(f"Kenyan President William Ruto spoke. {said}.").said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("told Paul Kagame in a call that Kenya regretted it, the ministry said on Friday.", "Kenya regretted it"),
        ("told Paul Kagame that, as the minister said, it was late.", "as the minister said, it was late"),
    ],
)
def test_who_says_that_somebody_said_it_is_no_part_of_it(read, text, words):
    assert words in [said for _, said in read(f"Kenyan President William Ruto {text}").said]


def test_who_says_so_in_the_midst_denies_what_follows(read):
    text = "Kenya's William Ruto will not come, Foreign Secretary Abraham Sing'oei said, denying reports of a visit."
    assert read(text).said[-1] == ("Abraham Sing'oei", "reports of a visit")
