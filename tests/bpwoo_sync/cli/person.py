"""A person at a terminal."""

from __future__ import annotations

import os
import pty
import select
import sys
import time
from collections.abc import Mapping


class Typing:
    """A person at a terminal: a process of ``bpwoo`` on a pseudo-terminal of its own."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str]) -> None:
        self.seen = ""
        self._pid, self._terminal = pty.fork()
        if self._pid == 0:
            command = "import sys; sys.argv[0] = 'bpwoo'; from bpwoo_sync.cli import main; main()"
            os.execve(sys.executable, [sys.executable, "-c", command, *arguments], dict(environment))

    def until(self, wanted: str, patience: float = 30.0) -> None:
        """Read what the terminal shows until something is there."""
        self._read_until(wanted, len(self.seen), patience)

    def line_with(self, beginning: str, patience: float = 30.0) -> str:
        """The rest of the line that has a beginning, read from the terminal until it ends."""
        self._read_until(beginning, len(self.seen), patience)
        start = self.seen.rindex(beginning) + len(beginning)
        self._read_until("\n", start, patience)
        return self.seen[start:].splitlines()[0]

    def _read_until(self, wanted: str, start: int, patience: float) -> None:
        end = time.monotonic() + patience
        while wanted not in self.seen[start:]:
            assert time.monotonic() < end, f"{wanted!r} was not shown after: {self.seen[start:]}"
            if not select.select([self._terminal], [], [], 0.1)[0]:
                continue
            self.seen += os.read(self._terminal, 65536).decode()

    def type(self, text: str) -> None:
        """Type a line."""
        os.write(self._terminal, f"{text}\n".encode())

    def ended(self) -> int:
        """The exit status, once the process ended by itself."""
        while True:
            try:
                more = os.read(self._terminal, 65536)
            except OSError:
                more = b""
            if not more:
                break
            self.seen += more.decode()
        os.close(self._terminal)
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
