"""The ``bpwoo`` command itself: its groups, the options that several subcommands share, and how errors are told.

Exit status: 0 done, 1 discrepancies or failures, 2 a configuration or sign-in that cannot be used, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from bpwoo_sync.cli.stopping import ending_at_once
from bpwoo_sync.cli.terminal import Terminal
from bpwoo_sync.effects.flow import SIGN_IN_ERRORS, VendorError
from bpwoo_sync.errors import ConfigurationError, SyncError

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
ledger: typer.Typer = typer.Typer(no_args_is_help=True, help="Look after the database in which outcomes are kept.")
app.add_typer(ledger, name="ledger")
webhooks: typer.Typer = typer.Typer(no_args_is_help=True, help="Receive what both systems tell.")
app.add_typer(webhooks, name="webhooks")

P = ParamSpec("P")

AT_ONCE = "Ended. What was written is in the ledger. Run the same command again: it goes on, and looks up what was under way."

DONE, WRONG, UNUSABLE = 0, 1, 2

#: Ended by Ctrl-C or SIGTERM, or by who was asked.
STOPPED = 130

ConfigurationPath = Annotated[Path, typer.Option("--config", "-c", help="The configuration file.", envvar="BPWOO_CONFIG", show_envvar=True)]
Apply = Annotated[bool, typer.Option("--apply/--dry-run", help="Write, or only show what would be written.")]
AsJson = Annotated[bool, typer.Option("--json", help="Write one JSON document to standard output.")]
OnlyOrders = Annotated[bool, typer.Option("--orders/--no-orders", help="Orders with their contacts, payments, refunds and cancellations.")]
OnlyShipments = Annotated[bool, typer.Option("--shipments/--no-shipments", help="What left the warehouse, told to the shop.")]
OnlyPrices = Annotated[bool, typer.Option("--prices/--no-prices", help="Prices in the shop.")]
OnlyProducts = Annotated[bool, typer.Option("--products/--no-products", help="Products that one side lacks.")]
OnlyStock = Annotated[bool, typer.Option("--stock/--no-stock", help="Stock quantities in the shop.")]
DEFAULT_PATH = Path("bpwoo.toml")


def examples(*calls: str) -> str:
    """What a command's help ends with: calls that can be typed as they stand, a line to each."""
    return "\n\n".join(["Examples:", *(f"$ {call}" for call in calls)])


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
            with ending_at_once():
                status = command(*args, **kwargs)
        except ConfigurationError as error:
            terminal.fail("The configuration cannot be used:")
            for fault in error.faults:
                terminal.fail(f"  {fault}")
            terminal.fail(f"See {error.documentation}")
            status = UNUSABLE
        except SIGN_IN_ERRORS as error:
            terminal.fail(f"{error}\nSee {error.documentation}")
            status = UNUSABLE
        except (SyncError, *VendorError) as error:
            terminal.fail(f"{error}\nSee {error.documentation}")
            status = WRONG
        except KeyboardInterrupt:
            terminal.fail(AT_ONCE)
            status = STOPPED
        raise typer.Exit(status)

    return told
