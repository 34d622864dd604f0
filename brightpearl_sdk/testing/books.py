"""The books: journals, each a list of debits and credits that come to the same, and the rates of currencies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from .account import Account, Record, without
from .call import money
from .errors import invalid
from .orders import totals

DEBTORS, CREDITORS, SALES_TAX = "1100", "2100", "2200"
#: The type of the document that invoices an order of each type.
INVOICES = {"SO": "SI", "SC": "SC", "PO": "PI", "PC": "PC"}
#: Documents that are told on a contact's statement.
STATED = ("SI", "SC", "SR", "PI", "PC", "PP")
#: Invoices and credits that debit the debtors or the creditors; the others credit them.
_DEBITING = ("SI", "PC")
#: Since when the first rate of a currency is active.
EPOCH = "1970-01-01T00:00:00.000+00:00"


# Rates.


def base_currency(account: Account) -> Record:
    """The currency that the books are kept in."""
    return account.first("currencies", "code", account.settings["baseCurrencyCode"]) or {}


def rates(account: Account, currency: Record) -> list[Record]:
    """Every rate of a currency that is not the base currency, from the first on."""
    first = {"currencyId": currency["id"], "rateActiveFrom": EPOCH, "rate": currency["exchangeRate"], "addedById": 4}
    later = [each for each in account.table("exchange_rates").values() if each["currencyId"] == currency["id"]]
    return [first, *sorted(later, key=lambda each: str(each["rateActiveFrom"]))]


def rate_now(account: Account, currency: Record) -> Decimal:
    """How many units of a currency are one of the base currency at present."""
    now = account.clock()
    return Decimal([each for each in rates(account, currency) if datetime.fromisoformat(each["rateActiveFrom"]) <= now][-1]["rate"])


# Journals.


def line(nominal_code: str, amount: Decimal, **details: Any) -> Record:
    """One side of a journal. The amount is in the journal's currency."""
    assignment = without({name: details.pop(name, None) or None for name in ("channelId", "projectId", "leadSourceId")})
    return {"nominalCode": nominal_code, "transactionAmount": money(amount), "assignment": assignment, **without(details)}


def journal(account: Account, type_code: str, contact_id: int | None, debits: list[Record], credits: list[Record], **details: Any) -> int:
    """Write a journal and return its id. Lines that come to nothing are left out; each line has an id of its own."""
    now = account.now()
    record = {
        "contactId": contact_id,
        "journalTypeCode": type_code,
        "taxDate": now,
        "createdOn": now,
        "createdByContactId": 4,
        "taxReconciliation": {},
        "currencyId": base_currency(account).get("id"),
        "exchangeRate": "1.000000",
        **without(details),
    }
    rate = Decimal(record["exchangeRate"])
    for side, lines in (("debits", debits), ("credits", credits)):
        record[side] = [_written(account, each, rate) for each in lines if Decimal(each["transactionAmount"])]
    return account.put("journals", record)


def _written(account: Account, each: Record, rate: Decimal) -> Record:
    change = {"value": money(Decimal(each["transactionAmount"]) / rate)}
    return {"rowId": account.new_id("journal_rows"), **each, "change": change}


def invoice_journal(account: Account, order: Record) -> int:
    """The journal of an invoiced order: what the contact owes, what was sold, and its tax."""
    common = {"orderId": order["id"], "invoiceReference": order["invoiceReference"]}
    worth = totals(order)
    by_nominal: dict[tuple[str, str], Decimal] = {}
    for row in order["rows"]:
        key = (row["nominalCode"], row["taxCode"])
        by_nominal[key] = by_nominal.get(key, Decimal(0)) + Decimal(row["net"])
    sold = [line(code, net, taxCode=tax, channelId=order["channelId"], **common) for (code, tax), net in by_nominal.items()]
    currency = account.first("currencies", "code", order["currency"]["code"]) or {}
    return document_journal(
        account,
        INVOICES[order["type"]],
        order["customer"]["id"],
        [*sold, line(SALES_TAX, worth["tax"], **common)],
        owed=worth["gross"],
        common=common,
        taxDate=order["taxDate"],
        dueDate=order["dueDate"],
        currencyId=currency.get("id"),
        exchangeRate=order["currency"]["exchangeRate"],
        description=f"Invoice {order['invoiceReference']}",
    )


def document_journal(
    account: Account, type_code: str, contact_id: int, sold: list[Record], *, owed: Decimal, common: Record, **details: Any
) -> int:
    """The journal of an invoice or a credit: what is owed stands against what it is owed for."""
    control = [line(DEBTORS if type_code in ("SI", "SC") else CREDITORS, owed, **common)]
    debits, credits = (control, sold) if type_code in _DEBITING else (sold, control)
    return journal(account, type_code, contact_id, debits, credits, **details)


def payment_journal(account: Account, type_code: str, contact_id: int | None, bank: str, settled: list[Record], **details: Any) -> int:
    """The journal of money that came in (``SR``) or went out (``PP``). Lines of less than 0 go the other way."""
    amount = sum((Decimal(each["transactionAmount"]) for each in settled), Decimal(0))
    both = [line(bank, amount), *({**each, "transactionAmount": money(-Decimal(each["transactionAmount"]))} for each in settled)]
    if type_code == "PP":
        both = [{**each, "transactionAmount": money(-Decimal(each["transactionAmount"]))} for each in both]
    debits = [each for each in both if Decimal(each["transactionAmount"]) > 0]
    credits = [
        {**each, "transactionAmount": each["transactionAmount"].lstrip("-")} for each in both if Decimal(each["transactionAmount"]) < 0
    ]
    return journal(account, type_code, contact_id, debits, credits, **details)


def lines_of(journals: Iterable[Record]) -> Iterator[tuple[Record, Record, str]]:
    """Every line with its journal and its side, in the order of their ids."""
    for each in journals:
        sides = [(entry, side) for side in ("debits", "credits") for entry in each[side]]
        for entry, side in sorted(sides, key=lambda pair: int(pair[0]["rowId"])):
            yield each, entry, side


def refuse_closed(account: Account, moment: str) -> None:
    """Refuse a journal whose date is in no open period, where there are periods, or behind the lock."""
    day = moment[:10]
    periods = account.table("accounting_periods").values()
    if periods and not any(each["startDate"] <= day <= each["endDate"] and not each.get("closedDate") for each in periods):
        raise invalid("SIMB-330", f"{day} is in no open accounting period")
    for lock in account.table("accounting_period_locks").values():
        if day <= lock["lockedUntil"]:
            raise invalid("SIMB-331", f"The books are locked until {lock['lockedUntil']}")
