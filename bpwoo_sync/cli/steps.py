"""What several subcommands do: open both sides, plan, carry out, and say what became of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from attrs import frozen

from bpwoo_sync.cli.application import DEFAULT_PATH, now
from bpwoo_sync.cli.configuration import Configuration, read_configuration
from bpwoo_sync.cli.connections import Connections, connected
from bpwoo_sync.cli.stopping import StoppedError, ending_behind_the_action, wait
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import Check
from bpwoo_sync.effects.flow import run, watched
from bpwoo_sync.effects.performing import Performance, carrying_out
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import Sides, carrying_out_repairs, planned, read_sides
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.html_report import BackOffices, brightpearl_app
from bpwoo_sync.ledger import Ledger, Outcome
from bpwoo_sync.links import Place, ledger_links
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    issue_document,
    issues_text,
)
from bpwoo_sync.tables import Tables


@contextmanager
def working(config: Path) -> Iterator[tuple[Configuration, Connections, SqlStore]]:
    """The configuration, a client for each side, and the ledger's store."""
    configuration = read_configuration(config, os.environ)
    store = SqlStore(configuration.ledger_url, pair=configuration.pair)
    with store, connected(configuration) as both:
        yield configuration, both, store


def made_plan(configuration: Configuration, both: Connections, ledger: Ledger, scope: Scope, terminal: Terminal) -> Plan:
    """Read both systems and plan."""
    return planned(read(configuration, both, scope, terminal), configuration.tables, ledger, scope)


def read(configuration: Configuration, both: Connections, scope: Scope, terminal: Terminal) -> Sides:
    """Both systems, as far as the scope needs them."""
    with terminal.activity("Reading both systems") as look:
        return run(watched(read_sides(configuration.tables, now, scope), look), both.brightpearl, both.shop)


@frozen(kw_only=True)
class Applied:
    """What became of a plan: the ledger after it, the outcomes of this run, and whether somebody ended it early."""

    ledger: Ledger
    outcomes: tuple[Outcome, ...]
    stopped: bool = False


def applied(found: Plan, both: Connections, store: SqlStore, name: str, terminal: Terminal, *, polling: Tables | None = None) -> Applied:
    """Carry a plan out, showing how far it is. A first Ctrl-C ends it behind the action under way, or at once where that waits.

    A poll that is part of the plan goes by the tables ``polling``; what it writes is among the outcomes.
    """
    outcomes: list[Outcome] = []
    keys = {action.key for action in found}
    with terminal.progress("Writing", len(found)) as advance, ending_behind_the_action() as look:

        def seen(settled: Sequence[Outcome]) -> None:
            outcomes.extend(settled)
            advance(sum(outcome.key in keys for outcome in settled))
            look()

        try:
            performance = Performance(now=now, run=name)
            if polling is None:
                flow = carrying_out(found, store, performance, seen=seen)
            else:
                flow = carrying_out_repairs(found, polling, store, performance, seen=seen)
            ledger = run(flow, both.brightpearl, both.shop, sleep=wait)
        except StoppedError:
            return Applied(ledger=store.load(), outcomes=tuple(outcomes), stopped=True)
        except KeyboardInterrupt:
            terminal.fail(f"{len(outcomes)} of {len(found)} writes have an outcome in the ledger.")
            raise
    return Applied(ledger=ledger, outcomes=tuple(outcomes))


def again(command: str, config: Path) -> str:
    """How a command is given once more."""
    return f"bpwoo {command}" + ("" if config == DEFAULT_PATH else f" --config {config}")


def told_to_go_on(done: Applied, found: Plan, command: str, terminal: Terminal) -> None:
    """Say how far a run came that was ended early, and how it goes on."""
    terminal.fail(f"Ended early: {len(done.outcomes)} of {len(found)} writes are done or settled, and in the ledger. To go on: {command}")


def told_to_apply(found: Plan, command: str, terminal: Terminal) -> None:
    """Say that nothing was written, and how it would be."""
    more = f"To write it: {command}" if found.actions else "There is nothing to write."
    terminal.remarks.print(f"Nothing was written: this was a dry run. {more}", markup=False)


def run_ledger(ledger: Ledger, name: str) -> Ledger:
    """What of a ledger is of one run."""
    return Ledger({key: outcome for key, outcome in ledger.latest.items() if outcome.run == name})


def left_out(found: Plan, ledger: Ledger) -> list[str]:
    """The writes of a plan that are not done."""
    return [action.key for action in found if not ledger.settled(action.key)]


def check_text(found: Check) -> str:
    """A check as text."""
    lines = [f"{each.system}: {'ok' if each.works else 'FAILED'}: {each.detail}" for each in found.connections]
    if found.references is not None:
        lines += ["", *issues_text(found.issues)]
    return "\n".join(lines)


def check_document(found: Check) -> dict[str, object]:
    """A check as a JSON document."""
    return {
        "works": found.works,
        "connections": [{"system": each.system, "works": each.works, "detail": each.detail} for each in found.connections],
        "issues": [issue_document(each) for each in found.issues],
    }


def back_offices(configuration: Configuration) -> BackOffices:
    """Where the pages for people are, as far as the configuration tells."""
    return BackOffices(shop=configuration.woocommerce.url, brightpearl=brightpearl_app(configuration.brightpearl.base_url or ""))


def kept_links(configuration: Configuration) -> dict[Place, int]:
    """Which product each product of the shop was linked to, as the ledger knows it."""
    with SqlStore(configuration.ledger_url, pair=configuration.pair) as store:
        return ledger_links(store.load())


def kept_to_oneself(path: Path, text: str) -> None:
    """Write a file that holds customers' data: one that is new can be read by its owner only. Raises as :func:`written`."""
    with suppress(OSError):
        path.touch(0o600)
    written(path, text)


def written(path: Path, text: str) -> None:
    """Write a file as it is, line ends too. Raises :class:`ConfigurationError` where that is not possible."""
    try:
        # Half of a letter, which JSON may carry, has no bytes.
        path.write_bytes(text.encode(errors="backslashreplace"))
    except OSError as fault:
        raise ConfigurationError(f"{path}: cannot be written ({fault.strerror})") from None
