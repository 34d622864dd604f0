"""What a newcomer does, each a script that CI runs: what README.md or a page of the docs tells to type, word for word.

============================  ==================================================================================
``test_demo``                 README.md: install, and run the demo
``test_connection``           docs/howto/connect.md: connect to doubles over https, by options and asked in person
``test_notebook``             docs/tutorials/explore.md: run the notebook, and find a plot in it
``test_custom_mapper``        docs/howto/examples.md: serve the doubles, and write to them by a mapper of one's own
``test_new_resource``         CONTRIBUTING.md: add a resource to an SDK
============================  ==================================================================================

Each that installs begins with a clone and an environment that has nothing of this tree. They are made once for all: pip builds
and installs the clone, and holds the extras that a command asks for against what is there. What an index would bring (the
libraries of others) is lent by the environment that runs the tests, so that no script needs a network.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from importlib.metadata import distributions
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.newcomer.machine import MAKING, ROOT, Machine, nothing_set_up


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A clone with an environment beside it, which has pip and nothing else."""
    home = tmp_path_factory.mktemp("newcomer")
    clone = _clone(home / "bpwoo")
    lent = ["--without-pip"] if find_spec("pip") else []  # to install pip takes as long as to run the demo
    subprocess.run([sys.executable, *MAKING.split()[1:], *lent], cwd=clone, check=True)
    _lend(clone / ".venv")
    pip = {"PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    return Machine(folder=clone, environment={**nothing_set_up(), **pip, "HOME": str(home), "NO_COLOR": "1"})


def _clone(into: Path) -> Path:
    """The tree as git would hand it out, but for the tests."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", ".", ":!tests"], cwd=ROOT, capture_output=True, text=True
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, into / name)
    assert (into / "README.md").is_file(), listed.stderr
    return into


def _lend(environment: Path) -> None:
    """Let an environment have the libraries and commands of the one that runs the tests, but for those of this tree."""
    libraries = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (packages,) = environment.glob("lib/python3*/site-packages")
    (packages / "lent.pth").write_text("\n".join(libraries), "utf-8")
    python = environment / "bin" / "python"
    for each in distributions(path=list(libraries)):
        for point in each.entry_points.select(group="console_scripts"):
            script = environment / "bin" / point.name
            if each.name != "bpwoo" and not script.exists():
                name = point.attr.partition(".")[0]
                script.write_text(f"#!{python}\nimport sys\nfrom {point.module} import {name}\nsys.exit({point.attr}())\n", "utf-8")
                script.chmod(0o755)
