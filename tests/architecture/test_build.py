"""What is built holds all that the packages need, and is the same, byte for byte, whoever builds it and where."""

from __future__ import annotations

import hashlib
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.building import built
from tests.architecture.source import PACKAGES, ROOT


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


def sources() -> set[str]:
    """The files of the packages, but for what Python keeps beside them."""
    paths = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}
