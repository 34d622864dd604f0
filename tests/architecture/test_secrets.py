"""What the source never does with secrets, read from the source itself."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.source import modules

SHIPPED = {name: path for name, path in modules().items() if ".testing" not in name}

#: Names of what must not be compared byte by byte until the first that differs.
SECRET = ("secret", "signature", "token", "password")


@cache
def tree(path: Path) -> tuple[ast.AST, ...]:
    """Every node of a module."""
    return tuple(ast.walk(ast.parse(path.read_text("utf-8"))))


def nodes(kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every node of a kind, with where it stands."""
    for name, path in SHIPPED.items():
        for node in tree(path):
            if isinstance(node, kind):
                yield f"{name}:{getattr(node, 'lineno', 0)}", node


def named(node: ast.expr) -> str:
    """The last name in an expression: of ``self.client_secret`` it is ``client_secret``."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name.lower()
        case ast.Call(func=called):
            return named(called)
    return ""


def is_of_a_secret(comparison: ast.Compare) -> bool:
    """Whether it compares a secret with something that is no constant; an empty one, or none, is no secret."""
    sides = [comparison.left, *comparison.comparators]
    equal = any(isinstance(operator, (ast.Eq, ast.NotEq)) for operator in comparison.ops)
    return equal and not any(isinstance(side, ast.Constant) for side in sides) and any(named(side).endswith(SECRET) for side in sides)


#: Comparisons of our own two tokens, of which no stranger sends one.
OURS = {"brightpearl_sdk.auth", "bpwoo_sync.effects.leases"}


def test_no_secret_that_a_stranger_sends_is_compared_but_in_constant_time() -> None:
    found = [place for place, node in nodes(ast.Compare) if isinstance(node, ast.Compare) and is_of_a_secret(node)]
    assert [] == [place for place in found if place.partition(":")[0] not in OURS]


@pytest.mark.parametrize(("keyword", "value"), [("verify", False), ("follow_redirects", True), ("check_hostname", False)])
def test_nothing_switches_certificates_off_or_redirects_on(keyword: str, value: bool) -> None:
    calls = ((place, node) for place, node in nodes(ast.keyword) if isinstance(node, ast.keyword) and node.arg == keyword)
    assert [] == [place for place, node in calls if isinstance(node.value, ast.Constant) and node.value.value is value]


def test_no_connection_is_told_to_trust_any_certificate() -> None:
    assert [] == [place for place, node in nodes(ast.Attribute) if isinstance(node, ast.Attribute) and node.attr == "CERT_NONE"]


@pytest.mark.parametrize(
    ("text", "expected"), [("given == secret", True), ("token != other.token", True), ("secret == ''", False), ("count == 2", False)]
)
def test_a_comparison_of_a_secret_is_known(text: str, expected: bool) -> None:
    comparison = ast.parse(text, mode="eval").body
    assert isinstance(comparison, ast.Compare)
    assert expected == is_of_a_secret(comparison)
