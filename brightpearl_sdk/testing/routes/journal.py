"""accounting-service: journals and the documents that write them, what they add up to, and statements.

None of these documents marks an order as invoiced or as paid: closing it does, and payments do.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen, without
from ..books import (
    CREDITORS,
    DEBTORS,
    SALES_TAX,
    STATED,
    base_currency,
    document_journal,
    journal,
    line,
    lines_of,
    payment_journal,
    rate_now,
    refuse_closed,
)
from ..call import Answer, Call, Route, decimals, moment, money, number
from ..errors import collected, invalid, missing
from ..searches import Search, column, hidden, period, search_routes

_TYPES = ("BT", "JJ", *STATED)


def _get(call: Call) -> Answer:
    account = call.account
    found: list[Json] = [_shown(account, each) for each in chosen(account.table("journals"), call.set() or [])]
    if not found:
        raise missing("No Journals Found")
    return Answer(response={"journals": found})


def _shown(account: Account, record: Record) -> Record:
    sides = {side: [without(each, "rowId") for each in record[side]] for side in ("credits", "debits")}
    dates = {name: account.shown(record.get(name)) for name in ("taxDate", "dueDate", "createdOn")}
    return without({**record, **sides, **dates}, "journalRef")


# What a body says, checked.


def _nominal(account: Account, code: Any) -> Record:
    known = account.first("nominal_codes", "code", code)
    if known is None or not known["active"]:
        raise invalid("SIMC-360", f"You have supplied an invalid nominal code: {code}")
    return known


def _contact(account: Account, id: Any) -> Record:
    contact = account.find("contacts", id)
    if contact is None:
        raise invalid("SIMC-361", f"You have supplied an invalid contact ID: {id}")
    return contact


def _amount(given: Any, what: str, *, as_text: bool = False) -> Decimal:
    if as_text and not isinstance(given, str):
        raise invalid("SIMC-362", f"{what} must be text")
    found = number(given, "SIMC-362", f"You have supplied an invalid {what}: {given}")
    if decimals(found) > 6:
        raise invalid("SIMC-362", f"{what} has more than 6 decimals: {given}")
    return found


def _date(account: Account, given: Any, what: str) -> str:
    found = moment(given, what)
    refuse_closed(account, found)
    return found


def _currency(account: Account, header: Record, *, required: bool) -> Record:
    """The currency and its rate, as a journal keeps them. The base currency's rate is 1."""
    base = base_currency(account)
    id = header.get("currencyId")
    if id is None and required:
        raise invalid("SIMC-363", "You have not supplied a currency ID")
    currency = account.find("currencies", base["id"] if id is None else id)
    if currency is None:
        raise invalid("SIMC-363", f"You have supplied an invalid currency ID: {id}")
    is_base = currency["id"] == base["id"]
    given = header.get("exchangeRate")
    rate = (Decimal(1) if is_base else rate_now(account, currency)) if given is None else _amount(given, "exchangeRate")
    if rate <= 0 or (is_base and rate != 1):
        raise invalid("SIMC-364", f"You have supplied an invalid exchange rate: {given}")
    return {"currencyId": currency["id"], "exchangeRate": money(rate, 6)}


def _header(call: Call) -> Record:
    header = call.document().get("header")
    if not isinstance(header, dict):
        raise invalid("SIMC-365", "You have not supplied a header")
    return header


def _lines(given: Any, what: str) -> list[Record]:
    if not isinstance(given, list) or not given or not all(isinstance(each, dict) for each in given):
        raise invalid("SIMC-366", f"You have not supplied any {what}")
    return given


def _balanced(debits: list[Record], credits: list[Record]) -> None:
    sums = [sum((Decimal(each["transactionAmount"]) for each in side), Decimal(0)) for side in (debits, credits)]
    if sums[0] != sums[1] or not sums[0]:
        raise invalid("SIMC-367", f"The debits come to {sums[0]}, the credits to {sums[1]}")


# Journals.


