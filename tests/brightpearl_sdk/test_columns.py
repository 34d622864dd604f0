"""Each kind of column: what it may be compared with, how a cell of it is read, and how rows show themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.search import (
    BooleanColumn,
    Column,
    Filter,
    IdColumn,
    InstantColumn,
    IntegerColumn,
    MoneyColumn,
    SearchRow,
    Sort,
    StringColumn,
    TextColumn,
)

AT = datetime(2026, 3, 2, 13, 30, tzinfo=timezone(timedelta(hours=1)))


class Row(SearchRow):
    """A row with a column of each kind."""

    number = IntegerColumn("number")
    id = IdColumn("rowId")
    name = StringColumn("name", sortable=False)
    note = TextColumn("note")
    live = BooleanColumn("isLive")
    made = InstantColumn("createdOn")
    total = MoneyColumn("total")


def row(**cells: Any) -> Row:
    return Row(cells)


def test_comparisons_become_the_vendors_text() -> None:
    assert [
        Filter("number", "-5"),
        Filter("rowId", "7"),
        Filter("rowId", "1-3,9"),
        Filter("rowId", "4"),
        Filter("name", "a b"),
        Filter("note", "part"),
        Filter("isLive", "true"),
        Filter("isLive", "false"),
        Filter("createdOn", "2026-03-02T13:30:00.000+01:00/2026-03-02T14:30:00.000+01:00"),
        Filter("createdOn", "2026-03-02T13:30:00.000+01:00/"),
        Filter("createdOn", "/2026-03-02T13:30:00.000+01:00"),
        Filter("total", "1.50"),
        Filter("total", "2"),
        Filter("total", "100"),
    ] == [
        Row.number.is_(-5),
        Row.id.is_(7),
        Row.id.within([9, 1, 2, 3]),
        Row.id.within(bp.IdSet.of([4])),
        Row.name.is_("a b"),
        Row.note.contains("part"),
        Row.live.is_(True),
        Row.live.is_(False),
        Row.made.between(AT, AT + timedelta(hours=1)),
        Row.made.since(AT),
        Row.made.until(AT),
        Row.total.is_(Decimal("1.50")),
        Row.total.is_(Decimal(2)),
        Row.total.is_(Decimal("1E+2")),
    ]


def refused(compare: Callable[[Any], object], value: Any) -> str:
    with pytest.raises(bp.QueryError) as caught:
        compare(value)
    return str(caught.value).splitlines()[0]


def test_what_a_column_is_not_compared_with_is_refused_by_name() -> None:
    assert [
        "number is compared with one integer, not with '5'",
        "number is compared with one integer, not with True",
        "rowId is compared with an id, not with '7'",
        "rowId is compared with an id, not with False",
        "name is compared with a text, not with 5",
        "note is compared with a text, not with None",
        "isLive is compared with true or false, not with 1",
        "createdOn is compared with a datetime, not with '2026-03-02'",
        "createdOn is compared with an instant; 2026-03-02T00:00:00 has no time zone",
        "total is compared with a Decimal, not with 1.5",
        "total is compared with a Decimal, not with True",
    ] == [
        refused(Row.number.is_, "5"),
        refused(Row.number.is_, True),
        refused(Row.id.is_, "7"),
        refused(Row.id.is_, False),
        refused(Row.name.is_, 5),
        refused(Row.note.contains, None),
        refused(Row.live.is_, 1),
        refused(Row.made.since, "2026-03-02"),
        refused(Row.made.since, datetime(2026, 3, 2)),
        refused(Row.total.is_, 1.5),
        refused(Row.total.is_, True),
    ]


def test_no_ids_are_no_comparison() -> None:
    assert "rowId is asked for no ids at all: there is nothing to search for" == refused(Row.id.within, [])


def test_rows_are_sorted_either_way_by_columns_that_the_vendor_sorts_by() -> None:
    assert (Sort("number", "ASC"), Sort("number", "DESC")) == (Row.number.ascending(), Row.number.descending())
    assert ("number.ASC", "number.DESC") == (str(Row.number.ascending()), str(Row.number.descending()))
    assert "Brightpearl does not sort by name" == refused(lambda _: Row.name.ascending(), None)


@pytest.mark.parametrize("cell", [Decimal("1E+9999999"), Decimal("1E+999999999999"), "12.5"])
def test_a_cell_that_would_fill_the_memory_or_is_broken_is_no_whole_number(cell: Any) -> None:
    with pytest.raises(bp.ShapeError):
        _ = row(number=cell).number


def test_a_column_shows_its_kind_and_name() -> None:
    assert ("IntegerColumn('number')", True, False) == (repr(Row.number), Row.number.sortable, Row.name.sortable)


@pytest.mark.parametrize(
    ("column", "cell", "value"),
    [
        ("number", "12", 12),
        ("number", 12, 12),
        ("id", "12", 12),
        ("id", "x1", "x1"),
        ("id", 12, 12),
        ("name", 5, "5"),
        ("note", 5, "5"),
        ("live", True, True),
        ("live", 1, True),
        ("live", "true", True),
        ("live", "1", True),
        ("live", "false", False),
        ("live", "TRUE", False),
        ("live", 0, False),
        ("made", "2026-03-02T13:30:00.000+01:00", AT.astimezone(UTC)),
        ("total", "1.50", Decimal("1.50")),
        ("total", None, None),
    ],
)
def test_a_cell_is_read_as_its_columns_kind(column: str, cell: Any, value: Any) -> None:
    read = getattr(row(**{getattr(Row, column).name: cell}), column)
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize(("column", "cell"), [("number", "x"), ("number", []), ("made", "yesterday"), ("total", "NaN")])
def test_a_cell_of_another_kind_is_refused_by_its_place(column: str, cell: Any) -> None:
    asked: Column[Any] = getattr(Row, column)
    with pytest.raises(bp.ShapeError) as caught:
        getattr(row(**{asked.name: cell}), column)
    assert (f"$.{asked.name}", f"{str(cell)!r} does not suit {asked!r}") == (caught.value.path, caught.value.reason)


def test_a_row_is_what_its_cells_are() -> None:
    one, same, other = row(number=1, name=None), row(number=1, name=None), row(number=2)
    assert (True, False, True) == (one == same, one == other, hash(one) == hash(same))
    assert 2 == len({one, same, other})
    assert one != SearchRow({"number": 1, "name": None})
    assert ("Row(number=1)", 1, None) == (repr(one), one[Row.number], one[Row.name])


def test_a_label_is_what_the_reference_data_say_about_a_cell() -> None:
    told = Row({"number": 4, "name": "x"}, {"statuses": {"4": "open"}, "more": {"4": "never"}}, {"number": ("none", "statuses", "more")})
    assert ("open", None) == (told.label(Row.number), told.label(Row.name))


def test_a_query_says_what_is_searched_for_in_which_order_and_which_columns() -> None:
    query = Row.where(Row.number.is_(1)).sort(Row.number.ascending(), Row.id.descending()).select(Row.number, Row.made)
    told = (query.row, query.filters, query.sorting, query.only)
    assert (Row, (Filter("number", "1"),), (Sort("number", "ASC"), Sort("rowId", "DESC")), ("number", "createdOn")) == told
    assert ["number", "rowId", "name", "note", "isLive", "createdOn", "total"] == [each.name for each in Row.columns()]


def test_a_column_is_asked_for_once() -> None:
    told = refused(lambda _: Row.where(Row.number.is_(1), Row.id.is_(2), Row.number.is_(3)), None)
    assert "number is asked for twice; Brightpearl takes each filter once, a period as between(start, end)" == told
