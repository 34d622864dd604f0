"""``bpwoo plan`` and ``bpwoo apply``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bpwoo_sync.cli.application import (
    DEFAULT_PATH,
    DONE,
    STOPPED,
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
    run_name,
    told_plainly,
)
from bpwoo_sync.cli.steps import again, applied, kept_to_oneself, left_out, made_plan, read, run_ledger, told_to_go_on, working
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import run
from bpwoo_sync.effects.working import approvable, read_plumbing
from bpwoo_sync.errors import PlanError
from bpwoo_sync.explain import explained_text
from bpwoo_sync.issues import Severity
from bpwoo_sync.ledger import Status
from bpwoo_sync.plan import KINDS, approved, plan_from
from bpwoo_sync.planning import Scope
from bpwoo_sync.report import (
    ledger_document,
    ledger_text,
    plan_document,
    plan_text,
)
from bpwoo_sync.snapshot import UNASKED


def kind_names(incomplete: str) -> list[str]:
    """The kinds of writes that begin so: what a shell completes."""
    return [kind for kind in KINDS if kind.startswith(incomplete)]


OnlyKinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="Only writes of this kind; may be given several times.", autocompletion=kind_names),
]


OnlyThings = Annotated[
    list[str] | None,
    typer.Option("--only", help='Only one thing, such as "order 1042", with what it waits for; may be given several times.'),
]
Below = Annotated[
    Severity | None,
    typer.Option("--below", help="Leave out what a finding of this severity, or a worse one, is about."),
]


@app.command(epilog=examples("bpwoo plan", 'bpwoo plan --explain "order 1042"', "bpwoo plan --no-stock --no-prices --save plan.json"))
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
        kept_to_oneself(save, f"{json.dumps(plan_document(found), indent=2, ensure_ascii=False)}\n")
        terminal.remarks.print(f"Kept in {save}. To carry it out: bpwoo apply {save} --digest {found.digest[:12]}", markup=False)
    return WRONG if found.held else DONE


@app.command(epilog=examples("bpwoo plan --save plan.json", "bpwoo apply plan.json --digest 0123456789ab"))
@told_plainly
def apply(
    saved: Annotated[Path, typer.Argument(help="A plan that bpwoo plan --save kept.")],
    digest: Annotated[str, typer.Option("--digest", help="The digest that was approved, or its first eight characters.")],
    config: ConfigurationPath = DEFAULT_PATH,
    kinds: OnlyKinds = None,
    only: OnlyThings = None,
    below: Below = None,
    as_json: AsJson = False,
) -> int:
    """Carry out a plan that was kept and approved. Refused where the facts have moved since.

    The digest is the approval: there is no --apply. Ctrl-C ends it behind the write under way, and the same command goes on.
    """
    terminal = Terminal(as_json)
    try:
        kept = plan_from(json.loads(saved.read_text("utf-8")))
    except (OSError, ValueError) as fault:
        raise PlanError(f"{saved} cannot be read ({type(fault).__name__})") from None
    missing = sorted(set(only or ()) - kept.by_entity.keys())
    if missing:
        raise PlanError(f"The plan has nothing for {', '.join(missing)}")
    with working(config) as (configuration, both, store), store.alone():
        ledger = store.load()
        tables = configuration.tables
        sides = read(configuration, both, Scope(), terminal)
        # Webhooks are only asked for where the plan is about them.
        asked = kept.by_kind().keys() & {"shop-webhook", "poll"}
        plumbing = run(read_plumbing(tables, store), both.brightpearl, both.shop) if asked else UNASKED
        fresh = approvable(sides, tables, ledger, Scope(), plumbing)
        found = approved(kept, digest, fresh, ledger).only(kinds=kinds or (), entities=only or (), below=below)
        name = run_name(now())
        done = applied(found, both, store, name, terminal, polling=tables)
    ours = run_ledger(done.ledger, name)
    document = {"run": name, "digest": kept.digest, "stopped": done.stopped, "outcomes": ledger_document(ours)}
    terminal.result(ledger_text(ours), document)
    if done.stopped:
        told_to_go_on(done, found, again(f"apply {saved} --digest {digest}", config), terminal)
        return STOPPED
    return WRONG if any(each.status is not Status.DONE for each in done.outcomes) or left_out(found, done.ledger) else DONE
