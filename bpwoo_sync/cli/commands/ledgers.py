"""``bpwoo ledger``."""

from __future__ import annotations

from typing import Annotated

import typer

from bpwoo_sync.cli.application import DEFAULT_PATH, DONE, WRONG, AsJson, ConfigurationPath, examples, ledger, now, told_plainly
from bpwoo_sync.cli.configuration import DATABASE_URL, read_ledger_url
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.databases import address_of, opened
from bpwoo_sync.effects.migrations import bring_forward, known_versions, version_of
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.links import link_key, link_outcomes, place_from

DatabaseUrl = Annotated[
    str,
    typer.Option("--database-url", help="The database, in place of the one that the configuration names.", envvar=DATABASE_URL),
]


@ledger.command("version", epilog=examples("bpwoo ledger version --config acme.toml"))
@told_plainly
def ledger_version(config: ConfigurationPath = DEFAULT_PATH, database_url: DatabaseUrl = "", as_json: AsJson = False) -> int:
    """Show the version of the ledger's tables, and up to which this bpwoo knows them. Changes nothing."""
    with opened(database_url or read_ledger_url(config)) as engine:
        found, newest = version_of(engine), known_versions()[-1]
        text = f"The tables of {address_of(engine)} are {_named(found)}. This bpwoo knows versions up to {newest}."
    Terminal(as_json).result(text, {"tables": found, "known": newest, "current": found == newest})
    return DONE if found == newest else WRONG


@ledger.command("upgrade", epilog=examples("bpwoo ledger version", "bpwoo ledger upgrade"))
@told_plainly
def ledger_upgrade(config: ConfigurationPath = DEFAULT_PATH, database_url: DatabaseUrl = "", as_json: AsJson = False) -> int:
    """Bring the ledger's tables to the newest version that this bpwoo knows, as opening it does. There is no way back."""
    with opened(database_url or read_ledger_url(config)) as engine:
        before, newest = bring_forward(engine), known_versions()[-1]
        moved = f"were {_named(before)}, and are of version {newest} now" if before != newest else f"are of version {newest} already"
        text = f"The tables of {address_of(engine)} {moved}."
    Terminal(as_json).result(text, {"before": before, "now": newest})
    return DONE


@ledger.command("link", epilog=examples("bpwoo ledger link 1042 1007", "bpwoo ledger link 1042:1043 1007 --config acme.toml"))
@told_plainly
def ledger_link(
    place: Annotated[str, typer.Argument(help="The shop's product id, or PRODUCT:VARIATION.")],
    product_id: Annotated[int, typer.Argument(help="The id of the Brightpearl product that it stands for.")],
    pair: Annotated[str, typer.Option(help="The pair, by its name; that of the configuration's file without one.")] = "",
    config: ConfigurationPath = DEFAULT_PATH,
    database_url: DatabaseUrl = "",
    as_json: AsJson = False,
) -> int:
    """Link a product or variation of the shop to a Brightpearl product, whatever it was linked to and whatever its SKU is."""
    where, name = place_from(place), pair or config.stem
    with opened(database_url or read_ledger_url(config)) as engine:
        bring_forward(engine)
        store = SqlStore("", pair=name, engine=engine)
        before = store.load().result(link_key(where))
        store.append(link_outcomes({where: product_id}, now(), detail="linked by hand"))
    was = f"; it was linked to {before}" if before not in (None, str(product_id)) else ""
    Terminal(as_json).result(
        f"{place} is linked to product {product_id} now{was}.", {"place": list(where), "before": before, "now": product_id}
    )
    return DONE


def _named(version: str | None) -> str:
    return "of no version yet" if version is None else f"of version {version}"
