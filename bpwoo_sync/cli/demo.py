"""The demo: a recorded shop and an account in memory, on loopback sockets, and the whole road between them, twice."""

from __future__ import annotations

import json
import sys
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from bpwoo_sync.cli.application import DONE, WRONG, now, run_name
from bpwoo_sync.cli.configuration import Configuration, configuration_from
from bpwoo_sync.cli.connections import Connections, connected
from bpwoo_sync.cli.steps import applied, back_offices, check_document, check_text, left_out, made_plan, written
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import checked
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import reconciled
from bpwoo_sync.html_report import reconciliation_html
from bpwoo_sync.ledger import Ledger
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    issues_text,
    ledger_document,
    ledger_text,
    plan_document,
    plan_text,
    reconciliation_document,
    reconciliation_text,
    table,
)
from bpwoo_sync.testing.demo_account import ACCOUNT
from bpwoo_sync.testing.doubles import Served, demo_doubles, demo_tables, served_environment, serving_doubles
from bpwoo_sync.testing.happenings import bought, cancel_in_account, day_goes_by, known_before, new_in_shop, weighed
from bpwoo_sync.testing.warehouse import cost_goods
from brightpearl_sdk.testing import DEMO_APP
from woocommerce_sdk.testing import DEMO_KEY

#: How many orders the demo's warehouse ships.
SHIPPED = 5

#: The secrets of the two doubles, as the environment would hold those of real systems.
ENVIRONMENT: Mapping[str, str] = {
    "BRIGHTPEARL_APP_REF": DEMO_APP.app_ref,
    "BRIGHTPEARL_ACCOUNT_TOKEN": DEMO_APP.account_token,
    "WOOCOMMERCE_KEY": DEMO_KEY.consumer_key,
    "WOOCOMMERCE_SECRET": DEMO_KEY.consumer_secret,
}


#: What the demo sets beside the tables that it shares with tests: it lets more of the flows run.
ORDERS = """
edits = "update"                      # what the shop changes is changed in Brightpearl while nothing speaks against it
contact_update = "all"                # a customer's newest order brings the contact that Brightpearl has up to it
"""
REFUNDS = """
restock = "shipped_only"              # what had left and came back is taken in
restock_since = {}
"""
FURTHER = """
[shipments]
tracking_plugin = true                # the plug-in Shipment Tracking is told of each tracking number

[shipments.providers]                 # shipping method id -> a carrier that the plug-in knows
1 = "USPS"

[[orders.custom_fields]]              # what a plug-in keeps with an order -> a field of sales orders
meta = "_gift"
code = "PCF_GIFT"
type = "YES_NO"
[cancellations]
tell_shop = true                      # what is cancelled in Brightpearl is cancelled in the shop

[stock.channel]
unavailable = "hidden"                # what Brightpearl does not sell on the shop's channel is not shown
sells_without_stock = "notify"        # what it sells there without stock may be ordered in advance
"""

#: Who has bought before, what a piece cost that comes back, and what is weighed.
KNOWN, COST, WEIGHED = "cust8@shop.example", "12.5000", "NEW-LAMP"

#: What is bought once goods are reserved as orders come in.
BOUGHT = "XT-A"

#: Only the products of both sides.
PRODUCTS = Scope(orders=False, shipments=False, stock=False, prices=False)


