"""What is built holds all that the packages need, and is the same, byte for byte, whoever builds it and where."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import attrs
import pytest

from tests.architecture.source import PACKAGES, ROOT

#: What a build reads.
SOURCES = ("pyproject.toml", "README.md", "LICENSE", ".gitignore", *PACKAGES)


def built(folder: Path) -> dict[str, Path]:
    """Wheel and source distribution, by suffix, of a copy of the sources whose files are new."""
    tree = folder / "sources"
    tree.mkdir(parents=True)
    for name in SOURCES:
        if (ROOT / name).is_dir():
            # Files are written in an order of their own in each copy, with times of their own.
            shutil.copytree(ROOT / name, tree / name, copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(ROOT / name, tree / name)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=tree, env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}, check=True, capture_output=True)
    return {path.suffix: path for path in (folder / "dist").iterdir()}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return built(tmp_path_factory.mktemp("first"))


def test_two_builds_of_the_same_sources_are_the_same(first: dict[str, Path], tmp_path: Path) -> None:
    assert digests(first) == digests(built(tmp_path / "elsewhere"))


def digests(distributions: dict[str, Path]) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in distributions.values()}


def test_the_wheel_holds_every_file_of_the_packages_and_nothing_else(first: dict[str, Path]) -> None:
    held = {name for name in ZipFile(first[".whl"]).namelist() if ".dist-info/" not in name}
    assert sources() == held
    assert {f"{package}/py.typed" for package in PACKAGES} <= held
    assert {"bpwoo_sync/templates/report.html.j2", "bpwoo_sync/testing/demo.toml", "bpwoo_sync/testing/shop/orders.json"} <= held


def test_the_source_distribution_holds_what_a_build_needs(first: dict[str, Path]) -> None:
    with tarfile.open(first[".gz"]) as archive:
        held = {name.partition("/")[2] for name in archive.getnames()}
    assert set() == {"pyproject.toml", "README.md", "LICENSE", *sources()} - held


#: What a user of the installed packages writes, and what a type checker is to say of it.
USERS = """
import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.errors import PlanError

reveal_type(bp.Orders.get(7))
reveal_type(woo.Orders.get(7))
reveal_type(PlanError("No.").documentation)
"""


def test_a_project_that_installed_the_wheel_has_its_types(first: dict[str, Path], tmp_path: Path) -> None:
    home = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    ZipFile(first[".whl"]).extractall(packages)
    # The libraries are those that are installed here; the packages are the wheel's.
    (packages / "libraries.pth").write_text(f"{Path(attrs.__file__).parents[1]}\n", "utf-8")
    (tmp_path / "project.py").write_text(USERS, "utf-8")
    python = ["--python-executable", str(home / "bin" / "python"), "--cache-dir", str(tmp_path / "cache")]
    command = [sys.executable, "-m", "mypy", "--strict", "--no-color-output", *python, "project.py"]
    told = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": ""}, capture_output=True, text=True, check=False)
    revealed = re.findall(r'Revealed type is "(.*)"', told.stdout)
    assert [] == [line for line in told.stdout.splitlines() if " error: " in line]
    assert [
        "brightpearl_sdk._kernel.operation.Operation[brightpearl_sdk.resources.order.order.Order]",
        "woocommerce_sdk._kernel.operation.Operation[woocommerce_sdk.resources.orders.Order]",
        "str",
    ] == revealed


def sources() -> set[str]:
    """The files of the packages, but for what Python keeps beside them."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}
