"""Who is calling: the shop's three ways of showing a key, and its reasons for turning one down."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote, unquote

from attrs import define, field, frozen

from .._kernel.operation import Request
from .._kernel.values import Json
from .errors import Refusal
from .php import nested

Permissions = Literal["read", "write", "read_write"]
Role = Literal["administrator", "shop_manager", "customer"]

_WINDOW_SECONDS = 15 * 60
_OAUTH = ("oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method")
_READING = frozenset({"GET", "HEAD"})


@frozen(kw_only=True)
class Key:
    """A REST API key of the shop. ``role`` is the role of the user to whom it belongs."""

    consumer_key: str
    consumer_secret: str = field(repr=False)
    permissions: Permissions = "read_write"
    role: Role = "administrator"
    user: int = 1

    def refuses(self, method: str) -> str | None:
        """What the shop says when this key may not do this, or nothing."""
        if method == "OPTIONS":
            return None
        wanted = "read" if method in _READING else "write"
        return None if self.permissions in (wanted, "read_write") else f"The API key provided does not have {wanted} permissions."


@define
class Gate:
    """The keys that the shop knows, and the nonces that it has seen."""

    keys: tuple[Key, ...]
    nonces: dict[str, int] = field(factory=dict)

    def caller(self, request: Request, now: datetime) -> Key | None:
        """The key that a request shows; ``None`` when it shows none that counts. Raises :class:`Refusal` for a false one."""
        key = self._by_password(request) if request.origin.startswith("https://") else None
        return key or self._by_signature(request, now)

    def known(self, consumer_key: str) -> Key | None:
        """The key of this name."""
        return next((key for key in self.keys if key.consumer_key == consumer_key), None)

    def _by_password(self, request: Request) -> Key | None:
        name, secret = _in_query(request) or _in_header(request) or ("", "")
        key = self.known(name)
        if key is None:
            return None
        if not hmac.compare_digest(key.consumer_secret.encode(), secret.encode()):
            raise _false("Consumer secret is invalid.")
        return key

    def _by_signature(self, request: Request, now: datetime) -> Key | None:
        parameters = oauth_parameters(request)
        absent = [name for name in _OAUTH if not parameters.get(name)]
        if len(absent) == len(_OAUTH):
            return None
        if absent:
            plural = "s" if len(absent) > 1 else ""
            message = f"Missing OAuth parameter{plural} {', '.join(absent)}"
            raise Refusal(401, "woocommerce_rest_authentication_missing_parameter", message)
        key = self.known(parameters["oauth_consumer_key"])
        if key is None:
            raise _false("Consumer key is invalid.")
        _check_signature(request, parameters, key.consumer_secret)
        self._check_freshness(parameters, int(now.timestamp()))
        return key

    def _check_freshness(self, parameters: Mapping[str, Any], now: int) -> None:
        stamp = parameters["oauth_timestamp"]
        if not re.fullmatch(r"\d+", stamp) or abs(int(stamp) - now) > _WINDOW_SECONDS:
            raise _false("Invalid timestamp.")
        if parameters["oauth_nonce"] in self.nonces:
            raise _false("Invalid nonce - nonce has already been used.")
        self.nonces = {nonce: at for nonce, at in self.nonces.items() if at >= now - _WINDOW_SECONDS}
        self.nonces[parameters["oauth_nonce"]] = int(stamp)


def oauth_parameters(request: Request) -> dict[str, Any]:
    """The query as PHP reads it, and what an ``Authorization: OAuth`` header adds."""
    header = (request.header("authorization") or "").strip()
    pairs = re.findall(r'(oauth_[a-z_-]*)=(?:"([^"]*)"|([^,\s]*))', header) if header[:6].lower() == "oauth " else []
    return {**nested(request.query), **{name: unquote(quoted or bare) for name, quoted, bare in pairs}}


def base_string(request: Request, parameters: Mapping[str, Any]) -> str:
    """The text that is signed: PHP's order of names, arrays with their indexes, the JSON body left out."""
    unsigned = {name: value for name, value in parameters.items() if name != "oauth_signature"}
    ordered = sorted(unsigned.items(), key=lambda pair: pair[0].encode())
    joined = "%26".join(_escaped(f"{name}={value}") for name, value in _joined(ordered))
    return f"{request.method.upper()}&{_escaped(request.origin + unquote(request.path))}&{joined}"


def signature(text: str, secret: str, method: str) -> str:
    """An OAuth signature as text; without a token, the key is the secret and an ampersand."""
    digest = hashlib.sha1 if method == "HMAC-SHA1" else hashlib.sha256
    return base64.b64encode(hmac.new(f"{secret}&".encode(), text.encode(), digest).digest()).decode()


def _check_signature(request: Request, parameters: Mapping[str, Any], secret: str) -> None:
    method = parameters["oauth_signature_method"]
    if method not in ("HMAC-SHA1", "HMAC-SHA256"):
        raise _false("Invalid signature - signature method is invalid.")
    given = unquote(str(parameters["oauth_signature"]).replace(" ", "+"))
    if not hmac.compare_digest(signature(base_string(request, parameters), secret, method).encode(), given.encode()):
        raise _false("Invalid signature - provided signature does not match.")


def _joined(pairs: Iterable[tuple[str, Json]], outer: str = "") -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in pairs:
        key = f"{outer}%5B{_escaped(name)}%5D" if outer else _escaped(name)
        if isinstance(value, list):
            found += _joined(((str(position), item) for position, item in enumerate(value)), key)
        elif isinstance(value, dict):
            found += _joined(value.items(), key)
        else:
            found.append((key, _escaped(value)))
    return found


def _escaped(text: str) -> str:
    return quote(text, safe="~")


def _in_query(request: Request) -> tuple[str, str] | None:
    name, secret = request.parameter("consumer_key"), request.parameter("consumer_secret")
    return (name, secret) if name and secret else None


def _in_header(request: Request) -> tuple[str, str] | None:
    scheme, _, credentials = (request.header("authorization") or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(credentials, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, secret) if name and secret else None


def _false(message: str) -> Refusal:
    return Refusal(401, "woocommerce_rest_authentication_error", message)
