"""The command, as a person or a scheduler runs it: against both doubles on sockets."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen
from typer.testing import CliRunner

import woocommerce_sdk as woo
from bpwoo_sync.cli.commands import app
from bpwoo_sync.cli.demo import ENVIRONMENT
from bpwoo_sync.plan import KINDS
from bpwoo_sync.testing.doubles import Doubles, demo_doubles, demo_tables, serving_doubles
from tests.bpwoo_sync.effects.test_faults import clients

DONE, WRONG, UNUSABLE = 0, 1, 2


@frozen(kw_only=True)
class Ended:
    """How a command ended and what it wrote."""

    status: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)


def invoked(*arguments: str, environment: Mapping[str, str] = ENVIRONMENT) -> Ended:
    """Run the command in this process."""
    result = CliRunner().invoke(app, list(arguments), env=dict(environment))
    return Ended(status=result.exit_code, out=result.stdout, err=result.stderr)


@frozen
class Pair:
    """A configuration that leads to both doubles."""

    doubles: Doubles
    path: Path
    text: str

    def run(self, *arguments: str, environment: Mapping[str, str] = ENVIRONMENT, text: str | None = None) -> Ended:
        """Run a command with this configuration, or with another text in its place."""
        self.path.write_text(self.text if text is None else text, "utf-8")
        return invoked(*arguments, "--config", str(self.path), environment=environment)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    doubles = demo_doubles()
    with serving_doubles(doubles) as served:
        text = f"""\
[brightpearl]
account = "acme"
base_url = "{served.brightpearl_url}"

[woocommerce]
url = "{served.shop_url}"

