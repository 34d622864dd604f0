"""What repairs a finding are actions of the plan of a sync, with all that these wait for, and no others."""

from __future__ import annotations

from typing import Any

import pytest

from bpwoo_sync.errors import PlanError
from bpwoo_sync.issues import Issue, Severity, issue
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan, approved
from bpwoo_sync.planning import approvable_plan, sync_plan
from bpwoo_sync.reconcile import reconcile
from bpwoo_sync.repairs import repair_actions, repairs
from bpwoo_sync.snapshot import Account, Shop
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, goods_out, payment_row, references, row, shop
from tests.bpwoo_sync.planning.situations import an_edit_is_brought_in_and_another_is_held
from tests.bpwoo_sync.reconciling.test_money import BACK, credit, refund
from tests.bpwoo_sync.reconciling.worlds import GOODS, PAID, available, done, imported, marked, product, sold

SETTINGS = tables(stock={"warehouses": [2]})


def fresh(the_shop: Shop, the_account: Account) -> Plan:
    """The plan of what can be done."""
    return approvable_plan(the_shop, the_account, SETTINGS, Ledger())


def repaired(the_shop: Shop, the_account: Account, **options: Any) -> Plan:
    """The repairs of what is found."""
    found = reconcile(the_shop, the_account, SETTINGS, **{"products": False, "stock": False, **options})
    return repairs(found.issues, fresh(the_shop, the_account))


def test_a_missing_order_is_imported_with_all_that_it_waits_for() -> None:
    made = repaired(shop(sold()), account())
    assert {"address": 1, "contact": 1, "sales-order": 1, "payment": 1, "order-note": 1, "shop-mark": 1} == made.by_kind()
    assert () == made.issues


def test_a_missing_payment_is_posted_and_nothing_else() -> None:
    sides = shop(sold()), account(sales_orders=(imported(),))
    assert {"payment", "shop-mark"} <= fresh(*sides).by_kind().keys() | {"payment"}
    assert {"payment": 1} == repaired(*sides).by_kind()


def test_a_payment_that_was_booked_by_hand_is_not_posted_again() -> None:
    by_hand = (payment_row(1, 500, "24.00", ref="till 7"),)
    assert "payment" not in fresh(shop(sold()), account(sales_orders=(imported(),), payments=by_hand)).by_kind()
    a_part = (payment_row(1, 500, "10.00", ref="till 7"),)
    made = repaired(shop(sold()), account(sales_orders=(imported(),), payments=a_part))
    assert ({}, ["UNPAID_IN_BP"]) == (made.by_kind(), [each.code for each in made.issues])


def test_a_refund_is_credited_and_paid_back() -> None:
    sides = shop(marked(), refunds={1001: (refund(),)}), account(sales_orders=(imported(),), payments=PAID)
    assert {"sales-credit": 1, "payment": 1} == repaired(*sides).by_kind()
    sides = sides[0], account(sales_orders=(imported(),), payments=PAID, sales_credits=(credit(),))
    assert {"payment": 1} == repaired(*sides).by_kind()
    assert {} == repaired(sides[0], account(sales_orders=(imported(),), payments=(*PAID, BACK), sales_credits=(credit(),))).by_kind()


def test_an_order_that_the_shop_cancelled_is_cancelled() -> None:
    sides = shop(sold(status="cancelled", date_paid_gmt=None)), account(sales_orders=(imported(),))
    assert {"order-status": 1} == repaired(*sides).by_kind()


def test_stock_is_pushed_where_it_drifted() -> None:
    sides = shop(products=(product(quantity="9"), *GOODS[1:])), account(availability={id: available(3) for id in (1000, 1001, 1002)})
    made = repaired(*sides, orders=False, stock=True)
    assert ["SKU LAMP", "SKU WIDGET"] == sorted(action.entity for action in made)


