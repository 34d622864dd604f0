"""The reference's pages: every public name of the three packages, on a page of the module it comes from."""

from __future__ import annotations

import csv
import importlib
import inspect
import pkgutil
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from docutils.nodes import Element, TextElement
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer

PACKAGES = {
    "brightpearl_sdk": "The Brightpearl client",
    "woocommerce_sdk": "The WooCommerce client",
    "bpwoo_sync": "The sync",
}

#: Names that appear in signatures and are documented nowhere: parameters of generics, and what of the kernel stays private.
#: Looked at only once a name has turned out not to be public.
INTERNAL: list[tuple[str, str]] = [
    (r"py:.*", r".*\._kernel\..*"),
    (r"py:.*", r".*\.services\.Services"),
    (r"py:.*", r".*\.([A-Z](_co|_contra)?|Native|Fact|_[A-Za-z]\w*)"),
]


_DATA = Path(__file__).parents[1] / "tests" / "data"

#: Packages whose modules are public as they are: each has a page of its own, with everything in it.
BY_MODULE = frozenset({"bpwoo_sync"})

#: Modules that are not for importing: the command itself, and data for trying things on.
UNLISTED = ("bpwoo_sync.cli", "bpwoo_sync.testing")


def pages() -> Mapping[str, str]:
    """The text of every generated page by its path under ``reference/``."""
    return {
        path: text
        for package, title in PACKAGES.items()
        for path, text in {**_subjects(package), f"{package}/index.rst": _index(package, title)}.items()
    }


def write_all(folder: Path) -> None:
    """Write every page that is not there as it is to be, and remove those of names that are gone."""
    wanted = {folder / path: text for path, text in {**pages(), **coverage(), **fields(), **codes()}.items()}
    for package in PACKAGES:
        for path in (folder / package).glob("*.rst"):
            if path not in wanted:
                path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def public_reference(app: Sphinx, env: BuildEnvironment, node: Element, content: TextElement) -> Element | None:
    """A reference to ``package.module.Name`` resolved as the public ``package.Name``."""
    target = str(node.get("reftarget", ""))
    package, _, rest = target.partition(".")
    if node.get("refdomain") != "py" or package not in PACKAGES or package in BY_MODULE:
        return None
    public = importlib.import_module(package).__all__
    parts = rest.split(".")
    for start, part in enumerate(parts):
        if part in public:
            name = ".".join([package, *parts[start:]])
            if name != target:
                return env.domains["py"].resolve_any_xref(env, str(node["refdoc"]), app.builder, name, node, content)[0][1]
    return None


def coverage() -> Mapping[str, str]:
    """For each vendor, every endpoint that it documents and the method that asks for it."""
    return {"coverage/brightpearl.md": _brightpearl_coverage(), "coverage/woocommerce.md": _woocommerce_coverage()}


def fields() -> Mapping[str, str]:
    """For each kind of write, every value of it and where it comes from."""
    kinds, explained = (importlib.import_module(f"bpwoo_sync.{name}") for name in ("plan", "explain"))
    parts = ["# What is written\n\nEvery value of every write, where it is read and by which rule: see `bpwoo plan --explain`.\n"]
    for kind, known in kinds.KINDS.items():
        told = ((each.path, each.source.replace("{row}", "line"), each.rule) for each in explained.FIELDS[kind])
        rows = "\n".join(f"| `{path}` | {source} | {rule} |" for path, source, rule in told)
        parts.append(f"\n## {known.title.capitalize()}\n\n| value | source | rule |\n|---|---|---|\n{rows}\n")
    return {"coverage/fields.md": "".join(parts)}


def codes() -> Mapping[str, str]:
    """Every code that a finding can have."""
    known = importlib.import_module("bpwoo_sync.issues").CODES
    rows = "\n".join(f"| `{code}` | {each.severity.value} | {each.meaning} | {each.repair} |" for code, each in sorted(known.items()))
    head = "# Findings\n\nEvery code of an issue, how bad it is unless the circumstances say otherwise, and what to do.\n\n"
    return {"coverage/findings.md": f"{head}| code | severity | meaning | what to do |\n|---|---|---|---|\n{rows}\n"}


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
    return {name: value for name, value in vars(client).items() if isinstance(value, package.Resource)}


_SAME = {"PUT": ("PUT", "POST", "PATCH"), "GET": ("GET",), "POST": ("POST",), "DELETE": ("DELETE",)}


def _shape(path: str) -> str:
    return re.sub(r"\{\w*\}", "{}", path)


def _table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t"))


def _index(package: str, title: str) -> str:
    subjects = _modules(package) if package in BY_MODULE else _by_subject(package)
    listed = "\n".join(f"   {subject}" for subject in sorted(subjects))
    return f"{title}\n{'=' * len(title)}\n\n.. py:module:: {package}\n\n{_summary(package)}\n\n.. toctree::\n\n{listed}\n"


def _summary(package: str) -> str:
    return inspect.cleandoc(importlib.import_module(package).__doc__ or "")


def _subjects(package: str) -> Mapping[str, str]:
    if package in BY_MODULE:
        return {f"{package}/{name}.rst": _module_page(name) for name in _modules(package)}
    return {f"{package}/{subject}.rst": _page(package, subject, names) for subject, names in _by_subject(package).items()}


def _modules(package: str) -> list[str]:
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    return [each.name for each in found if not each.name.startswith(UNLISTED)]


def _module_page(name: str) -> str:
    return f"{name}\n{'=' * len(name)}\n\n.. automodule:: {name}\n   :members:\n   :undoc-members:\n   :show-inheritance:\n"


def _page(package: str, subject: str, names: list[str]) -> str:
    title = subject.replace("_", " ").capitalize()
    entries = "\n".join(_entry(package, name) for name in names)
    return f"{title}\n{'=' * len(title)}\n\n.. currentmodule:: {package}\n\n{entries}"


def _entry(package: str, name: str) -> str:
    value = getattr(importlib.import_module(package), name)
    if inspect.isclass(value):
        kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
    elif inspect.isroutine(value):
        kind = "autofunction"
    else:
        told = "\n   ".join(_constants(package).get(name, ["A constant."]))
        return f".. py:data:: {package}.{name}\n\n   {told}\n"
    return f".. {kind}:: {package}.{name}\n"


@cache
def _constants(package: str) -> Mapping[str, list[str]]:
    """The comment of each constant: where it is made, not where it is public."""
    found: dict[str, list[str]] = {}
    for each in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        comments = ModuleAnalyzer.for_module(each.name).find_attr_docs()
        found |= {name: lines for (owner, name), lines in comments.items() if not owner}
    return found


def _by_subject(package: str) -> Mapping[str, list[str]]:
    module = importlib.import_module(package)
    subjects: dict[str, list[str]] = {}
    for name in module.__all__:
        if not name.startswith("__") and not inspect.ismodule(getattr(module, name)):
            subjects.setdefault(_subject(package, getattr(module, name)), []).append(name)
    return subjects


def _subject(package: str, value: Any) -> str:
    """``package.resources.order.order_row`` is "order", ``package._kernel.…`` "values", and a constant too."""
    home = str(getattr(value, "__module__", ""))
    parts = home.removeprefix(package).strip(".").split(".") if home.startswith(package) else [""]
    if parts[0] in {"resources", "mapping", "effects"} and len(parts) > 1:
        return parts[1]
    return "values" if parts[0] in {"_kernel", ""} else parts[0]
