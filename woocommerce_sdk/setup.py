"""Setting up a connection to a shop: what is asked, how it is read, which authentication follows, whether it works.

A command asks these questions line by line; a platform puts them on a page of its own. Nothing here keeps anything.

>>> from woocommerce_sdk import setup
>>> access = setup.access_from({"url": " Shop.Example/wp-admin/ ", "key": "ck_0123456789", "secret": "cs_0123456789"})
>>> access.url, access.authentication
('https://shop.example', 'basic')
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlsplit

from attrs import field, frozen

from ._kernel.questions import NotAnAnswerError, Question, answers, pasted
from .addresses import is_host
from .checks import CheckStep, Diagnosis, diagnosis
from .client import AsyncWooCommerce, WooCommerce
from .endpoints import Flow, arun_flow, run_flow
from .errors import SetupError, WooCommerceError
from .public_hosts import PublicOnly, Resolver, is_public, public_addresses, resolved
from .resources.settings import Settings

__all__ = [
    "Access",
    "CheckStep",
    "Diagnosis",
    "Identity",
    "NotAnAnswerError",
    "PublicOnly",
    "QUESTIONS",
    "Question",
    "Resolver",
    "SetupError",
    "Verification",
    "access_from",
    "authentication",
    "averify",
    "consumer_key",
    "consumer_secret",
    "is_public",
    "public_addresses",
    "resolved",
    "shop_url",
    "verify",
]

_KEYS = "https://woocommerce.com/document/woocommerce-rest-api/"
_SCHEME = re.compile(r"(?i)^\s*(https?)\s*(?::/{0,3}|/{1,2}:?/*)(?=[^/:\s])")
_LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
_HOST = re.compile(rf"(?:{_LABEL}(?:\.{_LABEL})*\.?|\[[0-9a-f:.]+\])", re.IGNORECASE)
_BACK_OFFICE = re.compile(r"/(?:wp-json|wp-admin|wp-login\.php|index\.php|wc-api|wc-auth)(?:/.*)?$")
_DEFAULT_PORTS: Mapping[str, int] = {"http": 80, "https": 443}


def shop_url(typed: str) -> str:
    """The shop's address from what was typed or pasted, which may be that of any page of its back office.

    Without a scheme it is https. A path stays where the shop lives below one.

    >>> shop_url("http//www.shop.example/store/wp-admin/admin.php?page=wc-settings")
    'http://www.shop.example/store'
    """
    text = pasted(typed)
    found = _SCHEME.match(text)
    scheme = found[1].lower() if found else "https"
    try:
        parts = urlsplit(f"{scheme}://{text[found.end() :] if found else text.lstrip('/')}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    if parts.username or parts.password:
        raise NotAnAnswerError("Keys and passwords do not belong in the address: https://shop.example is enough")
    if not found and "://" in text and not text.lower().startswith("http"):
        raise NotAnAnswerError(f"A shop is reached by https or http, not by {text.partition('://')[0]}: give it like https://shop.example")
    shown = f"[{host}]" if ":" in host else host
    if not _HOST.fullmatch(shown) or host in _DEFAULT_PORTS or len(text.split()) != 1 or not is_host(shown):
        raise NotAnAnswerError("This is no address of a shop: give it like https://shop.example, as it stands in the browser")
    path = _BACK_OFFICE.sub("", re.sub(r"/{2,}", "/", parts.path)).rstrip("/")
    return f"{scheme}://{shown.rstrip('.')}{'' if port in (None, _DEFAULT_PORTS[scheme]) else f':{port}'}{path}"


def authentication(url: str) -> Literal["basic", "oauth1"]:
    """How keys prove who asks at this address: over https in a header, over plain http as a signature (OAuth 1.0a).

    https://woocommerce.github.io/woocommerce-rest-api-docs/#authentication
    """
    return "basic" if url.startswith("https://") else "oauth1"


def consumer_key(typed: str) -> str:
    """The consumer key."""
    return _key(typed, "ck_", "consumer key", "cs_", "consumer secret")


def consumer_secret(typed: str) -> str:
    """The consumer secret."""
    return _key(typed, "cs_", "consumer secret", "ck_", "consumer key")


def _key(typed: str, begins: str, name: str, other: str, other_name: str) -> str:
    text = pasted(typed)
    if text.startswith(other):
        raise NotAnAnswerError(f"This is the {other_name}: the {name} begins with {begins}")
    if not re.fullmatch(rf"{begins}\w+", text, re.ASCII):
        raise NotAnAnswerError(f"A {name} is one word that begins with {begins}: copy it once more, or make a new key")
    return text


#: What has to be asked for a shop, in this order.
QUESTIONS: tuple[Question, ...] = (
    Question(
        name="url",
        label="Shop address",
        where="As it stands in the browser when you look at the shop: https://shop.example.",
        page=_KEYS,
        read=shop_url,
    ),
    Question(
        name="key",
        label="Consumer key",
        where="In the back office under WooCommerce > Settings > Advanced > REST API > Add key, with permission Read/Write. "
        "It begins with ck_ and is shown once.",
        page=_KEYS,
        read=consumer_key,
        secret=True,
    ),
    Question(
        name="secret",
        label="Consumer secret",
        where="On the same page, below the consumer key. It begins with cs_ and is shown once.",
        page=_KEYS,
        read=consumer_secret,
        secret=True,
    ),
)


@frozen(kw_only=True)
class Access:
    """The answers: what a client of the shop is made of."""

    url: str
    key: str = field(repr=False)
    secret: str = field(repr=False)

    @property
    def authentication(self) -> Literal["basic", "oauth1"]:
        """How the keys are sent."""
        return authentication(self.url)


def access_from(typed: Mapping[str, str]) -> Access:
    """The access that was typed, by the names of :data:`QUESTIONS`. Raises :class:`SetupError` with every fault by name."""
    taken, faults = answers(QUESTIONS, typed)
    if faults:
        raise SetupError(faults)
    return Access(**taken)


@frozen(kw_only=True)
class Identity:
    """What is a shop's own and is kept with a connection to it. ``currency`` is ISO 4217, ``country`` such as ``GB``."""

    url: str
    currency: str
    country: str


