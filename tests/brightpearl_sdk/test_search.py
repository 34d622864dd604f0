from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from itertools import islice
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.search import Column
from brightpearl_sdk.testing.transport import mock_transport
from tests.brightpearl_sdk.answers import answered

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 3, 1, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=1)))
PATH = "/order-service/order-search"


class Row(bp.SearchRow):
    id = bp.IdColumn("rowId")
    kind = bp.IntegerColumn("kindId")
    code = bp.StringColumn("code")
    name = bp.TextColumn("name", sortable=False)
    open = bp.BooleanColumn("isOpen")
    placed = bp.InstantColumn("placedOn")
    total = bp.MoneyColumn("total")


#: The same columns for values that a type checker would refuse.
ANY: Any = Row
NAMES = tuple(column.name for column in Row.columns())


def page(rows: Iterable[list[Any]], *, names: Iterable[str] = NAMES, reference: Any = None, **told: Any) -> bp.Response:
    """An answer of a search, with what its metadata tells besides the columns."""
    columns = [{"name": name, "referenceData": [f"{name}Names"]} for name in names]
    answer = answered({"metaData": {"columns": columns, **told}, "results": list(rows)})
    if reference is None:
        return answer
    text = answer.content.decode()[:-1] + f', "reference": {reference}}}'
    return bp.Response(status=200, headers=answer.headers, content=text.encode())


def read(response: bp.Response, query: bp.Query[Row] | None = None) -> bp.Page[Row]:
    return bp.search_operation(PATH, query or Row.where()).parse(response)


def cell(column: str, value: Any) -> Row:
    return Row({column: value})


@pytest.mark.parametrize(
    ("filter", "pair"),
    [
        (Row.kind.is_(3), ("kindId", "3")),
        (Row.id.is_(7), ("rowId", "7")),
        (Row.id.within([9, 7, 8, 3]), ("rowId", "3,7-9")),
        (Row.id.within(bp.IdSet.of([1, 2])), ("rowId", "1-2")),
        (Row.code.is_("A & B"), ("code", "A & B")),
        (Row.name.contains("part"), ("name", "part")),
        (Row.open.is_(True), ("isOpen", "true")),
        (Row.open.is_(False), ("isOpen", "false")),
        (Row.placed.since(NOON), ("placedOn", "2026-03-02T12:00:00.000Z/")),
        (Row.placed.until(NOON), ("placedOn", "/2026-03-02T12:00:00.000Z")),
        (Row.placed.between(NOON, LATER), ("placedOn", "2026-03-02T12:00:00.000Z/2026-03-03T01:30:00.250+01:00")),
        (Row.total.is_(Decimal("1E+2")), ("total", "100")),
        (ANY.total.is_(5), ("total", "5")),
    ],
)
def test_a_comparison_is_written_as_the_vendor_reads_it(filter: bp.Filter, pair: tuple[str, str]) -> None:
    assert (pair,) == Row.where(filter).parameters()


@pytest.mark.parametrize(
    "compare",
    [
        lambda: ANY.kind.is_(True),
        lambda: ANY.kind.is_("3"),
        lambda: ANY.id.is_("3"),
        lambda: ANY.code.is_(3),
        lambda: ANY.open.is_(1),
        lambda: ANY.total.is_(1.5),
        lambda: ANY.total.is_(True),
        lambda: ANY.placed.since("2026-03-02"),
        lambda: ANY.placed.since(datetime(2026, 3, 2)),
        lambda: ANY.id.within([-1]),
    ],
)
def test_a_comparison_with_the_wrong_kind_of_value_is_refused_before_it_is_sent(compare: Callable[[], object]) -> None:
    with pytest.raises(bp.QueryError):
        compare()


def test_a_search_for_no_ids_at_all_is_refused_rather_than_sent_without_a_filter() -> None:
    with pytest.raises(bp.QueryError, match="rowId"):
        Row.id.within([])


@pytest.mark.parametrize(
    ("query", "target"),
    [
        (Row.where(), PATH),
        (Row.where(Row.kind.is_(3), Row.open.is_(True)), f"{PATH}?kindId=3&isOpen=true"),
        (Row.where(Row.placed.since(LATER)), f"{PATH}?placedOn=2026-03-03T01:30:00.250%2B01:00/"),
        (Row.where(Row.code.is_("#1 ä&b")), f"{PATH}?code=%231%20%C3%A4%26b"),
        (Row.where().select(Row.total, Row.id), f"{PATH}?columns=total,rowId"),
        (Row.where().sort(Row.placed.descending(), Row.id.ascending()), f"{PATH}?sort=placedOn.DESC,rowId.ASC"),
        (Row.where().paged(20), f"{PATH}?pageSize=20"),
        (Row.where().paged(500), PATH),
    ],
)
def test_a_query_stands_in_the_request_line(query: bp.Query[Row], target: str) -> None:
    assert target == bp.search_operation(PATH, query).request.target


