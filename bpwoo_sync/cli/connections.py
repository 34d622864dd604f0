"""Clients for both systems, from a configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.cli.configuration import BrightpearlConnection, Configuration, ShopConnection
from bpwoo_sync.errors import ConfigurationError


@frozen
class Connections:
    """A client for each side."""

    brightpearl: bp.Brightpearl
    shop: woo.WooCommerce


@contextmanager
def connected(configuration: Configuration) -> Iterator[Connections]:
    """Open a client for each side, and close both at the end."""
    with brightpearl_client(configuration.brightpearl) as brightpearl, shop_client(configuration.woocommerce) as shop:
        yield Connections(brightpearl, shop)


def brightpearl_client(connection: BrightpearlConnection) -> bp.Brightpearl:
    """A client for the account. Raises :class:`ConfigurationError` where its address cannot be known."""
    try:
        return bp.Brightpearl(connection.account, _brightpearl_auth(connection), base_url=connection.base_url)
    except bp.BrightpearlError as error:
        raise ConfigurationError(f"brightpearl.base_url: {error}") from None


def shop_client(connection: ShopConnection) -> woo.WooCommerce:
    """A client for the shop. Raises :class:`ConfigurationError` where its address or its kind of sign-in is not one."""
    kinds: tuple[woo.AuthKind, ...] = get_args(woo.AuthKind)
    kind = next((each for each in kinds if each == connection.auth), None)
    if kind is None:
        raise ConfigurationError(f"woocommerce.auth: {connection.auth!r} is not one of {', '.join(kinds)}")
    try:
        return woo.WooCommerce(connection.url, connection.key, connection.secret, auth=kind)
    except woo.ConfigurationError as error:
        raise ConfigurationError(f"woocommerce.url: {error}") from None


def _brightpearl_auth(connection: BrightpearlConnection) -> bp.AccountToken | bp.OAuth2:
    if connection.token_file:
        app = bp.OAuthApp(
            account=connection.account,
            client_id=connection.app_ref,
            client_secret=connection.client_secret,
            dev_ref=connection.dev_ref,
        )
        return bp.OAuth2(app, bp.FileTokenStore(Path(connection.token_file)))
    return bp.AccountToken(connection.app_ref, connection.account_token, dev_ref=connection.dev_ref)
