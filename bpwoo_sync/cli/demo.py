"""The demo: a recorded shop and an account in memory, on loopback sockets, and the whole road between them, twice."""

from __future__ import annotations

import json
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bpwoo_sync.cli.application import DONE, WRONG, now, run_name
from bpwoo_sync.cli.configuration import Configuration, configuration_from
from bpwoo_sync.cli.connections import connected
from bpwoo_sync.cli.steps import applied, back_offices, check_document, check_text, left_out, made_plan, written
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import checked
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import reconciled
from bpwoo_sync.html_report import reconciliation_html
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    ledger_document,
    ledger_text,
    plan_document,
    plan_text,
    reconciliation_document,
    reconciliation_text,
    table,
)
from bpwoo_sync.testing.demo_account import ACCOUNT
from bpwoo_sync.testing.doubles import Served, demo_doubles, demo_tables, serving_doubles
from bpwoo_sync.testing.warehouse import ship_orders
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


def demonstrate(folder: Path, terminal: Terminal) -> int:
    """Check, plan, apply, reconcile and plan again; leave ledger and reports in a folder."""
    started = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ledger.sqlite").unlink(missing_ok=True)
    with serving_doubles(demo_doubles()) as served:
        requests = served.doubles.brightpearl.requests
        configuration = _configured(folder, served)
        store, scope = SqlStore(configuration.ledger_url, pair=configuration.tables.store.key), Scope()
        with store, connected(configuration) as both:
            terminal.say("1. Both connections")
            check = run(checked(configuration.tables), both.brightpearl, both.shop)
            terminal.say(check_text(check))
            terminal.say("\n2. The plan")
            plan = made_plan(configuration, both, store.load(), scope, terminal)
            _written(folder, "plan", plan_text(plan), plan_document(plan))
            terminal.say(plan_text(plan, shown=4))
            terminal.say("\n3. Carrying it out")
            before = len(requests)
            ledger, _ = applied(plan, both, store, run_name(now()), terminal)
            _written(folder, "ledger", ledger_text(ledger), ledger_document(ledger))
            terminal.say(ledger_text(ledger))
            terminal.say(f"  {len(plan)} writes took {len(requests) - before} Brightpearl requests")
            terminal.say("\n4. The warehouse ships some of them")
            shipped = ship_orders(both.brightpearl, now(), most=SHIPPED)
            terminal.say(f"  {shipped} orders left the warehouse in Brightpearl")
            after = made_plan(configuration, both, store.load(), scope, terminal)
            ledger, _ = applied(after, both, store, run_name(now()), terminal)
            terminal.say("\n".join(table(("kind", "number"), after.titles().items())) or "  nothing to do")
            _written(folder, "ledger", ledger_text(ledger), ledger_document(ledger))
            terminal.say("\n5. Do both sides agree?")
            found = run(reconciled(configuration.tables, now, scope, ledger=store.load()), both.brightpearl, both.shop)
            _written(folder, "reconciliation", reconciliation_text(found), reconciliation_document(found))
            written(folder / "report.html", reconciliation_html(found, back_offices=back_offices(configuration)))
            terminal.say(reconciliation_text(found, shown=4))
            terminal.say("\n6. The same once more")
            second = made_plan(configuration, both, store.load(), scope, terminal)
            terminal.say("  nothing to do" if not second.actions else plan_text(second))
    seconds = time.monotonic() - started
    went_well = check.works and not left_out(plan, ledger) and not left_out(after, ledger) and found.agrees and not second.actions
    summary = {
        "agrees": found.agrees,
        "writes": len(plan) + len(after),
        "shipped": shipped,
        "second_run_writes": len(second),
        "brightpearl_requests": len(requests),
        "woocommerce_requests": len(served.doubles.shop.requests),
        "seconds": f"{seconds:.1f}",
        "folder": str(folder),
        "report": str(folder / "report.html"),
        "check": check_document(check),
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
    return DONE if went_well else WRONG


def serve(folder: Path, brightpearl_port: int, shop_port: int, terminal: Terminal) -> int:
    """Serve both doubles until interrupted, with a configuration that reaches them."""
    folder.mkdir(parents=True, exist_ok=True)
    with serving_doubles(demo_doubles(), brightpearl_port=brightpearl_port, shop_port=shop_port) as served:
        _configured(folder, served)
        environment = "\n".join(f"export {name}={value}" for name, value in ENVIRONMENT.items())
        (folder / "environment.sh").write_text(f"{environment}\n", "utf-8")
        terminal.say(f"Brightpearl account {ACCOUNT}: {served.brightpearl_url}")
        terminal.say(f"WooCommerce shop: {served.shop_url}")
        terminal.say(f"In another terminal:\n  . {folder}/environment.sh\n  bpwoo plan --config {folder}/bpwoo.toml")
        terminal.say("Press Ctrl-C to end.")
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            return DONE


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
    text = connections + demo_tables()
    (folder / "bpwoo.toml").write_text(text, "utf-8")
    return configuration_from(tomllib.loads(text), ENVIRONMENT, folder=folder)


def _written(folder: Path, name: str, text: str, document: Any) -> None:
    (folder / f"{name}.txt").write_text(f"{text}\n", "utf-8")
    _saved(folder / f"{name}.json", document)


def _saved(path: Path, document: Any) -> None:
    path.write_text(f"{json.dumps(document, indent=2, ensure_ascii=False)}\n", "utf-8")
