"""Id sets as they stand in a path: ``1-10,15``, ascending, or ``3.1.2`` in any order."""

from __future__ import annotations

from .errors import invalid

_LARGEST = 1_000_000


def ids_of(text: str, *, any_order: bool = False, limit: int = 0) -> list[int]:
    """The ids of a set, each once. Raises a refusal where it is malformed, not ascending, or holds more than ``limit``."""
    if "." in text:
        parts, any_order = text.split("."), True
    else:
        parts = text.split(",")
    found: dict[int, None] = {}
    last = 0
    for part in parts:
        first, end = _part(part, text)
        if first <= last and not any_order:
            raise invalid("CMNC-006", f"The ID set {text} is not in ascending order")
        found.update(dict.fromkeys(range(first, end + 1)))
        last = end
    if limit and len(found) > limit:
        raise invalid("SIMC-007", f"The ID set holds {len(found)} ids; at most {limit} can be asked for at once")
    return list(found)


def _part(part: str, text: str) -> tuple[int, int]:
    first, dash, end = part.partition("-")
    if not (first.isascii() and first.isdigit()) or (dash and not (end.isascii() and end.isdigit())):
        raise invalid("CMNC-008", f"The ID set {text} cannot be parsed")
    low, high = int(first), int(end) if dash else int(first)
    if (dash and low >= high) or high - low > _LARGEST:
        raise invalid("CMNC-008", f"The ID set {text} cannot be parsed")
    return low, high


def folded(ids: list[int], size: int = 200) -> list[str]:
    """Sets of at most ``size`` ids, neighbours folded into ranges."""
    ordered = sorted(set(ids))
    return [_runs(ordered[start : start + size]) for start in range(0, len(ordered), size)]


def _runs(ids: list[int]) -> str:
    runs: list[list[int]] = []
    for id in ids:
        if runs and id == runs[-1][-1] + 1:
            runs[-1][1:] = [id]
        else:
            runs.append([id])
    return ",".join("-".join(str(end) for end in run) for run in runs)
