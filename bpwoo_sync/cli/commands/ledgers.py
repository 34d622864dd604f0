"""``bpwoo ledger``."""

from __future__ import annotations

from typing import Annotated

import typer

from bpwoo_sync.cli.application import DEFAULT_PATH, DONE, WRONG, AsJson, ConfigurationPath, ledger, told_plainly
from bpwoo_sync.cli.configuration import read_ledger_url
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.databases import address_of, opened
from bpwoo_sync.effects.migrations import bring_forward, known_versions, version_of

DatabaseUrl = Annotated[
    str,
    typer.Option("--database-url", help="The database, in place of the one that the configuration names.", envvar="BPWOO_DATABASE_URL"),
]


@ledger.command("version")
@told_plainly
def ledger_version(config: ConfigurationPath = DEFAULT_PATH, database_url: DatabaseUrl = "", as_json: AsJson = False) -> int:
    """Show the version of the ledger's tables, and up to which this bpwoo knows them. Changes nothing."""
    with opened(database_url or read_ledger_url(config)) as engine:
        found, newest = version_of(engine), known_versions()[-1]
        text = f"The tables of {address_of(engine)} are {_named(found)}. This bpwoo knows versions up to {newest}."
    Terminal(as_json).result(text, {"tables": found, "known": newest, "current": found == newest})
    return DONE if found == newest else WRONG


@ledger.command("upgrade")
@told_plainly
def ledger_upgrade(config: ConfigurationPath = DEFAULT_PATH, database_url: DatabaseUrl = "", as_json: AsJson = False) -> int:
    """Bring the ledger's tables to the newest version that this bpwoo knows, as opening it does. There is no way back."""
    with opened(database_url or read_ledger_url(config)) as engine:
        before, newest = bring_forward(engine), known_versions()[-1]
        moved = f"were {_named(before)}, and are of version {newest} now" if before != newest else f"are of version {newest} already"
        text = f"The tables of {address_of(engine)} {moved}."
    Terminal(as_json).result(text, {"before": before, "now": newest})
    return DONE


def _named(version: str | None) -> str:
    return "of no version yet" if version is None else f"of version {version}"
