"""accounting-service: what the books are set up with: nominal codes, tax codes, payment methods and periods."""

from __future__ import annotations

from datetime import date
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record, chosen, without
from ..books import base_currency
from ..call import EMPTY, Answer, Call, Route, text
from ..errors import invalid, missing
from ..searches import Search, column, search_routes
from .reading import listed

# Payment methods.


def _method(account: Account, given: dict[str, Any], own: Record | None) -> Record:
    name = text(given.get("name") or None, 64, "SIMC-350", "A payment method needs a name of at most 64 characters")
    code = (
        own["code"]
        if own
        else text(given.get("code") or None, 32, "SIMC-351", "A payment method needs a code of at most 32 characters").upper()
    )
    for each in account.table("payment_methods").values():
        if each is not own and (each["name"].lower() == name.lower() or each["code"].upper() == code):
            raise invalid("SIMB-352", f"There is already a payment method {name} or {code}")
    return {
        "name": name,
        "code": code,
        "isActive": bool(given.get("isActive", True)),
        "bankAccounts": _banks(account, given.get("bankAccounts") or []),
        "installedIntegrationId": str(given.get("installedIntegrationId") or ""),
    }


def _banks(account: Account, given: Any) -> list[Record]:
    """Bank accounts, one to a currency; where there are any, the base currency has one."""
    banks = []
    for each in given if isinstance(given, list) else [None]:
        document: dict[str, Any] = each if isinstance(each, dict) else {}
        code, nominal = document.get("currencyIsoCode"), document.get("bankAccountNominalCode")
        known = account.first("nominal_codes", "code", nominal)
        if account.first("currencies", "code", code) is None or known is None or not known["bank"]:
            raise invalid("SIMC-353", f"You have supplied an invalid bank account: {nominal} for {code}")
        banks.append({"currencyIsoCode": code, "bankAccountNominalCode": nominal})
    codes = [each["currencyIsoCode"] for each in banks]
    if banks and (base_currency(account)["code"] not in codes or len(set(codes)) < len(codes)):
        raise invalid("SIMC-354", "A payment method has a bank account in the base currency, and one for each other currency at most")
    return banks


def _post_method(call: Call) -> Answer:
    return Answer(response=call.account.put("payment_methods", _owned(call.account, _method(call.account, call.document(), None))))


def _owned(account: Account, record: Record) -> Record:
    id = record.get("id") or account.counters.get("payment_methods", 0) + 1
    return {**record, "bankAccounts": [{"paymentMethodId": id, **each} for each in record["bankAccounts"]]}


def _put_method(call: Call) -> Answer:
    record = call.account.find("payment_methods", call.id())
    if record is None:
        raise missing("No Payment Methods Found")
    record |= _owned(call.account, {"id": record["id"], **_method(call.account, call.document(), record)})
    return EMPTY


def _accounts(account: Account) -> list[Record]:
    """A row for each bank account of each method; one for a method without any."""
    methods = account.table("payment_methods").values()
    return [{**method, "account": each} for method in methods for each in method.get("bankAccounts") or [{}]]


# Periods.


def _day(given: Any, what: str) -> date:
    try:
        return date.fromisoformat(given)
    except (TypeError, ValueError):
        raise invalid("SIMC-355", f"{what}: {given} is not a date") from None


def _post_period(call: Call) -> Answer:
    account, given = call.account, call.document()
    start, end = _day(given.get("startDate"), "startDate"), _day(given.get("endDate"), "endDate")
    if end < start:
        raise invalid("SIMC-356", f"The period would end on {end}, before it starts")
    for each in account.table("accounting_periods").values():
        if start <= date.fromisoformat(each["endDate"]) and date.fromisoformat(each["startDate"]) <= end:
            raise invalid("SIMB-357", f"Accounting period {each['id']} has days of this one")
    return Answer(response=account.put("accounting_periods", {"startDate": start.isoformat(), "endDate": end.isoformat()}))


def _get_periods(call: Call) -> Answer:
    account, ids = call.account, call.set()
    table = account.table("accounting_periods")
    found = [
        without(
            {name: account.shown(f"{value}T00:00:00+00:00") if name.endswith("Date") and value else value for name, value in each.items()}
        )
        for each in chosen(table, table if ids is None else ids)
    ]
    if not found:
        raise missing("No Accounting Periods Found")
    return Answer(response=found)


def _get_lock(call: Call) -> Answer:
    locks = list(call.account.table("accounting_period_locks").values())
    if not locks:
        raise missing("No accounting period lock is set")
    shown: dict[str, Json] = {"lockedBy": locks[-1]["lockedBy"], "lockedUntil": locks[-1]["lockedUntil"]}
    return Answer(response=shown)


NOMINAL_CODES = Search(
    path="accounting-service/nominal-code-search",
    records=lambda account: account.table("nominal_codes").values(),
    columns=(
        column("code", "SEARCH_STRING", "code"),
        column("name", "SEARCH_STRING", "name"),
        column("type", "IDSET", "type.id"),
        column("bank", "BOOLEAN", "bank"),
        column("currencyId", "IDSET", "currencyId"),
        column("active", "BOOLEAN", "active"),
    ),
)

PAYMENT_METHODS = Search(
    path="accounting-service/payment-method-search",
    records=_accounts,
    columns=(
        column("id", "IDSET", "id"),
        column("code", "SEARCH_STRING", "code"),
        column("name", "SEARCH_STRING", "name"),
        column("active", "BOOLEAN", "isActive"),
        column("currency", "SEARCH_STRING", "account.currencyIsoCode"),
        column("bank_account", "SEARCH_STRING", "account.bankAccountNominalCode"),
    ),
    sort="code",
)

ROUTES: tuple[Route, ...] = (
    *listed("accounting-service/nominal-code", "nominal_codes", "Nominal Codes"),
    *search_routes(NOMINAL_CODES),
    *listed("accounting-service/tax-code", "tax_codes", "Tax Codes"),
    *listed("accounting-service/payment-method", "payment_methods", "Payment Methods"),
    Route("POST", "accounting-service/payment-method", _post_method),
    Route("PUT", "accounting-service/payment-method/{id}", _put_method),
    *search_routes(PAYMENT_METHODS),
    Route("GET", "accounting-service/accounting-period", _get_periods),
    Route("GET", "accounting-service/accounting-period/{id}", _get_periods),
    Route("POST", "accounting-service/accounting-period", _post_period),
    Route("GET", "accounting-service/accounting-period-lock", _get_lock),
)
