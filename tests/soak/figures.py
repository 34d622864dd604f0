"""What a soak came to, in figures: printed, kept as JSON, and shown in ``docs/explanation/durability.md``."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import Any

from attrs import asdict

from tests.bench.document import this_machine
from tests.bench.rounds import ROOT
from tests.soak.running import Soaked
from tests.soak.settings import Settings

PAGE = ROOT / "docs" / "explanation" / "durability.md"
RESULTS = ROOT / "docs" / "explanation" / "soak.json"

_BEGIN = "<!-- soaked: written by nox -s soak -- --write-docs -->"
_END = "<!-- /soaked -->"


def figures(settings: Settings, soaked: Soaked) -> dict[str, Any]:
    """Everything that is recorded of a soak."""
    return {
        "date": date.today().isoformat(),
        "machine": {**asdict(this_machine()), "load": [round(each, 1) for each in os.getloadavg()]},
        "settings": asdict(settings),
        "seconds": round(soaked.seconds),
        "happened": dict(soaked.happened),
        "orders": sum(each.orders for each in soaked.verdicts),
        "runs": dict(soaked.runs),
        "requests": dict(soaked.requests),
        "kills": soaked.kills,
        "taken over": soaked.told.get("taken over", 0),
        "takeover": takeover(settings, soaked),
        "ended by themselves": soaked.ended_by_themselves,
        "faults": dict(soaked.faults),
        "difference": f"{sum((each.difference for each in soaked.verdicts), Decimal(0)):.2f}",
        "duplicates": sum(len(each.duplicates) for each in soaked.verdicts),
        "lost": sum(len(each.lost) for each in soaked.verdicts),
        "findings": sum(len(each.findings) for each in soaked.verdicts),
        "writes left": sum(len(each.left) for each in soaked.verdicts),
        "dead letters": len(soaked.dead_letters),
    }


def takeover(settings: Settings, soaked: Soaked) -> dict[str, Any]:
    """How long takeovers took, in seconds beyond the lease, and under which circumstances."""
    beyond = [each - settings.lease for each in soaked.takeovers]
    return {
        "number": len(beyond),
        "median": round(median(beyond), 2) if beyond else None,
        "largest": round(max(beyond), 2) if beyond else None,
        "within two seconds": sum(each <= 2 for each in beyond),
        "lease": settings.lease,
        "minutes": round(settings.seconds / 60, 1),
        "date": date.today().isoformat(),
        "load": round(os.getloadavg()[0], 1),
    }


def wrong(soaked: Soaked) -> list[str]:
    """What should not be, in words; nothing where all is well."""
    found = [f"a worker ended with {status}" for status in soaked.statuses if status != 0]
    found += [f"dead letter {each}" for each in soaked.dead_letters]
    for each in soaked.verdicts:
        found += [f"{each.pair}: twice: {what}" for what in each.duplicates]
        found += [f"{each.pair}: lost: {what}" for what in each.lost]
        found += [f"{each.pair}: {what}" for what in each.findings]
        found += [f"{each.pair}: totals differ by {each.difference}"] if each.difference else []
        found += [f"{each.pair}: left to do: {what}" for what in each.left]
    return found


def text(found: Mapping[str, Any]) -> str:
    """The figures for a terminal."""
    shown = {**found, "takeover": _took(found["takeover"])}
    rows = [(name, _told(value)) for name, value in shown.items() if name not in ("settings", "machine")]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in rows)


def page_part(found: Mapping[str, Any]) -> str:
    """The figures as the page shows them."""
    machine, settings = found["machine"], found["settings"]
    where = (
        f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, {found['date']}; {found['seconds']} seconds, "
        f"load at the end {machine['load'][0]}, for the machine had other work too."
    )
    rows = {
        "pairs, workers": f"{settings['pairs']}, {settings['workers']}",
        "what people did": _told(found["happened"]),
        "runs that ended well": _told(found["runs"]),
        "requests": _told(found["requests"]),
        "requests that met trouble": f"{sum(found['faults'].values()):,}: {_told(found['faults'])}",
        "workers killed": found["kills"],
        "of them taken over by another": found["taken over"],
        "from a kill to the end of the takeover": _took(found["takeover"]),
        "difference of all control totals": found["difference"],
        "duplicates": found["duplicates"],
        "lost": found["lost"],
        "writes left to do, dead letters": f"{found['writes left']}, {found['dead letters']}",
    }
    return "\n".join([where, "", "| what | figure |", "| --- | --- |", *(f"| {name} | {value} |" for name, value in rows.items())])


def with_part(page: str, part: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = page.partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise ValueError(f"the page lacks {_BEGIN} or {_END}")
    return f"{before}{_BEGIN}\n\n{part}\n\n{_END}{after}"


def read(path: Path) -> dict[str, Any]:
    """Recorded figures."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return found


def write(path: Path, found: Mapping[str, Any]) -> None:
    """Keep figures as JSON."""
    path.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _took(found: Mapping[str, Any]) -> str:
    if not found["number"]:
        return "nothing was taken over"
    circumstances = f"a soak of {found['minutes']:g} minutes, {found['date']}, load at its end {found['load']}"
    within = f"{found['within two seconds']} of {found['number']} within two seconds beyond it"
    return (
        f"the lease of {found['lease']:g} s and {found['median']} s in the median, {found['largest']} s at most; {within} ({circumstances})"
    )


def _told(value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{count:,} {name}" for name, count in sorted(value.items()))
    return str(value)