def _post(call: Call) -> Answer:
    """The old form: base currency, debits and credits apart."""
    account, given = call.account, call.document()
    type_code = _type(given.get("journalTypeCode"))
    tax_date = _date(account, given.get("taxDate"), "taxDate")
    sides = []
    with collected() as collect:
        for side in ("debits", "credits"):
            with collect():
                sides.append([_old_line(account, each) for each in _lines(given.get(side), side)])
    _balanced(*sides)
    return Answer(response=journal(account, type_code, None, *sides, taxDate=tax_date, description=given.get("description")))


def _type(given: Any) -> str:
    if given not in _TYPES:
        raise invalid("SIMC-368", f"You have supplied an invalid journal type code: {given}")
    return str(given)


def _old_line(account: Account, given: Record) -> Record:
    change = given.get("change") if isinstance(given.get("change"), dict) else {}
    if (change or {}).get("currency") != base_currency(account)["code"]:
        raise invalid("SIMC-369", "This journal is in the base currency")
    assignment = given.get("assignment")
    return _line(account, given, _amount((change or {}).get("value"), "value"), assignment if isinstance(assignment, dict) else {})


def _line(account: Account, given: Record, amount: Decimal, assignment: Record) -> Record:
    known = _nominal(account, given.get("nominalCode"))
    tax_code = given.get("taxCode")
    if known["bank"] and not tax_code:
        raise invalid("SIMC-370", f"A line on the bank account {known['code']} needs a tax code")
    if tax_code and account.first("tax_codes", "code", tax_code) is None:
        raise invalid("SIMC-371", f"You have supplied an invalid tax code: {tax_code}")
    names = {name: assignment.get(name) for name in ("channelId", "projectId", "leadSourceId")}
    more = {name: given.get(name) for name in ("orderId", "invoiceReference")}
    return line(known["code"], amount, taxCode=tax_code, **names, **more)


def _post_entry(call: Call) -> Answer:
    """Any currency. The vendor's names of a line's amounts are not known: ``debit`` and ``credit`` here."""
    account, header = call.account, _header(call)
    type_code = _type(header.get("journalType"))
    tax_date = _date(account, header.get("journalDate"), "journalDate")
    money_of = _currency(account, header, required=True)
    contact = None if header.get("contactId") is None else _contact(account, header["contactId"])["contactId"]
    debits, credits = list[Record](), list[Record]()
    with collected() as collect:
        for each in _lines(call.document().get("lines"), "lines"):
            with collect():
                side, name = (debits, "debit") if each.get("debit") else (credits, "credit")
                side.append(_line(account, each, _amount(each.get(name), name), each))
    _balanced(debits, credits)
    due = moment(header["dateDue"], "dateDue") if header.get("dateDue") else None
    details = {"taxDate": tax_date, "dueDate": due, "description": header.get("description"), **money_of}
    return Answer(response=journal(account, type_code, contact, debits, credits, **details))


# Invoices and credits.


def _document(type_code: str) -> Callable[[Call], Answer]:
    def respond(call: Call) -> Answer:
        account, header = call.account, _header(call)
        contact = _contact(account, header.get("contactId"))
        tax_date = _date(account, header.get("taxDate"), "taxDate")
        reference = header.get("invoiceRef")
        if type_code in ("PI", "PC") and not reference:
            raise invalid("SIMC-372", "You have not supplied an invoice reference")
        order = header.get("orderId")
        if order is not None and account.find("orders", order) is None:
            raise invalid("SIMC-373", f"You have supplied an invalid order ID: {order}")
        common = {"orderId": order, "invoiceReference": reference}
        net, tax = list[Record](), Decimal(0)
        with collected() as collect:
            for each in _lines(call.document().get("lines"), "lines"):
                with collect():
                    entry, part = _document_line(account, each, common)
                    net.append(entry)
                    tax += part
        owed = sum((Decimal(each["transactionAmount"]) for each in net), tax)
        due = moment(header["dueDate"], "dueDate") if header.get("dueDate") else tax_date
        details = {
            "taxDate": tax_date,
            "dueDate": due,
            "description": header.get("description"),
            **_currency(account, header, required=True),
        }
        sold = [*net, line(SALES_TAX, tax, **common)]
        return Answer(response=document_journal(account, type_code, contact["contactId"], sold, owed=owed, common=common, **details))

    return respond


