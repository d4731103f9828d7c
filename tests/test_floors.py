"""The house stands: modules import only from floors below, adapters do not know each other, nothing is a drawer."""

import ast
from pathlib import Path

import pytest

KG = Path(__file__).resolve().parent.parent / "kg"
FLOORS = [
    {
        "errors",
        "budget",
        "workers",
        "records",
        "fingerprint",
        "resources",
        "settings",
        "vocabulary",
        "iris",
        "lexer",
        "terms",
        "formats",
        "retry_after",
        "controls",
        "whole_file",
        "lock",
    },
    {
        "sources",
        "analysis",
        "extraction",
        "linking",
        "reference",
        "mapping",
        "ontology",
        "shapes",
        "store",
        "sparql",
        "journal",
        "access",
    },
    {
        "backup",
        "citation",
        "derivation",
        "dumps",
        "serving",
        "tables",
        "checking",
        "reasoning",
        "evaluation",
        "explanation",
        "invention",
        "identity",
        "contributions",
        "search",
        "reading",
        "querying",
    },
    {"installation", "pipeline", "publication", "reconciliation", "web"},
    {"bootstrap"},
    {"cli"},
    {"__main__"},
]
FLOOR_OF = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
NEIGHBOURS = {
    ("extraction", "analysis"),
    ("extraction", "reference"),
    ("linking", "reference"),
    ("budget", "errors"),
    ("workers", "errors"),
    ("settings", "errors"),
    ("lock", "errors"),
}
READING = ("wording", "actors", "projects", "meetings", "statements")
"""The rooms of the rules that read, in `kg/extraction`: each knows those before it alone."""

ADAPTERS = {"sources", "store", "journal", "search", "access"}
CONCRETE = {
    "kg.access.sqlite_tokens",
    "kg.journal.sqlite",
    "kg.search.sqlite_index",
    "kg.search.sqlite_search",
    "kg.querying.pool",
    "kg.store.embedded",
    "kg.store.plain",
    "kg.store.remote",
    "kg.store.scratch",
    "kg.extraction.rules",
    "kg.extraction.llm.chat",
    "kg.extraction.llm.extractor",
    "kg.reference.wikidata",
    "kg.sources.files",
    "kg.sources.jsonl",
    "kg.sources.html",
    "kg.sources.markdown",
    "kg.sources.refused",
    "kg.sources.feed",
    "kg.sources.pdf",
    "kg.sources.warc",
    "kg.sources.web",
}
MODULES = sorted(path for path in KG.rglob("*.py") if path != KG / "__init__.py")


def imports_of(tree: ast.AST, path: Path) -> set[str]:
    """Every module of the package that is imported, at the top or inside a function."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write the import out in full"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            packages = {name for name in inner if (KG.parent / name.replace(".", "/")).with_suffix(".py").exists()}
            found |= packages or {node.module or ""}
    return {name for name in found if name.startswith("kg.")}


def breaches(room: str, module: str, imported: set[str], ports: set[str]) -> list[str]:
    """What is wrong with the imports of one module, as sentences."""
    wrong = []
    if room not in FLOOR_OF:
        return [f"give {room} a floor"]
    for name in sorted(imported):
        other, *inner = name.split(".")[1:]
        if other == room:
            if room in ADAPTERS and f"{room}/{module}" in ports and inner and f"{room}/{inner[0]}" in ports:
                wrong.append(f"{room}.{module} knows its fellow {inner[0]}")
        elif (room, other) not in NEIGHBOURS and FLOOR_OF.get(other, 99) >= FLOOR_OF[room]:
            wrong.append(f"{room} imports {other}, which is not below it")
        if name in CONCRETE and room not in ("bootstrap", name.split(".")[1]):
            wrong.append(f"{room} names {name}; only bootstrap may")
    return wrong


def adapters() -> set[str]:
    """The adapter modules: those that bootstrap names, by `room/module`."""
    return {"/".join(name.split(".")[1:]) for name in CONCRETE}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(KG)))
def test_a_module_imports_only_from_floors_below(path):
    parts = path.relative_to(KG).with_suffix("").parts
    imported = imports_of(ast.parse(path.read_text(encoding="utf-8")), path)
    assert breaches(parts[0], parts[-1], imported, adapters()) == []


def later_rooms(room: str, imported: set[str]) -> list[str]:
    """The rooms of reading that a module of one of them imports and that come after it."""
    later = READING[READING.index(room) + 1 :]
    return [name for name in sorted(imported) if name.startswith(tuple(f"kg.extraction.{other}." for other in later))]


@pytest.mark.parametrize(
    "path", [path for path in MODULES if path.parent.name in READING], ids=lambda path: str(path.relative_to(KG))
)
def test_a_room_of_reading_knows_only_those_before_it(path):
    assert later_rooms(path.parent.name, imports_of(ast.parse(path.read_text(encoding="utf-8")), path)) == []


def test_a_room_of_reading_that_knows_a_later_one_is_named():
    imported = imports_of(ast.parse("from kg.extraction.statements.cues import Cue"), Path("planted.py"))
    assert later_rooms("meetings", imported) == ["kg.extraction.statements.cues"]


@pytest.mark.parametrize(
    ("room", "module", "source", "sentence"),
    [
        ("store", "embedded", "from kg.pipeline import ingest", "store imports pipeline"),
        ("records", "records", "def f():\n    import kg.store", "records imports store"),
        ("sources", "files", "from kg.sources.jsonl import JsonLines", "knows its fellow jsonl"),
        ("web", "pages", "from kg.store.embedded import EmbeddedStore", "only bootstrap may"),
        ("helpers", "helpers", "", "give helpers a floor"),
    ],
)
def test_a_breach_is_found_and_named(room, module, source, sentence):
    imported = imports_of(ast.parse(source), Path("planted.py"))
    assert any(sentence in breach for breach in breaches(room, module, imported, adapters()))


def test_no_room_is_a_drawer():
    drawers = {"util", "utils", "common", "helpers", "misc", "models", "managers", "handlers"}
    assert not [path for path in MODULES if path.stem in drawers]


def test_every_import_graph_is_free_of_cycles():
    graph = {}
    for path in KG.rglob("*.py"):
        name = ".".join(("kg", *path.relative_to(KG).with_suffix("").parts)).removesuffix(".__init__")
        graph[name] = imports_of(ast.parse(path.read_text(encoding="utf-8")), path)

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join((*trail, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*trail, name))
            done.add(name)

    done: set[str] = set()
    for name in graph:
        visit(name, ())
