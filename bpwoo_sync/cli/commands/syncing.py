"""``bpwoo sync`` and ``bpwoo poll``."""

from __future__ import annotations

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    WRONG,
    AsJson,
    ConfigurationPath,
    OnlyOrders,
    OnlyPrices,
    OnlyProducts,
    OnlyShipments,
    OnlyStock,
    app,
    now,
    run_name,
    told_plainly,
)
from bpwoo_sync.cli.steps import applied, left_out, read, run_ledger, working
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.performing import Performance
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.effects.working import keep_progress, planned
from bpwoo_sync.ledger import Outcome, Status
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    issues_text,
    ledger_document,
    ledger_text,
    plan_document,
)


@app.command()
@told_plainly
def sync(
    config: ConfigurationPath = DEFAULT_PATH,
    orders: OnlyOrders = True,
    shipments: OnlyShipments = True,
    stock: OnlyStock = True,
    prices: OnlyPrices = True,
    products: OnlyProducts = True,
    as_json: AsJson = False,
) -> int:
    """Read both systems, and write what is missing. What is already there is not written again."""
    terminal = Terminal(as_json)
    scope = Scope(orders=orders, shipments=shipments, stock=stock, prices=prices, products=products)
    with working(config) as (configuration, both, store):
        sides = read(configuration, both, scope, terminal)
        found = planned(sides, configuration.tables, store.load(), scope)
        name = run_name(now())
        ledger, outcomes = applied(found, both, store, name, terminal)
        keep_progress(sides, found, ledger, configuration.tables, scope, store)
    text = "\n".join([*issues_text(found.issues), "", ledger_text(run_ledger(ledger, name))])
    document = {"run": name, "plan": plan_document(found), "outcomes": ledger_document(run_ledger(ledger, name))}
    terminal.result(text, document)
    wrong = [each for each in outcomes if each.status is not Status.DONE]
    return WRONG if wrong or found.held or left_out(found, ledger) else DONE


@app.command()
@told_plainly
def poll(config: ConfigurationPath = DEFAULT_PATH, as_json: AsJson = False) -> int:
    """Deal with the orders, refunds and shipments of which something changed since the last poll.

    Stock, prices and products are the business of sync, which also finds whatever polls should have missed.
    """
    terminal = Terminal(as_json)
    name = run_name(now())
    outcomes: list[Outcome] = []
    with working(config) as (configuration, both, store):
        performance = Performance(now=now, run=name)
        found = run(polled(configuration.tables, store, store, performance, seen=outcomes.extend), both.brightpearl, both.shop)
    done = run_ledger(found.ledger, name)
    looked_at = f"{found.orders} {'order' if found.orders == 1 else 'orders'} looked at, {len(found.plan)} writes"
    text = "\n".join([looked_at, *issues_text(found.plan.issues), *([ledger_text(done)] if found.plan.actions else [])])
    document = {
        "run": name,
        "orders": found.orders,
        "stock_moved": found.stock,
        "plan": plan_document(found.plan),
        "outcomes": ledger_document(done),
        "cursors": {cursor: at.isoformat() for cursor, at in found.advance.cursors.items()},
    }
    terminal.result(text, document)
    wrong = [each for each in outcomes if each.status not in (Status.DONE, Status.STARTED)]
    return WRONG if wrong or found.plan.held or left_out(found.plan, found.ledger) else DONE
