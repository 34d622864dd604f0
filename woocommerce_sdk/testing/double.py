"""A WooCommerce shop in memory: the REST API as a shop of version 11.0.1 was seen to answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, tzinfo
from decimal import Decimal
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, unquote

from attrs import define, evolve, field

from .._kernel.jsontext import dumps
from .._kernel.operation import Pairs, Request, Response
from .._kernel.values import Json
from . import shipment_tracking, webhooks
from .arguments import checked, declared, patterns
from .authentication import Gate, Key
from .call import Answer, Call
from .errors import Refusal, crashed, no_route, not_permitted
from .loading import loaded
from .php import nested
from .presenting import GUARDED, PLACES, field_names, only_fields
from .routes import ROUTES
from .shop import Record, Shop, defaults
from .webhooks import Delivery, Send

_BASES = ("/wp-json/wc/v3", "/index.php/wp-json/wc/v3")
_OVERRIDES = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
_OPEN_ROUTES = frozenset({"/"})
#: Routes on which WordPress looks for the record before it says what is allowed.
_LOOKED_FOR = {
    **{place: kind for kind, place in PLACES.items() if kind in GUARDED},
    "/products/{product_id}/variations/{id}": "variations",
    "/products/attributes/{attribute_id}/terms/{id}": "product_attribute_terms",
    "/products/attributes/{attribute_id}/terms": "product_attributes",
}
_FREE = {PLACES[kind]: kind for kind in ("products", "orders", "coupons")}
_COMMON: Pairs = (
    ("Content-Type", "application/json; charset=UTF-8"),
    ("X-Robots-Tag", "noindex"),
    ("X-Content-Type-Options", "nosniff"),
    ("Access-Control-Expose-Headers", "X-WP-Total, X-WP-TotalPages, Link"),
    ("Access-Control-Allow-Headers", "Authorization, X-WP-Nonce, Content-Disposition, Content-MD5, Content-Type"),
)
_UNCACHED: Pairs = (
    ("Expires", "Wed, 11 Jan 1984 05:00:00 GMT"),
    ("Cache-Control", "no-cache, must-revalidate, max-age=0, no-store, private"),
)

#: The key of a double that was given none.
DEMO_KEY = Key(consumer_key="ck_demo", consumer_secret="cs_demo")
_OWNER = Key(consumer_key="", consumer_secret="")


def utc_now() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


@define
class WooCommerceDouble:
    """A shop to test against: ``handle`` answers a request and never raises.

    ``keys`` are the REST keys that it knows. ``clock`` tells the moment, aware; ``time_zone`` is the shop's own. The
    settings named here can also be changed through the API, or loaded. ``tax_rates`` are records as ``/taxes`` sends
    them; ``url`` is what webhooks name as their source. ``shipment_tracking`` says whether that plug-in is there, with
    its routes. ``requests`` holds what came in, in order.
    """

    keys: tuple[Key, ...] = (DEMO_KEY,)
    clock: Callable[[], datetime] = utc_now
    time_zone: tzinfo = UTC
    currency: str = "USD"
    decimals: int = 2
    prices_include_tax: bool = False
    round_at_subtotal: bool = False
    calc_taxes: bool = True
    tax_based_on: str = "shipping"
    default_country: str = "US:CA"
    tax_rates: tuple[Mapping[str, Json], ...] = ()
    url: str = "https://shop.example"
    shipment_tracking: bool = False
    requests: list[Request] = field(factory=list, init=False, repr=False)
    shop: Shop = field(init=False, repr=False)
    _gate: Gate = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.shop = Shop(clock=self.clock, zone=self.time_zone)
        self.shop.changed = partial(webhooks.note, self.shop)
        self._gate = Gate(keys=tuple(self.keys))
        for kind, records in defaults().items():
            for record in deepcopy(records):
                self.shop.put(kind, record)
        for name, value in self._settings().items():
            self.shop.set(name, value)
        self.load("taxes", self.tax_rates)

    def handle(self, request: Request) -> Response:
        """Answer a request."""
        self.requests.append(request)
        received = evolve(request, origin=request.origin or self.url)
        try:
            answer, allowed = self._answered(received)
        except Refusal as refusal:
            answer, allowed = Answer(body=refusal.body, status=refusal.status), ()
        except Exception:  # a fault of the double is a fault of the shop: PHP answers 500 as well
            answer, allowed = Answer(body=crashed().body, status=500), ()
        return _response(received, answer, allowed)

    def load(self, kind: str, records: Iterable[Mapping[str, Json]]) -> None:
        """Put records in as they are, such as the shop sent them; their links tell to what they belong.

        Kinds are named as the routes are, with underscores: ``orders``, ``order_notes``, ``shipping_zone_methods``.
        """
        for record in records:
            self.shop.put(kind, loaded(kind, record))

    def record(self, kind: str, key: Json) -> Record | None:
        """A copy of a record, to look at without asking through HTTP."""
        return deepcopy(self.shop.find(kind, key))

    def records(self, kind: str) -> list[Record]:
        """Copies of every record of a kind, by key."""
        return [deepcopy(record) for _, record in sorted(self.shop.tables.get(kind, {}).items())]

    def due(self) -> tuple[Delivery, ...]:
        """The calls that are owed to webhooks by now, as they would be made now."""
        return webhooks.due(self.shop, self.url, self._read)

    def deliver(self, send: Send) -> tuple[tuple[Delivery, int], ...]:
        """Make each call that is owed, once, as the shop does with its next scheduled run, and return what it drew.

        ``send`` returns the status of the answer, or 0 where there was none; ``calling(http)`` sends for real. To lose,
        repeat or reorder calls, take :meth:`due` and send what you like.
        """
        return webhooks.deliver(self.shop, self.url, self._read, send)

    def snapshot(self) -> dict[str, Any]:
        """The state as plain JSON; numbers with a point are text under a mark."""
        state = {"tables": self.shop.tables, "counters": self.shop.counters, "nonces": self._gate.nonces}
        content: dict[str, Any] = json.loads(json.dumps(state, default=lambda number: {"~decimal": str(number)}))
        return content

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Go back to a state that :meth:`snapshot` gave."""
        state = json.loads(json.dumps(snapshot), object_hook=_with_decimals)
        self.shop.tables, self.shop.counters = state["tables"], state["counters"]
        self._gate.nonces = state["nonces"]

    def _read(self, place: str) -> Json:
        """A record as the shop shows it to the owner of a webhook; an error body where it is gone."""
        request = Request(method="GET", path=place, origin=self.url)
        route, ids, _ = _routed(place)
        try:
            return self._called(request, route, place, "GET", ids, _OWNER).body
        except Refusal as refusal:
            return refusal.body

    def _settings(self) -> dict[str, str]:
        return {
            "woocommerce_currency": self.currency,
            "woocommerce_price_num_decimals": str(self.decimals),
            "woocommerce_prices_include_tax": _yes(self.prices_include_tax),
            "woocommerce_tax_round_at_subtotal": _yes(self.round_at_subtotal),
            "woocommerce_calc_taxes": _yes(self.calc_taxes),
            "woocommerce_tax_based_on": self.tax_based_on,
            "woocommerce_default_country": self.default_country,
        }

    def _answered(self, request: Request) -> tuple[Answer, tuple[str, ...]]:
        if request.path.rstrip("/") in ("/wp-json", "/index.php/wp-json"):
            return self._site(request), ("GET",)
        if self.shipment_tracking and unquote(request.path).startswith(shipment_tracking.NAMESPACE):
            return self._of_plugin(request), ("GET", "POST", "DELETE")
        path = _below_base(request)
        method = _overridden(request)
        key = self._gate.caller(request, self.shop.now()) if request.parameter("rest_route") is None else None
        if key is not None and (reason := key.refuses(method)) is not None:
            raise Refusal(401, "woocommerce_rest_authentication_error", reason)
        route, ids, allowed = _routed(path)
        if method == "OPTIONS":
            return _described(route, allowed), allowed
        method = "GET" if method == "HEAD" else method
        if method not in allowed:
            raise no_route()
        try:
            answer = self._called(request, route, path, method, ids, key)
        except Refusal as refusal:
            answer = Answer(body=refusal.body, status=refusal.status)
        crash = isinstance(answer.body, dict) and answer.body.get("code") == "internal_server_error"
        return answer, allowed if not crash and self._may_know(route, ids, key) else ()

    def _of_plugin(self, request: Request) -> Answer:
        method = _overridden(request)
        key = self._gate.caller(request, self.shop.now())
        reason = "" if key is None else key.refuses(method)
        if key is None or reason:
            raise Refusal(401, "woocommerce_rest_cannot_view", reason or "Sorry, you cannot list resources.")
        return shipment_tracking.answered(self.shop, method, unquote(request.path), _body_of(request))

    def _may_know(self, route: str, ids: Mapping[str, str], key: Key | None) -> bool:
        """Whether a caller is told what the route allows. Of a record that is not there all is allowed, or nothing."""
        number = ids.get("id", ids.get("attribute_id", ""))
        if route in _LOOKED_FOR:
            found = self.shop.find(_LOOKED_FOR[route], number)
            parent = ids.get("product_id")
            if found is None or (parent is not None and str(found["parent_id"]) != parent):
                return False
        if route in _FREE and self.shop.find(_FREE[route], number) is None:
            return True
        return route in _OPEN_ROUTES or (key is not None and key.role != "customer")

    def _called(self, request: Request, route: str, path: str, method: str, ids: dict[str, str], key: Key | None) -> Answer:
        body = _body_of(request)
        query = nested(request.query)
        sent = {**query, **(body if isinstance(body, dict) else {})}
        call = Call(
            shop=self.shop,
            method=method,
            route=route,
            path=path,
            ids=ids,
            arguments=checked(route, method, sent),
            sent=sent,
            body=body,
            query=request.query,
            origin=request.origin,
            user=key.user if key is not None else 0,
        )
        handler = ROUTES.get(route, {}).get(method)
        if handler is None:
            raise no_route()
        self._permit(call, key, handler)
        answer = handler(call)
        return evolve(answer, body=only_fields(answer.body, field_names(query.get("_fields"))))

    def _permit(self, call: Call, key: Key | None, handler: Callable[[Call], Answer]) -> None:
        if call.route in _OPEN_ROUTES or (key is not None and key.role != "customer"):
            return
        verb = _verb(call)
        if verb in ("view", "edit", "delete") and key is None and call.method != "DELETE":
            handler(evolve(call, method="GET", arguments=call.arguments)) if call.method == "GET" else None
        raise not_permitted(401 if key is None else 403, verb)

    def _site(self, request: Request) -> Answer:
        offset = self.clock().astimezone(self.time_zone).utcoffset()
        hours = Decimal(int(offset.total_seconds()) if offset is not None else 0) / 3600
        return Answer(
            body={
                "name": "Double",
                "description": "",
                "url": request.origin,
                "home": request.origin,
                "gmt_offset": str(hours.normalize()) if hours else "0",
                "timezone_string": str(self.time_zone),
                "namespaces": ["oembed/1.0", "wc/v1", "wc/v2", "wc/v3", "wp/v2"],
                "authentication": [],
                "routes": {},
                "_links": {"help": [{"href": "https://developer.wordpress.org/rest-api/"}]},
            }
        )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _below_base(request: Request) -> str:
    path = unquote(request.path)
    named = request.parameter("rest_route")
    if named is not None and named.lower().startswith("/wc/v3"):
        return named[len("/wc/v3") :] or "/"
    for base in _BASES:
        if path.lower() == base or path.lower().startswith(f"{base}/"):
            return path[len(base) :].rstrip("/") or "/"
    raise no_route()


