"""A user signs in by a browser; here the test is the browser, and the double is Brightpearl."""

from __future__ import annotations

import stat
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest

import brightpearl_sdk as bp
from bpwoo_sync.cli.signing_in import signed_in
from brightpearl_sdk.testing import App, BrightpearlDouble, serving

CALLBACK = "http://localhost:18765/callback"
APP = App(app_ref="acme_app", dev_ref="acme", client_secret="s3cret", redirect_uris=(CALLBACK,))


def browser(change: Any = lambda address: address) -> Any:
    """A browser that follows the address it is shown, and whatever that leads to."""

    def visit(told: str) -> None:
        address = told.rpartition(" ")[2]

        def go() -> None:
            there = httpx.get(address, follow_redirects=False)
            httpx.get(change(there.headers["location"]))

        threading.Thread(target=go, daemon=True).start()

    return visit


def attempt(url: str, store: bp.TokenStore, say: Any, **more: Any) -> bp.Token:
    """A sign-in at a double."""
    app = bp.OAuthApp(
        account="acme",
        client_id="acme_app",
        client_secret="s3cret",
        dev_ref="acme",
        authorize_url=f"{url}/authorize/{{account}}",
        token_url=f"{url}/token/{{account}}",
    )
    return signed_in(app, store, port=18765, say=say, open_browser=False, patience=10, **more)


def test_a_user_who_approves_leaves_a_token_that_only_he_can_read(tmp_path: Path) -> None:
    double = BrightpearlDouble(apps=(APP,))
    path = tmp_path / "token.json"
    with serving(double.handle) as url:
        token = attempt(url, bp.FileTokenStore(path), browser())
        auth = bp.OAuth2(bp.OAuthApp(account="acme", client_id="acme_app", dev_ref="acme"), bp.FileTokenStore(path))
        with bp.Brightpearl("acme", auth, transport=None, base_url=url) as client:
            assert "GBP" == client.account_settings.configuration().configuration["baseCurrencyCode"]
    assert 11 == token.installation_instance_id
    assert 0o600 == stat.S_IMODE(path.stat().st_mode)


def test_an_answer_with_another_state_is_refused() -> None:
    double = BrightpearlDouble(apps=(APP,))
    forged = browser(lambda address: address.replace("state=", "state=x"))
    with serving(double.handle) as url, pytest.raises(bp.SignInError, match="another state"):
        attempt(url, bp.MemoryTokenStore(), forged)


def test_nobody_who_comes_back_ends_the_wait() -> None:
    double = BrightpearlDouble(apps=(APP,))
    app = bp.OAuthApp(account="acme", client_id="acme_app")
    with serving(double.handle), pytest.raises(bp.SignInError, match="Nobody came back"):
        signed_in(app, bp.MemoryTokenStore(), port=18766, say=lambda told: None, open_browser=False, patience=0.05)
