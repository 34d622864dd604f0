"""What the mapping finds wrong is told word for word: which record, which field, what was due and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.catalogue import Item
from bpwoo_sync.issues import Issue
from bpwoo_sync.mapping.custom_fields import field_values
from bpwoo_sync.mapping.prices import price_list_issues
from bpwoo_sync.mapping.rows import line_item
from bpwoo_sync.mapping.stock import only_in_shop
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import catalogue, fee, line, meta, order, person, shipping, tables
from tests.bpwoo_sync.mapping.sides import shop
from tests.bpwoo_sync.mapping.test_edge_cases import WIDGET, mapped
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import LISTS, PRICED, fact, priced, targets
from tests.bpwoo_sync.mapping.test_worked_examples import E2, credited, lamp_back, refunded

Told = tuple[str, str, str, str, str, str, str, str]


def told(issues: Iterable[Issue]) -> list[Told]:
    """All of each finding but what its code says."""
    return [
        (each.code, each.severity.value, each.entity, each.key, each.field, each.expected, each.actual, each.message) for each in issues
    ]


def of_order(code: str, message: str, *, field: str = "", expected: str = "", actual: str = "", severity: str = "block") -> Told:
    """A finding about order 1001."""
    return (code, severity, "order", "1001", field, expected, actual, message)


def without(name: str, **store: Any) -> Tables:
    """Tables whose store lacks something."""
    made = tables(store=store)
    lacking: dict[str, Any] = {name: None}
    return evolve(made, store=evolve(made.store, **lacking))


GIFTS = tables(nominals={"gift_card": "2100", "gift_card_skus": ["gift"]})
TENDERS = tables(payments={"tenders": [{"meta": "_gift", "method": "GIFT", "path": "cards.*.amount"}, {"meta": "_own", "method": "OWN"}]})
DEPOSIT = tables(payments={"tenders": [{"meta": "_deposit", "method": "DEP", "within_total": True}]})
LONG = "Wolfeschlegelsteinhausenbergerdorff"

OF_ORDERS: dict[str, tuple[Callable[[], Iterable[Issue]], list[Told]]] = {
    "a gift card that was taxed": (
        lambda: mapped(line(1, "GIFT", "1", "10.00", ("20", "2.00")), the_tables=GIFTS).issues,
        [of_order("GIFT_CARD_TAXED", "Gift is a gift card and was sold with 2.00 of tax.", field="L1", actual="2.00", severity="block")],
    ),
    "a gift card that was taxed before a discount": (
        lambda: mapped(line(1, "GIFT", "1", "12.00", subtotal_tax="1.00"), tax="0.00", the_tables=GIFTS).issues,
        [of_order("GIFT_CARD_TAXED", "Gift is a gift card and was sold with 0 of tax.", field="L1", actual="0", severity="block")],
    ),
    "another SKU than that of the linked product": (
        lambda: (
            mapped(
                line(1, "OLD", "1", "10.00", ("20", "2.00"), product_id=50, variation_id=51), known=catalogue(links={(50, 51): 1000})
            ).issues
        ),
        [
            of_order(
                "LINK_BROKEN",
                "The order says SKU OLD; the linked product has WIDGET.",
                expected="WIDGET",
                actual="OLD",
                severity="info",
            )
        ],
    ),
    "no SKU": (
        lambda: mapped(line(1, " ", "1", "10.00", ("20", "2.00"), name="Gone")).issues,
        [of_order("UNKNOWN_SKU", "Gone has no SKU; the row is free text and moves no stock.", severity="warn")],
    ),
    "an unknown SKU that holds": (
        lambda: mapped(line(1, " a.b ", "1", "10.00", ("20", "2.00")), the_tables=tables(orders={"unknown_sku": "block"})).issues,
        [
            of_order("UNKNOWN_SKU", "No Brightpearl product has the SKU a.b; the row is free text and moves no stock.", actual="a.b"),
            of_order("SKU_NOT_BP_SAFE", "The SKU a.b can be no Brightpearl SKU.", actual="a.b"),
        ],
    ),
    "two products of one SKU": (
        lambda: mapped(known=catalogue(items={"widget": (Item(product_id=1, sku="WIDGET"), Item(product_id=2, sku="WIDGET"))})).issues,
        [of_order("AMBIGUOUS_SKU", "Products 1, 2 all have the SKU WIDGET.")],
    ),
    "less than a piece": (
        lambda: mapped(line(1, "WIDGET", "-1", "10.00", ("20", "2.00"))).issues,
        [
            of_order(
                "FRACTIONAL_QUANTITY",
                "-1 of Widget were sold; the row is free text, and stock is to be moved by hand.",
                field="L1",
                actual="-1",
                severity="warn",
            )
        ],
    ),
    "tax without a rate": (
        lambda: mapped(line(1, "WIDGET", "1", "10.00", total_tax="2.00")).issues,
        [of_order("TAX_WITHOUT_RATE", "Widget has 2.00 of tax, and the order does not say of which rate.", actual="2.00")],
    ),
    "fees and shipping with tax without a rate": (
        lambda: (
            mapped(
                line(1, "WIDGET", "1", "8.00"),
                fee_lines=[{**fee(2, "Wrap", "1.00"), "total_tax": "1.00"}],
                shipping_lines=[{**shipping(3, "1.00"), "total_tax": "1.00"}],
            ).issues
        ),
        [
            of_order("TAX_WITHOUT_RATE", "Wrap has 1.00 of tax, and the order does not say of which rate.", actual="1.00"),
            of_order("TAX_WITHOUT_RATE", "Flat rate has 1.00 of tax, and the order does not say of which rate.", actual="1.00"),
        ],
    ),
    "a tax rate that is not mapped": (
        lambda: mapped(line(1, "WIDGET", "1", "10.00", ("5", "2.00"))).issues,
        [of_order("UNMAPPED_TAX", "No tax code for tax rate 4 (5 % in GB): add [[taxes.rates]] rates = [4].", actual="4")],
    ),
    "tax rates that are not mapped, to nowhere": (
        lambda: (
            mapped(
                line(1, "WIDGET", "1", "10.00", ("5", "1.00"), ("20", "1.00")), billing={"country": ""}, shipping_address={"country": ""}
            ).issues
        ),
        [
            of_order("UNMAPPED_TAX", "No tax code for tax rate 1, 4 (25 % in ?): add [[taxes.rates]] rates = [1, 4].", actual="1, 4"),
            of_order("UNKNOWN_COUNTRY", "The address has no country.", field="country"),
        ][::-1],
    ),
    "tenders that cannot be read": (
        lambda: mapped(meta_data=[meta("_gift", {"cards": [{"amount": "ten"}]}), meta("_own", "x" * 120, 2)], the_tables=TENDERS).issues,
        [
            of_order(
                "TENDER_UNREADABLE",
                "_gift holds no amount at cards.*.amount.",
                field="_gift",
                actual="{'cards': [{'amount': 'ten'}]}",
            ),
            of_order("TENDER_UNREADABLE", "_own holds no amount.", field="_own", actual="x" * 100),
        ],
    ),
    "tenders above the total": (
        lambda: mapped(meta_data=[meta("_deposit", "12.01")], the_tables=DEPOSIT).issues,
        [of_order("PAYMENT_EXCEEDS_TOTAL", "The tenders inside the total come to 12.01, more than the order.")],
    ),
    "a rate that cannot be read": (
        lambda: (
            mapped(currency="USD", meta_data=[meta("_rate", "-1.2")], the_tables=tables(currencies={"USD": {"rate_meta": "_rate"}})).issues
        ),
        [of_order("RATE_UNREADABLE", "The exchange rate '-1.2' in _rate is no number above 0.", field="_rate", actual="-1.2")],
    ),
    "a payment method that is not mapped": (
        lambda: mapped(payment_method="cheque").issues,
        [
            of_order(
                "UNMAPPED_PAYMENT",
                'The payment method cheque is not mapped; the order is imported unpaid. Add "cheque" to [payments.methods].',
                field="payment_method",
                actual="cheque",
                severity="error",
            )
        ],
    ),
    "no payment method": (
        lambda: mapped(payment_method="").issues,
        [
            of_order(
                "UNMAPPED_PAYMENT",
                'The payment method (blank) is not mapped; the order is imported unpaid. Add "" to [payments.methods].',
                field="payment_method",
                actual="(blank)",
                severity="error",
            )
        ],
    ),
    "a payment method without a bank account": (
        lambda: mapped(known=catalogue(banks={"CARD": frozenset({"EUR"})})).issues,
        [of_order("METHOD_WITHOUT_BANK", "The payment method CARD has no bank account for GBP.", actual="CARD", severity="error")],
    ),
    "no warehouse": (
        lambda: mapped(the_tables=without("warehouse_id")).issues,
        [
            of_order(
                "UNMAPPED_WAREHOUSE",
                "No warehouse is set for orders to GB: add it to [[store.warehouses]], or set store.warehouse_id.",
                field="warehouseId",
                actual="GB",
            )
        ],
    ),
    "no warehouse for a way of shipping": (
        lambda: mapped(the_tables=without("warehouse_id"), shipping_lines=[shipping(8, "0.00")]).issues,
        [
            of_order(
                "UNMAPPED_WAREHOUSE",
                "No warehouse is set for orders to GB by flat_rate: add it to [[store.warehouses]], or set store.warehouse_id.",
                field="warehouseId",
                actual="GB",
            )
        ],
    ),
    "no channel": (
        lambda: mapped(the_tables=without("channel_id")).issues,
        [of_order("UNMAPPED_CHANNEL", "No channel is set for the shop's orders: set store.channel_id.", field="channelId")],
    ),
    "a shipping method that is not mapped": (
        lambda: mapped(shipping_lines=[shipping(8, "0.00", method_id="drone", method_title="Drone")]).issues,
        [
            of_order(
                "UNMAPPED_SHIPPING",
                'The shipping method Drone (drone) is not mapped: add "drone" to [shipping.methods].',
                field="shipping_lines",
                actual="drone",
            )
        ],
    ),
    "a day of delivery that cannot be read": (
        lambda: mapped(meta_data=[meta("_day", " soon ")], the_tables=tables(orders={"delivery_date_meta": "_day"})).issues,
        [
            of_order(
                "DELIVERY_DATE_UNREADABLE",
                "The delivery date 'soon' cannot be read; the order is imported without one.",
                field="delivery.date",
                actual="soon",
                severity="warn",
            )
        ],
    ),
    "a buyer who was erased": (
        lambda: mapped(billing={"email": "deleted@site.invalid"}).issues,
        [
            of_order(
                "CUSTOMER_ERASED",
                "Whose order 1001 was has been erased in the shop: no contact is made of what stands there now.",
                field="billing",
            )
        ],
    ),
    "names that are cut": (
        lambda: mapped(billing={"first_name": LONG, "last_name": "", "company": f"{LONG} Ltd"}).issues,
        [
            of_order(
                "NAME_CUT",
                f"{LONG}, {LONG} Ltd: the contact's name is cut to 32 characters; the order's address has it whole.",
                field="billing",
                severity="warn",
            )
        ],
    ),
    "several contacts": (
        lambda: mapped(known=catalogue(people={"ada@example.com": (person(3), person(9))})).issues,
        [of_order("DUPLICATE_CONTACT", "2 contacts have this e-mail; the oldest is used.", severity="warn")],
    ),
    "a country that is none": (
        lambda: mapped(shipping_address={"country": " Elbonia "}).issues,
        [of_order("UNKNOWN_COUNTRY", "The country 'Elbonia' is no ISO 3166 code.", field="country", actual="Elbonia")],
    ),
    "a currency that the account lacks": (
        lambda: mapped(known=catalogue(currencies=frozenset({"EUR"}))).issues,
        [of_order("UNKNOWN_CURRENCY", "The currency GBP is not set up in the account.", field="currency", actual="GBP")],
    ),
    "a currency that the tables lack": (
        lambda: mapped(currency="SEK").issues,
        [of_order("UNKNOWN_CURRENCY", "The currency SEK is not set up in the configuration.", field="currency", actual="SEK")],
    ),
    "a total with too many decimals": (
        lambda: mapped(total="12.001").issues,
        [of_order("INVALID_AMOUNT", "The total 12.001 has more decimals than GBP has.", field="total", actual="12.001")],
    ),
    "a status without one of Brightpearl's": (
        lambda: mapped(status="packed", the_tables=tables(orders={"import_statuses": ["packed"]})).issues,
        [
            of_order(
                "UNMAPPED_STATUS",
                "The status packed is imported and has no status of Brightpearl's: add it to [statuses].",
                field="status",
                actual="packed",
            )
        ],
    ),
    "a rate that the tax is not of": (
        lambda: (
            mapped(line(1, "WIDGET", "2", "8.00", ("20", "4.00")), tax="4.00", known=catalogue(percents={"T20": Decimal("20.0")})).issues
        ),
        [
            of_order(
                "TAX_RATE_MISMATCH",
                "Widget: tax 4.00 on 8.00 is not 20 % (T20).",
                field="L1",
                expected="1.600",
                actual="4.00",
                severity="warn",
            )
        ],
    ),
}


@pytest.mark.parametrize("case", OF_ORDERS)
def test_what_is_found_of_an_order_is_told(case: str) -> None:
    found, expected = OF_ORDERS[case]
    assert expected == told(found())


LEVEL = bp.decode(
    bp.CustomField,
    {
        "id": 1,
        "code": "PCF_LEVEL",
        "customFieldType": "SELECT",
        "options": {"7": {"id": 7, "value": "Gold"}, "8": {"id": 8, "value": "Tin"}},
    },
)


@pytest.mark.parametrize(("kind", "choices"), [("SELECT", " It has: Gold, Tin."), ("INTEGER", "")])
def test_a_field_that_is_left_empty_is_told_with_what_it_takes(kind: str, choices: str) -> None:
    given = "x" * 120
    the_tables = tables(orders={"custom_fields": [{"meta": "_level", "code": "PCF_LEVEL", "type": kind}]})
    found = field_values(order("12.00", "2.00", WIDGET, meta_data=[meta("_level", given)]), the_tables, {"PCF_LEVEL": LEVEL}, "1001")
    message = f"_level is {given[:100]!r}, which PCF_LEVEL ({kind}) does not take; the field is left empty.{choices}"
    assert [of_order("CUSTOM_FIELD_SKIPPED", message, field="PCF_LEVEL", actual=given[:100], severity="warn")] == told(found.issues)


def of_widget(
    code: str, entity: str, message: str, *, field: str = "", expected: str = "", actual: str = "", severity: str = "warn"
) -> Told:
    """A finding about the widget."""
    return (code, severity, entity, "WIDGET", field, expected, actual, message)


def test_a_price_of_nothing_is_told() -> None:
    assert [of_widget("NO_PRICE", "price", "The price of WIDGET is 0.")] == told(priced({1: "0.0000"}).issues)


def test_a_price_whose_tax_is_not_known_is_told() -> None:
    message = "The price of WIDGET includes tax of the class 'books', which [prices.base_rates] does not name."
    found = priced({1: "8.3250"}, evolve(PRICED, tax_class="books"))
    assert [of_widget("BASE_RATE_MISSING", "price", message, field="books", severity="block")] == told(found.issues)
    standard = priced({1: "8.3250"}, base_rates={"books": "0"}).issues
    assert [("standard", message.replace("books", "standard"))] == [(each.field, each.message) for each in standard]


def test_a_price_that_jumps_is_told_with_both() -> None:
    message = "The price of WIDGET would go from 9.99 to 19.98."
    assert [of_widget("PRICE_JUMP", "price", message, expected="19.98", actual="9.99", severity="block")] == told(
        priced({1: "16.65"}).issues
    )


def test_price_lists_that_give_no_prices_are_told() -> None:
    lists = [
        bp.decode(bp.PriceList, {"id": id, "currencyCode": currency, "priceListTypeCode": kind})
        for id, currency, kind in ((1, "GBP", "BUY"), (5, "USD", "SELL"))
    ]
    bought = (
        "PRICE_CURRENCY",
        "block",
        "tables",
        "prices.regular_list",
        "",
        "SELL",
        "BUY",
        "prices.regular_list: price list 1 is one for buying.",
    )
    dollars = (
        "PRICE_CURRENCY",
        "block",
        "tables",
        "prices.sale_list",
        "",
        "GBP",
        "USD",
        "prices.sale_list: price list 5 is in USD, the shop in GBP.",
    )
    assert [bought, dollars] == told(price_list_issues(lists, shop(), tables(prices=LISTS)))


@pytest.mark.parametrize(
    ("sku", "message"),
    [
        ("A-1", "The SKU is not in Brightpearl."),
        ("A.1", "The SKU A.1 is not in Brightpearl, and can be none there: only 32 of 0-9 A-Z a-z space - _ / are taken."),
    ],
)
def test_a_sku_that_only_the_shop_has_is_told(sku: str, message: str) -> None:
    assert [("SKU_ONLY_IN_WOO", "warn", "stock", sku, "", "", "", message)] == told([only_in_shop(sku, "stock")])


def test_a_refund_that_is_no_part_of_the_order_is_told() -> None:
    exceeding = "The refund over 35.92 is more than the 35.91 that is left of the order."
    lines = "The lines of the refund come to 9.99, more than its amount 9.00."
    assert [
        ("REFUND_EXCEEDS_ORDER", "block", "refund", "1001/R7", "", "35.91", "35.92", exceeding),
        ("REFUND_LINES_EXCEED_AMOUNT", "block", "refund", "1001/R8", "", "9.00", "9.99", lines),
    ] == told([*credited(refunded(7, "35.92"), E2).issues, *credited(refunded(8, "9.00", lamp_back(81)), E2).issues])


def test_stock_that_the_shop_counts_otherwise_is_told() -> None:
    found = [*targets(fact(manages="parent")).issues, *targets(fact(manages=False)).issues]
    assert [("STOCK_AT_PARENT", "stock", "WIDGET"), ("UNMANAGED", "stock", "WIDGET")] == [
        (each.code, each.entity, each.key) for each in found
    ]


def test_a_line_without_a_product_is_found_by_its_sku() -> None:
    sold = order("12.00", "2.00", [line(1, "WIDGET", "1", "10.00", ("20", "2.00"), product_id=0)]).line_items[0]
    item, issues = line_item(sold, catalogue(links={(0, 0): 1001}), "1001")
    assert (1000, ()) == (None if item is None else item.product_id, issues)
