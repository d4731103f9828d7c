"""Paragraphs and quotations, with their offsets."""

import pytest

from kg.analysis.paragraphs import find_paragraphs, is_furniture, unwrap
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
