"""What an update does, told from its words before the engine carries it out: which graphs it may change.

Who writes over HTTP may change some graphs only, so the whole structure of an update must be known: what is not read
here in the one way that the grammar has for it (SPARQL 1.1, section 19.8) is refused. The words within a pattern,
which change nothing, are left to the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.errors import BadRequest, Forbidden
from kg.lexer import locate, read_tokens
from kg.store import Author, Update
from kg.store.datasets import resolve

_PLAIN = frozenset({"a", "true", "false"})
_NAMES = frozenset({"iri", "name"})
_WRITTEN = re.compile(r"[^\r\n]")
_MISREAD = re.compile("graph|silent|named|default", re.IGNORECASE)
"""How names begin that the engine takes for a keyword and another name, where its grammar may have that keyword."""

_Edit = tuple[int, int, str]
"""From where to where a text is replaced, and by what."""


@dataclass(slots=True)
class Targets:
    """Which graphs an update may change.

    `open` says that it may change graphs which its words do not name: all of them, or what a variable stands for.
    """

    default: bool = False
    open: bool = False
    named: set[str] = field(default_factory=set)

    def __iter__(self) -> Iterator[str | None]:
        """Each graph by its IRI, `None` for the default graph and for any."""
        if self.default or self.open:
            yield None
        yield from sorted(self.named)


def refuse_unpermitted(graphs: Iterable[str | None], author: Author) -> None:
    """Raise `Forbidden` unless the author may write all these graphs; `None` is the default graph, or any."""
    for graph in graphs:
        if not author.may_write(graph):
            what = f"the graph {graph}" if graph else "the default graph, or graphs that are not named one by one,"
            raise Forbidden(f"{what} may not be written with the token {author.name}")


class Operations:
    """The operations of an update.

    Raises `SyntaxError` in the words of the engine, "error at line:column: …", where they cannot be told, and
    `BadRequest` where the dataset is told both by the request and by an operation.
    """

    def __init__(self, update: Update) -> None:
        self._update = update
        self._tokens = [token for token in read_tokens(update.text) if token.kind != "comment"]
        self._at = 0
        self._prologue: list[str] = []
        self._patterns: list[tuple[int, str]] = []  # where a pattern begins, and what the dataset is to stand behind
        self._declared: dict[str, list[str]] = {}
        self._declarations: list[tuple[int, int]] = []
        self._later: list[tuple[int, int]] = []  # those that stand behind the first operation and tell nothing else
        self._spans: list[tuple[int, int]] = []  # where the operations stand
        self._written_out: list[_Edit] = []
        self._names_dataset = False  # an operation says with WITH or USING which graphs its pattern sees
        self.targets = Targets()
        self.sources: set[str | None] = set()
        """The graphs that are copied or moved, `None` for the default graph."""
        self._read()
        if self._names_dataset and (update.using_graphs or update.using_named_graphs):
            raise BadRequest("the dataset stands in the request and, with USING or WITH, in the update: name it once")

    @property
    def has_patterns(self) -> bool:
        """Whether what is changed depends on what a pattern finds, wherever that may be."""
        return bool(self._patterns)

    def text(self) -> str:
        """The text for the engine: the dataset of the request stands in each operation that has a pattern.

        The engine reads PREFIX before the first operation only (SPARQL 1.1 has it before each): later ones stand there.
        """
        moved = "".join(f"{self._update.text[start:end]} " for start, end in self._later)
        edits = [(start, end, "") for start, end in self._later]
        if moved:
            first = self._spans[0][0]
            edits.append((first, first, moved))
        return self._edited(edits + self._insertions())

    def one_by_one(self) -> Iterator[str]:
        """The same of each operation alone, with what is declared before it.

        There are blanks instead of the others, so that the engine's complaints name a place of the whole.
        """
        for start, end in self._spans:
            edits, at = [], 0
            for first, last in (*(span for span in self._declarations if span[0] < start), (start, end)):
                edits.append((at, first, _WRITTEN.sub(" ", self._update.text[at:first])))
                at = last
            edits.append((end, len(self._update.text), ""))
            yield self._edited(edits + [edit for edit in self._insertions() if start <= edit[0] < end])

    def _insertions(self) -> list[_Edit]:
        """Where the dataset of the request comes in, and names are written as IRIs."""
        clauses = "".join(f"USING <{iri}> " for iri in self._update.using_graphs)
        clauses += "".join(f"USING NAMED <{iri}> " for iri in self._update.using_named_graphs)
        dataset = [(start, start, template + clauses) for start, template in self._patterns if clauses]
        return dataset + self._written_out

    def _edited(self, edits: list[_Edit]) -> str:
        pieces, at = [], 0
        for start, end, inserted in sorted(edits):
            pieces += [self._update.text[at:start], inserted]
            at = end
        return "".join([*pieces, self._update.text[at:]])

    def _read(self) -> None:
        while self._read_prologue():
            start = self._offset()
            self._operation()
            self._spans.append((start, self._last_end()))
            if not self._peek():
                return
            self._expect(";")

    def _read_prologue(self) -> bool:
        """Whether something follows the declarations."""
        while self._peek() in ("PREFIX", "BASE", "VERSION"):
            start, length = self._offset(), 3 if self._peek() == "PREFIX" else 2
            declared = [token.text for token in self._tokens[self._at : self._at + length]]
            self._at = min(self._at + length, len(self._tokens))
            self._prologue += declared
            self._declarations.append((start, self._last_end()))
            if length == 3 and len(declared) == 3:
                known = self._declared.setdefault(declared[1], declared)
                if known != declared:
                    self._declared[declared[1]] = declared
                elif self._spans:
                    self._later.append((start, self._last_end()))
        return bool(self._peek())

    def _operation(self) -> None:
        verb = self._word()
        if verb in ("INSERT", "DELETE") and self._take("DATA"):
            self._quads(None)
        elif verb in ("INSERT", "DELETE", "WITH"):
            self._modify(verb)
        elif verb in ("CLEAR", "DROP"):
            self._take("SILENT")
            self._all_of()
        elif verb == "CREATE":
            self._take("SILENT")
            self._expect("GRAPH")
            self.targets.named.add(self._iri())
        elif verb in ("ADD", "MOVE", "COPY"):
            self._take("SILENT")
            source = self._graph_or_default()
            self.sources.add(source)
            self._expect("TO")
            self._change(self._graph_or_default())
            if verb == "MOVE":
                self._change(source)
        else:
            raise self._fault(self._at - 1)

    def _modify(self, verb: str) -> None:
        with_ = None
        if verb == "WITH":
            self._names_dataset = True
            with_ = self._iri()
            verb = self._word()
        if verb == "DELETE" and with_ is None and self._peek() == "WHERE":
            self._delete_where()
            return
        if verb not in ("DELETE", "INSERT"):
            raise self._fault(self._at - 1)
        self._quads(with_)
        if verb == "DELETE" and self._take("INSERT"):
            self._quads(with_)
        while self._take("USING"):
            self._names_dataset = True
            self._take("NAMED")
            self._iri()
        self._patterns.append((self._offset(), ""))
        self._expect("WHERE")
        self._group()

    def _delete_where(self) -> None:
        """The short form, which has no place for USING: its pattern is also its template."""
        where = self._offset()
        self._expect("WHERE")
        start = self._offset()
        self._quads(None)
        self._patterns.append((where, f"{self._update.text[start : self._last_end()]} "))

    def _quads(self, with_: str | None) -> None:
        """Triples in braces, those of a graph in braces of their own; the others are of `with_`, or the default."""
        self._expect("{")
        while (text := self._peek()) != "}":
            if text == "GRAPH":
                self._at += 1
                self._change_named()
                self._expect("{")
                self._triples()
                self._expect("}")
            else:
                if text != ".":
                    self._change(with_)
                self._triples()
        self._expect("}")

    def _triples(self) -> None:
        """All up to the next GRAPH or closing brace; the braces of annotations are `{|` and `|}`."""
        depth = 0
        while True:
            text = self._peek()
            if text == "{" and self._peek(1) == "|":
                depth += 1
            elif text == "}" and depth:
                depth -= 1
            elif text == "}" or (text == "GRAPH" and not depth):
                return
            elif text in ("", "{") or (self._tokens[self._at].kind == "word" and text.lower() not in _PLAIN):
                raise self._fault(self._at)
            self._at += 1

    def _group(self) -> None:
        """A pattern, in which only the braces matter."""
        self._expect("{")
        depth = 1
        while depth:
            text = self._peek()
            if not text:
                raise self._fault(self._at)
            depth += (text == "{") - (text == "}")
            self._at += 1

    def _all_of(self) -> None:
        if self._take("GRAPH"):
            self.targets.named.add(self._iri())
        elif self._take("DEFAULT"):
            self.targets.default = True
        elif self._take("NAMED") or self._take("ALL"):
            self.targets.open = True
        else:
            raise self._fault(self._at)

    def _graph_or_default(self) -> str | None:
        if self._take("DEFAULT"):
            return None
        self._take("GRAPH")
        return self._iri()

    def _change(self, graph: str | None) -> None:
        if graph is None:
            self.targets.default = True
        else:
            self.targets.named.add(graph)

    def _change_named(self) -> None:
        if self._at < len(self._tokens) and self._tokens[self._at].kind == "variable":
            self._at += 1
            self.targets.open = True
        else:
            self.targets.named.add(self._iri())

    def _iri(self) -> str:
        if self._at >= len(self._tokens) or self._tokens[self._at].kind not in _NAMES:
            raise self._fault(self._at)
        self._at += 1
        token = self._tokens[self._at - 1]
        (name,) = resolve(" ".join(self._prologue), [token], self._update.base_iri)
        if _MISREAD.match(token.text):
            self._written_out.append((token.start, self._last_end(), str(name)))
        return name.value

    def _word(self) -> str:
        self._at += 1
        return self._peek(-1)

    def _peek(self, ahead: int = 0) -> str:
        """The text of a token, in capitals; empty behind the last."""
        at = self._at + ahead
        return self._tokens[at].text.upper() if at < len(self._tokens) else ""

    def _take(self, text: str) -> bool:
        if self._peek() != text:
            return False
        self._at += 1
        return True

    def _expect(self, text: str) -> None:
        if not self._take(text):
            raise self._fault(self._at)

    def _offset(self) -> int:
        return self._tokens[self._at].start if self._at < len(self._tokens) else len(self._update.text)

    def _last_end(self) -> int:
        last = self._tokens[self._at - 1]
        return last.start + len(last.text)

    def _fault(self, at: int) -> SyntaxError:
        offset = self._tokens[at].start if at < len(self._tokens) else len(self._update.text)
        line, column = locate(self._update.text, offset)
        return SyntaxError(f"error at {line}:{column}: not expected here")
