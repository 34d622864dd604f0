"""What is deprecated says since when, until when and what to use instead, and is gone when it is due."""

from __future__ import annotations

import importlib
import inspect
import re
import warnings
from collections.abc import Iterator
from typing import Any

import pytest
from packaging.version import Version
from typing_extensions import deprecated

from tests.architecture.source import PACKAGES, modules
from tests.architecture.test_distribution import PROJECT

FORM = re.compile(r"Since (?P<since>\d+\.\d+), gone in (?P<gone>\d+\.\d+): use (?P<instead>\S.*)")


def fault(sentence: str, version: str) -> str:
    """What is wrong with the sentence of a deprecation in this version of the package; blank where nothing is."""
    said = FORM.fullmatch(sentence)
    if said is None:
        return 'is not of the form "Since 0.4, gone in 0.6: use …"'
    if Version(said["gone"]) <= Version(version):
        return f"was to be gone in {said['gone']}"
    return "" if Version(said["since"]) < Version(said["gone"]) else "goes before it is deprecated"


def found(module: Any) -> Iterator[tuple[str, str]]:
    """Every deprecated function, class and method of a module, and its sentence."""
    for name, value in vars(module).items():
        if getattr(value, "__module__", None) == module.__name__:
            inside = vars(value).items() if inspect.isclass(value) else ()
            for each, told in ((name, value), *((f"{name}.{inner}", member) for inner, member in inside)):
                sentence = getattr(told, "__deprecated__", None)
                if isinstance(sentence, str):
                    yield f"{module.__name__}.{each}", sentence


#: Scripts that Alembic runs, and modules for which an extra has to be there.
UNLOADED = ("bpwoo_sync.effects", "bpwoo_sync.cli")


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_deprecated_says_so_in_form_and_is_gone_when_it_is_due(package: str) -> None:
    names = [name for name in modules() if name.split(".")[0] == package and not name.startswith(UNLOADED)]
    told = [each for name in names for each in found(importlib.import_module(name))]
    assert [] == [f"{name}: {fault(sentence, PROJECT['version'])}" for name, sentence in told if fault(sentence, PROJECT["version"])]


@pytest.mark.parametrize(
    ("sentence", "version", "expected"),
    [
        ("Since 0.4, gone in 0.6: use client.orders.find", "0.5.0", ""),
        ("Since 0.4, gone in 0.6: use client.orders.find", "0.6.0", "was to be gone in 0.6"),
        ("Since 0.6, gone in 0.6: use client.orders.find", "0.5.0", "goes before it is deprecated"),
        ("Use client.orders.find", "0.5.0", 'is not of the form "Since 0.4, gone in 0.6: use …"'),
    ],
)
def test_a_sentence_is_judged_by_the_version(sentence: str, version: str, expected: str) -> None:
    assert expected == fault(sentence, version)


@deprecated("Since 0.4, gone in 99.0: use fault")
def old_fault() -> str:
    """As a deprecated function of ours would be."""
    return "still works"


class Old:
    """With a deprecated method."""

    @deprecated("Since 0.4, gone in 99.0: use fault")
    def fault(self) -> str:
        return "still works"


def test_a_deprecated_name_works_warns_and_is_found() -> None:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert ("still works", "still works") == (old_fault(), Old().fault())
    assert [(DeprecationWarning, "Since 0.4, gone in 99.0: use fault")] * 2 == [(each.category, str(each.message)) for each in told]
    own = dict(found(importlib.import_module(__name__)))
    assert {f"{__name__}.old_fault", f"{__name__}.Old.fault"} == set(own)
