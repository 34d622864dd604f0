"""Signing in to Brightpearl: a private app's account token, or OAuth 2.

https://api-docs.brightpearl.com/utilities/oauth-token/post.html
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import threading
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote_plus, urlsplit
from weakref import WeakKeyDictionary

import httpx
from attrs import field, frozen

from ._kernel.amounts import finite
from ._kernel.jsontext import loads
from ._kernel.reading import Reading, UnreadableError
from .errors import SignInError
from .tokens import MemoryTokenStore, Token, TokenStore

if TYPE_CHECKING:
    import asyncio

AUTHORIZE_URL = "https://oauth.brightpearlapp.com/authorize/{account}"
TOKEN_URL = "https://oauth.brightpearlapp.com/token/{account}"

#: Hosts that a token may be sent to.
VENDOR_DOMAINS = ("brightpearl.com", "brightpearlconnect.com", "brightpearlapp.com")

#: A token is refreshed when less than this is left of its life.
_EARLY = timedelta(minutes=5)

#: What is read of a token endpoint's answer: so many bytes as they travel, which unpacked are a thousand times as many at
#: most, and for so many seconds.
MOST, SECONDS = 64 * 1024, 60.0

#: A host and nothing else: what follows another character would be a path, or the host itself.
_LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST = re.compile(rf"({_LABEL}(?:\.{_LABEL})*)(?::[0-9]{{1,5}})?")


class AccountToken(httpx.Auth):
    """A private app's token, as shown when the app is made in the account.

    With ``developer_secret`` the token is signed, as the public apps before OAuth need it; ``staff_token`` and
    ``dev_ref`` are sent where an app has them.
    """

    def __init__(self, app_ref: str, account_token: str, *, staff_token: str = "", dev_ref: str = "", developer_secret: str = "") -> None:
        def sent(token: str) -> str:
            return signed(token, developer_secret) if developer_secret else token

        pairs = {
            "brightpearl-app-ref": app_ref,
            "brightpearl-dev-ref": dev_ref,
            "brightpearl-account-token": sent(account_token) if account_token else "",
            "brightpearl-staff-token": sent(staff_token) if staff_token else "",
        }
        self._headers = {name: value for name, value in pairs.items() if value}
        for name, value in self._headers.items():
            if not value.isascii() or not value.isprintable() or value != value.strip():
                # Told here without it: who sends it would repeat it in an error.
                raise SignInError(
                    f"What was given for {name} cannot be sent: it has a line's end, a blank at an end or a foreign letter. Copy it again."
                )

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request carries: the same for as long as the token lives."""
        return self._headers

    def __repr__(self) -> str:
        return "AccountToken(…)"

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the headers."""
        request.headers.update(self._headers)
        yield request


def signed(token: str, developer_secret: str) -> str:
    """A token signed with the developer's secret: base64 of HMAC-SHA256, both taken as text."""
    return base64.b64encode(hmac.new(developer_secret.encode(), token.encode(), hashlib.sha256).digest()).decode()


@frozen(kw_only=True)
class OAuthApp:
    """An app registered with Brightpearl, and the account it is to be connected to.

    ``client_id`` is the app reference. ``client_secret`` is empty for public apps. ``redirect_uri`` must be one of
    those registered.
    """

    account: str
    client_id: str
    client_secret: str = field(default="", repr=False)
    dev_ref: str = ""
    redirect_uri: str = ""
    authorize_url: str = AUTHORIZE_URL
    token_url: str = TOKEN_URL


def authorize_url(app: OAuthApp, *, state: str, code_challenge: str = "") -> str:
    """Where a user of the account approves the app. Keep ``state`` and compare it in :func:`code_from`.

    ``state`` is an unguessable text of the caller's, such as ``secrets.token_urlsafe()``.
    """
    from authlib.oauth2.rfc6749.parameters import prepare_grant_uri

    more = {"code_challenge": code_challenge, "code_challenge_method": "S256"} if code_challenge else {}
    uri: str = prepare_grant_uri(
        app.authorize_url.format(account=app.account), app.client_id, "code", redirect_uri=app.redirect_uri, state=state, **more
    )
    return uri


