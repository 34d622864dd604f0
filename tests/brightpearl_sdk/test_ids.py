from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

import brightpearl_sdk as bp
from brightpearl_sdk.ids import IDS_PER_REQUEST, TEXT_PER_REQUEST
from tests.brightpearl_sdk.recordings import exchanges

IDS = some.sets(some.integers(min_value=1, max_value=500), max_size=60)


@pytest.mark.parametrize(
    ("ids", "text"),
    [
        ([], ""),
        ([7], "7"),
        ([3, 1], "1,3"),
        ([1, 2], "1-2"),
        ([9, 3, 1, 5, 6, 7, 8], "1,3,5-9"),
        ([5, 5, 5], "5"),
        ([1, 2, 4, 5, 7], "1-2,4-5,7"),
    ],
)
def test_ids_are_written_ascending_with_neighbours_folded(ids: list[int], text: str) -> None:
    assert text == str(bp.IdSet.of(ids))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("7", [7]),
        ("7,9-11", [7, 9, 10, 11]),
        ("9-11,7", [7, 9, 10, 11]),
        ("1.3.5-6", [1, 3, 5, 6]),
        (" 1 , 2 ", [1, 2]),
        ("1-3,2-4", [1, 2, 3, 4]),
        ("5-5", [5]),
    ],
)
def test_the_vendors_text_is_read(text: str, ids: list[int]) -> None:
    assert ids == list(bp.IdSet.parse(text))


@pytest.mark.parametrize("text", ["", ",", "1,", "-5", "5-", "a", "1-b", "1--2", "9-5", "1;2", "*", "²", "٣", "1 2", "+1", "1e3"])
def test_a_text_that_is_no_set_of_ids_is_refused(text: str) -> None:
    with pytest.raises(bp.QueryError, match="is no set of ids"):
        bp.IdSet.parse(text)


@pytest.mark.parametrize("text", ["1-999999999999", "1-1000001", "9" * 5000, "1-" + "9" * 5000])
def test_a_set_beyond_reason_is_refused_before_it_is_made(text: str) -> None:
    with pytest.raises(bp.QueryError):
        bp.IdSet.parse(text)


def test_the_most_ids_that_are_read_can_be_told() -> None:
    assert 10 == len(bp.IdSet.parse("1-10", most=10))
    with pytest.raises(bp.QueryError):
        bp.IdSet.parse("1-10", most=9)


def test_a_negative_id_is_refused() -> None:
    with pytest.raises(bp.QueryError, match="-1 is no id"):
        bp.IdSet.of([3, -1])


def test_a_set_knows_its_members_and_size() -> None:
    ids = bp.IdSet.of([3, 1])
    assert (True, False, 2) == (3 in ids, 2 in ids, len(ids))


@given(IDS)
def test_what_is_written_is_read_back(ids: set[int]) -> None:
    if ids:
        assert bp.IdSet.of(ids) == bp.IdSet.parse(str(bp.IdSet.of(ids)))


@given(IDS, some.integers(min_value=1, max_value=9), some.integers(min_value=8, max_value=40))
def test_pieces_hold_every_id_once_and_fit(ids: set[int], most: int, text: int) -> None:
    pieces = list(bp.IdSet.of(ids).pieces(most, text))
    assert sorted(ids) == [id for piece in pieces for id in piece]
    assert [] == [piece for piece in pieces if len(piece) > most or len(str(piece)) > text or not piece.ids]


def test_many_ids_are_split_into_as_few_requests_as_the_vendor_allows() -> None:
    assert [IDS_PER_REQUEST, IDS_PER_REQUEST, 50] == [len(piece) for piece in bp.IdSet.of(range(1, 2 * IDS_PER_REQUEST + 51)).pieces()]


def test_long_ids_are_split_so_that_the_request_line_holds_them() -> None:
    ids = [10**17 + 2 * number for number in range(500)]
    pieces = list(bp.IdSet.of(ids).pieces(most=500))
    assert (2, True) == (len(pieces), all(len(str(piece)) <= TEXT_PER_REQUEST for piece in pieces))


def test_the_sets_of_recorded_plans_are_read() -> None:
    recorded = next(each for each in exchanges() if each.name == "account:order_options")
    sets = [bp.IdSet.parse(uri.rsplit("/", 1)[1]) for uri in recorded.document["response"]["getUris"]]
    assert recorded.document["response"]["getUris"] == [f"/order/{each}" for each in sets]


def test_all_ranges_together_hold_no_more_than_is_allowed() -> None:
    assert 10 == len(bp.IdSet.parse("1-5,11-15", most=10))
    with pytest.raises(bp.QueryError, match="too long"):
        bp.IdSet.parse("1-5,11-16", most=10)


def test_nought_is_an_id_and_what_is_below_it_is_none() -> None:
    assert (0, 1) == bp.IdSet.of([1, 0]).ids
    with pytest.raises(bp.QueryError, match="-1 is no id"):
        bp.IdSet.of([1, -1])


def test_numbers_of_a_range_have_forty_digits_together_at_most() -> None:
    assert [int("9" * 20)] == list(bp.IdSet.parse(f"{'9' * 20}-{'9' * 20}"))
    with pytest.raises(bp.QueryError, match="neither an id nor a range"):
        bp.IdSet.parse("9" * 41)


def test_a_piece_is_as_long_as_is_allowed_and_no_longer() -> None:
    # Each id and its comma take three characters.
    ids = bp.IdSet.of(range(10, 20))
    assert [3, 3, 3, 1] == [len(piece) for piece in ids.pieces(text=9)]
    assert [2, 2, 2, 2, 2] == [len(piece) for piece in ids.pieces(text=8)]
