"""Orders as the shop would send them, written short: what a test does not say is as in a plain order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, Person, Rate
from bpwoo_sync.tables import Tables, tables_from

ADDRESS: Mapping[str, str] = {
    "first_name": "Ada",
    "last_name": "Byron",
    "company": "",
    "address_1": "1 Test Street",
    "address_2": "",
    "city": "Bristol",
    "state": "",
    "postcode": "BS1 1AA",
    "country": "GB",
    "phone": "0123",
}

#: The rates that the shop of the examples charges, by percentage: id of the rate.
RATES: Mapping[str, int] = {"20": 1, "12": 2, "10": 3, "5": 4, "9.975": 5}

Document = dict[str, Any]


def tables(**changes: Any) -> Tables:
    """The tables of the examples; a section given here replaces keys of that section."""
    document: dict[str, Any] = {
        "store": {"key": "W1", "base_currency": "GBP", "accounting_time_zone": "Europe/London", "channel_id": 1, "warehouse_id": 2},
        "orders": {},
        "currencies": {"GBP": {}, "USD": {"rate": "1.25"}, "JPY": {}, "BHD": {}, "CAD": {}, "EUR": {}},
        "taxes": {
            "none": "T0",
            "zero": "T0",
            "rates": [
                {"rates": [1], "code": "T20"},
                {"rates": [2], "code": "T12"},
                {"rates": [3], "code": "T10"},
                {"rates": [4, 5], "code": "QC"},
            ],
        },
        "shipping": {"methods": {"flat_rate": 1}},
        "payments": {"methods": {"card": "CARD", "bacs": "BANK", "cod": "CASH"}},
        "statuses": {"processing": 2, "completed": 14, "on-hold": 12},
    }
    for section, values in changes.items():
        document[section] = {**document.get(section, {}), **values}
    return tables_from(document)


def catalogue(**changes: Any) -> Catalogue:
    """An account that knows the products of the examples."""
    skus = ("WIDGET", "LAMP", "A", "B", "BOOK", "MUG", "PRODUCT", "TEA", "PEN", "COAT")
    items = {sku.lower(): (Item(product_id=1000 + place, sku=sku),) for place, sku in enumerate(skus)}
    rates = {id: Rate(country="GB", percent=Decimal(percent)) for percent, id in RATES.items()}
    return Catalogue(**{"items": items, "rates": rates, **changes})


def person(contact_id: int, **kind: bool) -> Person:
    """A contact of the account."""
    return Person(contact_id=contact_id, **kind)


def taxes(*shares: tuple[str, str]) -> list[Document]:
    """The taxes of a line: for each percentage its amount."""
    return [{"id": RATES[percent], "total": amount, "subtotal": amount} for percent, amount in shares]


def line(
    id: int,
    sku: str | None,
    quantity: str,
    total: str,
    *shares: tuple[str, str],
    subtotal: str | None = None,
    subtotal_tax: str | None = None,
    total_tax: str | None = None,
    **more: Any,
) -> Document:
    """A product line. Its tax is the sum of the shares unless it is given."""
    tax = total_tax if total_tax is not None else str(sum((Decimal(amount) for _, amount in shares), Decimal(0)))
    return {
        "id": id,
        "name": (sku or "Thing").title(),
        "product_id": 50 + id,
        "variation_id": 0,
        "quantity": Decimal(quantity),
        "tax_class": "",
        "subtotal": total if subtotal is None else subtotal,
        "subtotal_tax": tax if subtotal_tax is None else subtotal_tax,
        "total": total,
        "total_tax": tax,
        "taxes": taxes(*shares),
        "meta_data": [],
        "sku": sku,
        "price": Decimal("9.99"),
        **more,
    }


def shipping(id: int, total: str, *shares: tuple[str, str], **more: Any) -> Document:
    """A shipping line."""
    tax = str(sum((Decimal(amount) for _, amount in shares), Decimal(0)))
    return {
        "id": id,
        "method_title": "Flat rate",
        "method_id": "flat_rate",
        "instance_id": "1",
        "total": total,
        "total_tax": tax,
        "taxes": taxes(*shares),
        "meta_data": [],
        "tax_status": "taxable",
        **more,
    }


def fee(id: int, name: str, total: str, *shares: tuple[str, str]) -> Document:
    """A fee."""
    tax = str(sum((Decimal(amount) for _, amount in shares), Decimal(0)))
    return {
        "id": id,
        "name": name,
        "tax_class": "",
        "tax_status": "taxable",
        "amount": total,
        "total": total,
        "total_tax": tax,
        "taxes": taxes(*shares),
        "meta_data": [],
    }


def coupon(id: int, code: str, discount: str = "0.00") -> Document:
    """A coupon that was used."""
    return {"id": id, "code": code, "discount": discount, "discount_tax": "0.00", "meta_data": []}


def meta(key: str, value: Any, id: int = 1) -> Document:
    """An entry of an order's meta data."""
    return {"id": id, "key": key, "value": value}


def order(
    total: str,
    total_tax: str,
    lines: Sequence[Document],
    *,
    shipping_lines: Sequence[Document] = (),
    fee_lines: Sequence[Document] = (),
    coupon_lines: Sequence[Document] = (),
    billing: Mapping[str, str | None] = {},
    shipping_address: Mapping[str, str] = {},
    **more: Any,
) -> woo.Order:
    """An order of the shop, paid by card unless told otherwise."""
    document = {
        "id": 1001,
        "parent_id": 0,
        "status": "processing",
        "currency": "GBP",
        "version": "11.0.1",
        "prices_include_tax": False,
        "date_created": "2026-03-02T10:15:00",
        "date_created_gmt": "2026-03-02T10:15:00",
        "date_modified": "2026-03-02T10:16:00",
        "date_modified_gmt": "2026-03-02T10:16:00",
        "date_completed": None,
        "date_completed_gmt": None,
        "date_paid": "2026-03-02T10:16:00",
        "date_paid_gmt": "2026-03-02T10:16:00",
        "discount_total": "0.00",
        "discount_tax": "0.00",
        "shipping_total": "0.00",
        "shipping_tax": "0.00",
        "cart_tax": "0.00",
        "total": total,
        "total_tax": total_tax,
        "customer_id": 0,
        "order_key": "wc_order_1",
        "billing": {**ADDRESS, "email": "ada@example.com", **billing},
        "shipping": {**ADDRESS, **shipping_address},
        "payment_method": "card",
        "payment_method_title": "Card",
        "transaction_id": "ch_1",
        "customer_ip_address": "",
        "customer_user_agent": "",
        "created_via": "checkout",
        "customer_note": "",
        "cart_hash": "",
        "number": "1001",
        "meta_data": [],
        "line_items": list(lines),
        "tax_lines": [],
        "shipping_lines": list(shipping_lines),
        "fee_lines": list(fee_lines),
        "coupon_lines": list(coupon_lines),
        "refunds": [],
        "payment_url": "",
        "is_editable": False,
        "needs_payment": False,
        "needs_processing": True,
        "currency_symbol": "£",
        **more,
    }
    return woo.decode(woo.Order, document)
