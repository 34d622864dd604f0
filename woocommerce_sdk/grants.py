"""How a shop's owner hands out keys: a page of the shop asks, and the shop posts the keys to an address of yours."""

from __future__ import annotations

from typing import Literal
from urllib.parse import urlencode

from attrs import field, frozen

from ._kernel import jsontext
from ._kernel.amounts import whole
from .addresses import api_address
from .errors import ConfigurationError, NotJsonError, ShapeError

#: What keys may do.
Scope = Literal["read", "write", "read_write"]


@frozen(kw_only=True)
class GrantedKeys:
    """Keys that a shop's owner granted. ``user_id`` is the text that was given to :func:`authorization_url`."""

    key_id: int
    user_id: str
    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    key_permissions: str


def authorization_url(shop: str, *, app_name: str, scope: Scope, user_id: str, return_url: str, callback_url: str) -> str:
    """The page on which the owner grants keys.

    The shop then posts them to ``callback_url``, which must be https, and sends the browser to ``return_url`` with
    ``success`` 1 or 0. Anyone can post to that address: give a ``user_id`` nobody can guess, and check it.
    https://woocommerce.github.io/woocommerce-rest-api-docs/#rest-api-keys
    """
    api_address(shop)
    if not callback_url.startswith("https://"):
        raise ConfigurationError("callback_url must be https: the keys are posted there in the open otherwise")
    query = urlencode({"app_name": app_name, "scope": scope, "user_id": user_id, "return_url": return_url, "callback_url": callback_url})
    return f"{shop.rstrip('/')}/wc-auth/v1/authorize?{query}"


def granted_keys(content: bytes) -> GrantedKeys:
    """The keys in the body that the shop posts."""
    try:
        told = jsontext.loads(content)
    except jsontext.NotJsonError as fault:
        raise NotJsonError(path="$", reason=str(fault), kind="grant") from None
    names = ("key_id", "user_id", "consumer_key", "consumer_secret", "key_permissions")
    missing = [name for name in names if not isinstance(told, dict) or name not in told]
    if missing:
        raise ShapeError(path="$", reason=f"missing: {', '.join(missing)}", kind="grant")
    key_id = whole(str(told["key_id"]))
    if key_id is None:
        raise ShapeError(path="$.key_id", reason="a number was due", kind="grant")
    return GrantedKeys(
        key_id=key_id,
        user_id=str(told["user_id"]),
        consumer_key=str(told["consumer_key"]),
        consumer_secret=str(told["consumer_secret"]),
        key_permissions=str(told["key_permissions"]),
    )
