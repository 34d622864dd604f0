"""``bpwoo auth``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

import brightpearl_sdk as bp
from bpwoo_sync.cli.application import (
    DONE,
    AsJson,
    auth,
    examples,
    told_plainly,
)
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.errors import ConfigurationError


@auth.command("brightpearl", epilog=examples("bpwoo auth brightpearl --account acme", "bpwoo auth brightpearl --account acme --no-browser"))
@told_plainly
def auth_brightpearl(
    account: Annotated[str, typer.Option("--account", help="The account's code, as typed at sign-in.")],
    token_file: Annotated[Path, typer.Option("--token-file", help="Where the token is kept, readable by you alone.")] = Path(
        "brightpearl-token.json"
    ),
    keyring: Annotated[bool, typer.Option("--keyring", help="Keep the token in the system's keyring instead of a file.")] = False,
    port: Annotated[int, typer.Option("--port", help="The port of http://localhost:PORT/callback, as registered for the app.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser, or only show the address.")] = True,
    as_json: AsJson = False,
) -> int:
    """Sign in to Brightpearl by a browser, and keep the token. The app comes from BRIGHTPEARL_APP_REF and its like."""
    from bpwoo_sync.cli.signing_in import signed_in

    app_ref = os.environ.get("BRIGHTPEARL_APP_REF", "")
    if not app_ref:
        raise ConfigurationError("BRIGHTPEARL_APP_REF: is not set in the environment")
    oauth = bp.OAuthApp(
        account=account,
        client_id=app_ref,
        client_secret=os.environ.get("BRIGHTPEARL_CLIENT_SECRET", ""),
        dev_ref=os.environ.get("BRIGHTPEARL_DEV_REF", ""),
    )
    terminal = Terminal(as_json)
    store: bp.TokenStore = bp.KeyringTokenStore(account) if keyring else bp.FileTokenStore(token_file)
    token = signed_in(oauth, store, port=port, say=terminal.say, open_browser=browser)
    where = f"the keyring, as {account}" if keyring else str(token_file.absolute())
    text = f"Signed in to {account} at {token.api_domain}. The token is in {where}."
    if not keyring:
        text += f"\nFor the other commands set BRIGHTPEARL_TOKEN_FILE={token_file.absolute()}"
    document = {"account": account, "host": token.api_domain, "instance": token.installation_instance_id, "token": where}
    terminal.result(text, document)
    return DONE
