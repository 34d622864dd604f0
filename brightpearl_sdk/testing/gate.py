"""What stands before every route: who may come in, and how often in a minute."""

from __future__ import annotations

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode

from attrs import define, field, frozen

from .._kernel.jsontext import dumps
from .._kernel.operation import Request, Response
from .errors import said

TOO_MANY = "You have sent too many requests. Please wait before sending another request"


@frozen(kw_only=True)
class App:
    """A registered app. A private one has an account's token, or that of a member of staff; an OAuth app a secret, or it is public."""

    app_ref: str
    dev_ref: str = ""
    account_token: str = field(default="", repr=False)
    staff_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    redirect_uris: tuple[str, ...] = ()


@define
class Gate:
    """Tokens that were given out, and the requests of each pool in the running UTC minute."""

    account: str
    apps: tuple[App, ...]
    quota: int = 200
    token_life: timedelta = timedelta(days=7)
    api_domain: str = "euw1.brightpearlconnect.com"
    instance_id: int = 11
    codes: dict[str, dict[str, Any]] = field(factory=dict)
    tokens: dict[str, dict[str, Any]] = field(factory=dict, repr=False)
    refresh_tokens: dict[str, str] = field(factory=dict, repr=False)
    counts: dict[str, int] = field(factory=dict)
    minute: str = ""
    given: int = 0

    def entered(self, request: Request, now: datetime) -> tuple[int, int]:
        """Count a request; return what is left and the milliseconds to the next minute. Raises a refusal at the cap."""
        minute = now.strftime("%Y-%m-%dT%H:%M")
        if minute != self.minute:
            self.minute, self.counts = minute, {}
        pool = f"oauth:{request.header('brightpearl-dev-ref') or ''}" if request.header("authorization") else "private"
        used = self.counts.get(pool, 0)
        if used >= self.quota:
            raise said(503, TOO_MANY)
        self.counts[pool] = used + 1
        return self.quota - used - 1, self.left_of_minute(now)

    def left_of_minute(self, now: datetime) -> int:
        """Milliseconds to the next UTC minute."""
        return 60_000 - now.second * 1000 - now.microsecond // 1000

    def admit(self, request: Request, now: datetime) -> None:
        """Let a request in, or refuse it as the API does."""
        bearer = request.header("authorization") or ""
        app_ref = request.header("brightpearl-app-ref") or ""
        if bearer.startswith("Bearer "):
            token = bearer.removeprefix("Bearer ")
            known = self.tokens.get(token)
            if known is None or known["app_ref"] != app_ref:
                raise said(401, f"Invalid instance token: {token}")
            if now >= datetime.fromisoformat(known["expires"]):
                raise said(401, "Authorization token expired")
            return
        staff, token = (request.header(f"brightpearl-{kind}-token") or "" for kind in ("staff", "account"))
        if not staff and not token:
            raise said(401, "Not authenticated. You must provide a valid authentication token.")
        apps = [app for app in self.apps if app.app_ref == app_ref]
        if token and not any(app.account_token == token for app in apps):
            raise said(401, f"Invalid account token: {token}")
        if staff and not any(app.staff_token == staff for app in apps):
            raise said(401, f"Invalid staff token: {staff}")

    def authorize(self, request: Request, now: datetime) -> Response:
        """The consent page, which this account answers at once with a redirect."""
        asked = dict(request.query)
        app = self._app(asked.get("client_id", ""))
        where = asked.get("redirect_uri", "")
        if app is None or where not in app.redirect_uris:
            return _plain(400, "Unknown app or redirect address")
        if asked.get("response_type") != "code":
            return _redirect(where, {"error": "unsupported_response_type", "state": asked.get("state", "")})
        code = self._secret("code")
        self.codes[code] = {"app_ref": app.app_ref, "redirect_uri": where, "expires": (now + timedelta(minutes=10)).isoformat()}
        return _redirect(where, {"code": code, "state": asked.get("state", "")})

    def grant(self, request: Request, now: datetime) -> Response:
        """The token endpoint."""
        form = dict(parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True))
        app = self._app(form.get("client_id", ""))
        if app is None or (app.client_secret and app.client_secret != form.get("client_secret")):
            return _json(400, {"error": "invalid_client"})
        if form.get("account_code", self.account) != self.account:
            return _json(400, {"error": "invalid_request"})
        if form.get("grant_type") == "authorization_code":
            return self._first_grant(form, app, now)
        if form.get("grant_type") == "refresh_token":
            if self.refresh_tokens.get(form.get("refresh_token", "")) != app.app_ref:
                return _json(400, {"error": "invalid_grant"})
            del self.refresh_tokens[form["refresh_token"]]
            return _json(200, self._issued(app, now))
        if self._recovers(form, app):
            return _json(200, self._issued(app, now))
        return _json(400, {"error": "unsupported_grant_type"})

    def introspect(self, request: Request, now: datetime) -> Response:
        """Whether an access token is good. Who asks signs in with the app's id and secret; every value told is text."""
        form = dict(parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True))
        if not any(request.header("authorization") == _basic(app) for app in self.apps):
            return _json(401, {"error": "invalid_client"})
        known = self.tokens.get(form.get("token", ""))
        expires = datetime.fromisoformat(known["expires"]) if known else now
        if known is None or now >= expires:
            return _json(200, {"active": "false"})
        told = {"active": "true", "client_id": known["app_ref"], "token_type": "Bearer", "exp": str(int(expires.timestamp()))}
        return _json(200, told)

    def located(self, account: str) -> Response:
        """Where an account is hosted."""
        if account != self.account:
            return _json(404, {"errors": [{"code": "CMNC-404", "message": f"Account {account} does not exist"}]})
        pages = {
            "login": f"https://euw1.brightpearlapp.com/{account}.login",
            "authorizeServer": "https://euw1.brightpearlapp.com/authorize/server",
            "authorizeInstance": "https://euw1.brightpearlapp.com/authorize_instance.php",
        }
        return _json(200, {"response": {"datacentreCode": "euw1", "apiDomain": self.api_domain, "urls": pages}})

    def installations(self, request: Request, dev_ref: str, app_ref: str) -> Response:
        """Which accounts have installed an app: this one, if it has. The developer's own token is not checked."""
        if not request.header("brightpearl-dev-token"):
            return _json(401, {"response": "Not authenticated. You must provide a valid authentication token."})
        apps = [app for app in self.apps if (app.app_ref, app.dev_ref) == (app_ref, dev_ref)]
        shown = {"accountCode": self.account, "installedOn": "2020-01-01T00:00:00.000Z", "enabled": True}
        return _json(200, {"response": [{**shown, "unsignedAccountToken": app.account_token} for app in apps]})

    def issue(self, app_ref: str, now: datetime) -> dict[str, Any]:
        """A token answer, as if the app had been approved; for tests that begin with a token."""
        app = self._app(app_ref)
        if app is None:
            raise LookupError(f"There is no app {app_ref}")
        return self._issued(app, now)

    def _recovers(self, form: dict[str, str], app: App) -> bool:
        """Whether a form asks for an instance's recovery. What its fields are called is not known: any names will do."""
        last_known = {token for token, known in self.tokens.items() if known["app_ref"] == app.app_ref}
        return str(self.instance_id) in form.values() and not last_known.isdisjoint(form.values())

    def _first_grant(self, form: dict[str, str], app: App, now: datetime) -> Response:
        code = self.codes.pop(form.get("code", ""), None)
        if code is None or code["app_ref"] != app.app_ref or now >= datetime.fromisoformat(code["expires"]):
            told = "The auth token has either expired or does not exist"
            return _json(400, {"error_description": told, "error": "invalid_grant"})
        if code["redirect_uri"] != form.get("redirect_uri"):
            told = "Redirect uri does not match that used to request auth token"
            return _json(400, {"error_description": told, "error": "invalid_grant"})
        return _json(200, {**self._issued(app, now), "installation_instance_id": str(self.instance_id)})

    def _issued(self, app: App, now: datetime) -> dict[str, Any]:
        access, refresh = self._secret("access"), self._secret("refresh")
        self.tokens[access] = {"app_ref": app.app_ref, "expires": (now + self.token_life).isoformat()}
        self.refresh_tokens[refresh] = app.app_ref
        return {
            "access_token": access,
            "refresh_token": refresh,
            "api_domain": self.api_domain,
            "token_type": "Bearer",
            "expires_in": int(self.token_life.total_seconds()),
        }

    def _app(self, app_ref: str) -> App | None:
        return next((app for app in self.apps if app.app_ref == app_ref), None)

    def _secret(self, kind: str) -> str:
        # Counted, not drawn: a test that runs twice sees the same tokens.
        self.given += 1
        return base64.b64encode(hashlib.sha256(f"{self.account} {kind} {self.given}".encode()).digest()).decode()


def _json(status: int, body: Any) -> Response:
    return Response(status=status, headers=(("Content-Type", "application/json"),), content=dumps(body))


def _basic(app: App) -> str:
    return f"Basic {base64.b64encode(f'{app.app_ref}:{app.client_secret}'.encode()).decode()}"


def _plain(status: int, text: str) -> Response:
    return Response(status=status, headers=(("Content-Type", "text/plain"),), content=text.encode())


def _redirect(where: str, query: dict[str, str]) -> Response:
    glue = "&" if "?" in where else "?"
    return Response(status=302, headers=(("Location", f"{where}{glue}{urlencode(query)}"),))
