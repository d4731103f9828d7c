"""Paragraphs and quotations, with their offsets."""

import pytest

from kg.analysis.paragraphs import find_paragraphs, is_furniture
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
        "Published by our desk at noon",
        "Read more: Talks go on",
        "Related stories:",
        "By Ann Reed and Tom Ludd",
    ],
)
def test_bylines_and_date_lines_are_furniture(paragraph):
    assert is_furniture(paragraph)


@pytest.mark.parametrize(
    "paragraph", ["By Monday the talks had failed.", "Iran published its plan on Monday, he said.", "Peace"]
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
        ('The deal ("a new start") holds.', ["a new start"]),
        ('The deal—so—."We agree" is old.', ["We agree"]),
        ('He said "" and left.', []),
        ('He said "', []),
    ],
)
def test_quotation_marks_are_paired_within_the_paragraph(text, expected):
    assert quotations(text) == expected


def test_a_quotation_that_its_paragraph_leaves_open_is_marked_so():
    text = '"First part.\n\n"Second part."'
    found = find_quotations(text, list(find_paragraphs(text)))
    assert [q.closed for q in found] == [False, True]
