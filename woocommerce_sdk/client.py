"""The clients: one blocks, the other awaits; all else is shared."""

from __future__ import annotations

import random
import re
import ssl
import time
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from attrs import evolve, field, frozen

from ._kernel.binding import Resource
from ._kernel.cookieless import Cookieless
from ._kernel.described import described
from ._kernel.exchange import Reply, Step
from ._kernel.operation import Failure, Pairs, Reach, Request, Response, Sleep
from ._kernel.reading import ENCODINGS, Reading, UnreadableError
from ._kernel.runner import AsyncRunner, Runner, pause
from .addresses import address_of, api_address
from .auth import AuthKind, auth_for
from .checks import Diagnosis, diagnosis
from .endpoints import Flow, arun_flow, raw, run_flow
from .errors import redacted
from .limits import Conversation, RetryPolicy
from .services import Services

T = TypeVar("T")

_KEYS_IN_QUERY = re.compile(r"([?&])(?:consumer_key|consumer_secret|oauth_\w+)=[^&>]*")

OnRequest = Callable[[Request], None]
OnResponse = Callable[[Request, Response | Failure, float], None]


@described
@frozen(kw_only=True)
class Options:
    """How a client sends. ``timeout`` is in seconds for each of connecting, writing, waiting for more and the whole body."""

    timeout: float = 60.0
    """In seconds."""
    retries: RetryPolicy = field(factory=RetryPolicy)
    headers: Mapping[str, str] = field(factory=dict, repr=False)
    method_override: bool = False
    """Sends ``PUT``, ``PATCH`` and ``DELETE`` as ``POST``, for firewalls that let nothing else pass."""
    longest_response: int = 64 * 1024 * 1024
    """The longest answer that is read, in bytes."""
    on_request: OnRequest | None = field(default=None, repr=False)
    on_response: OnResponse | None = field(default=None, repr=False)


class _Shared:
    """What both clients know without sending anything."""

    url: str
    options: Options
    _auth: httpx.Auth | None
    _clock: Callable[[], float]

    def __init__(self, url: str, key: str, secret: str, auth: AuthKind, options: Options, *, own: bool) -> None:
        self.url = api_address(url)
        self.options = options
        # A connection of our own carries the standing headers; httpx takes its time to add them to each request.
        self._standing: Mapping[str, str] = {} if own else _STANDING
        self._auth = auth_for(self.url, key, secret, auth)

    @property
    def policy(self) -> Conversation:
        """The rules for the next operation."""
        return Conversation(self.options.retries, self._clock, time.time)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r}, auth={self._auth!r})"

    def _outgoing(self, request: Request) -> dict[str, Any]:
        """The arguments from which httpx builds the request."""
        options = self.options
        overridden = options.method_override and request.method not in ("GET", "HEAD", "OPTIONS", "POST")
        extra = {"X-HTTP-Method-Override": request.method} if overridden else {}
        return {
            "method": "POST" if overridden else request.method,
            "url": address_of(self.url, request.target),
            "headers": {**self._standing, **dict(request.headers), **extra, **options.headers},
            "content": request.content or None,
            "timeout": options.timeout,
        }

    def _reading(self, response: httpx.Response) -> Reading:
        encoding = response.headers.get("content-encoding", "")
        return Reading(most=self.options.longest_response, seconds=self.options.timeout, now=self._clock, encoding=encoding)

    def _told(self, request: Request) -> float:
        if self.options.on_request is not None:
            self.options.on_request(request)
        return self._clock()

    def _tell(self, request: Request, reply: Response | Failure, started: float) -> Response | Failure:
        if self.options.on_response is not None:
            self.options.on_response(request, reply, self._clock() - started)
        return reply


def _client_version() -> str:
    try:
        return version("bpwoo")
    except PackageNotFoundError:
        return "0"


#: Without ``Accept`` a PHP failure is answered with a page; some firewalls refuse unnamed clients.
_STANDING = {
    "Accept": "application/json",
    "Accept-Encoding": ", ".join(ENCODINGS),
    "User-Agent": f"woocommerce-sdk-python/{_client_version()}",
}


