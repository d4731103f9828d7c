"""How long a web server asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def parse_retry_after(told: str) -> int | None:
    """The seconds that the value of a `Retry-After` header asks for, told as such or as a date (RFC 9110, 10.2.3)."""
    told = told.strip()
    if told.isascii() and told.isdigit():
        return int(told[:9])
    try:
        moment = parsedate_to_datetime(told)
    except ValueError:
        return None
    return max(0, round((moment - datetime.now(UTC)).total_seconds())) if moment.tzinfo else None
