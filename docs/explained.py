"""A page for each kind of error and each kind of issue, from their declarations: the page whose address a message names.

They are many and small, so they stand outside the sidebar: the two indexes list them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

ROOTS = {"brightpearl_sdk": "BrightpearlError", "woocommerce_sdk": "WooCommerceError", "bpwoo_sync": "SyncError"}

_PARTS = re.compile(r"(?P<meaning>.*?)\n\nWhy: (?P<cause>.*?)\n\nWhat to do: (?P<repair>.*)", re.DOTALL)


@cache
def errors() -> Mapping[str, type[BaseException]]:
    """Every error that a user meets, by ``package.Name``: what is public, and what derives from a package's root."""
    found: dict[str, type[BaseException]] = {}
    for package, root in ROOTS.items():
        modules = [importlib.import_module(package), *_modules(package)]
        for kind in (value for module in modules for value in vars(module).values() if inspect.isclass(value)):
            own = kind.__module__.partition(".")[0] == package and issubclass(kind, Exception)
            if own and (kind.__name__ in _public(package) or _derives(kind, root)):
                found[f"{package}.{kind.__name__}"] = kind
    return found


def parts(kind: type[BaseException]) -> Mapping[str, str]:
    """What an error's docstring says: ``meaning``, ``cause`` and ``repair``. Empty where it does not say all three."""
    said = _PARTS.fullmatch(inspect.cleandoc(vars(kind).get("__doc__") or ""))
    return said.groupdict() if said else {}


def pages() -> Mapping[str, str]:
    """The text of each page by its path under the documentation's root."""
    known = importlib.import_module("bpwoo_sync.codes").CODES
    found = {f"errors/{name}.rst": _error_page(name, kind) for name, kind in errors().items()}
    found |= {f"issues/{code}.md": _issue_page(code, each) for code, each in known.items()}
    return {**found, "errors/index.rst": _errors_index(), "issues/index.md": _issues_index(known)}


def _error_page(name: str, kind: type[BaseException]) -> str:
    said = parts(kind)
    if not said:
        raise LookupError(f'The docstring of {name} lacks a paragraph that begins with "Why: " or "What to do: "')
    package = name.partition(".")[0]
    narrower = sorted(other for other, each in errors().items() if kind in each.__bases__)
    lines = [
        ":orphan:",
        "",
        *_titled(kind.__name__, "="),
        f".. currentmodule:: {package}",
        "",
        f":exc:`{_target(name, kind)}`, of ``{package}``.",
        "",
        said["meaning"],
        "",
        *_titled("Why it comes", "-"),
        _sentence(said["cause"]),
        "",
        *_titled("What to do", "-"),
        _sentence(said["repair"]),
        "",
    ]
    if narrower:
        lines += [*_titled("Kinds", "-"), *(f"* :doc:`{each.partition('.')[2]} <{each}>`" for each in narrower), ""]
    return "\n".join(lines)


def _issue_page(code: str, known: Any) -> str:
    raised = ", ".join(f"{{py:mod}}`{module}`" for module in _mentions().get(code, ()))
    return f"""---
orphan: true
---
# {code}

{known.meaning}

**{_SEVERITIES[known.severity.value]}**, unless the circumstances say otherwise.

## Why it comes

{_linked(known.cause)}

## What to do

{_linked(known.repair)}

It is told by {raised}; see [all kinds of issues](index.md).
"""


_SEVERITIES = {
    "block": "Block: nothing is sent",
    "error": "Error: money or stock is wrong",
    "warn": "Warning: worth a look this week",
    "info": "Information",
    "pending": "Pending: not an error yet",
}


def _errors_index() -> str:
    parts_of = [
        *_titled("Errors", "="),
        "Each kind of error, what it means, why it comes and what to do. An error names its page: ``error.documentation``, and",
        "the last line of a traceback.",
        "",
    ]
    for package in ROOTS:
        parts_of += _titled(package, "-")
        for name, kind in sorted(errors().items()):
            if name.startswith(f"{package}."):
                parts_of += [f":doc:`{kind.__name__} <{name}>`", *(f"   {line}" for line in parts(kind)["meaning"].splitlines()), ""]
    return "\n".join(parts_of)


def _issues_index(known: Mapping[str, Any]) -> str:
    rows = "\n".join(f"| [{code}]({code}.md) | {each.severity.value} | {each.meaning} |" for code, each in sorted(known.items()))
    return f"""# Issues

Every kind of issue that a plan or a reconciliation can tell, and how bad it is unless the circumstances say otherwise. The
page of each says why it comes and what to do; `issue.documentation` is its address.

| code | severity | meaning |
|---|---|---|
{rows}
"""


@cache
def _mentions() -> Mapping[str, tuple[str, ...]]:
    """The modules that tell of each code."""
    package = importlib.import_module("bpwoo_sync")
    folder = Path(inspect.getfile(package)).parent
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*.py")):
        module = ".".join(("bpwoo_sync", *path.relative_to(folder).with_suffix("").parts)).removesuffix(".__init__")
        if module.split(".")[:2] != ["bpwoo_sync", "codes"]:
            for code in sorted(set(re.findall(r'"([A-Z][A-Z0-9_]+)"', path.read_text(encoding="utf-8")))):
                found.setdefault(code, []).append(module)
    return {code: tuple(names) for code, names in found.items()}


def _modules(package: str) -> Iterator[Any]:
    """The modules that are imported anyway when the reference is built."""
    for each in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        if not each.name.startswith((f"{package}.testing", f"{package}.cli", f"{package}.effects.migrations")):
            yield importlib.import_module(each.name)


@cache
def _public(package: str) -> frozenset[str]:
    names = set(importlib.import_module(package).__all__)
    return frozenset(names if package == "bpwoo_sync" else names | set(importlib.import_module(f"{package}.setup").__all__))


def _derives(kind: type, root: str) -> bool:
    return any(each.__name__ == root for each in kind.__mro__)


def _target(name: str, kind: type[BaseException]) -> str:
    """Where the reference has it."""
    package, _, short = name.partition(".")
    if package == "bpwoo_sync":
        return f"{kind.__module__}.{short}"
    return name if short in importlib.import_module(package).__all__ else f"{package}.setup.{short}"


def _linked(text: str) -> str:
    """A text with its tables of the configuration as links to their guides, and its commands as code."""
    guides = "|".join(sorted(path.stem for path in (Path(__file__).parent / "howto" / "tables").glob("*.md")))
    linked = re.sub(rf"\[*\b({guides})(\.\w+\]*|\])", lambda found: f"[`{found[0]}`](../howto/tables/{found[1]}.md)", text)
    return re.sub(r"\bbpwoo \w+", r"`\g<0>`", linked)


def _titled(title: str, line: str) -> list[str]:
    return [title, line * len(title), ""]


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:]
