"""Wheel and source distribution of this tree, and an environment that has the wheel."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import attrs

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


def python_with(wheel: Path, home: Path) -> Path:
    """The Python of an environment that has a wheel; the libraries that it needs are those that are installed here."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(home)], check=True)
    (packages,) = home.glob("lib/python*/site-packages")
    ZipFile(wheel).extractall(packages)
    (packages / "libraries.pth").write_text(f"{Path(attrs.__file__).parents[1]}\n", "utf-8")
    return home / "bin" / "python"
