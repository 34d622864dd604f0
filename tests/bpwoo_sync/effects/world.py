"""Both systems when something is to be done by every flow, and what is to be seen of them once it is done."""

from __future__ import annotations

from copy import copy, deepcopy
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import brightpearl_sdk as bp
import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.stores import MemoryStore
from bpwoo_sync.effects.working import synced
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.testing.demo_account import ACCOUNT, BASE_CURRENCY, account_records
from bpwoo_sync.testing.doubles import Doubles
from bpwoo_sync.testing.shop import Record
from bpwoo_sync.testing.shop import load_shop as read_shop
from bpwoo_sync.testing.warehouse import ship_orders
from tests.bpwoo_sync.effects.road import PLENTY, tables
from tests.bpwoo_sync.effects.test_faults import Clients, clients

#: After everything that the recorded shop has.
START = datetime(2026, 12, 1, 9, tzinfo=UTC)

#: Orders, payments, refunds, cancellations and shipments.
ORDERS = Scope(stock=False, prices=False, products=False)


@cache
def load_shop() -> dict[str, list[Record]]:
    """The recorded shop, read once. What is loaded into a double is copied."""
    return read_shop()


class Clock:
    """A clock that is moved by hand, and by a hundredth of a second at each look."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        self.moment += timedelta(milliseconds=10)
        return self.moment

    def pass_(self, **time: float) -> None:
        """Let so much time go by."""
        self.moment += timedelta(**time)


class World:
    """Both systems, and what is kept between runs."""

    def __init__(self, orders: int, products: int = 100) -> None:
        self._empty()
        records = dict(load_shop())
        processing = (order for order in records["orders"] if order["status"] == "processing")
        paid = [order for order in processing if order["date_paid_gmt"] and order["billing"]["email"]]
        records["products"] = [each for each in records["products"] if each["type"] == "simple"][:products]
        records["variations"] = []
        # Their refunds are not loaded, so they tell of none.
        records["orders"] = [{**each, "refunds": []} for each in paid[:orders]]
        for kind in ("settings", "taxes", "products", "orders"):
            self.doubles.shop.load(kind, records[kind])
        for kind, made in account_records(records).items():
            self.doubles.brightpearl.load(kind, made)

    def _empty(self) -> None:
        self.clock, self.store, self.tables = Clock(), MemoryStore(), tables()
        #: What the account's sign-in gave, and the systems that no longer know theirs.
        self.tokens, self.revoked = bp.MemoryTokenStore(), set[str]()
        #: By how much a system's clock is ahead.
        self.skew = {"brightpearl": timedelta(0), "shop": timedelta(0)}
        shop = shop_testing.WooCommerceDouble(currency=BASE_CURRENCY, clock=lambda: self.clock() + self.skew["shop"])
        account = brightpearl_testing.BrightpearlDouble(
            account=ACCOUNT,
            base_currency=BASE_CURRENCY,
            quota=PLENTY,
            clock=lambda: self.clock() + self.skew["brightpearl"],
        )
        self.doubles = Doubles(brightpearl=account, shop=shop)

    def copy(self) -> World:
        """A world that is as this one, and goes its own way."""
        other = copy(self)
        other._empty()
        other.clock.moment = self.clock.moment
        other.tables, other.store = self.tables, deepcopy(self.store)
        if (token := self.tokens.load()) is not None:
            other.tokens.save(token)
        other.doubles.brightpearl.restore(self.doubles.brightpearl.snapshot())
        other.doubles.shop.restore(self.doubles.shop.snapshot())
        other.doubles.shop.shipment_tracking = self.doubles.shop.shipment_tracking
        return other

    @property
    def performance(self) -> Performance:
        """A run by this world's clock."""
        return Performance(now=self.clock, run="test", settling=0.0)

    def sync(self, both: Clients, scope: Scope) -> Plan:
        """One run."""
        flow = synced(self.tables, self.store, self.performance, scope, progress=self.store)
        return run(flow, both.account, both.shop, sleep=lambda seconds: None)[0]


def bought(both: Clients, email: str = "ann@example.com", **more: Any) -> woo.Order:
    """A new order of one product, which is paid unless more is said."""
    line = woo.LineItemDraft(product_id=12, quantity=1)
    billing = woo.BillingAddressDraft(first_name="Ann", last_name="Lee", email=email, city="Reno", country="US")
    told: dict[str, Any] = more or {"status": woo.OrderStatus.PROCESSING, "set_paid": True}
    return both.shop.orders.create(woo.OrderDraft(billing=billing, line_items=(line,), payment_method="bacs", **told))


