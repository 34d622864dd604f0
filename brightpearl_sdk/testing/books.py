"""The books: journals, each a list of credits and debits that come to the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from .account import Account, Record, without
from .call import money
from .orders import totals

DEBTORS, CREDITORS, SALES_TAX = "1100", "2100", "2200"
_INVOICES = {"SO": "SI", "SC": "SC", "PO": "PI", "PC": "PC"}
#: Documents that debit the debtors (or the creditors); the others credit them.
_DEBITING = ("SI", "PC", "PP")


def line(nominal_code: str, amount: Decimal, **details: Any) -> Record:
    """One side of a journal."""
    assignment = without({name: details.pop(name, None) for name in ("channelId", "projectId", "leadSourceId")})
    return {"nominalCode": nominal_code, "change": {"value": money(amount)}, "assignment": assignment, **without(details)}


def journal(account: Account, type_code: str, contact_id: int | None, debits: list[Record], credits: list[Record], **details: Any) -> int:
    """Write a journal and return its id. Lines that come to nothing are left out; each line has an id of its own."""
    now = account.now()
    base = account.first("currencies", "code", account.settings["baseCurrencyCode"]) or {}
    record = {
        "contactId": contact_id,
        "journalTypeCode": type_code,
        "taxDate": now,
        "createdOn": now,
        "createdByContactId": 4,
        "currencyId": base.get("id"),
        "exchangeRate": "1.000000",
        "taxReconciliation": {},
        **details,
        "debits": [_numbered(account, each) for each in debits if Decimal(each["change"]["value"])],
        "credits": [_numbered(account, each) for each in credits if Decimal(each["change"]["value"])],
    }
    return account.put("journals", record)


def _numbered(account: Account, each: Record) -> Record:
    return {**each, "rowId": account.new_id("journal_rows")}


def invoice_journal(account: Account, order: Record) -> int:
    """The journal of an invoiced order: what the contact owes, what was sold, and its tax."""
    type_code = _INVOICES[order["type"]]
    worth = totals(order)
    control = DEBTORS if order["type"] in ("SO", "SC") else CREDITORS
    common = {"orderId": order["id"], "invoiceReference": order["invoiceReference"]}
    by_nominal: dict[tuple[str, str], Decimal] = {}
    for row in order["rows"]:
        key = (row["nominalCode"], row["taxCode"])
        by_nominal[key] = by_nominal.get(key, Decimal(0)) + Decimal(row["net"])
    owed = [line(control, worth["gross"], **common)]
    sold = [
        *(line(code, net, taxCode=tax, channelId=order["channelId"], **common) for (code, tax), net in by_nominal.items()),
        line(SALES_TAX, worth["tax"], **common),
    ]
    debits, credits = (owed, sold) if type_code in _DEBITING else (sold, owed)
    currency = account.first("currencies", "code", order["currency"]["code"]) or {}
    details = {
        "taxDate": order["taxDate"],
        "dueDate": order["dueDate"],
        "currencyId": currency.get("id"),
        "exchangeRate": order["currency"]["exchangeRate"],
        "description": f"Invoice {order['invoiceReference']}",
    }
    return journal(account, type_code, order["customer"]["id"], debits, credits, **details)


def payment_journal(
    account: Account,
    type_code: str,
    contact_id: int | None,
    bank: str,
    amount: Decimal,
    *,
    control: str,
    order_id: int | None = None,
    **details: Any,
) -> int:
    """The journal of money that came in (``SR``) or went out (``PP``); a negative amount goes the other way."""
    paid = [line(bank, abs(amount), orderId=order_id)]
    settled = [line(control, abs(amount), orderId=order_id, invoiceReference=details.pop("invoiceReference", None))]
    into_bank = (type_code == "SR") == (amount >= 0)
    debits, credits = (paid, settled) if into_bank else (settled, paid)
    return journal(account, type_code, contact_id, debits, credits, **details)
