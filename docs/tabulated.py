"""Pages of tables: the vendors' endpoints, the values of every kind of write, the keys of the configuration.

Nothing here needs Sphinx, so tests read these pages where it is not installed.
"""

from __future__ import annotations

import csv
import importlib
import re
import typing
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs

_DATA = Path(__file__).parents[1] / "tests" / "data"


def pages() -> Mapping[str, str]:
    """The text of every such page by its path under ``reference/``."""
    return {**coverage(), **fields(), **tables()}


def coverage() -> Mapping[str, str]:
    """For each vendor, every endpoint that it documents and the method that asks for it."""
    return {"coverage/brightpearl.md": _brightpearl_coverage(), "coverage/woocommerce.md": _woocommerce_coverage()}


def fields() -> Mapping[str, str]:
    """For each kind of write, every value of it and where it comes from."""
    kinds = importlib.import_module("bpwoo_sync.plan")
    parts = ["# What is written\n\nEvery value of every write, where it is read and by which rule: see `bpwoo plan --explain`.\n"]
    for kind in kinds.KINDS:
        parts.append(f"\n{_told_of(kind)[1:]}")
    return {"coverage/fields.md": "".join(parts), **{f"coverage/fields/{kind}.md": _told_of(kind) for kind in kinds.KINDS}}


def tables() -> Mapping[str, str]:
    """For each table of the configuration, its keys: what may be written there, and what holds without."""
    module = importlib.import_module("bpwoo_sync.tables")
    return {f"coverage/tables/{field.name}.md": _keys(module, field) for field in attrs.fields(module.Tables)}


def _told_of(kind: str) -> str:
    kinds, explained = (importlib.import_module(f"bpwoo_sync.{name}") for name in ("plan", "explain"))
    told = ((each.path, each.source.replace("{row}", "line"), each.rule) for each in explained.FIELDS[kind])
    rows = "\n".join(f"| `{path}` | {source} | {rule} |" for path, source, rule in told)
    return f"### {kinds.KINDS[kind].title.capitalize()}\n\n| value | source | rule |\n|---|---|---|\n{rows}\n"


#: Tables whose keys are the merchant's own: what each leads to.
_FREE = {
    "statuses": "a status of the shop",
    "countries": "a code of two letters",
    "states": "a country and the code of a state, such as `US:CA`",
}

_PLAIN = {"str": "text", "int": "whole number", "bool": "true or false", "Decimal": "number as text", "datetime": "date"}


def _keys(module: Any, table: Any) -> str:
    """The keys of one table, and of the tables inside it."""
    hints = typing.get_type_hints(module.Tables)
    if table.name in _FREE:
        return f"Each key is {_FREE[table.name]}, each value {_kind(typing.get_args(hints[table.name])[1])}.\n"
    parts = []
    for name, kind in _sections(table.name, hints[table.name]):
        types = typing.get_type_hints(kind)
        rows = "\n".join(
            f"| `{field.name}` | {_kind(types[field.name])} | {_default(field)} |"
            for field in attrs.fields(kind)
            if not _section_of(types[field.name])
        )
        parts.append(
            f"## Keys of `{name if name.startswith('[') else f'[{name}]'}`\n\n| key | value | without it |\n|---|---|---|\n{rows}\n"
        )
    return "\n".join(parts)


def _sections(name: str, kind: Any) -> list[tuple[str, Any]]:
    """A table and those inside it, by the name that each has in the file."""
    if typing.get_origin(kind) is not None:
        # XXX stands for the code of any currency, as on every page.
        return [(f"{name}.XXX", typing.get_args(kind)[1])]
    types = typing.get_type_hints(kind)
    inner = ((f"{name}.{field.name}", types[field.name], _section_of(types[field.name])) for field in attrs.fields(kind))
    listed = ((f"[{path}]" if section is its else f"[[{path}]]", section) for path, its, section in inner)
    return [(name, kind), *((label, section) for label, section in listed if section is not None)]


