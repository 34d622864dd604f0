"""Clients for both systems, from a configuration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import get_args

from attrs import evolve, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.cli.configuration import BrightpearlConnection, Configuration, ShopConnection
from bpwoo_sync.cli.stopping import wait
from bpwoo_sync.errors import ConfigurationError
from brightpearl_sdk import setup as bp_setup


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
        return bp.Brightpearl(connection.account, _brightpearl_auth(connection), base_url=connection.base_url, sleep=wait)
    except bp.BrightpearlError as error:
        raise ConfigurationError(f"brightpearl.base_url: {error}") from None


def shop_client(connection: ShopConnection) -> woo.WooCommerce:
    """A client for the shop. Raises :class:`ConfigurationError` where its address or its kind of sign-in is not one."""
    kinds: tuple[woo.AuthKind, ...] = get_args(woo.AuthKind)
    kind = next((each for each in kinds if each == connection.auth), None)
    if kind is None:
        raise ConfigurationError(f"woocommerce.auth: {connection.auth!r} is not one of {', '.join(kinds)}")
    try:
        return woo.WooCommerce(connection.url, connection.key, connection.secret, auth=kind, sleep=wait)
    except woo.ConfigurationError as error:
        raise ConfigurationError(f"woocommerce.url: {error}") from None


def oauth_app(connection: BrightpearlConnection, redirect_uri: str = "") -> bp.OAuthApp:
    """The app of an account that is signed in to by a browser. A double grants its tokens at its own address."""
    double = double_address(connection.base_url)
    app = bp.OAuthApp(
        account=connection.account,
        client_id=connection.app_ref,
        client_secret=connection.client_secret,
        dev_ref=connection.dev_ref,
        redirect_uri=redirect_uri,
    )
    if not double:
        return app
    return evolve(app, authorize_url=f"{double}/authorize/{{account}}", token_url=f"{double}/token/{{account}}")


def double_address(base_url: str | None) -> str:
    """The address of a double; empty for an account at the vendor's."""
    try:
        bp_setup.base_url(base_url or "euw1")
    except bp_setup.NotAnAnswerError:
        return (base_url or "").rstrip("/")
    return ""


def _brightpearl_auth(connection: BrightpearlConnection) -> bp.AccountToken | bp.OAuth2:
    if connection.token_file:
        return bp.OAuth2(oauth_app(connection), bp.FileTokenStore(Path(connection.token_file)))
    return bp.AccountToken(connection.app_ref, connection.account_token, staff_token=connection.staff_token, dev_ref=connection.dev_ref)
