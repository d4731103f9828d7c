"""Paragraphs and quotations, with their offsets."""

import time

import pytest

from kg.analysis.document import Reader
from kg.analysis.paragraphs import find_paragraphs, find_starts, is_furniture, unwrap
from kg.analysis.quotations import find_quotations


def paragraphs(text):
    return [text[start:end] for start, end in find_paragraphs(text)]


def quotations(text):
    return [text[slice(*q.inner)] for q in find_quotations(text, list(find_paragraphs(text)))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\nTwo.", ["One.", "Two."]),
        ("One line that is\nwrapped.", ["One line that is\nwrapped."]),
        ("One.\r\n\r\nTwo.", ["One.", "Two."]),
        ("  \n\n One. \n\n\n", ["One."]),
        ("One.\u2029Two", ["One.", "Two"]),
        ("One\n\u00a0\nTwo", ["One", "Two"]),
        ("Their plan\n- a road\n• a port", ["Their plan", "- a road", "• a port"]),
        ("- Ann Lee - Bo Li", ["- Ann Lee", "- Bo Li"]),
        ("A plan - a road - failed.", ["A plan - a road - failed."]),
        ("", []),
    ],
)
def test_paragraphs_are_cut_at_blank_lines_and_finished_lines(text, expected):
    assert paragraphs(text) == expected


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Ann Reed July 6, 2022",
        "Last update: May 3, 2023 08:15",
        "The Daily Courier logo",
        "Wednesday, July 10, 2019",
        "Photo: Reuters",
        "Photo by Anna Jones",
        "Source: Xinhua",
        "Image / AP",
        "© 2024 Reuters",
        "Posted on 6 July 2022",
        "Country\tMinister\tTime",
        "Read more: Talks go on",
        "Related stories:",
        "By Ann Reed and Tom Ludd",
    ],
)
def test_bylines_and_date_lines_are_furniture(paragraph):
    assert is_furniture(paragraph)


@pytest.mark.parametrize(
    "paragraph",
    [
        "By Monday the talks had failed.",
        "Iran published its plan on Monday, he said.",
        "Peace",
        "Image of Iran has suffered, Iranian Foreign Minister Javad Zarif says",
        "Source of the crisis is Moscow, Ukrainian President Volodymyr Zelensky said.",
        "Credit Suisse deal hailed by Switzerland",
        "Published plan angers Moscow",
    ],
)
def test_prose_is_no_furniture(paragraph):
    assert not is_furniture(paragraph)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "we agree" and left.', ["we agree"]),
        ("He said “we agree” and left.", ["we agree"]),
        ('He said “we agree" and left.', ["we agree"]),
        ('"A," he said. "B."', ["A,", "B."]),
        ('The 5" pipe and the treaty.', []),
        ('He said "we agree.\n\nNobody else spoke.', ["we agree."]),
        ("«Oui», he said.", ["Oui"]),
        ("« Oui », he said. « Non. »", [" Oui ", " Non. "]),
        ("„Ja“, he said. “No,” she said.", ["Ja", "No,"]),
        ("»Ja«, he said. »Nein«, she said.", ["Ja", "Nein"]),
        ('The deal ("a new start") holds.', ["a new start"]),
        ('The deal—so—."We agree" is old.', ["We agree"]),
        ('He said "" and left.', []),
        ('He said "', []),
    ],
)
def test_quotation_marks_are_paired_within_the_paragraph(text, expected):
    assert quotations(text) == expected


def test_a_sentence_that_ends_with_its_line_ends_no_paragraph_in_wrapped_text():
    text = (
        "The ministers of the two states met in the capital on Monday. The\n"
        "talks lasted for two hours and were useful, as both of them said.\n"
        "Nothing was signed.\n"
        "A second paragraph begins here."
    )
    assert [p.split()[0] for p in paragraphs(text)] == ["The", "A"]


def test_a_wrapped_line_is_unwrapped_without_moving_an_offset():
    text = "One line\nthat\u00a0is\twrapped.\n\nTwo."
    assert unwrap(text, list(find_paragraphs(text))) == "One line that is wrapped.\n\nTwo."


