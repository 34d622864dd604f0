"""Payment methods and the bank accounts behind them."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json, Model, model
from ...endpoints import read_all, read_set


@model
class PaymentMethodBankAccount(Model):
    """The bank account that a method's payments in one currency go to."""

    payment_method_id: int | None = None
    currency_iso_code: str | None = None
    bank_account_nominal_code: str | None = None


@model
class PaymentMethod(Model):
    """A way to pay. Without a bank account for a currency, its payments are not posted."""

    __shown__ = ("code", "name")

    id: int | None = None
    name: str | None = None
    code: str | None = None
    is_active: bool | None = None
    bank_accounts: tuple[PaymentMethodBankAccount, ...] | None = None
    installed_integration_id: Json = None


class PaymentMethods(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/payment-method/get.html"""

    all = read_all("/accounting-service/payment-method", PaymentMethod)
    get_set = read_set("/accounting-service/payment-method/{}", PaymentMethod)
