from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import found
from tests.brightpearl_sdk.recordings import exchanges

pandas: Any = pytest.importorskip("pandas")
polars: Any = pytest.importorskip("polars")

NOON = datetime(2024, 4, 17, 16, tzinfo=UTC)
COLUMNS = {
    "paymentId": "IDSET",
    "transactionRef": "STRING",
    "amountPaid": "STRING",
    "paymentDate": "PERIOD",
    "journalId": "IDSET",
    "PCF_NOTE": "STRING",
}
PAYMENTS = (
    [935253, "R1", "100.00", "2024-04-17T10:00:00.000-06:00", 44, "fragile"],
    [935254, None, "0.125", None, None, None],
)


def payments(*cells: list[Any]) -> tuple[bp.CustomerPaymentRow, ...]:
    query = bp.CustomerPaymentRow.where()
    return bp.CustomerPayments.search(query).parse(found(COLUMNS, *cells)).items


class Flags(bp.SearchRow):
    """A row with a flag and with cells that hold several ids."""

    name = bp.TextColumn("name")
    active = bp.BooleanColumn("active")
    ids = bp.IdColumn("ids")


FLAGS = (Flags({"name": "a", "active": 1, "ids": [1, 2]}), Flags({"name": "b", "active": None, "ids": 3}))


def test_rows_are_typed_and_named_as_here_and_other_cells_come_as_they_are() -> None:
    expected = {
        "payment_id": 935253,
        "transaction_ref": "R1",
        "amount_paid": Decimal("100.00"),
        "payment_date": NOON,
        "journal_id": 44,
        "PCF_NOTE": "fragile",
    }
    assert expected == bp.rows(payments(*PAYMENTS))[0]


def test_columns_that_were_not_brought_are_not_there() -> None:
    assert [{"payment_id": 7}] == bp.rows([bp.CustomerPaymentRow({"paymentId": 7})])


def test_a_frame_of_pandas_has_a_kind_for_each_column() -> None:
    frame = bp.to_pandas(payments(*PAYMENTS))
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert {
        "payment_id": "Int64",
        "transaction_ref": "string",
        "amount_paid": "object",
        "payment_date": "datetime64[us, UTC]",
        "journal_id": "Int64",
        "PCF_NOTE": "object",
    } == kinds


def test_a_frame_of_pandas_keeps_amounts_exact_and_empty_cells_empty() -> None:
    frame = bp.to_pandas(payments(*PAYMENTS))
    assert Decimal("100.125") == sum(frame["amount_paid"], Decimal(0))
    assert [False, True] == list(frame["journal_id"].isna())
    assert pandas.Timestamp(NOON) == frame["payment_date"][0]


def test_a_frame_of_polars_has_a_kind_for_each_column() -> None:
    frame = bp.to_polars(payments(*PAYMENTS))
    assert {
        "payment_id": polars.Int64(),
        "transaction_ref": polars.String(),
        "amount_paid": polars.Decimal(38, 3),
        "payment_date": polars.Datetime("us", "UTC"),
        "journal_id": polars.Int64(),
        "PCF_NOTE": polars.String(),
    } == dict(frame.schema)


def test_a_frame_of_polars_keeps_amounts_exact_and_empty_cells_empty() -> None:
    frame = bp.to_polars(payments(*PAYMENTS))
    assert [Decimal("100.000"), Decimal("0.125")] == frame["amount_paid"].to_list()
    assert [44, None] == frame["journal_id"].to_list()
    assert [NOON, None] == frame["payment_date"].to_list()


def test_flags_and_cells_of_several_ids_have_their_place_in_both() -> None:
    one, other = bp.to_pandas(FLAGS), bp.to_polars(FLAGS)
    assert ("boolean", "object") == (str(one["active"].dtype), str(one["ids"].dtype))
    assert [[1, 2], 3] == list(one["ids"])
    assert ([True, None], ["[1, 2]", "3"]) == (other["active"].to_list(), other["ids"].to_list())


@pytest.mark.parametrize("make", [bp.to_pandas, bp.to_polars])
def test_nothing_that_was_found_is_a_frame_with_the_columns_of_its_kind(make: Any) -> None:
    empty = make((), bp.CurrencyRow)
    names = ["id", "title", "code", "symbol", "exchange_rate", "is_default", "exchange_rate_variance_nominal_code"]
    assert (0, names) == (len(empty), list(empty.columns))


@pytest.mark.parametrize("make", [bp.to_pandas, bp.to_polars])
def test_a_recorded_search_becomes_a_frame(make: Any) -> None:
    exchange = next(each for each in exchanges() if each.name == "account:customer_payment.search.simple_search")
    page = bp.CustomerPayments.search(bp.CustomerPaymentRow.where()).parse(exchange.response)
    frame = make(page)
    cells = [str(row[0]) for row in exchange.document["response"]["results"]]
    assert cells == [str(id) for id in frame["payment_id"]]
    assert len(bp.CustomerPaymentRow.columns()) == len(frame.columns)


@pytest.mark.parametrize(("make", "name"), [(bp.to_pandas, "pandas"), (bp.to_polars, "polars")])
def test_a_library_that_is_missing_is_named_with_its_extra(make: Any, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(bp.BrightpearlError, match=rf"pip install 'bpwoo\[{name}\]'"):
        make(())
