"""Webhooks made active again, polls that are run and products that are linked anew, on the doubles: once, as a person approved it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from attrs import evolve

import woocommerce_sdk as woo
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import carrying_out
from bpwoo_sync.effects.working import Comparison, carrying_out_repairs, reconciled_with_repairs
from bpwoo_sync.increments import POLLED
from bpwoo_sync.ledger import Status
from bpwoo_sync.links import ledger_links
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from tests.bpwoo_sync.effects.test_faults import TROUBLES, clients
from tests.bpwoo_sync.effects.world import ORDERS, World, bought

ADDRESS = "https://sync.example/"
PRODUCTS = Scope(orders=False, shipments=False, prices=False)


def switched_off() -> World:
    """An order that no webhook told of, for the shop had switched it off, and no poll since."""
    world = World(0, 6)
    world.tables = evolve(world.tables, increments=evolve(world.tables.increments, webhook_address=ADDRESS))
    with clients(world.doubles) as both:
        world.sync(both, ORDERS)
        hook = both.shop.webhooks.create(woo.WebhookDraft(topic="order.created", delivery_url=f"{ADDRESS}hook", secret="s"))
        both.shop.webhooks.update(hook.id, woo.WebhookDraft(status=woo.WebhookStatus.DISABLED))
        bought(both)
    world.clock.pass_(hours=3)
    return world


def compared(world: World, scope: Scope = ORDERS) -> Comparison:
    """What is found, and what repairs it."""
    with clients(world.doubles) as both:
        flow = reconciled_with_repairs(world.tables, world.clock, scope, world.store.load(), progress=world.store)
        return run(flow, both.account, both.shop, sleep=lambda seconds: None)


def only(plan: Plan, *kinds: str) -> Plan:
    """The plan's writes of these kinds."""
    return plan.only(kinds=kinds)


def carried_out(world: World, plan: Plan, faults: Sequence[shop_testing.Fault] = ()) -> list[Status]:
    """The plan, as it was approved; what became of its writes."""
    with clients(world.doubles, shop_faults=faults) as both:
        flow = carrying_out_repairs(plan, world.tables, world.store, world.performance)
        run(flow, both.account, both.shop, sleep=lambda seconds: None)
    ledger = world.store.load()
    return [ledger.latest[action.key].status for action in plan if action.key in ledger.latest]


def statuses(world: World) -> list[str]:
    """How the shop's webhooks are."""
    return [each["status"] for each in world.doubles.shop.records("webhooks")]


def test_the_webhook_is_made_active_again_and_the_poll_brings_over_what_it_missed() -> None:
    world = switched_off()
    made = compared(world)
    assert {"WEBHOOK_DISABLED", "CURSOR_STALE", "MISSING_IN_BP"} == {each.code for each in made.found.issues}
    before = world.store.cursors()[POLLED]
    assert [Status.DONE] * 2 == carried_out(world, only(made.repairs, "shop-webhook", "poll"))
    assert (["active"], 1, True) == (
        statuses(world),
        len(world.doubles.brightpearl.records("orders")),
        before < world.store.cursors()[POLLED],
    )
    again = compared(world)
    assert set() == {"WEBHOOK_DISABLED", "CURSOR_STALE", "MISSING_IN_BP"} & {each.code for each in again.found.issues}
    assert {} == again.repairs.by_kind()


def test_a_whole_plan_of_repairs_imports_the_order_once_and_its_poll_finds_it_done() -> None:
    world = switched_off()
    plan = compared(world).repairs
    assert {"sales-order", "shop-webhook", "poll"} <= plan.by_kind().keys()
    assert {Status.DONE} == set(carried_out(world, plan))
    assert 1 == len(world.doubles.brightpearl.records("orders"))


@pytest.mark.parametrize("trouble", TROUBLES)
def test_whatever_the_shop_does_the_webhook_is_active_in_the_end(trouble: str) -> None:
    world = switched_off()
    plan = only(compared(world).repairs, "shop-webhook")
    details = dict(TROUBLES[trouble])
    wrong, status = str(details.pop("wrong")), details.pop("status", 500)
    assert isinstance(status, int)
    carried_out(world, plan, [shop_testing.Fault(wrong=shop_testing.Wrong[wrong], nth=1, method="POST", status=status)])
    assert ([Status.DONE], ["active"]) == (carried_out(world, plan), statuses(world))


