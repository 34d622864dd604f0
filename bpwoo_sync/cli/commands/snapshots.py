"""``bpwoo snapshot``."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    WRONG,
    AsJson,
    ConfigurationPath,
    OnlyOrders,
    OnlyPrices,
    OnlyStock,
    app,
    examples,
    now,
    told_plainly,
)
from bpwoo_sync.cli.configuration import read_configuration
from bpwoo_sync.cli.connections import connected
from bpwoo_sync.cli.steps import kept_links
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import run, watched
from bpwoo_sync.effects.snapshots.files import Snapshot
from bpwoo_sync.effects.snapshots.taking import snapshots_taken
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.kept import SUBJECTS, Side, moment_text


class OneSide(StrEnum):
    """Which sides are taken."""

    BOTH = "both"
    SHOP = "shop"
    ACCOUNT = "account"


class FileForm(StrEnum):
    """How records are written."""

    LINES = "jsonl"
    PACKED = "jsonl.gz"
    PARQUET = "parquet"


@app.command(epilog=examples("bpwoo snapshot kept", "bpwoo reconcile --snapshots kept/shop kept/account"))
@told_plainly
def snapshot(
    to: Annotated[Path, typer.Argument(help="The folder; each side has a folder of its own in it.", show_default=False)],
    config: ConfigurationPath = DEFAULT_PATH,
    side: Annotated[OneSide, typer.Option("--side", help="What is taken.")] = OneSide.BOTH,
    form: Annotated[FileForm, typer.Option("--form", help="Parquet needs the extra polars.")] = FileForm.PACKED,
    orders: OnlyOrders = True,
    stock: OnlyStock = True,
    prices: OnlyPrices = True,
    as_json: AsJson = False,
) -> int:
    """Keep what both systems say as files, to be compared later or elsewhere. After an interruption, run it again: it goes on."""
    terminal = Terminal(as_json)
    configuration = read_configuration(config, os.environ)
    chosen = {"orders": orders, "stock": stock, "prices": prices}
    # What mapping looks up belongs to orders.
    subjects = tuple(subject for subject in SUBJECTS if chosen["orders" if subject == "lookups" else subject])
    if not subjects:
        raise ConfigurationError("snapshot: nothing is to be taken; leave out one of the --no- options")
    sides: tuple[Side, ...] = ("shop", "account")
    folders = {each: to / each for each in sides if side in (OneSide.BOTH, each)}
    with connected(configuration) as both, terminal.activity("Reading, page by page") as look:
        links = kept_links(configuration)
        flow = snapshots_taken(configuration.tables, folders, now, subjects=subjects, form=form.value, links=links)
        found = run(watched(flow, look), both.brightpearl, both.shop)
    terminal.result("\n".join(_text(each) for each in found.values()), {name: _document(each) for name, each in found.items()})
    return WRONG if any(each.manifest.incomplete for each in found.values()) else DONE


def _text(found: Snapshot) -> str:
    about = found.manifest
    lines = [f"{found.folder}: {about.side} as of {about.taken_at.isoformat(timespec='seconds')}"]
    lines += [f"  {subject}: {count}" for subject, count in about.counts.items()]
    lines += [f"  {subject}: could not be read whole; take it again" for subject in about.incomplete]
    return "\n".join(lines)


def _document(found: Snapshot) -> dict[str, object]:
    about = found.manifest
    return {
        "folder": str(found.folder),
        "store": about.store,
        "taken_at": moment_text(about.taken_at),
        "finished_at": moment_text(about.finished_at),
        "counts": about.counts,
        "incomplete": list(about.incomplete),
    }
