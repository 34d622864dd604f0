"""accounting-service: customer payments and what the books are set up with."""

from __future__ import annotations

from decimal import Decimal

from ..._kernel.values import Json
from ..account import Account, Record
from ..books import DEBTORS, payment_journal
from ..call import EMPTY, Answer, Call, Route, moment, money, number, text
from ..errors import invalid, missing
from ..searches import Search, column, period, search_routes
from .reading import listed

PAYMENT_TYPES = ("AUTH", "CAPTURE", "PAYMENT", "RECEIPT", "VOID")


def _post_payment(call: Call) -> Answer:
    account, given = call.account, call.document()
    kind, method = given.get("paymentType"), given.get("paymentMethodCode")
    if kind not in PAYMENT_TYPES:
        raise invalid("SIMC-310", f"You have supplied an invalid payment type: {kind}")
    if not method:
        raise invalid("SIMC-311", "You have not supplied a payment method code")
    text(method, 36, "SIMC-311", "The payment method code is longer than 36 characters")
    reference = given.get("transactionRef")
    if reference is not None:
        text(reference, 64, "SIMC-312", "The transaction reference is longer than 64 characters")
        _refuse_second(account, reference, method)
    order = account.find("orders", given.get("orderId"))
    if order is None or order["type"] not in ("SO", "SC"):
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
    amount = number(given.get("amountPaid", 0), "SIMC-316", "You have supplied an invalid amount")
    authorized = number(given.get("amountAuthorized", 0), "SIMC-316", "You have supplied an invalid amount")
    known = account.first("currencies", "code", currency) or {}
    record: Record = {
        "transactionRef": reference,
        "transactionCode": given.get("transactionCode"),
        "paymentMethodCode": method,
        "paymentType": kind,
        "orderId": order["id"],
        "currencyId": known.get("id"),
        "currencyCode": currency,
        "amountAuthorized": money(authorized if kind in ("AUTH", "VOID") else Decimal(0)),
        "amountPaid": money(amount if kind not in ("AUTH", "VOID") else Decimal(0)),
        "expires": moment(given["authorizationExpiry"], "authorizationExpiry") if given.get("authorizationExpiry") else None,
        "paymentDate": moment(given["paymentDate"], "paymentDate"),
        "createdOn": account.now(),
        "journalId": given.get("journalId"),
        "journalRef": (given.get("journalRef") or "")[:64],
    }
    if record["journalId"] is None:
        record["journalId"] = _journal(account, order, record, DEBTORS)
    return Answer(response=account.put("payments", record, key="paymentId"))


def _refuse_second(account: Account, reference: str, method: str) -> None:
    for payment in account.table("payments").values():
        if payment["transactionRef"] == reference and payment["paymentMethodCode"] == method:
            raise invalid("SIMB-317", f"A payment with the reference {reference} and the method {method} already exists")


def _journal(account: Account, order: Record, payment: Record, control: str) -> int | None:
    """A journal is written where money moves, and the method has a bank account for its currency."""
    if payment["paymentType"] not in ("RECEIPT", "PAYMENT", "CAPTURE"):
        return None
    method = account.first("payment_methods", "code", payment["paymentMethodCode"]) or {}
    for bank in method.get("bankAccounts", []):
        if bank["currencyIsoCode"] == payment["currencyCode"]:
            comes_in = (payment["paymentType"] != "PAYMENT") == (control == DEBTORS)
            return payment_journal(
                account,
                "SR" if control == DEBTORS else "PP",
                order["customer"]["id"],
                bank["bankAccountNominalCode"],
                Decimal(payment["amountPaid"]) * (1 if comes_in else -1),
                control=control,
                order_id=order["id"],
                invoiceReference=order["invoiceReference"] or None,
                currencyId=payment["currencyId"],
                exchangeRate=order["currency"]["exchangeRate"],
                taxDate=payment["paymentDate"],
            )
    return None


