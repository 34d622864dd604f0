"""A package's public names: sorted, documented, importable, and light to import."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from types import ModuleType

import pytest

from tests.architecture.source import PACKAGES, ROOT, SDKS, modules

#: What an import of a package must not load: each takes tens of milliseconds or belongs to an extra. (Not rich: httpx itself
#: imports it for its command line, where it is installed.)
HEAVY = frozenset(
    {
        "altair",
        "asyncio",
        "asyncpg",
        "authlib",
        "dbos",
        "keyring",
        "numpy",
        "orjson",
        "pandas",
        "polars",
        "psycopg",
        "pytest",
        "sqlalchemy",
        "typer",
        "uvicorn",
    }
)


def public(package: str) -> ModuleType:
    """The package, imported."""
    return importlib.import_module(package)


def in_fresh_python(code: str) -> str:
    """What a fresh interpreter prints."""
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


def constants_first(name: str) -> tuple[bool, bool, str]:
    """The order that ruff gives: constants, classes, everything else."""
    return not name.isupper(), not name[0].isupper(), name


def documented_data(package: str) -> frozenset[str]:
    """Module-level names with a ``#:`` comment above them or a docstring below."""
    found = set()
    for module, path in modules().items():
        if module.split(".")[0] != package:
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        body = ast.parse("\n".join(lines)).body
        for node, after in zip(body, [*body[1:], None], strict=True):
            commented = lines[node.lineno - 2].startswith("#:") if node.lineno > 1 else False
            if commented or (isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)):
                found |= set(_assigned(node))
    return frozenset(found)


def _assigned(node: ast.stmt) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [target.id for target in targets if isinstance(target, ast.Name)]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_public_names_are_sorted_and_each_is_there(package: str) -> None:
    names = list(public(package).__all__)
    assert names in (sorted(set(names)), sorted(set(names), key=constants_first))
    assert [] == [name for name in names if not hasattr(public(package), name)]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_public_class_and_function_has_a_docstring_of_its_own(package: str) -> None:
    named = ((name, getattr(public(package), name)) for name in public(package).__all__)
    own = [(name, value.__doc__) for name, value in named if inspect.isclass(value) or inspect.isroutine(value)]
    assert [] == [name for name, doc in own if not (doc or "").strip()]


@pytest.mark.parametrize("package", PACKAGES)
def test_every_other_public_name_is_documented_where_it_is_assigned(package: str) -> None:
    named = ((name, getattr(public(package), name)) for name in public(package).__all__ if not name.startswith("__"))
    data = [name for name, value in named if not (inspect.isclass(value) or inspect.isroutine(value) or inspect.ismodule(value))]
    assert [] == sorted(set(data) - documented_data(package))


@pytest.mark.parametrize("sdk", SDKS)
def test_the_names_that_a_type_checker_sees_are_those_that_are_loaded_on_demand(sdk: str) -> None:
    files = importlib.import_module(f"{sdk}.names").FILES
    found = {(file, name) for file, names in files.items() for name in names}
    seen = set()
    for module in ("__init__", "services"):
        body = ast.parse((ROOT / sdk / f"{module}.py").read_text(encoding="utf-8")).body
        checked = next(node for node in body if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING")
        seen |= {(node.module, alias.name) for node in checked.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == found


@pytest.mark.parametrize("sdk", SDKS)
def test_importing_an_sdk_loads_few_of_its_resources(sdk: str) -> None:
    loaded = in_fresh_python(f"import sys, {sdk}; print(sum(name.startswith('{sdk}.resources.') for name in sys.modules))")
    assert int(loaded) <= 12


@pytest.mark.parametrize("sdk", SDKS)
def test_every_public_name_is_offered_for_completion(sdk: str) -> None:
    assert "True" == in_fresh_python(f"import {sdk}; print(set({sdk}.__all__) <= set(dir({sdk})))")


@pytest.mark.parametrize("sdk", SDKS)
def test_a_name_that_an_sdk_lacks_is_an_attribute_error(sdk: str) -> None:
    with pytest.raises(AttributeError, match=f"module '{sdk}' has no attribute 'Nothing'"):
        _ = public(sdk).Nothing


@pytest.mark.parametrize("package", PACKAGES)
def test_importing_a_package_loads_nothing_heavy(package: str) -> None:
    loaded = in_fresh_python(f"import sys, {package}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))")
    assert frozenset() == frozenset(loaded.split()) & HEAVY


@pytest.mark.parametrize(("sdk", "other"), [SDKS, SDKS[::-1]])
def test_an_sdk_imports_where_the_other_is_not_installed(sdk: str, other: str) -> None:
    code = f"import sys; sys.modules[{other!r}] = None; sys.modules['bpwoo_sync'] = None; import {sdk}; print(len({sdk}.__all__) > 0)"
    assert "True" == in_fresh_python(code)


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_says_that_it_is_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
