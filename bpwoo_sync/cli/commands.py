"""What the ``bpwoo`` command can do, a function to a subcommand.

Exit status: 0 done, 1 discrepancies or failures, 2 a configuration or sign-in that cannot be used.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

import brightpearl_sdk as bp
from bpwoo_sync.cli.configuration import Configuration, read_configuration, read_connections
from bpwoo_sync.cli.connections import Connections, brightpearl_client, connected, shop_client
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.checking import Check, checked, suggestion
from bpwoo_sync.effects.flow import VendorError, run
from bpwoo_sync.effects.performing import SIGN_IN_ERRORS, Performance, carrying_out
from bpwoo_sync.effects.polling import polled
from bpwoo_sync.effects.stores import SqlStore
from bpwoo_sync.effects.working import Sides, keep_progress, planned, read_sides, reconciled
from bpwoo_sync.errors import ConfigurationError, PlanError, SyncError
from bpwoo_sync.explain import explained_text
from bpwoo_sync.findings_files import issues_csv, reconciliation_junit
from bpwoo_sync.html_report import BackOffices, brightpearl_app, reconciliation_html
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.plan import Plan, approved, plan_from
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    issue_document,
    issues_text,
    ledger_document,
    ledger_text,
    plan_document,
    plan_text,
    reconciliation_document,
    reconciliation_text,
)

app: typer.Typer = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Keep a WooCommerce shop and a Brightpearl account in agreement.",
)

tables: typer.Typer = typer.Typer(no_args_is_help=True, help="Propose and check the tables of a configuration.")
app.add_typer(tables, name="tables")
auth: typer.Typer = typer.Typer(no_args_is_help=True, help="Sign in to a system.")
app.add_typer(auth, name="auth")

P = ParamSpec("P")

DONE, WRONG, UNUSABLE = 0, 1, 2

ConfigurationPath = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.", envvar="BPWOO_CONFIG", show_envvar=True)]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON document to standard output.")]
OnlyOrders = Annotated[bool, typer.Option("--orders/--no-orders", help="Orders with their contacts, payments, refunds and cancellations.")]
OnlyShipments = Annotated[bool, typer.Option("--shipments/--no-shipments", help="What left the warehouse, told to the shop.")]
OnlyPrices = Annotated[bool, typer.Option("--prices/--no-prices", help="Prices in the shop.")]
OnlyProducts = Annotated[bool, typer.Option("--products/--no-products", help="Products that one side lacks.")]
OnlyStock = Annotated[bool, typer.Option("--stock/--no-stock", help="Stock quantities in the shop.")]
DEFAULT_PATH = Path("bpwoo.toml")


def now() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


def run_name(moment: datetime) -> str:
    """A name for one run, by which its outcomes are found in the ledger."""
    return f"{moment:%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"


def told_plainly(command: Callable[P, int]) -> Callable[P, None]:
    """A command whose expected errors are told in a line, and whose result is the exit status."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> None:
        terminal = Terminal()
        try:
            status = command(*args, **kwargs)
        except ConfigurationError as error:
            terminal.fail("The configuration cannot be used:")
            for fault in error.faults:
                terminal.fail(f"  {fault}")
            status = UNUSABLE
        except SIGN_IN_ERRORS as error:
            terminal.fail(str(error))
            status = UNUSABLE
        except (SyncError, *VendorError) as error:
            terminal.fail(str(error))
            status = WRONG
        raise typer.Exit(status)

    return told


@app.command()
@told_plainly
def check(config: ConfigurationPath = DEFAULT_PATH, as_json: AsJson = False) -> int:
    """Ask both systems whether they answer, and check that everything the tables name exists."""
    configuration = read_configuration(config, os.environ)
    with connected(configuration) as both:
        found = run(checked(configuration.tables), both.brightpearl, both.shop)
    Terminal(as_json).result(check_text(found), check_document(found))
    return WRONG if not found.works or any(each.severity is Severity.ERROR for each in found.issues) else DONE


