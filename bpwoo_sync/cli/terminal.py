"""What the command line says: results on standard output, progress and remarks on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from attrs import frozen
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bpwoo_sync.text_tables import visible


@frozen
class Terminal:
    """Where a command writes. With ``as_json`` standard output carries one JSON document and nothing else."""

    as_json: bool = False

    @property
    def remarks(self) -> Console:
        """The console for progress and remarks."""
        return Console(file=sys.stderr, highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        """A remark, as one line. Part of the result unless the result is JSON."""
        console = self.remarks if self.as_json else Console(highlight=False, soft_wrap=True)
        console.print(visible(text), markup=False)

    def result(self, text: str, document: Mapping[str, Any]) -> None:
        """The result of a command: a text for people, or its JSON document."""
        if self.as_json:
            sys.stdout.write(f"{visible(json.dumps(document, indent=2, ensure_ascii=False))}\n")
        else:
            Console(highlight=False, soft_wrap=True).print(shaded(visible(text)))

    def event(self, moment: str, what: str, about: Mapping[str, Any]) -> None:
        """Something that happened, as one line of standard output: for people, or a JSON document."""
        if self.as_json:
            line = json.dumps({"at": moment, "event": what, **about}, ensure_ascii=False, default=str)
        else:
            line = "  ".join([moment, what, *(f"{name}={value}" for name, value in about.items())])
        print(visible(line), flush=True)

    def fail(self, text: str) -> None:
        """What went wrong."""
        self.remarks.print(visible(text), markup=False, style="red")

    @contextmanager
    def activity(self, title: str, what: str = "requests") -> Iterator[Callable[[object], None]]:
        """Show that work of unknown length goes on, and how quickly: on a terminal alone. Call what it yields for each step."""
        console = self.remarks
        if not console.is_terminal:
            console.print(f"{title} …", markup=False)
            yield lambda step: None
            return
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TextColumn(f"{{task.completed}} {what}"),
            _RateColumn(),
            TimeElapsedColumn(),
        )
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(title, total=None)

            def look(step: object) -> None:
                bar.advance(task)

            yield look

    @contextmanager
    def progress(self, title: str, total: int) -> Iterator[Callable[[int], None]]:
        """Show how far long work is: a bar on a terminal, a line for each tenth elsewhere. Call what it yields with steps done."""
        console = self.remarks
        if not console.is_terminal:
            yield _lines(console, title, total)
            return
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _RateColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(title, total=total)

            def advance(steps: int) -> None:
                bar.advance(task, steps)

            yield advance


#: How a terminal shows parts of a result. Elsewhere, and with NO_COLOR, it is the same text without them.
_SHADES: Mapping[str, str] = {
    r"(?m)^\S[^\n:.]*$(?=\n +\S)": "bold",
    r"\bok\b|\bdone\b|Both sides agree\.": "green",
    r"\bFAIL(?:ED)?\b|\bfailed\b|(?m:^ *(?:ERROR|BLOCK)\b)|Both sides do not agree\.": "red",
    r"(?m)^ *WARN\b": "yellow",
}


def shaded(text: str) -> Text:
    """A result with its headings and its verdicts told apart."""
    found = Text(text)
    for pattern, style in _SHADES.items():
        found.highlight_regex(pattern, style)
    return found


class _RateColumn(ProgressColumn):
    """How many a second."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text("" if speed is None else f"{speed:.1f}/s", style="progress.data.speed")


def _lines(console: Console, title: str, total: int) -> Callable[[int], None]:
    done, told = 0, 0

    def advance(steps: int) -> None:
        nonlocal done, told
        done += steps
        tenth = done * 10 // total if total else 10
        if tenth > told:
            told = tenth
            console.print(f"{title}: {done} of {total}", markup=False)

    return advance
