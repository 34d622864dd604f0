"""A copy of the tree in which mutmut is configured otherwise, for it reads one file: ``python -m tests.mutation.apart kernel FOLDER``."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

CONFIGURATIONS = Path(__file__).parent
COPIED = ("brightpearl_sdk", "woocommerce_sdk", "bpwoo_sync", "tests", "README.md")


def project_with(project: str, configuration: str) -> str:
    """The text of a ``pyproject.toml`` whose table ``[tool.mutmut]`` is that of a configuration.

    >>> project_with('[a]\\nb = 1\\n\\n[tool.mutmut]\\nc = 2\\n\\n[d]\\ne = 3\\n', '# why\\n[tool.mutmut]\\nc = 4\\n')
    '[a]\\nb = 1\\n\\n[d]\\ne = 3\\n\\n# why\\n[tool.mutmut]\\nc = 4\\n'
    """
    without = re.sub(r"^\[tool\.mutmut\]\n.*?(?=^\[(?!\[)\w)", "", project, flags=re.MULTILINE | re.DOTALL)
    return f"{without}\n{configuration}"


def copied_to(folder: Path, configuration: str) -> None:
    """Copy what is tested, as git knows it; what a run left in the folder stays."""
    listed = subprocess.run(["git", "ls-files", "-z", *COPIED], check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(name, folder / name)
    text = (CONFIGURATIONS / f"{configuration}.toml").read_text("utf-8")
    (folder / "pyproject.toml").write_text(project_with(Path("pyproject.toml").read_text("utf-8"), text), "utf-8")


if __name__ == "__main__":
    copied_to(Path(sys.argv[2]), sys.argv[1])