def test_what_only_people_can_repair_is_told_with_the_plan() -> None:
    made = repaired(shop(marked()), account(sales_orders=(imported(currency={"code": "EUR"}),)))
    assert ({}, ["CURRENCY_MISMATCH"]) == (made.by_kind(), [each.code for each in made.issues])


def test_what_is_pending_is_not_repaired() -> None:
    plan = fresh(shop(sold()), account())
    missing = issue("MISSING_IN_BP", "order", "1001")
    pending = issue("MISSING_IN_BP", "order", "1001", severity=Severity.PENDING)
    assert 3 <= len(repair_actions(missing, plan))
    assert () == repair_actions(pending, plan)
    assert () == repairs([pending], plan).issues


def test_repairs_are_approved_by_their_digest_against_the_plan_of_a_sync() -> None:
    sides = shop(sold()), account()
    made = repaired(*sides)
    assert made.actions == approved(made, made.digest, fresh(*sides), Ledger()).actions


def test_what_the_shop_changed_is_brought_in_with_its_amounts() -> None:
    plan = an_edit_is_brought_in_and_another_is_held()
    for code in ("EDITED_AFTER_IMPORT", "TOTAL_MISMATCH", "TAX_MISMATCH"):
        found = [issue(code, "order", number) for number in ("1", "2")]
        assert [["order-change"], []] == [[action.kind for action in repair_actions(each, plan)] for each in found]


TWICE = (imported(), imported(id=501))
INVOICED: dict[str, Any] = {"invoice": {"invoiceReference": "SI-7"}}
LESS = [row(11, "L1", 1000, "1", "10.00", "2.00")]


@pytest.mark.parametrize(
    ("why", "younger", "more"),
    [
        ("it is invoiced", INVOICED, {}),
        ("a payment is recorded on it", {}, {"payments": (*PAID, payment_row(2, 501, "24.00", ref="ch_2"))}),
        ("a payment is recorded on it", {}, {"payments": (payment_row(2, 501, "24.00", kind="AUTH"),)}),
        ("a payment is recorded on it", {"orderPaymentStatus": "PARTIALLY_PAID"}, {}),
        ("goods are on their way for it, or left", {}, {"goods_out": {7: goods_out(501, {11: [2]}, shipped=False)}}),
        ("goods of it were shipped", {"shippingStatusCode": "SPS"}, {}),
        ("another order was made of it", {}, {"sales_credits": (credit(parentId=501),)}),
        ("it is over another amount than sales order 500, so it is no copy", {"rows": LESS}, {}),
        ("it is over another amount than sales order 500, so it is no copy", {"currency": {"code": "EUR"}}, {}),
    ],
)
def test_the_younger_of_two_sales_orders_is_not_cancelled_where_anything_hangs_on_it_and_the_finding_says_what(
    why: str, younger: dict[str, Any], more: dict[str, Any]
) -> None:
    other = imported(**{"id": 501, **younger})
    sides = shop(marked()), account(**{"payments": PAID, **more}, sales_orders=(imported(), other))
    made = repaired(*sides)
    assert "duplicate-order" not in made.by_kind()
    (told,) = [each.message for each in made.issues if each.code == "DUPLICATE_ORDER"]
    assert f"Sales orders 500, 501 all have the reference W1-1001. 501 is not cancelled by a repair: {why}." == told


def test_the_younger_of_two_sales_orders_is_cancelled_once_that_was_approved_and_never_by_a_sync() -> None:
    sides = shop(marked()), account(sales_orders=TWICE, payments=PAID)
    made = repaired(*sides)
    assert ({"duplicate-order": 1}, ()) == (made.by_kind(), made.issues)
    assert ("501", 500, 5) == (made.actions[0].target, made.actions[0].payload["keptId"], made.actions[0].payload["orderStatusId"])
    assert made.actions == approved(made, made.digest, fresh(*sides), Ledger()).actions
    by_itself = sync_plan(*sides, SETTINGS, Ledger())
    assert ({}, ["DUPLICATE_ORDER"]) == (by_itself.by_kind(), [each.code for each in by_itself.issues])


