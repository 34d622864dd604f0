"""Sums of rows: what is rounded where, who gets what is left over, and how it is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.money import (
    Row,
    balanced,
    is_whole,
    minor_unit,
    net_of,
    plain,
    rounded,
    shares,
    tax_of,
    trimmed,
)

Told = tuple[str, str, str, str, str, str, str, str]


def row(name: str, net: str, tax: str) -> Row:
    """A row whose reference is its name."""
    return Row(ref=name, name=name, quantity=Decimal(1), net=Decimal(net), tax=Decimal(tax), tax_code="T20")


ROUNDING = Row(ref="R", name="Rounding", quantity=Decimal(1), net=Decimal(9), tax=Decimal(9), tax_code="T0", nominal="7906")


def even(rows: Sequence[Row], total: str, tax: str, **more: Any) -> Mapped[tuple[Row, ...]]:
    """The rows that come to a total and a tax, in pounds unless told otherwise."""
    told = {"exponent": 2, "threshold": Decimal("0.05"), "residue": "row", "rounding": ROUNDING, "entity": "order", "key": "7", **more}
    return balanced(rows, total=Decimal(total), tax=Decimal(tax), **told)


def amounts(found: Mapped[tuple[Row, ...]]) -> list[tuple[str, str, str]]:
    """Name, net and tax of each row."""
    return [(each.name, str(each.net), str(each.tax)) for each in found.value or ()]


def said(found: Mapped[tuple[Row, ...]]) -> list[Told]:
    """All that the issues say, but for severity and repair."""
    return [
        (each.code, each.entity, each.key, each.field, each.expected, each.actual, each.message, each.severity.value)
        for each in found.issues
    ]


@pytest.mark.parametrize(("exponent", "unit"), [(0, "1"), (2, "0.01"), (3, "0.001")])
def test_the_smallest_amount_follows_from_the_decimals(exponent: int, unit: str) -> None:
    assert unit == str(minor_unit(exponent))


@pytest.mark.parametrize(
    ("amount", "exponent", "expected"),
    [("1.005", 2, "1.01"), ("-1.005", 2, "-1.01"), ("1.0049", 2, "1.00"), ("0.5", 0, "1"), ("2", 3, "2.000"), ("-0.001", 2, "0.00")],
)
def test_half_a_minor_unit_is_rounded_away_from_zero_and_no_zero_is_negative(amount: str, exponent: int, expected: str) -> None:
    assert expected == str(rounded(Decimal(amount), exponent))


def test_an_amount_of_many_digits_is_rounded_exactly() -> None:
    assert f"{'9' * 40}.13" == str(rounded(Decimal(f"{'9' * 40}.125"), 2))


@pytest.mark.parametrize(("amount", "expected"), [("1.10", True), ("1.100", True), ("1.101", False), ("NaN", False), ("Infinity", False)])
def test_an_amount_is_whole_without_further_decimals(amount: str, expected: bool) -> None:
    assert expected is is_whole(Decimal(amount), 2)


@pytest.mark.parametrize(("amount", "expected"), [("1.1000", "1.10"), ("1", "1.00"), ("1.0050", "1.005"), ("1.2345", "1.2345")])
def test_zeros_beyond_the_currency_are_trimmed_and_other_digits_stay(amount: str, expected: str) -> None:
    assert expected == str(trimmed(Decimal(amount), 2))


def test_an_amount_is_written_without_an_exponent() -> None:
    assert ("1000", "0.0000001") == (plain(Decimal("1E+3")), plain(Decimal("1E-7")))


def test_rows_are_added_up() -> None:
    both = [row("a", "1.10", "0.22"), row("b", "-0.10", "-0.02")]
    assert ("1.00", "0.20") == (str(net_of(both)), str(tax_of(both)))
    assert (Decimal(0), Decimal(0)) == (net_of([]), tax_of([]))


def test_rows_that_add_up_stay_as_they_are() -> None:
    rows = (row("a", "10.00", "2.00"), row("b", "5.00", "1.00"))
    assert Mapped(value=rows) == even(rows, "18.00", "3.00")


def test_a_tax_residue_goes_to_the_largest_tax_and_of_equals_to_the_first() -> None:
    rows = [row("a", "1.00", "0.20"), row("b", "10.00", "2.00"), row("c", "-10.00", "-2.00")]
    found = even(rows, "1.22", "0.22")
    assert [("a", "1.00", "0.20"), ("b", "10.00", "2.02"), ("c", "-10.00", "-2.00")] == amounts(found)
    assert [] == said(found)
    negative = even([row("c", "-10.00", "-2.00"), row("b", "10.00", "2.00")], "-0.01", "-0.01")
    assert [("c", "-10.00", "-2.01"), ("b", "10.00", "2.00")] == amounts(negative)


def test_a_tax_residue_of_a_minor_unit_a_row_is_the_most() -> None:
    rows = [row("a", "10.00", "2.00"), row("b", "5.00", "0.00")]
    assert [("a", "10.00", "2.02"), ("b", "5.00", "0.00")] == amounts(even(rows, "17.02", "2.02"))
    message = "The order's tax is 2.03, its rows' tax comes to 2.00: 0.03 is left over."
    found = even(rows, "17.03", "2.03")
    assert (None, [("TAX_RESIDUE_TOO_LARGE", "order", "7", "total_tax", "2.03", "2.00", message, "block")]) == (found.value, said(found))


def test_a_tax_residue_needs_a_row_with_tax() -> None:
    found = even([row("a", "10.00", "0.00")], "10.01", "0.01", entity="refund", key="9")
    message = "The order's tax is 0.01, its rows' tax comes to 0.00: 0.01 is left over."
    assert [("TAX_RESIDUE_TOO_LARGE", "refund", "9", "total_tax", "0.01", "0.00", message, "block")] == said(found)


def test_a_net_residue_becomes_a_rounding_row_without_tax() -> None:
    found = even([row("a", "10.00", "2.00")], "12.05", "2.00")
    assert [("a", "10.00", "2.00"), ("Rounding", "0.05", "0.00")] == amounts(found)
    assert ("R", "T0", "7906") == ((found.value or ())[1].ref, (found.value or ())[1].tax_code, (found.value or ())[1].nominal)
    message = "A rounding row of 0.05 was added."
    assert [("RESIDUE_ABSORBED", "order", "7", "", "", "0.05", message, "info")] == said(found)


def test_a_rounding_row_of_yen_has_no_decimals() -> None:
    found = even([row("a", "10", "2")], "11", "2", exponent=0, threshold=Decimal(0))
    assert [("a", "10", "2"), ("Rounding", "-1", "0")] == amounts(found)


def test_a_net_residue_above_threshold_and_a_minor_unit_a_row_holds() -> None:
    found = even([row("a", "10.00", "2.00")], "12.06", "2.00", hint=" (with GIFT 1.00)")
    message = "The order's total is 12.06, its rows come to 12.00 (with GIFT 1.00)."
    assert (None, [("TOTALS_MISMATCH", "order", "7", "total", "12.06", "12.00", message, "block")]) == (found.value, said(found))
    assert "The order's total is 11.94, its rows come to 12.00." == even([row("a", "10.00", "2.00")], "11.94", "2.00").issues[0].message


def test_many_rows_have_more_to_round_than_the_threshold() -> None:
    rows = [row(str(each), "1.00", "0.20") for each in range(7)]
    assert ("Rounding", "-0.07", "0.00") == amounts(even(rows, "8.33", "1.40"))[-1]
    assert ["TOTALS_MISMATCH"] == [each.code for each in even(rows, "8.32", "1.40").issues]
    assert ["RESIDUE_ABSORBED"] == [each.code for each in even(rows[:1], "1.25", "0.20", threshold=Decimal("0.05")).issues]


def test_an_absorbed_residue_goes_to_the_largest_row_and_of_equals_to_the_first() -> None:
    rows = [row("a", "1.00", "0.20"), row("b", "-10.00", "-2.00"), row("c", "10.00", "2.00")]
    found = even(rows, "1.23", "0.20", residue="absorb")
    assert [("a", "1.00", "0.20"), ("b", "-9.97", "-2.00"), ("c", "10.00", "2.00")] == amounts(found)
    assert [("RESIDUE_ABSORBED", "order", "7", "", "", "0.03", "0.03 was put on the row b.", "info")] == said(found)


def test_a_residue_of_more_than_a_minor_unit_a_row_is_not_absorbed() -> None:
    found = even([row("a", "10.00", "2.00")], "12.02", "2.00", residue="absorb")
    assert [("a", "10.00", "2.00"), ("Rounding", "0.02", "0.00")] == amounts(found)
    assert [("Rounding", "0.01", "0.00")] == amounts(even([], "0.01", "0.00", residue="absorb"))


@pytest.mark.parametrize(
    ("amount", "weights", "expected"),
    [
        ("10.00", ["1", "1", "1"], ["3.34", "3.33", "3.33"]),  # of equals the first
        ("0.05", ["1", "2", "3"], ["0.01", "0.02", "0.02"]),
        ("1.00", ["1", "2"], ["0.33", "0.67"]),  # the largest remainder
        ("0.02", ["1", "3", "4"], ["0.00", "0.01", "0.01"]),
        ("-1.00", ["1", "2"], ["-0.33", "-0.67"]),
        ("0.01", ["1", "3", "0"], ["0.00", "0.01", "0.00"]),
        ("5.00", ["0", "7"], ["0.00", "5.00"]),
        ("0.02", ["1", "3"], ["0.00", "0.02"]),  # of equal remainders the larger weight
    ],
)
def test_an_amount_is_shared_to_the_minor_unit_and_the_largest_remainders_get_the_rest(
    amount: str, weights: list[str], expected: list[str]
) -> None:
    assert expected == [str(each) for each in shares(Decimal(amount), [Decimal(weight) for weight in weights], 2)]


def test_what_was_lost_by_reckoning_is_never_sent() -> None:
    # More digits than sums are reckoned with: the penny is no residue any more, and the rows do not come to the total.
    rows = [row("a", f"10{'0' * 27}", f"5{'0' * 27}")]
    with pytest.raises(ArithmeticError, match=rf"^order 7: rows come to 1\.50+E\+28, not 15{'0' * 27}\.01$"):
        even(rows, f"15{'0' * 27}.01", f"5{'0' * 27}")


def test_nothing_can_be_shared_by_nothing() -> None:
    with pytest.raises(ArithmeticError, match=r"^there is nothing to split an amount by$"):
        shares(Decimal(1), [Decimal(0), Decimal(0)], 2)
