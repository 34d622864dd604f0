"""A line of the benchmark: what was to be reached, and what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from attrs import frozen

#: The unit of a ratio: so many times what it is compared with.
TIMES = "×"


@frozen(kw_only=True)
class Line:
    """A figure beside its target. ``note`` says what the figure is built of, or why the target is out of reach.

    ``points`` draw how a figure came to be: so many records, and what each cost in times of the first.
    """

    name: str
    target: float
    figure: float
    better: Literal["lower", "higher"] = "lower"
    unit: str = TIMES
    note: str = ""
    points: tuple[tuple[float, float], ...] = ()

    @property
    def passes(self) -> bool:
        """Whether the figure reaches the target."""
        return self.figure <= self.target if self.better == "lower" else self.figure >= self.target


#: A subject of the benchmark: what it measured in so many rounds.
Subject = Callable[[int], Iterable[Line]]


def ratios_first(lines: Iterable[Line]) -> list[Line]:
    """Ratios before all else: they hold on other machines too. Otherwise in the given order."""
    return sorted(lines, key=lambda line: line.unit != TIMES)


def target_text(line: Line) -> str:
    """What is to be reached, such as ``at most 0.22 ×``."""
    return f"{'at most' if line.better == 'lower' else 'at least'} {_amount(line.target, line.unit)}"


def figure_text(line: Line) -> str:
    """What was measured, such as ``0.2 ×``."""
    return _amount(line.figure, line.unit)


def _amount(value: float, unit: str) -> str:
    number = f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"
    return f"{number} {unit}".strip()
