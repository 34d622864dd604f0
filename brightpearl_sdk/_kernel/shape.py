"""Compile a model's annotations into a function that reads it from JSON values, and one that writes it back.

A page of records is read thousands of times and declared once, so the reader of a model is generated: one function
with one statement a field. Models are frozen, but filling a frozen object costs a call a field; the reader fills an
open twin of the class, of equal layout, and then makes it the frozen one.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Union, get_args, get_origin

import attrs

from .amounts import KNOWN
from .values import UNSET, Draft, Json, Model, once

Read = Callable[[Any], Any]

#: Turns an annotation into the function that reads it; None where the value passes as it is.
ReadOf = Callable[[Any], Read | None]
Write = Callable[[Any], Json]

_PASSED = frozenset({str, int, bool, type(None), Any, object, dict, list})


class AsNumber:
    """Mark of a ``Decimal`` that stands in JSON as a number, not as text."""


def reader(cls: type[Any], read_of: ReadOf, key_of: Callable[[str], str], vacant: Json = None) -> Read:
    """The function that makes a model from a JSON object.

    Fields that are absent are left unset; keys that no field has are kept in ``extra``. ``vacant`` is what else stands
    for an object without fields. What does not fit raises whatever the conversion raised: :func:`misfit` then tells where.
    """
    space: dict[str, Any] = {"cls": cls, "Twin": _open_twin(cls), "new": object.__new__, "vacant": vacant}
    fields = wire_fields(cls, key_of)
    space["known"] = frozenset(key for _, key, _, _ in fields)
    required, present, lenient = [], [], []
    for number, (name, key, annotation, optional) in enumerate(fields):
        value = _expression(annotation, f"o[{key!r}]", f"h{number}", space, read_of)
        lenient.append(f"if {key!r} in o: i.{name} = {value}")
        if optional:
            present.append(f"if {key!r} in o: i.{name} = {value}; n += 1")
        else:
            required.append(f"i.{name} = {value}")
    # A text or a list without entries has a length too, but no keys.
    whole = "len(o) == n" if required else "len(o) == n and (n or not o.keys())"
    may_be_vacant = vacant is not None
    # Where a field has to be there, what is vacant fails on it: only then is it asked whether it is.
    begin = ["if o == vacant: o = {}"] if may_be_vacant and not required else []
    failing = [" except TypeError:", "  if o == vacant: return lenient({})", "  raise"] if may_be_vacant and required else []
    finish = ["i.__class__ = cls", "return i"]
    source = "\n".join(
        [
            "def read(o):",
            *(f" {line}" for line in begin),
            " i = new(Twin)",
            f" n = {len(required)}",
            " try:",
            *(f"  {line}" for line in required + present or ["pass"]),
            " except KeyError:",
            "  return lenient(o)",
            *failing,
            # Every known key was counted, so that as many keys as known ones leave none unknown.
            f" i._extra = None if {whole} else {{k: o[k] for k in o.keys() if k not in known}}",
            *(f" {line}" for line in finish),
            "def lenient(o):",
            " i = new(Twin)",
            *(f" {line}" for line in lenient),
            " i._extra = {k: o[k] for k in o.keys() if k not in known} or None",
            *(f" {line}" for line in finish),
        ]
    )
    exec(compile(source, f"<reader of {cls.__qualname__}>", "exec"), space)
    return typing.cast(Read, space["read"])


#: What JSON has itself. Most values are such, and looking up how to write one takes longer than writing it.
_AS_THEY_ARE = frozenset((str, int, bool, type(None)))


def writer(cls: type[Any], write: Write, key_of: Callable[[str], str]) -> Write:
    """The function that makes a JSON object from a model or a draft: only what was sent or set."""
    # A slot is read by its descriptor: a field that was never sent has no value, and its default is not sent for it.
    fields = [(getattr(cls, name).__get__, key, _keeps_numbers(annotation)) for name, key, annotation, _ in wire_fields(cls, key_of)]
    plain = _numbers_kept(write)

    def written(instance: Any) -> Json:
        document: dict[str, Json] = {}
        for slot, key, is_number in fields:
            try:
                value = slot(instance)
            except AttributeError:
                continue
            if value is UNSET:
                continue
            if type(value) in _AS_THEY_ARE:
                document[key] = value
            else:
                document[key] = plain(value) if is_number else write(value)
        if isinstance(instance, Model):
            document.update(instance.extra)
        return document

    return written


def misfit(annotation: Any, value: Any, path: str, read_of: ReadOf, key_of: Callable[[str], str]) -> tuple[str, str] | None:
    """Where and why a value does not fit an annotation: a JSON path and a sentence; None where it does."""
    annotation, optional = _bare(annotation)
    if optional and value is None:
        return None
    item = _item_of(annotation)
    if is_model(annotation):
        if not isinstance(value, dict):
            return path, f"an object was due, not {_kind(value)}"
        inside = (
            misfit(kind, value[key], f"{path}.{key}", read_of, key_of)
            for _, key, kind, _ in wire_fields(annotation, key_of)
            if key in value
        )
        return next(filter(None, inside), None)
    if item is not None and get_origin(annotation) is dict:
        if not isinstance(value, dict):
            return path, f"an object was due, not {_kind(value)}"
        return next(filter(None, (misfit(item, inner, f"{path}.{key}", read_of, key_of) for key, inner in value.items())), None)
    if item is not None:
        if not isinstance(value, list):
            return path, f"a list was due, not {_kind(value)}"
        return next(filter(None, (misfit(item, inner, f"{path}[{at}]", read_of, key_of) for at, inner in enumerate(value))), None)
    return _leaf_misfit(annotation, value, path, read_of)


def is_model(annotation: Any) -> bool:
    """Whether an annotation names a model."""
    return isinstance(annotation, type) and issubclass(annotation, Model)


@once
def wire_fields(cls: type[Any], key_of: Callable[[str], str]) -> tuple[tuple[str, str, Any, bool], ...]:
    """Of each field: its name, its JSON key, its annotation, and whether it may be absent."""
    hints = typing.get_type_hints(cls, include_extras=True)
    return tuple(
        (each.name, each.metadata.get("key") or key_of(each.name), hints[each.name], each.default is not attrs.NOTHING)
        for each in attrs.fields(cls)
    )


def _open_twin(cls: type[Any]) -> type[Any]:
    slots = cls.__dict__["__slots__"]
    return type(cls.__name__, cls.__bases__, {"__slots__": slots, "__setattr__": object.__setattr__})


def _expression(annotation: Any, value: str, hook: str, space: dict[str, Any], read_of: ReadOf) -> str:
    annotation, optional = _bare(annotation)
    item = _item_of(annotation)
    read = (read_of(annotation) if not _passes(annotation) else None) if item is None else _read_item(item, read_of)
    if read is None:
        made = f"tuple({value})" if item is not None and get_origin(annotation) is tuple else value
        return f"None if {value} is None else {made}" if optional and made != value else made
    space[hook] = read
    # A key is looked up once, and what was found has a name where it is asked for again.
    found, named = ("v", f"(v := {value})") if optional else (value, value)
    if item is None and read in KNOWN:
        space[f"{hook}known"] = KNOWN[read]
        made = f"({hook}known[t] if (c := (t := {found}).__class__) is str or c is int else {hook}(t))"
    elif item is None:
        made = f"{hook}({found})"
    elif get_origin(annotation) is dict:
        made = f"{{k: {hook}(each) for k, each in {found}.items()}}"
    else:
        made = f"() if (v := {found}) == [] else tuple(map({hook}, v))"
    return f"None if {named} is None else {made}" if optional else made


def _read_item(item: Any, read_of: ReadOf) -> Read | None:
    item, optional = _bare(item)
    if _passes(item):
        return None
    inner = _item_of(item)
    if inner is not None:
        space: dict[str, Any] = {}
        made = _expression(item, "o", "h", space, read_of)
        nested: Read = eval(f"lambda o: {made}", space)
        read: Read | None = nested
    else:
        read = read_of(item)
    if read is None or not optional:
        return read
    present = read
    return lambda value: None if value is None else present(value)


def _passes(annotation: Any) -> bool:
    if annotation in _PASSED or get_origin(annotation) is typing.Literal:
        return True
    if get_origin(annotation) in (Union, types.UnionType):
        return all(_passes(each) for each in get_args(annotation))
    if get_origin(annotation) in (dict, list, Mapping):
        return all(_passes(each) for each in get_args(annotation))
    return False


def _bare(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) not in (Union, types.UnionType):
        return annotation, False
    kinds = tuple(each for each in get_args(annotation) if each is not type(None))
    optional = len(kinds) < len(get_args(annotation))
    if len(kinds) > 1:
        return Union[kinds], optional  # noqa: UP007
    bare, more = _bare(kinds[0])
    return bare, optional or more


def _item_of(annotation: Any) -> Any:
    """What a ``tuple[X, ...]``, ``list[X]`` or ``dict[str, X]`` holds; None for anything else and for free JSON."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is tuple and inside[-1:] == (Ellipsis,):
        return inside[0]
    if origin is dict and not _passes(inside[1]):
        return inside[1]
    return None


def _keeps_numbers(annotation: Any) -> bool:
    if AsNumber in getattr(annotation, "__metadata__", ()):
        return True
    return any(_keeps_numbers(each) for each in get_args(annotation) if each is not Ellipsis)


def _numbers_kept(write: Write) -> Write:
    def plain(value: Any) -> Json:
        if isinstance(value, Decimal):
            return value
        if isinstance(value, (tuple, list)):
            return [plain(each) for each in value]
        if isinstance(value, Mapping) and not isinstance(value, (Model, Draft)):
            return {key: plain(each) for key, each in value.items()}
        return write(value)

    return plain


def _leaf_misfit(annotation: Any, value: Any, path: str, read_of: ReadOf) -> tuple[str, str] | None:
    read = None if _passes(annotation) else read_of(annotation)
    if read is None:
        return None
    try:
        read(value)
    except Exception as fault:
        shown = repr(value) if len(repr(value)) <= 60 else f"{repr(value)[:57]}..."
        reason = str(fault) if isinstance(fault, ValueError) and str(fault) else type(fault).__name__
        return path, f"{shown} cannot be read as {getattr(annotation, '__name__', annotation)} ({reason})"
    return None


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", type(None): "null"}
    return kinds.get(type(value), "a number")
