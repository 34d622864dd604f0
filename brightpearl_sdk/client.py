"""The two clients: one blocks, the other awaits. Everything else they share."""

from __future__ import annotations

import copy
import ssl
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Self, TypeVar

import httpx

from ._kernel.binding import Resource
from ._kernel.cookieless import Cookieless
from ._kernel.exchange import Reply, Step
from ._kernel.jsontext import dumps
from ._kernel.operation import Failure, Operation, Pairs, Reach, Request, Response, Sleep
from ._kernel.reading import ENCODINGS, Reading, UnreadableError
from ._kernel.runner import AsyncRunner, Runner, pause
from ._kernel.values import Json
from .auth import AccountToken, OAuth2
from .batch import OnFail, ProcessingMode, Result, batched
from .errors import BrightpearlError
from .flows import arun_flow, run_flow
from .limits import RETRIES, Limits, Quota, Retries
from .services import Services

T = TypeVar("T")

#: Seconds to wait for an answer; Brightpearl's slower searches take tens of seconds.
TIMEOUT = 60.0

#: How large an answer may be, in bytes after decompression.
MAX_ANSWER = 64 * 1024 * 1024

_STANDING = {"Accept": "application/json", "Accept-Encoding": ", ".join(ENCODINGS)}

Hook = Callable[[Request, Response | Failure], None]


class _Connection:
    """What a client and its copies share: the connection, the address and the account's quota."""

    def __init__(self, account: str, auth: httpx.Auth | None, http: httpx.Client | httpx.AsyncClient, base_url: str, owned: bool) -> None:
        self.account = account
        self.auth = auth
        self.http: Any = http
        self.base = base_url.rstrip("/")
        self.owned = owned

    def address(self, target: str) -> str:
        """The whole address of a request. Pricing does not stand below ``public-api``, but beside it."""
        root = "api-v3" if target.startswith("/api-v3/") else "public-api"
        return f"{self.base}/{root}/{self.account}/{target.removeprefix('/api-v3').removeprefix('/')}"