def _connection(url: str, transport: object) -> dict[str, Any]:
    """The arguments of a connection of our own.

    Over plain HTTP nobody shows a certificate, and loading those that are trusted is most of what making a client takes.
    """
    verify = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if transport is None and url.startswith("http:") else True
    return {"transport": transport, "verify": verify, "follow_redirects": False, "headers": _STANDING, "cookies": Cookieless()}


class WooCommerce(_Shared, Services["WooCommerce"], Runner):
    """A shop, blocking.

    ``url`` is the shop's address, with or without ``/wp-json/wc/v3``; ``key`` and ``secret`` are those of
    WooCommerce > Settings > Advanced > REST API. ``http`` is an ``httpx.Client`` of your own, which you close;
    ``transport`` replaces only how requests travel.

    >>> WooCommerce("https://shop.example", "ck_0123456789abcdef", "cs_secret")
    WooCommerce('https://shop.example/wp-json/wc/v3', auth=KeyPair(key='...cdef'))
    """

    def __init__(
        self,
        url: str,
        key: str = "",
        secret: str = "",
        *,
        auth: AuthKind = "auto",
        timeout: float = 60.0,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        method_override: bool = False,
        longest_response: int = 64 * 1024 * 1024,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
        http: httpx.Client | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        options = _options(timeout, retries, headers, method_override, longest_response, on_request, on_response)
        _Shared.__init__(self, url, key, secret, auth, options, own=http is None)
        self._own = http is None
        self._http = http or httpx.Client(**_connection(self.url, transport))
        self._sleep, self._clock = sleep, clock

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they were given."""
        if self._own:
            self._http.close()

    def with_options(self, **changes: Any) -> Self:
        """A copy that sends otherwise over the same connections; takes any field of :class:`Options`."""
        other = object.__new__(type(self))
        other.__dict__.update({name: value for name, value in self.__dict__.items() if not isinstance(value, Resource)})
        other.options = evolve(self.options, **changes)
        other._own = False
        return other

    def request(self, method: str, path: str, *, query: Pairs = (), body: object = None, repeatable: bool | None = None) -> Response:
        """Send any request, for instance to a plugin's route; ``path`` is relative to the API, such as ``/orders``."""
        return self.send(raw(method, path, query=query, body=body, repeatable=repeatable))

    def run(self, flow: Flow[T]) -> T:
        """Drive a conversation of several operations, such as :func:`subscribed`."""
        return run_flow(self, flow)

    def check(self, *, write: bool = False) -> Diagnosis:
        """Find out step by step whether the shop can be used, and if not what to do.

        ``write`` also tries whether the key may write, with a batch of nothing.
        """
        return run_flow(self, diagnosis(write=write))

    def perform(self, step: Step) -> Reply:
        """Send a request, or sleep."""
        if isinstance(step, Sleep):
            self._sleep(step.seconds)
            return None
        started = self._told(step)
        try:
            outgoing = self._http.build_request(**self._outgoing(step))
            answer = self._http.send(outgoing, auth=self._auth, stream=True, follow_redirects=False)
            try:
                body = self._reading(answer)
                for piece in answer.iter_bytes():
                    body.take(piece)
                reply = _response(answer, body.content())
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, UnreadableError) as fault:
            return self._tell(step, failure_of(fault), started)
        return self._tell(step, reply, started)


