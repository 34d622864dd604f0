"""Two sides compared by key, sorted or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpwoo_sync.errors import SnapshotError, UnsortedError
from bpwoo_sync.streams import Difference, Level, Repeated, Tally, differences, indexed_differences, level, level_key, merged, sku_of

A, B, C = Level("a", 1), Level("b", 2), Level("c", 3)

Compare = Callable[[list[Level], list[Level], Callable[[Level], str], Tally], Iterator[Any]]
BOTH = pytest.mark.parametrize("compare", [differences, indexed_differences])


def found(compare: Compare, left: list[Level], right: list[Level]) -> tuple[set[Any], Tally]:
    tally = Tally()
    return set(compare(left, right, sku_of, tally)), tally


@BOTH
def test_what_both_sides_say_alike_is_only_counted(compare: Compare) -> None:
    assert (set(), Tally(equal=2)) == found(compare, [A, B], [A, B])


@BOTH
def test_what_differs_or_is_missing_is_told_with_both_records(compare: Compare) -> None:
    told, tally = found(compare, [A, B], [Level("b", 9), C])
    assert {Difference("a", A, None), Difference("b", B, Level("b", 9)), Difference("c", None, C)} == told
    assert Tally(different=1, left_only=1, right_only=1) == tally


@BOTH
@pytest.mark.parametrize("left", [[A, A], [A, Level("a", 7)]])
def test_a_key_that_a_side_tells_twice_is_a_finding_and_compared_once(compare: Compare, left: list[Level]) -> None:
    told, tally = found(compare, left, [A])
    assert ({Repeated("a", "left", left[1])}, Tally(equal=1, repeated=1)) == (told, tally)


@BOTH
def test_a_key_that_the_other_side_tells_twice_is_a_finding_too(compare: Compare) -> None:
    assert {Repeated("a", "right", Level("a", 7))} == found(compare, [A, B], [A, Level("a", 7), B])[0]


@BOTH
@pytest.mark.parametrize(
    ("left", "right", "expected", "tally"),
    [
        ([A, Level("a", 7), B], [A, B], {Repeated("a", "left", Level("a", 7))}, Tally(equal=2, repeated=1)),
        ([A, B], [A, Level("a", 7), B], {Repeated("a", "right", Level("a", 7))}, Tally(equal=2, repeated=1)),
        ([A, B], [A, Level("a", 7)], {Repeated("a", "right", Level("a", 7)), Difference("b", B, None)}, Tally(1, 0, 1, 0, 1)),
        ([A, Level("a", 7)], [A, B], {Repeated("a", "left", Level("a", 7)), Difference("b", None, B)}, Tally(1, 0, 0, 1, 1)),
        (
            [A, B, C],
            [Level("a", 7), Level("b", 8), Level("c", 9)],
            {Difference(each.sku, each, Level(each.sku, 6 + each.quantity)) for each in (A, B, C)},
            Tally(different=3),
        ),
        ([A, A, A], [], {Difference("a", A, None), Repeated("a", "left", A)}, Tally(left_only=1, repeated=2)),
        ([], [B, B, C], {Difference("b", None, B), Repeated("b", "right", B), Difference("c", None, C)}, Tally(right_only=2, repeated=1)),
    ],
)
def test_what_comes_after_a_repetition_or_a_difference_is_compared_all_the_same(
    compare: Compare, left: list[Level], right: list[Level], expected: set[Any], tally: Tally
) -> None:
    assert (expected, tally) == found(compare, left, right)


@BOTH
def test_an_empty_key_matches_nothing(compare: Compare) -> None:
    nameless = Level("", 1)
    assert {Repeated("", "left", nameless), Repeated("", "right", nameless)} == found(compare, [nameless], [nameless])[0]


@pytest.mark.parametrize(("left", "right", "side"), [([B, A], [C], "left"), ([A], [C, B], "right"), ([C, B], [C, B], "left")])
def test_a_stream_that_is_not_sorted_is_refused_with_both_keys(left: list[Level], right: list[Level], side: str) -> None:
    with pytest.raises(UnsortedError) as caught:
        list(differences(left, right, sku_of, Tally()))
    assert side == caught.value.side
    assert repr(caught.value.before) in str(caught.value) and repr(caught.value.after) in str(caught.value)


def test_a_merge_of_groups_refuses_what_is_not_sorted_too() -> None:
    with pytest.raises(UnsortedError, match="'a' comes after 'b'"):
        list(merged([B, A], [], sku_of, sku_of))


def test_records_of_two_kinds_are_merged_by_key_in_groups() -> None:
    assert [("a", (A, A), ("a",)), ("b", (), ("b",)), ("c", (C,), ())] == list(merged([A, A, C], ["a", "b"], sku_of, str))


def test_what_one_side_alone_has_goes_on_to_its_end_and_both_may_end_together() -> None:
    assert [("a", (), ("a",)), ("b", (), ("b",)), ("c", (C,), ("c",))] == list(merged([C], ["a", "b", "c"], sku_of, str))
    assert [("a", (A,), ()), ("b", (B,), ()), ("c", (), ("c",))] == list(merged([A, B], ["c"], sku_of, str))


def test_a_line_has_one_tab() -> None:
    assert "a" == level_key("a\tb\t3\n")
    with pytest.raises(SnapshotError):
        level("a\tb\t3\n")


records = st.lists(st.builds(Level, st.text("abé\U0001f600", min_size=1, max_size=3), st.integers(0, 2)), max_size=12)


@given(records, records)
def test_sorted_and_unsorted_find_the_same_as_two_dicts(left: list[Level], right: list[Level]) -> None:
    ours, theirs = dict(left), dict(right)
    wanted = {(sku, ours.get(sku), theirs.get(sku)) for sku in ours | theirs if ours.get(sku) != theirs.get(sku)}
    for compare, order in ((differences, sorted(ours.items())), (indexed_differences, list(ours.items()))):
        tally = Tally()
        told = compare([Level(*each) for each in order], [Level(*each) for each in sorted(theirs.items())], sku_of, tally)
        assert wanted == {(each.key, _quantity(each.left), _quantity(each.right)) for each in told if isinstance(each, Difference)}
        assert len(ours | theirs) == tally.compared + tally.left_only + tally.right_only


def _quantity(record: Level | None) -> object:
    return None if record is None else record.quantity


def test_lines_of_text_are_compared_as_they_are() -> None:
    tally = Tally()
    told = list(differences(["a\t1\n", "b\t2\n"], ["a\t1\n", "b\t3\n"], level_key, tally))
    assert ([Difference("b", "b\t2\n", "b\t3\n")], 1) == (told, tally.equal)


@pytest.mark.parametrize(
    ("line", "expected"), [("a b\t12\n", Level("a b", 12)), ("a\t1.50\n", Level("a", Decimal("1.50"))), ("a\t-3", Level("a", -3))]
)
def test_a_line_of_stock_is_read_exactly(line: str, expected: Level) -> None:
    assert expected == level(line)


@pytest.mark.parametrize("line", ["a", "a\t", "a\tmany", "a\tNaN", "a\tInfinity"])
def test_a_line_that_is_no_stock_is_told(line: str) -> None:
    with pytest.raises(SnapshotError, match="a SKU, a tab and a quantity"):
        level(line)
