"""What the distribution declares is what the code needs."""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import requires, version
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.source import PACKAGES, ROOT, imports, modules

PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS: dict[str, list[str]] = PROJECT["optional-dependencies"]

#: The extras that a user of the packages asks for; the others serve who works on them.
USER_EXTRAS = tuple(name for name in EXTRAS if name not in {"test", "lint", "types", "docs", "bench", "mutation", "fuzz", "supply", "dev"})

#: Trees that are ours to keep clean.
OWN_PYTHON = (
    ROOT / "noxfile.py",
    *(path for folder in (*PACKAGES, "tests") for path in sorted((ROOT / folder).rglob("*.py"))),
)


#: Distributions whose import has another name.
IMPORTED_AS = {"opentelemetry_api": "opentelemetry", "vl_convert_python": "vl_convert"}


def names(requirements: list[str]) -> set[str]:
    """The distributions that requirements name, as an import would spell them."""
    found = (re.split(r"[\[<>=!~; ]", requirement)[0].lower().replace("-", "_") for requirement in requirements)
    return {IMPORTED_AS.get(name, name) for name in found}


def test_the_core_needs_five_libraries() -> None:
    assert {"httpx", "attrs", "cattrs", "authlib", "typing_extensions"} == names(PROJECT["dependencies"])


def test_the_core_brings_less_than_fifteen_distributions_with_it() -> None:
    assert len(needed(PROJECT["dependencies"])) < 15


def needed(requirements: list[str], extra: str = "") -> set[str]:
    """What these requirements lead to here, as what is installed declares it."""
    found: set[str] = set()
    for requirement in map(Requirement, requirements):
        if requirement.marker is None or requirement.marker.evaluate({"extra": extra}):
            found.add(canonicalize_name(requirement.name))
            further = requires(requirement.name) or []
            found |= set().union(*(needed(further, each) for each in ("", *requirement.extras)))
    return found


@pytest.mark.parametrize("extra", USER_EXTRAS)
def test_what_an_extra_asks_for_is_here_and_suits_all_that_is_here(extra: str) -> None:
    wanted = [each for each in map(Requirement, EXTRAS[extra]) if each.name != "bpwoo"]
    further = [
        each
        for one in wanted
        for each in map(Requirement, requires(one.name) or [])
        if not each.marker or each.marker.evaluate({"extra": ""})
    ]
    assert [] == [str(each) for each in (*wanted, *further) if version(each.name) not in each.specifier]


def test_every_library_that_is_imported_is_declared() -> None:
    declared = names(PROJECT["dependencies"]).union(*(names(EXTRAS[extra]) for extra in USER_EXTRAS))
    foreign = {found.top for found in imports()} - set(PACKAGES) - sys.stdlib_module_names
    assert set() == foreign - declared


def test_every_library_of_an_extra_is_used() -> None:
    declared = set().union(*(names(EXTRAS[extra]) for extra in USER_EXTRAS)) - {"bpwoo"}
    source = "".join(path.read_text(encoding="utf-8") for path in modules().values())
    by_name = {name for name in declared if f'"{name}"' in source}
    by_others = {"psycopg", "vl_convert_python"}  # for SQLAlchemy, where a database's URL names it; for Altair's pictures
    assert set() == declared - by_name - by_others - {found.top for found in imports()}


@pytest.mark.parametrize("mark", ["type" + ": ignore", "py" + "right: ignore"])
def test_no_line_asks_the_type_checker_to_look_away(mark: str) -> None:
    assert [] == [str(path.relative_to(ROOT)) for path in OWN_PYTHON if mark in path.read_text(encoding="utf-8")]
