"""A newcomer's machine, and what the pages tell to type on it, word for word."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from attrs import field, frozen

ROOT = Path(__file__).parents[2]

#: What makes an environment, as every page says it. It is done once for all scripts.
MAKING = "python3 -m venv .venv"

#: What is typed behind ``bpwoo sandbox``: the ports of the pages may be taken on a machine that runs other tests.
ANY_PORT = " --brightpearl-port 0 --shop-port 0"

#: The environment's names of somebody who has set up something before begin with one of these.
SET_UP = ("BPWOO_", "BRIGHTPEARL_", "WOOCOMMERCE_", "PYTHON", "PIP_", "VIRTUAL_ENV", "JUPYTER", "SSL_CERT_FILE")


def commands(page: str, section: str = "") -> list[str]:
    """The blocks of shell commands on a page, or in a section of it, in their order, but for the making of an environment."""
    text = (ROOT / page).read_text("utf-8")
    found = re.search(rf"^## {re.escape(section)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL) if section else None
    assert bool(section) is (found is not None), f"{page} has no section {section!r}"
    blocks: list[str] = re.findall(r"^```sh\n(.*?)^```$", found[1] if found else text, re.MULTILINE | re.DOTALL)
    assert blocks, f"{section!r} of {page} has no commands"
    return [block.replace(f"{MAKING} && ", "") for block in blocks]


def nothing_set_up() -> dict[str, str]:
    """The environment of somebody who has set up nothing."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(SET_UP)}
    return {**own, "PYTHONUNBUFFERED": "1"}


@frozen(kw_only=True)
class Machine:
    """A folder in which commands are typed, and what is set in the environment."""

    folder: Path
    environment: Mapping[str, str]
    installed: set[str] = field(factory=set)

    def installs(self, script: str) -> None:
        """Type what installs. Several pages begin with the same, and once is enough."""
        script = script.strip()
        if script not in self.installed:
            self.types(script)
            self.installed.add(script)

    def types(self, script: str) -> str:
        """What commands say on either stream. Fails where one of them does."""
        status, said = self.tries(script)
        assert 0 == status, said
        return said

    def tries(self, script: str) -> tuple[int, str]:
        """How commands end, and what they say on either stream. There is nobody to be asked."""
        with self._running(script) as running:
            try:
                said, _ = running.communicate(timeout=300)
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                raise
        return running.returncode, said

    @contextmanager
    def terminal(self, script: str, until: str) -> Iterator[str]:
        """Leave a command running in a terminal of its own, once it has said something, until the block ends."""
        with self._running(script) as running:
            try:
                assert running.stdout is not None
                said = ""
                while until not in said:
                    line = running.stdout.readline()
                    assert line, said
                    said += line
                yield said
            finally:
                os.killpg(running.pid, signal.SIGINT)

    def _running(self, script: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", "-ec", script],
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
