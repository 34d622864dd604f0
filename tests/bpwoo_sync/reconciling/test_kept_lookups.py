"""What mapping looks up is, of two snapshots, what it is of both sides as they were read."""

from __future__ import annotations

from decimal import Decimal

from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Rate, catalogue_of
from bpwoo_sync.kept import KeptLookup
from bpwoo_sync.reconciling.kept_lookups import Lookups, StrayCredit, kept_lookups
from bpwoo_sync.snapshot import Account, Shop
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, product_rows, references, shop
from tests.bpwoo_sync.reconciling.kept_sides import kept_account, kept_shop
from tests.bpwoo_sync.reconciling.test_money import BACK, credit


def sides() -> tuple[Shop, Account]:
    """A shop with two rates, and an account with codes, currencies, banks, an archived product, a bundle and a credit of its own."""
    rate = {"country": "GB", "state": "", "postcode": "", "city": "", "name": "VAT", "priority": 1, "shipping": True, "order": 1}
    rates = tuple(
        woo.decode(woo.TaxRate, {**rate, "id": id, "rate": percent, "compound": compound, "class": "standard"})
        for id, percent, compound in ((1, "20.0000", False), (2, "9.9750", True))
    )
    codes = tuple(
        bp.decode(bp.TaxCode, {"id": id, "code": code, "description": "", "rate": rate})
        for id, code, rate in ((1, "T20", "20"), (2, "T0", None))
    )
    currencies = tuple(bp.CurrencyRow({"id": id, "code": code}) for id, code in ((1, "GBP"), (2, "USD")))
    archived = bp.ProductRow({"productId": 1001, "SKU": "LAMP", "stockTracked": True, "productStatus": "ARCHIVED"})
    untracked = product_rows({1003: "KIT", 1004: "WRAP"}, tracked=False)
    rows = (*product_rows({1000: "WIDGET", 1005: "widget"}), archived, *untracked)
    bundles = {1003: {1000: Decimal(2), 1001: Decimal(1), 1004: Decimal(1)}}
    there = account(
        references=references(tax_codes=codes, currencies=currencies),
        products=rows,
        bundles=bundles,
        sales_credits=(credit(parentId=None),),
        payments=(BACK,),
    )
    return shop(tax_rates=rates), there


LINKS = {(51, 0): 1000, (60, 61): 1001}


def found(the_shop: Shop, the_account: Account) -> Lookups:
    """What snapshots of both sides have."""
    lookups = kept_lookups(kept_shop(the_shop, the_account, tables(), LINKS).lookups, kept_account(the_account, tables()).lookups)
    assert lookups is not None
    return lookups


def test_lookups_of_snapshots_are_those_of_the_sides() -> None:
    the_shop, the_account = sides()
    made = catalogue_of(the_account, the_shop, LINKS)
    lookups = found(the_shop, the_account)
    assert evolve(made, fields={}, tracked=frozenset(), parts={}) == lookups.catalogue
    assert {
        1: Rate(country="GB", percent=Decimal("20.0000")),
        2: Rate(country="GB", percent=Decimal("9.9750"), compound=True),
    } == made.rates
    assert (made.tracked, frozenset({1000, 1001, 1005})) == (lookups.tracked, made.tracked)
    assert [False] == [each.live for each in made.items["lamp"]]


def test_a_credit_that_is_on_no_sales_order_has_its_payments_beside_it() -> None:
    (stray,) = found(*sides()).strays
    assert (600, "W1-R9", [(9, Decimal("12.00"))]) == (
        stray.credit.id,
        stray.credit.external_ref,
        [(each.payment_id, each.amount_paid) for each in stray.payments],
    )
    assert isinstance(stray, StrayCredit)


def test_lookups_that_one_side_did_not_keep_are_none() -> None:
    some = (KeptLookup(kind="currency", name="GBP"),)
    assert [None, None] == [kept_lookups(None, some), kept_lookups(some, None)]
    assert Lookups(catalogue=Catalogue(currencies=frozenset({"GBP"})), tracked=frozenset()) == kept_lookups(some, ())
