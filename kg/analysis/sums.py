"""Sums of money: how they are written, found in words, and cut into tokens that the parser understands."""

from __future__ import annotations

import re

from spacy.tokens import Doc

_CURRENCIES = """dollar euro pound yen yuan ruble rouble rupee riyal rial franc lira dirham shekel peso krone krona rand
    naira cedi shilling dinar zloty forint hryvnia tenge manat lari dram baht ringgit rupiah taka renminbi""".split()
# Codes of ISO 4217, and what is written for some of them, before a number: "EUR 60 million", "Rs 500 crore".
_CODES = """USD EUR GBP JPY CNY RMB INR NPR PKR BDT LKR RUB TRY CHF AUD CAD NZD SGD HKD TWD KRW SAR AED QAR KWD OMR EGP
    MAD ZAR NGN KES GHS ETB XAF XOF BRL MXN ARS CLP SEK NOK DKK PLN CZK HUF RON UAH KZT UZS AZN AMD GEL ILS IDR MYR
    PHP THB VND Rs Rs. NRs KSh Tk""".split()
_INDIAN = "lakh crore".split()
_SCALES = ["thousand", "million", "billion", "trillion", *_INDIAN]
_SHORT = {
    "k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "tn": "trillion",
}  # fmt: skip
_PLURALS = ["euro", "lira", "kroner", "kronor", *(c if c.startswith("y") else f"{c}s" for c in _CURRENCIES)]  # five yen
UNITS = frozenset((*_SCALES, *_CURRENCIES, *_PLURALS))
"""The words that head a sum: "$5 | million |", "5 million | euros |"."""
_CURRENCY = rf"(?:U\.S\. |(?-i:[A-Z][A-Za-z]+) )?(?:{'|'.join(_PLURALS)})"
_SCALE = rf"(?:{'|'.join(_SCALES)}|[bmt]n|[bkm])"
_SIGN = r"(?:(?:US|A|C|HK|NZ|S|R)?[$€£¥₹₽₩₺₴₦₪₸])"
_IN_WORDS = "(?:half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten)"
# In capitals as here, and before what is surely a sum: "TRY 5" need be none.
_CODE = rf"(?-i:\b(?:{'|'.join(map(re.escape, sorted(_CODES, reverse=True)))}))"
_MONEY = re.compile(
    rf"{_SIGN}\s?\d[\d.,]*(?:[\s-]?{_SCALE}\b)?"
    rf"|{_CODE}\s?(?:\d[\d.,]*[\s-]?{_SCALE}\b|\d+(?:,\d+)+)"
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


def spell_sums(doc: Doc) -> None:
    """Let the parser read "$89 | m", "5 | bn euros" and "| Rs | 9 | crore" as it reads "$89 million", beforehand."""
    with doc.retokenize() as retokenizer:
        for token in doc:
            text = token.text
            if text[0].isdigit() and (parts := _SHORTENED.fullmatch(text)) is not None:
                retokenizer.split(token, [parts[1], parts[2]], heads=[(token, 1), (token, 0)])
    for token in doc:
        word = token.lower_
        if token.text in _CODES and doc[token.i + 1 : token.i + 2].text[:1].isdigit():
            token.norm_ = "$"
        elif (word in _SHORT or word in _INDIAN) and token.i and token.nbor(-1).text[0].isdigit():
            number, following = token.nbor(-1), doc[token.i + 1 : token.i + 2].text
            is_signed = token.i > 1 and _SIGNED.fullmatch(token.nbor(-2).text) is not None
            if word in _INDIAN:
                token.norm_ = "million"
            elif not number.whitespace_ and (is_signed or _NAMED.fullmatch(following)):
                token.norm_ = _SHORT[word]
