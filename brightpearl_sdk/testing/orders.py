"""What an order is: its type, what it comes to, how far it is paid, and how far its stock has moved.

An order of any type is one record; amounts and quantities are text.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from .account import Account, Record
from .call import Call, money
from .errors import invalid, missing

#: Numbers of the order types.
TYPES = {"SO": 1, "PO": 2, "SC": 3, "PC": 4}
TYPE_NAMES = {1: "SALES_ORDER", 2: "PURCHASE_ORDER", 3: "SALES_CREDIT", 4: "PURCHASE_CREDIT"}
#: Orders whose goods leave a warehouse; those of the others come in.
OUTGOING = ("SO", "PC")
#: Orders whose party is a customer; that of the others is a supplier.
SALES = ("SO", "SC")
STOCK_STATUSES = {
    **{code: number for number, code in enumerate(["SON", "SOP", "SOA", "PON", "POP", "POA", "SCN", "SCP", "SCA", "PCN", "PCP", "PCA"], 1)},
    "NON": 13,
}
_NOUNS = {"SO": "Sales Order", "PO": "Purchase Order", "SC": "Sales Credit", "PC": "Purchase Credit"}
_GRADES = {"N": "Not Fulfilled", "P": "Part Fulfilled", "A": "All Fulfilled"}
STOCK_TOLD = {code: "No Stock Tracked Items" if code == "NON" else f"{_NOUNS[code[:2]]} {_GRADES[code[2]]}" for code in STOCK_STATUSES}
SHIPPING_STATUSES = {"NST": 1, "SNS": 2, "SPS": 3, "ASS": 4}
SHIPPING_TOLD = {
    "NST": "No stock tracked products on order",
    "SNS": "Stock not shipped",
    "SPS": "Stock part shipped",
    "ASS": "All stock shipped",
}
PAYMENT_STATUSES = {"UNPAID": 1, "PARTIALLY_PAID": 2, "PAID": 3, "NOT_APPLICABLE": 5}
#: The product that a free-text row has.
FREE_TEXT = 1000


def totals(record: Record) -> dict[str, Decimal]:
    """Net, tax and gross of an order in its currency and in the account's base currency."""
    net = sum((Decimal(row["net"]) for row in record["rows"]), Decimal(0))
    tax = sum((Decimal(row["tax"]) for row in record["rows"]), Decimal(0))
    rate = Decimal(record["currency"]["exchangeRate"])
    found = {"net": net, "tax": tax, "gross": net + tax}
    return {**found, "baseNet": net / rate, "baseTax": tax / rate, "baseGross": (net + tax) / rate}


def paid(account: Account, order_id: int) -> Decimal:
    """What was received for an order, less what was paid out for it."""
    signs = {"RECEIPT": 1, "CAPTURE": 1, "PAYMENT": -1}
    both = (*account.table("payments").values(), *account.table("supplier_payments").values())
    payments = (each for each in both if each["orderId"] == order_id)
    return sum((signs.get(each["paymentType"], 0) * Decimal(each["amountPaid"]) for each in payments), Decimal(0))


def payment_status(account: Account, record: Record) -> str:
    """The payment code: what was paid against the total."""
    gross = Decimal(money(totals(record)["gross"]))
    amount = paid(account, record["id"]) * (-1 if record["type"] in ("SC", "PO") else 1)
    if not gross:
        return "NOT_APPLICABLE"
    return "UNPAID" if amount <= 0 else "PAID" if amount >= gross else "PARTIALLY_PAID"


def tracked_rows(account: Account, record: Record) -> list[Record]:
    """The rows of an order that move stock."""
    products = account.table("products")
    return [row for row in record["rows"] if products.get(row["productId"], {}).get("stock", {}).get("stockTracked")]


def outgoing_notes(account: Account, order_id: int) -> Iterator[Record]:
    """The goods-out and drop-ship notes of an order."""
    for kind in ("goods_out_notes", "drop_ship_notes"):
        yield from (note for note in account.table(kind).values() if note["orderId"] == order_id)


def fulfilled(account: Account, record: Record, *, shipped: bool = False) -> dict[int, int]:
    """Pieces of each row that are on notes, or that have left; for an order whose goods come in, that have come."""
    pieces: dict[int, int] = {}
    if record["type"] in OUTGOING:
        for note in outgoing_notes(account, record["id"]):
            if note["status"]["shipped"] or not shipped:
                for row, lines in note["orderRows"].items():
                    pieces[int(row)] = pieces.get(int(row), 0) + sum(int(line["quantity"]) for line in lines)
    elif not shipped:
        for note in account.table("goods_in_notes").values():
            for line in note["goodsMoved"] if note["orderId"] == record["id"] else ():
                pieces[line["purchaseOrderRowId"]] = pieces.get(line["purchaseOrderRowId"], 0) + line["quantity"]
    return pieces


def reserved(account: Account, order_id: int) -> dict[int, int]:
    """Pieces of each row that a reservation holds."""
    reservation = account.table("reservations").get(order_id, {"orderRows": {}})
    return {int(row): int(line["quantity"]) for row, line in reservation["orderRows"].items()}


def stock_statuses(account: Account, record: Record) -> tuple[str, str, str]:
    """Fulfilment, allocation and shipping codes."""
    rows = tracked_rows(account, record)
    if not rows:
        return "NON", "ANR", "NST"
    ordered = sum(int(Decimal(row["quantity"])) for row in rows)
    done = sum(fulfilled(account, record).values())
    gone = sum(fulfilled(account, record, shipped=True).values())
    held = sum(reserved(account, record["id"]).values())
    allocation = {"N": "ANA", "P": "APA", "A": "AAA"}[_grade(held + done, ordered, "NPA")] if record["type"] in OUTGOING else "ANR"
    shipping = {"N": "SNS", "P": "SPS", "A": "ASS"}[_grade(gone, ordered, "NPA")]
    return str(record["type"]) + _grade(done, ordered, "NPA"), allocation, shipping


def _grade(amount: int, whole: int, letters: str) -> str:
    return letters[0] if amount <= 0 else letters[2] if amount >= whole else letters[1]


def is_cancelled(account: Account, record: Record) -> bool | None:
    """Whether an order has the account's cancelled status; None where no such status is set up."""
    status = account.settings.get("cancelledOrderStatusId")
    return None if not status else record["statusId"] == int(status)


def order_of(call: Call, name: str = "id", types: tuple[str, ...] = tuple(TYPES)) -> Record:
    """The order that a path names, or 404."""
    record = call.account.find("orders", call.id(name))
    if record is None or record["type"] not in types:
        raise missing(f"Order {call.ids[name]} does not exist")
    return record


def open_order(record: Record) -> Record:
    """The order, unless it is invoiced."""
    if record["closedOn"]:
        raise invalid("SIMC-180", f"Order {record['id']} is invoiced and cannot be changed")
    return record


def row_of(record: Record, id: Any) -> Record | None:
    """A row of an order, if it has it."""
    return next((row for row in record["rows"] if row["id"] == id), None)


def touched(account: Account, record: Record, *specifiers: str) -> None:
    """Note a change of an order, and raise its events."""
    record["version"] += 1
    record["updatedOn"] = account.now()
    account.raised("order.modified", record["id"])
    for specifier in specifiers:
        account.raised(f"order.modified.{specifier}", record["id"])
