"""What the command says of itself, completes in a shell, and shows on a terminal."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.main import get_command

from bpwoo_sync.cli.application import app
from bpwoo_sync.cli.commands import operating
from bpwoo_sync.cli.terminal import Terminal
from tests.architecture.source import ROOT
from tests.bpwoo_sync.cli.test_commands import invoked

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7]m")
COMPLETING = "import sys; sys.argv[0] = 'bpwoo'; from bpwoo_sync.cli import main; main()"


def leaves(group: Any, path: str = "bpwoo") -> Iterator[tuple[str, Any]]:
    """Every command that does something, by how it is called."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from leaves(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


ROOT_COMMAND: Any = get_command(app)
COMMANDS: Mapping[str, Any] = dict(leaves(ROOT_COMMAND))
EXAMPLES = [(name, line[2:]) for name, command in COMMANDS.items() for line in (command.epilog or "").split("\n\n")[1:]]


def parsed(call: str) -> str:
    """Which command a call is of, once its options and arguments are taken. Fails where one is not known."""
    words, group, name = shlex.split(call)[1:], ROOT_COMMAND, "bpwoo"
    while hasattr(group, "commands"):
        name, group = f"{name} {words[0]}", group.commands[words.pop(0)]
    group.make_context(name, words)
    return name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_shows_examples_and_has_json(name: str) -> None:
    command = COMMANDS[name]
    assert (command.help or "").strip().endswith(".")
    assert "--json" in {option for parameter in command.params for option in parameter.opts}
    assert any(name in call for own, call in EXAMPLES if own == name)


@pytest.mark.parametrize("call", [call for _, call in EXAMPLES])
def test_every_example_can_be_typed(call: str) -> None:
    assert parsed(call) in COMMANDS


def test_help_lists_first_what_a_newcomer_needs_first() -> None:
    assert ["demo", "sandbox", "init", "check", "plan"] == [
        name for name, each in ROOT_COMMAND.commands.items() if not hasattr(each, "commands")
    ][:5]


def test_help_shows_its_examples_a_line_to_each() -> None:
    shown = invoked("sync", "--help").out
    assert [" $ bpwoo sync", " $ bpwoo sync --apply"] == [line.rstrip() for line in shown.splitlines() if "$ bpwoo" in line][:2]


def completed(words: str, folder: Path) -> set[str]:
    """What bash offers for what was typed so far."""
    environment = {**os.environ, "_BPWOO_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    ended = subprocess.run([sys.executable, "-c", COMPLETING], env=environment, cwd=folder, capture_output=True, text=True, check=False)
    return set(ended.stdout.split())


def test_a_shell_completes_commands(tmp_path: Path) -> None:
    assert {"pause", "plan", "poll"} == completed("bpwoo p", tmp_path)


def test_a_shell_completes_the_pairs_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "pairs").mkdir()
    for name in ("acme", "acorn", "zoo"):
        (tmp_path / "pairs" / f"{name}.toml").touch()
    assert {"acme", "acorn"} == completed("bpwoo status ac", tmp_path)


def test_without_a_folder_there_are_no_pairs_to_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert [] == operating.pair_names(typer.Context(COMMANDS["bpwoo pause"]), "")


def test_a_shell_completes_kinds_of_writes(tmp_path: Path) -> None:
    assert {"sales-order", "sales-credit"} == completed("bpwoo apply plan.json --kind sales", tmp_path)


RESULT = "Writes\n  kind    number\n  orders  2\nBrightpearl: ok\nBoth sides do not agree."


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({}, False)],
    ids=["terminal", "NO_COLOR", "pipe"],
)
def test_results_are_coloured_on_a_terminal_alone_and_not_with_no_color(
    environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    Terminal().result(RESULT, {})
    shown = capsys.readouterr().out
    assert coloured == bool(COLOUR.search(shown))
    assert f"{RESULT}\n" == re.sub(r"\x1b\[[0-9;]*m", "", shown)


def test_on_a_terminal_long_work_shows_its_rate_and_the_time_that_is_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    with Terminal(as_json=True).progress("Writing", 4) as advance:
        for _ in range(3):
            advance(1)
    with Terminal(as_json=True).activity("Reading both systems") as look:
        for _ in range(3):
            look(None)
    out, err = capsys.readouterr()
    shown = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", err)
    assert ("", True, True) == (out, "3/4" in shown, "3 requests" in shown)
    assert re.search(r"3/4 [\d.]+/s \d:\d\d:\d\d", shown)


def test_elsewhere_reading_is_one_plain_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    with Terminal().activity("Reading both systems") as look:
        look(None)
    assert ("", "Reading both systems …\n") == tuple(capsys.readouterr())


def test_the_guide_names_every_command() -> None:
    guide = (ROOT / "docs" / "howto" / "command_line.md").read_text("utf-8")
    assert [] == [name for name in COMMANDS if f"`{name}" not in guide]