def _document_line(account: Account, given: Record, common: Record) -> tuple[Record, Decimal]:
    code = _nominal(account, given.get("nominalCode"))["code"]
    if code in (DEBTORS, CREDITORS):
        raise invalid("SIMC-374", f"The nominal code {code} may not be on a line")
    tax_code = account.find("tax_codes", given.get("taxClassId"))
    if tax_code is None:
        raise invalid("SIMC-371", f"You have supplied an invalid tax class ID: {given.get('taxClassId')}")
    names = {name: given.get(name) for name in ("channelId", "projectId", "leadSourceId")}
    return line(code, _amount(given.get("net"), "net"), taxCode=tax_code["code"], **names, **common), _amount(given.get("tax"), "tax")


# Receipts and payments.


def _settling(type_code: str) -> Callable[[Call], Answer]:
    control, order_types = (DEBTORS, ("SO", "SC")) if type_code == "SR" else (CREDITORS, ("PO", "PC"))

    def respond(call: Call) -> Answer:
        account, header = call.account, _header(call)
        contact = _contact(account, header.get("contactId"))
        if contact["relationshipToAccount"]["isSupplier"] != (type_code == "PP"):
            raise invalid("SIMC-375", f"Contact {contact['contactId']} is of the wrong kind")
        tax_date = _date(account, header.get("taxDate"), "taxDate")
        settled = []
        with collected() as collect:
            for each in _lines(call.document().get("payments"), "payments"):
                with collect():
                    settled += _settled(account, each, contact, control, order_types, as_text=type_code == "SR")
        balance = sum((Decimal(each["transactionAmount"]) for each in settled), Decimal(0))
        bank = header.get("bankAccountNominalCode")
        if balance and not _nominal(account, bank)["bank"]:
            raise invalid("SIMC-376", f"{bank} is no bank account")
        details = {"taxDate": tax_date, "description": header.get("description"), **_currency(account, header, required=False)}
        return Answer(response=payment_journal(account, type_code, contact["contactId"], str(bank), settled, **details))

    return respond


def _settled(
    account: Account, given: Record, contact: Record, control: str, order_types: tuple[str, ...], *, as_text: bool
) -> list[Record]:
    """What a payment settles for an order, and what of it is put on another account."""
    value = _amount(given.get("value"), "value", as_text=as_text)
    order = account.find("orders", given.get("orderId")) if given.get("orderId") is not None else None
    if given.get("orderId") is not None and (order is None or order["type"] not in order_types):
        raise invalid("SIMC-373", f"You have supplied an invalid order ID: {given['orderId']}")
    if order is not None and order["customer"]["id"] != contact["contactId"]:
        raise invalid("SIMC-377", f"Order {order['id']} is not of contact {contact['contactId']}")
    adjustment = given.get("adjustment") if isinstance(given.get("adjustment"), dict) else {}
    adjusted = _amount((adjustment or {}).get("value", "0"), "adjustment", as_text=as_text)
    common = {"orderId": given.get("orderId"), "invoiceReference": given.get("invoiceRef")}
    lines = [line(control, value + adjusted, **common)]
    if adjusted:
        lines.append(line(_nominal(account, (adjustment or {}).get("nominalCode"))["code"], -adjusted, **common))
    return lines


