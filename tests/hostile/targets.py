"""What strangers send, as data: each target takes any bytes, and may raise nothing but the errors that it names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.cli.configuration import read_configuration
from bpwoo_sync.errors import SyncError
from bpwoo_sync.testing.doubles import demo_doubles, demo_tables
from brightpearl_sdk.testing import DEMO_APP
from woocommerce_sdk.testing import DEMO_KEY

#: The most bytes that are tried: what a body is worth is in its shape.
LONGEST = 20_000

_SECRET = "a webhook's secret"
_VENDORS: tuple[type[Exception], ...] = (bp.BrightpearlError, woo.WooCommerceError)


@frozen
class Target:
    """``run`` reads bytes; ``seeds`` are some that can be read; of ``allowed`` is what it may raise."""

    name: str
    run: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    allowed: tuple[type[Exception], ...]

    def __call__(self, content: bytes) -> str | None:
        """The name of the error that the bytes drew, or nothing. Any error that is not allowed is raised."""
        try:
            self.run(content[:LONGEST])
        except self.allowed as error:
            str(error), repr(error)
            return type(error).__name__
        return None


#: Operations whose answers are read, and where the doubles have such an answer.
READ: tuple[tuple[bp.Operation[Any] | woo.Operation[Any], str], ...] = (
    (bp.SalesOrders.get_set([1]), "/public-api/acme/order-service/sales-order/1"),
    (bp.Products.get_set([1001]), "/public-api/acme/product-service/product/1001"),
    (bp.ProductAvailabilities.get_set([1002]), "/public-api/acme/warehouse-service/product-availability/1002"),
    (bp.Warehouses.all(), "/public-api/acme/warehouse-service/warehouse"),
    (bp.TaxCodes.all(), "/public-api/acme/accounting-service/tax-code"),
    (bp.Account.configuration(), "/public-api/acme/integration-service/account-configuration"),
    (bp.GoodsOutNotes.of_orders([1]), "/public-api/acme/warehouse-service/order/1/goods-note/goods-out"),
    (woo.Orders.list(), "/wp-json/wc/v3/orders"),
    (woo.Orders.get(263), "/wp-json/wc/v3/orders/263"),
    (woo.Products.list(), "/wp-json/wc/v3/products"),
    (woo.Settings.list("general"), "/wp-json/wc/v3/settings/general"),
    (woo.TaxRates.list(), "/wp-json/wc/v3/taxes"),
)

SEARCHED: tuple[tuple[bp.Operation[Any], str], ...] = (
    (bp.Products.search(bp.ProductRow.where()), "/public-api/acme/product-service/product-search"),
    (bp.Currencies.search(bp.CurrencyRow.where()), "/public-api/acme/accounting-service/currency-search"),
    (bp.SalesOrders.search(bp.SalesOrderSearchRow.where()), "/public-api/acme/order-service/sales-order-search"),
    (bp.Contacts.search(bp.ContactRow.where()), "/public-api/acme/contact-service/contact-search"),
    (bp.CustomerPayments.search(bp.CustomerPaymentRow.where()), "/public-api/acme/accounting-service/customer-payment-search"),
)

#: The headers of which something is made of, in the order in which a target's bytes fill them.
HEADERS = (
    "Retry-After",
    "Brightpearl-Requests-Remaining",
    "Brightpearl-Next-Throttle-Period",
    "Link",
    "X-WP-Total",
    "X-WP-TotalPages",
    "Location",
    "Content-Type",
)
_STATUSES = (200, 302, 401, 429, 503, 500, 404, 207)


@cache
def _doubles() -> Any:
    return demo_doubles()


@cache
def answered(path: str) -> bytes:
    """What a double answers at a path."""
    doubles = _doubles()
    if path.startswith("/wp-json"):
        headers = woo_headers()
        request = woo.Request(method="GET", path=path, query=(("per_page", "2"),), headers=headers, origin="https://shop.example")
        return bytes(doubles.shop.handle(request).content)
    token = (("brightpearl-app-ref", DEMO_APP.app_ref), ("brightpearl-account-token", DEMO_APP.account_token))
    query = (("pageSize", "2"),) if path.endswith("-search") else ()
    return bytes(doubles.brightpearl.handle(bp.Request(method="GET", path=path, query=query, headers=token)).content)


def woo_headers() -> tuple[tuple[str, str], ...]:
    """The shop's sign-in, as a request carries it."""
    import base64

    pair = f"{DEMO_KEY.consumer_key}:{DEMO_KEY.consumer_secret}".encode()
    return (("Authorization", f"Basic {base64.b64encode(pair).decode()}"),)


