"""A newcomer adds a resource to an SDK with nothing but ``CONTRIBUTING.md``: in under sixty lines, typed, and tested by what is there."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

#: What the steps touch or run.
COPIED = (
    "brightpearl_sdk",
    "woocommerce_sdk",
    "bpwoo_sync",
    "tests/__init__.py",
    "tests/conftest.py",
    "tests/postgresql.py",
    "tests/cassettes.py",
    "tests/architecture",
    "tests/brightpearl_sdk",
    "tests/data/brightpearl",
    "pyproject.toml",
    "docs/explanation/architecture.rst",
)

#: What a newcomer writes first with the new resource.
FIRST_USE = """
import brightpearl_sdk as bp
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble, mock_transport

double = BrightpearlDouble()
auth = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
client = bp.Brightpearl(double.account, auth, base_url="https://x.example", transport=mock_transport(double.handle))
reason: bp.ReturnReason = client.return_reasons.get(1)
names: list[str | None] = [each.name for each in client.return_reasons.all()]
print(reason.name, names, reason.is_active)
"""


def steps() -> dict[str, list[str]]:
    """The lines that the guide says to write, by file; the first is what they go below, blank where the alphabet says it."""
    guide = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    section = re.search(r"^## Adding a resource\n(.*?)(?=^## |\Z)", guide, re.MULTILINE | re.DOTALL)
    assert section is not None
    written: dict[str, list[str]] = {}
    for block in re.findall(r"^   ```\w+\n(.*?)^   ```$", section[1], re.MULTILINE | re.DOTALL):
        for line in textwrap.dedent(block).splitlines():
            if line.startswith("# ") and "/" in line:
                name, _, above = line.removeprefix("# ").partition(", below ")
                lines = written.setdefault(name, [above])
            else:
                lines.append(line)
    return written


def with_line(lines: list[str], line: str, above: str) -> list[str]:
    """A file's lines with one more: below the one that has ``above`` in it, or else where the alphabet has it among its like."""
    if above:
        place = next(number for number, each in enumerate(lines) if above in each) + 1
        return [*lines[:place], line, *lines[place:]]
    alike = [number for number, each in enumerate(lines) if shape(each) == shape(line)]
    before = [number for number in alike if lines[number] < line]
    after = [number for number in alike if not before or number > before[-1]]
    place = after[0] if after else before[-1] + 1 if before else len(lines)
    return [*lines[:place], line, *lines[place:]]


def shape(line: str) -> str:
    """How a line begins, whatever its words are."""
    return re.sub(r"\w+", "w", line)[:12]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree in which the guide was followed."""
    copy = tmp_path_factory.mktemp("newcomer")
    for name in COPIED:
        source, target = ROOT / name, copy / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    for name, written in steps().items():
        path = copy / name
        lines = path.read_text("utf-8").splitlines() if path.is_file() else []
        above, *new = written
        for before, line in zip(["", *new], new, strict=False):
            # A docstring stands below what it describes.
            lines = with_line(lines, line, before if '"""' in line else above) if path.is_file() else [*lines, line]
        path.write_text("\n".join(lines) + "\n", "utf-8")
    return copy


def changed(copy: Path) -> list[str]:
    """The lines of the difference that git would count, but for those of context."""
    lines = []
    for name in steps():
        before = (ROOT / name).read_text("utf-8").splitlines() if (ROOT / name).is_file() else []
        after = (copy / name).read_text("utf-8").splitlines()
        told = difflib.unified_diff(before, after, lineterm="", n=0)
        lines += [line for line in told if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return lines


def run(copy: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What a command comes to in the copy."""
    environment = {**os.environ, "PYTHONPATH": str(copy)}
    return subprocess.run([sys.executable, *command], cwd=copy, env=environment, capture_output=True, text=True, timeout=900, check=False)


def test_the_guide_takes_less_than_sixty_lines(tree: Path) -> None:
    lines = changed(tree)
    assert [] == [line for line in lines if line.startswith("-")]
    assert 30 < len(lines) < 60


def test_the_tests_that_are_there_find_the_resource_and_pass(tree: Path) -> None:
    files = ("test_every_resource.py", "test_every_declaration.py", "test_coverage.py", "testing/test_coverage.py")
    paths = ["tests/architecture/test_public_names.py", *(f"tests/brightpearl_sdk/{file}" for file in files)]
    told = run(tree, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider", "-k", "return or sorted or type_checker", *paths)
    assert 0 == told.returncode, told.stdout + told.stderr
    (passed,) = re.findall(r"(\d+) passed", told.stdout)
    assert 10 < int(passed)


def test_the_new_resource_is_used_as_any_other_and_typed(tree: Path) -> None:
    (tree / "first_use.py").write_text(FIRST_USE, "utf-8")
    used = run(tree, "first_use.py")
    assert ("Damaged ['Damaged'] True\n", "") == (used.stdout, used.stderr)
    typed = run(tree, "-m", "mypy", "--strict", "--cache-dir", str(ROOT / ".mypy_cache" / "newcomer"), "first_use.py")
    assert 0 == typed.returncode, typed.stdout
