"""Both sides as snapshots, written short: what a test does not say is empty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.orders import OrderImport
from bpwoo_sync.plan import Action, Plan
from bpwoo_sync.planning import sync_plan
from bpwoo_sync.snapshot import Account, References, Shop
from bpwoo_sync.tables import Tables
from brightpearl_sdk import Json
from tests.bpwoo_sync.mapping.orders import meta, tables

TAKEN_AT = datetime(2026, 3, 3, 9, tzinfo=UTC)

#: SKUs of the account, by product id.
PRODUCTS: Mapping[int, str] = {1000: "WIDGET", 1001: "LAMP", 1002: "MUG"}


def references(**more: Any) -> References:
    """The lists of an account: currencies, a cancelled status, a bank account for pounds."""
    configuration = {"cancelledOrderStatusId": "5", "baseCurrencyCode": "GBP"}
    banks = [{"paymentMethodId": 1, "currencyIsoCode": "GBP", "bankAccountNominalCode": "1200"}]
    methods = [{"code": code, "name": code, "isActive": True, "bankAccounts": banks} for code in ("CARD", "BANK", "CASH")]
    return References(
        **{
            "configuration": configuration,
            "payment_methods": tuple(bp.decode(bp.PaymentMethod, method) for method in methods),
            **more,
        }
    )


def product_rows(products: Mapping[int, str] = PRODUCTS, *, tracked: bool = True) -> tuple[bp.ProductRow, ...]:
    """Rows of a product search."""
    records: list[dict[str, Json]] = [
        {"productId": id, "SKU": sku, "stockTracked": tracked, "productStatus": "LIVE"} for id, sku in products.items()
    ]
    return tuple(bp.ProductRow(record) for record in records)


def payment_row(
    id: int, order_id: int, amount: str, *, kind: str = "RECEIPT", ref: str = "ch_1", method: str = "CARD"
) -> bp.CustomerPaymentRow:
    """A row of a payment search."""
    record: dict[str, Json] = {
        "paymentId": id,
        "transactionRef": ref,
        "paymentMethodCode": method,
        "paymentType": kind,
        "orderId": order_id,
        "currencyCode": "GBP",
        "amountPaid": amount,
    }
    return bp.CustomerPaymentRow(record)


def contact_row(id: int, email: str, *, staff: bool = False, supplier: bool = False) -> bp.ContactRow:
    """A row of a contact search."""
    return bp.ContactRow({"contactId": id, "primaryEmail": email, "isStaff": staff, "isSupplier": supplier})


def sales_order(id: int, ref: str, rows: Sequence[Mapping[str, Any]] = (), **more: Any) -> bp.SalesOrder:
    """A sales order as Brightpearl shows it."""
    document = {
        "id": id,
        "customer": {"id": 207},
        "ref": ref.partition("-")[2],
        "externalRef": ref,
        "placedOn": "2026-03-02T10:15:00.000+00:00",
        "statusId": 2,
        "currency": {"code": "GBP", "exchangeRate": "1.000000", "fixedExchangeRate": True},
        "rows": list(rows),
        "isCanceled": False,
        "allocationStatusCode": "AAA",
        "shippingStatusCode": "SNS",
        **more,
    }
    return bp.decode(bp.SalesOrder, document)


def row(id: int, ref: str, product_id: int, quantity: str, net: str = "0.00", tax: str = "0.00", **more: Any) -> dict[str, Any]:
    """A row of a sales order."""
    return {
        "id": id,
        "externalRef": ref,
        "productId": product_id,
        "quantity": quantity,
        "taxCode": "T20",
        "net": net,
        "tax": tax,
        "bundleParent": False,
        "bundleChild": False,
        **more,
    }


def goods_out(
    order_id: int, rows: Mapping[int, Sequence[int]], *, shipped: bool = True, transfer: bool = False, tracking: str = ""
) -> bp.GoodsOutNote:
    """A goods-out note: for each row of the order the quantities at each location."""
    document = {
        "orderId": order_id,
        "warehouseId": 2,
        "transfer": transfer,
        "status": {"shipped": shipped, **({"shippedOn": "2026-03-03T08:00:00.000+00:00"} if shipped else {})},
        "shipping": {"reference": tracking, "shippingMethodId": 1},
        "orderRows": {str(id): [{"productId": 1000, "quantity": each, "locationId": 2} for each in parts] for id, parts in rows.items()},
    }
    return bp.decode(bp.GoodsOutNote, document)


def shop(*orders: woo.Order, **more: Any) -> Shop:
    """A shop with these orders."""
    return Shop(**{"taken_at": TAKEN_AT, "currency": "GBP", "orders": orders, **more})


def account(**more: Any) -> Account:
    """An account that knows the products."""
    return Account(**{"taken_at": TAKEN_AT, "references": references(), "products": product_rows(), **more})


def plan(the_shop: Shop, the_account: Account, the_tables: Tables | None = None, ledger: Ledger | None = None) -> Plan:
    """What is to be done."""
    return sync_plan(the_shop, the_account, the_tables or tables(), ledger or Ledger())


def kinds(made: Plan) -> dict[str, int]:
    """How many writes of each kind."""
    return made.by_kind()


def codes(made: Plan) -> list[str]:
    """The codes of all issues."""
    return sorted({each.code for each in made.issues})


def action(made: Plan, kind: str) -> Action:
    """The only write of a kind."""
    (found,) = [each for each in made.actions if each.kind == kind]
    return found


def marks(order_id: int, content: str = "") -> list[dict[str, Any]]:
    """The meta data of an order whose import is complete."""
    return [meta("_bp_order_id", str(order_id), 1), meta("_bp_synced_hash", content, 2)]


def drafted(made: OrderImport) -> dict[str, Any]:
    """A sales order as it is sent."""
    return dict(bp.encode(made.sales_order))


def amount(text: str) -> Decimal:
    """An amount."""
    return Decimal(text)