@frozen(kw_only=True)
class Verification:
    """Whether a connection works, question by question, and what is known of the shop where it does."""

    diagnosis: Diagnosis
    identity: Identity | None = None

    @property
    def passed(self) -> bool:
        """Whether the shop can be used."""
        return self.diagnosis.passed

    def __str__(self) -> str:
        return str(self.diagnosis)


def verification(url: str, *, write: bool = True) -> Flow[Verification]:
    """Ask whether a shop can be used, and what is its own."""
    found = yield from diagnosis(write=write)
    if not found.passed:
        return Verification(diagnosis=found)
    try:
        general = {each.id: str(each.value) for each in (yield Settings.list("general"))}
    except WooCommerceError:
        # A key that may not read settings can still be used.
        return Verification(diagnosis=found)
    identity = Identity(
        url=url,
        currency=general.get("woocommerce_currency", ""),
        country=general.get("woocommerce_default_country", "").partition(":")[0],
    )
    return Verification(diagnosis=found, identity=identity)


def verify(client: WooCommerce, *, write: bool = True) -> Verification:
    """Find out step by step whether the shop can be used, and if not what to do. ``write`` tries with a batch of nothing."""
    return run_flow(client, verification(client.url.removesuffix("/wp-json/wc/v3"), write=write))


async def averify(client: AsyncWooCommerce, *, write: bool = True) -> Verification:
    """Find out step by step whether the shop can be used; as :func:`verify`."""
    return await arun_flow(client, verification(client.url.removesuffix("/wp-json/wc/v3"), write=write))
