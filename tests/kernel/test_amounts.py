"""Numbers as JSON tells them: exact, finite, and nothing else is taken for one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from brightpearl_sdk._kernel import amounts
from brightpearl_sdk._kernel.amounts import AMOUNTS, Known, amount, finite, whole


@pytest.fixture(autouse=True)
def nothing_read_before() -> None:
    AMOUNTS.clear()


@pytest.mark.parametrize("text", ["0.00", "-12.340", "1E+2", "0.1", "7", " 5 "])
def test_a_text_becomes_the_very_number_that_it_writes(text: str) -> None:
    assert Decimal(text).as_tuple() == amount(text).as_tuple()


@pytest.mark.parametrize(("value", "number"), [(Decimal("1.50"), "1.50"), (7, "7"), (-7, "-7")])
def test_a_json_number_stays_what_it_is(value: Any, number: str) -> None:
    assert number == str(amount(value))


class Told(str):
    """A text that is not quite a ``str``."""


def test_a_text_of_another_kind_is_read_too() -> None:
    assert Decimal("1.5") == amount(Told("1.5"))


@pytest.mark.parametrize("value", [True, False, None, 1.5, [], {}, ["1"]])
def test_what_is_no_number_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^a number was due$"):
        amount(value)


@pytest.mark.parametrize("text", ["", "x", "1,5", "1 2", "0x10"])
def test_a_text_that_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a number was due$"):
        amount(text)
    assert {} == dict(AMOUNTS)


@pytest.mark.parametrize("value", ["NaN", "sNaN", "Infinity", "-inf", Decimal("NaN"), Decimal("Infinity")])
def test_a_number_that_is_not_finite_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"^a finite number was due$"):
        amount(value)


def test_a_text_is_read_once() -> None:
    assert amount("12.30") is amount("12.30")


def test_a_whole_number_is_kept_beside_texts_and_taken_for_neither_truth_nor_text() -> None:
    kept = Known(finite)
    assert (kept[1], kept["1.0"]) == (Decimal(1), Decimal(1))
    assert ["1", "1.0"] == [str(each) for each in kept.values()]
    assert [1, "1.0"] == list(kept)


def test_a_text_of_32_characters_is_kept_and_a_longer_one_is_not() -> None:
    kept, longer = "1." + "0" * 30, "1." + "0" * 31
    amount(kept), amount(longer)
    assert [kept] == list(AMOUNTS)


def test_no_more_texts_are_kept_than_were_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amounts, "_MOST_TEXTS", 3)
    seen = []
    for text in "1234567":
        amount(text)
        seen.append("".join(map(str, AMOUNTS)))
    assert ["1", "12", "123", "4", "45", "456", "7"] == seen


def test_four_thousand_amounts_are_kept() -> None:
    assert (4096, 32) == (amounts._MOST_TEXTS, amounts._LONGEST_TEXT)


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), (" 12 ", 12), ("0", 0), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("²", None), ("٣", None), ("-1", None), ("", None)],
)
def test_a_whole_number_is_written_by_ascii_digits_and_eighteen_at_most(text: str, number: int | None) -> None:
    assert number == whole(text)


def test_no_text_is_no_whole_number() -> None:
    assert None is whole(None)


def test_fewer_digits_may_be_asked_for() -> None:
    assert (123, None) == (whole("123", digits=3), whole("1234", digits=3))


@pytest.mark.parametrize("text", ["1E+24", "-9.9E+24", "1E+999999999", "0E+999999999", "1E-400", "0E-999999999", "9" * 25])
def test_a_number_that_fills_the_memory_when_it_is_written_out_is_refused(text: str) -> None:
    for told in (text, Decimal(text), int(text) if text.isdigit() else text):
        with pytest.raises(ValueError, match=r"^a number of 24 digits at most was due$"):
            amount(told)


@pytest.mark.parametrize("text", ["9" * 24, "-9.9E+23", "1E-399", "4.9E-324", "0E-399"])
def test_a_number_of_24_digits_and_the_smallest_float_are_read(text: str) -> None:
    assert [Decimal(text)] * 2 == [amount(text), amount(Decimal(text))]
