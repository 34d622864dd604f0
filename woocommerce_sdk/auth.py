"""How requests prove who asks: a key pair over HTTPS, or a signature that needs no HTTPS."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Generator, Iterable
from typing import Any, Literal, cast

import httpx
from attrs import field, frozen

from .errors import ConfigurationError

Pairs = tuple[tuple[str, str], ...]

#: How keys are sent; ``"auto"`` is ``"basic"`` over HTTPS and ``"oauth1"`` over plain HTTP.
AuthKind = Literal["auto", "basic", "query", "oauth1"]


@frozen
class KeyPair(httpx.Auth):
    """A consumer key and secret in the ``Authorization`` header. Only over HTTPS: a shop ignores them elsewhere."""

    key: str = field(repr=lambda key: repr(f"...{key[-4:]}"))
    secret: str = field(repr=False)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the header."""
        _over_https(request)
        pair = f"{self.key}:{self.secret}".encode()
        request.headers["Authorization"] = f"Basic {base64.b64encode(pair).decode()}"
        yield request


@frozen
class QueryKeyPair(httpx.Auth):
    """A consumer key and secret in the query, for servers that drop the ``Authorization`` header. Only over HTTPS.

    Servers write addresses to their logs, and with them these keys: prefer :class:`KeyPair`.
    """

    key: str = field(repr=lambda key: repr(f"...{key[-4:]}"))
    secret: str = field(repr=False)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Add the parameters."""
        _over_https(request)
        request.url = request.url.copy_merge_params({"consumer_key": self.key, "consumer_secret": self.secret})
        yield request


@frozen
class SignedKeyPair(httpx.Auth):
    """A consumer key, and a signature made with its secret (OAuth 1.0a, HMAC-SHA256). Works over plain HTTP.

    ``clock`` returns seconds since 1970 and must be right to within 15 minutes; ``nonce`` returns a text never
    returned before. The body is not signed, and over plain HTTP not secret either.
    """

    key: str = field(repr=lambda key: repr(f"...{key[-4:]}"))
    secret: str = field(repr=False)
    clock: Callable[[], float] = field(default=time.time, repr=False)
    nonce: Callable[[], str] = field(default=lambda: secrets.token_hex(16), repr=False)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign the method, the address and every parameter of the query."""
        oauth = (
            ("oauth_consumer_key", self.key),
            ("oauth_nonce", self.nonce()),
            ("oauth_signature_method", "HMAC-SHA256"),
            ("oauth_timestamp", str(int(self.clock()))),
        )
        given = tuple(request.url.params.multi_items())
        base = base_string(request.method, str(request.url.copy_with(query=None, fragment=None)), (*given, *oauth))
        signed = dict([*oauth, ("oauth_signature", signature(base, self.secret))])
        request.url = request.url.copy_merge_params(signed)
        yield request


def base_string(method: str, address: str, parameters: Iterable[tuple[str, str]]) -> str:
    """What is signed, in the form in which PHP has the parameters once it has read them.

    PHP numbers ``x[]``, keeps the last of equal names, and makes underscores of dots and spaces in names; the shop
    sorts by top-level name.
    """
    from authlib.oauth1.rfc5849 import signature as rfc5849
    from authlib.oauth1.rfc5849.util import escape

    read = as_php_reads(parameters)
    ordered = sorted(read.items(), key=lambda pair: pair[0].partition("[")[0].encode())
    normalised = "&".join(f"{escape(name)}={escape(value)}" for name, value in ordered)
    return "&".join((escape(method.upper()), escape(cast(Any, rfc5849).normalize_base_string_uri(address)), escape(normalised)))


def as_php_reads(parameters: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Parameters as PHP holds them after reading a query."""
    read: dict[str, str] = {}
    numbered: dict[str, int] = {}
    for name, value in parameters:
        top, bracket, inside = name.partition("[")
        top = top.replace(".", "_").replace(" ", "_")
        if inside == "]":
            numbered[top] = numbered.get(top, -1) + 1
            inside = f"{numbered[top]}]"
        read[f"{top}{bracket}{inside}"] = value
    return read


def signature(base: str, secret: str) -> str:
    """The signature of a base string: there is no token, so the secret stands alone before the ``&``."""
    from authlib.oauth1.rfc5849.util import escape

    digest = hmac.new(f"{escape(secret)}&".encode(), base.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def auth_for(url: str, key: str, secret: str, kind: AuthKind = "auto") -> httpx.Auth | None:
    """The way to prove who asks at this address; None without a key.

    Raises :class:`ConfigurationError` where the keys would cross the network in the open.
    """
    if not key and not secret:
        return None
    if not key or not secret:
        raise ConfigurationError("a consumer key needs its consumer secret, and the other way round")
    is_https = url.lower().startswith("https://")
    match kind:
        case "auto":
            return KeyPair(key, secret) if is_https else SignedKeyPair(key, secret)
        case "oauth1":
            return SignedKeyPair(key, secret)
        case "basic" | "query" if not is_https:
            raise ConfigurationError(f"auth={kind!r} needs https: over plain http everyone on the way reads the keys; use 'oauth1'")
        case "basic":
            return KeyPair(key, secret)
        case "query":
            return QueryKeyPair(key, secret)
    raise ConfigurationError(f"auth={kind!r}: choose 'auto', 'basic', 'query' or 'oauth1'")


def _over_https(request: httpx.Request) -> None:
    if request.url.scheme != "https":
        raise ConfigurationError("keys are sent over https only")
