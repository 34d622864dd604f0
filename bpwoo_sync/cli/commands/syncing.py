"""``bpwoo sync`` and ``bpwoo poll``."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    STOPPED,
    WRONG,
    Apply,
    AsJson,
    ConfigurationPath,
    OnlyOrders,
    OnlyPrices,
    OnlyProducts,
    OnlyShipments,
    OnlyStock,
    app,
    examples,
    now,
    run_name,
    told_plainly,
)
from bpwoo_sync.cli.steps import Applied, again, applied, left_out, read, run_ledger, told_to_apply, told_to_go_on, working
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import run, watched
from bpwoo_sync.effects.polling import planned_poll, poll_advance
from bpwoo_sync.effects.working import keep_progress, planned
from bpwoo_sync.ledger import Status
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    issues_text,
    ledger_document,
    ledger_text,
    plan_document,
    plan_text,
)


@app.command(epilog=examples("bpwoo sync", "bpwoo sync --apply", "bpwoo sync --apply --no-prices --no-products --config acme.toml"))
@told_plainly
def sync(
    config: ConfigurationPath = DEFAULT_PATH,
    apply: Apply = False,
    orders: OnlyOrders = True,
    shipments: OnlyShipments = True,
    stock: OnlyStock = True,
    prices: OnlyPrices = True,
    products: OnlyProducts = True,
    as_json: AsJson = False,
) -> int:
    """Read both systems, and with --apply write what is missing. What is already there is not written again.

    Without --apply nothing is written. Ctrl-C ends it behind the write under way, and the same command goes on.
    """
    terminal = Terminal(as_json)
    scope = Scope(orders=orders, shipments=shipments, stock=stock, prices=prices, products=products)
    command = again(f"sync --apply{_narrowed(scope)}", config)
    with working(config) as (configuration, both, store), store.alone() if apply else nullcontext():
        sides = read(configuration, both, scope, terminal)
        found = planned(sides, configuration.tables, store.load(), scope)
        if not apply:
            return _shown(found, {}, command, terminal)
        name = run_name(now())
        done = applied(found, both, store, name, terminal)
        if not done.stopped:
            keep_progress(sides, found, done.ledger, configuration.tables, scope, store)
    ours = run_ledger(done.ledger, name)
    text = "\n".join([*issues_text(found.issues), "", ledger_text(ours)])
    document = {
        "run": name,
        "applied": True,
        "stopped": done.stopped,
        "plan": plan_document(found),
        "outcomes": ledger_document(ours),
    }
    terminal.result(text, document)
    return _status(found, done, command, terminal)


@app.command(epilog=examples("bpwoo poll", "bpwoo poll --apply --config acme.toml"))
@told_plainly
def poll(config: ConfigurationPath = DEFAULT_PATH, apply: Apply = False, as_json: AsJson = False) -> int:
    """Look at the orders, refunds and shipments of which something changed since the last poll, and with --apply write.

    Without --apply nothing is written, and the next poll looks at the same again. Stock, prices and products are the
    business of sync, which also finds whatever polls should have missed.
    """
    terminal = Terminal(as_json)
    name, command = run_name(now()), again("poll --apply", config)
    with working(config) as (configuration, both, store), store.alone() if apply else nullcontext():
        with terminal.activity("Reading what changed") as look:
            flow = planned_poll(configuration.tables, store.load(), store, now)
            changes, found = run(watched(flow, look), both.brightpearl, both.shop)
        about = {"orders": len(changes.orders), "stock_moved": changes.stock}
        looked_at = f"{len(changes.orders)} {'order' if len(changes.orders) == 1 else 'orders'} looked at, {len(found)} writes"
        if not apply:
            return _shown(found, about, command, terminal, looked_at)
        done = applied(found, both, store, name, terminal)
        advance = poll_advance(changes, found, done.ledger)
        if not done.stopped:
            store.advance(advance)
    ours = run_ledger(done.ledger, name)
    text = "\n".join([looked_at, *issues_text(found.issues), *([ledger_text(ours)] if found.actions else [])])
    document = {
        "run": name,
        "applied": True,
        "stopped": done.stopped,
        **about,
        "plan": plan_document(found),
        "outcomes": ledger_document(ours),
        "cursors": {} if done.stopped else {cursor: at.isoformat() for cursor, at in advance.cursors.items()},
    }
    terminal.result(text, document)
    return _status(found, done, command, terminal)


def _shown(found: Plan, about: Mapping[str, object], command: str, terminal: Terminal, title: str = "") -> int:
    """What a dry run shows: the plan, and how it would be carried out."""
    document = {"run": None, "applied": False, "stopped": False, **about, "plan": plan_document(found), "outcomes": []}
    terminal.result("\n".join(filter(None, [title, plan_text(found)])), document)
    told_to_apply(found, command, terminal)
    return WRONG if found.held else DONE


def _status(found: Plan, done: Applied, command: str, terminal: Terminal) -> int:
    if done.stopped:
        told_to_go_on(done, found, command, terminal)
        return STOPPED
    wrong = any(each.status is not Status.DONE for each in done.outcomes)
    return WRONG if wrong or found.held or left_out(found, done.ledger) else DONE


def _narrowed(scope: Scope) -> str:
    """The options that a scope was made by."""
    names = ("orders", "shipments", "stock", "prices", "products")
    return "".join(f" --no-{name}" for name in names if not getattr(scope, name))
