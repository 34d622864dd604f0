"""Why an edit of the shop's is not brought into Brightpearl, and what stays there when it is."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

import brightpearl_sdk as bp
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import account_digest, sent_digest
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
