"""The table of rules: by which name a record tells how it was read, and which function reads it so.

The functions enter themselves, with `reads`; nothing is listed by hand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

_Function = TypeVar("_Function", bound=Callable[..., Any])
_rules: dict[str, Rule] = {}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: its stable name ("meeting.meet") and the function that reads by it."""

    name: str
    function: Callable[..., Any]

    @property
    def module(self) -> str:
        """The module of the function: `kg.extraction.meetings.gatherings`."""
        return self.function.__module__

    @property
    def place(self) -> str:
        """The function within its module: `Gatherings._met`."""
        return self.function.__qualname__

    @property
    def address(self) -> str:
        """File and line: `kg/extraction/meetings/gatherings.py:107`."""
        return f"{self.module.replace('.', '/')}.py:{self.function.__code__.co_firstlineno}"

    @property
    def file(self) -> str:
        """Where the file lies on this machine."""
        return self.function.__code__.co_filename

    @property
    def summary(self) -> str:
        """The first line of what the function says of itself."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    @property
    def code(self) -> str:
        """The function as it is written."""
        return inspect.cleandoc(f"\n{inspect.getsource(self.function)}")


def reads(kind: str, *names: str) -> Callable[[_Function], _Function]:
    """Enter a function as the one that reads records of the kind by the rules of these names.

    `ValueError` if a name is another's already: a name must lead to one place.
    """

    def enter(function: _Function) -> _Function:
        for name in names:
            rule = Rule(f"{kind}.{name}", function)
            if _rules.setdefault(rule.name, rule).function is not function:
                raise ValueError(f"{rule.name} is read by {_rules[rule.name].place} already")
        return function

    return enter


def rulebook() -> Mapping[str, Rule]:
    """The rules of all modules that are loaded, by name."""
    return MappingProxyType(dict(sorted(_rules.items())))
