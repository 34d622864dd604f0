"""A newcomer's machine, and what the pages tell to type on it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

ROOT = Path(__file__).parents[2]

#: What makes an environment, as every page says it. It is done once for all scripts.
MAKING = "python3 -m venv .venv"


def commands(page: str, section: str = "") -> list[str]:
    """The blocks of shell commands on a page, or in a section of it, in their order, but for the making of an environment."""
    text = (ROOT / page).read_text("utf-8")
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL) if section else None
    assert bool(section) is (found is not None), f"{page} has no section {section!r}"
    blocks: list[str] = re.findall(r"^```sh\n(.*?)^```$", found[1] if found else text, re.MULTILINE | re.DOTALL)
    assert blocks, f"{section!r} of {page} has no commands"
    return [block.replace(f"{MAKING} && ", "") for block in blocks]


@frozen(kw_only=True)
class Machine:
    """A clone and what is set in the environment. Commands are typed in the clone."""

    clone: Path
    environment: Mapping[str, str]

    def types(self, script: str) -> str:
        """What commands say on either stream. Fails where one of them does."""
        done = subprocess.run(
            ["bash", "-ec", script],
            cwd=self.clone,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
            check=False,
        )
        assert 0 == done.returncode, done.stdout
        return done.stdout

    @contextmanager
    def terminal(self, script: str, until: str) -> Iterator[None]:
        """Leave a command running in a terminal of its own, once it has said something, until the block ends."""
        with subprocess.Popen(
            ["bash", "-ec", script],
            cwd=self.clone,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        ) as running:
            try:
                assert running.stdout is not None
                said = ""
                while until not in said:
                    line = running.stdout.readline()
                    assert line, said
                    said += line
                yield
            finally:
                os.killpg(running.pid, signal.SIGINT)
