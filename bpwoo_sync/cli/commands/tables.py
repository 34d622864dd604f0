"""``bpwoo tables``."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    WRONG,
    AsJson,
    ConfigurationPath,
    examples,
    tables,
    told_plainly,
)
from bpwoo_sync.cli.configuration import read_configuration, read_connections
from bpwoo_sync.cli.connections import brightpearl_client, connected, shop_client
from bpwoo_sync.cli.steps import check_document, check_text
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import checked, suggestion
from bpwoo_sync.effects.flow import run


@tables.command("suggest", epilog=examples("bpwoo tables suggest --config acme.toml"))
@told_plainly
def tables_suggest(
    config: ConfigurationPath = DEFAULT_PATH,
    store_key: Annotated[str, typer.Option("--store-key", help="Begins every external reference: W1-1042.")] = "W1",
    as_json: AsJson = False,
) -> int:
    """Read both accounts and propose the tables: same names, same percentages, same currencies. Says what stays open."""
    brightpearl, shop = read_connections(config, os.environ)
    with brightpearl_client(brightpearl) as account, shop_client(shop) as store:
        found = run(suggestion(store_key), account, store)
    Terminal(as_json).result(found.text, {"text": found.text, "open": list(found.open)})
    return WRONG if found.open else DONE


@tables.command("check", epilog=examples("bpwoo tables check --config acme.toml"))
@told_plainly
def tables_check(config: ConfigurationPath = DEFAULT_PATH, as_json: AsJson = False) -> int:
    """Check every id and code of the tables against the live accounts, and list each fault with its key."""
    configuration = read_configuration(config, os.environ)
    with connected(configuration) as both:
        found = run(checked(configuration.tables), both.brightpearl, both.shop)
    Terminal(as_json).result(check_text(found), check_document(found))
    return WRONG if not found.works or found.issues else DONE
