"""The examples of the how-to pages that need a vendor run as they are written, answered by the doubles instead.

The other examples are doctests, which the documentation's build runs.
"""

from __future__ import annotations

import os
import re
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from brightpearl_sdk.testing import DEMO_APP, App, BrightpearlDouble, mock_transport
from tests.architecture.source import ROOT
from tests.brightpearl_sdk.testing.asking import START, Asking, account, order
from tests.docs.vendors import answer_hosts, by_host
from woocommerce_sdk.testing import WooCommerceDouble

PAGES = sorted((ROOT / "docs" / "howto").glob("*.md"))
_FENCED = re.compile(r"^```python\n(.*?)^```$", flags=re.MULTILINE | re.DOTALL)


def examples(page: Path) -> list[str]:
    """The examples of a page that are plain Python."""
    return _FENCED.findall(page.read_text(encoding="utf-8"))


EXAMPLES = [pytest.param(page, number, id=f"{page.stem}-{number}") for page in PAGES for number in range(len(examples(page)))]
CUSTOM_FIELDS = [
    {"id": number, "of": of, "code": code, "name": code[4:].title(), "customFieldType": kind, "required": False}
    for number, (of, code, kind) in enumerate(
        [("sale", "PCF_GIFT", "YES_NO"), ("product", "PCF_COLOUR", "TEXT"), ("customer", "PCF_LOYALTY", "TEXT")], start=1
    )
]
OAUTH = App(app_ref="my-app", client_secret="secret", redirect_uris=("https://app.example/back",))


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, Any]:
    """What the pages take for granted: an account with order 42 and custom fields, and a client of it."""
    monkeypatch.chdir(tmp_path)
    double = stocked()
    answer_hosts(
        monkeypatch,
        by_host({"euw1.brightpearlconnect.com": mock_transport(double.handle), "oauth.brightpearlapp.com": mock_transport(double.handle)}),
    )
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size=32: "the-state")
    auth = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
    address = "https://euw1.brightpearlconnect.com"
    before: dict[str, Any] = {}
    return {
        "bp": bp,
        "woo": woo,
        "auth": auth,
        "address": address,
        "quota": bp.Quota(reserve=20),
        "client": bp.Brightpearl("acme", auth, base_url=address),
        "ids": [42, 999_999],
        "notes": [bp.OrderNotes.create(id, bp.OrderNoteDraft(text="checked")) for id in (42, 42)],
        "changes": bp.custom_field_changes(before, {"PCF_GIFT": True}),
        "query": bp.OrderSearchRow.where(bp.OrderSearchRow.placed_on.since(START - timedelta(days=1))),
        "LOYALTY": bp.StringColumn("PCF_LOYALTY"),
        "os": os,
        "secret": OAUTH.client_secret,
        "callback_url": approved(double),
        "double": WooCommerceDouble(),
    }


def stocked() -> BrightpearlDouble:
    """An account with order 42 and a few custom fields."""
    double = account(apps=(DEMO_APP, OAUTH)).double
    ask = Asking(double)
    double.state.counters["orders"] = 41
    assert 42 == order(ask)
    double.load("custom_fields", CUSTOM_FIELDS)
    return double


def approved(double: BrightpearlDouble) -> str:
    """Where the browser comes back to when the user approved the app."""
    query = (("response_type", "code"), ("client_id", OAUTH.app_ref), ("redirect_uri", OAUTH.redirect_uris[0]), ("state", "the-state"))
    redirect = double.handle(bp.Request(method="GET", path="/authorize/acme", query=query))
    return redirect.header("location") or ""


@pytest.mark.parametrize(("page", "number"), EXAMPLES)
def test_an_example_runs(page: Path, number: int, stage: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(examples(page)[number], f"{page.name}", "exec"), stage)


def test_there_are_examples() -> None:
    assert 10 <= len(EXAMPLES)


def test_many_orders_are_read_as_the_page_tells(stage: dict[str, Any]) -> None:
    exec(examples(ROOT / "docs" / "howto" / "bulk_reads.md")[0], stage)
    found = stage["found"]
    assert ([42], (999_999,)) == ([record.id for record in found.records], tuple(found.missing))


def test_each_note_is_made(stage: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    exec(examples(ROOT / "docs" / "howto" / "batches.md")[0], stage)
    assert 2 == capsys.readouterr().out.count("note ")


def test_the_sign_in_ends_with_a_token_that_the_account_takes(stage: dict[str, Any]) -> None:
    exec(examples(ROOT / "docs" / "howto" / "authentication.md")[1], stage)
    assert 4 == len(stage["client"].order_types.all())
