"""``bpwoo erase``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import DEFAULT_PATH, DONE, Apply, AsJson, ConfigurationPath, app, examples, told_plainly
from bpwoo_sync.cli.commands.ledgers import DatabaseUrl
from bpwoo_sync.cli.configuration import read_ledger_url
from bpwoo_sync.cli.steps import written
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.databases import address_of, opened
from bpwoo_sync.effects.erasing import erase
from bpwoo_sync.effects.migrations import bring_forward
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.personal import erased, erased_text


@app.command("erase", epilog=examples("bpwoo erase ann@example.com", "bpwoo erase ann@example.com plan.json --apply"))
@told_plainly
def erase_customer(
    email: Annotated[str, typer.Argument(help="The customer's e-mail address.")],
    files: Annotated[list[Path] | None, typer.Argument(help="Plans and reports that were kept.")] = None,
    config: ConfigurationPath = DEFAULT_PATH,
    database_url: DatabaseUrl = "",
    apply: Apply = False,
    as_json: AsJson = False,
) -> int:
    """Erase one customer from the ledger and from kept files. Neither system is asked: erase the customer there as well."""
    if "@" not in email:
        raise ConfigurationError(f"{email!r} is no e-mail address")
    with opened(database_url or read_ledger_url(config)) as engine:
        bring_forward(engine)
        changed = erase(engine, lambda outcome, number: erased(outcome, email, number), write=apply)
        where = address_of(engine)
    named = [path for path in files or () if _erased_from(path, email, write=apply)]
    does = "were erased from" if apply else "would be erased from"
    lines = [f"{changed} entries {does} the ledger {where}."]
    lines += [f"The customer {'was' if apply else 'would be'} struck out of {path}." for path in named]
    if not apply:
        lines.append("Nothing was changed. To do it, say --apply.")
    Terminal(as_json).result("\n".join(lines), {"entries": changed, "files": [str(path) for path in named], "applied": apply})
    return DONE


def _erased_from(path: Path, email: str, *, write: bool) -> bool:
    """Whether a file names the customer; with ``write`` it does not any more."""
    try:
        before = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{path}: cannot be read ({type(fault).__name__})") from None
    after = erased_text(before, email)
    if write and after != before:
        written(path, after)
    return after != before
