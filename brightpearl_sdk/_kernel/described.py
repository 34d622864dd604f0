"""What ``help``, and ``?`` in a notebook, tell of a class: its docstring, and what each of its fields means.

A field is described by the text below it, where editors look and of which Python keeps nothing. It is read from the source
when somebody asks. Free of any vendor; the other SDK and the sync carry byte-identical copies.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from textwrap import indent
from typing import TypeVar

T = TypeVar("T")

#: The type and the text of each field, by its name.
Fields = Mapping[str, tuple[str, str]]


def described(cls: type[T]) -> type[T]:
    """Let the docstring of a class go on with its fields."""
    if cls.__doc__ is not None:  # python -OO keeps none
        type.__setattr__(cls, "__doc__", Described(cls.__doc__))
    return cls


class Described:
    """The ``__doc__`` of a class, put together whenever it is read. ``written`` is the docstring that stands in the source."""

    def __init__(self, written: str) -> None:
        self.written = written

    def __get__(self, instance: object, owner: type[object]) -> str:
        written, told = inspect.cleandoc(self.written), list(_lines(fields_of(owner)))
        return "\n".join([written, "", "Fields:", "", *told]) if told else written


def fields_of(cls: type[object]) -> Fields:
    """The public fields of a class, those of its bases first. Where the source cannot be read, there are none."""
    found: dict[str, tuple[str, str]] = {}
    for each in reversed(cls.__mro__):
        if isinstance(vars(each).get("__doc__"), Described):
            found |= _fields_in(_source_of(each)).get(each.__qualname__, {})
    return found


def _lines(fields: Fields) -> Iterator[str]:
    for name, (kind, text) in fields.items():
        yield f"{name}: {kind}"
        if text:
            yield indent(text, "    ")


def _source_of(cls: type[object]) -> str:
    try:
        return inspect.getsource(sys.modules[cls.__module__])
    except (KeyError, OSError, TypeError):  # typed in a notebook, or installed without its source
        return ""


@cache
def _fields_in(source: str) -> Mapping[str, Fields]:
    """The fields of each class in a source, by the qualified name of the class."""
    return dict(_classes(ast.parse(source), ""))


def _classes(within: ast.Module | ast.ClassDef, prefix: str) -> Iterator[tuple[str, Fields]]:
    for node in within.body:
        if isinstance(node, ast.ClassDef):
            yield prefix + node.name, dict(_fields(node))
            yield from _classes(node, f"{prefix}{node.name}.")


def _fields(node: ast.ClassDef) -> Iterator[tuple[str, tuple[str, str]]]:
    for each, below in zip(node.body, [*node.body[1:], None], strict=True):
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name) and not each.target.id.startswith("_"):
            kind = ast.unparse(each.annotation)
            if kind == "Final" and isinstance(each.value, ast.Call):
                kind = ast.unparse(each.value.func)  # a column of a search
            if not kind.startswith("ClassVar"):
                yield each.target.id, (kind, _text(below))


def _text(node: ast.stmt | None) -> str:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return inspect.cleandoc(node.value.value)
    return ""
