"""accounting-service: payments of customers and to suppliers, which decide how far an order is paid."""

from __future__ import annotations

from decimal import Decimal

from ..._kernel.values import Json
from ..account import Account, Record
from ..books import CREDITORS, DEBTORS, line, payment_journal
from ..call import EMPTY, Answer, Call, Route, moment, money, number, text
from ..errors import invalid, missing
from ..orders import SALES
from ..searches import Search, column, period, search_routes

_CUSTOMER_TYPES = ("AUTH", "CAPTURE", "PAYMENT", "RECEIPT", "VOID")
_SUPPLIER_TYPES = ("PAYMENT", "RECEIPT")
#: Payments that hold money, or let it go, and move none.
_HOLDING = ("AUTH", "VOID")


def _post_customer(call: Call) -> Answer:
    account, given = call.account, call.document()
    record, order = _payment(call, "payments", _CUSTOMER_TYPES, SALES)
    code, expiry = given.get("transactionCode"), given.get("authorizationExpiry")
    held = number(given.get("amountAuthorized", 0), "SIMC-316", "You have supplied an invalid amount")
    if held < 0:
        raise invalid("SIMC-316", f"You have supplied an invalid amount: {held}")
    holds = record["paymentType"] in _HOLDING
    record |= {
        "transactionCode": None if code is None else text(code, 64, "SIMC-312", "The transaction code is longer than 64 characters"),
        "amountAuthorized": money(held if holds else Decimal(0)),
        "amountPaid": money(Decimal(0)) if holds else record["amountPaid"],
        "expires": moment(expiry, "authorizationExpiry") if expiry and record["paymentType"] == "AUTH" else None,
    }
    record["journalId"] = record["journalId"] or _journal(account, order, record, DEBTORS)
    return Answer(response=account.put("payments", record, key="paymentId"))


def _post_supplier(call: Call) -> Answer:
    account = call.account
    record, order = _payment(call, "supplier_payments", _SUPPLIER_TYPES, ("PO", "PC"))
    record["journalId"] = record["journalId"] or _journal(account, order, record, CREDITORS)
    return Answer(response=account.put("supplier_payments", record, key="paymentId"))


def _payment(call: Call, table: str, kinds: tuple[str, ...], order_types: tuple[str, ...]) -> tuple[Record, Record]:
    """What both kinds of payments have, checked, and the order that they are for."""
    account, given = call.account, call.document()
    kind, method = given.get("paymentType"), given.get("paymentMethodCode")
    if kind not in kinds:
        raise invalid("SIMC-310", f"You have supplied an invalid payment type: {kind}")
    if not method:
        raise invalid("SIMC-311", "You have not supplied a payment method code")
    text(method, 36, "SIMC-311", "The payment method code is longer than 36 characters")
    reference = given.get("transactionRef")
    if reference is not None:
        text(reference, 64, "SIMC-312", "The transaction reference is longer than 64 characters")
        for payment in account.table(table).values():
            if (payment["transactionRef"], payment["paymentMethodCode"]) == (reference, method):
                raise invalid("SIMB-317", f"A payment with the reference {reference} and the method {method} already exists")
    order = account.find("orders", given.get("orderId"))
    if order is None or order["type"] not in order_types:
        raise invalid("SIMC-313", f"You have supplied an invalid order ID: {given.get('orderId')}")
    currency = given.get("currencyIsoCode")
    if currency != order["currency"]["code"]:
        raise invalid("SIMC-314", f"The payment is in {currency}, the order in {order['currency']['code']}")
    if not given.get("paymentDate"):
        raise invalid("SIMC-315", "You have not supplied a payment date")
    if number(given.get("exchangeRate", 1), "SIMC-317", "You have supplied an invalid exchange rate") <= 0:
        raise invalid("SIMC-317", f"You have supplied an invalid exchange rate: {given['exchangeRate']}")
    if given.get("journalId") is not None and account.find("journals", given["journalId"]) is None:
        raise invalid("SIMC-318", f"You have supplied an invalid journal ID: {given['journalId']}")
    known = account.first("currencies", "code", currency) or {}
    record: Record = {
        "transactionRef": reference,
        "paymentMethodCode": method,
        "paymentType": kind,
        "orderId": order["id"],
        "currencyId": known.get("id"),
        "currencyCode": currency,
        "amountPaid": money(number(given.get("amountPaid", 0), "SIMC-316", "You have supplied an invalid amount")),
        "paymentDate": moment(given["paymentDate"], "paymentDate"),
        "createdOn": account.now(),
        "journalId": given.get("journalId"),
        "journalRef": str(given.get("journalRef") or "")[:64],
    }
    return record, order


