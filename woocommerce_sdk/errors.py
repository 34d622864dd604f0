"""The errors of this package.

.. code-block:: text

    WooCommerceError
    ├── ConfigurationError        what was given cannot work, told before anything is sent (also a ValueError)
    │   ├── SetupError            what was given to connect a shop cannot be used: .faults by name
    │   └── PrivateAddressError   the shop's address is not public, where only public ones are allowed
    ├── ConnectionFailedError     no response: .reach tells whether the shop may have acted
    │   └── TimedOutError
    ├── ShapeError                a response does not have the documented shape
    │   └── NotJsonError          it is no JSON at all: an HTML page, a PHP notice before it, or cut off
    ├── SignatureError            a webhook delivery was not signed with the secret
    └── StatusError               the shop refused: .status .code .message .data .params .hint
        ├── RedirectedError       3xx
        ├── InvalidError          400 and every other 4xx; 501
        ├── AuthenticationError   401
        ├── ForbiddenError        403
        ├── NotFoundError         404
        ├── ConflictError         409, 410, and 400 where something of that name already exists: .resource_id
        ├── ThrottledError        429: .retry_after
        └── ServerError           5xx
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

from ._kernel import jsontext
from ._kernel.amounts import whole
from ._kernel.explained import Explained
from ._kernel.operation import Failure, Reach, Request, Response
from ._kernel.values import Json

_SECRET = re.compile(r"\b(c[ks]_)[0-9A-Za-z]{8,}|((?:consumer_secret|consumer_key|oauth_signature)=)[^&\s\"<>]+")
_TAG = re.compile(r"<[^>]*>")
_SPACE = re.compile(r"\s+")
_LONGEST = 600


class WooCommerceError(Explained):
    """The root of every error of this package.

    Why: only its kinds are raised.

    What to do: catch it where any failure of the shop's is dealt with alike; otherwise catch a kind.
    """


class ConfigurationError(WooCommerceError, ValueError):
    """What was given cannot work; nothing was sent.

    Why: an address without a scheme, keys that are none, or options that exclude each other.

    What to do: correct what the message names.
    """


class SetupError(ConfigurationError):
    """What was given to connect a shop cannot be used. ``faults`` tells why, by the name of the question.

    Why: an answer is missing or of another form, such as a secret in the field of the key.

    What to do: ``faults`` has a sentence for each question by its name: show it beside the field, and ask again.
    """

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults: Mapping[str, str] = dict(faults)


class PrivateAddressError(ConfigurationError):
    """A shop's address is not of the public internet, and was not asked: see :mod:`woocommerce_sdk.setup`.

    Why: a stranger typed an address that leads into the platform's own network, or the shop is on a test machine.

    What to do: ask for the shop's public address. For a shop of your own leave out ``PublicOnly``.
    """


class SignatureError(WooCommerceError):
    """A webhook delivery was not signed with this secret, so nothing tells that the shop sent it.

    Why: the secret is not the webhook's, the body was changed or parsed before it was checked, or somebody else
    sent it.

    What to do: answer 401 and use nothing of the delivery. Check the raw bytes, and compare the secret in
    WooCommerce > Settings > Advanced > Webhooks.
    """


class ConnectionFailedError(WooCommerceError):
    """A request drew no response.

    ``reach`` tells whether the shop may have acted on it: after ``Reach.UNKNOWN`` look before writing again.

    Why: the shop is down, its name or certificate is wrong, a firewall is between, or a connection broke.

    What to do: open the shop's ``/wp-json/`` in a browser. Reads, and writes that were never sent, were tried again
    already; where ``reach`` is ``Reach.UNKNOWN`` look whether the write was carried out.
    """

    def __init__(self, request: Request, failure: Failure, attempts: int) -> None:
        self.request = request
        self.reach: Reach = failure.reach
        self.kind = failure.kind
        self.attempts = attempts
        after = "" if attempts == 1 else f" after {attempts} attempts"
        doubt = {
            Reach.NOT_SENT: "the shop did not get the request",
            Reach.UNKNOWN: "the shop may have acted on it"
            if request.method not in ("GET", "HEAD", "OPTIONS")
            else "nothing was to be changed",
        }[failure.reach]
        super().__init__(f"{request.method} {request.path}: no response{after}: {redacted(failure.message)}; {doubt}")


class TimedOutError(ConnectionFailedError):
    """No response came in time.

    Why: the shop is slow: much in one page, a plug-in that does its work during the request, or too little memory.

    What to do: ask for fewer records a page, or give the client a longer ``timeout``. After a write look whether it
    was carried out.
    """


class ShapeError(WooCommerceError):
    """A response does not have the documented shape. ``path`` is where, ``reason`` is how.

    Why: a plug-in changed the answer, or the shop's version differs from its documents.

    What to do: ``path`` says where. Find the plug-in by switching them off one by one on a staging shop; read the
    record with ``client.request`` meanwhile.
    """

    def __init__(self, *, path: str, reason: str, kind: str, place: str = "") -> None:
        self.path = path
        self.reason = reason
        self.kind = kind
        #: The method and path of the request, where the value came as an answer.
        self.place = place
        super().__init__(f"{place + ': ' if place else ''}{kind} at {path}: {reason}")

    def at(self, request: Request) -> ShapeError:
        """The same error, telling which request it answered."""
        return type(self)(path=self.path, reason=self.reason, kind=self.kind, place=f"{request.method} {request.path}")


class NotJsonError(ShapeError):
    """A response is no JSON at all.

    Why: the address is not that of a WordPress site's root, a firewall or a maintenance page answered, PHP printed
    notices or ran out of memory.

    What to do: the message shows how the answer begins. Open the same address in a browser, and look into the
    shop's error log.
    """


class StatusError(WooCommerceError):
    """The shop refused a request.

    ``status`` is HTTP's, ``code`` the shop's own word such as ``woocommerce_rest_invalid_id`` (empty where the answer
    was no JSON), ``params`` the reason for each argument that was refused, ``data`` all else that the shop told.

    Why: each kind has reasons of its own; ``code`` and ``message`` are the shop's.

    What to do: read ``message``, ``params`` and ``hint``.
    """

    def __init__(self, request: Request, response: Response, attempts: int = 1, *, hint: str = "") -> None:
        told = error_body(response)
        self.request = request
        self.response = response
        self.attempts = attempts
        self.method: str = request.method
        self.path: str = request.path
        self.status: int = response.status
        self.code: str = told.code
        self.message: str = told.message
        self.data: Json = told.data
        self.params: Mapping[str, str] = told.params
        self.hint = hint
        super().__init__(self._sentence())

    @property
    def resource_id(self) -> int | None:
        """The record that stands in the way, where the shop names one."""
        found = self.data.get("resource_id") if isinstance(self.data, dict) else None
        return found if isinstance(found, int) else None

    def _sentence(self) -> str:
        parts = [f"{self.method} {self.path}: {self.status}"]
        if self.code:
            parts.append(f" {self.code}")
        if self.message:
            parts.append(f": {self.message}")
        details = "; ".join(f"{name}: {reason}" for name, reason in self.params.items() if reason not in self.message)
        if details:
            parts.append(f" ({details})")
        if self.attempts > 1:
            parts.append(f" [after {self.attempts} attempts]")
        if self.hint:
            parts.append(f". {self.hint}")
        return "".join(parts)


class RedirectedError(StatusError):
    """The shop answers from another address. Redirects are not followed: keys would go where nobody meant them to.

    Why: the address lacks ``https`` or ``www``, or the shop has moved.

    What to do: make the client with the address that the message names.
    """


class InvalidError(StatusError):
    """The shop does not accept what was sent: ``params`` tells which argument and why.

    Why: an argument is missing, of another form, or names something that the shop does not have; or the shop's
    version lacks the route's method.

    What to do: ``params`` says which argument. Sent unchanged it will be refused again.
    """


class AuthenticationError(StatusError):
    """The shop does not know who asks, or the key may not do this.

    Why: the key is revoked, mistyped or read-only; its user lacks a right; or the web server drops the
    ``Authorization`` header.

    What to do: ``hint`` says which where it can be told. Make a key in WooCommerce > Settings > Advanced > REST API
    with Read/Write; behind such a server use ``auth='query'``.
    """


class ForbiddenError(StatusError):
    """The key's user lacks the right.

    Why: the user whose key it is may not do this, or a security plug-in forbids it.

    What to do: make the key for a shop manager or administrator, and look into the security plug-in's log.
    """


class NotFoundError(StatusError):
    """There is no such record or route.

    Why: it was deleted, the id is of another kind of record, or a plug-in that brings the route is switched off.

    What to do: check the id; ``hint`` tells where it is the whole interface that is missing.
    """


class ConflictError(StatusError):
    """The record is already there, or already gone. ``resource_id`` names it where the shop does.

    Why: a product with this SKU, a customer with this e-mail or a term of this name exists; or the record is in the
    trash.

    What to do: read the one that is there (``resource_id``), and update it in place of making another.
    """


class ThrottledError(StatusError):
    """Too many requests, refused before they were read. ``retry_after`` is in seconds, where it was told.

    Why: the host or a firewall limits requests; WooCommerce itself does not.

    What to do: wait ``retry_after`` seconds, send fewer requests at once, or let the host raise the limit.
    """

    @property
    def retry_after(self) -> float | None:
        """Seconds to wait, where the answer says so."""
        seconds = whole(self.response.header("Retry-After"))
        return None if seconds is None else float(seconds)


class ServerError(StatusError):
    """The shop failed. What was to be written may have been written.

    Why: PHP failed or ran out of time or memory, often in a plug-in. Reads were tried again already.

    What to do: after a write look whether it was carried out. The shop's error log tells where it failed.
    """


class _Told:
    """What an error's body says."""

    __slots__ = ("code", "data", "message", "params")

    def __init__(self, code: str, message: str, data: Json, params: Mapping[str, str]) -> None:
        self.code: str = code
        self.message: str = message
        self.data: Json = data
        self.params: Mapping[str, str] = params


