"""A bank transfer that somebody books in Brightpearl, on the doubles: once approved the shop's order goes on, paid once."""

from __future__ import annotations

from decimal import Decimal

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.ledger import Status
from tests.bpwoo_sync.effects.repairing import carried_out, compared
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought


def transferred() -> World:
    """An order on hold that was brought in, and whose transfer somebody booked."""
    world = World(0, 6)
    with clients(world.doubles) as both:
        order = bought(both, status=woo.OrderStatus.ON_HOLD)
        world.sync(both, ORDERS)
        (record,) = world.doubles.brightpearl.records("orders")
        draft = bp.CustomerPaymentDraft(
            transaction_ref="statement 7",
            payment_method_code="OTHER",
            payment_type=bp.PaymentType.RECEIPT,
            order_id=int(record["id"]),
            currency_iso_code=order.currency,
            amount_paid=Decimal(order.total),
            payment_date=world.clock(),
        )
        both.account.customer_payments.create(draft)
    world.clock.pass_(hours=3)
    return world


def test_the_order_goes_on_stamped_as_paid_and_no_sync_posts_the_payment_again() -> None:
    world = transferred()
    made = compared(world)
    assert (["PAID_IN_BP_ONLY"], {"shop-order": 1}) == ([each.code for each in made.found.issues], made.repairs.by_kind())
    assert Status.DONE is carried_out(world, made.repairs).status
    (order,) = world.doubles.shop.records("orders")
    assert ("processing", True) == (order["status"], bool(order["date_paid_gmt"]))
    with clients(world.doubles) as both:
        assert "payment" not in world.sync(both, ORDERS).by_kind()
    assert 1 == len(world.doubles.brightpearl.records("payments"))
    world.clock.pass_(hours=3)
    assert set() == {each.code for each in compared(world).found.issues} & {"PAID_IN_BP_ONLY", "UNPAID_IN_BP", "OVERPAID_IN_BP"}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_the_shop_does_the_order_goes_on_in_the_end(trouble: str) -> None:
    world = transferred()
    plan = compared(world).repairs
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    carried_out(world, plan, shop_faults=[shop_testing.Fault(wrong=shop_testing.Wrong[wrong], nth=1, method="POST", status=status)])
    assert Status.DONE is carried_out(world, plan).status
    assert ["processing"] == [each["status"] for each in world.doubles.shop.records("orders")]
