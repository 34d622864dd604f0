"""The reference's pages: every public name of the three packages, on a page of the module it comes from."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import explained
import inventory
import tabulated
from docutils.nodes import Element, TextElement, document
from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.pycode import ModuleAnalyzer
from sphinx.util import logging

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


_LOG = logging.getLogger(__name__)

#: Packages whose modules are public as they are: each has a page of its own, with everything in it.
BY_MODULE = frozenset({"bpwoo_sync"})

#: Modules of a client that are public as they are, beside the names of its package.
MODULES = ("setup",)

#: Modules that are not for importing: the command itself, data for trying things on, and what Alembic runs.
UNLISTED = ("bpwoo_sync.cli", "bpwoo_sync.testing", "bpwoo_sync.effects.migrations.env")


def pages() -> Mapping[str, str]:
    """The text of every generated page by its path under ``reference/``."""
    return {
        path: text
        for package, title in PACKAGES.items()
        for path, text in {**_subjects(package), f"{package}/index.rst": _index(package, title)}.items()
    }


def write_all(folder: Path) -> None:
    """Write every page that is not there as it is to be, and remove those of names that are gone."""
    generated = {**pages(), **tabulated.pages()}
    wanted = {folder / "reference" / path: text for path, text in generated.items()}
    wanted |= {folder / path: text for path, text in explained.pages().items()}
    for parent in {path.parent for path in wanted if path.parent.is_dir()}:
        for path in {each for each in parent.iterdir() if each.is_file()} - wanted.keys():
            path.unlink()
    for path, text in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def tell_what_is_lacking(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn of what is public and not in the reference; a warning fails the build."""
    for name in inventory.lacking({name for name, *_ in env.domains["py"].get_objects()}):
        _LOG.warning("The reference lacks %s", name)


def name_exactly(app: Sphinx, doctree: document) -> None:
    """Let annotations be looked up by their names alone.

    Sphinx takes them for abbreviations, and looks for each ``str`` through the ends of all names that there are.
    """
    for node in doctree.findall(pending_xref):
        if node.get("refspecific") is False:
            del node["refspecific"]


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


def _index(package: str, title: str) -> str:
    subjects = _modules(package) if package in BY_MODULE else [*_by_subject(package), *MODULES]
    listed = "\n".join(f"   {subject}" for subject in sorted(subjects))
    return f"{title}\n{'=' * len(title)}\n\n.. py:module:: {package}\n\n{_summary(package)}\n\n.. toctree::\n\n{listed}\n"


def _summary(package: str) -> str:
    return inspect.cleandoc(importlib.import_module(package).__doc__ or "")


def _subjects(package: str) -> Mapping[str, str]:
    if package in BY_MODULE:
        return {f"{package}/{name}.rst": _module_page(name) for name in _modules(package)}
    named = {f"{package}/{subject}.rst": _page(package, subject, names) for subject, names in _by_subject(package).items()}
    return {**named, **{f"{package}/{name}.rst": _module_page(f"{package}.{name}") for name in MODULES}}


def _modules(package: str) -> list[str]:
    found = pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}.")
    return [each.name for each in found if not each.name.startswith(UNLISTED)]


def _module_page(name: str) -> str:
    """A page of everything in a module, but for what the page of its package has already."""
    package, _, _ = name.partition(".")
    told = (
        [] if package in BY_MODULE else sorted(set(importlib.import_module(package).__all__) & set(importlib.import_module(name).__all__))
    )
    members = "   :members:\n   :undoc-members:\n   :show-inheritance:\n"
    members += f"   :exclude-members: {', '.join(told)}\n" if told else ""
    taken = "".join(f"\n{_constant(each, lines)}" for each, lines in _constants_inside(name).items())
    return f"{name}\n{'=' * len(name)}\n\n{_contents(name, set(told))}.. automodule:: {name}\n{members}{taken}"


def _contents(name: str, told: Collection[str]) -> str:
    """Links to what a module's page has."""
    module = importlib.import_module(name)
    constants = [each for owner, each in ModuleAnalyzer.for_module(name).find_attr_docs() if not owner]
    described = {each: value for each, value in vars(module).items() if inspect.isclass(value) or inspect.isroutine(value)}
    defined = [each for each, value in described.items() if getattr(value, "__module__", "") == name]
    public = {*constants, *described, *_constants_inside(name)}
    own = (*constants, *defined) if not hasattr(module, "__all__") else [each for each in module.__all__ if each in public]
    return _links(name, [each for each in own if not each.startswith("_") and each not in told])


def _constants_inside(name: str) -> Mapping[str, list[str]]:
    """The comment of each constant that a package has from a module inside: autodoc passes it over there."""
    public = getattr(importlib.import_module(name), "__all__", ())
    inside = [each for each in _modules(name.partition(".")[0]) if each.startswith(f"{name}.")] if public else []
    comments = (ModuleAnalyzer.for_module(each).find_attr_docs() for each in inside)
    found = {each: lines for told in comments for (owner, each), lines in told.items() if not owner}
    return {each: found[each] for each in public if each in found}


def _links(package: str, names: Iterable[str]) -> str:
    linked = ", ".join(f":py:obj:`~{package}.{name}`" for name in names)
    return f"{linked}.\n\n" if linked else ""


def _page(package: str, subject: str, names: list[str]) -> str:
    title = subject.replace("_", " ").capitalize()
    entries = "\n".join(_entry(package, name) for name in names)
    return f"{title}\n{'=' * len(title)}\n\n{_links(package, names)}.. currentmodule:: {package}\n\n{entries}"


def _entry(package: str, name: str) -> str:
    value = getattr(importlib.import_module(package), name)
    if inspect.isclass(value):
        kind = "autoexception" if issubclass(value, BaseException) else "autoclass"
    elif inspect.isroutine(value):
        kind = "autofunction"
    else:
        return _constant(name, _constants(package).get(name, ["A constant."]))
    return f".. {kind}:: {package}.{name}\n"


def _constant(name: str, lines: Iterable[str]) -> str:
    told = "\n   ".join(lines)
    return f".. py:data:: {name}\n\n   {told}\n"


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