def error_body(response: Response) -> _Told:
    """Code, message and data of an error's body; of a page that is no JSON, its text."""
    try:
        document = jsontext.loads(_json_part(response.content))
    except jsontext.NotJsonError:
        return _Told("", plain_text(response.content.decode("utf-8", "replace"), 200), None, {})
    if not isinstance(document, dict):
        return _Told("", "", document, {})
    data = document.get("data")
    return _Told(
        str(document.get("code") or ""),
        plain_text(str(document.get("message") or "")),
        data,
        _params(data.get("params")) if isinstance(data, dict) else {},
    )


def plain_text(markup: str, longest: int = _LONGEST) -> str:
    """Text as a person reads it: without tags, entities and keys, and not endless."""
    text = html.unescape(_TAG.sub(" ", re.sub(r"(?is)<(script|style)\b.*?</\1>", " ", markup)))
    text = redacted(_SPACE.sub(" ", text).strip())
    return text if len(text) <= longest else f"{text[: longest - 3]}..."


def redacted(text: str) -> str:
    """Text without keys, secrets and signatures."""
    return _SECRET.sub(lambda found: f"{found.group(1) or found.group(2)}***", text)


def status_error(request: Request, response: Response, attempts: int = 1) -> StatusError:
    """The error that a refusal means."""
    kind = _kind_of(response)
    return kind(request, response, attempts, hint=hint_of(request, response))


