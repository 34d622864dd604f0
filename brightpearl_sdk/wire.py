"""JSON to models and back, with Brightpearl's envelope and names.

The only module that knows cattrs: it holds the conversions by type, and users may register their own on
:data:`converter`.
"""

from __future__ import annotations

import re
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, Union, cast, get_args, get_origin

from cattrs import Converter

from ._kernel.amounts import amount
from ._kernel.jsontext import NotJsonError, loads_answer
from ._kernel.operation import Response
from ._kernel.shape import is_model, misfit, reader, writer
from ._kernel.values import Draft, Json, Model, Unrecognised, once
from .errors import Fault, ShapeError
from .ids import IdSet
from .values import instant, instant_text

T = TypeVar("T")

converter: Converter = Converter(detailed_validation=False)


@once
def key_of(name: str) -> str:
    """The JSON key of a field: ``installed_integration_instance_id`` is ``installedIntegrationInstanceId``."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def decode(kind: type[T], document: Json, *, path: str = "$") -> T:
    """Read a JSON document as a model. Raises :class:`ShapeError` with the JSON path of what does not fit."""
    read = _read_of(kind)
    try:
        return cast(T, document if read is None else read(document))
    except Exception:
        where = misfit(kind, document, path, _read_of, key_of) or (path, f"it cannot be read as {getattr(kind, '__name__', kind)}")
        raise ShapeError(*where) from None


def decode_many(kind: type[T], documents: Json, *, path: str = "$.response") -> tuple[T, ...]:
    """Read a list of JSON documents as models."""
    if not isinstance(documents, list):
        raise ShapeError(path, "a list was due")
    read = _read_of(kind)
    try:
        return tuple(documents) if read is None else tuple([read(document) for document in documents])
    except Exception:
        for at, document in enumerate(documents):
            decode(kind, document, path=f"{path}[{at}]")
        raise


def encode(value: Any) -> Json:
    """A model or a draft as a JSON document: amounts as text, instants with ``Z``, only what was sent or set."""
    return converter.unstructure(value)


def answer(response: Response) -> Json:
    """What an answer's envelope holds: its ``response``; None where the answer is empty."""
    document = envelope(response)
    return document.get("response")


def envelope(response: Response) -> dict[str, Json]:
    """The whole envelope of an answer, ``reference`` and ``pagination`` included; ``{}`` where the body is empty."""
    if not response.content.strip():
        return {}
    kind = response.header("content-type") or "application/json"
    if "json" not in kind.lower():
        raise ShapeError("$", f"JSON was due, but a {kind.partition(';')[0]} came: a gateway may be out of service")
    try:
        document = loads_answer(response.content)
    except NotJsonError as fault:
        raise ShapeError("$", f"the text is not JSON, or is cut off ({fault})") from None
    if not isinstance(document, dict):
        raise ShapeError("$", "an object was due")
    return document


def faults_of(response: Response) -> tuple[Fault, ...]:
    """The vendor's codes and messages in a refusal, whatever its shape; tokens that it echoes are struck out."""
    try:
        document = envelope(response)
    except ShapeError as error:
        return (Fault("", error.reason),)
    listed = document.get("errors")
    if isinstance(listed, list):
        entries = [entry for entry in listed if isinstance(entry, dict)]
        return tuple(Fault(str(entry.get("code", "")), _unsecret(str(entry.get("message", "")))) for entry in entries)
    told = document.get("response") or document.get("error_description") or document.get("error")
    return (Fault(str(document.get("error", "")), _unsecret(str(told))),) if told else ()


def _unsecret(message: str) -> str:
    # Brightpearl echoes the token that it refuses: "Invalid instance token: ...".
    return _ECHOED_TOKEN.sub(r"\1", message)


_ECHOED_TOKEN = re.compile(r"(\btoken):\s*\S+", re.IGNORECASE)

_READERS: dict[Any, Callable[[Any], Any] | None] = {}


def _read_of(annotation: Any) -> Callable[[Any], Any] | None:
    try:
        return _READERS[annotation]
    except KeyError:
        _READERS[annotation] = made = _make_reader(annotation)
        return made


def _make_reader(annotation: Any) -> Callable[[Any], Any] | None:
    if annotation in (str, int, bool, object, Any):
        return None
    if annotation is Decimal:
        return amount
    if annotation is datetime:
        return instant
    if is_model(annotation):
        return reader(annotation, _read_of, key_of)
    choices = _choices(annotation)
    if choices is not None:
        return choices
    if get_origin(annotation) in (Union, types.UnionType):
        return None
    structure = converter.get_structure_hook(annotation)
    return lambda value: structure(value, annotation)


def _choices(annotation: Any) -> Callable[[Any], Any] | None:
    """How ``SomeEnum | Unrecognised`` is read: a value that the enum lacks is kept."""
    members = get_args(annotation)
    if Unrecognised not in members:
        return None
    enum = next(member for member in members if isinstance(member, type) and issubclass(member, Enum))
    known: Mapping[Any, Enum] = {member.value: member for member in enum}
    return lambda value: known.get(value) or Unrecognised(value)


def _is_written_by_field(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, (Model, Draft))


converter.register_structure_hook(datetime, lambda text, _: instant(text))
converter.register_structure_hook(date, lambda text, _: instant(text).date())
converter.register_structure_hook(IdSet, lambda text, _: IdSet.parse(text))
converter.register_structure_hook_func(is_model, lambda document, kind: cast(Any, _read_of(kind))(document))
converter.register_unstructure_hook(Decimal, lambda number: format(number, "f"))
converter.register_unstructure_hook(datetime, instant_text)
converter.register_unstructure_hook(date, date.isoformat)
converter.register_unstructure_hook(IdSet, str)
converter.register_unstructure_hook(Unrecognised, lambda value: value.value)
converter.register_unstructure_hook_factory(_is_written_by_field, lambda kind: writer(kind, converter.unstructure, key_of))
