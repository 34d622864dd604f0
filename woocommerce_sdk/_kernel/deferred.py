"""Load a file when one of its names is first asked for.

Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import partial
from importlib import import_module
from typing import Any

#: Files, as modules below their package, and the names in each.
Files = Mapping[str, tuple[str, ...]]


def deferred(package: str, files: Files) -> tuple[Callable[[str], Any], Callable[[], list[str]]]:
    """A package's ``__getattr__`` and ``__dir__``: a name is loaded with its file, and is the package's own from then on."""

    def known() -> list[str]:
        return sorted({*vars(sys.modules[package]), *(name for names in files.values() for name in names)})

    return partial(named, package, files), known


def named(package: str, files: Files, name: str) -> Any:
    """What has this name in one of the files."""
    file = next((file for file, names in files.items() if name in names), None)
    if file is None:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    value = getattr(import_module(f"{package}.{file}"), name)
    setattr(sys.modules[package], name, value)
    return value
