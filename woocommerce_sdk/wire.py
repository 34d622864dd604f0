"""JSON to typed values and back. The only module that imports cattrs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from operator import eq
from types import UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from cattrs import Converter
from cattrs.errors import StructureHandlerNotFoundError

from ._kernel import jsontext
from ._kernel.amounts import KNOWN, Known, amount, finite
from ._kernel.shape import Read, is_model, misfit, reader, writer
from ._kernel.values import Draft, Json, Model, Unrecognised, once
from .errors import ShapeError
from .values import BLANK, Blank, ShopTime

T = TypeVar("T")

_KEYS = {"class_": "class"}


def decode(kind: type[T], document: Json) -> T:
    """Read a JSON value as a model, a tuple of models, or any other type that the models use.

    Raises :class:`ShapeError`, which names the first place that does not fit.
    """
    try:
        return cast(T, _read_of_kind(kind)(document))
    except StructureHandlerNotFoundError:
        raise TypeError(f"{kind!r} is no type that can be read from JSON") from None
    except (ValueError, TypeError, LookupError, AttributeError) as fault:
        raise _shape_error(kind, document, fault) from None


def decode_page(kind: type[T], documents: Json) -> tuple[T, ...]:
    """Read a list of records, many at once."""
    return cast("tuple[T, ...]", decode(_tuple_of(kind), documents))


def records_in(kind: type[T], content: bytes) -> tuple[T, ...]:
    """Read the list of an answer, each record as it comes.

    Raises :class:`ShapeError` as :func:`decode_page` does, and the kernel's ``NotJsonError`` for what is no JSON.
    """
    try:
        return tuple(map(_read_of_kind(kind), jsontext.entries(content)))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # Only the whole tells what is wrong with it, and where.
        return decode_page(kind, jsontext.loads_answer(content))


def encode(value: object) -> Json:
    """A model, a draft or any value of theirs as JSON values: what was not sent, or not set, is left out."""
    return _CONVERTER.unstructure(value)


def key_of(name: str) -> str:
    """The JSON key of a field: its name, but where Python reserves that."""
    return _KEYS.get(name, name)


def decimal_or_blank(value: Json) -> Decimal | Blank:
    """Money that may be none."""
    return BLANK if value == "" else amount(value)


KNOWN[decimal_or_blank] = Known(lambda told: BLANK if told == "" else finite(told))


_EPOCH, _EPOCH_UTC = datetime(1970, 1, 1), datetime(1970, 1, 1, tzinfo=UTC)


def moment(value: Json) -> datetime:
    """A moment from GMT text without an offset."""
    read = datetime.fromisoformat(value)
    # The same as read.replace(tzinfo=UTC), which takes ten times as long.
    return _EPOCH_UTC + (read - _EPOCH) if read.tzinfo is None else read.astimezone(UTC)


def moment_text(value: datetime) -> str:
    """A moment as the shop writes it: GMT, to the second, without an offset."""
    if value.tzinfo is None:
        raise ValueError(f"{value!r} has no time zone: give it one, such as datetime.UTC")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds")


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is no amount")
    return format(value, "f")


def _enum_read(kinds: tuple[type[Enum], ...]) -> Read:
    known = {member.value: member for kind in kinds for member in kind}

    def read(value: Json) -> Enum | Unrecognised:
        member = known.get(value)
        if member is not None:
            return member
        if not isinstance(value, str):
            raise ValueError("text was due")
        return Unrecognised(value)

    return read


_LEAVES: dict[Any, Read] = {
    Decimal: amount,
    Union[Decimal, Blank]: decimal_or_blank,  # noqa: UP007
    datetime: moment,
    ShopTime: ShopTime,
    Union[ShopTime, Blank]: lambda value: BLANK if value == "" else ShopTime(value),  # noqa: UP007
}


@once
def read_of(annotation: Any) -> Read | None:
    """How a field of this type is read; None where JSON's own value is the value."""
    if annotation in _LEAVES:
        return _LEAVES[annotation]
    if is_model(annotation):
        # PHP writes an object without fields as a list: so does a record of which no known field was asked for.
        return reader(annotation, read_of, key_of, vacant=[])
    if get_origin(annotation) is Mapping:
        return _mapping_read(get_args(annotation)[1])
    kinds = _union_of(annotation)
    if Unrecognised in kinds:
        return _enum_read(tuple(kind for kind in kinds if kind is not Unrecognised))
    return _structured(annotation)


def _mapping_read(item: Any) -> Read:
    read = _read_of_kind(item)

    def read_mapping(value: Json) -> dict[str, Any]:
        # PHP writes an empty object as a list.
        return {} if value == [] else {key: read(inner) for key, inner in value.items()}

    return read_mapping


def _structured(annotation: Any) -> Read:
    hook = _CONVERTER.get_structure_hook(annotation)
    return lambda value: hook(value, annotation)


def _union_of(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, UnionType) else ()


def _tuple_of(kind: Any) -> Any:
    return tuple[kind, ...]


@once
def _read_of_kind(kind: Any) -> Read:
    return read_of(kind) or _structured(kind)


def _shape_error(kind: Any, document: Json, fault: Exception) -> ShapeError:
    found = misfit(kind, document, "$", read_of, key_of)
    path, reason = found or ("$", f"{type(fault).__name__}: {fault}")
    return ShapeError(path=path, reason=reason, kind=getattr(kind, "__name__", str(kind)))


def _writer_of(cls: type[Any]) -> Callable[[Any], Json]:
    return writer(cls, encode, key_of)


def _converter() -> Converter:
    converter = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    for passed in (str, int, bool, float):
        converter.register_structure_hook(passed, lambda value, _: value)
    for kind, read in _LEAVES.items():
        converter.register_structure_hook_func(partial(eq, kind), _hook(read))
    converter.register_structure_hook_factory(is_model, lambda cls: _hook(read_of(cls)))
    converter.register_unstructure_hook_factory(_is_written, _writer_of)
    converter.register_unstructure_hook(Decimal, _decimal_text)
    converter.register_unstructure_hook(datetime, moment_text)
    converter.register_unstructure_hook(ShopTime, str)
    converter.register_unstructure_hook(Unrecognised, str)
    return converter


def _hook(read: Read | None) -> Callable[[Json, Any], Any]:
    assert read is not None
    return lambda value, _: read(value)


def _is_written(cls: Any) -> bool:
    return isinstance(cls, type) and issubclass(cls, (Model, Draft))


_CONVERTER = _converter()
