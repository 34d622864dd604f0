"""``bpwoo demo`` and ``bpwoo sandbox``: both systems in memory, for those who have no account yet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import (
    AsJson,
    app,
    told_plainly,
)
from bpwoo_sync.cli.terminal import Terminal


@app.command()
@told_plainly
def demo(
    folder: Annotated[Path, typer.Option("--folder", "-o", help="Where the ledger and the reports go.")] = Path("bpwoo-demo"),
    as_json: AsJson = False,
) -> int:
    """Take the whole road with a recorded shop and a Brightpearl account in memory. Needs no account."""
    from bpwoo_sync.cli.demo import demonstrate

    return demonstrate(folder, Terminal(as_json))


@app.command()
@told_plainly
def sandbox(
    folder: Annotated[Path, typer.Option("--folder", "-o", help="Where the configuration goes.")] = Path("bpwoo-sandbox"),
    brightpearl_port: Annotated[int, typer.Option(help="The port of the Brightpearl account; 0 takes any.")] = 8901,
    shop_port: Annotated[int, typer.Option(help="The port of the shop; 0 takes any.")] = 8902,
) -> int:
    """Serve the recorded shop and a Brightpearl account in memory until interrupted, to try things on."""
    from bpwoo_sync.cli.demo import serve

    return serve(folder, brightpearl_port, shop_port, Terminal())
