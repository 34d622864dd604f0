"""What the reference has to have: every public name, every method that asks for an endpoint, every module of the sync."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Collection, Iterator
from typing import Any

SDKS = ("brightpearl_sdk", "woocommerce_sdk")

#: Of the sync, what is not for importing.
UNLISTED = ("bpwoo_sync.cli", "bpwoo_sync.testing", "bpwoo_sync.effects.migrations")


def wanted() -> frozenset[str]:
    """The full name of everything that the reference has to have."""
    return frozenset([*(name for sdk in SDKS for name in _of_sdk(sdk)), *_of_sync()])


def lacking(known: Collection[str]) -> list[str]:
    """What a reference of these full names lacks."""
    return sorted(wanted() - frozenset(known))


def _of_sdk(sdk: str) -> Iterator[str]:
    package = importlib.import_module(sdk)
    for name in package.__all__:
        if not name.startswith("__") and not inspect.ismodule(getattr(package, name)):
            yield f"{sdk}.{name}"
    for kind in importlib.import_module(f"{sdk}.services").resources().values():
        yield from (f"{sdk}.{kind.__name__}.{name}" for name, declared in vars(kind).items() if hasattr(declared, "build"))


def _of_sync() -> Iterator[str]:
    package = importlib.import_module("bpwoo_sync")
    for each in pkgutil.walk_packages(package.__path__, "bpwoo_sync."):
        if not each.name.startswith(UNLISTED):
            yield each.name
            yield from (f"{each.name}.{name}" for name in _own(importlib.import_module(each.name)))


def _own(module: Any) -> Iterator[str]:
    """The classes and functions that a module makes."""
    for name, value in vars(module).items():
        made_here = getattr(value, "__module__", None) == module.__name__ and getattr(value, "__name__", None) == name
        if made_here and not name.startswith("_") and (inspect.isclass(value) or inspect.isfunction(value)):
            yield name
