"""What a user of the installed wheel may and may not write, as mypy sees it. The files beside this one are checked and never run.

A line of ``refused/`` that ends in ``# E: message`` has to draw just that error, every other line none.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.building import built, python_with
from tests.architecture.source import ROOT

HERE = Path(__file__).parent
ACCEPTED = sorted((HERE / "accepted").glob("*.py"))
REFUSED = sorted((HERE / "refused").glob("*.py"))

Complaints = dict[tuple[str, int], str]


def complaints(files: list[Path], project: Path) -> Complaints:
    """What mypy says of the files, by name and line: in a project of their own, whose environment has the built wheel."""
    python = python_with(built(project)[".whl"], project / "venv")
    for path in files:
        (project / path.parent.name).mkdir(exist_ok=True)
        shutil.copyfile(path, project / path.parent.name / path.name)
    options = ["--strict", "--no-pretty", "--no-color-output", "--no-error-summary", "--hide-error-codes"]
    places = ["--python-executable", str(python), "--cache-dir", str(ROOT / ".mypy_cache" / "user"), "accepted", "refused"]
    environment = {**os.environ, "PYTHONPATH": "", "MYPY_FORCE_COLOR": "0"}
    command = [sys.executable, "-m", "mypy", *options, *places]
    said = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    assert not said.stderr, said.stderr
    found = re.findall(r"^(.+?):(\d+): error: (.+)$", said.stdout, flags=re.MULTILINE)
    return {(Path(path).name, int(line)): message for path, line, message in found}


def announced(files: list[Path]) -> Complaints:
    """What the files say that mypy will say."""
    return {
        (path.name, number): line.partition("# E: ")[2].strip()
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if "# E: " in line
    }


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Complaints:
    return complaints([*ACCEPTED, *REFUSED], tmp_path_factory.mktemp("user"))


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_what_a_user_may_not_write_is_refused_for_its_reason(path: Path, said: Complaints) -> None:
    due = announced([path])
    assert due, f"{path.name} announces no error"
    assert due == {place: message for place, message in said.items() if place[0] == path.name}


@pytest.mark.parametrize("path", ACCEPTED, ids=lambda path: path.stem)
def test_what_a_user_may_write_is_accepted_and_has_the_type_it_asserts(path: Path, said: Complaints) -> None:
    assert {} == {place: message for place, message in said.items() if place[0] == path.name}