class AsyncWooCommerce(_Shared, Services["AsyncWooCommerce"], AsyncRunner):
    """A shop, awaiting; otherwise as :class:`WooCommerce`."""

    def __init__(
        self,
        url: str,
        key: str = "",
        secret: str = "",
        *,
        auth: AuthKind = "auto",
        timeout: float = 60.0,
        retries: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
        method_override: bool = False,
        longest_response: int = 64 * 1024 * 1024,
        on_request: OnRequest | None = None,
        on_response: OnResponse | None = None,
        http: httpx.AsyncClient | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        sleep: Callable[[float], Any] = pause,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        options = _options(timeout, retries, headers, method_override, longest_response, on_request, on_response)
        _Shared.__init__(self, url, key, secret, auth, options, own=http is None)
        self._own = http is None
        self._http = http or httpx.AsyncClient(**_connection(self.url, transport))
        self._sleep, self._clock = sleep, clock

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections, unless they were given."""
        if self._own:
            await self._http.aclose()

    def with_options(self, **changes: Any) -> Self:
        """A copy that sends otherwise over the same connections; takes any field of :class:`Options`."""
        other = object.__new__(type(self))
        other.__dict__.update({name: value for name, value in self.__dict__.items() if not isinstance(value, Resource)})
        other.options = evolve(self.options, **changes)
        other._own = False
        return other

    async def request(self, method: str, path: str, *, query: Pairs = (), body: object = None, repeatable: bool | None = None) -> Response:
        """Send any request, for instance to a plugin's route; ``path`` is relative to the API, such as ``/orders``."""
        return await self.send(raw(method, path, query=query, body=body, repeatable=repeatable))

    async def run(self, flow: Flow[T]) -> T:
        """Drive a conversation of several operations, such as :func:`subscribed`."""
        return await arun_flow(self, flow)

    async def check(self, *, write: bool = False) -> Diagnosis:
        """Find out step by step whether the shop can be used; as :meth:`WooCommerce.check`."""
        return await arun_flow(self, diagnosis(write=write))

    async def perform(self, step: Step) -> Reply:
        """Send a request, or sleep."""
        if isinstance(step, Sleep):
            await self._sleep(step.seconds)
            return None
        started = self._told(step)
        try:
            outgoing = self._http.build_request(**self._outgoing(step))
            answer = await self._http.send(outgoing, auth=self._auth, stream=True, follow_redirects=False)
            try:
                body = self._reading(answer)
                async for piece in answer.aiter_bytes():
                    body.take(piece)
                reply = _response(answer, body.content())
            finally:
                await answer.aclose()
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError, UnreadableError) as fault:
            return self._tell(step, failure_of(fault), started)
        return self._tell(step, reply, started)


def failure_of(fault: Exception) -> Failure:
    """What a transport's error means: whether the shop may have acted."""
    unsent = isinstance(fault, (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL, httpx.UnsupportedProtocol))
    reach = Reach.NOT_SENT if unsent else Reach.UNKNOWN
    message = redacted(str(fault)) or type(fault).__name__
    if isinstance(fault, UnicodeError) or (isinstance(fault, httpx.LocalProtocolError) and message.startswith("Illegal header")):
        # What the library tells repeats the header, which may hold a secret.
        return Failure(kind="connect", reach=Reach.NOT_SENT, message="a header or the address holds what cannot be sent")
    if isinstance(fault, UnreadableError):
        return fault.failure
    if isinstance(fault, httpx.TimeoutException):
        return Failure(kind="timeout", reach=reach, message=f"timed out ({type(fault).__name__})")
    return Failure(kind="connect" if unsent else "broken", reach=reach, message=message)


def _options(
    timeout: float,
    retries: RetryPolicy | None,
    headers: Mapping[str, str] | None,
    method_override: bool,
    longest_response: int,
    on_request: OnRequest | None,
    on_response: OnResponse | None,
) -> Options:
    return Options(
        timeout=timeout,
        retries=retries or RetryPolicy(jitter=random.random),
        headers=headers or {},
        method_override=method_override,
        longest_response=longest_response,
        on_request=on_request,
        on_response=on_response,
    )


def _response(answer: httpx.Response, content: bytes) -> Response:
    """The answer as a value. A ``Link`` header repeats the keys of the query, and is cleared of them."""
    headers = tuple((name, _KEYS_IN_QUERY.sub(r"\1", value) if name.lower() == "link" else value) for name, value in answer.headers.items())
    return Response(status=answer.status_code, headers=headers, content=content)
