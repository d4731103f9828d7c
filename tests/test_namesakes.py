"""Whom a surname means that several persons share, by the offices in the text and in the register, and by memory."""

import datetime

import pytest

GREEK = "Greek Prime Minister Kyriakos Mitsotakis met Serbian President Aleksandar Vucic in Athens.\n\n"
TWINS = (
    "Polish Prime Minister Jaroslaw Kaczynski met Chancellor Angela Merkel.\n\n"
    "Polish President Lech Kaczynski was in Rome.\n\n"
)


@pytest.fixture
def speakers(read):
    """Who speaks in a text of the year."""
    return lambda year, text: [who for who, _ in read(text, datetime.date(year, 7, 6)).said]


@pytest.mark.parametrize(
    ("year", "text", "speaker"),
    [
        (2023, GREEK + "His father, Konstantinos Mitsotakis, was there in 1991.", "Kyriakos Mitsotakis"),
        (2023, GREEK + "Konstantinos Mitsotakis, his father, was there in 1991.", "Kyriakos Mitsotakis"),
        (2023, GREEK + "They stood at the grave of Konstantinos Mitsotakis.", "Kyriakos Mitsotakis"),
        (2023, GREEK + "Konstantinos Mitsotakis was there in 1991.", "Kyriakos Mitsotakis"),  # in office no more
        (2023, GREEK + "Dora Mitsotakis was there.", "Kyriakos Mitsotakis"),
        (2004, "US President George W. Bush was in Rome. The late president George H.W. Bush was there in 1989.",
         "George W. Bush"),
        (2004, "US President George W. Bush was in Rome. The envoy recalled his father, President George H.W. Bush. "
               "The elder Bush was there in 1989.", "George W. Bush"),
        (2022, "Ann Reed led the march. Her brother, Tom Reed, was there.", "Ann Reed"),
        (2022, "Ann Reed led the march. The Kenyan ambassador, Tom Reed, was there.", "Tom Reed"),
        (2022, "Ann Reed led the march. Tom Reed was there.", "Tom Reed"),  # neither is anything
    ],
)  # fmt: skip
def test_a_surname_means_who_is_in_office_and_no_memory(speakers, year, text, speaker):
    surname = speaker.split()[-1]
    assert speakers(year, f"{text} {surname} said that peace was near.") == [speaker]


@pytest.mark.parametrize(
    ("year", "text", "speaker"),
    [
        (2007, TWINS + "Kaczynski said that it was late.", "Kaczynski"),
        (2007, TWINS + "President Kaczynski said that it was late.", "Lech Kaczynski"),
        (2007, TWINS + "Prime Minister Kaczynski said that it was late.", "Jaroslaw Kaczynski"),
        (2023, "Nawaz Sharif came to London. His brother, Pakistani Prime Minister Shehbaz Sharif, was in Dubai. "
               "Sharif said that it was late.", "Sharif"),
        (2017, "US President Donald Trump was in Rome. His wife, Melania Trump, came. "
               "Mrs. Trump said that it was late.", "Melania Trump"),
    ],
)  # fmt: skip
def test_between_equals_an_office_or_address_decides_or_nobody(speakers, year, text, speaker):
    assert speakers(year, text) == [speaker]


@pytest.mark.parametrize(
    ("year", "text", "names"),
    [
        (2012, "Syrian President Assad, whose father Hafez al-Assad died in 2000, left.", {"Assad", "Hafez al-Assad"}),
        (2012, "The Syrian president, Assad, left. Hafez al-Assad died in 2000.", {"Assad", "Hafez al-Assad"}),
        (2024, "North Korean leader Kim left. Kim Il Sung founded the state.", {"Kim", "Kim Il Sung"}),
        (2023, "Pakistani Prime Minister Sharif left. His daughter Maryam Sharif came.", {"Sharif", "Maryam Sharif"}),
        (2023, "Israeli Prime Minister Netanyahu left. Yonatan Netanyahu died in 1976.",
         {"Netanyahu", "Yonatan Netanyahu"}),
        (2003, "US President Bush left. Former President George H.W. Bush came.", {"Bush", "George H.W. Bush"}),
        (2024, "Chadian President Mahamat Idriss Deby left. Idriss Deby was killed in 2021.",
         {"Mahamat Idriss Deby", "Idriss Deby"}),
        (2012, "Syrian President Assad left. Bashar al-Assad came to power in 2000.", {"Bashar al-Assad"}),
        (2022, "Ukrainian President Zelenskiy left. Volodymyr Zelenskiy was in Rome.", {"Volodymyr Zelenskiy"}),
        (2024, "President George H.W. Bush was there in 1989. President Bush came by sea.", {"George H.W. Bush"}),
        (2014, "Venezuelan President Chavez died last year. The late Hugo Chavez was 58.", {"Hugo Chavez"}),
        (2018, "Thousands came to the grave of national leader Heydar Aliyev. Aliyev died in 2003.", {"Heydar Aliyev"}),
    ],
)  # fmt: skip
def test_a_titled_surname_is_no_part_of_a_full_name_that_another_bears(read, year, text, names):
    assert set(read(text, datetime.date(year, 7, 6)).offices) == names