def test_a_quotation_that_its_paragraph_leaves_open_is_marked_so():
    text = '"First part.\n\nHe said: "Second part."'
    found = find_quotations(text, list(find_paragraphs(text)))
    assert [q.closed for q in found] == [False, True]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('"First part.\n\n"Second part.\n\n"Third part," he said.', 1),
        ("“First part.\n\n“Second part,” he said.", 1),
        ('"First part."\n\n"Second part," he said.', 2),
        ('"First part.\n\nHe rose.\n\n"Second part," he said.', 2),
    ],
)
def test_an_open_quotation_goes_on_where_the_next_paragraph_opens_it_again(text, count):
    assert len(find_quotations(text, list(find_paragraphs(text)))) == count


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("OSLO – Norway said yes.", ["OSLO – ", "Norway said yes."]),
        ("CNN — Norway said yes.", ["CNN — ", "Norway said yes."]),
        (
            "OSLO, Norway, Feb 15, 2026 (XX/YY) - Norway said.",
            ["OSLO, Norway, Feb 15, 2026 (XX/YY) - ", "Norway said."],
        ),
        ("Baku, May 6, AZERTAC. Norway said yes.", ["Baku, May 6, AZERTAC. ", "Norway said yes."]),
        ("Norway spoke of NATO. It said yes.", ["Norway spoke of NATO. It said yes."]),
        ("OSLO, May 6. /TASS/. Norway said yes.", ["OSLO, May 6. /TASS/. ", "Norway said yes."]),
        ("They left Bergen.Norway said yes.", ["They left Bergen.", "Norway said yes."]),
        ('He was "ready to leave."Norway said yes.', ['He was "ready to leave."', "Norway said yes."]),
        ('They left Bergen."We are ready," he said.', ["They left Bergen.", '"We are ready," he said.']),
        # Near misses: a dash within a sentence, names and abbreviations with a full stop.
        ("The EU – Norway is no member – said yes.", ["The EU – Norway is no member – said yes."]),
        ("Norway – NATO's oldest ally – said yes.", ["Norway – NATO's oldest ally – said yes."]),
        ("The U.S.Army and J.D.Vance said yes.", ["The U.S.Army and J.D.Vance said yes."]),
    ],
)
def test_sentences_begin_after_a_date_line_and_right_after_one_another(text, sentences):
    starts = sorted(find_starts(text, list(find_paragraphs(text))))
    assert [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)] == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A quotation of several paragraphs in a text that has none.
        ('"We can do it. "Show that you can," he said.', ['We can do it. "Show that you can,']),
        ('"We can do it, "Mr Lee said. "We will."', ["We can do it, ", "We will."]),
        # Single marks, which are apostrophes elsewhere.
        ("‘I’m going to Oslo,’ he said.", ["I’m going to Oslo,"]),
        ("He spoke of 'the leaders' plan' and left.", ["the leaders' plan"]),
        ("The leaders’ plan isn’t Norway’s.", []),
        ("It's the '90s: the states' plan, the kings' plan.", []),
    ],
)
def test_quotations_in_single_marks_and_of_several_paragraphs(text, expected):
    assert quotations(text) == expected


def test_headlines_of_others_below_the_text_are_furniture():
    text = (
        "Xi left.\nHe had met Kim in Beijing on\nSunday.\nRelated\nKim met Lee in Seoul\nLee met Wong\nShare this page"
    )
    assert paragraphs(text) == [
        "Xi left.", "He had met Kim in Beijing on\nSunday.", "Related\nKim met Lee in Seoul\nLee met Wong",
        "Share this page",
    ]  # fmt: skip
    assert is_furniture(paragraphs(text)[2])
    assert not is_furniture("Related\nKim met Lee in Seoul.")


@pytest.mark.parametrize("row", [" " * 100_000, "\t \u3000" * 30_000])
def test_many_blanks_take_no_time_that_grows_with_their_square(row):
    begun = time.process_time()
    assert len(paragraphs(f"Xi met{row}Kim.")) == 1
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("mark", ["(", "“", '"', "["])
def test_many_marks_are_cut_in_time_that_grows_with_their_number(mark):
    tokenize = Reader().tokenize
    tokenize("Xi.")
    begun = time.process_time()
    assert len(tokenize(f"{mark * 15_000}Xi.")) > 15_000
    assert time.process_time() - begun < 5
