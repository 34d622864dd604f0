"""``bpwoo webhooks``."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import DONE, UNUSABLE, examples, told_plainly, webhooks
from bpwoo_sync.cli.commands.worker import DatabaseUrl, Pairs, usable
from bpwoo_sync.cli.receiving import listening_at, receiving, subscribers
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.logs import log_to
from bpwoo_sync.effects.migrations import bring_forward
from bpwoo_sync.effects.receiving.serving import serve
from bpwoo_sync.effects.stores import sqlite_url

_LOG = logging.getLogger("bpwoo.webhooks")

Listen = Annotated[str, typer.Option("--listen", help="Where to listen.", envvar="BPWOO_LISTEN")]

LogAsJson = Annotated[bool, typer.Option("--json", help="Log in JSON, a document to a line.")]


@webhooks.command("serve", epilog=examples("bpwoo webhooks serve --config pairs/ --listen 127.0.0.1:8080"))
@told_plainly
def webhooks_serve(
    config: Pairs = Path("pairs"), database_url: DatabaseUrl = "", listen: Listen = "127.0.0.1:8080", as_json: LogAsJson = False
) -> int:
    """Receive what both vendors tell of the pairs of a folder, and queue it for workers, until interrupted."""
    from bpwoo_sync.effects.durable import Durable

    terminal, address = Terminal(), listening_at(listen)
    configurations = usable(config, os.environ, terminal)
    if not configurations:
        terminal.fail(f"{config}: there is no usable configuration in this folder. Each pair is a file of its own, such as acme.toml.")
        return UNUSABLE
    for each in subscribers(configurations):
        if not each.shop_secrets and not each.account_secrets:
            terminal.fail(f"{each.pair}: no secret of its webhooks is set, so every delivery is refused")
    log_to(sys.stdout, as_json=as_json)
    engine = Durable(database_url or sqlite_url(config / "bpwoo.sqlite"))
    try:
        bring_forward(engine.engine)
        application = receiving(configurations, engine, {})
        _LOG.info("receiving", extra={"about": {"at": listen, "pairs": sorted(configurations)}})
        serve(application, *address)
    except KeyboardInterrupt:
        return DONE
    finally:
        engine.close()
    return DONE