def _journal(account: Account, order: Record, payment: Record, control: str) -> int | None:
    """A journal is written where money moves, and the method has a bank account for its currency."""
    if payment["paymentType"] in _HOLDING:
        return None
    method = account.first("payment_methods", "code", payment["paymentMethodCode"]) or {}
    for bank in method.get("bankAccounts", []):
        if bank["currencyIsoCode"] == payment["currencyCode"]:
            usual = (payment["paymentType"] != "PAYMENT") == (control == DEBTORS)
            settled = line(
                control,
                Decimal(payment["amountPaid"]) * (1 if usual else -1),
                orderId=order["id"],
                invoiceReference=order["invoiceReference"] or None,
            )
            return payment_journal(
                account,
                "SR" if control == DEBTORS else "PP",
                order["customer"]["id"],
                bank["bankAccountNominalCode"],
                [settled],
                currencyId=payment["currencyId"],
                exchangeRate=order["currency"]["exchangeRate"],
                taxDate=payment["paymentDate"],
                journalRef=payment["journalRef"],
            )
    return None


def _delete(call: Call) -> Answer:
    if call.account.table("payments").pop(call.id(), None) is None:
        raise missing(f"Cannot find customer payment: {call.ids['id']}")
    return EMPTY


# Totals.


def _sale_totals(call: Call) -> Answer:
    return _totals(call, "payments", SALES)


def _purchase_totals(call: Call) -> Answer:
    return _totals(call, "supplier_payments", ("PO", "PC"))


def _totals(call: Call, table: str, types: tuple[str, ...]) -> Answer:
    found: list[Json] = []
    for id in call.set() or []:
        order = call.account.find("orders", id)
        if order is not None and order["type"] in types:
            payments = [each for each in call.account.table(table).values() if each["orderId"] == id]
            total: dict[str, Json] = {"orderId": id, **(_of_sale(payments) if table == "payments" else _of_purchase(payments))}
            found.append({**total, **({"paymentCurrency": payments[0]["currencyCode"]} if payments else {})})
    return Answer(response=found)


def _of_sale(payments: list[Record]) -> dict[str, Decimal]:
    return {
        "amountPaid": _sum(payments, "RECEIPT") + _sum(payments, "CAPTURE") - _sum(payments, "PAYMENT"),
        "amountAuthorized": _sum(payments, "AUTH") - _sum(payments, "VOID"),
        "amountCaptured": _sum(payments, "CAPTURE"),
    }


def _of_purchase(payments: list[Record]) -> dict[str, Decimal]:
    return {"amountPaid": _sum(payments, "PAYMENT") - _sum(payments, "RECEIPT")}


def _sum(payments: list[Record], kind: str) -> Decimal:
    name = "amountAuthorized" if kind in _HOLDING else "amountPaid"
    return sum((Decimal(each[name]) for each in payments if each["paymentType"] == kind), Decimal(0))


CUSTOMERS = Search(
    path="accounting-service/customer-payment-search",
    records=lambda account: account.table("payments").values(),
    columns=(
        column("paymentId", "IDSET", "paymentId"),
        column("transactionRef", "STRING", "transactionRef", sortable=False),
        column("transactionCode", "STRING", "transactionCode", sortable=False),
        column("paymentMethodCode", "STRING", "paymentMethodCode", sortable=False),
        column("paymentType", "STRING", "paymentType", sortable=False),
        column("orderId", "IDSET", "orderId", sortable=False),
        column("currencyId", "IDSET", "currencyId", sortable=False),
        column("currencyCode", "STRING", "currencyCode", sortable=False),
        column("amountAuthorized", "STRING", "amountAuthorized", sortable=False),
        column("amountPaid", "STRING", "amountPaid", sortable=False),
        period("expires", "expires", sortable=False),
        period("paymentDate", "paymentDate"),
        period("createdOn", "createdOn"),
        column("journalId", "IDSET", "journalId"),
    ),
)

#: This search misreports how many there are, and does not heed the ids it is given.
SUPPLIERS = Search(
    path="accounting-service/supplier-payment-search",
    records=lambda account: account.table("supplier_payments").values(),
    available=500,
    columns=(
        column("paymentId", "IDSET", "paymentId", heeded=False),
        column("transactionRef", "STRING", "transactionRef", sortable=False),
        column("paymentMethodCode", "STRING", "paymentMethodCode", sortable=False),
        column("paymentType", "STRING", "paymentType", sortable=False),
        column("orderId", "IDSET", "orderId", sortable=False),
        column("currencyId", "IDSET", "currencyId", sortable=False),
        column("currencyCode", "STRING", "currencyCode", sortable=False),
        column("amountPaid", "STRING", "amountPaid", sortable=False),
        period("paymentDate", "paymentDate"),
        period("createdOn", "createdOn"),
        column("journalId", "IDSET", "journalId"),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "accounting-service/customer-payment", _post_customer),
    Route("DELETE", "accounting-service/customer-payment/{id}", _delete),
    Route("POST", "accounting-service/supplier-payment", _post_supplier),
    Route("GET", "accounting-service/sale-payment-total/{id}", _sale_totals),
    Route("GET", "accounting-service/purchase-payment-total/{id}", _purchase_totals),
    *search_routes(CUSTOMERS),
    *search_routes(SUPPLIERS),
)
