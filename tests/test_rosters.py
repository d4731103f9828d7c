"""Lists of participants: a name, an office and a body in each item."""

import pytest

LIST = "The participants:\n\n- Dr. Ann Lee, President, Example University - Monica Song, Board Chair, the Hope Fund"


def test_each_item_gives_a_name_an_office_and_a_body(read):
    offices = read(LIST).offices
    assert offices["Ann Lee"][:2] == ("President", "Example University")
    assert offices["Monica Song"][:2] == ("Board Chair", "Hope Fund")
    assert len(offices) == 2  # neither body is a person


@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("• Ann Lee, Director, Human Rights Watch", "Human Rights Watch"),  # in the tables
        ("• Ann Lee, Director, National Security Council", None),  # each state has one
        ("• Ann Lee, Commissioner, Douglas County, Nebraska", "United States"),
        ("• Ann Lee, Commissioner, Douglas Water Fund, Nebraska", "Douglas Water Fund"),
        ("• Ann Lee, Commissioner, Chatham County, Georgia", "United States"),  # no county of the state of Georgia
        ("• Ann Lee, Director, Office of Mental Health, Douglas County, Nebraska", "United States"),
        ("• Ann Lee, President & CEO, Douglas Water Fund", "Douglas Water Fund"),
        ("• Ann Lee, President and CEO, Douglas Water Fund", "Douglas Water Fund"),
        ("• Ann Lee, President/CEO Douglas Housing Authority", "Douglas Housing Authority"),
        ("• Ann Lee, President Lake Water Consortium", "Lake Water Consortium"),
        ("• Ann Lee, President Emeritus, Bread for All", "Bread for All"),
        ("• Ann Lee, Director, Center on Faith and Justice", "Center on Faith and Justice"),
        ("• President Ann Lee, Council of the Lake Nation", "Council of the Lake Nation"),
        ("• Bishop Ann Lee, Church of the Lake (COL)", "Church of the Lake"),
        ("• President Ann Lee, Douglas Water", None),  # no noun tells of a body
        ("Senator Ann Lee, Republican of Ohio, spoke.", "United States"),
        ("• Ann Lee, Director, White House Office of Public Engagement", "United States"),
        ("• Ann Lee, Counselor, Department of Health and Lake Services", None),  # each state has one
        ("• Ann Lee, Deputy Director, Chief of Staff", None),  # a second office
        ("They met Ann Lee, President, Vienna Group members said.", None),  # no item
    ],
)
def test_what_follows_the_office_of_an_item_is_its_body(read, text, of):
    assert read(text).offices["Ann Lee"][1] == of