class _Settings:
    """How a client sends: what :meth:`with_options` changes on a copy."""

    _connection: _Connection
    _limits: Limits
    _timeout: float
    _headers: tuple[tuple[str, str], ...]
    _hook: Hook | None
    _max_answer: int
    _clock: Callable[[], float]

    @property
    def account(self) -> str:
        """The account's code."""
        return self._connection.account

    @property
    def policy(self) -> Limits:
        """The rules for pacing, repeating and failing."""
        return self._limits

    @property
    def quota(self) -> Quota:
        """The account's budget of requests."""
        return self._limits.quota

    def __repr__(self) -> str:
        return f"{type(self).__name__}(account={self.account!r})"

    def with_options(
        self,
        *,
        timeout: float | None = None,
        retries: Retries | None = None,
        urgent: bool | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Self:
        """A client on the same connection and quota that sends otherwise: for one call, or for many.

        ``urgent`` calls may use the quota's reserve.
        """
        other = copy.copy(self)
        other.__dict__ = {name: value for name, value in self.__dict__.items() if not isinstance(value, Resource)}
        other._timeout = self._timeout if timeout is None else timeout
        other._headers = (*self._headers, *(headers or {}).items())
        other._limits = Limits(
            self._limits.quota, retries or self._limits.retries, urgent=self._limits.urgent if urgent is None else urgent
        )
        return other

    def _outgoing(self, request: Request) -> httpx.Request:
        http: httpx.Client | httpx.AsyncClient = self._connection.http
        # A connection of our own carries the standing headers; httpx takes its time to add them to each request.
        standing = () if self._connection.owned else _STANDING.items()
        headers = [*standing, *request.headers, *self._headers]
        return http.build_request(
            request.method,
            self._connection.address(request.target),
            headers=headers or None,
            content=request.content or None,
            timeout=self._timeout,
        )

    def _sending(self) -> dict[str, Any]:
        # A redirect is never followed, not even by a connection that was brought along: it would take the token elsewhere.
        return {"auth": self._connection.auth, "stream": True, "follow_redirects": False}

    def _reading(self, headers: Pairs) -> Reading:
        packed = ", ".join([value for name, value in headers if name == "content-encoding"])
        return Reading(most=self._max_answer, seconds=self._timeout, now=self._clock, encoding=packed)

    def _seen(self, request: Request, reply: Response | Failure) -> Response | Failure:
        if self._hook is not None:
            self._hook(request, reply)
        return reply


def _setup(
    client: _Settings,
    kind: type[httpx.Client] | type[httpx.AsyncClient],
    account: str,
    auth: AccountToken | OAuth2,
    base_url: str | None,
    options: Mapping[str, Any],
) -> None:
    address = base_url or _address_of(auth)
    http = options["http"]
    owned = http is None
    if http is None:
        transport = options["transport"]
        fixed = _fixed_headers(auth)
        verify = True if transport is not None else _trusted(address, asks_elsewhere=fixed is None)
        http = kind(transport=transport, verify=verify, headers={**_STANDING, **(fixed or {})}, cookies=Cookieless())
    signing = None if owned and _fixed_headers(auth) is not None else auth
    client._connection = _Connection(account, signing, http, address, owned)
    client._limits = Limits(options["quota"] or Quota(), options["retries"])
    client._timeout = options["timeout"]
    client._headers = ()
    client._hook = options["hook"]
    client._max_answer = options["max_answer"]


def _trusted(address: str, *, asks_elsewhere: bool) -> ssl.SSLContext | bool:
    """The certificates that a connection trusts. ``asks_elsewhere`` tells that tokens are asked for at another address.

    Over plain HTTP nobody shows one, and loading those that are trusted is most of what making a client takes.
    """
    if address.startswith("https:"):
        return ssl.create_default_context()
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if address.startswith("http:") and not asks_elsewhere else True


def _fixed_headers(auth: AccountToken | OAuth2) -> Mapping[str, str] | None:
    """The headers of a token that never changes, which a connection of our own carries; None where each request is signed."""
    return auth.headers if type(auth) is AccountToken else None


def _address_of(auth: AccountToken | OAuth2) -> str:
    if isinstance(auth, OAuth2):
        domain = auth.token().api_domain
        if domain and auth.trusts(domain):
            return f"https://{domain}"
    raise BrightpearlError(
        "The account's address is not known. Give base_url, such as https://euw1.brightpearlconnect.com (or use1): "
        "it begins the address of Brightpearl in your browser."
    )


class Brightpearl(Services["Brightpearl"], _Settings, Runner):
    """A Brightpearl account, for blocking calls. Use it as a context manager, or close it.

    ``account`` is the code typed at sign-in. ``base_url`` is the data centre's address, taken from the OAuth token
    where there is one. ``quota`` is shared between clients of one account by passing the same object. ``http`` or
    ``transport`` brings an own connection. ``hook`` is called with each request and what came of it, for logs.
    ``clock`` counts seconds from any moment: by it an answer is given up that does not end.
    """

    def __init__(
        self,
        account: str,
        auth: AccountToken | OAuth2,
        *,
        base_url: str | None = None,
        quota: Quota | None = None,
        retries: Retries = RETRIES,
        timeout: float = TIMEOUT,
        http: httpx.Client | None = None,
        transport: httpx.BaseTransport | None = None,
        hook: Hook | None = None,
        max_answer: int = MAX_ANSWER,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        options = {"http": http, "transport": transport, "quota": quota, "retries": retries, "timeout": timeout, "hook": hook}
        _setup(self, httpx.Client, account, auth, base_url, {**options, "max_answer": max_answer})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection, unless it was brought along."""
        if self._connection.owned:
            self._connection.http.close()

    def perform(self, step: Step) -> Reply:
        """Send a request, or sleep."""
        if isinstance(step, Sleep):
            self._sleep(step.seconds)
            return None
        try:
            with_body = self._connection.http.send(self._outgoing(step), **self._sending())
            try:
                headers = _headers(with_body)
                body = self._reading(headers)
                for piece in with_body.iter_bytes():
                    body.take(piece)
                return self._seen(step, Response(status=with_body.status_code, headers=headers, content=body.content()))
            finally:
                with_body.close()
        except UnreadableError as fault:
            return self._seen(step, fault.failure)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as fault:
            return self._seen(step, _failure(fault))

    def batch(
        self,
        operations: Iterable[Operation[T]],
        *,
        mode: ProcessingMode = ProcessingMode.SEQUENTIAL,
        on_fail: OnFail = OnFail.CONTINUE,
    ) -> tuple[Result[T], ...]:
        """Send any number of writes, ten to a request: a result for each, in the order of the writes."""
        return run_flow(self, batched(operations, mode=mode, on_fail=on_fail))

    def request(self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: Json = None) -> Response:
        """Send any request below the account, such as ``GET /order-service/order/7``, and return the whole response."""
        return self.send(_any_request(method, path, query, body))


class AsyncBrightpearl(Services["AsyncBrightpearl"], _Settings, AsyncRunner):
    """A Brightpearl account, for awaited calls. It takes what :class:`Brightpearl` takes."""

    def __init__(
        self,
        account: str,
        auth: AccountToken | OAuth2,
        *,
        base_url: str | None = None,
        quota: Quota | None = None,
        retries: Retries = RETRIES,
        timeout: float = TIMEOUT,
        http: httpx.AsyncClient | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        hook: Hook | None = None,
        max_answer: int = MAX_ANSWER,
        sleep: Callable[[float], Any] = pause,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._sleep, self._clock = sleep, clock
        options = {"http": http, "transport": transport, "quota": quota, "retries": retries, "timeout": timeout, "hook": hook}
        _setup(self, httpx.AsyncClient, account, auth, base_url, {**options, "max_answer": max_answer})

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connection, unless it was brought along."""
        if self._connection.owned:
            await self._connection.http.aclose()

    async def perform(self, step: Step) -> Reply:
        """Send a request, or sleep."""
        if isinstance(step, Sleep):
            await self._sleep(step.seconds)
            return None
        try:
            with_body = await self._connection.http.send(self._outgoing(step), **self._sending())
            try:
                headers = _headers(with_body)
                body = self._reading(headers)
                async for piece in with_body.aiter_bytes():
                    body.take(piece)
                return self._seen(step, Response(status=with_body.status_code, headers=headers, content=body.content()))
            finally:
                await with_body.aclose()
        except UnreadableError as fault:
            return self._seen(step, fault.failure)
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as fault:
            return self._seen(step, _failure(fault))

    async def batch(
        self,
        operations: Iterable[Operation[T]],
        *,
        mode: ProcessingMode = ProcessingMode.SEQUENTIAL,
        on_fail: OnFail = OnFail.CONTINUE,
    ) -> tuple[Result[T], ...]:
        """Send any number of writes, ten to a request: a result for each, in the order of the writes."""
        return await arun_flow(self, batched(operations, mode=mode, on_fail=on_fail))

    async def request(self, method: str, path: str, *, query: Mapping[str, str] | None = None, body: Json = None) -> Response:
        """Send any request below the account, such as ``GET /order-service/order/7``, and return the whole response."""
        return await self.send(_any_request(method, path, query, body))


def _headers(response: httpx.Response) -> Pairs:
    """An answer's headers in the order received, their names in small letters; how they are encoded is found out once."""
    encoding = response.headers.encoding
    return tuple([(name.lower().decode(encoding), value.decode(encoding)) for name, value in response.headers.raw])


def _failure(fault: Exception) -> Failure:
    told = str(fault) or type(fault).__name__
    if isinstance(fault, UnicodeError) or (isinstance(fault, httpx.LocalProtocolError) and told.startswith("Illegal header")):
        # What the library tells repeats the header, which may be the token.
        return Failure(kind="connect", reach=Reach.NOT_SENT, message="a header or the address holds what cannot be sent")
    if isinstance(fault, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.InvalidURL)):
        return Failure(kind="connect", reach=Reach.NOT_SENT, message=told)
    if isinstance(fault, httpx.TimeoutException):
        return Failure(kind="timeout", reach=Reach.UNKNOWN, message="no answer came in time")
    return Failure(kind="broken", reach=Reach.UNKNOWN, message=told)


def _any_request(method: str, path: str, query: Mapping[str, str] | None, body: Json) -> Operation[Response]:
    pairs = tuple((query or {}).items())
    repeatable = method.upper() in ("GET", "OPTIONS", "PUT", "DELETE")
    if body is None:
        request = Request(method=method.upper(), path=path, query=pairs)
    else:
        request = Request(
            method=method.upper(), path=path, query=pairs, headers=(("Content-Type", "application/json"),), content=dumps(body)
        )
    return Operation(request=request, parse=lambda response: response, repeatable=repeatable)