def known_customer(world: World) -> None:
    """Let somebody buy whom Brightpearl knows by another name, at another address and without a telephone."""
    with clients(world.doubles) as both:
        old = both.account.postal_addresses.create(bp.PostalAddressDraft(address_line1="9 Old Street", country_iso_code="USA"))
        emails = bp.EmailsDraft(primary=bp.EmailAddressDraft(email="ann@example.com"))
        draft = bp.ContactDraft(
            first_name="Annabel",
            last_name="Lee",
            post_address_ids=bp.PostAddressIdsDraft(default=old),
            communication=bp.CommunicationDraft(emails=emails),
        )
        both.account.contacts.create(draft)
        billing = woo.BillingAddressDraft(
            first_name="Ann", last_name="Lee", email="ann@example.com", phone="0123", address_1="1 New Street", city="Reno", country="US"
        )
        shipping = woo.ShippingAddressDraft(first_name="Ann", last_name="Lee", address_1="2 Far Street", city="Reno", country="US")
        line = woo.LineItemDraft(product_id=12, quantity=1)
        draft_order = woo.OrderDraft(
            billing=billing,
            shipping=shipping,
            line_items=(line,),
            payment_method="bacs",
            status=woo.OrderStatus.PROCESSING,
            set_paid=True,
        )
        both.shop.orders.create(draft_order)
    world.clock.pass_(minutes=5)


def eventful(world: World) -> None:
    """Bring the first orders in; then let something happen that each flow has to deal with."""
    with clients(world.doubles) as both:
        unpaid = bought(both, status=woo.OrderStatus.ON_HOLD)
        world.sync(both, ORDERS)
        world.clock.pass_(minutes=5)
        ship_orders(both.account, world.clock(), most=1)
        waiting = [order for order in both.shop.orders.list() if order.status == woo.OrderStatus.PROCESSING]
        given_back = woo.RefundDraft(amount=Decimal("1.00"), reason="scratched", api_refund=False)
        both.shop.refunds.create(waiting[0].id, given_back)
        both.shop.orders.update(unpaid.id, woo.OrderDraft(status=woo.OrderStatus.CANCELLED))
        bought(both, "bea@example.com")
    world.clock.pass_(minutes=5)


def seen_of(doubles: Doubles) -> dict[str, Any]:
    """What people see in both systems, without the numbers that a run happened to draw.

    Addresses are left out: one that was made twice cannot be found again, and none points at it.
    """
    account, shop = doubles.brightpearl, doubles.shop
    orders = {each["id"]: each for each in account.records("orders")}
    refs = {id: each["externalRef"] for id, each in orders.items()}
    return {
        "orders": sorted((each["externalRef"], each["type"], each["statusId"], _rows(each)) for each in orders.values()),
        "sent to": sorted((refs[id], str(each["delivery"].get("address"))) for id, each in orders.items() if each.get("delivery")),
        "order fields": sorted((refs[id], str(each["customFields"])) for id, each in orders.items() if each.get("customFields")),
        "reserved": sorted(
            (refs[each["orderId"]], str(sorted(each["orderRows"].values(), key=str))) for each in account.records("reservations")
        ),
        "trackings": sorted(
            (each["id"], str(item["tracking_number"])) for each in shop.records("orders") for item in each.get("~shipment_trackings", ())
        ),
        "payments": sorted(
            (refs[each["orderId"]], each["transactionRef"], each["paymentMethodCode"], each["paymentType"], str(each["amountPaid"]))
            for each in account.records("payments")
        ),
        "notes": sorted((refs[each["orderId"]], each["text"]) for each in account.records("order_notes")),
        "contacts": sorted(
            (each["communication"]["emails"]["PRI"]["email"], each["firstName"], _streets(each, doubles))
            for each in account.records("contacts")
        ),
        "goods in": sorted(
            (refs[each["orderId"]], str(each["userBatchReference"]), len(each["goodsMoved"])) for each in account.records("goods_in_notes")
        ),
        "account goods": sorted((each["identity"]["sku"], str(each.get("prices"))) for each in account.records("products")),
        "options": sorted(str(each["name"]) for each in account.records("options")),
        "option values": sorted(str(each["optionValueName"]) for each in account.records("option_values")),
        "shop orders": sorted((each["id"], each["status"], _marks(each)) for each in shop.records("orders")),
        "shop notes": sorted(str(each["note"]) for each in shop.records("order_notes") if not each.get("~system")),
        "webhooks": sorted((each["topic"], each["status"]) for each in shop.records("webhooks")),
        "goods": sorted(
            (
                *(each["sku"], each["status"], str(each["regular_price"]), str(each["sale_price"]), str(each["stock_quantity"])),
                *(str(each.get("catalog_visibility")), each["backorders"], str([meta["value"] for meta in each["meta_data"]])),
            )
            for kind in ("products", "variations")
            for each in shop.records(kind)
        ),
    }


def _streets(contact: dict[str, Any], doubles: Doubles) -> list[str]:
    """The first line of a contact's address, by its uses."""
    addresses = {each["addressId"]: each["addressLine1"] for each in doubles.brightpearl.records("postal_addresses")}
    return [addresses[contact["postAddressIds"][use]] for use in ("DEF", "BIL", "DEL")]


def _rows(order: dict[str, Any]) -> list[tuple[str, ...]]:
    return sorted((str(row.get("externalRef")), str(row.get("quantity")), str(row.get("rowValue"))) for row in order["rows"])


def _marks(order: dict[str, Any]) -> list[str]:
    return sorted(each["key"] for each in order["meta_data"] if each["key"].startswith("_bp_"))
