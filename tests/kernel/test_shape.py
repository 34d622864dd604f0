"""Readers and writers, compiled anew in each test: of every kind of annotation what is read, passed on and refused."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

import attrs
import pytest

from brightpearl_sdk._kernel.amounts import AMOUNTS, amount
from brightpearl_sdk._kernel.jsontext import NotJsonError, dumps, fast_reader, loads
from brightpearl_sdk._kernel.shape import AsNumber, misfit, reader, writer
from brightpearl_sdk._kernel.values import UNSET as NOT_SET
from brightpearl_sdk._kernel.values import Draft, Model, Unset, draft, model, named


@model
class Part(Model):
    id: int


@model
class Kinds(Model):
    """A field of each kind; what is read as it is, what is read by something, and both of them within one another."""

    text: str
    choice: Literal["a", "b"]
    either: int | str
    free: dict[str, Any]
    listed: list[int]
    mapped: Mapping[str, str]
    mixed: dict[str, int | None]
    texts: tuple[str, ...]
    money: Decimal
    perhaps: Decimal | None
    marked: Annotated[Decimal, AsNumber]
    marked_perhaps: Annotated[Decimal | None, AsNumber]
    part: Part
    part_perhaps: Part | None
    parts: tuple[Part, ...]
    parts_perhaps: tuple[Part, ...] | None
    amounts: tuple[Decimal, ...]
    gaps: tuple[Decimal | None, ...]
    by_name: dict[str, Part]
    by_name_perhaps: dict[str, Part | None]
    rows: tuple[tuple[Part, ...], ...]
    rows_perhaps: tuple[tuple[Part, ...] | None, ...]
    tables: dict[str, tuple[Decimal, ...]]


@model
class Nothing(Model):
    """No field at all."""


@model
class Optional(Model):
    note: str | None = None
    part: Part | None = None


@draft
class Sent(Draft):
    first: str | Unset = NOT_SET
    second: str | Unset = NOT_SET
    third: Annotated[tuple[Decimal, ...], AsNumber] | Unset = NOT_SET
    fourth: Annotated[dict[str, Decimal], AsNumber] | Unset = NOT_SET


def key(name: str) -> str:
    return name


def read_of(annotation: Any) -> Any:
    if annotation is Decimal:
        return amount
    return reader(annotation, read_of, key) if annotation in (Part, Kinds, Nothing, Optional) else None


DOCUMENT: dict[str, Any] = {
    "text": "t",
    "choice": "a",
    "either": 5,
    "free": {"x": [1]},
    "listed": [1, 2],
    "mapped": {"a": "b"},
    "mixed": {"a": None},
    "texts": ["x", "y"],
    "money": "1.50",
    "perhaps": None,
    "marked": "2.50",
    "marked_perhaps": None,
    "part": {"id": 1},
    "part_perhaps": None,
    "parts": [{"id": 2}, {"id": 3}],
    "parts_perhaps": None,
    "amounts": ["1.0", "2.00"],
    "gaps": ["1.0", None],
    "by_name": {"a": {"id": 4}},
    "by_name_perhaps": {"a": {"id": 5}, "b": None},
    "rows": [[{"id": 6}], []],
    "rows_perhaps": [[{"id": 7}], None],
    "tables": {"a": ["3.0"], "b": []},
}


def made(**changed: Any) -> Kinds:
    found: Kinds = reader(Kinds, read_of, key)({**DOCUMENT, **changed})
    return found


def test_what_json_has_itself_passes_as_it_came() -> None:
    found = made()
    for name in ("text", "choice", "either", "free", "listed", "mapped", "mixed"):
        assert DOCUMENT[name] is getattr(found, name), name


def test_a_list_of_what_passes_becomes_a_tuple() -> None:
    assert ("x", "y") == made().texts


def test_amounts_are_read_and_none_stays_none() -> None:
    found = made()
    told = (found.money, found.perhaps, found.marked, found.marked_perhaps)
    assert (Decimal("1.50"), None, Decimal("2.50"), None) == told
    assert (Decimal("9.0"), Decimal("8.0")) == (made(perhaps="9.0").perhaps, made(marked_perhaps="8.0").marked_perhaps)


def test_an_amount_that_was_read_before_is_looked_up_and_one_that_is_a_number_is_read() -> None:
    assert AMOUNTS["1.50"] is made().money
    assert Decimal(7) == made(money=7).money


def a_part(number: int) -> Part:
    found: Part = reader(Part, read_of, key)({"id": number})
    return found


def test_models_are_made_wherever_they_stand() -> None:
    found, of = made(), a_part
    assert (of(1), None, of(9)) == (found.part, found.part_perhaps, made(part_perhaps={"id": 9}).part_perhaps)
    assert ((of(2), of(3)), None, (of(9),)) == (found.parts, found.parts_perhaps, made(parts_perhaps=[{"id": 9}]).parts_perhaps)
    assert ({"a": of(4)}, {"a": of(5), "b": None}) == (found.by_name, found.by_name_perhaps)
    assert (((of(6),), ()), ((of(7),), None)) == (found.rows, found.rows_perhaps)


def test_amounts_are_read_within_lists_and_objects() -> None:
    found = made()
    assert ((Decimal("1.0"), Decimal("2.00")), (Decimal("1.0"), None)) == (found.amounts, found.gaps)
    assert {"a": (Decimal("3.0"),), "b": ()} == found.tables


@pytest.mark.parametrize("name", ["texts", "money", "part", "parts", "rows"])
def test_null_is_no_list_of_texts_and_nothing_else_that_has_to_be_there(name: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        made(**{name: None})


@pytest.mark.parametrize("name", ["perhaps", "parts", "gaps", "by_name", "by_name_perhaps", "rows", "tables", "money", "part"])
def test_what_does_not_fit_is_refused(name: str) -> None:
    with pytest.raises((TypeError, ValueError, AttributeError)):
        made(**{name: 3.5 if name in ("perhaps", "money") else [{"id": "no"}, 3, {"x": 3.5}] if name != "gaps" else ["x"]})


def test_a_key_that_no_field_has_is_kept_and_a_field_that_is_absent_is_not_there() -> None:
    absent = {name: value for name, value in DOCUMENT.items() if name != "parts"}
    found: Kinds = reader(Kinds, read_of, key)({**absent, "colour": "red"})
    assert ({"colour": "red"}, False, "t") == (dict(found.extra), found.has("parts"), found.text)


def test_a_model_without_fields_keeps_every_key() -> None:
    assert {"a": 1} == dict(reader(Nothing, read_of, key)({"a": 1}).extra)


@pytest.mark.parametrize("value", ["", [], "text", [1], 5, None])
def test_an_object_of_optional_fields_is_told_from_what_is_none(value: Any) -> None:
    with pytest.raises((TypeError, AttributeError)):
        reader(Optional, read_of, key)(value)


def test_what_stands_for_an_object_without_fields_is_one_where_it_is_named() -> None:
    assert reader(Optional, read_of, key)({}) == reader(Optional, read_of, key, [])([])


@pytest.mark.parametrize(
    ("changed", "path", "reason"),
    [
        ({"money": "x"}, "$.money", "'x' cannot be read as Decimal (a number was due)"),
        ({"part": 5}, "$.part", "an object was due, not a number"),
        ({"part": "x"}, "$.part", "an object was due, not text"),
        ({"part": [1]}, "$.part", "an object was due, not a list"),
        ({"part": True}, "$.part", "an object was due, not true or false"),
        ({"part": None}, "$.part", "an object was due, not null"),
        ({"parts": {"id": 1}}, "$.parts", "a list was due, not an object"),
        ({"parts": [{"id": 1}, 7]}, "$.parts[1]", "an object was due, not a number"),
        ({"by_name": [1]}, "$.by_name", "an object was due, not a list"),
        ({"by_name": {"a": 5}}, "$.by_name.a", "an object was due, not a number"),
        ({"rows": [[{"id": 1}], [5]]}, "$.rows[1][0]", "an object was due, not a number"),
        ({"amounts": ["1", "y" * 80]}, "$.amounts[1]", f"'{'y' * 56}... cannot be read as Decimal (a number was due)"),
    ],
)
def test_a_misfit_is_told_by_its_place_and_what_was_due(changed: dict[str, Any], path: str, reason: str) -> None:
    assert (path, reason) == misfit(Kinds, {**DOCUMENT, **changed}, "$", read_of, key)


def test_where_all_fits_there_is_no_misfit() -> None:
    assert None is misfit(Kinds, DOCUMENT, "$", read_of, key)
    assert None is misfit(Kinds | None, None, "$", read_of, key)
    assert None is misfit(str, 5, "$", read_of, key)


def written(value: Any) -> Any:
    if isinstance(value, (Model, Draft)):
        return writer(type(value), written, key)(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [written(each) for each in value]
    return {name: written(each) for name, each in value.items()} if isinstance(value, dict) else value


def test_all_that_was_read_is_written_as_it_came_and_marked_amounts_as_numbers() -> None:
    assert {**DOCUMENT, "marked": Decimal("2.50"), "x": 1} == written(made(x=1))


def test_what_was_not_set_is_not_written_and_what_follows_is() -> None:
    assert {"second": "s"} == written(Sent(second="s"))


def test_amounts_that_are_numbers_are_so_in_lists_and_objects() -> None:
    sent = Sent(third=(Decimal("1.0"),), fourth={"a": Decimal("2.0")})
    assert {"third": [Decimal("1.0")], "fourth": {"a": Decimal("2.0")}} == written(sent)


@model
class Person(Model):
    """Four fields, of which a short form shows three."""

    first: int
    second: str | None = None
    third: int | None = None
    fourth: int | None = None


def test_a_model_shows_its_first_three_fields_or_those_that_it_names_as_far_as_they_were_sent() -> None:
    every = {"first": 1, "second": "x", "third": 3, "fourth": 4}
    told = [repr(Person(**each)) for each in (every, {"first": 1})]
    assert ["Person(first=1, second='x', third=3)", "Person(first=1, second=None, third=None)"] == told


def test_equal_models_have_one_hash_and_others_another() -> None:
    one, same = Person(first=1, second="a"), Person(first=1, second="a")
    assert (True, True) == (one == same, hash(one) == hash(same))
    assert len({hash(Person(first=number)) for number in range(50)} | {hash(Part(id=1))}) > 40
    assert hash(Part(id=1)) != hash(reader(Nothing, read_of, key)({}))


def test_a_draft_shows_what_was_set() -> None:
    assert "Sent(first='a', second='b')" == repr(Sent(first="a", second="b"))


def test_nothing_set_is_false_and_says_so() -> None:
    assert (False, "UNSET") == (bool(NOT_SET), repr(NOT_SET))


def test_a_field_may_have_a_key_of_its_own_a_default_and_more() -> None:
    made_now = named("theirs", default=5, alias="mine")

    class Own:
        field: int = made_now

    made_of: Any = attrs.frozen(Own)
    (field,) = attrs.fields(made_of)
    assert ({"key": "theirs"}, 5, "mine") == (dict(field.metadata), field.default, field.alias)


@pytest.mark.parametrize(
    ("value", "text"),
    [([], b"[]"), ([[]], b"[[]]"), ({}, b"{}"), (Decimal("1E+3"), b"1000"), (Decimal("1E-7"), b"0.0000001")],
)
def test_a_value_has_one_form_in_json(value: Any, text: bytes) -> None:
    assert text == dumps(value)


def test_what_has_no_form_in_json_is_named() -> None:
    with pytest.raises(TypeError, match=r"^float has no form in JSON; numbers with a point must be Decimal$"):
        dumps([0.5])
    with pytest.raises(NotJsonError, match=r"^NaN is no JSON number$"):
        dumps(Decimal("NaN"))


def test_why_a_text_is_no_json_is_told() -> None:
    with pytest.raises(NotJsonError, match=r"^NaN is no JSON value$"):
        loads(b'{"a":NaN}')


def test_the_fast_reader_is_msgspec_and_gives_decimals() -> None:
    read = fast_reader()
    assert read is not None
    assert [("1.50", Decimal)] == [(str(each), type(each)) for each in read(b"[1.50]")]


def test_the_fast_reader_gives_no_letter_that_no_database_keeps() -> None:
    read = fast_reader()
    assert read is not None
    assert ["a\ufffd", r"\u0000", "b"] == [read(content) for content in (rb'"a\u0000"', rb'"\\u0000"', b'"b"')]
