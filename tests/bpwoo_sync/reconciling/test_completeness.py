"""What is said of a part of a side that could not be read, and which refunds are missed."""

from __future__ import annotations

from bpwoo_sync.completeness import incomplete_issues, lacking, with_gaps
from bpwoo_sync.issues import Severity
from tests.bpwoo_sync.mapping.sides import account, shop
from tests.bpwoo_sync.reconciling.test_money import refund
from tests.bpwoo_sync.reconciling.worlds import sold

LOST = sold(refunds=[{"id": 8, "reason": "", "total": "-1.00"}, {"id": 9, "reason": "", "total": "-12.00"}])


def test_a_refund_that_an_order_tells_of_and_the_shop_did_not_list_makes_refunds_incomplete() -> None:
    found = with_gaps(shop(LOST, refunds={1001: (refund(8, "1.00"),)}, incomplete={"products": "403"}))
    assert {"products": "403", "refunds": "order 1001 has a refund 9 that the shop did not list"} == found.incomplete


def test_where_every_refund_was_listed_or_the_order_is_in_the_trash_or_refunds_are_known_to_be_incomplete_nothing_is_added() -> None:
    listed = shop(LOST, refunds={1001: (refund(8, "1.00"), refund(9))})
    trashed = shop(sold(status="trash", refunds=[{"id": 9, "reason": "", "total": "-12.00"}]))
    known = shop(LOST, incomplete={"refunds": "page 2 broke off"})
    assert [listed, trashed, known] == [with_gaps(each) for each in (listed, trashed, known)]


def test_what_was_not_read_is_told_with_what_is_left_out() -> None:
    sides = shop(incomplete={"tax rates": "403", "webhooks": "404"}), account(incomplete={"prices": "time-out", "pictures": "none"})
    assert [
        ("the shop: tax rates", "The tax rates of the shop could not be read whole: 403. Left out: orders, payments, refunds."),
        ("the shop: webhooks", "The webhooks of the shop could not be read whole: 404. Left out: webhooks."),
        ("Brightpearl: pictures", "The pictures of Brightpearl could not be read whole: none. Left out: nothing."),
        ("Brightpearl: prices", "The prices of Brightpearl could not be read whole: time-out. Left out: prices, new products."),
    ] == [(each.key, each.message) for each in incomplete_issues(*sides)]
    (first, *_) = incomplete_issues(*sides, severity=Severity.BLOCK)
    assert ("side", "tax rates", "403", Severity.BLOCK) == (first.entity, first.field, first.actual, first.severity)


def test_a_subject_lacks_what_either_side_does_not_have_of_it() -> None:
    ours, theirs = shop(incomplete={"settings": "403"}), account(incomplete={"stock": "403"})
    assert [True, True, True, False] == [
        lacking(ours, account(), "orders"),
        lacking(shop(), theirs, "stock"),
        lacking(ours, theirs, "webhooks", "stock"),
        lacking(ours, theirs, "webhooks", "notes"),
    ]
