"""An explanation as one HTML page that needs nothing else: no script, no style sheet, no network."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.controls import show_controls
from kg.explanation.notes import KINDS, Explanation


def render(explanation: Explanation) -> str:
    """The page: the text with its records beside it, then each rule with the function that reads by it.

    Control codes are shown, which HTML may not hold.
    """
    pages = Environment(
        loader=PackageLoader("kg.explanation", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    page = pages.get_template("explanation.html").render(explanation=explanation, kinds=KINDS)
    return show_controls(page)
