"""The recorded requests again, in the order in which they were sent, to a double that holds what the shop held.

The recordings show one shop over ninety minutes. What it held before is known from the first answer that shows a
record whole; what a request made or changed is put right after it, so that each answer is judged by itself.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import parsedate_to_datetime
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from tests.woocommerce_sdk.recordings import Exchange, exchanges
from tests.woocommerce_sdk.recordings import exchange as exchange_of
from woocommerce_sdk._kernel import jsontext
from woocommerce_sdk._kernel.operation import Request, Response
from woocommerce_sdk.testing import Key, WooCommerceDouble
from woocommerce_sdk.testing.authentication import base_string, oauth_parameters, signature
from woocommerce_sdk.testing.loading import loaded
from woocommerce_sdk.testing.php import rounded
from woocommerce_sdk.testing.shop import blanks, sequence

Record = dict[str, Any]

ZONE = ZoneInfo("America/New_York")
KEYS = (
    Key(consumer_key="ck_READ_WRITE_KEY", consumer_secret="cs_READ_WRITE_SECRET"),
    Key(consumer_key="ck_READ_KEY", consumer_secret="cs_READ_SECRET", permissions="read"),
    Key(consumer_key="ck_WRITE_KEY", consumer_secret="cs_WRITE_SECRET", permissions="write"),
    Key(consumer_key="ck_CUSTOMER_ROLE_KEY", consumer_secret="cs_CUSTOMER_ROLE_SECRET", role="customer", user=2),
    Key(consumer_key="ck_SHOP_MANAGER_KEY", consumer_secret="cs_SHOP_MANAGER_SECRET", role="shop_manager", user=3),
)
#: Where records of a kind are found; the answers at these paths show them whole.
KINDS: Mapping[str, str] = {
    r"/products": "products",
    r"/products/\d+/variations": "variations",
    r"/variations": "variations",
    r"/products/categories": "product_categories",
    r"/products/tags": "product_tags",
    r"/products/brands": "product_brands",
    r"/products/shipping_classes": "product_shipping_classes",
    r"/products/attributes": "product_attributes",
    r"/products/attributes/\d+/terms": "product_attribute_terms",
    r"/products/reviews": "product_reviews",
    r"/orders": "orders",
    r"/orders/\d+/notes": "order_notes",
    r"/orders/\d+/refunds": "refunds",
    r"/refunds": "refunds",
    r"/customers": "customers",
    r"/coupons": "coupons",
    r"/taxes": "taxes",
    r"/webhooks": "webhooks",
    r"/shipping/zones": "shipping_zones",
    r"/shipping/zones/\d+/methods": "shipping_zone_methods",
    r"/settings/[\w-]+": "settings",
    r"/payment_gateways": "payment_gateways",
}
#: Parameters after which a record is not shown as it is.
PARTIAL = {"_fields", "dp", "include_meta", "exclude_meta", "_envelope", "_jsonp", "_method", "context"}


LINES = ("line_items", "shipping_lines", "fee_lines", "tax_lines", "coupon_lines")
SLOWEST = timedelta(seconds=3)
#: What the shop had from its first day on: the kind, and the recorded answer that shows it.
STANDING = (
    ("continents", "data", "data_continents_fields"),
    ("continents", "data", "data_continents_EU"),
    ("countries", "data", "data_countries"),
    ("tax_classes", "tax_classes", "list"),
    ("shipping_zone_locations", "shipping", "locations"),
    *(("settings", "settings", each.name) for each in exchanges() if each.file == "settings" and each.name.startswith("group_")),
)
#: What is said of a record of which only its number is known.
STUBS: Mapping[str, Record] = {
    "products": {"status": "publish"},
    "customers": {},
    "coupons": {},
}
#: Dates that say something of a record's own.
PRIVATE_DATES = ("date_on_sale_from", "date_on_sale_to", "date_expires")
#: Text that is shown otherwise than it is stored.
DISPLAYED = ("description", "short_description", "review")
#: Between two files the shop was tidied: what the first one made was no longer there in the second.
TIDIED: Mapping[tuple[str, str], str] = {
    ("products", "products"): "product_variations",
    ("products", "product_tags"): "product_tags",
    ("taxes", "taxes"): "orders",
    ("shipping_zones", "shipping_zones"): "shipping",
    ("webhooks", "webhooks"): "errors",
    ("customers", "customers"): "auth",
    ("product_reviews", "product_reviews"): "auth",
    ("auth", "product_tags"): "errors",
    ("errors", "products"): "extra",
    ("webhook_api", "webhooks"): "extra",
    ("extra", "products"): "orders_extra",
    ("orders_extra", "products"): "behaviours",
    ("orders_extra", "orders"): "orders_page100",
    ("orders_extra", "taxes"): "behaviours",
    ("behaviours", "products"): "notices",
    ("notices", "products"): "products_page100",
}


#: Requests at which PHP stopped, though only after it had made a product.
LEFT_BY_CRASHES = {("errors", "json_scalar"): 422, ("errors", "batch_no_list"): 430}


@frozen(kw_only=True)
class Replayed:
    """A recorded exchange, and what the double answered."""

    recorded: Exchange
    answer: Response = field(repr=False)


def moment(exchange: Exchange) -> datetime:
    """When the shop answered."""
    return parsedate_to_datetime(exchange.response.header("Date") or "")


@cache
def timeline() -> tuple[Exchange, ...]:
    """Every exchange, the earliest first; those of a file in their order."""
    starts: dict[str, datetime] = {}
    for each in exchanges():
        starts.setdefault(each.file, moment(each))
    return tuple(sorted(exchanges(), key=lambda each: starts[each.file]))


def kind_of(exchange: Exchange) -> str | None:
    """The kind of the records that an exchange is about."""
    return _kind_at(exchange.path)


@cache
def _kind_at(address: str) -> str | None:
    path = re.sub(r"/(batch|\d+/duplicate)$", "", address.rstrip("/"))
    for each in (path, path.rpartition("/")[0]):
        found = next((kind for pattern, kind in KINDS.items() if re.fullmatch(pattern, each)), None)
        if found is not None:
            return found
    return None


def shown(exchange: Exchange) -> list[Record]:
    """The records that an answer shows whole."""
    if exchange.status >= 400 or kind_of(exchange) is None or PARTIAL & exchange.query.keys() or exchange.method in ("HEAD", "OPTIONS"):
        return []
    if exchange.path.endswith("/batch") and isinstance(exchange.body, dict):
        found = [item for verb in ("create", "update") for item in exchange.body.get(verb, ())]
    else:
        found = exchange.body if isinstance(exchange.body, list) else [exchange.body]
    records = [record for record in found if isinstance(record, dict) and record.keys() >= {"id", "_links"}]
    return [record for record in records if not _is_variation(exchange, record)]


def _is_variation(exchange: Exchange, record: Record) -> bool:
    """Whether a variation is shown in the form of a product."""
    return kind_of(exchange) == "products" and record.get("type") == "variation"


def made(exchange: Exchange) -> list[Record]:
    """The records that a request made."""
    if exchange.path.endswith("/duplicate"):
        return [exchange.body]
    if exchange.method != "POST" or not shown(exchange):
        return []
    if exchange.path.endswith("/batch"):
        return [record for record in exchange.body.get("create", ()) if "error" not in record]
    collection = any(re.fullmatch(pattern, exchange.path) for pattern in KINDS)
    return shown(exchange) if collection else []


@frozen
class Seed:
    """A record as it was before any recorded request touched it, and from when on it was there."""

    kind: str
    record: Record
    since: datetime


@cache
def seeds() -> tuple[Seed, ...]:
    """What the shop held, each record as it is first shown; what the recorded requests made is not among it."""
    known: set[tuple[str, Any]] = set()
    found: list[Seed] = []
    for exchange in timeline():
        kind = str(kind_of(exchange))
        known |= {(kind, record["id"]) for record in made(exchange)}
        changed = shown(exchange) if exchange.method == "PUT" else []
        known |= {("refunds", refund["id"]) for record in changed for refund in record.get("refunds", ())}
        for record in shown(exchange):
            if (kind, record["id"]) not in known:
                known.add((kind, record["id"]))
                found.append(Seed(kind, _before(record), _gmt(record.get("date_created_gmt"))))
    return (*found, *_glimpsed(found, known))


def _before(record: Record) -> Record:
    """A record without the refunds that were made in the recordings."""
    if not record.get("refunds"):
        return record
    later = {refund["id"] for each in timeline() if kind_of(each) == "refunds" for refund in made(each)}
    return {**record, "refunds": [refund for refund in record["refunds"] if refund["id"] not in later]}


def _glimpsed(found: list[Seed], known: set[tuple[str, Any]]) -> Iterator[Seed]:
    """What no recording shows whole: blank, but for the fields that some recording shows."""
    first_made = {kind: min(record["id"] for each in timeline() if kind_of(each) == kind for record in made(each)) for kind in STUBS}
    for exchange in timeline():
        kind = str(kind_of(exchange))
        for record in fragments(exchange):
            if (kind, record["id"]) in known or kind not in STUBS or record["id"] > first_made[kind] or record.get("type") == "variation":
                continue
            known.add((kind, record["id"]))
            near = min((seed for seed in found if seed.kind == kind), key=lambda seed: abs(seed.record["id"] - record["id"]))
            dates = {name: value for name, value in near.record.items() if name.startswith("date_") and name not in PRIVATE_DATES}
            glimpses = [one for each in timeline() if kind_of(each) == kind for one in fragments(each) if one["id"] == record["id"]]
            told = {name: value for glimpse in reversed(glimpses) for name, value in glimpse.items()}
            yield Seed(kind, {**deepcopy(blanks()[kind]), **STUBS[kind], **dates, **told}, near.since)


def fragments(exchange: Exchange) -> list[Record]:
    """The records of which an answer to a question shows something."""
    bodies = exchange.body if isinstance(exchange.body, list) else [exchange.body]
    plain = exchange.method == "GET" and exchange.status < 400 and kind_of(exchange) is not None and "_envelope" not in exchange.query
    return [body for body in bodies if isinstance(body, dict) and isinstance(body.get("id"), int)] if plain else []


def _gmt(text: str | None) -> datetime:
    return datetime.fromisoformat(text or "1970-01-01").replace(tzinfo=UTC)


def as_sent(exchange: Exchange) -> Request:
    """The recorded request, with keys and signatures in the places where the recording names them."""
    address = urlsplit(exchange.url)
    content = b"" if exchange.sent is None else _content(exchange)
    headers = {name: _credentials(value) for name, value in exchange.sent_headers.items()}
    request = Request(
        method=exchange.method,
        path=address.path,
        query=tuple(parse_qsl(address.query, keep_blank_values=True)),
        headers=tuple(headers.items()),
        content=content,
        origin=f"{address.scheme}://{address.netloc}",
    )
    refused = isinstance(exchange.body, dict) and "signature does not match" in str(exchange.body.get("message"))
    return request if refused else _signed(request)


def _content(exchange: Exchange) -> bytes:
    """The body; text is what was sent where it was no JSON, but for the one scalar."""
    is_text = isinstance(exchange.sent, str) and exchange.name != "json_scalar"
    content = exchange.sent.encode() if is_text else jsontext.dumps(exchange.sent)
    return content.replace("\ufffd".encode(), b"\xff")


def _credentials(value: str) -> str:
    inside = re.fullmatch(r"Basic base64\((.*)\)", value)
    return value if inside is None else f"Basic {base64.b64encode(inside[1].encode()).decode()}"


def _signed(request: Request) -> Request:
    """The request with a signature where ``SIGNATURE`` stands for one."""
    parameters = oauth_parameters(request)
    method, key = parameters.get("oauth_signature_method"), parameters.get("oauth_consumer_key")
    secret = next((each.consumer_secret for each in KEYS if each.consumer_key == key), "")
    if parameters.get("oauth_signature") != "SIGNATURE" or method is None:
        return request
    made = signature(base_string(request, parameters), secret, method)
    query = tuple((name, made if value == "SIGNATURE" else value) for name, value in request.query)
    headers = tuple((name, value.replace("SIGNATURE", quote(made, safe=""))) for name, value in request.headers)
    return evolve(request, query=query, headers=headers)


def clock_of(exchange: Exchange) -> datetime:
    """The moment at which the shop worked on a request: as it wrote on the record, else when it answered."""
    answered = moment(exchange)
    written = [_gmt(record.get(f"{name}_gmt")) for record in shown(exchange) for name in ("date_modified", "date_created")]
    return max((each for each in written if exchange.method != "GET" and answered - SLOWEST <= each <= answered), default=answered)


class _Shop:
    """The double, and what is put into it between one request and the next."""

    def __init__(self) -> None:
        self.now = datetime.fromtimestamp(0, UTC)
        self.double = WooCommerceDouble(keys=KEYS, clock=lambda: self.now, time_zone=ZONE)
        self.waiting = list(seeds())
        self.made: dict[tuple[str, str], set[str]] = {}
        for kind, file, name in STANDING:
            answer = exchange_of(file, name)
            if answer.status < 400:
                self.double.load(kind, answer.body if isinstance(answer.body, list) else [answer.body])

    def answer(self, exchange: Exchange) -> Response:
        self.now = clock_of(exchange)
        self._tidy(exchange.file)
        self._seed()
        self._number(exchange)
        before = {kind: set(table) for kind, table in self.double.shop.tables.items()}
        answer = self.double.handle(as_sent(exchange))
        self._put_right(exchange)
        self._leave_behind(exchange)
        for kind, table in self.double.shop.tables.items():
            self.made.setdefault((exchange.file, kind), set()).update(set(table) - before.get(kind, set()))
        return answer

    def _tidy(self, file: str) -> None:
        for (maker, kind), until in TIDIED.items():
            for number in self.made.pop((maker, kind), ()) if file == until else ():
                self.double.shop.table(kind).pop(number, None)

    def _seed(self) -> None:
        for seed in [seed for seed in self.waiting if seed.since <= self.now]:
            self.waiting.remove(seed)
            self.double.load(seed.kind, [seed.record])

    def _number(self, exchange: Exchange) -> None:
        kind = str(kind_of(exchange))
        numbers = [record["id"] for record in made(exchange) if isinstance(record["id"], int)]
        items = [item["id"] for record in shown(exchange) for part in LINES for item in record.get(part, ())]
        for name, found in ((sequence(kind), numbers), ("order_items", items)):
            if numbers and found:
                self.double.shop.counters[name] = min(found) - 1

    def _put_right(self, exchange: Exchange) -> None:
        """Take over what the answer tells of records, but for what it tells of them on their way out."""
        kind = str(kind_of(exchange))
        gone = exchange.body.get("delete", ()) if exchange.path.endswith("/batch") and isinstance(exchange.body, dict) else ()
        told = () if exchange.method == "DELETE" else (*shown(exchange), *partly_shown(exchange))
        for record in [record for record in told if record["id"] not in [each["id"] for each in gone]]:
            there = self.double.shop.find(kind, record["id"])
            displayed = DISPLAYED if exchange.method == "GET" and there is not None else ()
            content = loaded(kind, {name: value for name, value in record.items() if name not in displayed})
            if there is not None or record in shown(exchange):
                self.double.shop.put(kind, content if there is None else righted(there, content))

    def _leave_behind(self, exchange: Exchange) -> None:
        number = LEFT_BY_CRASHES.get((exchange.file, exchange.name))
        if number is not None:
            slug = f"product-{number}"
            record = {**deepcopy(blanks()["products"]), "id": number, "name": "Product", "slug": slug, "status": "publish"}
            dates = {**self.double.shop.dated("date_created", self.now), **self.double.shop.dated("date_modified", self.now)}
            self.double.load("products", [{**record, **dates}])


def partly_shown(exchange: Exchange) -> list[Record]:
    """The record of which the answer to a change shows the fields that were asked for."""
    plain = exchange.query.keys() & PARTIAL == {"_fields"} and "." not in exchange.query["_fields"]
    written = exchange.method in ("PUT", "POST", "PATCH") and exchange.status < 400 and kind_of(exchange) is not None
    return [exchange.body] if plain and written and isinstance(exchange.body, dict) and "id" in exchange.body else []


def righted(there: Any, told: Any) -> Any:
    """What the double holds, with the numbers and values that the shop told; amounts keep the digits that are not shown."""
    match there, told:
        case dict(), dict():
            kept = {name: value for name, value in there.items() if name not in told}
            return {**kept, **{name: righted(there.get(name), value) for name, value in told.items()}}
        case list(), list() if len(there) == len(told):
            return [righted(one, other) for one, other in zip(there, told, strict=True)]
        case str(), str() if _shows(there, told):
            return there
    return told


def _shows(stored: str, text: str) -> bool:
    if not re.fullmatch(r"-?\d+\.\d+", text) or not re.fullmatch(r"-?\d+(\.\d+)?", stored):
        return False
    return rounded(Decimal(stored), len(text.partition(".")[2])) == Decimal(text)


@cache
def replayed() -> tuple[Replayed, ...]:
    """Every recorded exchange with the double's own answer."""
    shop = _Shop()
    return tuple(Replayed(recorded=each, answer=shop.answer(each)) for each in timeline())
