"""Why an edit of the shop's is not brought into Brightpearl, and what stays there when it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import (
    RowDifference,
    account_digest,
    differing_fields,
    own_rows,
    row_differences,
    same_addresses,
    sent_digest,
    told_differences,
    why_not_changed,
)
from bpwoo_sync.mapping.money import Row
from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.mapping.orders import line, meta, order, shipping, tables
from tests.bpwoo_sync.mapping.sides import account, action, codes, goods_out, kinds, marks, payment_row, plan, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases import made
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund

LINES = [line(1, "WIDGET", "1", "10.00", ("20", "2.00"))]
MORE = [line(1, "WIDGET", "2", "20.00", ("20", "4.00")), line(2, "LAMP", "1", "5.00", ("20", "1.00"))]
SETTINGS = tables(orders={"edits": "update"}, store={"channel_id": 3, "warehouse_id": 2})
WHERE = {
    "addressFullName": "Ada Byron",
    "companyName": "",
    "addressLine1": "1 Test Street",
    "addressLine3": "Bristol",
    "postalCode": "BS1 1AA",
    "countryIsoCode": "GBR",
    "telephone": "0123",
    "email": "ada@example.com",
}
ROWS = [row(11, "L1", 1000, "1", "10.0000", "2.0000", name="Widget (blue)", nominalCode="4001", sequence=10)]


def there(rows: Any = ROWS, **more: Any) -> bp.SalesOrder:
    """The sales order as it was imported, unless a test changes it."""
    known = {
        "version": 4,
        "allocationStatusCode": "ANA",
        "statusId": 9,
        "staffOwnerId": 5,
        "billing": {"contactId": 208, "address": WHERE},
        "delivery": {"address": WHERE, "date": "2026-03-09T12:00:00.000+00:00", "shippingMethodId": 0},
    }
    return sales_order(500, "W1-1001", rows, **{**known, **more})


def planned(
    sales_order_: bp.SalesOrder | None = None,
    *,
    sent: str | None = None,
    lines: Any = MORE,
    total: str = "30.00",
    tax: str = "5.00",
    **more: Any,
) -> Plan:
    """What is planned for the order, of which more was bought since."""
    was = order("12.00", "2.00", LINES)
    digest = sent_digest(made(*LINES).sales_order) if sent is None else sent
    told = [*marks(500, content_hash(was)), meta("_bp_sent_hash", digest, 3)]
    now = order(total, tax, lines, meta_data=told, **{"date_paid_gmt": None, **more.pop("of_order", {})})
    of_shop = more.pop("of_shop", {})
    settings = more.pop("settings", SETTINGS)
    return plan(shop(now, **of_shop), account(sales_orders=(sales_order_ or there(),), **more), settings)


def test_what_was_sent_is_known_again_in_what_brightpearl_shows() -> None:
    assert sent_digest(made(*LINES).sales_order) == account_digest(there())


def test_an_edit_replaces_rows_by_their_reference_and_keeps_the_rest() -> None:
    found = planned()
    assert {"order-change": 1, "shop-mark": 1} == kinds(found)
    payload = action(found, "order-change").payload
    assert [(11, "2", "20.00", "4.00", "Widget (blue)", "4001"), (None, "1", "5.00", "1.00", "Lamp", None)] == [
        (each.get("id"), each["quantity"], each["net"], each["tax"], each["name"], each.get("nominalCode")) for each in payload["rows"]
    ]
    assert (9, 5, 207, 208, 4) == (
        payload["statusId"],
        payload["staffOwnerId"],
        payload["customer"]["id"],
        payload["billing"]["contactId"],
        payload["version"],
    )
    assert "2026-03-09" == payload["delivery"]["date"][:10]
    assert not {"channelId", "warehouseId"} & payload.keys()


def test_the_mark_tells_what_was_sent_now_and_comes_after_the_change() -> None:
    found = planned()
    mark = action(found, "shop-mark")
    told = {each["key"]: each["value"] for each in mark.payload["meta_data"]}
    assert sent_digest(made(*MORE, total="30.00", tax="5.00").sales_order) == told["_bp_sent_hash"]
    assert (action(found, "order-change").key,) == mark.after


@pytest.mark.parametrize(
    ("reason", "more"),
    [
        ("it is invoiced", {"sales_order_": there(invoice={"invoiceReference": "SI-1"})}),
        ("a goods-out note exists", {"goods_out": {7: goods_out(500, {11: [1]}, shipped=False)}}),
        ("stock is allocated to it", {"sales_order_": there(allocationStatusCode="APA")}),
        ("goods of it were shipped", {"sales_order_": there(shippingStatusCode="SPS")}),
        ("its currency would change", {"sales_order_": there(currency={"code": "USD"})}),
        ("it is paid, and its total would change", {"payments": (payment_row(1, 500, "5.00"),)}),
        ("it is not known what was sent", {"sent": ""}),
        ("it was changed in Brightpearl as well", {"sales_order_": there([row(11, "L1", 1000, "3", "10.00", "2.00")])}),
        ("it was changed in Brightpearl as well", {"sales_order_": there(delivery={"address": {**WHERE, "addressLine1": "2 Other Road"}})}),
        ("Brightpearl tells no version of it", {"sales_order_": there(version=None)}),
        ("the order cannot be mapped as it is now", {"of_order": {"billing": {"country": "ZZ"}}}),
    ],
)
def test_an_edit_is_told_with_why_it_is_not_brought_in(reason: str, more: dict[str, Any]) -> None:
    found = planned(**more)
    (told,) = [each for each in found.issues if each.code == "EDITED_AFTER_IMPORT"]
    assert (0, reason) == (kinds(found).get("order-change", 0), told.actual)
    assert "quantity 2 in the shop, 1 in Brightpearl" in told.message or "as well" in reason or "mapped" in reason


def test_a_transfer_between_warehouses_is_no_reason() -> None:
    assert "order-change" in kinds(planned(goods_out={7: goods_out(500, {11: [1]}, transfer=True)}))


def test_a_sales_order_that_was_changed_by_hand_to_the_same_is_only_marked() -> None:
    rows = [row(11, "L1", 1000, "2", "20.00", "4.00"), row(12, "L2", 1001, "1", "5.00", "1.00")]
    assert ({"shop-mark": 1}, []) == (kinds(planned(there(rows))), codes(planned(there(rows))))


def test_a_part_of_a_bundle_is_no_row_of_ours() -> None:
    parts = [*ROWS, row(12, "", 1002, "2", parentRowId=11, bundleChild=True)]
    assert account_digest(there()) == account_digest(there(parts))


def test_another_shipping_method_is_an_edit() -> None:
    sent = [shipping(8, "0.00")]
    found = planned(lines=LINES, total="12.00", tax="2.00", of_order={"shipping_lines": sent})
    assert 1 == action(found, "order-change").payload["delivery"]["shippingMethodId"]


def test_an_order_of_which_a_part_was_credited_is_left_to_people() -> None:
    credit = bp.decode(bp.SalesCredit, {**bp.encode(there()), "id": 600, "externalRef": "W1-R7"})
    found = planned(of_shop={"refunds": {1001: (refund(7, "1.00"),)}}, sales_credits=(credit,))
    assert "a part of it was credited" in [each.actual for each in found.issues]


def test_a_sales_order_of_which_no_version_is_told_is_marked_as_it_is_now() -> None:
    rows = [row(11, "L1", 1000, "2", "20.00", "4.00"), row(12, "L2", 1001, "1", "5.00", "1.00")]
    assert action(planned(there(rows, version=None)), "shop-mark").key.endswith(":now")


def test_the_place_of_a_row_stays() -> None:
    assert [10, None] == [each.get("sequence") for each in action(planned(), "order-change").payload["rows"]]


@pytest.mark.parametrize("date", [None, "2026-03-09T12:00:00.000+00:00"])
def test_the_day_of_delivery_is_left_as_people_have_it(date: str | None) -> None:
    delivery = {"address": WHERE, "shippingMethodId": 0, **({} if date is None else {"date": date})}
    settings = evolve(SETTINGS, orders=evolve(SETTINGS.orders, delivery_lead_days=3))
    found = action(planned(there(delivery=delivery), settings=settings), "order-change").payload["delivery"]
    assert (date is None, (date or "")[:10]) == ("date" not in found, found.get("date", "")[:10])


def test_a_customer_is_known_by_either_name_of_its_id() -> None:
    assert 209 == action(planned(there(customer=None, customerId=209)), "order-change").payload["customer"]["id"]


WANTED = Row(ref="L1", name="Widget", quantity=Decimal(2), net=Decimal("20.00"), tax=Decimal("4.00"), tax_code="T20", product_id=1000)
SAME = row(11, "L1", 1000, "2", "20.0000", "4.00")


def differing(*rows: Any, wanted: tuple[Row, ...] = (WANTED,)) -> list[tuple[str, ...]]:
    """How the rows of a sales order differ."""
    return [
        (each.ref, each.name, each.field, each.shop, each.account) for each in row_differences(wanted, sales_order(500, "W1-1001", rows))
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([SAME], []),
        ([], []),
        ([{**SAME, "externalRef": ""}], []),  # nothing tells them apart
        ([{**SAME, "quantity": "1"}], [("L1", "Widget", "quantity", "2", "1")]),
        ([{**SAME, "net": "1E+1"}], [("L1", "Widget", "net", "20.00", "10")]),
        ([{**SAME, "tax": "4.01"}], [("L1", "Widget", "tax", "4.00", "4.01")]),
        ([{**SAME, "taxCode": "T5"}], [("L1", "Widget", "tax code", "T20", "T5")]),
        ([{**SAME, "taxCode": None}], [("L1", "Widget", "tax code", "T20", "")]),
        ([{**SAME, "productId": 1001}], [("L1", "Widget", "product", "1000", "1001")]),
        ([{**SAME, "productId": None}], []),
        (
            [{**SAME, "quantity": None, "net": None, "tax": None}],
            [("L1", "Widget", "quantity", "2", "0"), ("L1", "Widget", "net", "20.00", "0"), ("L1", "Widget", "tax", "4.00", "0")],
        ),
        ([SAME, row(12, "L9", 1001, "1", "5.00", name="Lamp")], [("L9", "Lamp", "row", "", "5.00")]),
        ([SAME, row(12, "", 1001, "1", "5.00")], [("", "", "row", "", "5.00")]),
        ([SAME, {**SAME, "name": "Again"}], [("L1", "Again", "row", "", "20.0000")]),
        ([{**SAME, "externalRef": "L9", "name": "Lamp"}], [("L1", "Widget", "row", "20.00", ""), ("L9", "Lamp", "row", "", "20.0000")]),
        ([SAME, row(12, "L9", 1001, "1", bundleChild=True)], []),
        ([SAME, row(12, "L9", 1001, "1", parentRowId=11)], []),
    ],
)
def test_rows_differ_by_value_or_are_there_on_one_side_only(rows: list[Any], expected: list[tuple[str, ...]]) -> None:
    assert expected == differing(*rows)


def test_a_row_of_free_text_may_have_a_product_in_brightpearl() -> None:
    free = Row(ref="L1", name="Widget", quantity=Decimal(2), net=Decimal("20.00"), tax=Decimal("4.00"), tax_code="T20")
    assert [] == differing(SAME, wanted=(free,))


def test_parts_of_a_bundle_are_no_rows_of_ours_however_they_are_told() -> None:
    told = [SAME, row(12, "", 1001, "1", bundleChild=True), row(13, "", 1001, "1", parentRowId=11)]
    assert [11] == [each.id for each in own_rows(sales_order(500, "W1-1001", told))]


def test_differences_are_told_up_to_five() -> None:
    def some(count: int) -> list[RowDifference]:
        return [
            RowDifference(f"L{place}" if place else "", f"Row {place}", "net", str(place) if place else "", "") for place in range(count)
        ]

    first = "Row 0 (): net none in the shop, none in Brightpearl"
    others = [f"Row {place} (L{place}): net {place} in the shop, none in Brightpearl" for place in range(1, 5)]
    assert ["", f"{first}.", "; ".join([first, *others]) + ".", "; ".join([first, *others]) + "; and 1 more."] == [
        told_differences(some(count)) for count in (0, 1, 5, 6)
    ]
    assert "Row 0 net, L1 net, L2 net, L3 net, L4 net" == differing_fields(some(6))
    assert "L1 net" == differing_fields([RowDifference("L1", "x", "net", "1", "2"), RowDifference("L1", "x", "net", "1", "3")])


def test_the_digests_are_those_that_shops_keep() -> None:
    bare = {"externalRef": None, "taxCode": None, "quantity": None, "net": None, "tax": None, "productId": None}
    assert "e5e8e8b16c0a0b28b6f0171c72b2384ed79861fede8105f76572890212bff788" == sent_digest(
        made(*LINES, billing={"city": "Zürich"}).sales_order
    )
    assert "1188a8d43752e1886595fed3ede993dad48bcf8c0a0c4712013db59a32bdd9a3" == account_digest(
        sales_order(500, "W1-1001", [{**SAME, **bare}])
    )
    of_method = {"delivery": {"address": WHERE, "shippingMethodId": 7}, "billing": {"address": {**WHERE, "companyName": None}}}
    assert "b4087e503263717161eaeb2787fae9745779392608b63bbf7f94388d650977b1" == account_digest(there(**of_method))


@pytest.mark.parametrize(
    ("received", "total", "expected"),
    [("12.00", "12.00", ""), ("0", "13.00", ""), ("0.01", "13.00", "it is paid, and its total would change")],
)
def test_what_is_paid_keeps_its_total(received: str, total: str, expected: str) -> None:
    lines = [line(1, "WIDGET", "1", str(Decimal(total) - 2), ("20", "2.00"))]
    reason = why_not_changed(made(*lines, total=total), there(), (), Decimal(received), account_digest(there()), credited=False)
    assert expected == reason


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        *(({name: "X"}, False) for name in WHERE if name not in ("telephone", "email")),
        ({"telephone": "9"}, True),
        ({"email": "x"}, True),
    ],
)
def test_addresses_are_the_same_but_for_telephone_and_mail(changed: dict[str, str], expected: bool) -> None:
    other = {"address": {**WHERE, **changed}}
    of_shop = order("12.00", "2.00", LINES)
    assert expected is same_addresses(of_shop, there(billing=other), SETTINGS)
    assert expected is same_addresses(of_shop, there(delivery=other), SETTINGS)


@pytest.mark.parametrize("side", ["billing", "delivery"])
def test_an_address_that_brightpearl_has_not_is_not_the_same(side: str) -> None:
    of_shop = order("12.00", "2.00", LINES)
    without: list[Any] = [None, {}]
    assert [False, False] == [same_addresses(of_shop, there(**{side: each}), SETTINGS) for each in without]
    assert not same_addresses(order("12.00", "2.00", LINES, billing={"country": "ZZ"}), there(), SETTINGS)
