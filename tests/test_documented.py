"""What a user can do stands in the README, in `--help`, or on a page."""

import re
from pathlib import Path

import click
import pytest

from kg.cli import main
from kg.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARCHITECTURE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
ROOMS = sorted(
    {path.stem for path in (ROOT / "kg").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
)


@pytest.mark.parametrize("name", sorted(Settings.model_fields))
def test_a_setting_is_documented(name):
    assert f"`KG_{name.upper()}`" in README
    assert Settings.model_fields[name].description


COMMANDS = {
    f"{name} {inner}".strip(): found
    for name, command in main.commands.items()
    for inner, found in {"": command, **getattr(command, "commands", {})}.items()
}


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_a_command_is_documented(name):
    command = COMMANDS[name]
    assert f"`kg {name}" in README
    assert command.help
    assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option))


@pytest.mark.parametrize("path", sorted((ROOT / "queries" / "questions").glob("*.rq")), ids=lambda path: path.stem)
def test_an_example_question_stands_in_the_readme_with_its_title(path):
    title = path.read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    assert title in README
    assert f"queries/questions/{path.name}" in README


@pytest.mark.parametrize("room", [room for room in ROOMS if not room.startswith("__")])
def test_a_room_has_its_place_in_the_architecture(room):
    assert room in ARCHITECTURE


@pytest.mark.parametrize(
    "document",
    [
        "README.md",
        "ARCHITECTURE.md",
        "sample/README.md",
        "docs/model.md",
        "docs/quality.md",
        "docs/language-model.md",
        "docs/stores.md",
        "docs/search.md",
        "docs/endpoint.md",
        "docs/conformance.md",
        "docs/writing.md",
        "docs/identity.md",
        "docs/competency.md",
        "docs/endpoint.md",
        "tests/gold/README.md",
        "tests/llm/README.md",
    ],
)
def test_a_link_in_a_document_leads_to_a_file(document):
    path = ROOT / document
    targets = re.findall(r"\]\(([^)#]+)[^)]*\)", path.read_text(encoding="utf-8"))
    assert [t for t in targets if "://" not in t and not (path.parent / t).exists()] == []
