"""accounting-service: currencies, and what they are worth from when on."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from ..._kernel.values import Json
from ..account import Account, Record
from ..books import EPOCH, base_currency, rate_now, rates
from ..call import Answer, Call, Route, decimals, moment, money, number
from ..errors import invalid, missing
from ..searches import Search, column, search_routes


def _get(call: Call) -> Answer:
    account = call.account
    foreign = (each for _, each in sorted(account.table("currencies").items()) if not _is_base(account, each))
    found: list[Json] = [
        {**each, "rateActiveFrom": account.shown(each["rateActiveFrom"]), "rate": Decimal(each["rate"])}
        for currency in foreign
        for each in rates(account, currency)
    ]
    return Answer(response=found)


def _currency(call: Call) -> Record:
    currency = call.account.find("currencies", call.id())
    if currency is None:
        raise missing(f"Currency {call.ids['id']} does not exist")
    if _is_base(call.account, currency):
        raise invalid("SIMC-340", "The base currency has no exchange rate")
    return currency


def _given(call: Call) -> tuple[str, Decimal]:
    """From when on, at midnight UTC, and how much: a positive number of at most six decimals."""
    given = call.document()
    day = moment(given.get("rateActiveFrom"), "rateActiveFrom")[:10]
    rate = number(given.get("rate"), "SIMC-341", f"You have supplied an invalid exchange rate: {given.get('rate')}")
    if rate <= 0 or decimals(rate) > 6:
        raise invalid("SIMC-341", f"You have supplied an invalid exchange rate: {given.get('rate')}")
    return day, rate


def _post(call: Call) -> Answer:
    account, currency, (day, rate) = call.account, _currency(call), _given(call)
    today = account.now()[:10]
    if day < today:
        raise invalid("SIMC-342", f"{day} is past")
    since = account.now() if day == today else f"{day}T00:00:00.000+00:00"
    record = {"currencyId": currency["id"], "rateActiveFrom": since, "rate": money(rate, 6), "addedById": 4}
    account.table("exchange_rates")[account.new_id("exchange_rates")] = record
    return Answer(response=1)


def _put(call: Call) -> Answer:
    """Change the rates of a day, and say how many there were."""
    account, currency, (day, rate) = call.account, _currency(call), _given(call)
    if day == EPOCH[:10]:
        currency["exchangeRate"] = money(rate, 6)
        return Answer(response=1)
    kept = account.table("exchange_rates").values()
    changed = [each for each in kept if each["currencyId"] == currency["id"] and each["rateActiveFrom"][:10] == day]
    for each in changed:
        each["rate"] = money(rate, 6)
    return Answer(response=len(changed))


def _is_base(account: Account, record: Record) -> bool:
    return bool(record["id"] == base_currency(account).get("id"))


def _rate(account: Account, record: Record) -> Any:
    return record["exchangeRate"] if _is_base(account, record) else money(rate_now(account, record), 6)


SEARCH = Search(
    path="accounting-service/currency-search",
    records=lambda account: account.table("currencies").values(),
    columns=(
        column("id", "IDSET", "id"),
        column("title", "STRING", "title"),
        column("code", "STRING", "code"),
        column("symbol", "STRING", "symbol"),
        column("exchangeRate", "STRING", _rate),
        column("isDefault", "BOOLEAN", _is_base),
        column("exchangeRateVarianceNominalCode", "STRING", "exchangeRateVarianceNominalCode"),
    ),
)

ROUTES: tuple[Route, ...] = (
    Route("GET", "accounting-service/exchange-rate", _get),
    Route("POST", "accounting-service/currency/{id}/exchange-rate", _post),
    Route("PUT", "accounting-service/currency/{id}/exchange-rate", _put),
    *search_routes(SEARCH),
)
