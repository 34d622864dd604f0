"""``bpwoo reconcile``."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer
from attrs import evolve

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
    examples,
    now,
    told_plainly,
)
from bpwoo_sync.cli.configuration import Configuration, read_configuration
from bpwoo_sync.cli.connections import connected
from bpwoo_sync.cli.steps import back_offices, kept_links, working, written
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.comparing import compared
from bpwoo_sync.effects.flow import run, watched
from bpwoo_sync.effects.snapshots.files import MANIFEST, open_pair
from bpwoo_sync.effects.snapshots.taking import snapshots_taken
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import reconciled, reconciled_with_repairs
from bpwoo_sync.errors import ConfigurationError, SnapshotError
from bpwoo_sync.findings_files import findings_csv, reconciliation_junit, totals_csv
from bpwoo_sync.history import history_document, history_text
from bpwoo_sync.html_report import reconciliation_html
from bpwoo_sync.kept import SUBJECTS, Side
from bpwoo_sync.plan import Plan
from bpwoo_sync.planning import Scope
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.report import (
    plan_document,
    reconciliation_document,
    reconciliation_text,
)
from bpwoo_sync.trends import Runs, finished


@app.command(
    epilog=examples("bpwoo reconcile", "bpwoo reconcile --html report.html --csv findings.csv", "bpwoo reconcile --repairs repairs.json")
)
@told_plainly
def reconcile(
    config: ConfigurationPath = DEFAULT_PATH,
    orders: OnlyOrders = True,
    shipments: OnlyShipments = True,
    stock: OnlyStock = True,
    prices: OnlyPrices = True,
    products: OnlyProducts = True,
    repairs: Annotated[
        Path | None, typer.Option("--repairs", help="Also keep a plan of what repairs the findings, to be approved and applied.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Also write a report for a browser to this file.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Also write the findings for a spreadsheet to this file.")] = None,
    totals: Annotated[Path | None, typer.Option("--totals", help="Also write the control totals for a spreadsheet to this file.")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Also write JUnit XML, for schedulers, to this file.")] = None,
    snapshots: Annotated[
        tuple[Path, Path] | None,
        typer.Option("--snapshots", metavar="SHOP ACCOUNT", help="Compare these two snapshots, and ask neither system."),
    ] = None,
    snapshot: Annotated[
        Path | None,
        typer.Option("--snapshot", help="Read page by page into this folder, and compare that. Interrupted, give it again: it goes on."),
    ] = None,
    days: Annotated[
        int | None,
        typer.Option("--days", min=0, help="Compare orders of so many days, and open ones; 0 for all. Else as the configuration says."),
    ] = None,
    record: Annotated[bool, typer.Option("--record/--no-record", help="Keep what it came to in the ledger's database.")] = True,
    history: Annotated[bool, typer.Option("--history", help="Show what earlier ones came to, and ask neither system.")] = False,
    as_json: AsJson = False,
) -> int:
    """Read both systems and show whether they agree, to the minor unit. Writes to neither of them."""
    terminal = Terminal(as_json)
    if history:
        configuration = read_configuration(config, os.environ)
        runs = _earlier(configuration)
        terminal.result(history_text(runs), history_document(runs))
        return DONE
    scope = Scope(orders=orders, shipments=shipments, stock=stock, prices=prices, products=products)
    repairing: Plan | None = None
    if snapshot is not None and snapshots is not None:
        raise ConfigurationError("--snapshot: reads both systems, and --snapshots reads neither; leave one of both out")
    kept: tuple[Path, Path] | None = snapshots
    if snapshot is not None or kept is not None:
        configuration = read_configuration(config, os.environ)
        if repairs is not None:
            raise ConfigurationError("--repairs: snapshots do not hold what a plan needs; leave one of both out")
        kept = kept or _taken(configuration, scope, snapshot or Path(), terminal)
        found = _later(configuration, scope, *kept)
    else:
        configuration, found, repairing = _live(config, scope, terminal, days=days, repairing=repairs is not None)
    if html is not None:
        earlier = _earlier(configuration)
        # A later look at snapshots says nothing of how both systems are now, so it is none of the runs.
        runs = earlier if snapshots is not None else Runs((*earlier, finished(found)))
        written(html, reconciliation_html(found, back_offices=back_offices(configuration), history=runs))
    if csv is not None:
        written(csv, findings_csv(found))
    if totals is not None:
        written(totals, totals_csv(found))
    if junit is not None:
        written(junit, reconciliation_junit(found))
    if repairs is not None and repairing is not None:
        written(repairs, f"{json.dumps(plan_document(repairing), indent=2, ensure_ascii=False)}\n")
        told = f"{len(repairing)} repairs are kept in {repairs}. To carry them out: bpwoo apply {repairs} --digest {repairing.digest[:12]}"
        terminal.remarks.print(told, markup=False)
    terminal.result(reconciliation_text(found), reconciliation_document(found))
    if record and snapshots is None:
        with SqlStore(configuration.ledger_url, pair=configuration.pair) as store:
            # The same snapshots compared again are no further run.
            if snapshot is None or all(run.at != found.looked_at for run in store.remembered(most=1)):
                store.remember(finished(found))
    return WRONG if found.reasons else DONE


def _earlier(configuration: Configuration) -> Runs:
    with SqlStore(configuration.ledger_url, pair=configuration.pair) as store:
        return store.remembered()


def _live(
    config: Path, scope: Scope, terminal: Terminal, *, days: int | None, repairing: bool
) -> tuple[Configuration, Reconciliation, Plan | None]:
    """Both systems, read now, and the plan of repairs where it is wanted."""
    with working(config) as (configuration, both, store), terminal.activity("Reading both systems") as look:
        told, ledger = configuration.tables, store.load()
        last = next((run.at for run in store.remembered(most=1)), None)
        tables = told if days is None else evolve(told, reconcile=evolve(told.reconcile, window_days=days))
        if not repairing:
            flow = reconciled(tables, now, scope, ledger=ledger, progress=store, repaired_since=last)
            return configuration, run(watched(flow, look), both.brightpearl, both.shop), None
        both_sides = reconciled_with_repairs(tables, now, scope, ledger, progress=store, repaired_since=last)
        made = run(watched(both_sides, look), both.brightpearl, both.shop)
        return configuration, made.found, made.repairs


def _taken(configuration: Configuration, scope: Scope, folder: Path, terminal: Terminal) -> tuple[Path, Path]:
    """Snapshots of both sides in a folder: those that are whole already, else read, going on where a reading was interrupted."""
    chosen = {"lookups": scope.orders, "orders": scope.orders, "stock": scope.stock, "prices": scope.prices}
    folders: dict[Side, Path] = {"shop": folder / "shop", "account": folder / "account"}
    if not all((each / MANIFEST).exists() for each in folders.values()) or any((each / "pages").exists() for each in folders.values()):
        subjects = tuple(subject for subject in SUBJECTS if chosen[subject])
        with connected(configuration) as both, terminal.activity("Reading, page by page") as look:
            flow = snapshots_taken(configuration.tables, folders, now, subjects=subjects, links=kept_links(configuration))
            run(watched(flow, look), both.brightpearl, both.shop)
    return folders["shop"], folders["account"]


def _later(configuration: Configuration, scope: Scope, shop: Path, account: Path) -> Reconciliation:
    """Both systems, as two snapshots have them. Refuses sides of which something could not be read whole."""
    # Links of products are among the lookups.
    asked_for = {
        "lookups": scope.orders or scope.stock or scope.prices,
        "orders": scope.orders,
        "stock": scope.stock,
        "prices": scope.prices,
    }
    wanted = [name for name, asked in asked_for.items() if asked]
    pair = open_pair(shop, account)
    if pair[0].manifest.store != configuration.tables.store.key:
        raise ConfigurationError(f"store.key: is {configuration.tables.store.key}, and the snapshots are of {pair[0].manifest.store}")
    for each in pair:
        partial = [name for name in wanted if name in each.manifest.incomplete]
        if partial:
            told = ", ".join(partial)
            raise SnapshotError(f"{each.folder}: {told} could not be read whole, so differences would tell nothing. Take it again.")
    ours, theirs = (each.kept(wanted) for each in pair)
    return compared(ours, theirs, configuration.tables)
