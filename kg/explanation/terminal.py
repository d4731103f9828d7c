"""An explanation for the terminal: the text in colours by kind, under each paragraph its records with their rules."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from kg.explanation.notes import KINDS, Explanation, Ground, Note, Paragraph

_COLOURS = {"statement": "yellow", "meeting": "cyan", "project": "green", "actor": "magenta"}
_MARKS = {
    "statement": Style(color="yellow"),
    "meeting": Style(underline=True, color="cyan"),
    "project": Style(underline2=True, color="green"),
    "actor": Style(bold=True, color="magenta"),
}


def render(explanation: Explanation) -> RenderableType:
    """What rich prints; without colours the marks before the words still tell where each record begins."""
    return Group(*_blocks(explanation))


def _blocks(explanation: Explanation) -> Iterator[RenderableType]:
    article = explanation.article
    if article.title:
        yield Text(article.title, style="bold")
    if known := list(filter(None, (article.outlet, str(article.published or ""), article.url))):
        yield Text("  ".join(known), style="dim")
    for doubt in article.doubts:
        yield Text(doubt, style="red")
    counts = explanation.counts
    legend = Text("  ").join(Text(f"{counts[kind]} {kind}{'s' * (counts[kind] != 1)}", _MARKS[kind]) for kind in KINDS)
    yield legend
    for paragraph in explanation.paragraphs:
        yield Text()
        yield _text(paragraph)
        for note in paragraph.notes:
            yield Padding(_told(note, explanation), (0, 0, 0, 2))


def _text(paragraph: Paragraph) -> Text:
    text = Text()
    for stretch in paragraph.stretches:
        for note in stretch.beginning:
            text.append(f"[{note.id}]", style=Style(color=_COLOURS[note.kind], dim=True))
        text.append(stretch.words, style=sum((_MARKS[note.kind] for note in stretch.under), Style.null()))
    return text


def _told(note: Note, explanation: Explanation) -> Text:
    """Who and what; the words; the rule with the place where it stands; a line for what has words of its own."""
    facts = "; ".join(f"{name} {value}" for name, value in note.facts)
    text = Text.assemble((note.id, f"bold {_COLOURS[note.kind]}"), " ", (note.heading, "bold"), f"  {facts}\n")
    text.append(f"   “{note.words}”\n", style="italic")
    text.append("   ").append(_read_by(note, explanation))
    for ground in note.grounds:
        text.append(f"\n   {'; '.join(f'{name} {value}' for name, value in ground.facts)}  ")
        if ground.words is not None:
            text.append("inferred from " if ground.is_inferred else "from ")
            text.append(f"“{ground.words}”  ", style="italic")
        text.append(_read_by(ground, explanation))
    return text


def _read_by(told: Note | Ground, explanation: Explanation) -> Text:
    """How sure it is, the rule, and where that stands."""
    sure = f"{told.confidence:.2f}" if told.confidence is not None else "?"
    text, rule = Text(f"{sure}  {told.rule}", style="dim"), explanation.rules.get(told.rule)
    if rule is not None:
        text.append("  ").append(f"{rule.address} {rule.place}", style=Style(dim=True, link=f"file://{rule.file}"))
    return text