def _delete_payment(call: Call) -> Answer:
    if call.account.table("payments").pop(call.id(), None) is None:
        raise missing(f"Cannot find customer payment: {call.ids['id']}")
    return EMPTY


def _totals(call: Call) -> Answer:
    found: list[Json] = []
    for id in call.set() or []:
        payments = [each for each in call.account.table("payments").values() if each["orderId"] == id]
        if call.account.find("orders", id) is not None:
            sums = {kind: _sum(payments, kind) for kind in PAYMENT_TYPES}
            total: dict[str, Json] = {
                "orderId": id,
                "amountPaid": sums["RECEIPT"] + sums["CAPTURE"] - sums["PAYMENT"],
                "amountAuthorized": sums["AUTH"] - sums["VOID"],
                "amountCaptured": sums["CAPTURE"],
            }
            found.append({**total, **({"paymentCurrency": payments[0]["currencyCode"]} if payments else {})})
    return Answer(response=found)


def _sum(payments: list[Record], kind: str) -> Decimal:
    name = "amountAuthorized" if kind in ("AUTH", "VOID") else "amountPaid"
    return sum((Decimal(each[name]) for each in payments if each["paymentType"] == kind), Decimal(0))


def _exchange_rates(call: Call) -> Answer:
    base = call.account.settings["baseCurrencyCode"]
    return Answer(
        response=[
            {
                "currencyId": each["id"],
                "rateActiveFrom": call.account.shown(call.account.now()),
                "rate": Decimal(each["exchangeRate"]),
                "addedById": 4,
            }
            for each in call.account.table("currencies").values()
            if each["code"] != base
        ]
    )


PAYMENT_SEARCH = Search(
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


def _is_base(account: Account, record: Record) -> bool:
    return bool(record["code"] == account.settings["baseCurrencyCode"])


CURRENCY_SEARCH = Search(
    path="accounting-service/currency-search",
    records=lambda account: account.table("currencies").values(),
    columns=(
        column("id", "IDSET", "id"),
        column("title", "STRING", "title"),
        column("code", "STRING", "code"),
        column("symbol", "STRING", "symbol"),
        column("exchangeRate", "STRING", "exchangeRate"),
        column("isDefault", "BOOLEAN", _is_base),
        column("exchangeRateVarianceNominalCode", "STRING", "exchangeRateVarianceNominalCode"),
    ),
)

NOMINAL_CODE_SEARCH = Search(
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


def _currencies_of_method(_: Account, record: Record) -> str:
    return ",".join(bank["currencyIsoCode"] for bank in record.get("bankAccounts", []))


def _banks_of_method(_: Account, record: Record) -> str:
    return ",".join(bank["bankAccountNominalCode"] for bank in record.get("bankAccounts", []))


PAYMENT_METHOD_SEARCH = Search(
    path="accounting-service/payment-method-search",
    records=lambda account: account.table("payment_methods").values(),
    columns=(
        column("id", "IDSET", "id"),
        column("code", "SEARCH_STRING", "code"),
        column("name", "SEARCH_STRING", "name"),
        column("active", "BOOLEAN", "isActive"),
        column("currency", "SEARCH_STRING", _currencies_of_method),
        column("bank_account", "SEARCH_STRING", _banks_of_method),
    ),
    sort="code",
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "accounting-service/customer-payment", _post_payment),
    Route("DELETE", "accounting-service/customer-payment/{id}", _delete_payment),
    *search_routes(PAYMENT_SEARCH),
    Route("GET", "accounting-service/sale-payment-total/{id}", _totals),
    *listed("accounting-service/payment-method", "payment_methods", "Payment Methods"),
    *search_routes(PAYMENT_METHOD_SEARCH),
    *listed("accounting-service/nominal-code", "nominal_codes", "Nominal Codes"),
    *search_routes(NOMINAL_CODE_SEARCH),
    *listed("accounting-service/tax-code", "tax_codes", "Tax Codes"),
    *search_routes(CURRENCY_SEARCH),
    Route("GET", "accounting-service/exchange-rate", _exchange_rates),
)