def failure_error(request: Request, failure: Failure, attempts: int = 1) -> ConnectionFailedError:
    """The error that a missing response means."""
    kind = TimedOutError if failure.kind == "timeout" else ConnectionFailedError
    return kind(request, failure, attempts)


#: Codes with which the shop says that something of that name, or that email, is already there.
_TAKEN = frozenset(
    {
        "product_invalid_sku",
        "product_invalid_global_unique_id",
        "term_exists",
        "woocommerce_rest_coupon_code_already_exists",
        "registration-error-email-exists",
        "registration-error-username-exists",
        "woocommerce_rest_customer_exists",
        "woocommerce_rest_tax_class_exists",
        "woocommerce_rest_order_exists",
        "woocommerce_rest_product_exists",
        "woocommerce_rest_already_trashed",
    }
)

_KINDS: Mapping[int, type[StatusError]] = {
    401: AuthenticationError,
    403: ForbiddenError,
    404: NotFoundError,
    409: ConflictError,
    410: ConflictError,
    429: ThrottledError,
    501: InvalidError,
}


def _kind_of(response: Response) -> type[StatusError]:
    told = error_body(response)
    if told.code in _TAKEN and response.status < 500:
        return ConflictError
    # Some refusals come as 500 with the status that was meant as their whole ``data``.
    status = told.data if response.status == 500 and isinstance(told.data, int) else response.status
    if status in _KINDS:
        return _KINDS[status]
    if status < 400:
        return RedirectedError
    return InvalidError if status < 500 else ServerError


