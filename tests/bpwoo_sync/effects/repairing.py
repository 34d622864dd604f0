"""How repairs are found, approved and carried out in a world of two doubles."""

from __future__ import annotations

from collections.abc import Sequence

import brightpearl_sdk.testing as brightpearl_testing
import woocommerce_sdk.testing as shop_testing
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import carrying_out
from bpwoo_sync.effects.working import Comparison, reconciled_with_repairs
from bpwoo_sync.ledger import Outcome
from bpwoo_sync.plan import Plan
from tests.bpwoo_sync.effects.test_faults import clients
from tests.bpwoo_sync.effects.world import ORDERS, World


def compared(world: World) -> Comparison:
    """What is found, and what repairs it."""
    with clients(world.doubles) as both:
        flow = reconciled_with_repairs(world.tables, world.clock, ORDERS, world.store.load())
        return run(flow, both.account, both.shop, sleep=lambda seconds: None)


def carried_out(
    world: World,
    plan: Plan,
    account_faults: Sequence[brightpearl_testing.Fault] = (),
    shop_faults: Sequence[shop_testing.Fault] = (),
) -> Outcome:
    """The plan, as it was approved; what became of its first write."""
    with clients(world.doubles, account_faults, shop_faults) as both:
        run(carrying_out(plan, world.store, world.performance), both.account, both.shop, sleep=lambda seconds: None)
    return world.store.load().latest[plan.actions[0].key]