@app.command()
@told_plainly
def plan(
    config: ConfigurationPath = DEFAULT_PATH,
    orders: OnlyOrders = True,
    shipments: OnlyShipments = True,
    stock: OnlyStock = True,
    prices: OnlyPrices = True,
    products: OnlyProducts = True,
    explain: Annotated[str, typer.Option("--explain", help='Say where every value comes from, for one thing, such as "order 1042".')] = "",
    save: Annotated[Path | None, typer.Option("--save", help="Keep the plan in a file, to be approved and applied later.")] = None,
    as_json: AsJson = False,
) -> int:
    """Read both systems and show what would be written. Writes nothing."""
    terminal = Terminal(as_json)
    with working(config) as (configuration, both, store):
        found = made_plan(
            configuration,
            both,
            store.load(),
            Scope(orders=orders, shipments=shipments, stock=stock, prices=prices, products=products),
            terminal,
        )
    chosen = [action for action in found if action.entity == explain]
    text = "\n\n".join(explained_text(action) for action in chosen) if explain else plan_text(found)
    terminal.result(text or f"The plan has nothing for {explain!r}.", plan_document(found, explained=True))
    if save is not None:
        save.write_text(f"{json.dumps(plan_document(found), indent=2, ensure_ascii=False)}\n", "utf-8")
        terminal.remarks.print(f"Kept in {save}. To carry it out: bpwoo apply {save} --digest {found.digest[:12]}", markup=False)
    return WRONG if found.held else DONE


@app.command()
@told_plainly
def apply(
    saved: Annotated[Path, typer.Argument(help="A plan that bpwoo plan --save kept.")],
    digest: Annotated[str, typer.Option("--digest", help="The digest that was approved, or its first eight characters.")],
    config: ConfigurationPath = DEFAULT_PATH,
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="Only writes of this kind; may be given several times.")] = None,
    as_json: AsJson = False,
) -> int:
    """Carry out a plan that was kept and approved. Refused where the facts have moved since."""
    terminal = Terminal(as_json)
    try:
        kept = plan_from(json.loads(saved.read_text("utf-8")))
    except (OSError, ValueError) as fault:
        raise PlanError(f"{saved} cannot be read ({type(fault).__name__})") from None
    with working(config) as (configuration, both, store):
        ledger = store.load()
        fresh = made_plan(configuration, both, ledger, Scope(), terminal)
        found = approved(kept, digest, fresh, ledger).only(kinds=kinds or ())
        name = run_name(now())
        ledger, outcomes = applied(found, both, store, name, terminal)
    document = {"run": name, "digest": kept.digest, "outcomes": ledger_document(run_ledger(ledger, name))}
    terminal.result(ledger_text(run_ledger(ledger, name)), document)
    return WRONG if any(each.status is not Status.DONE for each in outcomes) or left_out(found, ledger) else DONE


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


def back_offices(configuration: Configuration) -> BackOffices:
    """Where the pages for people are, as far as the configuration tells."""
    return BackOffices(shop=configuration.woocommerce.url, brightpearl=brightpearl_app(configuration.brightpearl.base_url or ""))


def written(path: Path, text: str) -> None:
    """Write a file as it is, line ends too. Raises :class:`ConfigurationError` where that is not possible."""
    try:
        path.write_text(text, "utf-8", newline="")
    except OSError as fault:
        raise ConfigurationError(f"{path}: cannot be written ({fault.strerror})") from None


@tables.command("suggest")
@told_plainly
def tables_suggest(
    config: ConfigurationPath = DEFAULT_PATH,
    store_key: Annotated[str, typer.Option("--store-key", help="Begins every external reference: W1-1042.")] = "W1",
    as_json: AsJson = False,
) -> int:
    """Read both accounts and propose the tables: same names, same percentages, same currencies. Says what stays open."""
    brightpearl, shop = read_connections(config, os.environ)
    with brightpearl_client(brightpearl) as account, shop_client(shop) as store:
        found = run(suggestion(store_key), account, store)
    Terminal(as_json).result(found.text, {"text": found.text, "open": list(found.open)})
    return WRONG if found.open else DONE


@tables.command("check")
@told_plainly
def tables_check(config: ConfigurationPath = DEFAULT_PATH, as_json: AsJson = False) -> int:
    """Check every id and code of the tables against the live accounts, and list each fault with its key."""
    configuration = read_configuration(config, os.environ)
    with connected(configuration) as both:
        found = run(checked(configuration.tables), both.brightpearl, both.shop)
    Terminal(as_json).result(check_text(found), check_document(found))
    return WRONG if not found.works or found.issues else DONE


