"""Which texts are told to be one, and which are not."""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from wire import COPIES, OF_ANOTHER_AGENCY, WIRE

from kg.fingerprint import fingerprint, is_same_text

SAMPLE = {
    path.stem: path.read_text(encoding="utf-8")
    for path in sorted((Path(__file__).resolve().parent.parent / "sample").glob("*.txt"))
    if not path.name.startswith("README")
}


def is_one(one: str, other: str, **where: bool) -> bool:
    first, second = fingerprint(one), fingerprint(other)
    return is_same_text(len(first.parts & second.parts), first.words, second.words, **where)


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_copy_is_the_same_text(copy: str) -> None:
    assert is_one(WIRE, copy)
    assert is_one(copy, WIRE)


def test_two_reports_on_one_event_are_two_texts_although_they_quote_the_same_words() -> None:
    assert not is_one(WIRE, OF_ANOTHER_AGENCY)
    assert is_one(WIRE + OF_ANOTHER_AGENCY, OF_ANOTHER_AGENCY)


def test_no_two_articles_of_the_sample_are_one_text() -> None:
    assert [pair for pair in combinations(SAMPLE, 2) if is_one(*map(SAMPLE.__getitem__, pair))] == []


@pytest.mark.parametrize("share", [0.4, 0.5, 0.7])
def test_shortened_copies_of_the_sample_with_another_lead_are_found(share: float) -> None:
    missed = [name for name, text in SAMPLE.items() if not is_one(text, shortened(text, share))]
    assert len(missed) <= len(SAMPLE) // 20


@pytest.mark.parametrize("every", [20, 30])
def test_copies_of_the_sample_with_single_words_changed_are_found(every: int) -> None:
    missed = [name for name, text in SAMPLE.items() if not is_one(text, reworded(text, every))]
    assert len(missed) <= len(SAMPLE) // 20


def test_what_an_outlet_writes_after_one_model_is_not_one_text() -> None:
    other = WIRE.replace("Tehran", "Ankara").replace("Bayramov", "Mammadov").replace("bridge", "tunnel")
    other = other.replace("the speaker", "the chair").replace("road", "rail")
    assert is_one(WIRE, other)
    assert not is_one(WIRE, other, within_an_outlet=True)
    assert is_one(WIRE, WIRE + " Updated.", within_an_outlet=True)


@pytest.mark.parametrize("text", ["", "Talks in Baku.", "Ministers met in Baku on Monday and spoke of trade."])
def test_a_few_words_tell_nothing(text: str) -> None:
    assert not is_one(text, text)


def test_a_fingerprint_is_a_few_names_after_rfc_6920_however_long_the_text() -> None:
    assert len(fingerprint(" ".join(map(str, range(5000)))).parts) == 48
    digest = sha256(b"the minister of foreign affairs said").digest()[:8]
    name = urlsafe_b64encode(digest).decode().rstrip("=")
    assert set(map(str, fingerprint("The Minister of Foreign\nAffairs: said…").parts)) == {f"ni:///sha-256-64;{name}"}


def shortened(text: str, share: float) -> str:
    """A new first line, then the text from its second sentence on, cut off."""
    sentences = re.split(r"(?<=[.!?])\s+", text)[1:]
    return " ".join(["As our paper has learnt:", *sentences[: round(len(sentences) * share)]])


def reworded(text: str, every: int) -> str:
    words = text.split()
    words[::every] = ["indeed"] * len(words[::every])
    return " ".join(words)
