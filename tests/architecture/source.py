"""The packages' source as the architecture tests read it: modules and their imports, as values."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]
PACKAGES = ("bpwoo_sync", "brightpearl_sdk", "woocommerce_sdk")
SDKS = ("brightpearl_sdk", "woocommerce_sdk")


@frozen
class Import:
    """One import of one module by another; ``deferred`` where it happens inside a function or for type checking only."""

    module: str
    target: str
    line: int
    deferred: bool = False

    def __str__(self) -> str:
        return f"{self.module}:{self.line} imports {self.target}"

    @property
    def top(self) -> str:
        """The first part of what is imported."""
        return self.target.partition(".")[0]


@cache
def modules() -> Mapping[str, Path]:
    """Every module of the three packages, by its dotted name."""
    return {dotted(path): path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))}


def dotted(path: Path) -> str:
    """``brightpearl_sdk/wire.py`` is ``brightpearl_sdk.wire``, and a package is named for its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree_of(module: str) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def imports() -> tuple[Import, ...]:
    """Every import in the three packages."""
    known = frozenset(modules())
    return tuple(
        found
        for module, path in modules().items()
        for found in imports_in(tree_of(module), module, is_package=path.name == "__init__.py", known=known)
    )


def imports_in(tree: ast.Module, module: str, *, is_package: bool, known: frozenset[str]) -> Iterator[Import]:
    """The imports of one module, relative ones made absolute; ``from a import b`` imports ``a.b`` where that is a module."""
    base = module.split(".") if is_package else module.split(".")[:-1]
    for node, deferred in _walk(tree, deferred=False):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(module, alias.name, node.lineno, deferred)
        elif isinstance(node, ast.ImportFrom):
            above = base[: len(base) - node.level + 1] if node.level else []
            source = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                whole = f"{source}.{alias.name}"
                yield Import(module, whole if whole in known else source, node.lineno, deferred)


def _walk(node: ast.AST, *, deferred: bool) -> Iterator[tuple[ast.AST, bool]]:
    for child in ast.iter_child_nodes(node):
        yield child, deferred
        later = deferred or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) or _for_types_only(child)
        yield from _walk(child, deferred=later)


def _for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