def _post_old_receipt(call: Call) -> Answer:
    """The old form: an order, a customer or an invoice, and one amount."""
    account, given = call.account, call.document()
    received = given.get("received") if isinstance(given.get("received"), dict) else {}
    currency = account.first("currencies", "code", (received or {}).get("currency"))
    if currency is None:
        raise invalid("SIMC-363", f"You have supplied an invalid currency: {(received or {}).get('currency')}")
    order = account.find("orders", given.get("orderId"))
    reference, customer = given.get("invoiceReference"), given.get("customerId")
    if order is None and not reference and customer is None:
        raise invalid("SIMC-378", "A receipt is of an order, of an invoice or of a customer")
    settled = line(DEBTORS, _amount((received or {}).get("value"), "value"), orderId=given.get("orderId"), invoiceReference=reference)
    contact = order["customer"]["id"] if order else customer
    details = {"taxDate": _date(account, given.get("taxDate"), "taxDate"), "description": given.get("description")}
    rate = money(Decimal(1) if currency["id"] == base_currency(account)["id"] else rate_now(account, currency), 6)
    bank = _nominal(account, given.get("bankAccountNominalCode"))["code"]
    more = {"currencyId": currency["id"], "exchangeRate": rate}
    return Answer(response=payment_journal(account, "SR", contact, bank, [settled], **details, **more))


# What they add up to.


def _controls(account: Account, contact_id: int, currency_id: int) -> list[tuple[Record, Record, Decimal]]:
    """Lines of a contact on debtors or creditors, in a currency: what is owed to the account is more than 0."""
    return [
        (each, entry, Decimal(entry["transactionAmount"]) * (1 if side == "debits" else -1))
        for each, entry, side in lines_of(account.table("journals").values())
        if each["contactId"] == contact_id and each["currencyId"] == currency_id and entry["nominalCode"] in (DEBTORS, CREDITORS)
    ]


def _balance(call: Call) -> Answer:
    account = call.account
    currency = account.first("currencies", "code", call.ids["currency"]) or {}
    since = moment(call.parameter("dateFrom") or "1900-01-01", "dateFrom")
    until = moment(call.parameter("dateTo") or "9999-12-31", "dateTo")
    found = [amount for each, _, amount in _controls(account, call.id(), currency.get("id", 0)) if since <= each["taxDate"] <= until]
    return Answer(response=money(sum(found, Decimal(0))) if found else None)


def _stated(account: Account) -> list[Record]:
    """A row for each document of each contact."""
    rows = []
    for each, entry, side in lines_of(account.table("journals").values()):
        if entry["nominalCode"] in (DEBTORS, CREDITORS) and each["journalTypeCode"] in STATED:
            amount = Decimal(entry["transactionAmount"])
            invoices = each["journalTypeCode"] not in ("SR", "PP")
            order = account.find("orders", entry.get("orderId")) or {}
            settled = _paid_for(account, entry) if invoices else amount
            row = {
                "journal": each,
                "line": entry,
                "side": side,
                "orderRef": order.get("ref"),
                "invoiced": amount if invoices else Decimal(0),
            }
            rows.append({**row, "paid": settled, "due": amount - settled if invoices else Decimal(0)})
    return rows


def _paid_for(account: Account, entry: Record) -> Decimal:
    """What was received or paid for an invoice or its order."""
    found = Decimal(0)
    for each, other, _ in lines_of(account.table("journals").values()):
        if each["journalTypeCode"] in ("SR", "PP") and other["nominalCode"] == entry["nominalCode"]:
            by_order = entry.get("orderId") is not None and other.get("orderId") == entry.get("orderId")
            by_invoice = entry.get("invoiceReference") and other.get("invoiceReference") == entry.get("invoiceReference")
            found += Decimal(other["transactionAmount"]) if by_order or by_invoice else Decimal(0)
    return found


def _money_in(name: str) -> Callable[[Account, Record], str]:
    return lambda account, record: money(record[name])


STATEMENTS = Search(
    path="accounting-service/statement/all-transaction-search",
    records=_stated,
    columns=(
        column("journalId", "IDSET", "journal.id"),
        column("orderId", "IDSET", "line.orderId"),
        column("journalTypeCode", "STRING", "journal.journalTypeCode"),
        period("journalDate", "journal.taxDate"),
        period("journalDueDate", "journal.dueDate"),
        column("reference", "SEARCH_STRING", "line.invoiceReference"),
        column("customerReference", "SEARCH_STRING", "orderRef"),
        column("invoiceAmount", "STRING", _money_in("invoiced")),
        column("paidAmount", "STRING", _money_in("paid")),
        column("dueAmount", "STRING", _money_in("due")),
        hidden("contactId", "INTEGER", "journal.contactId"),
        hidden("currencyId", "INTEGER", "journal.currencyId"),
    ),
    sort="journalDate",
)