def code_challenge(code_verifier: str) -> str:
    """The challenge of a verifier (S256): give it to :func:`authorize_url`, and the verifier to the exchange.

    Brightpearl's pages do not mention PKCE; a server that does not know it takes no notice. ``code_verifier`` is an
    unguessable text of 43 to 128 characters, such as ``secrets.token_urlsafe(48)``.
    """
    return base64.urlsafe_b64encode(hashlib.sha256(code_verifier.encode()).digest()).rstrip(b"=").decode()


def code_from(callback_url: str, *, state: str) -> str:
    """The code in the address that the browser came back to. Raises :class:`SignInError` where it is not ours."""
    try:
        given = dict(parse_qsl(urlsplit(callback_url).query))
    except ValueError:
        raise SignInError("The address that the browser came back to cannot be read. Copy all of it, or start again.") from None
    if not state or not hmac.compare_digest(given.get("state", "").encode(errors="surrogatepass"), state.encode(errors="surrogatepass")):
        raise SignInError("The answer to the sign-in carries another state than was sent: it may be forged. Start again.")
    if "error" in given or not given.get("code"):
        raise SignInError(f"The sign-in was not approved ({given.get('error', 'no code came back')}). Start again and approve the app.")
    return given["code"]


@frozen
class TokenRequest:
    """A request of the token endpoint, as a value: a form sent by POST."""

    url: str
    form: Mapping[str, str] = field(repr=False)

    def http(self) -> httpx.Request:
        """The request for httpx; every value is URL-encoded."""
        return httpx.Request("POST", self.url, data=dict(self.form), headers={"Accept": "application/json"})


def code_request(app: OAuthApp, code: str, *, code_verifier: str = "") -> TokenRequest:
    """Exchange the code of a callback for a token."""
    more = {"code_verifier": code_verifier} if code_verifier else {}
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": app.redirect_uri, **more, **_credentials(app)}
    return TokenRequest(app.token_url.format(account=app.account), form)


def refresh_request(app: OAuthApp, token: Token) -> TokenRequest:
    """Obtain a new token with a refresh token."""
    form = {"grant_type": "refresh_token", "refresh_token": token.refresh_token, **_credentials(app)}
    return TokenRequest(app.token_url.format(account=app.account), form)


def recovery_request(app: OAuthApp, form: Mapping[str, str]) -> TokenRequest:
    """Obtain a new token for an instance whose tokens were lost; see :meth:`OAuth2.recover`."""
    return TokenRequest(app.token_url.format(account=app.account), {**form, **_credentials(app)})


def token_from(
    response: httpx.Response,
    *,
    now: datetime,
    before: Token | None = None,
    trusted: tuple[str, ...] = VENDOR_DOMAINS,
    hidden: Iterable[str] = (),
) -> Token:
    """The token in an answer of the token endpoint. What a refresh leaves out is taken over from the token before.

    ``hidden`` are secrets of the request, struck out where a refusal echoes them.
    """
    document = _document(response)
    if response.status_code != 200 or not document.get("access_token"):
        reason = document.get("error_description") or document.get("error") or f"status {response.status_code}"
        told = _without(str(reason), (*hidden, before.access_token, before.refresh_token) if before else hidden)
        raise SignInError(f"Brightpearl gave no token: {told}. Check the app's reference and secret, or sign in again.")
    domain = str(document.get("api_domain") or (before.api_domain if before else ""))
    if domain and not is_trusted(domain, trusted):
        raise SignInError(f"The token answer names {domain!r} as the account's host, which is not Brightpearl's. The token was not used.")
    instance = document.get("installation_instance_id") or (before.installation_instance_id if before else None)
    try:
        return Token(
            access_token=_text(document["access_token"]),
            refresh_token=_text(document.get("refresh_token") or (before.refresh_token if before else "")),
            api_domain=domain,
            expires_at=now + timedelta(seconds=int(finite(document.get("expires_in", 604800)))),
            installation_instance_id=int(finite(instance)) if instance is not None else None,
        )
    except (TypeError, ValueError, OverflowError):
        raise SignInError("Brightpearl's token answer cannot be read. The token was not used; sign in again.") from None


def is_trusted(domain: str, trusted: tuple[str, ...] = VENDOR_DOMAINS) -> bool:
    """Whether a host is one of Brightpearl's, or one that was explicitly allowed; anything but a bare host is not."""
    named = _HOST.fullmatch(domain)
    host = named[1].lower() if named else ""
    return any(host == known or host.endswith(f".{known}") for known in trusted)


