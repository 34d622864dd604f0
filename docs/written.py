"""Docstrings of classes as they are written: the reference lists the fields of a class itself, each where it belongs."""

from __future__ import annotations

import inspect


def as_written(app: object, what: str, name: str, of: object, options: object, lines: list[str]) -> None:
    """Leave out the fields that the packages put below the docstring of a class for ``help``."""
    written = getattr(vars(of).get("__doc__"), "written", None) if inspect.isclass(of) else None
    if written is not None:
        lines[:] = [*inspect.cleandoc(written).splitlines(), ""]
