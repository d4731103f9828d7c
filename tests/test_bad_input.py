"""Bad input of every kind, given to the real `kg ingest` at once: stored, or refused with the reason, within bounds."""

import gzip
import json
import os
import subprocess
import sys
import time

import pytest
from test_files import ARABIC, PAGE, TEXT

SENTENCE = "“We agree,” said Müller of Türkiye, and so did his guest from Iran. " * 3
STORED = None
SECONDS, MEGABYTES = 300, 1000
"""For all together on a busy machine, and for what the largest text that is read needs at most."""

# Between the two processes stands a small one: what a process begins with is the memory of the one that started it.
_MEASURED = """import resource, subprocess, sys
status = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, file=sys.stderr)
sys.exit(status)"""


def line(**fields):
    return json.dumps({"text": TEXT} | fields) + "\n"


# name: content, why it is refused (None where it is stored), what is noted of it
CASES = {
    "empty.txt": (b"", "the text is empty", ""),
    "blank.txt": (b" \n\t\n", "the text is empty", ""),
    "large.txt": (b"Azerbaijan. " * 4_200_000, "the file has 50,400,000 bytes; at most 600,004 are read", ""),
    "binary.txt": (bytes(range(256)) * 999, "binary data, not text (NUL at byte 0)", ""),
    "document.txt": (b"%PDF-1.7\n%\xe2\xe3", "a PDF document; give it a name that ends in .pdf", ""),
    "empty.pdf": (b"", "the file is empty", ""),
    "broken.pdf": (b"%PDF-1.7\n%\xe2\xe3", "reading the PDF document failed", ""),
    "latin-1.txt": (SENTENCE.encode("cp1252"), STORED, "it is not UTF-8; read as windows-1252, which is a guess"),
    "windows-1256.txt": (ARABIC.encode("cp1256"), 'the language is "ar"; only English is read', ""),
    "utf-16.txt": (SENTENCE.encode("utf-16"), STORED, ""),
    "utf-16-unmarked.txt": (SENTENCE.encode("utf-16-le"), STORED, "it has no byte order mark; read as UTF-16-LE"),
    "damaged.txt": (SENTENCE.encode() + b"\xfc.", "though most of the text is; it is damaged there", ""),
    "mojibake.txt": (SENTENCE.encode().decode("cp1252", "replace").encode(), STORED, "in a wrong encoding"),
    "bidi.txt": (f"\u202e{TEXT}\u202c \u2067{TEXT}\u2069", STORED, "4 invisible marks that change the direction"),
    "arabic.txt": (ARABIC, 'the language is "ar"; only English is read', ""),
    "nul.txt": (f"{TEXT}\0{TEXT}", "binary data, not text (NUL at byte ", ""),
    "sentence.txt": ("and Iran met Russia " * 50_000, "the file has 1,000,000 bytes; at most 600,004 are read", ""),
    "long-word.txt": ("x" * 149_999, STORED, ""),
    "sentences.txt": ("Yes. " * 100_000, "the text has 500,000 characters; at most 150,000 are read", ""),
    "short-sentences.txt": ("Yes. " * 20_000, "the text has more than 30,000 words and marks", ""),
    "most-sentences.txt": ("Yes. " * 14_999, STORED, ""),
    "nested.html": ("<html><body>" + "<div>" * 100_000 + TEXT, "no article found", ""),
    "attributes.html": ("<p " + " ".join(f"a{n}=1" for n in range(99_999)) + f">{TEXT}", "more than 1,000 attr", ""),
    "entities.html": ('<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><p>&b;', "no article found", ""),
    "inflated.jsonl.gz": (gzip.compress(b'{"text": "' + b"x" * 50_000_000), "the line is longer than 16,777,216", ""),
    "deep.jsonl": ("[" * 100_000, "the JSON is nested too deeply", ""),
    "half.jsonl": ('{"text": "a\\ud800b"}', r"holds \ud800, half of a character", ""),
    "undated.jsonl": (line(), STORED, ""),
    "future.jsonl": (line(id="f", date="2999-01-01"), STORED, "the date 2999-01-01 lies in the future and is left out"),
    "no-date.jsonl": (line(id="n", date="soon"), "\"date\" is 'soon', where a day such as 2022-07-04 is needed", ""),
    "two-dates.jsonl": (
        line(id="t", published="2022-07-05", date="2021-01-01"),
        STORED,
        '"published" is 2022-07-05 and "date" \'2021-01-01\'; the former is taken',
    ),
    "two-dates.html": (PAGE.replace("<h1>", "<time datetime='2019-01-01'>1 January 2019</time><h1>"), STORED, ""),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory, install):
    """The report of one run over all of it, with its status, seconds and most memory."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (content, _, _) in CASES.items():
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    data = install(folder.with_name("bad-data"))
    command = [sys.executable, "-m", "kg", "ingest", "--json", *map(str, sorted(folder.iterdir()))]
    begun = time.monotonic()
    run = subprocess.run(
        [sys.executable, "-c", _MEASURED, *command],
        env=os.environ | {"KG_DATA_DIR": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    megabytes = float(run.stderr.splitlines()[-1])
    return json.loads(run.stdout) | {
        "told": [line for line in run.stderr.splitlines()[:-1] if not line.endswith(" articles")],
        "status": run.returncode,
        "took": time.monotonic() - begun,
        "megabytes": megabytes,
    }


def about(lines, name):
    return " ".join(told for told in lines if f"/{name}:" in told or told.endswith(f"/{name}"))


@pytest.mark.parametrize("name", CASES)
def test_each_is_stored_or_refused_with_the_reason_and_what_is_doubtful_is_told(outcome, name):
    _, reason, note = CASES[name]
    refusal = about(outcome["refused"], name)
    assert reason in refusal if reason else not refusal
    assert note in about(outcome["doubtful"], name)


def test_none_is_lost_and_none_ends_the_run(outcome):
    stored = sum(reason is STORED for _, reason, _ in CASES.values())
    assert (outcome["status"], outcome["total"]) == (1, len(CASES))
    assert (outcome["stored"], len(outcome["refused"])) == (stored, len(CASES) - stored)


def test_an_article_without_a_date_is_named_and_of_two_dates_the_declared_one_holds(outcome):
    assert about(outcome["undated"], "undated.jsonl")
    assert about(outcome["undated"], "future.jsonl")
    assert not about(outcome["undated"], "two-dates.jsonl")
    assert not about(outcome["undated"], "two-dates.html")
    assert not about(outcome["undated"], "arabic.txt")  # refused
    assert len(outcome["undated"]) < outcome["stored"]


def test_what_is_refused_is_not_named_among_what_is_read(outcome):
    for name, (_, reason, _) in CASES.items():
        if reason is not STORED:
            assert not about(outcome["doubtful"] + outcome["undated"], name)


def test_libraries_say_nothing_of_their_own(outcome):
    assert outcome["told"] == []


def test_all_of_it_keeps_within_bounds_of_time_and_memory(outcome):
    assert outcome["took"] < SECONDS
    assert outcome["megabytes"] < MEGABYTES