class OAuth2(httpx.Auth):
    """An OAuth 2 token that is renewed as it runs out: once, however many callers wait for it.

    The rotated refresh token is stored before the new access token is used. ``trusted`` adds hosts that the account
    may live on, for doubles.
    """

    def __init__(
        self,
        app: OAuthApp,
        store: TokenStore | None = None,
        *,
        trusted: tuple[str, ...] = (),
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.app = app
        self.store: TokenStore = store if store is not None else MemoryTokenStore()
        self._trusted = (*VENDOR_DOMAINS, *trusted)
        self._now = now
        self._threads = threading.Lock()
        self._tasks: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()
        self._short_lived = ""

    def __repr__(self) -> str:
        return f"OAuth2(account={self.app.account!r})"

    def trusts(self, domain: str) -> bool:
        """Whether the token may be sent to this host."""
        return is_trusted(domain, self._trusted)

    def token(self) -> Token:
        """The token kept last. Raises :class:`SignInError` where the account was never signed in."""
        token = self.store.load()
        if token is None:
            raise SignInError(f"There is no token for the account {self.app.account!r}. Sign in first (bpwoo auth brightpearl).")
        return token

    def exchange(self, code: str, *, code_verifier: str = "", http: httpx.Client | None = None) -> Token:
        """Exchange a callback's code for a token and keep it."""
        request = code_request(self.app, code, code_verifier=code_verifier)
        return self._granted(request, (code, code_verifier), http, before=None)

    def recover(self, form: Mapping[str, str], *, http: httpx.Client | None = None) -> Token:
        """Obtain a new token for an installed instance whose tokens were lost, and keep it.

        The vendor offers this to apps with system authorisation, by the instance's id and the last access token known of
        it. The names of these fields, the ``grant_type`` among them, could not be read from the documents: give the whole
        form but for the app's id and secret, as the page of the vendor tells it.
        https://api-docs.brightpearl.com/utilities/oauth-token/post.html
        """
        hidden = tuple(value for value in form.values() if not value.isdigit())
        return self._granted(recovery_request(self.app, form), hidden, http, before=self.store.load())

    def _granted(self, request: TokenRequest, hidden: tuple[str, ...], http: httpx.Client | None, *, before: Token | None) -> Token:
        client = http or httpx.Client()
        try:
            # Not redirected, not even by a client that was brought along: that would take the app's secret elsewhere.
            response = client.send(request.http(), stream=True, follow_redirects=False)
            with closing(response):
                _bounded(response).read()
        except httpx.HTTPError as fault:
            raise SignInError(f"The token endpoint {request.url} did not answer ({type(fault).__name__}). Try again.") from None
        finally:
            if http is None:
                client.close()
        hidden = (*hidden, self.app.client_secret)
        token = token_from(response, now=self._now(), before=before, trusted=self._trusted, hidden=hidden)
        self.store.save(token)
        return token

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign the request; renew the token first when it runs out, and once when it is refused."""
        token = self.token()
        if self._runs_out(token):
            token = yield from self._renew(token)
        response = yield self._signed(request, token)
        if response.status_code == 401:
            _body_of(response).close()
            token = yield from self._renew(token)
            yield self._signed(request, token)

    async def async_auth_flow(self, request: httpx.Request) -> AsyncGenerator[httpx.Request, httpx.Response]:
        """Sign the request as the other flow does; who waits for another's renewal does not hold up the loop."""
        token = self.token()
        for refused in (False, True):
            if refused or self._runs_out(token):
                async with self._task_lock(), _entered_aside(self._alone()):
                    steps = self._renewing(token)
                    if isinstance(steps, TokenRequest):
                        renewed = yield steps.http()
                        await _bounded(renewed).aread()
                        steps = self._kept(renewed, token)
                    token = steps
            response = yield self._signed(request, token)
            if response.status_code != 401:
                return
            await _body_of(response).aclose()

    def _renew(self, token: Token) -> Generator[httpx.Request, httpx.Response, Token]:
        with self._alone():
            steps = self._renewing(token)
            if isinstance(steps, Token):
                return steps
            response = yield steps.http()
            _bounded(response).read()
            return self._kept(response, token)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._threads, self.store.exclusive():
            yield

    def _renewing(self, used: Token) -> Token | TokenRequest:
        """Another caller's new token, where there is one by now; else the request for it."""
        current = self.token()
        if current.access_token != used.access_token and not self._runs_out(current):
            return current
        if not current.refresh_token:
            raise SignInError(f"The token of {self.app.account!r} has run out and there is none to renew it with. Sign in again.")
        return refresh_request(self.app, current)

    def _kept(self, response: httpx.Response, before: Token) -> Token:
        last = self.store.load() or before
        token = token_from(response, now=self._now(), before=last, trusted=self._trusted, hidden=(self.app.client_secret,))
        self.store.save(token)
        # A token that is renewed while it lives may keep its end: then it is used up to it, not renewed with each request.
        self._short_lived = token.access_token if self._runs_out(token) else ""
        return token

    def _runs_out(self, token: Token) -> bool:
        early = timedelta() if token.access_token == self._short_lived else _EARLY
        return token.expires_at is not None and token.expires_at - self._now() < early

    def _signed(self, request: httpx.Request, token: Token) -> httpx.Request:
        request.headers["Authorization"] = f"Bearer {token.access_token}"
        request.headers["brightpearl-app-ref"] = self.app.client_id
        if self.app.dev_ref:
            request.headers["brightpearl-dev-ref"] = self.app.dev_ref
        return request

    def _task_lock(self) -> asyncio.Lock:
        import asyncio

        return self._tasks.setdefault(asyncio.get_running_loop(), asyncio.Lock())


@asynccontextmanager
async def _entered_aside(context: AbstractContextManager[None]) -> AsyncIterator[None]:
    """Enter a context that may block in a thread; where the task is cancelled meanwhile, it is left as soon as entered."""
    import asyncio

    deciding, entered, given_up = threading.Lock(), False, False

    def enter() -> None:
        nonlocal entered
        context.__enter__()
        with deciding:
            entered = True
            if given_up:
                context.__exit__(None, None, None)

    try:
        await asyncio.to_thread(enter)
    except asyncio.CancelledError:
        with deciding:
            given_up = True
            if entered:
                context.__exit__(None, None, None)
        raise
    try:
        yield
    finally:
        context.__exit__(None, None, None)


class _Bounded(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a token endpoint's answer: :class:`SignInError` where it is too large, or is not there in time."""

    def __init__(self, stream: Any, reading: Reading) -> None:
        self._stream = stream
        self._reading = reading

    def __iter__(self) -> Iterator[bytes]:
        for piece in self._stream:
            yield self._taken(piece)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for piece in self._stream:
            yield self._taken(piece)

    def close(self) -> None:
        self._stream.close()

    async def aclose(self) -> None:
        await self._stream.aclose()

    def _taken(self, piece: bytes) -> bytes:
        try:
            self._reading.take(piece)
        except UnreadableError as fault:
            raise _not_read(fault) from None
        return piece


def _bounded(response: httpx.Response) -> httpx.Response:
    """The answer, of which no more is read than a token may take."""
    try:
        reading = Reading(most=MOST, seconds=SECONDS, encoding=response.headers.get("content-encoding", ""))
    except UnreadableError as fault:
        raise _not_read(fault) from None
    response.stream = _Bounded(response.stream, reading)
    return response


def _not_read(fault: UnreadableError) -> SignInError:
    return SignInError(f"Brightpearl's token answer was not read: {fault}. Try again, or sign in again.")


def _body_of(response: httpx.Response) -> Any:
    """The body of a refusal, taken out of the answer: httpx would read all of it before the request is repeated."""
    body, response.stream = response.stream, httpx.ByteStream(b"")
    return body


def _credentials(app: OAuthApp) -> dict[str, str]:
    return {"client_id": app.client_id} | ({"client_secret": app.client_secret} if app.client_secret else {})


def _document(response: httpx.Response) -> dict[str, Any]:
    try:
        document = loads(response.content)
    except ValueError:
        document = None
    return document if isinstance(document, dict) else {}


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was due, not {type(value).__name__}")
    return value


def _without(told: str, secrets: Iterable[str]) -> str:
    for secret in filter(None, secrets):
        told = told.replace(secret, "…").replace(quote_plus(secret), "…")
    return told