def test_an_approved_cancellation_is_refused_once_the_younger_is_paid() -> None:
    made = repaired(shop(marked()), account(sales_orders=TWICE, payments=PAID))
    since = fresh(shop(marked()), account(sales_orders=TWICE, payments=(*PAID, payment_row(2, 501, "24.00"))))
    with pytest.raises(PlanError, match="the facts have moved"):
        approved(made, made.digest, since, Ledger())


def test_of_three_sales_orders_all_but_the_oldest_are_cancelled_unless_something_hangs_on_one_of_them() -> None:
    three = (*TWICE, imported(id=502))
    assert ["501", "502"] == [each.target for each in repaired(shop(marked()), account(sales_orders=three, payments=PAID))]
    assert () == repaired(shop(marked()), account(sales_orders=(*TWICE, imported(id=502, **INVOICED)), payments=PAID)).actions


def test_the_sales_order_that_the_shop_is_linked_to_is_not_cancelled_for_being_the_younger() -> None:
    made = repaired(shop(marked(501)), account(sales_orders=TWICE, payments=PAID))
    assert () == made.actions
    assert "the shop's order is linked to it" in next(each.message for each in made.issues if each.code == "DUPLICATE_ORDER")


def test_a_duplicate_that_was_cancelled_and_opened_again_is_left_to_people() -> None:
    sides = shop(marked()), account(sales_orders=TWICE, payments=PAID)
    (action,) = fresh(*sides).actions
    ledger = done(action.key, "501")
    assert () == approvable_plan(*sides, SETTINGS, ledger).actions
    (told,) = [each.message for each in reconcile(*sides, SETTINGS, ledger=ledger).issues if each.code == "DUPLICATE_ORDER"]
    assert "somebody opened it again" in told


def test_without_a_status_for_what_is_cancelled_a_duplicate_is_only_told() -> None:
    none = references(configuration={})
    assert () == fresh(shop(marked()), account(sales_orders=TWICE, payments=PAID, references=none)).actions


def test_an_order_that_is_linked_to_another_sales_order_is_marked_with_the_one_that_has_its_reference() -> None:
    sides = shop(marked(499)), account(sales_orders=(imported(),), payments=PAID)
    made = repaired(*sides)
    assert [("shop-mark", "1001", {"meta_data": [{"key": "_bp_order_id", "value": 500}]})] == [
        (each.kind, each.target, each.payload) for each in made
    ]
    assert () == sync_plan(*sides, SETTINGS, Ledger()).actions
    assert () == reconcile(shop(marked()), sides[1], SETTINGS, stock=False, products=False).issues


def test_a_mark_that_a_sync_writes_anyway_is_not_written_twice() -> None:
    sides = shop(sold()), account(sales_orders=(imported(),), payments=PAID)
    plan = approvable_plan(*sides, SETTINGS, done("sales-order:W1-1001", "499"))
    assert 1 == plan.by_kind()["shop-mark"]


def test_where_payments_could_not_be_read_nothing_is_planned_for_duplicates() -> None:
    sides = shop(marked()), account(sales_orders=TWICE, incomplete={"payments": "403"})
    assert () == fresh(*sides).actions


def test_telling_of_a_shipment_is_no_cancellation() -> None:
    plan = fresh(shop(marked(status="cancelled")), account(sales_orders=(imported(),), goods_out={7: goods_out(500, {11: [2]})}))
    assert "shop-order" in plan.by_kind()
    assert () == repair_actions(issue("CANCEL_DRIFT", "order", "1001"), plan)


def test_an_order_that_is_done_in_the_shop_is_not_repaired_by_telling_it_of_a_part() -> None:
    plan = fresh(shop(sold()), account())
    found: Issue = issue("STATUS_DRIFT", "order", "1001", expected="shipped")
    assert () == repair_actions(found, plan)
