"""What writes that are approved say of themselves where nothing was kept or linked before."""

from __future__ import annotations

from bpwoo_sync.ledger import Ledger
from bpwoo_sync.planning import approvable_plan
from bpwoo_sync.snapshot import Plumbing
from tests.bpwoo_sync.mapping.orders import tables
from tests.bpwoo_sync.mapping.sides import account, product_rows, shop
from tests.bpwoo_sync.planning.test_plumbing import OURS, fresh, hook
from tests.bpwoo_sync.reconciling.worlds import PAID, imported, marked, product


def test_where_nobody_keeps_how_far_polls_came_the_command_is_named() -> None:
    (found,) = fresh(hook("paused", 5)).actions
    assert "Make webhook 5 (order.updated) active again; bpwoo poll --apply brings over what it missed" == found.summary
    assert ("webhook:5:2026-03-03T09:00:00+00:00", "webhook 5") == (found.key, found.entity)


def test_a_first_poll_reads_since_the_shop_went_live() -> None:
    made = approvable_plan(shop(), account(), OURS, Ledger(), plumbing=Plumbing(cursors={}, webhooks=(hook("disabled"),)))
    (poll,) = [each for each in made.actions if each.kind == "poll"]
    assert ("poll:", "Run a poll: bring over, as every poll does, what changed since the shop went live") == (poll.key, poll.summary)


def test_what_is_linked_to_nothing_is_not_linked_anew() -> None:
    sides = shop(products=(product(51, "WIDGET"),)), account(products=product_rows({1: "OTHER", 1000: "WIDGET"}))
    made = approvable_plan(*sides, tables(stock={"warehouses": [2]}), Ledger())
    assert "product-link" not in made.by_kind()


def test_what_is_there_twice_and_a_webhook_are_repaired_in_one_plan() -> None:
    sides = shop(marked()), account(sales_orders=(imported(), imported(id=501)), payments=PAID)
    made = approvable_plan(*sides, OURS, Ledger(), plumbing=Plumbing(cursors=None, webhooks=(hook("disabled"),)))
    assert {"shop-webhook": 1, "duplicate-order": 1} == made.by_kind()