{demo_tables()}"""
        yield Pair(doubles, tmp_path / "bpwoo.toml", text)


def test_check_finds_both_systems_and_every_entry(pair: Pair) -> None:
    ended = pair.run("check", "--json")
    assert DONE == ended.status
    assert [True, True] == [each["works"] for each in ended.document["connections"]]
    assert [] == ended.document["issues"]


def test_check_names_the_entry_that_leads_nowhere(pair: Pair) -> None:
    ended = pair.run("check", "--json", text=pair.text.replace("warehouse_id = 2", "warehouse_id = 9"))
    assert WRONG == ended.status
    assert ["store.warehouse_id"] == [each["key"] for each in ended.document["issues"]]


def test_plan_writes_nothing(pair: Pair) -> None:
    ended = pair.run("plan", "--json")
    assert WRONG == ended.status  # two orders are held back
    assert 82 == sum(action["kind"] == "sales-order" for action in ended.document["actions"])
    assert [] == pair.doubles.brightpearl.records("orders")


def test_sync_brings_in_what_reconcile_then_proves_and_a_second_sync_writes_nothing(pair: Pair) -> None:
    first = pair.run("sync", "--apply", "--json")
    assert WRONG == first.status
    assert {"done"} == {outcome["status"] for outcome in first.document["outcomes"]}
    kinds = Counter(record["type"] for record in pair.doubles.brightpearl.records("orders"))
    assert {"SO": 82, "SC": 7} == kinds
    proved = pair.run("reconcile", "--json")
    assert WRONG == proved.status
    assert proved.document["agrees"]
    assert {"0.00"} == {total["difference"] for total in proved.document["totals"]}
    second = pair.run("sync", "--apply", "--json")
    assert [] == second.document["outcomes"]


def test_reconcile_also_writes_a_page_a_spreadsheet_and_test_results(pair: Pair, tmp_path: Path) -> None:
    files = {kind: tmp_path / f"found.{kind}" for kind in ("html", "csv", "junit")}
    ended = pair.run("reconcile", "--json", *(part for kind, path in files.items() for part in (f"--{kind}", str(path))))
    assert WRONG == ended.status
    missing = [each["key"] for each in ended.document["issues"] if each["code"] == "MISSING_IN_BP"]
    page, table, results = (files[kind].read_bytes().decode() for kind in ("html", "csv", "junit"))
    assert (
        len(missing) == page.count('data-code="MISSING_IN_BP"') == table.count(",MISSING_IN_BP,") == results.count('type="MISSING_IN_BP"')
    )
    assert "/wp-admin/post.php?post=" in page
    assert table.startswith("severity,code,") and table.endswith("\r\n")


def test_repairs_that_reconcile_kept_are_approved_and_applied(pair: Pair, tmp_path: Path) -> None:
    kept, only = tmp_path / "repairs.json", ("--no-stock", "--no-prices", "--no-products")
    pair.run("reconcile", "--repairs", str(kept), *only)
    document = json.loads(kept.read_text("utf-8"))
    assert 82 == sum(action["kind"] == "sales-order" for action in document["actions"])
    ended = pair.run("apply", str(kept), "--digest", document["digest"][:12], "--json")
    assert {"done"} == {outcome["status"] for outcome in ended.document["outcomes"]}
    proved = pair.run("reconcile", "--json", *only)
    assert proved.document["agrees"]
    # Somebody copies a sales order, reference and all: no sync cancels the copy, an approved plan does.
    first = min(pair.doubles.brightpearl.records("orders"), key=lambda each: int(each["id"]))
    older = {**first, "createdOn": first["placedOn"], "updatedOn": first["placedOn"]}
    pair.doubles.brightpearl.load("orders", [older, {**older, "id": 900_000}])
    pair.run("reconcile", "--days", "0", "--repairs", str(kept), *only)
    document = json.loads(kept.read_text("utf-8"))
    assert ["duplicate-order"] == [action["kind"] for action in document["actions"]]
    assert DONE == pair.run("apply", str(kept), "--digest", document["digest"][:12]).status
    assert 5 == pair.doubles.brightpearl.state.table("orders")[900_000]["statusId"]


def test_repairs_take_a_payment_back_make_a_webhook_active_and_run_a_poll(pair: Pair, tmp_path: Path) -> None:
    kept, only = tmp_path / "repairs.json", ("--no-stock", "--no-prices", "--no-products")
    ours = 'grace_minutes = 0\n\n[increments]\nwebhook_address = "https://sync.example/"'
    text = f"{pair.text}\n{ours}\n"
    orders = pair.doubles.shop.shop.tables["orders"]
    some = [key for key, each in orders.items() if each["status"] == "processing" and str(key) not in ("393", "414")][:5]
    for key in orders.keys() - set(some):
        del orders[key]
    assert DONE == pair.run("poll", "--apply", text=text).status
    again = pair.doubles.brightpearl.records("payments")[0]
    pair.doubles.brightpearl.load("payments", [{**again, "paymentId": 900_000}])
    with clients(pair.doubles) as both:
        hook = both.shop.webhooks.create(woo.WebhookDraft(topic="order.updated", delivery_url="https://sync.example/hook", secret="s"))
        both.shop.webhooks.update(hook.id, woo.WebhookDraft(status=woo.WebhookStatus.DISABLED))
    found = pair.run("reconcile", "--days", "0", "--json", "--repairs", str(kept), *only, text=text).document
    assert {"OVERPAID_IN_BP", "WEBHOOK_DISABLED"} <= {each["code"] for each in found["issues"]}
    document = json.loads(kept.read_text("utf-8"))
    assert {"payment-reversal", "shop-webhook", "poll"} <= {action["kind"] for action in document["actions"]}
    ended = pair.run("apply", str(kept), "--digest", document["digest"][:12], "--json", text=text)
    assert (DONE, {"done"}) == (ended.status, {outcome["status"] for outcome in ended.document["outcomes"]}), ended.err
    assert ["active"] == [each["status"] for each in pair.doubles.shop.records("webhooks")]
    (back,) = [each for each in pair.doubles.brightpearl.records("payments") if each["transactionRef"].endswith("-double-900000")]
    assert (again["orderId"], again["amountPaid"], again["paymentDate"]) == (back["orderId"], back["amountPaid"], back["paymentDate"])


def test_a_report_that_cannot_be_written_is_told_plainly(pair: Pair, tmp_path: Path) -> None:
    ended = pair.run("reconcile", "--html", str(tmp_path / "nowhere" / "report.html"))
    assert UNUSABLE == ended.status
    assert "report.html: cannot be written" in ended.err.replace("\n", "")


def test_with_nothing_held_back_every_command_ends_well(pair: Pair) -> None:
    orders = pair.doubles.shop.shop.tables["orders"]
    for key in [key for key in orders if str(key) in ("393", "414")]:
        del orders[key]
    without = ("--no-prices", "--no-products")
    assert [DONE, DONE] == [pair.run(*command, *without).status for command in (("plan",), ("sync", "--apply"))]
    assert DONE == pair.run("reconcile", "--no-prices").status


def test_where_there_is_no_terminal_progress_is_plain_lines(pair: Pair) -> None:
    ended = pair.run("sync", "--apply", "--no-stock", "--no-prices", "--no-products")
    assert "Writing: 359 of 359" in ended.err
    assert "\x1b[" not in ended.out + ended.err


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('key = "W1"', 'key = "W1"\nchanel_id = 1', "store.chanel_id: is not known; did you mean 'channel_id'?"),
        ("warehouse_id = 2", 'warehouse_id = "two"', "store.warehouse_id: a whole number was due, not 'two'"),
        ('rate = "0.920000"', "rate = 0.92", 'currencies.EUR.rate: write it as text, such as "0.05", not 0.92'),
        ('account = "acme"', 'account = "acme"\ntoken = "x"', "brightpearl.token: secrets do not belong in the file"),
        ('code = "NY"\n', "", "taxes.rates[0].code: is missing"),
        ("[store]", "[store", "is not valid TOML"),
    ],
)
def test_a_configuration_that_cannot_be_used_ends_with_2_and_names_its_keys(pair: Pair, old: str, new: str, fault: str) -> None:
    ended = pair.run("plan", text=pair.text.replace(old, new, 1))
    assert UNUSABLE == ended.status
    assert fault in ended.err
    assert [] == pair.doubles.brightpearl.requests


def test_a_missing_secret_is_named(pair: Pair) -> None:
    ended = pair.run("plan", environment={**ENVIRONMENT, "WOOCOMMERCE_SECRET": ""})
    assert UNUSABLE == ended.status
    assert "WOOCOMMERCE_SECRET: is not set in the environment" in ended.err


@pytest.mark.parametrize("name", ["BRIGHTPEARL_ACCOUNT_TOKEN", "WOOCOMMERCE_SECRET"])
def test_a_wrong_secret_ends_with_2_and_is_not_shown(pair: Pair, name: str) -> None:
    ended = pair.run("plan", environment={**ENVIRONMENT, name: "q7-not-the-secret"})
    assert UNUSABLE == ended.status
    assert "401" in ended.err
    assert "q7-not-the-secret" not in ended.out + ended.err


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    ended = invoked("plan", "--config", str(tmp_path / "none.toml"))
    assert UNUSABLE == ended.status
    assert "bpwoo demo" in ended.err


def test_the_demo_ends_in_agreement_within_a_minute_of_quota_and_leaves_its_reports(tmp_path: Path) -> None:
    ended = invoked("demo", "--json", "--folder", str(tmp_path))
    summary = ended.document
    assert DONE == ended.status
    assert summary["agrees"]
    assert 0 == summary["second_run_writes"]
    assert 200 >= summary["brightpearl_requests"]
    assert 146 == summary["reconciliation"]["counts"]["orders in the shop"]
    # What no sync writes by itself: repairs of findings, each of which a person approves.
    approved = {"duplicate-order", "payment-reversal", "product-link", "shop-webhook", "poll"}
    assert approved == set(KINDS) - set(summary["kinds"])
    reports = {f"{name}.{kind}" for name in ("plan", "ledger", "reconciliation") for kind in ("txt", "json")}
    assert reports | {"bpwoo.toml", "ledger.sqlite", "report.html", "summary.json"} == {path.name for path in tmp_path.iterdir()}


def test_the_sandbox_serves_what_its_configuration_leads_to(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from bpwoo_sync.cli import main; main()"]
    arguments = ["sandbox", "--folder", str(tmp_path), "--brightpearl-port", "0", "--shop-port", "0"]
    environment = {**os.environ, **ENVIRONMENT, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen([*command, *arguments], stdout=subprocess.PIPE, text=True, env=environment) as served:
        try:
            assert served.stdout is not None
            while "Ctrl-C" not in served.stdout.readline():
                assert served.poll() is None
            asked = [*command, "check", "--config", str(tmp_path / "bpwoo.toml")]
            checked = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
        finally:
            served.terminate()
    assert DONE == checked.returncode, checked.stdout + checked.stderr


def test_a_kept_plan_is_applied_by_its_digest_and_refused_by_another(pair: Pair) -> None:
    kept = pair.path.with_name("plan.json")
    planned = pair.run("plan", "--no-stock", "--no-prices", "--no-products", "--save", str(kept))
    digest = planned.err.rpartition("--digest ")[2].strip()
    refused = pair.run("apply", str(kept), "--digest", "0123456789ab")
    assert (WRONG, []) == (refused.status, pair.doubles.brightpearl.records("orders"))
    assert DONE == pair.run("apply", str(kept), "--digest", digest).status
    assert 89 == len(pair.doubles.brightpearl.records("orders"))
    assert DONE == pair.run("apply", str(kept), "--digest", digest).status
    assert 89 == len(pair.doubles.brightpearl.records("orders"))
    # It tells of customers what is to be written of them.
    assert 0o600 == kept.stat().st_mode & 0o777


def test_a_kept_plan_is_applied_to_one_thing_alone_and_to_none_that_it_does_not_have(pair: Pair) -> None:
    kept = pair.path.with_name("plan.json")
    planned = pair.run("plan", "--no-stock", "--no-prices", "--no-products", "--save", str(kept))
    digest = planned.err.rpartition("--digest ")[2].strip()
    asked = ("apply", str(kept), "--digest", digest, "--only")
    refused = pair.run(*asked, "order 1")
    assert (WRONG, True) == (refused.status, "nothing for order 1" in refused.err)
    assert DONE == pair.run(*asked, "order 263", "--below", "warn").status
    assert ["W1-263"] == [each["externalRef"] for each in pair.doubles.brightpearl.records("orders")]


def test_tables_are_suggested_from_both_accounts_and_can_be_used_once_what_is_open_is_decided(pair: Pair) -> None:
    connections = pair.text[: pair.text.index("# The tables")]
    suggested = pair.run("tables", "suggest", "--json", text=connections)
    assert WRONG == suggested.status
    text, undecided = suggested.document["text"], suggested.document["open"]
    # The demo account has a code for each single rate but one: 20 % has T20 alone, 8.875 % has NY.
    assert [] == [each for each in undecided if each.startswith(("store.", "taxes.none"))]
    for line in ('base_currency = "USD"', "channel_id = 1", "warehouse_id = 2", "processing = 2", "on-hold = 12", 'code = "NY"'):
        assert line in text
    checked = pair.run("tables", "check", "--json", text=f"{connections}\n{text}")
    # What was left open, and nothing else, is found by a check.
    assert {"RATE_NOT_MAPPED", "UNMAPPED_PAYMENT", "UNMAPPED_SHIPPING"} == {each["code"] for each in checked.document["issues"]}


def test_snapshots_are_compared_later_without_either_system_and_find_what_a_live_comparison_finds(pair: Pair, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    taken = pair.run("snapshot", str(kept), "--json")
    assert DONE == taken.status, taken.err
    assert {"shop", "account"} == set(taken.document)
    live = pair.run("reconcile", "--json").document
    text = pair.text.replace("127.0.0.1", "192.0.2.1")  # where nobody answers
    later = pair.run("reconcile", "--json", "--snapshots", str(kept / "shop"), str(kept / "account"), text=text)
    assert WRONG == later.status, later.err
    assert live["totals"] == later.document["totals"]
    missing = {each["key"] for each in live["issues"] if each["code"] == "MISSING_IN_BP"}
    assert missing == {each["key"] for each in later.document["issues"] if each["code"] == "MISSING_IN_BP"}
    again = pair.run("snapshot", str(kept))
    assert (WRONG, True) == (again.status, "holds a snapshot already" in again.err)


def test_a_snapshot_that_is_none_is_told_in_a_line(pair: Pair, tmp_path: Path) -> None:
    ended = pair.run("reconcile", "--snapshots", str(tmp_path), str(tmp_path))
    assert (WRONG, True) == (ended.status, "holds no whole snapshot" in ended.err)


def test_reconcile_records_what_it_came_to_and_history_shows_it(pair: Pair) -> None:
    assert "No reconciliation was recorded yet" in pair.run("reconcile", "--history").out
    pair.run("reconcile", "--no-record")
    found = pair.run("reconcile", "--json").document
    pair.run("reconcile")
    runs = pair.run("reconcile", "--history", "--json").document["runs"]
    assert (2, len(found["issues"])) == (len(runs), sum(each["count"] for each in runs[0]["findings"]))
    assert [each["difference"] for each in found["totals"]] == [each["difference"] for each in runs[0]["totals"]]
    assert "+0" in pair.run("reconcile", "--history").out


def test_reconcile_fails_by_the_thresholds_of_its_table_and_names_them(pair: Pair) -> None:
    pair.run("sync", "--apply")
    held = pair.run("reconcile", "--json")
    codes = {each["code"] for each in held.document["issues"] if each["severity"] == "block"}
    assert (WRONG, codes) == (held.status, {each["about"] for each in held.document["reasons"]})
    assert {"reconcile.fail_on"} == {each["threshold"] for each in held.document["reasons"]}
    allowed = "\n".join(f"{code} = 5" for code in codes)
    passed = pair.run("reconcile", "--json", text=f"{pair.text}\n[reconcile.allowed]\n{allowed}\n")
    assert (DONE, []) == (passed.status, passed.document["reasons"])
    assert held.document["issues"] == passed.document["issues"]
    strict = pair.run("reconcile", text=f'{pair.text}\nfail_on = "info"\n[reconcile.allowed]\n{allowed}\n')
    assert (WRONG, True) == (strict.status, "More than is allowed" in strict.out)


def test_reconcile_compares_the_orders_of_so_many_days(pair: Pair) -> None:
    recent, everything = pair.run("reconcile", "--json", "--days", "1"), pair.run("reconcile", "--json")
    counted = [ended.document["counts"]["orders in the shop"] for ended in (recent, everything)]
    assert counted[0] <= counted[1]
    assert (True, None) == (bool(recent.document["orders_since"]), everything.document["orders_since"])
