"""``bpwoo init``."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    STOPPED,
    UNUSABLE,
    WRONG,
    AsJson,
    ConfigurationPath,
    app,
    examples,
    now,
    told_plainly,
)
from bpwoo_sync.cli.asking import Asker, TerminalAsker, can_ask
from bpwoo_sync.cli.configuration import ShopConnection, configuration_from
from bpwoo_sync.cli.secrets_file import secrets_path, secrets_text, write_private
from bpwoo_sync.cli.setting_up import Account, Given, NotConnectedError, connected_account, connected_shop, secrets_of, store_settings
from bpwoo_sync.cli.steps import check_document, check_text, written
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import Check, checked, suggestion
from bpwoo_sync.effects.flow import run
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.suggest import Suggestion


class AppKind(StrEnum):
    """How an app of Brightpearl is registered."""

    STAFF = "staff"
    INSTANCE = "instance"
    SYSTEM = "system"


@frozen(kw_only=True)
class Draft:
    """A configuration that is not written yet: its text, its secrets, and what of it cannot be used or is to be decided."""

    text: str
    secrets: Mapping[str, str]
    open: tuple[str, ...]
    faults: tuple[str, ...]
    check: Check | None


@app.command(
    "init",
    epilog=examples(
        "bpwoo init",
        "bpwoo init --config acme.toml --app-kind staff",
        "bpwoo init --no-input --account acme --data-centre euw1 --shop-url https://shop.example",
    ),
)
@told_plainly
def initialise(
    config: ConfigurationPath = DEFAULT_PATH,
    account: Annotated[str, typer.Option("--account", help="The Brightpearl account's code.")] = "",
    data_centre: Annotated[str, typer.Option("--data-centre", help="Where the account lives: euw1 or use1.")] = "",
    app_kind: Annotated[AppKind | None, typer.Option("--app-kind", help="How bpwoo signs in to Brightpearl.")] = None,
    shop_url: Annotated[str, typer.Option("--shop-url", help="The shop's address.")] = "",
    store_key: Annotated[str, typer.Option("--store-key", help="Begins the reference of every order in Brightpearl; W1 by default.")] = "",
    go_live: Annotated[str, typer.Option("--go-live", help="Orders made before this date are left alone; now by default.")] = "",
    brightpearl_url: Annotated[str, typer.Option("--brightpearl-url", help="The API's address where it is a double's.")] = "",
    port: Annotated[int, typer.Option("--port", help="The port of http://localhost:PORT/callback, as registered for the app.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser, or only show the address.")] = True,
    ask: Annotated[bool, typer.Option("--ask/--no-input", help="Ask for what is not given, or end where something is missing.")] = True,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace files that are there.")] = False,
    as_json: AsJson = False,
) -> int:
    """Connect a Brightpearl account and a shop: ask, verify both, propose the tables, and write the configuration.

    Secrets are asked for without being shown, or come from the environment: BRIGHTPEARL_APP_REF with BRIGHTPEARL_STAFF_TOKEN
    or its like, WOOCOMMERCE_KEY and WOOCOMMERCE_SECRET. They are kept in a file beside the configuration that only you can
    read. Nothing is written before both connections work.
    """
    terminal = Terminal(as_json)
    asker = TerminalAsker(terminal) if ask and can_ask() else None
    try:
        if not overwrite:
            _keep_what_is_there(config, asker)
        given = Given(
            kind=app_kind.value if app_kind else "",
            api_url=brightpearl_url,
            token_file=os.environ.get("BRIGHTPEARL_TOKEN_FILE", ""),
            brightpearl=_filled({"account": account, "data_centre": data_centre, **_secrets("BRIGHTPEARL", _BRIGHTPEARL)}),
            shop=_filled({"url": shop_url, **_secrets("WOOCOMMERCE", ("key", "secret"))}),
        )
        connected = connected_account(given, asker, partial(_signed_in, terminal=terminal, port=port, browser=browser))
        shop = connected_shop(given, asker)
        settings = store_settings({"store_key": store_key, "go_live": go_live}, now(), asker)
        terminal.remarks.print("\nReading what both systems have, to propose the tables …", markup=False)
        found = draft(connected, shop, *settings, config)
        if asker is not None and not _agreed(found, config, asker):
            terminal.remarks.print("Nothing was written.", markup=False)
            return STOPPED
    except NotConnectedError as error:
        terminal.fail(str(error))
        return UNUSABLE
    except (KeyboardInterrupt, typer.Abort):
        terminal.remarks.print("\nNothing was written.", markup=False)
        return STOPPED
    _keep(found, connected, config)
    terminal.result(_text(found, config), _document(found, config))
    return WRONG if found.faults else DONE


def draft(account: Account, shop: ShopConnection, store_key: str, go_live: datetime, config: Path) -> Draft:
    """The configuration for two connections that work: the tables that both systems propose, and what a check finds of them."""
    connection = account.connection
    with (
        bp.Brightpearl(connection.account, account.auth, base_url=connection.base_url) as brightpearl,
        woo.WooCommerce(shop.url, shop.key, shop.secret) as store,
    ):
        proposed = run(suggestion(store_key), brightpearl, store)
        if account.token is not None:
            connection = evolve(connection, token_file=_token_path(config).name)
        text, secrets = _configuration_text(account, shop, _tables_text(proposed, go_live), config), secrets_of(connection, shop)
        try:
            configuration = configuration_from(tomllib.loads(text), secrets, folder=config.parent)
        except ConfigurationError as error:
            return Draft(text=text, secrets=secrets, open=proposed.open, faults=error.faults, check=None)
        check = run(checked(configuration.tables), brightpearl, store)
    return Draft(text=text, secrets=secrets, open=proposed.open, faults=(), check=check)


_BRIGHTPEARL = ("app_ref", "dev_ref", "client_secret", "staff_token", "account_token")


def _secrets(side: str, names: tuple[str, ...]) -> dict[str, str]:
    """What of a side's secrets the environment has, by the names of the questions."""
    return {name: os.environ.get(f"{side}_{name.upper()}", "") for name in names}


