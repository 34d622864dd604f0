"""The core of the sync is pure: a moment, a rate, a file's content are arguments, and effects live at the edge."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.source import imports, modules, tree_of

#: Modules through which the world comes in.
WORLDLY = frozenset(
    {
        "asyncio",
        "httpx",
        "io",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "random",
        "secrets",
        "shutil",
        "socket",
        "sqlalchemy",
        "sqlite3",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
    }
)

#: Calls that answer differently each time, or speak to the world.
MOODY = frozenset({"now", "utcnow", "today"})
SPOKEN = frozenset({"open", "print", "input"})

EDGES = ("bpwoo_sync.effects", "bpwoo_sync.cli", "bpwoo_sync.testing")
CORE = tuple(module for module in modules() if module.startswith("bpwoo_sync") and not module.startswith(EDGES))


def test_the_core_imports_nothing_through_which_the_world_comes_in() -> None:
    core = frozenset(CORE)
    assert [] == [str(found) for found in imports() if found.module in core and found.top in WORLDLY]


@pytest.mark.parametrize("module", CORE)
def test_a_core_module_asks_no_clock_and_speaks_to_nobody(module: str) -> None:
    calls = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.Call) and impure(node.func)]
    assert [] == [f"{module}:{node.lineno} {ast.unparse(node)}" for node in calls]


def impure(function: ast.expr) -> bool:
    """Whether calling this asks a clock or speaks to the world."""
    match function:
        case ast.Attribute(attr=name):
            return name in MOODY
        case ast.Name(id=name):
            return name in SPOKEN
    return False


@pytest.mark.parametrize(
    ("text", "expected"),
    [("datetime.now(UTC)", True), ("date.today()", True), ("open(path)", True), ("order.open()", False), ("sum(rows)", False)],
)
def test_what_counts_as_impure(text: str, expected: bool) -> None:
    call = ast.parse(text, mode="eval").body
    assert isinstance(call, ast.Call)
    assert expected is impure(call.func)