def _rows(account: Account) -> list[Record]:
    """A row for each line of each journal."""
    return [{"journal": each, "line": entry, "side": side} for each, entry, side in lines_of(account.table("journals").values())]


def _on(side: str, field: str) -> Callable[[Account, Record], str]:
    def cell(account: Account, record: Record) -> str:
        amount = record["line"]["change"]["value"] if field == "change" else record["line"]["transactionAmount"]
        return str(amount) if record["side"] == side else "0.00"

    return cell


def _or_zero(place: str) -> Callable[[Account, Record], Any]:
    name = place.rpartition(".")[2]
    return lambda account, record: record["line"].get(name) or record["line"]["assignment"].get(name) or 0


def _tax_code(account: Account, record: Record) -> Any:
    return (account.first("tax_codes", "code", record["line"].get("taxCode")) or {}).get("id")


SEARCH = Search(
    path="accounting-service/journal-search",
    records=_rows,
    columns=(
        column("journalId", "IDSET", "journal.id"),
        column("journalType", "STRING", "journal.journalTypeCode"),
        column("orderId", "IDSET", _or_zero("orderId")),
        column("invoiceReference", "SEARCH_STRING", "line.invoiceReference"),
        column("channelId", "INTEGER", _or_zero("channelId")),
        column("nominalCode", "STRING", "line.nominalCode"),
        period("journalDate", "journal.taxDate"),
        column("journalDebit", "STRING", _on("debits", "change"), sortable=False, filterable=False),
        column("journalCredit", "STRING", _on("credits", "change"), sortable=False, filterable=False),
        column("journalRef", "STRING", lambda account, record: record["journal"].get("journalRef") or ""),
        column("currencyId", "INTEGER", "journal.currencyId"),
        column("exchangeRate", "STRING", "journal.exchangeRate"),
        column("transactionDebit", "STRING", _on("debits", "amount")),
        column("transactionCredit", "STRING", _on("credits", "amount")),
        column("projectId", "INTEGER", _or_zero("projectId")),
        column("leadSourceId", "INTEGER", _or_zero("leadSourceId")),
        column("contactId", "INTEGER", "journal.contactId"),
        period("journalDueDate", "journal.dueDate"),
        period("journalDateEntered", "journal.createdOn"),
        column("createdContactId", "INTEGER", "journal.createdByContactId"),
        column("taxCodeId", "INTEGER", _tax_code),
        period("taxReconciliationDate", "journal.taxReconciliation.date"),
        column("taxPeriodId", "INTEGER", "journal.taxReconciliation.taxPeriodId"),
        column("journalRowId", "INTEGER", "line.rowId"),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("GET", "accounting-service/journal/{id}", _get),
    Route("POST", "accounting-service/journal", _post),
    Route("POST", "accounting-service/journal-entry", _post_entry),
    Route("POST", "accounting-service/invoice/sales-invoice", _document("SI")),
    Route("POST", "accounting-service/invoice/sales-credit", _document("SC")),
    Route("POST", "accounting-service/invoice/purchase-invoice", _document("PI")),
    Route("POST", "accounting-service/invoice/purchase-credit", _document("PC")),
    Route("POST", "accounting-service/invoice/sales-receipt", _settling("SR")),
    Route("POST", "accounting-service/invoice/purchase-payment", _settling("PP")),
    Route("POST", "accounting-service/sales-receipt", _post_old_receipt),
    Route("GET", "accounting-service/contact/{id}/currency/{currency}/balance", _balance, "get-contact-balance"),
    *search_routes(SEARCH),
    *search_routes(STATEMENTS),
)