def _section_of(kind: Any) -> Any:
    """The class of a table, or of a list of tables; None for a value."""
    if isinstance(kind, type) and attrs.has(kind):
        return kind
    arguments = typing.get_args(kind)
    return arguments[0] if typing.get_origin(kind) is tuple and attrs.has(arguments[0]) else None


def _kind(kind: Any) -> str:
    origin, arguments = typing.get_origin(kind), [each for each in typing.get_args(kind) if each not in (type(None), ...)]
    if origin is typing.Literal:
        return " or ".join(f"`{each}`" for each in arguments if each)
    if origin is tuple:
        return f"list of {_kind(arguments[0])}"
    if origin is not None and len(arguments) == 2:
        return f"table of {_kind(arguments[1])}"
    return _kind(arguments[0]) if arguments else _PLAIN[kind.__name__]


def _default(field: Any) -> str:
    if field.default is attrs.NOTHING:
        return "**needed**"
    value = field.default.factory() if isinstance(field.default, attrs.Factory) else field.default
    shown = {None: "-", "": "-", True: "true", False: "false"}.get(value) if isinstance(value, (str, bool, type(None))) else None
    if shown is None and isinstance(value, (tuple, dict)):
        shown = ", ".join(value) or "-"
    return f"`{value}`" if shown is None else shown


def _brightpearl_coverage() -> str:
    parts = ["# Brightpearl's endpoints\n\nEvery endpoint of the vendor's documents, and the method of a client that asks for it.\n"]
    resources = importlib.import_module("brightpearl_sdk.services").resources()
    for file in sorted((_DATA / "brightpearl" / "coverage").glob("*.tsv")):
        rows = []
        for entry in _table(file):
            service, _, name = entry["client method"].partition(".")
            if name and not hasattr(resources.get(service), name):
                raise LookupError(f"{entry['client method']} of {file.name} is declared nowhere")
            rows.append(f"| `{entry['method']} {entry['path']}` | `{entry['client method']}` | [page]({entry['page']}) |")
        parts.append(f"\n## {file.stem.capitalize()}\n\n| endpoint | method | vendor |\n|---|---|---|\n" + "\n".join(rows) + "\n")
    return "".join(parts)


def _woocommerce_coverage() -> str:
    head = "# WooCommerce's routes\n\nEvery route of `wc/v3` that a merchant uses, and the method of a client that asks for it.\n\n"
    rows = []
    for entry in _table(_DATA / "woocommerce" / "routes.tsv"):
        if entry["internal"] == "no":
            route = entry["route"].removeprefix("/wc/v3")
            methods = ", ".join(f"`{name}`" for name in _woocommerce_methods(route, entry["method"])) or "`client.request`"
            rows.append(f"| `{entry['method']} {entry['route']}` | {methods} |")
    return f"{head}| route | method |\n|---|---|\n" + "\n".join(rows) + "\n"


def _woocommerce_methods(route: str, method: str) -> list[str]:
    """The client's methods for a route; a shop takes POST and PATCH on one record for PUT, and any of them for a batch."""
    wanted = _shape(route)
    found = []
    for service, resource in _woocommerce_services().items():
        for name, declared in vars(type(resource)).items():
            path = getattr(declared, "path", None)
            same = ("POST", "PUT", "PATCH") if str(path).endswith("/batch") else _SAME.get(getattr(declared, "method", ""), ())
            if path is not None and _shape(path) == wanted and method in same:
                found.append(f"{service}.{name}")
    return found


@cache
def _woocommerce_services() -> Mapping[str, Any]:
    package = importlib.import_module("woocommerce_sdk")
    client = package.WooCommerce("https://shop.example", "ck_0", "cs_0")
    names = importlib.import_module("woocommerce_sdk.services").resources()
    return {name: getattr(client, name) for name in names}


_SAME = {"PUT": ("PUT", "POST", "PATCH"), "GET": ("GET",), "POST": ("POST",), "DELETE": ("DELETE",)}


def _shape(path: str) -> str:
    return re.sub(r"\{\w*\}", "{}", path)


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))