@cache
def _shop() -> woo.WooCommerce:
    return woo.WooCommerce("https://shop.example", "ck_x", "cs_x")


def _chosen(content: bytes, most: int) -> tuple[int, bytes]:
    return (content[0] % most if content else 0), content[1:]


def _response(operation: Any, content: bytes) -> Any:
    """An answer of the kind that the operation's client reads."""
    vendor: Any = bp if operation.request.path.count("-service") else woo
    return vendor.Response(status=200, headers=(("Content-Type", "application/json"),), content=content)


def read_answer(content: bytes) -> object:
    """Decode an answer; the first byte chooses whose."""
    which, body = _chosen(content, len(READ))
    operation: Any = READ[which][0]
    return operation.parse(_response(operation, body))


def read_search(content: bytes) -> object:
    """Read the result table of a search, and every cell of it."""
    which, body = _chosen(content, len(SEARCHED))
    operation = SEARCHED[which][0]
    page = operation.parse(_response(operation, body))
    return [str(row.values()) if hasattr(row, "values") else str(row) for row in page.items]


def read_headers(content: bytes) -> object:
    """Pace, repeat, page and fail by the headers of an answer; its first byte chooses the status, each line is a header."""
    which, rest = _chosen(content, len(_STATUSES))
    lines = rest.split(b"\n")
    pairs = tuple((name, line.decode("latin-1")) for name, line in zip(HEADERS, lines, strict=False))
    body = b"[]" if len(lines) <= len(HEADERS) else lines[-1]
    status = _STATUSES[which]
    limits, reading = bp.Limits(bp.Quota(clock=lambda: 1_000_000.0)), bp.Products.get_set([1])
    theirs = bp.Response(status=status, headers=pairs, content=body)
    limits.pause(reading)
    limits.observe(reading, theirs)
    told: list[object] = [limits.delay(reading, theirs, 1), str(limits.error(reading, theirs, 1))]
    shop = _shop()
    listing = woo.Orders.list()
    its = woo.Response(status=status, headers=pairs, content=body)
    told += [shop.policy.delay(listing, its, 1), str(shop.policy.error(listing, its, 1))]
    if status == 200:
        page = listing.parse(its)
        if page.next is not None:
            told.append((page.next.request.target, page.total, page.pages))
    return told


def read_deliveries(content: bytes) -> object:
    """Read a webhook's delivery of either system, signed or not, with headers of its own."""
    which, rest = _chosen(content, 5)
    head, _, body = rest.partition(b"\n\n")
    if which == 0:
        return bp.read_webhook(rest)
    if which == 1:
        return bp.webhook_event(dict(_lines(head)))
    signature = (("X-WC-Webhook-Signature", woo.webhook_signature(body, _SECRET)),) if which < 4 else ()
    return woo.read_webhook((*_lines(head), *signature), body, _SECRET)


def _lines(head: bytes) -> tuple[tuple[str, str], ...]:
    pairs = (line.decode("latin-1").partition(":") for line in head.split(b"\n") if line)
    return tuple((name.strip(), value.strip()) for name, _, value in pairs)


def read_id_set(content: bytes) -> object:
    """Read a set of ids and write it again."""
    found = bp.IdSet.parse(content.decode("latin-1"), most=10_000)
    return str(found), [str(piece) for piece in found.pieces()]


