"""What stands at the head of a sales order: warehouse, price list, rate, day of delivery, states; and waiting."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.increments import unfinished_orders
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.mapping.headers import channel, delivery_date, price_list, warehouse
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import fee, line, meta, order, shipping, tables
from tests.bpwoo_sync.mapping.sides import account, action, codes, contact_row, drafted, kinds, payment_row, plan, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases import WIDGET, made, mapped, said
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

RULES = {
    "warehouse_id": 2,
    "warehouses": [
        {"warehouse_id": 3, "countries": ["DE", "AT"], "methods": ["express"]},
        {"warehouse_id": 4, "countries": ["DE", "AT"]},
        {"warehouse_id": 5, "methods": ["flat_rate:7"]},
    ],
}


def head(**more: Any) -> dict[str, Any]:
    """The sales order that an order becomes."""
    return drafted(made(**more))


def without(*names: str, **more: Any) -> Tables:
    """Tables that lack some of what the store has."""
    settings = tables(store=more)
    lacking: dict[str, Any] = dict.fromkeys(names)
    return evolve(settings, store=evolve(settings.store, **lacking))


@pytest.mark.parametrize(
    ("country", "method", "instance", "expected"),
    [("DE", "express", "1", 3), ("AT", "flat_rate", "1", 4), ("GB", "flat_rate", "7", 5), ("GB", "flat_rate", "1", 2), ("de", "x", "1", 4)],
)
def test_the_first_rule_that_suits_country_and_method_gives_the_warehouse(country: str, method: str, instance: str, expected: int) -> None:
    sent = [shipping(8, "0.00", method_id=method, instance_id=instance)]
    settings = tables(store=RULES, shipping={"default": 1})
    assert expected == head(the_tables=settings, shipping_lines=sent, shipping_address={"country": country})["warehouseId"]


def test_an_order_that_no_rule_suits_is_held_where_no_warehouse_is_for_the_rest() -> None:
    document = {"warehouses": [{"warehouse_id": 4, "countries": ["DE"]}]}
    settings = without("warehouse_id", **document)
    assert ["UNMAPPED_WAREHOUSE"] == said(mapped(the_tables=settings))


@pytest.mark.parametrize(("left_out", "code"), [("channel_id", "UNMAPPED_CHANNEL"), ("warehouse_id", "UNMAPPED_WAREHOUSE")])
def test_without_a_channel_or_a_warehouse_an_order_is_held(left_out: str, code: str) -> None:
    found = mapped(the_tables=without(left_out))
    assert (None, [(code, Severity.BLOCK)]) == (found.value, [(each.code, each.severity) for each in found.issues])


def test_both_are_told_of_the_same_order() -> None:
    assert ["UNMAPPED_CHANNEL", "UNMAPPED_WAREHOUSE"] == said(mapped(the_tables=without("channel_id", "warehouse_id")))


def test_a_rule_without_a_condition_is_a_fault() -> None:
    with pytest.raises(ConfigurationError, match=r"store\.warehouses\[0\]: names neither countries nor methods"):
        tables(store={"warehouses": [{"warehouse_id": 4}]})


def test_a_key_that_is_not_known_is_a_fault_in_an_entry_of_a_list_and_of_a_table_as_well() -> None:
    with pytest.raises(ConfigurationError, match=r"store\.warehouses\[0\]\.country: is not known; did you mean 'countries'"):
        tables(store={"warehouses": [{"warehouse_id": 4, "country": ["DE"]}]})
    with pytest.raises(ConfigurationError, match=r"currencies\.USD\.price_list: is not known"):
        tables(currencies={"USD": {"price_list": 4}})


PRICED = {"GBP": {"price_list_id": 1, "price_lists": {"trade": 7}}}


@pytest.mark.parametrize(("given", "expected"), [([meta("_role", "trade")], 7), ([meta("_role", "customer")], 1), ([], 1)])
def test_the_role_of_the_buyer_goes_before_the_currency_for_the_price_list(given: list[Any], expected: int) -> None:
    settings = tables(currencies=PRICED, orders={"role_meta": "_role"})
    assert expected == head(the_tables=settings, meta_data=given)["priceListId"]


def test_a_role_is_looked_for_only_where_the_tables_name_its_key() -> None:
    assert 1 == head(the_tables=tables(currencies=PRICED), meta_data=[meta("_role", "trade")])["priceListId"]


def rate(given: list[Any], **currency: Any) -> tuple[Any, Any]:
    """The rate of an order in dollars, and that of its payment."""
    found = made(the_tables=tables(currencies={"USD": currency}), currency="USD", meta_data=given)
    draft = found.sales_order.currency
    return getattr(draft, "exchange_rate", None), found.payments[0].exchange_rate


def test_a_rate_that_a_plugin_kept_goes_before_that_of_the_tables() -> None:
    assert (Decimal("1.371500"), Decimal("1.371500")) == rate([meta("_rate", "1.3715")], rate="1.25", rate_meta="_rate")
    assert (Decimal("1.250000"), Decimal("1.250000")) == rate([], rate="1.25", rate_meta="_rate")


def test_a_rate_that_is_quoted_the_other_way_is_inverted_once_to_six_decimals() -> None:
    assert (Decimal("1.371500"), Decimal("1.371500")) == rate([meta("_rate", "0.7291287")], rate_meta="_rate", rate_inverted=True)
    assert (Decimal("1.250000"), Decimal("1.250000")) == rate([], rate="0.8", rate_inverted=True)


@pytest.mark.parametrize("value", ["soon", "0", "-1.2", "NaN"])
def test_a_rate_that_is_none_holds_the_order(value: str) -> None:
    settings = tables(currencies={"USD": {"rate": "1.25", "rate_meta": "_rate"}})
    assert ["RATE_UNREADABLE"] == said(mapped(the_tables=settings, currency="USD", meta_data=[meta("_rate", value)]))


def due(value: str | None, zone: str = "America/New_York", **settings: Any) -> Any:
    """When an order is to be delivered, and what is said of it."""
    chosen = tables(store={"shop_time_zone": zone}, orders={"delivery_date_meta": "_day", **settings})
    found = mapped(the_tables=chosen, meta_data=[] if value is None else [meta("_day", value)])
    assert found.value is not None
    delivery = drafted(found.value)["delivery"]
    return delivery.get("date"), said(found)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("2026-03-09", ""),
        ("2026-03-09 18:00", ""),
        ("2026-03-10T02:00:00+00:00", ""),
        ("09/03/2026", "%d/%m/%Y"),
        ("1773057600", "unix"),
    ],
)
def test_a_delivery_date_is_a_day_of_the_shop(value: str, form: str) -> None:
    noon = "2026-03-09T12:00:00.000-04:00"
    assert (noon, []) == due(value, delivery_date_format=form)


@pytest.mark.parametrize(("value", "form"), [("next week", ""), ("09/03/2026", ""), ("2026-03-09", "unix"), ("9" * 30, "unix")])
def test_a_delivery_date_that_cannot_be_read_is_left_out_and_told(value: str, form: str) -> None:
    assert (None, ["DELIVERY_DATE_UNREADABLE"]) == due(value, delivery_date_format=form, delivery_lead_days=3)


def test_without_a_delivery_date_it_is_some_days_after_the_order_was_placed_in_the_shop() -> None:
    assert ("2026-03-05T12:00:00.000-05:00", []) == due(None, delivery_lead_days=3)
    assert (None, []) == due(None)


def test_states_are_written_out_where_the_tables_say_so() -> None:
    lives = {"country": "US", "state": "CA", "postcode": "90001"}

    def written(**settings: Any) -> str:
        return str(head(billing=lives, the_tables=tables(**settings))["billing"]["address"]["addressLine4"])

    assert ["CA", "California", "Cali", "Cali"] == [
        written(),
        written(orders={"state_names": True}),
        written(orders={"state_names": True}, states={"US:CA": "Cali"}),
        written(states={"US:CA": "Cali"}),
    ]


def test_a_contact_that_is_made_has_the_state_as_the_order_has_it() -> None:
    found = made(billing={"country": "AU", "state": "NSW"}, the_tables=tables(orders={"state_names": True}))
    assert found.customer.address is not None
    assert "New South Wales" == found.customer.address.address_line4


def test_a_name_that_is_cut_on_the_contact_is_told() -> None:
    long = "Wolfeschlegelsteinhausenbergerdorff"
    assert ["NAME_CUT"] == said(mapped(billing={"last_name": long}))
    known = plan(shop(order("12.00", "2.00", WIDGET, billing={"last_name": long})), account(contacts=(contact_row(9, "ada@example.com"),)))
    assert "NAME_CUT" not in codes(known)


YOUNG = tables(orders={"min_age_seconds": 300})


def test_an_order_waits_until_it_is_old_enough() -> None:
    waits = order("12.00", "2.00", WIDGET, date_created_gmt="2026-03-03T08:55:01")
    ready = order("12.00", "2.00", WIDGET, date_created_gmt="2026-03-03T08:55:00")
    assert ({}, ["TOO_YOUNG"]) == (kinds(plan(shop(waits), account(), YOUNG)), codes(plan(shop(waits), account(), YOUNG)))
    assert 1 == kinds(plan(shop(ready), account(), YOUNG))["sales-order"]


def test_an_order_of_a_shop_whose_clock_is_ahead_does_not_wait_where_none_has_to() -> None:
    ahead = order("12.00", "2.00", WIDGET, date_created_gmt="2026-03-03T09:00:30")
    assert 1 == kinds(plan(shop(ahead), account()))["sales-order"]


def test_a_poll_looks_again_at_an_order_that_waits() -> None:
    waits = order("12.00", "2.00", WIDGET, date_created_gmt="2026-03-03T08:59:00")
    assert {1001} == unfinished_orders([waits], plan(shop(waits), account(), YOUNG), Ledger())


def test_a_fee_has_the_nominal_code_of_its_name() -> None:
    fees = [fee(2, "Gift  wrap", "1.00"), fee(3, "Other", "1.00")]
    settings = tables(nominals={"fee": "4060", "fees": {"Gift wrap": "4061"}})
    rows = made(*WIDGET, total="14.00", tax="2.00", fee_lines=fees, the_tables=settings).rows
    assert [("F2", "4061"), ("F3", "4060")] == [(row.ref, row.nominal) for row in rows[1:]]


GIFTS = {"nominals": {"gift_card": "2150", "gift_card_skus": ["gift-50"]}, "taxes": {"export": "TX", "area": ["GB"], "zero_class": ""}}


def test_a_gift_card_that_is_sold_is_owed_and_has_no_tax() -> None:
    sold = [*WIDGET, line(2, "GIFT-50", "1", "50.00")]
    rows = made(*sold, total="62.00", tax="2.00", the_tables=tables(**GIFTS), shipping_address={"country": "US"}).rows
    assert [("L1", "T20", ""), ("L2", "T0", "2150")] == [(row.ref, row.tax_code, row.nominal) for row in rows]


def test_a_gift_card_that_was_sold_with_tax_holds_the_order() -> None:
    sold = line(1, "GIFT-50", "1", "50.00", ("20", "10.00"))
    assert ["GIFT_CARD_TAXED"] == said(mapped(sold, total="60.00", tax="10.00", the_tables=tables(**GIFTS)))


def test_gift_cards_need_a_nominal_code() -> None:
    with pytest.raises(ConfigurationError, match=r"nominals\.gift_card: is needed"):
        tables(nominals={"gift_card_skus": ["GIFT-50"]})


def test_an_order_whose_status_is_imported_and_has_none_in_brightpearl_is_held() -> None:
    settings = tables(orders={"import_statuses": ["processing", "packed"]})
    found = mapped(status="packed", the_tables=settings)
    assert [("UNMAPPED_STATUS", Severity.BLOCK)] == [(each.code, each.severity) for each in found.issues]
    assert 14 == head(status="completed")["statusId"]


def test_what_is_given_back_goes_to_the_warehouse_that_it_was_sold_from() -> None:
    settings = tables(store={"warehouse_id": 2, "warehouses": [{"warehouse_id": 3, "countries": ["GB"]}]})
    sold = order("12.00", "2.00", WIDGET)
    given = {1001: (refund(7, "5.00"),)}
    together = plan(shop(sold, refunds=given), account(), settings)
    there = sales_order(500, "W1-1001", [row(11, "L1", 1000, "1", "10.00", "2.00")], warehouseId=5)
    later = plan(shop(sold, refunds=given), account(sales_orders=(there,), payments=(payment_row(1, 500, "12.00"),)), settings)
    assert (3, 5) == (action(together, "sales-credit").payload["warehouseId"], action(later, "sales-credit").payload["warehouseId"])


def test_the_channel_is_the_stores() -> None:
    assert (1, ()) == (channel(tables(), "7").value, channel(tables(), "7").issues)


def test_an_order_to_nowhere_has_no_warehouse() -> None:
    nowhere = order("0.00", "0.00", [], billing={"country": ""}, shipping_address={"country": ""})
    (told,) = warehouse(nowhere, without("warehouse_id"), "7").issues
    assert "No warehouse is set for orders to ?: add it to [[store.warehouses]], or set store.warehouse_id." == told.message
    assert ("7", "order", "") == (told.key, told.entity, told.actual)


def test_a_key_that_the_tables_leave_blank_is_none_of_the_meta_data() -> None:
    sold = order("0.00", "0.00", [], meta_data=[meta("", "2026-03-09")])
    settings = tables(currencies={"GBP": {"price_list_id": 9, "price_lists": {"2026-03-09": 4}}})
    assert (9, None) == (price_list(sold, settings), delivery_date(sold, settings, "7").value)


@pytest.mark.parametrize(("zone", "expected"), [("America/New_York", "2026-03-01"), ("Asia/Tokyo", "2026-03-02")])
def test_days_are_those_of_the_shop_where_they_are_reckoned_or_read_from_seconds(zone: str, expected: str) -> None:
    # 2 March, 02:00 in UTC.
    sold = order("0.00", "0.00", [], date_created_gmt="2026-03-02T02:00:00", meta_data=[meta("_day", "1772416800")])
    of_shop = {"shop_time_zone": zone}
    reckoned = delivery_date(sold, tables(orders={"delivery_lead_days": 0}, store=of_shop), "7").value
    read = delivery_date(sold, tables(orders={"delivery_date_meta": "_day", "delivery_date_format": "unix"}, store=of_shop), "7").value
    assert reckoned is not None and reckoned == read
    assert (expected, 12, zone) == (str(reckoned.date()), reckoned.hour, str(reckoned.tzinfo))