def test_a_column_of_the_accounts_own_is_asked_for_and_read_like_any_other() -> None:
    season = bp.StringColumn("PCF_SEASON")
    found = read(page([["SUMMER"]], names=["PCF_SEASON"]), Row.where(season.is_("SUMMER")))
    assert ["SUMMER"] == [row[season] for row in found]


def test_a_filter_is_taken_once() -> None:
    with pytest.raises(bp.QueryError, match=r"placedOn is asked for twice.*between"):
        Row.where(Row.placed.since(NOON), Row.placed.until(LATER))


def test_a_column_that_the_vendor_does_not_sort_by_is_refused() -> None:
    with pytest.raises(bp.QueryError, match="does not sort by name"):
        Row.name.ascending()


@pytest.mark.parametrize("size", [0, -1, 501])
def test_a_page_of_a_size_that_the_vendor_does_not_give_is_refused(size: int) -> None:
    with pytest.raises(bp.QueryError, match="1 to 500 rows"):
        Row.where().paged(size)


def test_columns_are_known_in_the_order_of_their_declaration() -> None:
    assert ("rowId", "kindId", "code", "name", "isOpen", "placedOn", "total") == NAMES


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (cell("rowId", 7).id, 7),
        (cell("rowId", "7").id, 7),
        (cell("kindId", "3").kind, 3),
        (cell("code", 1234567890).code, "1234567890"),
        (cell("name", "x").name, "x"),
        (cell("isOpen", True).open, True),
        (cell("isOpen", 1).open, True),
        (cell("isOpen", "true").open, True),
        (cell("isOpen", 0).open, False),
        (cell("isOpen", "false").open, False),
        (cell("placedOn", "2026-03-02T06:00:00.000-06:00").placed, NOON),
        (cell("total", "5652.10").total, Decimal("5652.10")),
        (cell("total", Decimal("0.1")).total, Decimal("0.1")),
        (cell("total", None).total, None),
        (cell("rowId", 7).total, None),
    ],
)
def test_a_cell_is_read_as_its_columns_kind(row: object, value: object) -> None:
    assert (type(value), value) == (type(row), row)


@pytest.mark.parametrize(
    ("name", "value", "read_cell"),
    [
        ("kindId", "x", lambda row: row.kind),
        ("kindId", [1], lambda row: row.kind),
        ("placedOn", "yesterday", lambda row: row.placed),
        ("total", "abc", lambda row: row.total),
        ("total", [1], lambda row: row[Row.total]),
    ],
)
def test_a_cell_that_does_not_fit_says_which(name: str, value: Any, read_cell: Callable[[Row], object]) -> None:
    with pytest.raises(bp.ShapeError, match=name):
        read_cell(cell(name, value))


def test_cells_are_found_by_the_names_in_the_answer_and_not_by_their_place() -> None:
    found = read(page([["9.50", 7, "new"]], names=["total", "rowId", "addedLater"]))
    assert [(7, Decimal("9.50"), "new")] == [(row.id, row.total, row.cells["addedLater"]) for row in found]


def test_the_reference_data_gives_a_cell_its_label() -> None:
    found = read(page([[1, 2, 3]], names=["rowId", "kindId", "code"], reference='{"kindIdNames": {"2": "SALES_ORDER"}, "codeNames": {}}'))
    assert [(None, "SALES_ORDER", None)] == [(row.label(Row.id), row.label(Row.kind), row.label(Row.code)) for row in found]


def test_rows_are_equal_where_their_cells_are() -> None:
    assert (True, False, 1) == (
        cell("rowId", 7) == cell("rowId", 7),
        cell("rowId", 7) == cell("rowId", 8),
        len({cell("rowId", 7)} | {cell("rowId", 7)}),
    )


def test_a_row_shows_what_it_holds() -> None:
    assert "Row(rowId=7, total='1.00')" == repr(Row({"rowId": 7, "code": None, "total": "1.00"}))


@pytest.mark.parametrize(
    "document",
    [
        {},
        [],
        {"results": []},
        {"metaData": []},
        {"metaData": {}, "results": []},
        {"metaData": {"columns": [{}]}, "results": []},
        {"metaData": {"columns": ["rowId"]}, "results": []},
        {"metaData": {"columns": [{"name": "rowId"}]}, "results": [[1, 2]]},
        {"metaData": {"columns": [{"name": "rowId"}]}, "results": [1]},
        {"metaData": {"columns": [{"name": "rowId"}]}, "results": {"1": [1]}},
        {"metaData": {"columns": [{"name": "rowId"}]}, "results": "1"},
        {"metaData": {"columns": [{"name": "rowId"}]}, "results": 1},
    ],
)
def test_an_answer_that_is_no_search_does_not_fit(document: Any) -> None:
    with pytest.raises(bp.ShapeError):
        read(answered(document))


def test_an_empty_result_has_no_rows() -> None:
    found = read(page([], resultsAvailable=0, resultsReturned=0, morePagesAvailable=False))
    assert ((), None, 0) == (found.items, found.next, found.total)


def test_a_filter_that_the_vendor_would_ignore_is_noticed() -> None:
    with pytest.raises(bp.QueryError, match="no column 'channelId': the filter would be ignored"):
        read(page([], names=["rowId"]), Row.where(bp.Filter("channelId", "22")))


