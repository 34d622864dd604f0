"""Which goods of a refund are taken in: none, all, or as many as must have left."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

import woocommerce_sdk as woo
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.ledger import Ledger, Outcome, Status, ledger_of
from bpwoo_sync.plan import Action, Plan
from bpwoo_sync.tables import Tables
from tests.bpwoo_sync.mapping.orders import line, meta, order, tables
from tests.bpwoo_sync.mapping.sides import account, goods_out, marks, plan, product_rows, row, sales_order, shop
from tests.bpwoo_sync.mapping.test_edge_cases_of_goods import refund


def settings(policy: str, **more: Any) -> Tables:
    """Tables that want goods to be taken in since the first of January."""
    return tables(refunds={"restock": policy, "restock_since": datetime(2026, 1, 1, tzinfo=UTC), **more})


def back(id: int, pieces: int, *, on: str = "2026-03-05T09:00:00") -> woo.Refund:
    """A refund of so many widgets at 12.00."""
    given = line(70 + id, "WIDGET", str(-pieces), f"-{pieces}0.00", ("20", f"-{pieces * 2}.00"), meta_data=[meta("_refunded_item_id", "1")])
    found = refund(id, f"{pieces * 12}.00", given)
    return woo.decode(woo.Refund, {**dict(woo.encode(found)), "date_created_gmt": on, "date_created": on})


def planned(*refunds: woo.Refund, policy: str, shipped: int = 0, ledger: Ledger | None = None, **more: Any) -> Plan:
    """The plan for three widgets of which some left, on the third of March, and some were given back."""
    sold = order("36.00", "6.00", [line(1, "WIDGET", "3", "30.00", ("20", "6.00"))], meta_data=marks(500), refunds=[])
    imported = sales_order(500, "W1-1001", [row(11, "L1", 1000, "3", "30.00", "6.00")], warehouseId=4)
    notes = {7: goods_out(500, {11: [shipped]})} if shipped else {8: goods_out(500, {11: [3]}, shipped=False)}
    there = account(**{"sales_orders": (imported,), "goods_out": notes, **more.pop("account", {})})
    return plan(shop(sold, refunds={sold.id: refunds}), there, settings(policy, **more), ledger)


def taken(made: Plan) -> list[Action]:
    """The writes that take goods in."""
    return [each for each in made.actions if each.kind == "goods-in"]


def pieces(made: Plan) -> list[int]:
    """How many pieces each of them takes in."""
    return [each["quantity"] for action in taken(made) for each in action.payload["lines"]]


def test_goods_of_a_credit_that_is_made_go_to_the_warehouse_that_they_were_sold_from() -> None:
    (found,) = taken(planned(back(1, 2), policy="always"))
    expected = {
        "orderId": {"$result": "sales-credit:W1-R1"},
        "salesOrderId": 500,
        "warehouseId": 4,
        "locationId": None,
        "reference": "W1-R1",
        "currency": "GBP",
        "lines": [{"row": "R1-L71", "soldRow": "L1", "productId": 1000, "quantity": 2}],
    }
    assert expected == found.payload


@pytest.mark.parametrize(
    ("policy", "shipped", "given", "expected"),
    [
        ("never", 3, [1], []),
        ("always", 0, [1], [1]),
        ("shipped_only", 0, [1], []),
        ("shipped_only", 3, [1], [1]),
        ("shipped_only", 3, [1, 2], [1, 2]),
        ("shipped_only", 2, [1], []),
        ("shipped_only", 2, [2], [1]),
        ("shipped_only", 2, [1, 1], [1]),
    ],
)
def test_what_never_left_is_given_back_first(policy: str, shipped: int, given: list[int], expected: list[int]) -> None:
    refunds = [back(place, number) for place, number in enumerate(given, 1)]
    assert expected == pieces(planned(*refunds, policy=policy, shipped=shipped))


@pytest.mark.parametrize(("on", "expected"), [("2026-03-02T09:00:00", []), ("2026-03-03T07:59:59", []), ("2026-03-03T08:00:00", [1])])
def test_what_left_after_the_refund_did_not_come_back_with_it(on: str, expected: list[int]) -> None:
    assert expected == pieces(planned(back(1, 1, on=on), policy="shipped_only", shipped=3))


def test_refunds_before_the_moment_are_left_alone() -> None:
    assert [] == taken(planned(back(1, 1), policy="always", restock_since=datetime(2026, 4, 1, tzinfo=UTC)))


def test_what_no_warehouse_holds_is_not_taken_in() -> None:
    assert [] == taken(planned(back(1, 1), policy="always", account={"products": product_rows(tracked=False)}))


def test_an_amount_brings_no_goods_back() -> None:
    assert [] == taken(planned(refund(1, "5.00"), policy="always"))


def test_what_was_taken_in_is_not_planned_again() -> None:
    done = Outcome(key="goods-in:W1-R1", kind="goods-in", status=Status.DONE, at=datetime(2026, 3, 6, tzinfo=UTC), result="9", run="r")
    assert [] == taken(planned(back(1, 1), policy="always", ledger=ledger_of([done])))


def test_a_bundle_is_left_to_people_and_told() -> None:
    bundles = {1000: {1001: 2}}
    made = planned(back(1, 1), policy="always", account={"bundles": bundles, "products": product_rows()})
    assert ([], ["NOT_RESTOCKED"]) == (taken(made), [each.code for each in made.issues if each.code == "NOT_RESTOCKED"])


def test_why_goods_were_not_taken_in_is_told_until_they_are() -> None:
    why = "no cost stands on its sales order."
    failed = Outcome(key="goods-in:W1-R1", kind="goods-in", status=Status.FAILED, at=datetime(2026, 3, 6, tzinfo=UTC), detail=why, run="r")
    made = planned(back(1, 1), policy="always", ledger=ledger_of([failed]))
    (found,) = [each for each in made.issues if each.code == "NOT_RESTOCKED"]
    assert (1, True) == (len(taken(made)), found.message.endswith(why))


def test_goods_are_only_taken_in_from_a_moment_on() -> None:
    with pytest.raises(ConfigurationError, match=r"refunds\.restock_since: is needed for refunds\.restock"):
        tables(refunds={"restock": "always"})


def test_what_no_warehouse_holds_does_not_keep_the_rest_from_being_taken_in() -> None:
    lines = [line(1, "WIDGET", "1", "10.00", ("20", "2.00")), line(2, "LAMP", "1", "10.00", ("20", "2.00"))]
    given = [line(70 + id, "X", "-1", "-10.00", ("20", "-2.00"), meta_data=[meta("_refunded_item_id", str(id))]) for id in (1, 2)]
    rows = [row(11, "L1", 1000, "1", "10.00", "2.00"), row(12, "L2", 1001, "1", "10.00", "2.00")]
    products = (*product_rows({1000: "WIDGET"}, tracked=False), *product_rows({1001: "LAMP"}))
    there = account(
        sales_orders=(sales_order(500, "W1-1001", rows, warehouseId=4),), products=products, goods_out={7: goods_out(500, {11: [1]})}
    )
    sold = order("24.00", "4.00", lines, meta_data=marks(500))
    made = plan(shop(sold, refunds={1001: (refund(7, "24.00", *given),)}), there, settings("always"))
    assert [["L2"]] == [[each["soldRow"] for each in action.payload["lines"]] for action in taken(made)]
