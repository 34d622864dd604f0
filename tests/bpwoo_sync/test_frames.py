"""Findings, reconciliations, plans and ledgers as data frames: amounts are decimals, moments are aware and in UTC."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import polars
import pytest

from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.findings import COLUMNS, Findings
from bpwoo_sync.frames import pandas_frame, polars_frame
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.listing import Kind, Listing
from bpwoo_sync.plan import Plan
from bpwoo_sync.reconcile import Reconciliation
from tests.bpwoo_sync.findings import ISSUES, MOMENT, found
from tests.bpwoo_sync.mapping.orders import line, order
from tests.bpwoo_sync.mapping.sides import account, plan, shop

LISTING = Listing(
    columns={"name": Kind.TEXT, "count": Kind.WHOLE, "amount": Kind.AMOUNT, "at": Kind.MOMENT},
    rows=(("a", 1, Decimal("0.10"), MOMENT), (None, None, None, None), ("b", 3, Decimal("1000000000000000000.2"), MOMENT)),
)
DONE = Outcome(key="payment:1", kind="payment", status=Status.DONE, at=datetime(2026, 3, 1, 9, tzinfo=UTC), result="7")
LEDGER = Ledger().record(DONE, Outcome(key="contact:2", kind="contact", status=Status.FAILED, at=MOMENT, detail="refused"))
MADE = plan(shop(order("24.00", "4.00", [line(1, "MUG", "2", "20.00", ("20", "4.00"))])), account())


def test_a_frame_of_pandas_has_exact_amounts_utc_moments_and_blanks_in_every_column() -> None:
    frame = pandas_frame(LISTING)
    assert ["string", "Int64", "object", "datetime64[us, UTC]"] == [str(each) for each in frame.dtypes]
    assert [Decimal("0.10"), None, Decimal("1000000000000000000.2")] == list(frame["amount"])
    assert [1, 1, 1, 1] == [int(count) for count in frame.isna().sum()]


def test_a_frame_of_polars_has_exact_amounts_utc_moments_and_blanks_in_every_column() -> None:
    frame = polars_frame(LISTING)
    expected = {"name": polars.String, "count": polars.Int64, "amount": polars.Decimal(38, 2), "at": polars.Datetime("us", "UTC")}
    assert expected == dict(frame.schema)
    assert [Decimal("0.10"), None, Decimal("1000000000000000000.20")] == frame["amount"].to_list()
    assert [MOMENT, None, MOMENT] == frame["at"].to_list()


def test_a_frame_of_nothing_has_its_columns_all_the_same() -> None:
    empty = Listing(columns=LISTING.columns, rows=())
    assert [str(each) for each in pandas_frame(LISTING).dtypes] == [str(each) for each in pandas_frame(empty).dtypes]
    assert list(LISTING.columns) == polars_frame(empty).columns


def test_findings_are_a_tuple_that_becomes_a_frame() -> None:
    findings = Findings(ISSUES)
    assert ISSUES == findings
    assert list(COLUMNS) == list(findings.to_pandas().columns) == findings.to_polars().columns
    assert [each.code for each in ISSUES] == findings.to_polars()["code"].to_list()


def test_what_a_reconciliation_found_is_findings_whatever_it_was_made_of() -> None:
    assert Findings is type(found(issues=list(ISSUES)).issues) is type(Plan(issues=ISSUES).issues)


PARTS = {
    "findings": ("code", [each.code for each in ISSUES]),
    "totals": ("difference", [Decimal("25.01"), Decimal("0.00")]),
    "days": ("difference", [Decimal("24.00"), Decimal("1.01")]),
    "taxes": ("tax code", ["T20", "not mapped"]),
    "methods": ("method", ["CARD"]),
    "drifts": ("drift", [Decimal(-39), Decimal(12)]),
}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_a_reconciliation_becomes_a_frame(part: Any) -> None:
    column, expected = PARTS[part]
    assert expected == list(found().to_pandas(part)[column]) == found().to_polars(part)[column].to_list()


def test_a_plan_becomes_a_frame_of_its_writes_of_their_values_and_of_its_findings() -> None:
    assert [each.key for each in MADE] == list(MADE.to_pandas()["key"])
    values = MADE.to_polars("values").filter(polars.col("path") == "amountPaid")
    assert [("24.00", "order.total")] == values.select("value", "source").rows()
    assert [each.code for each in MADE.issues] == MADE.to_polars("findings")["code"].to_list()


def test_a_ledger_becomes_a_frame_of_outcomes() -> None:
    frame = LEDGER.to_pandas()
    assert [("payment:1", "done", "7"), ("contact:2", "failed", None)] == [
        (row.key, row.status, row.result if row.status == "done" else None) for row in frame.itertuples()
    ]
    assert [DONE.at, MOMENT] == LEDGER.to_polars()["at"].to_list()


ABSENT: dict[str, tuple[str, Callable[[], Any]]] = {
    "pandas": ("bpwoo[pandas]", lambda: found().to_pandas()),
    "polars": ("bpwoo[polars]", lambda: LEDGER.to_polars()),
    "altair": ("bpwoo[charts]", lambda: MADE.plot()),
}


@pytest.mark.parametrize("name", ABSENT)
def test_a_library_that_is_not_installed_is_an_error_that_names_its_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    extra, asked = ABSENT[name]
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ConfigurationError) as raised:
        asked()
    assert f"{name} is not installed. Install it with: pip install '{extra}'" == str(raised.value)


def test_a_reconciliation_is_what_it_was_without_its_frames() -> None:
    assert found() == Reconciliation(**{name: getattr(found(), name) for name in Reconciliation.__annotations__})