def test_a_filter_that_is_no_column_but_declared_is_accepted() -> None:
    assert () == read(page([], names=["rowId"]), Row.where(Row.code.is_("A"))).items


def test_an_empty_page_is_the_last_whatever_it_says_of_more() -> None:
    assert read(page([], resultsAvailable=900, morePagesAvailable=True)).next is None


def test_rows_are_counted_without_being_fetched() -> None:
    operation = bp.count_operation(PATH, Row.where(Row.kind.is_(1)))
    assert (f"{PATH}?kindId=1&countOnly=true", 1203) == (operation.request.target, operation.parse(page([], resultsAvailable=1203)))


def test_a_count_that_is_none_does_not_fit() -> None:
    with pytest.raises(bp.ShapeError):
        bp.count_operation(PATH, Row.where()).parse(page([], resultsAvailable=None))


class Account:
    """An account with so many rows, which tells what it likes of their number; what it was asked is kept."""

    def __init__(self, rows: int, *, most: int = 500, more: bool | None = None, total: int | None = None, same: bool = False) -> None:
        self.rows = range(1, rows + 1)
        self.most = most
        self.more = more
        self.total = rows if total is None else total
        self.same = same
        self.firsts: list[int] = []

    def __call__(self, request: bp.Request) -> bp.Response:
        first = int(request.parameter("firstResult") or 1)
        self.firsts.append(first)
        given = list(self.rows[: self.most] if self.same else self.rows[first - 1 : first - 1 + self.most])
        ends = {"firstResult": first, "lastResult": first + len(given) - 1} if given else {}
        more = {} if self.more is None else {"morePagesAvailable": self.more and given[-1:] != [self.rows[-1]] and bool(given)}
        return page(([id] for id in given), names=["rowId"], resultsAvailable=self.total, resultsReturned=len(given), **ends, **more)


def listed(account: Account, query: bp.Query[Row] | None = None) -> list[int | None]:
    with bp.Brightpearl(
        "acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(account)
    ) as client:
        return [row.id for each in client.pages(bp.search_operation(PATH, query or Row.where())) for row in each]


def listed_by_awaiting(account: Account) -> list[int | None]:
    async def asked() -> list[int | None]:
        async with bp.AsyncBrightpearl(
            "acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(account)
        ) as client:
            return [row.id async for each in client.pages(bp.search_operation(PATH, Row.where())) for row in each]

    return asyncio.run(asked())


@pytest.mark.parametrize(
    ("account", "firsts"),
    [
        (Account(0), [1]),
        (Account(3), [1]),
        (Account(1203), [1, 501, 1001]),
        (Account(1203, more=True), [1, 501, 1001]),
        (Account(1203, total=500), [1, 501, 1001]),
        (Account(1203, total=500, more=False), [1, 501, 1001]),
        (Account(1000), [1, 501, 1001]),
        (Account(500, total=0), [1, 501]),
        (Account(250, most=100), [1, 101, 201]),
        (Account(250, most=100, more=True), [1, 101, 201]),
    ],
    ids=[
        "nothing",
        "one page",
        "three pages",
        "more pages told",
        "a total that stays at 500",
        "a total that stays at 500 and no more pages told",
        "whole pages",
        "a total of nothing",
        "short pages",
        "short pages and more told",
    ],
)
def test_every_row_is_read_past_500_whatever_the_total_says(account: Account, firsts: list[int]) -> None:
    assert (list(account.rows), firsts) == (listed(account), account.firsts)


def test_the_awaiting_client_reads_the_same_pages() -> None:
    account = Account(1203, total=500)
    assert (list(account.rows), [1, 501, 1001]) == (listed_by_awaiting(account), account.firsts)


def test_a_query_with_pages_of_its_own_is_followed() -> None:
    account = Account(45, most=20)
    assert (list(account.rows), [1, 21, 41]) == (listed(account, Row.where().paged(20)), account.firsts)


def test_a_page_that_repeats_the_one_before_is_noticed() -> None:
    account = Account(500, same=True, total=5000)
    with pytest.raises(bp.ShapeError, match="rows from 501 on repeat the page before them"):
        listed(account)
    assert [1, 501] == account.firsts


def test_pages_are_fetched_as_they_are_asked_for() -> None:
    account = Account(1203)
    with bp.Brightpearl(
        "acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(account)
    ) as client:
        orders = client.orders.search(bp.OrderSearchRow.where())
        before = list(account.firsts)
        taken = list(islice(orders, 10))
    assert ([], 10, [1]) == (before, len(taken), account.firsts)


def test_a_listing_tells_the_vendors_total() -> None:
    with bp.Brightpearl(
        "acme", bp.AccountToken("app", "token"), base_url="https://bp.example", transport=mock_transport(Account(1203))
    ) as client:
        assert 1203 == client.orders.search(bp.OrderSearchRow.where()).first().total


def test_a_column_shows_its_kind_and_name() -> None:
    assert ["IdColumn('rowId')", "Column('any')"] == [repr(Row.id), repr(Column("any"))]
