"""The reader of imports sees every way in which Python spells one."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import Import, imports_in

KNOWN = frozenset({"shop.parts", "shop.parts.wheel", "shop.wire"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import shop.wire", [Import("shop.parts.wheel", "shop.wire", 1)]),
        ("import httpx as http, os", [Import("shop.parts.wheel", "httpx", 1), Import("shop.parts.wheel", "os", 1)]),
        ("from shop import wire", [Import("shop.parts.wheel", "shop.wire", 1)]),
        ("from shop.wire import decode", [Import("shop.parts.wheel", "shop.wire", 1)]),
        ("from . import wheel", [Import("shop.parts.wheel", "shop.parts.wheel", 1)]),
        ("from .. import wire", [Import("shop.parts.wheel", "shop.wire", 1)]),
        ("from ..wire import decode", [Import("shop.parts.wheel", "shop.wire", 1)]),
        ("def f():\n import httpx", [Import("shop.parts.wheel", "httpx", 2, deferred=True)]),
        ("if TYPE_CHECKING:\n import httpx", [Import("shop.parts.wheel", "httpx", 2, deferred=True)]),
        ("try:\n import httpx\nexcept ImportError: pass", [Import("shop.parts.wheel", "httpx", 2)]),
    ],
)
def test_an_import_is_read_as_the_module_it_names(text: str, expected: list[Import]) -> None:
    found = list(imports_in(ast.parse(text), "shop.parts.wheel", is_package=False, known=KNOWN))
    assert expected == found


def test_a_package_is_the_base_of_its_own_relative_imports() -> None:
    found = list(imports_in(ast.parse("from .wheel import turn"), "shop.parts", is_package=True, known=KNOWN))
    assert [Import("shop.parts", "shop.parts.wheel", 1)] == found
