from __future__ import annotations

import copy
import gc
import json
import pickle
import threading
from decimal import Decimal
from typing import Annotated, Any

import pytest
from attrs.exceptions import FrozenInstanceError
from hypothesis import example, given
from hypothesis import strategies as st

from brightpearl_sdk._kernel.collector import collector_paused
from brightpearl_sdk._kernel.jsontext import DEEPEST, NotJsonError, dumps, fast_entries, fast_reader, loads, standard_entries, standard_read
from brightpearl_sdk._kernel.shape import AsNumber, is_model, misfit, reader, writer
from brightpearl_sdk._kernel.values import UNSET, Draft, Model, NotSentError, Unset, draft, model, named


@model
class Line(Model):
    id: int
    total: Decimal
    price: Annotated[Decimal, AsNumber]
    note: str | None = None


@model
class Order(Model):
    id: int
    lines: tuple[Line, ...]
    first: Line | None
    by_name: dict[str, Line] = {}
    created_by: int | None = named("createdByid", default=None)
    meta: dict[str, Any] = {}


@model
class Aside(Model):
    note: str | None = None


@draft
class LineDraft(Draft):
    name: str | Unset | None = UNSET
    total: Decimal | Unset = UNSET
    price: Annotated[Decimal, AsNumber] | Unset = UNSET
    parts: tuple[LineDraft, ...] | Unset = UNSET


def key(name: str) -> str:
    return name


def read_of(annotation: Any) -> Any:
    if annotation is Decimal:
        return Decimal
    return reader(annotation, read_of, key) if is_model(annotation) else None


def write(value: Any) -> Any:
    if isinstance(value, (Model, Draft)):
        return writer(type(value), write, key)(value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, tuple):
        return [write(each) for each in value]
    return {name: write(each) for name, each in value.items()} if isinstance(value, dict) else value


DOCUMENT = loads(
    b"""{"id": 1, "lines": [{"id": 2, "total": "1.00", "price": 1.50, "colour": "red"}], "first": null,
         "by_name": {"a": {"id": 3, "total": "0.10", "price": 2}}, "createdByid": 9, "meta": {"deep": [1, {"x": null}]}}"""
)
read = read_of(Order)


def test_a_document_comes_back_as_it_was() -> None:
    assert DOCUMENT == write(read(DOCUMENT))


def test_unknown_fields_are_kept() -> None:
    assert {"colour": "red"} == dict(read(DOCUMENT).lines[0].extra)


def test_a_field_that_was_not_sent_is_told_from_null() -> None:
    order = read({"id": 1, "first": None})
    assert (True, False, None) == (order.has("first"), order.has("lines"), order.first)


def test_reading_a_field_that_was_not_sent_says_so() -> None:
    with pytest.raises(NotSentError, match=r"Order\.lines was not in the answer"):
        _ = read({"id": 1}).lines


def test_an_optional_field_that_was_not_sent_has_its_default_and_is_not_written_back() -> None:
    line = read_of(Line)({"id": 1, "total": "2.00", "price": 2})
    assert (None, False, {"id": 1, "total": "2.00", "price": 2}) == (line.note, line.has("note"), write(line))


def test_a_name_that_no_field_has_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'totl'"):
        _ = read(DOCUMENT).totl


def test_an_object_of_only_optional_fields_is_told_from_a_text_or_a_list() -> None:
    refused = 0
    for value in ("", [], "note", ["note"], None):
        with pytest.raises((TypeError, AttributeError)):
            read_of(Aside)(value)
        refused += 1
    assert (5, {"more": 1}) == (refused, dict(read_of(Aside)({"more": 1}).extra))


def test_as_many_unknown_fields_as_known_ones_are_missing_are_still_kept() -> None:
    line = read_of(Line)({"id": 1, "total": "2.00", "price": 2, "colour": "red"})
    assert (False, {"colour": "red"}) == (line.has("note"), dict(line.extra))


