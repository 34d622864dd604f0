"""One TOML file for a pair of accounts, and the secrets of both from the environment.

.. code-block:: toml

    [brightpearl]
    account = "acme"

    [woocommerce]
    url = "https://shop.example"

    [ledger]
    url = "sqlite:///bpwoo.sqlite"

Everything else in the file is the tables of :mod:`bpwoo_sync.tables`. Secrets are never read from the file: a key
named like one is a fault. They come from ``BRIGHTPEARL_APP_REF`` with ``BRIGHTPEARL_STAFF_TOKEN`` or
``BRIGHTPEARL_ACCOUNT_TOKEN`` (private app) or ``BRIGHTPEARL_TOKEN_FILE`` (OAuth 2), and from ``WOOCOMMERCE_KEY`` and
``WOOCOMMERCE_SECRET``: out of the environment, or out of the file of secrets beside the configuration.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from bpwoo_sync.cli.secrets_file import SIGN_INS, environment_of, laid_over, read_secrets, secrets_path
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.tables import Tables, tables_from

#: The variable that names the database of queue and ledgers, for every command.
DATABASE_URL = "BPWOO_DATABASE_URL"

_KEYS: Mapping[str, frozenset[str]] = {
    "brightpearl": frozenset({"account", "base_url"}),
    "woocommerce": frozenset({"url", "auth"}),
    "ledger": frozenset({"url"}),
}

#: What signs the shop's deliveries, and what Brightpearl's webhooks have in their address. While one is changed, the
#: old one is under the same name with ``_OLD`` behind it.
SHOP_SECRET, ACCOUNT_SECRET = "WOOCOMMERCE_WEBHOOK_SECRET", "BRIGHTPEARL_WEBHOOK_SECRET"

_SECRET_NAMES = ("token", "secret", "key", "password", "consumer_key", "consumer_secret", "app_ref", "client_secret")


@frozen(kw_only=True)
class BrightpearlConnection:
    """How to reach the Brightpearl account: a private app's token of either kind, or an OAuth 2 token file."""

    account: str
    base_url: str | None = None
    app_ref: str = field(default="", repr=False)
    dev_ref: str = field(default="", repr=False)
    account_token: str = field(default="", repr=False)
    staff_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    token_file: str = ""


@frozen(kw_only=True)
class ShopConnection:
    """How to reach the shop."""

    url: str
    auth: str = "auto"
    key: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


@frozen(kw_only=True)
class Configuration:
    """Everything a run needs to know, checked. ``pair`` names what is the pair's in the database at ``ledger_url``."""

    brightpearl: BrightpearlConnection
    woocommerce: ShopConnection
    ledger_url: str
    tables: Tables
    pair: str = "bpwoo"
    shop_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    account_webhook_secrets: tuple[str, ...] = field(default=(), repr=False)


def read_configuration(path: Path, environment: Mapping[str, str]) -> Configuration:
    """Read and check a configuration file. Raises :class:`ConfigurationError` with every fault found."""
    return configuration_from(_document(path), environment_of(path, environment), folder=path.parent, pair=path.stem)


def read_pair(path: Path, environment: Mapping[str, str]) -> Configuration:
    """Read and check the configuration of one pair of many. Raises :class:`ConfigurationError` with every fault found.

    Its own secrets count for more than those that all pairs see: of ``ACME_EU__WOOCOMMERCE_KEY`` the pair ``acme-eu`` sees
    ``WOOCOMMERCE_KEY``, then comes the file beside it, and then the environment.
    """
    prefix = f"{path.stem.upper().replace('-', '_')}__"
    own = {key.removeprefix(prefix): value for key, value in environment.items() if key.startswith(prefix)}
    beside = read_secrets(secrets_path(path))
    return configuration_from(_document(path), laid_over(laid_over(environment, beside), own), folder=path.parent, pair=path.stem)


def _document(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}: there is no such file. To make one, run: bpwoo init --config {path}; to try without an account, run: bpwoo demo"
        ) from None
    except (OSError, UnicodeDecodeError) as fault:
        raise ConfigurationError(f"{path}: cannot be read ({fault})") from None
    except (ValueError, RecursionError) as fault:  # a number of thousands of digits is a ValueError of another kind
        raise ConfigurationError(f"{path}: is not valid TOML: {fault}") from None


def read_connections(path: Path, environment: Mapping[str, str]) -> tuple[BrightpearlConnection, ShopConnection]:
    """Read only the two connections of a configuration file, whatever its tables are like."""
    document, environment = _document(path), environment_of(path, environment)
    faults = [*_connection_faults(document), *_secret_faults(environment)]
    if faults:
        raise ConfigurationError(faults)
    return _connections(document, environment)


