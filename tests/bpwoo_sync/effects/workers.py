"""Workers in processes of their own, which tests start, kill and wait for."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field

from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.testing.doubles import Served, demo_tables

#: How long anything may take here before a test fails: a bound for a loaded machine, and no measure of speed.
PATIENCE = 60.0

#: No run by schedule: a test starts what it wants.
NEVER = '\n[schedule]\npoll_seconds = 0\ngoods_minutes = 0\nnightly = ""\nreconcile = ""\n'

ROOT = Path(__file__).parents[3]


def until(true: Callable[[], Any], what: str, patience: float = PATIENCE) -> Any:
    """Wait until something is so, and return it."""
    end = time.monotonic() + patience
    while not (found := true()):
        assert time.monotonic() < end, f"in {patience:g} seconds it did not come to this: {what}"
        time.sleep(0.02)
    return found


def configured(folder: Path, served: Served, *names: str, tables: str = "", schedule: str = NEVER, account: str = "acme") -> Path:
    """A folder with a configuration for each of these pairs, all of the same doubles."""
    folder.mkdir(exist_ok=True)
    for name in names:
        text = f"""\
[brightpearl]
account = "{account}"
base_url = "{served.brightpearl_url}"

[woocommerce]
url = "{served.shop_url}"

{tables or demo_tables()}{schedule}"""
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return folder


@define
class Process:
    """A worker, and what it told."""

    process: subprocess.Popen[str]
    events: list[dict[str, Any]] = field(factory=list)
    errors: list[str] = field(factory=list)

    def told(self, event: str) -> list[dict[str, Any]]:
        """What it told of a kind of event."""
        return [each for each in self.events if each["event"] == event]

    def kill(self, how: signal.Signals = signal.SIGKILL) -> int:
        """End it so, and return its exit status."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def listen(self) -> None:
        """Follow what it writes."""

        def follow(lines: Any, keep: Callable[[str], None]) -> None:
            for line in lines:
                keep(line.rstrip("\n"))

        both = ((self.process.stdout, lambda line: self.events.append(json.loads(line))), (self.process.stderr, self.errors.append))
        for lines, keep in both:
            threading.Thread(target=follow, args=(lines, keep), daemon=True).start()


@contextmanager
def worker(folder: Path, *arguments: str, ready: bool = True) -> Iterator[Process]:
    """A worker of ``bpwoo worker``, killed at the end if it still runs."""
    command = [sys.executable, "-c", "from bpwoo_sync.cli import main; main()", "worker", "--json", "--config", str(folder), *arguments]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=folder)
    started = Process(process)
    started.listen()
    try:
        if ready:
            until(lambda: started.told("started") or process.poll() is not None, "the worker started")
            assert started.told("started"), started.errors
        yield started
    finally:
        if process.poll() is None:
            process.kill()
        process.wait(PATIENCE)
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()
