"""``bpwoo reconcile``."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    WRONG,
    AsJson,
    ConfigurationPath,
    OnlyOrders,
    OnlyPrices,
    OnlyShipments,
    OnlyStock,
    app,
    now,
    told_plainly,
)
from bpwoo_sync.cli.configuration import read_configuration
from bpwoo_sync.cli.connections import connected
from bpwoo_sync.cli.steps import back_offices, written
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.working import reconciled
from bpwoo_sync.findings_files import issues_csv, reconciliation_junit
from bpwoo_sync.html_report import reconciliation_html
from bpwoo_sync.issues import Severity
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    reconciliation_document,
    reconciliation_text,
)


@app.command()
@told_plainly
def reconcile(
    config: ConfigurationPath = DEFAULT_PATH,
    orders: OnlyOrders = True,
    shipments: OnlyShipments = True,
    stock: OnlyStock = True,
    prices: OnlyPrices = True,
    html: Annotated[Path | None, typer.Option("--html", help="Also write a report for a browser to this file.")] = None,
    csv: Annotated[Path | None, typer.Option("--csv", help="Also write the findings for a spreadsheet to this file.")] = None,
    junit: Annotated[Path | None, typer.Option("--junit", help="Also write JUnit XML, for schedulers, to this file.")] = None,
    as_json: AsJson = False,
) -> int:
    """Read both systems and show whether they agree, to the minor unit. Writes to neither of them."""
    terminal = Terminal(as_json)
    configuration = read_configuration(config, os.environ)
    terminal.remarks.print("Reading both systems …")
    with connected(configuration) as both:
        found = run(
            reconciled(configuration.tables, now, Scope(orders=orders, shipments=shipments, stock=stock, prices=prices, products=False)),
            both.brightpearl,
            both.shop,
        )
    if html is not None:
        written(html, reconciliation_html(found, back_offices=back_offices(configuration)))
    if csv is not None:
        written(csv, issues_csv(found.issues))
    if junit is not None:
        written(junit, reconciliation_junit(found))
    terminal.result(reconciliation_text(found), reconciliation_document(found))
    return DONE if found.agrees and not any(each.severity is Severity.BLOCK for each in found.issues) else WRONG