@auth.command("brightpearl")
@told_plainly
def auth_brightpearl(
    account: Annotated[str, typer.Option("--account", help="The account's code, as typed at sign-in.")],
    token_file: Annotated[Path, typer.Option("--token-file", help="Where the token is kept, readable by you alone.")] = Path(
        "brightpearl-token.json"
    ),
    keyring: Annotated[bool, typer.Option("--keyring", help="Keep the token in the system's keyring instead of a file.")] = False,
    port: Annotated[int, typer.Option("--port", help="The port of http://localhost:PORT/callback, as registered for the app.")] = 8765,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser, or only show the address.")] = True,
) -> int:
    """Sign in to Brightpearl by a browser, and keep the token. The app comes from BRIGHTPEARL_APP_REF and its like."""
    from bpwoo_sync.cli.signing_in import signed_in

    app_ref = os.environ.get("BRIGHTPEARL_APP_REF", "")
    if not app_ref:
        raise ConfigurationError("BRIGHTPEARL_APP_REF: is not set in the environment")
    oauth = bp.OAuthApp(
        account=account,
        client_id=app_ref,
        client_secret=os.environ.get("BRIGHTPEARL_CLIENT_SECRET", ""),
        dev_ref=os.environ.get("BRIGHTPEARL_DEV_REF", ""),
    )
    terminal = Terminal()
    store: bp.TokenStore = bp.KeyringTokenStore(account) if keyring else bp.FileTokenStore(token_file)
    token = signed_in(oauth, store, port=port, say=terminal.say, open_browser=browser)
    where = f"the keyring, as {account}" if keyring else str(token_file.absolute())
    terminal.say(f"Signed in to {account} at {token.api_domain}. The token is in {where}.")
    if not keyring:
        terminal.say(f"For the other commands set BRIGHTPEARL_TOKEN_FILE={token_file.absolute()}")
    return DONE


@app.command()
@told_plainly
def demo(
    folder: Annotated[Path, typer.Option("--folder", "-o", help="Where the ledger and the reports go.")] = Path("bpwoo-demo"),
    as_json: AsJson = False,
) -> int:
    """Take the whole road with a recorded shop and a Brightpearl account in memory. Needs no account."""
    from bpwoo_sync.cli.demo import demonstrate

    return demonstrate(folder, Terminal(as_json))


@app.command()
@told_plainly
def sandbox(
    folder: Annotated[Path, typer.Option("--folder", "-o", help="Where the configuration goes.")] = Path("bpwoo-sandbox"),
    brightpearl_port: Annotated[int, typer.Option(help="The port of the Brightpearl account; 0 takes any.")] = 8901,
    shop_port: Annotated[int, typer.Option(help="The port of the shop; 0 takes any.")] = 8902,
) -> int:
    """Serve the recorded shop and a Brightpearl account in memory until interrupted, to try things on."""
    from bpwoo_sync.cli.demo import serve

    return serve(folder, brightpearl_port, shop_port, Terminal())


@contextmanager
def working(config: Path) -> Iterator[tuple[Configuration, Connections, SqlStore]]:
    """The configuration, a client for each side, and the ledger's store."""
    configuration = read_configuration(config, os.environ)
    store = SqlStore(configuration.ledger_url, pair=configuration.tables.store.key)
    with store, connected(configuration) as both:
        yield configuration, both, store


def made_plan(configuration: Configuration, both: Connections, ledger: Ledger, scope: Scope, terminal: Terminal) -> Plan:
    """Read both systems and plan."""
    return planned(read(configuration, both, scope, terminal), configuration.tables, ledger, scope)


def read(configuration: Configuration, both: Connections, scope: Scope, terminal: Terminal) -> Sides:
    """Both systems, as far as the scope needs them."""
    terminal.remarks.print("Reading both systems …")
    return run(read_sides(configuration.tables, now, scope), both.brightpearl, both.shop)


def applied(found: Plan, both: Connections, store: SqlStore, name: str, terminal: Terminal) -> tuple[Ledger, list[Outcome]]:
    """Carry a plan out, showing how far it is. Returns the ledger, and the outcomes of this run."""
    outcomes: list[Outcome] = []
    with terminal.progress("Writing", len(found)) as advance:

        def seen(settled: Sequence[Outcome]) -> None:
            outcomes.extend(settled)
            advance(len(settled))

        ledger = run(carrying_out(found, store, Performance(now=now, run=name), seen=seen), both.brightpearl, both.shop)
    return ledger, outcomes


def run_ledger(ledger: Ledger, name: str) -> Ledger:
    """What of a ledger is of one run."""
    return Ledger({key: outcome for key, outcome in ledger.latest.items() if outcome.run == name})


def left_out(found: Plan, ledger: Ledger) -> list[str]:
    """The writes of a plan that are not done."""
    return [action.key for action in found if not ledger.settled(action.key)]


def check_text(found: Check) -> str:
    """A check as text."""
    lines = [f"{each.system}: {'ok' if each.works else 'FAILED'}: {each.detail}" for each in found.connections]
    if found.references is not None:
        lines += ["", *issues_text(found.issues)]
    return "\n".join(lines)


def check_document(found: Check) -> dict[str, object]:
    """A check as a JSON document."""
    return {
        "works": found.works,
        "connections": [{"system": each.system, "works": each.works, "detail": each.detail} for each in found.connections],
        "issues": [issue_document(each) for each in found.issues],
    }
