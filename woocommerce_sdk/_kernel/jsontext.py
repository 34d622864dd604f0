"""JSON text to values and back, exact: a number with a point is a ``Decimal`` and never passes through float."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from importlib import import_module
from json.encoder import encode_basestring
from types import GenericAlias

from .values import Json

#: How deep lists and objects may stand in one another: several times what either vendor sends.
DEEPEST = 100

#: Brackets as square ones, whatever they are, and everything else taken away.
_SQUARE, _OTHERS = bytes.maketrans(b"{}", b"[]"), bytes(set(range(256)) - set(b"[]{}"))

#: Powers of ten from which on a number is written with its exponent.
_PLAIN = 400

#: Where texts have half a letter in them, or the letter without a sign: no file keeps the ones, and not every database the other.
#: A half whose sign may itself be escaped counts too, for what looks like its other half is none then.
_UNKEEPABLE = re.compile(
    r"\\u(?:0000|[dD](?:(?<=\\\\u[dD])|[89abAB]..(?!\\u[dD][c-fC-F])|[c-fC-F](?<!\\u[dD][89abAB]..\\u[dD].)))", re.DOTALL
)
_RUN = b"[" * (DEEPEST + 1)
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)', re.DOTALL)


class NotJsonError(ValueError):
    """A text that is not JSON: cut off, HTML, or nested or long beyond reason."""


def loads(content: bytes) -> Json:
    """Read what a stranger may have sent. Raises :class:`NotJsonError`, also where it nests deeper than :data:`DEEPEST`."""
    # Brackets in texts may close those outside, so that texts are taken away before levels are counted.
    if content.count(b"[") + content.count(b"{") > DEEPEST and _is_deep(_STRING.sub(b"", _as_utf8(content))):
        raise NotJsonError(f"it nests deeper than {DEEPEST} levels")
    return loads_answer(content)


def loads_answer(content: bytes) -> Json:
    """Read the answer of an origin that was configured; uses msgspec (extra ``fast``) where it is installed.

    Levels are not counted, for every page would pay for it: the parser stops where it cannot follow.
    Raises :class:`NotJsonError`.
    """
    try:
        return _read(content)
    except (ValueError, RecursionError) as fault:
        raise NotJsonError(str(fault)) from None


def entries(content: bytes) -> Iterator[Json]:
    """The entries of an answer that is a list, one by one: what is made of one finds its values still in the processor's cache.

    Raises :class:`ValueError` or :class:`RecursionError`, perhaps after some, for anything that is no such list, and for one
    that has letters no file keeps: :func:`loads_answer` then tells why, or reads it.
    """
    return _entries(content)


def dumps(value: Json) -> bytes:
    """Write JSON bytes; a ``Decimal`` is written as a plain number, digit for digit, unless that takes hundreds of zeros.

    Raises :class:`NotJsonError` for what is no JSON, or nests too deep.
    """
    try:
        written = "".join(_written(value))
    except RecursionError:
        raise NotJsonError("it nests too deep to be written") from None
    # Half of a letter has no bytes: JSON writes it by its number, as Python's escape does.
    return written.encode(errors="backslashreplace")


def _as_utf8(content: bytes) -> bytes:
    """In UTF-16 a letter may hold the bytes of a quote: where a text ends is seen in UTF-8 alone."""
    encoding = json.detect_encoding(content)
    try:
        return content if encoding.startswith("utf-8") else content.decode(encoding, "surrogatepass").encode(errors="surrogatepass")
    except ValueError as fault:
        raise NotJsonError(str(fault)) from None


def _is_deep(content: bytes) -> bool:
    """Whether brackets stand too deep in one another: pairs that hold nothing are taken away, level by level."""
    brackets = content.translate(_SQUARE, _OTHERS)
    if _RUN in brackets:
        return True
    for level in range(DEEPEST):
        left = brackets.replace(b"[]", b"")
        if len(left) == len(brackets):
            return level + len(brackets) > DEEPEST
        brackets = left
    return bool(brackets)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON value")


#: One for all answers: making it takes longer than reading a short one.
_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse_constant)
_BEGINNING = re.compile(r"[ \t\n\r]*\[[ \t\n\r]*")
_COMMA = re.compile(r"[ \t\n\r]*,[ \t\n\r]*")
_END = re.compile(r"[ \t\n\r]*\][ \t\n\r]*\Z")


def standard_read(content: bytes) -> Json:
    """Read JSON with the standard library."""
    encoding = json.detect_encoding(content)
    try:
        text, whole = content.decode(encoding), True
    except UnicodeDecodeError:
        text, whole = content.decode(encoding, "surrogatepass"), False
    found: Json = _DECODER.decode(text)
    return found if whole and _UNKEEPABLE.search(text) is None else _keepable(found)


def standard_entries(content: bytes) -> Iterator[Json]:
    """The entries of a list, with the standard library."""
    text = content.decode(json.detect_encoding(content))
    if _UNKEEPABLE.search(text) is not None:
        raise NotJsonError("it has half a letter, or one without a sign")
    begun = _BEGINNING.match(text)
    if begun is None:
        raise NotJsonError("a list was due")
    at = begun.end()
    if _END.match(text, at) is not None:
        return
    while True:
        entry, end = _DECODER.raw_decode(text, at)
        yield entry
        following = _COMMA.match(text, end)
        if following is None:
            break
        at = following.end()
    if _END.match(text, end) is None:
        raise NotJsonError("the list does not end")


def _keepable(value: Json) -> Json:
    """A value whose texts any file and any database can keep: halves of letters and letters without a sign become ``\ufffd``."""
    if isinstance(value, str):
        return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {str(_keepable(key)): _keepable(each) for key, each in value.items()}
    return [_keepable(each) for each in value] if isinstance(value, list) else value


def fast_reader() -> Callable[[bytes], Json] | None:
    """A reader that gives the same values sooner; None where msgspec is not installed."""
    try:
        msgspec = import_module("msgspec")
    except ImportError:
        return None
    decode = msgspec.json.Decoder(float_hook=Decimal).decode

    def read(content: bytes) -> Json:
        try:
            found: Json = decode(content)
            return _keepable(found) if b"\\u0000" in content else found
        except (ValueError, RecursionError):
            # A byte order mark, or half of a surrogate pair: the standard library is the judge of what is JSON.
            return standard_read(content)

    return read


def fast_entries() -> Callable[[bytes], Iterator[Json]] | None:
    """The entries of a list, sooner; None where msgspec is not installed."""
    try:
        msgspec = import_module("msgspec")
    except ImportError:
        return None
    parted = msgspec.json.Decoder(GenericAlias(list, (msgspec.Raw,))).decode
    decode = msgspec.json.Decoder(float_hook=Decimal).decode

    def entries(content: bytes) -> Iterator[Json]:
        if b"\\u0000" in content:
            raise NotJsonError("it has a letter without a sign")
        return map(decode, parted(content))

    return entries


_read = fast_reader() or standard_read
_entries = fast_entries() or standard_entries


def _written(value: Json) -> list[str]:
    parts: list[str] = []
    _write(value, parts.append)
    return parts


def _write(value: Json, out: Callable[[str], None]) -> None:
    if isinstance(value, str):
        out(encode_basestring(value))
    elif value is None:
        out("null")
    elif isinstance(value, bool):
        out("true" if value else "false")
    elif isinstance(value, int):
        out(int.__repr__(value))
    elif isinstance(value, Decimal):
        if not value.is_finite():
            raise NotJsonError(f"{value} is no JSON number")
        # Written out, 1E+999999999 fills a gigabyte.
        out(format(value, "f") if -_PLAIN < value.adjusted() < _PLAIN else str(value))
    elif isinstance(value, Mapping):
        _write_object(value, out)
    elif isinstance(value, (list, tuple)):
        _write_list(value, out)
    else:
        raise TypeError(f"{type(value).__name__} has no form in JSON; numbers with a point must be Decimal")


def _write_object(value: Mapping[str, Json], out: Callable[[str], None]) -> None:
    separator = "{"
    for key, item in value.items():
        out(separator)
        out(encode_basestring(key))
        out(":")
        _write(item, out)
        separator = ","
    out("}" if value else "{}")


def _write_list(value: list[Json] | tuple[Json, ...], out: Callable[[str], None]) -> None:
    separator = "["
    for item in value:
        out(separator)
        _write(item, out)
        separator = ","
    out("]" if value else "[]")