def _filled(typed: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in typed.items() if value}


def _keep_what_is_there(config: Path, asker: Asker | None) -> None:
    there = [str(path) for path in (config, secrets_path(config)) if path.exists()]
    if not there:
        return
    told = f"{' and '.join(there)}: {'is' if len(there) == 1 else 'are'} there already"
    if asker is None:
        raise ConfigurationError(f"{told}; name another file by --config, or give --overwrite")
    if not asker.confirm(f"{told}. Replace {'it' if len(there) == 1 else 'them'} in the end?", default=False):
        raise ConfigurationError(f"{told}, and was kept; name another file by --config")


def _signed_in(
    oauth: bp.OAuthApp, store: bp.TokenStore, trusted: tuple[str, ...], *, terminal: Terminal, port: int, browser: bool
) -> bp.Token:
    from bpwoo_sync.cli.signing_in import signed_in

    def say(text: str) -> None:
        terminal.remarks.print(text, markup=False)

    return signed_in(oauth, store, port=port, say=say, open_browser=browser, trusted=trusted)


def _configuration_text(account: Account, shop: ShopConnection, tables: str, config: Path) -> str:
    connection = account.connection
    lines = [
        f"# Made by bpwoo init. The secrets are in {secrets_path(config).name}, beside this file.",
        "",
        "[brightpearl]",
        f"account = {json.dumps(connection.account)}",
        *([f"base_url = {json.dumps(connection.base_url)}"] if connection.base_url else []),
        "",
        "[woocommerce]",
        f"url = {json.dumps(shop.url, ensure_ascii=False)}",
        "",
        "[ledger]",
        f"url = {json.dumps(f'sqlite:///{config.stem}.sqlite', ensure_ascii=False)}",
        "",
        "# Proposed from what both systems call the same. What is marked as open is for you to decide.",
        tables,
    ]
    return "\n".join(lines)


def _tables_text(proposed: Suggestion, go_live: datetime) -> str:
    since = f"go_live = {go_live.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}  # orders made before are left alone"
    return proposed.text.replace("[store]\n", f"[store]\n{since}\n", 1)


def _agreed(found: Draft, config: Path, asker: Asker) -> bool:
    asker.say(f"\n{found.text}\n{_findings(found)}\n")
    return asker.confirm(f"Write {config}, and the secrets to {secrets_path(config)}?", default=True)


def _keep(found: Draft, account: Account, config: Path) -> None:
    """Write the secrets first: a configuration without them could not be used."""
    _made_folder(config.parent)
    if account.token is not None:
        bp.FileTokenStore(_token_path(config)).save(account.token)
    write_private(secrets_path(config), secrets_text(found.secrets))
    written(config, found.text)


def _made_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise ConfigurationError(f"{folder}: cannot be made ({fault.strerror})") from None


def _token_path(config: Path) -> Path:
    return config.with_suffix(".token.json")


def _findings(found: Draft) -> str:
    lines = [f"To be decided: {each}" for each in found.open]
    lines += [f"Missing: {each}" for each in found.faults]
    return "\n".join([*lines, *([check_text(found.check)] if found.check is not None else [])])


def _text(found: Draft, config: Path) -> str:
    usable = "bpwoo plan --config" if not found.faults else "Decide what is open in the file, then: bpwoo tables check --config"
    return f"{_findings(found)}\n\nWritten: {config}, and its secrets to {secrets_path(config)}\nGo on with: {usable} {config}"


def _document(found: Draft, config: Path) -> dict[str, object]:
    return {
        "configuration": str(config),
        "secrets": str(secrets_path(config)),
        "open": list(found.open),
        "missing": list(found.faults),
        "check": None if found.check is None else check_document(found.check),
    }