def read_batch(content: bytes) -> object:
    """Read what became of a request of several writes."""
    which, body = _chosen(content, 2)
    if which:
        drafts = {7: woo.ProductDraft(name="Cup"), 8: woo.ProductDraft(name="Pot")}
        flow: Any = woo.Products.batch(update=drafts)
        operation = next(flow)
        try:
            flow.send(operation.parse(_response(operation, body)))
        except StopIteration as done:
            return done.value
        return None
    writes = [bp.writing("POST", "/order-service/order/7/note", {"text": text}, parse=bp.new_id) for text in ("a", "b")]
    operation = bp.multi_message(writes)
    return operation.parse(_response(operation, body))


def read_toml(content: bytes) -> object:
    """Read a configuration file of these bytes."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "bpwoo.toml")
        path.write_bytes(content)
        return read_configuration(path, ENVIRONMENT)


ENVIRONMENT: Mapping[str, str] = {
    "BRIGHTPEARL_APP_REF": "acme_demo",
    "BRIGHTPEARL_ACCOUNT_TOKEN": "token",
    "WOOCOMMERCE_KEY": "ck_x",
    "WOOCOMMERCE_SECRET": "cs_x",
}


def _of_paths(paths: tuple[tuple[Any, str], ...]) -> tuple[bytes, ...]:
    return tuple(bytes((place,)) + answered(path) for place, (_, path) in enumerate(paths))


_DELIVERY = b'{"accountCode":"acme","resourceType":"product","id":"1-3,9","lifecycleEvent":"modified","raisedOn":"2026-11-25T10:00:00Z"}'
_TOPIC = b"X-WC-Webhook-Topic: order.updated\nX-WC-Webhook-Resource: order\nX-WC-Webhook-Event: updated\nX-WC-Webhook-ID: 3\n\n"
_PART = b'{"label":"0","statusCode":200,"body":{"content":"{\\"response\\":7}"}}'
_PROCESSED = b'{"response":{"processedMessages":[%b],"unprocessedMessages":["1"]}}' % _PART
_UPDATED = b'{"update":[{"id":7},{"id":8,"error":{"code":"x","message":"y"}}]}'
_CONFIGURED = b"""[brightpearl]
account = "acme"
base_url = "https://euw1.brightpearlconnect.com"

[woocommerce]
url = "https://shop.example"

"""

TARGETS: tuple[Target, ...] = (
    Target("decoding", read_answer, lambda: _of_paths(READ), _VENDORS),
    Target("search results", read_search, lambda: _of_paths(SEARCHED), _VENDORS),
    Target(
        "headers",
        read_headers,
        lambda: (
            b"\x037\n12\n30000\n",
            b'\x00\n\n\n<https://shop.example/wp-json/wc/v3/orders?page=2>; rel="next"\n40\n4\n\napplication/json',
            b"\x01\n\n\n\n\n\nhttps://elsewhere.example/",
            b"\x04Wed, 21 Oct 2026 07:28:00 GMT\n",
        ),
        _VENDORS,
    ),
    Target(
        "webhooks",
        read_deliveries,
        lambda: (
            b"\x00" + _DELIVERY,
            b"\x01fullEvent: product.modified\nid: 1-3\nraisedOn: 2026-11-25T10:00:00Z",
            b"\x02" + _TOPIC + answered("/wp-json/wc/v3/orders/263"),
            b"\x04" + _TOPIC + b"{}",
            b"\x02\n\nwebhook_id=7",
        ),
        _VENDORS,
    ),
    Target("id sets", read_id_set, lambda: (b"1,3,5-9", b"7.9-11", b"1-200"), _VENDORS),
    Target("batches", read_batch, lambda: (b"\x00" + _PROCESSED, b"\x01" + _UPDATED), _VENDORS),
    Target("TOML", read_toml, lambda: (_CONFIGURED + demo_tables().encode(), b"[store]\nkey = 'W1'\n"), (SyncError,)),
)