def test_what_stands_for_an_empty_object_is_read_as_one() -> None:
    order = reader(Order, read_of, key, vacant=[])([])
    assert (False, {}) == (order.has("id"), dict(order.extra))


def test_models_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        read(DOCUMENT).id = 2


def test_a_model_made_by_hand_equals_one_that_was_read() -> None:
    made = Line(id=1, total=Decimal("2.00"), price=Decimal(2))
    assert made == read_of(Line)({"id": 1, "total": "2.00", "price": 2})


def test_models_survive_pickling_and_copying() -> None:
    order = read(DOCUMENT)
    assert (order, order) == (pickle.loads(pickle.dumps(order)), copy.deepcopy(order))


def test_equal_models_have_equal_hashes() -> None:
    assert hash(read(DOCUMENT)) == hash(read(DOCUMENT))


@pytest.mark.parametrize(
    ("document", "path", "reason"),
    [
        ({"id": 1, "lines": [{"id": 2, "total": "abc", "price": 1}], "first": None}, "$.lines[0].total", "'abc' cannot be read as Decimal"),
        ({"id": 1, "lines": {"0": {}}, "first": None}, "$.lines", "a list was due, not an object"),
        ({"id": 1, "lines": [], "first": "x"}, "$.first", "an object was due, not text"),
        ({"id": 1, "lines": [None], "first": None}, "$.lines[0]", "an object was due, not null"),
        ([], "$", "an object was due, not a list"),
        ({"id": 1, "lines": [], "first": None, "by_name": {"k": {"total": []}}}, "$.by_name.k.total", "cannot be read as Decimal"),
    ],
)
def test_what_does_not_fit_is_told_with_its_path(document: Any, path: str, reason: str) -> None:
    found = misfit(Order, document, "$", read_of, key)
    assert found is not None
    assert (path, True) == (found[0], reason in found[1])


def test_what_fits_is_no_misfit() -> None:
    assert misfit(Order, DOCUMENT, "$", read_of, key) is None


def test_a_draft_sends_what_was_set_and_null_only_where_it_was_asked_for() -> None:
    given_draft = LineDraft(name=None, price=Decimal("1.50"), parts=(LineDraft(total=Decimal("2.00")),))
    assert b'{"name":null,"price":1.50,"parts":[{"total":"2.00"}]}' == dumps(write(given_draft))


def test_a_draft_shows_only_what_was_set() -> None:
    assert "LineDraft(name='x')" == repr(LineDraft(name="x"))


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_with_a_point_survives_json_digit_for_digit(number: Decimal) -> None:
    assert number == loads(dumps({"n": number}))["n"]


def test_a_number_with_a_point_never_passes_through_float() -> None:
    text = b'{"n":0.1000000000000000055511151231257827021181583404541015625}'
    assert text == dumps(loads(text))


#: Texts that a file and a database can keep.
TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXTS,
        lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
        max_leaves=20,
    )
)
def test_any_document_survives_json(document: Any) -> None:
    assert document == loads(dumps(document))


FAST = fast_reader()


def read_with(read: Any, content: bytes) -> str:
    """What came of it; ``repr`` tells 1 from true and 1.0 from 1.00."""
    try:
        return repr(read(content))
    except ValueError as fault:
        return f"{type(fault).__name__}: {fault}"


@pytest.mark.parametrize(
    "content",
    [
        b'{"price":19.990,"total":"19.990","quantity":1,"rate":1E2,"none":-0.0}',
        b'{"a":123456789012345678901234567890.10,"b":18446744073709551616}',
        b'{"a":1e400}',
        b'{"a":1,"a":2}',
        b'\xef\xbb\xbf{"a":1}',
        b'"\\ud83d"',
        b'"\\ud83d\\ude00 \\/ \\u0000"',
        b'{"a":NaN}',
        b"[-Infinity]",
        b"[1,]",
        b'{"a":01}',
        b'"\x01"',
        b"\xff",
        b"",
        b'{"a":1}x',
    ],
)
def test_the_faster_reader_reads_and_refuses_what_the_standard_library_does(content: bytes) -> None:
    assert FAST is not None
    assert read_with(standard_read, content) == read_with(FAST, content)


