"""Searches, value by value: what is asked for, which page is the last, and the words for an answer that is none."""

from __future__ import annotations

import json
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.search import BooleanColumn, IdColumn, MoneyColumn, Query, SearchRow, StringColumn

PATH = "/order-service/order-search"


class Row(SearchRow):
    id = IdColumn("rowId")
    open = BooleanColumn("isOpen")
    total = MoneyColumn("total")
    season = StringColumn("PCF_SEASON")


class Other(SearchRow):
    id = IdColumn("rowId")


def answer(document: Any) -> bp.Response:
    return bp.Response(status=200, headers=(("Content-Type", "application/json"),), content=json.dumps(document).encode())


def page(*rows: list[Any], names: tuple[str, ...] = ("rowId",), **told: Any) -> bp.Response:
    columns = [{"name": name} for name in names]
    return answer({"response": {"metaData": {"columns": columns, **told}, "results": list(rows)}})


def searched(response: bp.Response, query: Query[Row] | None = None) -> bp.Page[Row]:
    return bp.search_operation(PATH, query or Row.where()).parse(response)


def test_a_search_is_a_get_and_so_is_a_count() -> None:
    searching, counting = bp.search_operation(PATH, Row.where()), bp.count_operation(PATH, Row.where())
    assert ("GET", PATH, "GET", f"{PATH}?countOnly=true") == (
        searching.request.method,
        searching.request.target,
        counting.request.method,
        counting.request.target,
    )


def test_a_page_holds_one_to_five_hundred_rows() -> None:
    assert [1, 2, 499, 500] == [Row.where().paged(size).page_size for size in (1, 2, 499, 500)]
    for size in (0, 501):
        with pytest.raises(bp.QueryError, match=f"A page holds 1 to 500 rows, not {size}"):
            Row.where().paged(size)


def test_a_cell_is_true_where_it_says_so() -> None:
    told = [Row({"isOpen": cell}).open for cell in (True, 1, "true", "1", 2, 0, "yes", False)]
    assert [True, True, True, True, False, False, False, False] == told


def test_an_id_that_is_no_text_is_handed_on_as_it_came() -> None:
    cells: list[Any] = [True, [1], {"a": 1}, "x1", "²"]
    assert cells == [Row({"rowId": cell}).id for cell in cells]


def test_a_cell_that_does_not_suit_is_shown_as_far_as_sixty_characters() -> None:
    with pytest.raises(bp.ShapeError) as caught:
        _ = Row({"total": "x" * 70}).total
    assert f"A cell does not fit at $.total: '{'x' * 60}' does not suit MoneyColumn('total')" == str(caught.value).splitlines()[0]


def test_rows_of_other_cells_or_of_another_kind_have_another_hash() -> None:
    every = {hash(Row({"rowId": number})) for number in range(50)}
    assert (50, False) == (len(every), hash(Row({"rowId": 1})) == hash(Other({"rowId": 1})))


def refused(response: bp.Response, operation: bp.Operation[Any]) -> str:
    with pytest.raises(bp.ShapeError) as caught:
        operation.parse(response)
    return str(caught.value).splitlines()[0].removeprefix("The answer does not fit at $")


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ({"response": {"results": []}}, ".response.metaData: a search's metadata was due"),
        ({"response": []}, ".response.metaData: a search's metadata was due"),
        ({"response": {"metaData": {}}}, ".response.metaData.columns: a list of named columns was due"),
        ({"response": {"metaData": {"columns": [{"name": 5}]}}}, ".response.metaData.columns: a list of named columns was due"),
        ({"response": {"metaData": {"columns": []}, "results": {"a": 1}}}, ".response.results: a list was due"),
        ({"response": {"metaData": {"columns": []}, "results": [[1]]}}, ".response.results[0]: a row of 0 cells was due"),
        ({"response": {"metaData": {"columns": []}}, "reference": [1]}, ".reference: an object was due"),
    ],
)
def test_an_answer_that_is_no_search_is_told_by_the_place_and_what_was_due(document: Any, told: str) -> None:
    assert told == refused(answer(document), bp.search_operation(PATH, Row.where()))


def test_a_count_that_is_none_is_told_by_its_place() -> None:
    told = refused(page(), bp.count_operation(PATH, Row.where()))
    assert ".response.metaData.resultsAvailable: a number was due" == told


def test_a_page_that_comes_again_is_told_by_its_place() -> None:
    first = searched(page([1], [2], lastResult=2, resultsAvailable=9))
    assert first.next is not None
    told = refused(page([1], [2], lastResult=2, resultsAvailable=9), first.next)
    assert ".response.results: rows from 3 on repeat the page before them" == told


def test_a_filter_is_not_looked_for_where_only_some_columns_come_or_none() -> None:
    unknown = bp.Filter("channelId", "22")
    assert () == searched(page(), Row.where(unknown).select(Row.id)).items
    assert () == searched(page(names=()), Row.where(unknown)).items


def test_a_field_of_the_accounts_own_has_to_be_among_the_columns() -> None:
    with pytest.raises(bp.QueryError, match="no column 'PCF_SEASON'"):
        searched(page(), Row.where(Row.season.is_("SUMMER")))


def test_a_declared_filter_is_accepted_where_it_is_no_column_of_the_answer() -> None:
    assert () == searched(page(), Row.where(Row.open.is_(True))).items


def more(response: bp.Response, *, first: int = 1, size: int = 2) -> bool:
    return searched(response, Query(row=Row, page_size=size, first_result=first)).next is not None


@pytest.mark.parametrize(
    ("told", "first", "rows", "expected"),
    [
        ({"morePagesAvailable": False, "lastResult": 4, "resultsAvailable": 4}, 3, 2, False),
        ({"morePagesAvailable": False, "lastResult": 4, "resultsAvailable": 5}, 3, 2, True),
        ({"morePagesAvailable": False, "lastResult": 2, "resultsAvailable": 2}, 1, 2, True),
        ({"lastResult": 4, "resultsAvailable": 4}, 3, 2, True),
        ({"morePagesAvailable": False, "lastResult": 3, "resultsAvailable": 9}, 3, 1, False),
        ({"lastResult": 3, "resultsAvailable": 9}, 3, 1, True),
        ({"lastResult": 3, "resultsAvailable": 3}, 3, 1, False),
        ({"lastResult": 3, "resultsAvailable": "9"}, 3, 1, False),
        ({"lastResult": "3", "resultsAvailable": 9}, 3, 1, False),
        ({"morePagesAvailable": True}, 3, 1, True),
        ({"morePagesAvailable": True, "lastResult": 3, "resultsAvailable": 9}, 3, 0, False),
    ],
)
def test_a_page_is_the_last_where_all_that_it_says_agrees(told: dict[str, Any], first: int, rows: int, expected: bool) -> None:
    assert expected is more(page(*([id] for id in range(rows)), **told), first=first)


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("x" * 90, f"'{'x' * 80}' is no set of ids: '{'x' * 40}' is neither an id nor a range such as 5-9"),
        (f"9-{'1' * 38}", f"'9-{'1' * 38}' is no set of ids: the range '9-{'1' * 38}' descends or is too long"),
        (f"1,{' ' * 80}9-1", f"'1,{' ' * 78}' is no set of ids: the range '{' ' * 40}' descends or is too long"),
    ],
)
def test_what_is_no_set_of_ids_is_shown_as_far_as_it_helps(part: str, told: str) -> None:
    with pytest.raises(bp.QueryError) as caught:
        bp.IdSet.parse(part)
    assert told == str(caught.value).splitlines()[0]
