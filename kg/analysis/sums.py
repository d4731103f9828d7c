"""Sums of money: how they are written, found in words, and cut into tokens that the parser understands."""

from __future__ import annotations

import re

from spacy.tokens import Doc

_CURRENCIES = """dollar euro pound yen yuan ruble rouble rupee riyal rial franc lira dirham shekel peso krone krona rand
    naira cedi shilling dinar zloty forint hryvnia tenge manat lari dram baht ringgit rupiah taka renminbi""".split()
_SCALES = "thousand million billion trillion".split()
_SHORT = {
    "k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "tn": "trillion",
}  # fmt: skip
_PLURALS = ["euro", "lira", "kroner", "kronor", *(c if c.startswith("y") else f"{c}s" for c in _CURRENCIES)]  # five yen
UNITS = frozenset((*_SCALES, *_CURRENCIES, *_PLURALS))
"""The words that head a sum: "$5 | million |", "5 million | euros |"."""
_CURRENCY = rf"(?:US |U\.S\. |Australian )?(?:{'|'.join(_PLURALS)})"
_SCALE = rf"(?:{'|'.join(_SCALES)}|[bmt]n|[bkm])"
_SIGN = r"(?:(?:US|A|C|HK|NZ|S|R)?[$€£¥₹₽₩₺₴₦₪₸])"
_IN_WORDS = "(?:half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
_MONEY = re.compile(
    rf"{_SIGN}\s?\d[\d.,]*(?:[\s-]?{_SCALE}\b)?"
    rf"|\b(?:\d[\d.,]*(?:[\s-]?{_SCALE})?|{_IN_WORDS}[\s-]{_SCALE})[\s-](?:{_CURRENCY}|{'|'.join(_CURRENCIES)})\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(_SIGN, re.IGNORECASE)
_NAMED = re.compile(rf"{_CURRENCY}|US|U\.S\.|Australian", re.IGNORECASE)
_SHORTENED = re.compile(r"(\d[\d.,]*)([bmt]n)", re.IGNORECASE)  # the tokenizer itself cuts "5m", but no "5bn"


def amount_in(words: str) -> str | None:
    """The sum of money that the words tell: "$5 million", "350 million euros", "£40m"."""
    amount = _MONEY.search(words)
    return amount[0] if amount else None


def spell_scales(doc: Doc) -> None:
    """Let the parser read "$89 | m" and "5 | bn euros" as it reads "million" and "billion", before it begins."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            text = token.text
            if text[0].isdigit() and (parts := _SHORTENED.fullmatch(text)) is not None:
                retokenizer.split(token, [parts[1], parts[2]], heads=[(token, 1), (token, 0)])
    for scale in doc:
        if scale.i == 0 or scale.lower_ not in _SHORT:
            continue
        number, following = scale.nbor(-1), doc[scale.i + 1 : scale.i + 2].text
        if number.text[0].isdigit() and not number.whitespace_:
            is_signed = scale.i > 1 and _SIGNED.fullmatch(scale.nbor(-2).text) is not None
            if is_signed or _NAMED.fullmatch(following):
                scale.norm_ = _SHORT[scale.lower_]