@given(st.lists(st.sampled_from(["\\\\", "\\u0000", "\\ud83d", "\\uDBFF", "\\ude00", "\\uDFFF", "ud83d", "u0000", "\\n", "a"])))
def test_halves_of_letters_are_found_however_they_are_written(parts: list[str]) -> None:
    content = f'"{"".join(parts)}"'.encode()
    kept = json.loads(content).replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    assert FAST is not None
    assert [kept] * 2 == [standard_read(content), FAST(content)]


ONE_BY_ONE = [standard_entries, fast_entries()]


@pytest.mark.parametrize("entries", ONE_BY_ONE)
@given(documents=st.lists(st.one_of(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])), st.integers(), st.none())))
@example(documents=[])
def test_entries_of_a_list_are_those_that_it_has_when_it_is_read_at_once(entries: Any, documents: list[Any]) -> None:
    contents = (json.dumps(documents, separators=(",", ":")), json.dumps(documents, indent=1), json.dumps(documents, ensure_ascii=False))
    assert [documents] * 3 == [list(entries(content.encode())) for content in contents]


@pytest.mark.parametrize("entries", ONE_BY_ONE)
@pytest.mark.parametrize(
    "content", ["", "{}", '"a"', "[", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1]x", "[1][2]", "[1}", "[NaN]", r'["\u0000"]', r'["\ud83d"]']
)
def test_what_is_no_list_that_can_be_kept_is_left_to_who_reads_it_whole(entries: Any, content: str) -> None:
    with pytest.raises(ValueError):
        list(entries(content.encode()))


@given(st.decimals(allow_nan=False, allow_infinity=False), st.integers(), st.text())
def test_the_faster_reader_gives_the_very_values_of_the_standard_library(number: Decimal, whole: int, text: str) -> None:
    content = json.dumps({"text": text, "whole": whole}).encode()[:-1] + f',"number":{number:f}}}'.encode()
    assert FAST is not None
    assert read_with(standard_read, content) == read_with(FAST, content)


