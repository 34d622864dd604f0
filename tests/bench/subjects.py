"""The subjects of the benchmark: a file each, with a function ``lines`` from a number of rounds to what was measured."""

from __future__ import annotations

from collections.abc import Mapping

from . import connections, decoding, fetching, fleet, frugality, growth, imports, overhead, planning, quota, receiving, reconciling
from .lines import Subject

SUBJECTS: Mapping[str, Subject] = {
    "connections": connections.lines,
    "decoding": decoding.lines,
    "fetching": fetching.lines,
    "fleet": fleet.lines,
    "frugality": frugality.lines,
    "growth": growth.lines,
    "imports": imports.lines,
    "receiving": receiving.lines,
    "overhead": overhead.lines,
    "planning": planning.lines,
    "quota": quota.lines,
    "reconciling": reconciling.lines,
}