def demonstrate(folder: Path, terminal: Terminal) -> int:
    """Check, plan, apply, let a day go by, reconcile and plan again; leave ledger and reports in a folder."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.sqlite").unlink(missing_ok=True)
    with serving_doubles(demo_doubles()) as served:
        requests = served.doubles.brightpearl.requests
        configuration = _configured(folder, served)
        first, later = _first_import(configuration), _reserving(configuration)
        store, scope = SqlStore(configuration.ledger_url, pair=configuration.pair), Scope()
        with store, connected(configuration) as both:
            terminal.say("1. Both connections")
            check = run(checked(configuration.tables), both.brightpearl, both.shop)
            terminal.say(check_text(check))
            terminal.say("\n2. Products that Brightpearl lacks")
            terminal.say(f"  {new_in_shop(both.shop)}\n")
            lacking = made_plan(first, both, store.load(), PRODUCTS, terminal)
            ledger = _carried_out(lacking, both, store, terminal)
            terminal.say("\n".join(table(("kind", "number"), lacking.titles().items()) or ["  none"]))
            terminal.say("\n3. The plan")
            terminal.say(f"  {known_before(both.brightpearl, KNOWN)}\n")
            plan = made_plan(configuration, both, store.load(), scope, terminal)
            _written(folder, "plan", plan_text(plan), plan_document(plan))
            terminal.say(plan_text(plan, shown=4))
            terminal.say("\n4. Carrying it out")
            before = len(requests)
            ledger = _carried_out(plan, both, store, terminal)
            _written(folder, "ledger", ledger_text(ledger), ledger_document(ledger))
            terminal.say(ledger_text(ledger))
            terminal.say(f"  {len(plan)} writes took {len(requests) - before} Brightpearl requests")
            terminal.say("\n5. A day goes by")
            # The shop's moments are whole seconds: what comes back within this one has left before.
            happened = day_goes_by(both.brightpearl, both.shop, now().replace(microsecond=0), shipped=SHIPPED)
            told = [*happened.told, weighed(both.brightpearl, WEIGHED), bought(both.shop, BOUGHT)]
            terminal.say("\n".join(f"  {each}" for each in told))
            for sales_order_id in happened.returned:
                cost_goods(served.doubles.brightpearl, sales_order_id, COST)
            after = made_plan(later, both, store.load(), scope, terminal)
            ledger = _carried_out(after, both, store, terminal)
            terminal.say("\n".join(table(("kind", "number"), after.titles().items())) or "  nothing to do")
            news = [each for each in after.issues if each not in plan.issues]
            terminal.say("\n".join(issues_text(news, shown=4)))
            _written(folder, "ledger", ledger_text(ledger), ledger_document(ledger))
            terminal.say("\n6. Somebody looks into what it says, and cancels that sales order in Brightpearl")
            for sales_order_id in happened.deleted:
                cancel_in_account(both.brightpearl, sales_order_id, happened.cancelled)
            last = made_plan(later, both, store.load(), scope, terminal)
            ledger = _carried_out(last, both, store, terminal)
            terminal.say("\n".join(table(("kind", "number"), last.titles().items())) or "  nothing to do")
            terminal.say("\n7. Do both sides agree?")
            found = run(reconciled(later.tables, now, scope, ledger=store.load()), both.brightpearl, both.shop)
            _written(folder, "reconciliation", reconciliation_text(found), reconciliation_document(found))
            written(folder / "report.html", reconciliation_html(found, back_offices=back_offices(configuration)))
            terminal.say(reconciliation_text(found, shown=4))
            terminal.say("\n8. The same once more")
            second = made_plan(later, both, store.load(), scope, terminal)
            again = made_plan(first, both, store.load(), PRODUCTS, terminal)
            left = [*second.actions, *again.actions]
            terminal.say("  nothing to do" if not left else plan_text(second))
    seconds = time.monotonic() - started
    undone = [key for each in (lacking, plan, after, last) for key in left_out(each, ledger)]
    summary = {
        "agrees": found.agrees,
        "writes": len(lacking) + len(plan) + len(after) + len(last),
        "shipped": happened.shipped,
        "second_run_writes": len(left),
        "brightpearl_requests": len(requests),
        "woocommerce_requests": len(served.doubles.shop.requests),
        "seconds": f"{seconds:.1f}",
        "folder": str(folder),
        "report": str(folder / "report.html"),
        "check": check_document(check),
        "kinds": sorted({action.kind for each in (lacking, plan, after, last) for action in each}),
        "reconciliation": reconciliation_document(found),
    }
    _saved(folder / "summary.json", summary)
    lines = [
        "",
        f"{len(requests)} Brightpearl requests (200 a minute are allowed), {len(served.doubles.shop.requests)} WooCommerce requests, "
        f"{seconds:.1f} s.",
        f"Plan, ledger and reconciliation, as text and as JSON, are in {folder.absolute()}",
        f"What a person reads in a browser: {folder.absolute() / 'report.html'}",
        "Go on with: bpwoo sandbox",
    ]
    terminal.result("\n".join(lines), summary)
    return DONE if check.works and not undone and found.agrees and not left else WRONG


def _first_import(configuration: Configuration) -> Configuration:
    """The same, but that products go to Brightpearl: once, before anything is sold through it."""
    settings = evolve(configuration.tables.products, make="in-account", brand_id=1, product_type_id=1, tax_classes={"NY": ""})
    return evolve(configuration, tables=evolve(configuration.tables, products=settings))


def _reserving(configuration: Configuration) -> Configuration:
    """The same, but that Brightpearl is asked to reserve the goods of each order that comes in from now on."""
    return evolve(configuration, tables=evolve(configuration.tables, orders=evolve(configuration.tables.orders, allocate=True)))


def serve(folder: Path, brightpearl_port: int, shop_port: int, terminal: Terminal, certificate: tuple[str, str] | None = None) -> int:
    """Serve both doubles until interrupted, with a configuration that reaches them."""
    folder.mkdir(parents=True, exist_ok=True)
    with serving_doubles(demo_doubles(), brightpearl_port=brightpearl_port, shop_port=shop_port, certificate=certificate) as served:
        _configured(folder, served)
        environment = "\n".join(f"export {name}={value}" for name, value in served_environment(served).items())
        (folder / "environment.sh").write_text(f"{environment}\n", "utf-8")
        text = [
            f"Brightpearl account {ACCOUNT}: {served.brightpearl_url}",
            f"WooCommerce shop: {served.shop_url}",
            f"In another terminal:\n  . {folder}/environment.sh\n  bpwoo plan --config {folder}/bpwoo.toml",
            "Press Ctrl-C to end.",
        ]
        document = {
            "account": ACCOUNT,
            "brightpearl": served.brightpearl_url,
            "shop": served.shop_url,
            "configuration": str(folder / "bpwoo.toml"),
            "environment": str(folder / "environment.sh"),
        }
        terminal.result("\n".join(text), document)
        sys.stdout.flush()
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return DONE


def _carried_out(plan: Plan, both: Connections, store: SqlStore, terminal: Terminal) -> Ledger:
    done = applied(plan, both, store, run_name(now()), terminal)
    if done.stopped:
        raise KeyboardInterrupt
    return done.ledger


def _configured(folder: Path, served: Served) -> Configuration:
    connections = f"""\
[brightpearl]
account = "{ACCOUNT}"
base_url = "{served.brightpearl_url}"

[woocommerce]
url = "{served.shop_url}"

[ledger]
url = "sqlite:///ledger.sqlite"

"""
    text = connections + _with(demo_tables(), {"orders": ORDERS, "refunds": REFUNDS.format(f"{now():%Y-%m-%dT%H:%M:%SZ}")}) + FURTHER
    (folder / "bpwoo.toml").write_text(text, "utf-8")
    return configuration_from(tomllib.loads(text), ENVIRONMENT, folder=folder)


def _with(tables: str, more: Mapping[str, str]) -> str:
    """The tables with more keys in some of their sections."""
    for section, keys in more.items():
        tables = tables.replace(f"[{section}]\n", f"[{section}]{keys}", 1)
    return tables


def _written(folder: Path, name: str, text: str, document: Any) -> None:
    (folder / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    _saved(folder / f"{name}.json", document)


def _saved(path: Path, document: Any) -> None:
    path.write_text(f"{json.dumps(document, indent=2, ensure_ascii=False)}\n", "utf-8")