@pytest.mark.parametrize("content", [b'"\\ud800"', b'"\xed\xa0\x80"', '"\ud800"'.encode("utf-16", "surrogatepass")])
def test_half_of_a_letter_which_nothing_can_keep_is_read_as_the_sign_for_it(content: bytes) -> None:
    assert ["\ufffd"] * 2 == [loads(content), standard_read(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_no_text_that_is_read_has_what_no_database_keeps(encoding: str) -> None:
    content = r'{"a\u0000":["\udfff\uD83D\uDE00\ud83d",{"b":"\u0000"},1,1.5,null,true,"\\u0000"]}'.encode(encoding)
    found = {"a\ufffd": ["\ufffd\U0001f600\ufffd", {"b": "\ufffd"}, 1, Decimal("1.5"), None, True, r"\u0000"]}
    assert [found] * 2 == [loads(content), standard_read(content)]


def test_half_of_a_pair_is_written_by_its_number() -> None:
    told = dumps({"\ud800": "a\udfff"})
    assert (b'{"\\ud800":"a\\udfff"}', {"\ud800": "a\udfff"}) == (told, json.loads(told))


def test_what_nests_too_deep_to_be_written_is_told_as_no_json() -> None:
    deep: list[Any] = []
    for _ in range(20_000):
        deep = [deep]
    with pytest.raises(NotJsonError, match=r"^it nests too deep to be written$"):
        dumps(deep)


@pytest.mark.parametrize("content", [b"", b"{", b"<html>", b'{"a":NaN}', b"[" * 100_000, b"\xff\xfe", b'{"a":1}x'])
def test_what_is_not_json_is_one_kind_of_error(content: bytes) -> None:
    with pytest.raises(NotJsonError):
        loads(content)


def nested(levels: int, inner: str = "1") -> bytes:
    """Lists and objects in turn, so many in one another."""
    opened = "".join('{"a":' if level % 2 else "[" for level in range(levels))
    closed = "".join("}" if level % 2 else "]" for level in reversed(range(levels)))
    return f"{opened}{inner}{closed}".encode()


@pytest.mark.parametrize("inner", ["1", '"]]"', '"[["', r'"\"["', r'"\\"', '"' + "{" * 200 + '"', '"' + "[]" * 200 + '"'])
def test_a_hundred_levels_are_read_and_one_more_is_not(inner: str) -> None:
    loads(nested(DEEPEST, inner))
    with pytest.raises(NotJsonError, match="it nests deeper than 100 levels"):
        loads(nested(DEEPEST + 1, inner))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
@pytest.mark.parametrize(
    "content",
    [
        '["]",' * 101 + "1" + ',"["]' * 101,
        '{"]":' * 101 + "1" + ',"[":1}' * 101,
        '["\\"]",' * 101 + "1" + ',"["]' * 101,
        "[[]," * 101 + "[]" + "]" * 101,
        '["\N{FOR ALL}",' * 101 + "1" + ',"\N{FOR ALL}"]' * 101,
    ],
)
def test_no_text_beside_them_hides_levels(content: str, encoding: str) -> None:
    with pytest.raises(NotJsonError, match="it nests deeper than 100 levels"):
        loads(content.encode(encoding))


def test_half_of_a_pair_among_many_brackets_hides_none_of_them_and_is_read() -> None:
    content = ("[" + "[]," * 200 + '"\ud800"]').encode("utf-16", "surrogatepass")
    assert [[]] * 200 + ["\ufffd"] == loads(content)


def test_half_of_a_letter_among_many_brackets_is_no_json() -> None:
    with pytest.raises(NotJsonError, match="utf-16"):
        loads(("[" + "[]," * 200 + "1]").encode("utf-16") + b"1")


@pytest.mark.parametrize("content", [nested(2_000), b"[" * 100_000, nested(2_000)[:-1], b'{"a":"' + b'\\"' * 50_000 + b"[" * 101])
def test_what_nests_beyond_reason_or_does_not_end_is_refused(content: bytes) -> None:
    with pytest.raises(NotJsonError):
        loads(content)


def test_as_many_records_beside_each_other_as_there_are_are_read() -> None:
    assert [{"a": [{}, []]}] * 5_000 == loads(dumps([{"a": [{}, []]}] * 5_000))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1E+399", "1" + "0" * 399),
        ("1E+400", "1E+400"),
        ("-1.5E+999999999", "-1.5E+999999999"),
        ("1E-399", "0." + "0" * 398 + "1"),
        ("1E-400", "1E-400"),
        ("0E-999999999", "0E-999999999"),
    ],
)
def test_a_number_is_written_out_unless_that_takes_hundreds_of_zeros(text: str, written: str) -> None:
    assert (written.encode(), Decimal(text)) == (dumps(Decimal(text)), loads(dumps(Decimal(text))))


@pytest.mark.parametrize("value", [0.5, object(), {1, 2}])
def test_a_float_has_no_form_in_json(value: Any) -> None:
    with pytest.raises(TypeError, match="Decimal"):
        dumps({"n": value})


def test_not_a_number_is_not_written() -> None:
    with pytest.raises(NotJsonError):
        dumps(Decimal("NaN"))


def test_the_collector_is_paused_and_back_again_even_after_an_error() -> None:
    inside = []
    with pytest.raises(RuntimeError), collector_paused():
        inside.append(gc.isenabled())
        raise RuntimeError
    assert ([False], True) == (inside, gc.isenabled())


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        with collector_paused():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_stays_paused_until_the_last_thread_is_through() -> None:
    entered, leave = threading.Event(), threading.Event()

    def hold() -> None:
        with collector_paused():
            entered.set()
            leave.wait(5)

    thread = threading.Thread(target=hold)
    thread.start()
    entered.wait(5)
    with collector_paused():
        pass
    paused = not gc.isenabled()
    leave.set()
    thread.join()
    assert (True, True) == (paused, gc.isenabled())