def test_a_webhook_that_somebody_removed_is_told() -> None:
    world = switched_off()
    plan = only(compared(world).repairs, "shop-webhook")
    with clients(world.doubles) as both:
        (hook,) = both.shop.webhooks.list()
        both.shop.webhooks.delete(hook.id)
    assert [Status.FAILED] == carried_out(world, plan)


def test_a_poll_that_ends_early_is_told_keeps_nothing_of_its_progress_and_is_run_anew() -> None:
    world = switched_off()
    plan = only(compared(world).repairs, "poll")
    before = world.store.cursors()
    lasting = [shop_testing.Fault(wrong=shop_testing.Wrong.STATUS_BEFORE, nth=nth, method="GET", status=403) for nth in range(1, 9)]
    assert ([Status.FAILED], before) == (carried_out(world, plan, lasting), world.store.cursors())
    assert "the poll ended early" in world.store.load().latest[plan.actions[0].key].detail
    assert [Status.DONE] == carried_out(world, plan)
    assert before[POLLED] < world.store.cursors()[POLLED]


def test_a_poll_that_was_cut_off_is_run_again() -> None:
    world = switched_off()
    plan = only(compared(world).repairs, "poll")
    carried_out(world, plan)
    key = plan.actions[0].key
    world.store.outcomes = [each for each in world.store.outcomes if each.key != key or each.status is Status.STARTED]
    assert [Status.DONE] == carried_out(world, plan)
    assert 1 == len(world.doubles.brightpearl.records("orders"))


def test_what_carries_a_plan_out_without_polls_says_how_to_run_one() -> None:
    world = switched_off()
    plan = only(compared(world).repairs, "poll")
    with clients(world.doubles) as both:
        ledger = run(carrying_out(plan, world.store, world.performance), both.account, both.shop, sleep=lambda seconds: None)
    outcome = ledger.latest[plan.actions[0].key]
    assert (Status.FAILED, True) == (outcome.status, "bpwoo poll --apply" in outcome.detail)


def swapped() -> World:
    """Two products whose SKUs somebody exchanged in Brightpearl, after they were linked."""
    world = World(0, 6)
    with clients(world.doubles) as both:
        world.sync(both, PRODUCTS)
    one, two = [each for each in world.doubles.brightpearl.records("products") if each["stock"]["stockTracked"]][:2]
    exchanged = [{**each, "identity": {**each["identity"], "sku": other["identity"]["sku"]}} for each, other in ((one, two), (two, one))]
    world.doubles.brightpearl.load("products", exchanged)
    world.clock.pass_(hours=3)
    return world


def test_products_are_linked_anew_by_an_entry_of_the_ledger_and_by_no_request() -> None:
    world = swapped()
    made = compared(world, PRODUCTS)
    assert ("LINK_BROKEN" in {each.code for each in made.found.issues}, {"product-link": 2}) == (True, made.repairs.by_kind())
    asked = len(world.doubles.brightpearl.requests), len(world.doubles.shop.requests)
    assert [Status.DONE] * 2 == carried_out(world, made.repairs)
    assert asked == (len(world.doubles.brightpearl.requests), len(world.doubles.shop.requests))
    links = ledger_links(world.store.load())
    assert {each.payload["productId"]: (each.payload["shopProductId"], each.payload["shopVariationId"]) for each in made.repairs} == {
        id: place for place, id in links.items() if id in {each.payload["productId"] for each in made.repairs}
    }
    world.clock.pass_(hours=3)
    with clients(world.doubles) as both:
        world.sync(both, PRODUCTS)
    world.clock.pass_(hours=3)
    assert () == tuple(each for each in compared(world, PRODUCTS).found.issues if each.code in ("LINK_BROKEN", "STOCK_DRIFT"))
