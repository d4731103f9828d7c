"""Which office an English title names: "Minister of Foreign and European Affairs" is a foreign minister."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kg.reference.entries import Office

# Words before a title that make another, lower office of it.
_LOWER = re.compile(
    r"(?:first |second |senior |parliamentary )*(?:deputy|vice|assistant|associate|alternate|acting|interim|caretaker"
    r"|former|shadow|junior|under ?secretary|state secretary|state minister|minister of state|minister delegate"
    r"|secretary to|minister without)\b"
)
_STYLE = re.compile(r"(?:(?:federal|union|cabinet) )+(?=(?:\w+ )?(?:minister|secretary|chancellor|president)\b)")
_PORTFOLIO = re.compile(r"(minister|secretary of state|secretary) (?:of|for) (.+)|(.+) (minister)")
_JOINT = re.compile(r", and |, | and | & ")
_OF_MINISTRY = re.compile(r"(?:(?!(?:of|for|to)\b)\w+ )*minister\b(?! s\b).*")  # not "adviser to the prime minister"
_BODIES = "bodies"  # before a title that any body which is no state's has: "bodies:President"
_BEFORE = r"(?:(?!(?:of|for|to|s)\b)\w+ )*"  # not "adviser to the ambassador"
_KINDS = {
    "spokesperson": rf"{_BEFORE}(?:spokes(?:man|woman|person)|press secretary)\b.*",
    "diplomat": rf"{_BEFORE}(?:ambassador|envoy|consul|charge d affaires)\b(?! s\b).*"
    r"|(?:deputy )?(?:special|personal|permanent) representative\b.*"
    r"|high commissioner (?:to|in) .*"
    r"|minister (?:counsell?or|plenipotentiary)\b.*",
    "commander": r"chief of (?:\w+ )?staff of .*\b(?:forces|army|navy|military)|commander in chief\b.*"
    r"|(?:army|navy|naval|air force|military) (?:chief|commander)\b.*"
    r"|chief of (?:army|naval|navy|air|defence|general|joint) (?:\w+ )?staff\b.*",
    "deputy-minister": r"(?:first |senior )*(?:deputy|vice|assistant|junior|state) (?!.*\bprime minister)(?!to )"
    r"(?:.* )?minister\b(?! s\b).*|minister (?:of state|delegate)\b.*",
    "minister": rf"(?!.*\b(?:prime|chief|first) minister){_BEFORE}minister\b(?! s\b).*",
    "body-head": r"executive secretary\b.*",
}
"""By what words a title that no table knows tells the kind of its office; the first that fits counts."""
_SHARED_NOUN = ("affairs", "relations", "trade", "development", "transport")


class Titles:
    """The titles of all offices, found whatever their case, hyphens and spelling of "defence".

    A name that an alias gives to one state or body, as "IND:Foreign Secretary", is a title there alone.
    """

    def __init__(self, offices: Iterable[Office]) -> None:
        self._offices: dict[tuple[str, str], Office] = {}
        for office in offices:
            of_some = {alias.rpartition(":")[2] for alias in office.aliases if ":" in alias}
            for alias in office.aliases if office.name in of_some else (office.name, *office.aliases):
                owner, _, title = alias.rpartition(":")
                for form in _forms(_plain(title)):
                    self._offices.setdefault((owner, form), office)

    def office(self, title: str, of: str | None = None) -> Office | None:
        """The office that the title names; `of` is the code or id of the state or body, for titles of one alone.

        "Secretary of State" names the foreign minister of "USA" and nothing elsewhere. A title of several fields names
        the first office whose holders are kept, else the first. None where no office is known.
        """
        plain = _plain(title)
        found = self._named(plain, of)
        if found is None and not _LOWER.match(plain):
            fields = [office for form in _portfolios(plain) if (office := self._named(form, of))]
            found = next((office for office in fields if office.is_kept), next(iter(fields), None))
        return found

    def owners_with(self, title: str) -> dict[str, Office]:
        """The states and bodies that alone have just this title, with the office that it names there.

        "Secretary of State" is the foreign minister of "USA", the prime minister of "VAT".
        """
        plain = _plain(title)
        return {owner: office for (owner, form), office in self._offices.items() if owner and form == plain}

    def kind(self, title: str) -> str | None:
        """The kind of office that the words of a title tell, whether a table knows it or not, whoever's office it is.

        "Ambassador to Russia" is a diplomat. None where they do not tell it: "Head", "Secretary", "Former Minister".
        """
        plain = _plain(title)
        found = next((kind for kind, words in _KINDS.items() if re.fullmatch(words, plain)), None)
        return None if found == "minister" and _LOWER.match(plain) else found

    def offices(self, title: str, of: str | None = None) -> tuple[Office, ...]:
        """The offices that the title names: two for "Deputy Prime Minister and Foreign Minister"."""
        return tuple(found for part in self.split(title, of) if (found := self.office(part, of)))

    def split(self, title: str, of: str | None = None) -> tuple[str, ...]:
        """The titles that are joined in one, each of an office that the tables know or of a minister.

        "Deputy Prime Minister and Foreign Minister" are two; "Minister of Trade and Industry" is one.
        """
        if self._named(_plain(title), of) is None:
            for joint in _JOINT.finditer(title):
                parts = (title[: joint.start()], *self.split(title[joint.end() :], of))
                if all(self._is_whole(part, of) for part in parts):
                    return parts
        return (re.sub(r"^the ", "", title.strip(), flags=re.IGNORECASE),)

    def _is_whole(self, title: str, of: str | None) -> bool:
        return self.office(title, of) is not None or _OF_MINISTRY.fullmatch(_plain(title)) is not None

    def _named(self, plain: str, of: str | None) -> Office | None:
        owners = (of, _BODIES, "") if of and of.islower() else (of or "", "")
        return next((office for owner in owners if (office := self._offices.get((owner, plain)))), None)


def _plain(title: str) -> str:
    """Lower case without accents, hyphens and articles: "Secretary-General" and "secretary general" are one."""
    decomposed = unicodedata.normalize("NFKD", title)
    text = "".join(c for c in decomposed if not unicodedata.combining(c)).lower().replace("defense", "defence")
    words = re.sub(r"[-\u2010-\u2015.'\u2019]", " ", text).split()
    return _STYLE.sub("", " ".join(word for word in words if word != "the"))


def _forms(plain: str) -> Iterator[str]:
    yield plain
    if portfolio := _PORTFOLIO.fullmatch(plain):
        yield _form(portfolio)


def _form(portfolio: re.Match[str]) -> str:
    """One form for "minister of energy", "minister for energy" and "energy minister"."""
    return f"{portfolio[1] or portfolio[4]}: {portfolio[2] or portfolio[3]}"


def _portfolios(plain: str) -> Iterator[str]:
    """The forms of a title of several fields, the whole one first: "foreign and trade affairs", "foreign affairs"."""
    portfolio = _PORTFOLIO.fullmatch(plain)
    if portfolio is None:
        return
    yield _form(portfolio)
    head, fields = _form(portfolio).split(": ", 1)
    noun = fields.rpartition(" ")[2]
    for part in _JOINT.split(fields):
        yield f"{head}: {part}"
        if " " not in part and noun in _SHARED_NOUN:
            yield f"{head}: {part} {noun}"
