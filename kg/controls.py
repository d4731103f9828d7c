"""Control codes in texts from elsewhere: shown, so that no terminal carries them out."""

from __future__ import annotations

import re

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def show_controls(text: str) -> str:
    """The text with each control code but tab and line feed written as in JSON, so that what is JSON stays the same."""
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
