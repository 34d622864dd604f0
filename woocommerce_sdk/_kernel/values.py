"""Models: frozen values that keep what they do not know and tell what was never sent."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Final, ParamSpec, TypeVar, dataclass_transform

import attrs
from attrs import frozen

from .described import described
from .explained import Explained

M = TypeVar("M")
P = ParamSpec("P")
T = TypeVar("T")

#: A value of JSON as the packages hand it on: numbers with a point are ``Decimal``.
Json = Any

_NOTHING_MORE: Mapping[str, Any] = MappingProxyType({})
_ABSENT: Final = object()


def once(function: Callable[P, T]) -> Callable[P, T]:
    """Remember what a pure function of hashable arguments returned."""
    remembered: Callable[..., T] = lru_cache(maxsize=None)(function)
    return remembered


class Unset(Enum):
    """The type of :data:`UNSET`."""

    UNSET = "unset"

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return "UNSET"


#: The default of a draft's field: not sent at all, where ``None`` is sent as ``null``.
UNSET: Final = Unset.UNSET


@frozen
class Unrecognised:
    """A value the vendor sent where this version knows only others. It is kept, and written back as it came."""

    value: str

    def __str__(self) -> str:
        return self.value


class NotSentError(Explained, AttributeError):
    """A model was asked for a field that the vendor's answer did not carry.

    Why: only some fields were asked for, the record is a part of another one, or the vendor's server is older than
    the field.

    What to do: ask for the field, or test with ``record.has("name")`` before.
    """


def named(key: str, *, default: Any = attrs.NOTHING, **more: Any) -> Any:
    """A field whose JSON key does not follow from its Python name."""
    return attrs.field(default=default, metadata={"key": key}, **more)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True, field_specifiers=(attrs.field, named))
def model(cls: type[M]) -> type[M]:
    """Make a class a frozen, slotted, keyword-only model."""
    return described(attrs.frozen(kw_only=True, eq=False, repr=False, weakref_slot=False)(cls))


class Model:
    """A record as a vendor sent it.

    Fields that this version does not know are kept in :attr:`extra`. A field that was not sent (because only some
    were asked for, or an older server does not have it) is missing rather than ``None``: :meth:`has` tells, and
    reading it raises :class:`NotSentError`.
    """

    __slots__ = ("_extra",)
    _extra: Mapping[str, Json] | None
    #: What a short ``repr`` shows, in this order; the first three fields when empty.
    __shown__: ClassVar[tuple[str, ...]] = ()

    @property
    def extra(self) -> Mapping[str, Json]:
        """Fields that this version does not know, as they came."""
        try:
            return self._extra or _NOTHING_MORE
        except AttributeError:
            return _NOTHING_MORE

    def has(self, name: str) -> bool:
        """Whether the vendor sent this field."""
        return name in field_names(type(self)) and _slot(self, name) is not _ABSENT

    if not TYPE_CHECKING:  # a type checker would take any name for a field

        def __getattr__(self, name: str) -> Any:
            # Reached only for a slot that was never filled: a field with a default then has its default.
            default = _defaults(type(self)).get(name, _ABSENT)
            if default is _ABSENT:
                raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
            if default is attrs.NOTHING:
                raise NotSentError(f"{type(self).__name__}.{name} was not in the answer: ask for it, or test with .has({name!r})")
            return default

    def __eq__(self, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        assert isinstance(other, Model)
        return self.extra == other.extra and all(
            getattr(self, name, _ABSENT) == getattr(other, name, _ABSENT) for name in field_names(type(self))
        )

    def __hash__(self) -> int:
        return hash((type(self), *(repr(value) for _, value in self._sent())))

    def __repr__(self) -> str:
        inside = ", ".join(f"{name}={value!r}" for name, value in self._shown_cells().items())
        return f"{type(self).__name__}({inside})"

    def _shown_cells(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in type(self).__shown__ or field_names(type(self))[:3] if self.has(name)}

    def _sent(self) -> Iterator[tuple[str, Any]]:
        for name in field_names(type(self)):
            value = _slot(self, name)
            if value is not _ABSENT:
                yield name, value

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return _restored, (type(self), dict(self._sent()), dict(self.extra) or None)


class Draft:
    """A record to be written: only fields that were set are sent, and ``None`` clears one."""

    __slots__ = ()

    def __repr__(self) -> str:
        given = ((name, getattr(self, name)) for name in field_names(type(self)))
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in given if value is not UNSET)})"


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True, field_specifiers=(attrs.field, named))
def draft(cls: type[M]) -> type[M]:
    """Make a class a frozen, slotted, keyword-only draft."""
    return described(attrs.frozen(kw_only=True, repr=False, weakref_slot=False)(cls))


@once
def field_names(cls: type[Any]) -> tuple[str, ...]:
    """The names of a model's fields, in the order of their declaration."""
    return tuple(attribute.name for attribute in attrs.fields(cls))


@once
def _defaults(cls: type[Any]) -> Mapping[str, Any]:
    return {attribute.name: attribute.default for attribute in attrs.fields(cls)}


def _slot(instance: object, name: str) -> Any:
    try:
        return object.__getattribute__(instance, name)
    except AttributeError:
        return _ABSENT


def set_field(instance: object, name: str, value: Any) -> None:
    """Set a field of a frozen model while it is being made."""
    object.__setattr__(instance, name, value)


def _restored(cls: type[Any], sent: dict[str, Any], extra: dict[str, Any] | None) -> Any:
    instance = object.__new__(cls)
    for name, value in sent.items():
        set_field(instance, name, value)
    set_field(instance, "_extra", extra)
    return instance
