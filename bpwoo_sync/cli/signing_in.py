"""Sign in to Brightpearl by a browser: the user approves the app there, and the browser brings the code to this machine."""

from __future__ import annotations

import secrets
import webbrowser
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, HTTPServer

from attrs import evolve

import brightpearl_sdk as bp

#: How long the browser may take to come back, in seconds.
PATIENCE = 600.0

_PAGE = b"<!doctype html><title>bpwoo</title><p>You are signed in. This window can be closed.</p>"


def signed_in(
    app: bp.OAuthApp,
    store: bp.TokenStore,
    *,
    port: int,
    say: Callable[[str], None],
    open_browser: bool = True,
    trusted: tuple[str, ...] = (),
    patience: float = PATIENCE,
) -> bp.Token:
    """Take a user through the approval and keep the token. Raises :class:`brightpearl_sdk.SignInError`.

    The app must have ``http://localhost:{port}/callback`` among its redirect addresses.
    """
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    with _Listener(("127.0.0.1", port), _Callback) as listener:
        listener.timeout = patience
        app = evolve(app, redirect_uri=app.redirect_uri or f"http://localhost:{listener.server_port}/callback")
        address = bp.authorize_url(app, state=state, code_challenge=bp.code_challenge(verifier))
        say(f"Approve the app in the browser: {address}")
        if open_browser:
            webbrowser.open(address)
        while not listener.called_back and not listener.waited_long:
            listener.handle_request()
    if not listener.called_back:
        raise bp.SignInError(f"Nobody came back within {patience:.0f} s. Start again and approve the app in the browser.")
    code = bp.code_from(listener.called_back, state=state)
    return bp.OAuth2(app, store, trusted=trusted).exchange(code, code_verifier=verifier)


class _Listener(HTTPServer):
    called_back = ""
    waited_long = False

    def handle_timeout(self) -> None:
        self.waited_long = True


class _Callback(BaseHTTPRequestHandler):
    server: _Listener

    def do_GET(self) -> None:
        if self.path.partition("?")[0] != "/callback":
            self.send_error(404)
            return
        self.server.called_back = self.path
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(_PAGE)))
        self.end_headers()
        self.wfile.write(_PAGE)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address holds the code."""
