"""Readers and writers from inside: what is asked for a reader and what is not, what unions and pairs are, and where each number stays."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest

from brightpearl_sdk._kernel.amounts import amount, whole
from brightpearl_sdk._kernel.jsontext import dumps
from brightpearl_sdk._kernel.shape import AsNumber, misfit, reader, writer
from brightpearl_sdk._kernel.values import UNSET as NOT_SET
from brightpearl_sdk._kernel.values import Draft, Model, Unset, draft, model


@model
class Free(Model):
    """Fields whose values pass as they come."""

    text: str
    number: int
    choice: Literal["a"]
    either: int | str
    perhaps: str | None
    anything: Any
    free: dict[str, Any]
    by_name: dict[str, int | None]
    nested: dict[str, list[int]]
    listed: list[str]
    mapped: Mapping[str, str]
    texts: tuple[str, ...]
    texts_perhaps: tuple[str | None, ...] | None


@model
class Asked(Model):
    """Fields of which a reader is asked for."""

    raw: bytes
    raw_perhaps: bytes | None
    money: Decimal
    marked_perhaps: Annotated[Decimal, AsNumber] | None
    pair: tuple[Decimal, str]
    either: Decimal | bytes
    of_lists: list[Decimal]
    raws: tuple[bytes, ...]
    by_name: dict[str, bytes]
    numbers: dict[str, Decimal]
    rows: tuple[tuple[Decimal, ...], ...]


@model
class Base(Model):
    first: int


@model
class More(Base):
    second: int


@model
class Twin(Model):
    """What :class:`Base` has, under another name."""

    first: int


def key(name: str) -> str:
    return name


def test_no_reader_is_asked_for_what_passes_as_it_comes() -> None:
    asked: list[Any] = []
    document: dict[str, Any] = {
        "text": "t",
        "number": 1,
        "choice": "a",
        "either": "x",
        "perhaps": None,
        "anything": [1],
        "free": {"a": 1},
        "by_name": {"a": None},
        "nested": {"a": [1]},
        "listed": ["a"],
        "mapped": {"a": "b"},
        "texts": ["x"],
        "texts_perhaps": None,
    }
    found = reader(Free, asked.append, key)(document)
    assert ([], {"a": [1]}, ["a"], ("x",)) == (asked, found.nested, found.listed, found.texts)
    assert (None, []) == (misfit(Free, document, "$", asked.append, key), asked)


def read_of(annotation: Any) -> Any:
    if annotation is Decimal:
        return amount
    if annotation is bytes:
        return bytes.fromhex
    if annotation == (Decimal | bytes):
        return lambda value: bytes.fromhex(value) if value.startswith("ff") else amount(value)
    return None


ANSWER: dict[str, Any] = {
    "raw": "00",
    "raw_perhaps": "01",
    "money": "1.0",
    "marked_perhaps": "2.0",
    "pair": ["3.0", "x"],
    "either": "ff",
    "of_lists": ["4.0"],
    "raws": ["02"],
    "by_name": {"a": "03"},
    "numbers": {"a": "5.0"},
    "rows": [["6.0"], []],
}


def read(**changed: Any) -> Asked:
    found: Asked = reader(Asked, read_of, key)({**ANSWER, **changed})
    return found


def test_each_value_is_read_by_the_reader_of_its_annotation() -> None:
    found = read()
    assert (b"\0", b"\1", Decimal("1.0"), Decimal("2.0")) == (found.raw, found.raw_perhaps, found.money, found.marked_perhaps)
    as_they_came: list[Any] = [found.pair, found.either, found.of_lists]
    assert [["3.0", "x"], b"\xff", ["4.0"]] == as_they_came
    assert ((b"\2",), {"a": b"\3"}, {"a": Decimal("5.0")}) == (found.raws, found.by_name, found.numbers)
    assert ((Decimal("6.0"),), ()) == found.rows


def test_a_reader_is_asked_for_whole_unions_pairs_and_free_lists() -> None:
    asked: list[Any] = []
    reader(Asked, asked.append, key)
    assert [True, True, True] == [each in asked for each in (Decimal | bytes, tuple[Decimal, str], list[Decimal])]


def test_an_object_whose_values_have_no_reader_passes_as_it_came() -> None:
    by_name = {"a": "03"}
    assert reader(Asked, lambda _: None, key)({**ANSWER, "by_name": by_name}).by_name is by_name


@pytest.mark.parametrize("name", ["money", "raw", "either", "raws", "numbers"])
def test_null_is_read_only_where_it_may_stand(name: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        read(**{name: None})
    assert (None, None) == (read(raw_perhaps=None).raw_perhaps, read(marked_perhaps=None).marked_perhaps)


def test_null_does_not_fit_a_union_without_it() -> None:
    assert misfit(Decimal | bytes, None, "$", read_of, key) is not None
    assert None is misfit(Decimal | bytes | None, None, "$", read_of, key)


def test_a_model_of_a_model_is_read_and_stays_frozen() -> None:
    found: More = reader(More, read_of, key)({"first": 1, "second": 2})
    assert (1, 2, More) == (found.first, found.second, type(found))
    with pytest.raises(AttributeError):
        setattr(found, "first", 3)  # noqa: B010 - a type checker refuses it too


def test_what_stands_in_an_object_of_free_values_fits_whatever_it_is() -> None:
    assert None is misfit(dict[str, str], [1], "$", read_of, key)


def test_a_number_with_a_point_is_told_as_a_number() -> None:
    assert ("$", "an object was due, not a number") == misfit(Base, Decimal("1.5"), "$", read_of, key)


@pytest.mark.parametrize(("length", "shown"), [(58, f"'{'x' * 58}'"), (59, f"'{'x' * 56}...")])
def test_sixty_characters_of_a_value_are_shown(length: int, shown: str) -> None:
    assert ("$", f"{shown} cannot be read as Decimal (a number was due)") == misfit(Decimal, "x" * length, "$", read_of, key)


@pytest.mark.parametrize(
    ("fault", "told"),
    [(ValueError("not so"), "not so"), (ValueError(), "ValueError"), (TypeError("inside"), "TypeError"), (KeyError("x"), "KeyError")],
)
def test_why_a_value_cannot_be_read_is_told_by_a_reason_or_else_by_a_name(fault: Exception, told: str) -> None:
    def refuse(value: Any) -> Any:
        raise fault

    assert ("$.x", f"5 cannot be read as bytes ({told})") == misfit(bytes, 5, "$.x", lambda _: refuse, key)
    assert ("$.x", f"5 cannot be read as a moment ({told})") == misfit("a moment", 5, "$.x", lambda _: refuse, key)


@draft
class Sent(Draft):
    first: str | Unset = NOT_SET
    numbers: Annotated[tuple[Any, ...], AsNumber] | Unset = NOT_SET
    part: Annotated[Any, AsNumber] | Unset = NOT_SET
    last: str | Unset = NOT_SET


def written(value: Any) -> Any:
    if isinstance(value, (Model, Draft)):
        return writer(type(value), written, key)(value)
    return f"<{value!r}>" if isinstance(value, (Decimal, bytes)) else value


def test_of_marked_values_only_decimals_stay_numbers() -> None:
    sent = Sent(numbers=(Decimal("1.0"), "x", b"y", [Decimal("2.0")]), part={"a": Decimal("3.0"), "b": b"z"})
    assert {"numbers": [Decimal("1.0"), "x", "<b'y'>", [Decimal("2.0")]], "part": {"a": Decimal("3.0"), "b": "<b'z'>"}} == written(sent)


def test_a_model_among_marked_values_is_written_by_its_own_writer() -> None:
    part: Base = reader(Base, read_of, key)({"first": 1, "colour": "red"})
    assert {"part": {"first": 1, "colour": "red"}} == written(Sent(part=part))


def test_what_was_not_sent_is_passed_over_and_what_follows_is_written() -> None:
    absent: More = reader(More, read_of, key)({"second": 2})
    assert ({"second": 2}, {"last": "x"}) == (written(absent), written(Sent(last="x")))


def test_models_of_two_kinds_have_two_hashes_whatever_they_hold() -> None:
    of = reader(Base, read_of, key), reader(Twin, read_of, key)
    assert hash(of[0]({"first": 1})) != hash(of[1]({"first": 1}))
    assert 50 == len({hash(of[0]({"first": number})) for number in range(50)})


def test_a_digit_of_eighteen_is_the_last_that_is_read() -> None:
    assert (None, None, 10**17) == (whole(""), whole(None), whole(str(10**17)))


def test_an_amount_is_written_digit_for_digit() -> None:
    assert b"[1.50,-0.00,1000]" == dumps([Decimal("1.50"), Decimal("-0.00"), Decimal("1E+3")])
