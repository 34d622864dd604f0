"""Payment methods and the bank accounts behind them."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model
from ...endpoints import create, read, read_all, read_set, replace, searching
from ...search import BooleanColumn, IdColumn, SearchRow, TextColumn


@model
class PaymentMethodBankAccount(Model):
    """The bank account that a method's payments in one currency go to."""

    payment_method_id: int | None = None
    currency_iso_code: str | None = None
    bank_account_nominal_code: str | None = None


@model
class PaymentMethod(Model):
    """A way to pay. Without a bank account for a currency, its payments are not posted."""

    __shown__: ClassVar[tuple[str, ...]] = ("code", "name")

    id: int | None = None
    name: str | None = None
    code: str | None = None
    is_active: bool | None = None
    bank_accounts: tuple[PaymentMethodBankAccount, ...] | None = None
    installed_integration_id: Json = None


@draft
class PaymentMethodBankAccountDraft(Draft):
    """The bank account for one currency, by its nominal code."""

    currency_iso_code: str
    bank_account_nominal_code: str


@draft
class PaymentMethodDraft(Draft):
    """A payment method to be made. Name and code (32 characters, made upper case) are each unique, whatever their case.

    Where there are bank accounts, one of them is for the base currency.
    """

    name: str
    code: str
    is_active: bool | Unset = UNSET
    bank_accounts: tuple[PaymentMethodBankAccountDraft, ...] | Unset = UNSET
    installed_integration_id: str | Unset = UNSET


@draft
class PaymentMethodUpdateDraft(Draft):
    """What a payment method is to be; its code cannot be changed.

    What becomes of parts that are not sent is not documented: send all of them.
    """

    name: str
    is_active: bool | Unset = UNSET
    bank_accounts: tuple[PaymentMethodBankAccountDraft, ...] | Unset = UNSET
    installed_integration_id: str | Unset = UNSET


class PaymentMethodRow(SearchRow):
    """A row of ``payment-method-search``: one for each bank account of a method."""

    id: Final = IdColumn("id")
    code: Final = TextColumn("code")
    name: Final = TextColumn("name")
    active: Final = BooleanColumn("active")
    currency: Final = TextColumn("currency")
    bank_account: Final = TextColumn("bank_account")


class PaymentMethods(Resource[C]):
    """https://api-docs.brightpearl.com/accounting/payment-method/index.html"""

    all: Final = read_all(
        "/accounting-service/payment-method",
        PaymentMethod,
        page="https://api-docs.brightpearl.com/accounting/payment-method/get.html",
    )
    get: Final = read(
        "/accounting-service/payment-method/{}",
        PaymentMethod,
        page="https://api-docs.brightpearl.com/accounting/payment-method/get.html",
    )
    get_set: Final = read_set(
        "/accounting-service/payment-method/{}",
        PaymentMethod,
        page="https://api-docs.brightpearl.com/accounting/payment-method/get.html",
    )
    create: Final = create(
        "/accounting-service/payment-method",
        PaymentMethodDraft,
        page="https://api-docs.brightpearl.com/accounting/payment-method/post.html",
    )
    replace: Final = replace(
        "/accounting-service/payment-method/{}",
        PaymentMethodUpdateDraft,
        page="https://api-docs.brightpearl.com/accounting/payment-method/put.html",
    )
    search: Final = searching(
        "/accounting-service/payment-method-search",
        PaymentMethodRow,
        page="https://api-docs.brightpearl.com/accounting/payment-method/search.html",
    )