def _overridden(request: Request) -> str:
    asked = (request.parameter("_method") or request.header("x-http-method-override") or "").upper()
    return asked if asked in _OVERRIDES else request.method.upper()


def _routed(path: str) -> tuple[str, dict[str, str], tuple[str, ...]]:
    for pattern, route, allowed in patterns():
        found = pattern.match(path)
        if found is not None:
            return route, found.groupdict(), allowed
    raise no_route()


def _body_of(request: Request) -> Json:
    kind = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if not request.content:
        return None
    if kind == "application/json":
        return _json_of(request.content)
    if kind == "application/x-www-form-urlencoded":
        return nested(parse_qsl(request.content.decode("utf-8", "replace"), keep_blank_values=True))
    return None


def _json_of(content: bytes) -> Json:
    try:
        body = json.loads(content.decode("utf-8"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise _not_json(5, "Malformed UTF-8 characters, possibly incorrectly encoded") from None
    except ValueError:
        raise _not_json(4, "Syntax error") from None
    if not isinstance(body, dict | list):
        raise crashed()
    return body


def _not_json(code: int, message: str) -> Refusal:
    return Refusal(400, "rest_invalid_json", "Invalid JSON body passed.", json_error_code=code, json_error_message=message)


def _verb(call: Call) -> str:
    if call.route.endswith("/batch"):
        return "batch"
    if call.method == "GET":
        return (
            "view"
            if (call.ids and call.route.endswith("}") and call.route != "/settings/{group_id}") or call.route.startswith("/data/")
            else "list"
        )
    if call.method == "DELETE":
        return "delete"
    return "edit" if call.route.endswith("}") else "create"


def _described(route: str, allowed: tuple[str, ...]) -> Answer:
    endpoints = [{"methods": [method], "args": dict(declared(route, method))} for method in allowed]
    return Answer(body={"namespace": "wc/v3", "methods": list(allowed), "endpoints": endpoints})


def _with_decimals(value: dict[str, Any]) -> Any:
    return Decimal(value["~decimal"]) if set(value) == {"~decimal"} else value


def _api_link(request: Request) -> tuple[str, str]:
    return ("Link", f'<{request.origin}/wp-json/>; rel="https://api.w.org/"')


def _response(request: Request, answer: Answer, allowed: tuple[str, ...]) -> Response:
    own = answer.headers
    named = {name for name, _ in own}
    api: Pairs = () if "Link" in named else (_api_link(request),)
    allow: Pairs = (("Allow", ", ".join(allowed)),) if allowed else ()
    if request.parameter("_envelope") is not None:
        inner = {name: int(value) if value.isdigit() else value for name, value in (*own, *allow)}
        body = dumps({"body": answer.body, "status": answer.status, "headers": inner})
        return Response(status=200, headers=(*_COMMON, _api_link(request), *_UNCACHED), content=body)
    body = b"" if request.method.upper() == "HEAD" else dumps(answer.body)
    return Response(status=answer.status, headers=(*_COMMON, *api, *own, *allow, *_UNCACHED), content=body)