def read_ledger_url(path: Path) -> str:
    """Read only where a configuration file has its ledger: needs no secret. Raises :class:`ConfigurationError`."""
    return _ledger_url_in(_document(path), path.parent)


def configuration_from(document: Mapping[str, Any], environment: Mapping[str, str], *, folder: Path, pair: str = "bpwoo") -> Configuration:
    """Check a configuration document, of the pair of this name. A relative ledger path is taken from the file's folder.

    The ledger is in the database of ``BPWOO_DATABASE_URL``, where that is set, as it is for workers.
    """
    faults = [*_connection_faults(document), *_secret_faults(environment)]
    tables: Tables | None = None
    try:
        tables = tables_from(document)
    except ConfigurationError as error:
        faults.extend(error.faults)
    if faults or tables is None:
        raise ConfigurationError(faults)
    brightpearl, shop = _connections(document, environment)
    return Configuration(
        brightpearl=brightpearl,
        woocommerce=shop,
        ledger_url=environment.get(DATABASE_URL) or _ledger_url_in(document, folder),
        tables=tables,
        pair=pair,
        shop_webhook_secrets=_webhook_secrets(SHOP_SECRET, environment),
        account_webhook_secrets=_webhook_secrets(ACCOUNT_SECRET, environment),
    )


def _webhook_secrets(name: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(filter(None, (environment.get(name), environment.get(f"{name}_OLD"))))


def _connections(document: Mapping[str, Any], environment: Mapping[str, str]) -> tuple[BrightpearlConnection, ShopConnection]:
    brightpearl, shop = document["brightpearl"], document["woocommerce"]
    return (
        BrightpearlConnection(
            account=brightpearl["account"],
            base_url=brightpearl.get("base_url"),
            app_ref=environment.get("BRIGHTPEARL_APP_REF", ""),
            dev_ref=environment.get("BRIGHTPEARL_DEV_REF", ""),
            account_token=environment.get("BRIGHTPEARL_ACCOUNT_TOKEN", ""),
            staff_token=environment.get("BRIGHTPEARL_STAFF_TOKEN", ""),
            client_secret=environment.get("BRIGHTPEARL_CLIENT_SECRET", ""),
            token_file=environment.get("BRIGHTPEARL_TOKEN_FILE", ""),
        ),
        ShopConnection(
            url=shop["url"],
            auth=shop.get("auth", "auto"),
            key=environment.get("WOOCOMMERCE_KEY", ""),
            secret=environment.get("WOOCOMMERCE_SECRET", ""),
        ),
    )


def _connection_faults(document: Mapping[str, Any]) -> list[str]:
    faults = []
    for section, required in (("brightpearl", "account"), ("woocommerce", "url")):
        given = document.get(section)
        if not isinstance(given, Mapping):
            faults.append(f"{section}: the section [{section}] is missing")
        elif not isinstance(given.get(required), str) or not given[required].strip():
            faults.append(f"{section}.{required}: is missing or empty")
    for section, known in _KEYS.items():
        given = document.get(section)
        for key in given if isinstance(given, Mapping) else ():
            if key in _SECRET_NAMES:
                faults.append(f"{section}.{key}: secrets do not belong in the file; put them into the .env beside it")
            elif key not in known:
                faults.append(f"{section}.{key}: is not known; this section has {', '.join(sorted(known))}")
    return faults


def _secret_faults(environment: Mapping[str, str]) -> list[str]:
    faults = [
        f"{name}: is not set in the environment, nor in the file of secrets beside the configuration"
        for name in ("BRIGHTPEARL_APP_REF", "WOOCOMMERCE_KEY", "WOOCOMMERCE_SECRET")
        if not environment.get(name)
    ]
    if not any(environment.get(name) for name in SIGN_INS):
        faults.append("BRIGHTPEARL_STAFF_TOKEN: is not set, nor BRIGHTPEARL_ACCOUNT_TOKEN, nor BRIGHTPEARL_TOKEN_FILE; one is needed")
    return faults


def _ledger_url_in(document: Mapping[str, Any], folder: Path) -> str:
    section = document.get("ledger", {})
    url = section.get("url", "sqlite:///bpwoo.sqlite") if isinstance(section, Mapping) else None
    if not isinstance(url, str):
        raise ConfigurationError('ledger.url: is no text; write url = "sqlite:///bpwoo.sqlite" below [ledger]')
    prefix = "sqlite:///"
    if url.startswith(prefix) and not url.startswith(f"{prefix}/"):
        return f"{prefix}{(folder / url.removeprefix(prefix)).absolute()}"
    return url
