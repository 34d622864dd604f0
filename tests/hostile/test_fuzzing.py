"""The short form of fuzzing: every target for some hundreds of inputs, guided by coverage, from one seed on. Longer: ``nox -s fuzz``."""

from __future__ import annotations

import subprocess
import sys

from tests.architecture.source import ROOT
from tests.hostile.fuzzing import INPUTS
from tests.hostile.targets import TARGETS


def test_every_target_has_its_inputs() -> None:
    assert [target.name for target in TARGETS] == list(INPUTS)


def test_nothing_that_is_found_by_following_the_code_raises_another_error() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "tests.hostile.fuzzing"], cwd=ROOT, capture_output=True, text=True, errors="replace", check=False
    )
    assert [f"{name}: ended with 0" for name in INPUTS] == ended.stdout.splitlines(), ended.stderr[-5000:]
