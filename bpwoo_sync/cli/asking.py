"""Asking a person: a question at a time, with where its answer is found. What is secret is not shown while it is typed."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Mapping
from typing import Protocol

import typer

from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.text_tables import visible
from brightpearl_sdk.setup import Question as BrightpearlQuestion
from woocommerce_sdk.setup import Question as ShopQuestion

Question = BrightpearlQuestion | ShopQuestion


class Asker(Protocol):
    """Whoever answers: a person at a terminal, or a test."""

    def say(self, text: str) -> None:
        """Tell something."""

    def ask(self, question: Question, before: str) -> str:
        """What is answered, as it was typed; with nothing typed it is the answer before."""

    def choose(self, label: str, choices: Mapping[str, str], default: str) -> str:
        """One of several, by its name."""

    def confirm(self, text: str, *, default: bool) -> bool:
        """Yes or no."""


class TerminalAsker:
    """A person at a terminal. Everything is on standard error: standard output is for the result."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal

    def say(self, text: str) -> None:
        """A remark."""
        self._terminal.remarks.print(visible(text), markup=False)

    def ask(self, question: Question, before: str) -> str:
        """Ask on the terminal. A secret is neither echoed, nor shown as what Enter keeps."""
        self._terminal.remarks.print(f"\n{question.label}", markup=False, style="bold")
        self._terminal.remarks.print("\n".join(f"  {line}" for line in (question.where, question.page) if line), markup=False, style="dim")
        kept = "" if not before else " [Enter keeps it]" if question.secret else f" [{before}]"
        optional = "" if question.needed or before else " [Enter if there is none]"
        hidden = " (not shown)" if question.secret else ""
        typed = _typed(f"{question.label}{hidden}{kept}{optional}: ", secret=question.secret)
        return typed if typed.strip() else before

    def choose(self, label: str, choices: Mapping[str, str], default: str) -> str:
        """Ask by number or name until it is one."""
        self._terminal.remarks.print(f"\n{label}", markup=False, style="bold")
        names = list(choices)
        for number, (name, told) in enumerate(choices.items(), 1):
            self._terminal.remarks.print(visible(f"  {number}  {name}: {told}"), markup=False)
        while True:
            typed = str(typer.prompt(f"Which [{names.index(default) + 1}]", default=default, show_default=False, err=True)).strip().lower()
            chosen = names[int(typed) - 1] if typed.isdecimal() and 0 < int(typed) <= len(names) else typed
            if chosen in choices:
                return chosen
            self.say(f"Type a number from 1 to {len(names)}.")

    def confirm(self, text: str, *, default: bool) -> bool:
        """Ask for yes or no."""
        return typer.confirm(text, default=default, err=True)


def _typed(prompt: str, *, secret: bool) -> str:
    """A line. Echoing ends before the prompt for a secret is shown, so that nobody can be too quick for it."""
    if not secret:
        typed: str = typer.prompt(prompt.removesuffix(": "), default="", show_default=False, err=True)
        return typed
    try:
        return getpass.getpass(prompt)
    except EOFError:
        raise typer.Abort from None


def can_ask() -> bool:
    """Whether a person is at a terminal: a secret that is piped in would be read past what hides it."""
    return sys.stdin.isatty()