def hint_of(request: Request, response: Response) -> str:
    """What to do about a refusal, where its cause can be told from the answer."""
    told = error_body(response)
    page = response.content[:20_000].decode("utf-8", "replace").lower()
    is_page = not told.code and "<" in page
    if response.status in (301, 302, 307, 308):
        where = redacted(response.header("Location") or "elsewhere").partition("?")[0]
        return f"The shop redirects to {where}: give that address, with its scheme and host, when making the client"
    if response.status == 401 and ("timestamp" in told.message.lower() or "nonce" in told.message.lower()):
        return "Signed requests carry the time: set this machine's clock, and never send one signature twice"
    if response.status == 401 and "signature" in told.message.lower():
        return "The shop computed another signature: check the secret, and that the address has the scheme and path the shop itself uses"
    if response.status == 401 and "permissions" in told.message.lower():
        return "The key is valid but may not do this: make one with Read/Write permission"
    if response.status == 401 and not is_page and told.code.startswith("woocommerce_rest_cannot"):
        return (
            "The shop saw no valid key: the key is unknown, or a proxy removed the Authorization header, "
            "or it ended HTTPS without telling PHP; try auth='query' over HTTPS, or auth='oauth1'"
        )
    if is_page and any(word in page for word in ("captcha", "cf-chl", "just a moment", "challenge-platform", "attention required")):
        return "A firewall before the shop asks for a human: let requests to /wp-json/ pass there"
    if response.status == 503 and ("maintenance" in page):
        return "WordPress is in maintenance mode: try again later"
    if is_page and response.status == 404:
        return "No REST API at this address: check it, and that Settings > Permalinks is anything but Plain"
    if told.code == "rest_no_route" and response.status == 404:
        return "This shop has no such route: WooCommerce is switched off there, or of another version"
    if told.code == "internal_server_error":
        return "PHP failed: the shop's error log tells where, often in a plugin"
    return ""


def _json_part(content: bytes) -> bytes:
    """The JSON of an answer before which PHP printed notices."""
    if not content.lstrip().startswith(b"<"):
        return content
    start = content.find(b'{"code"')
    return content[start:] if start >= 0 else content


def _params(params: Any) -> Mapping[str, str]:
    if isinstance(params, dict):
        return {name: plain_text(str(reason)) for name, reason in params.items()}
    if isinstance(params, list):
        return {str(name): "missing" for name in params}
    return {}
