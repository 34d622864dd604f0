"""What the simulation and its check say: as tables in a terminal, as JSON, and in ``docs/explanation/scale.md``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from attrs import asdict, evolve

from tests.bench.document import this_machine
from tests.bench.rounds import ROOT
from tests.simulation.checking import FACTOR, Checked
from tests.simulation.model import COSTS, Flow, Model
from tests.simulation.simulating import Results, most_used, simulated

PAGE = ROOT / "docs" / "explanation" / "scale.md"
RESULTS = ROOT / "docs" / "explanation" / "scale.json"

_BEGIN, _END = "<!-- simulated: written by nox -s simulation -- --write-docs -->", "<!-- /simulated -->"

#: The hours that are simulated.
HOURS: Mapping[str, Model] = {
    "a busy day's hour": Model(),
    "the hour of the nightly syncs": Model(night=Flow.NIGHTLY, busy=0.3),
    "the hour of the comparisons": Model(night=Flow.RECONCILE, busy=0.3),
}

#: What is asked of a fleet: how long an order's event may take for 95 of 100, and that no queue is left at the end of the hour.
WITHIN = 60.0


def simulation(hours: Mapping[str, Model] = HOURS) -> dict[str, Any]:
    """Every hour, with as many workers as it needs."""
    return {name: _hour(needed(model)) for name, model in hours.items()}


def needed(model: Model, most: int = 32) -> Results:
    """The hour with the fewest workers with which it is dealt with as is asked."""
    low, high, found = 1, most, simulated(evolve(model, workers=most))
    while low < high:
        middle = (low + high) // 2
        results = simulated(evolve(model, workers=middle))
        if is_enough(results):
            high, found = middle, results
        else:
            low = middle + 1
    return found


def is_enough(results: Results) -> bool:
    """Whether events are dealt with in time, and everything within two minutes after the hour, but for the longest runs."""
    late = [each for each in (Flow.POLL, Flow.GOODS) if results.percentile(each, 0.95) > results.model.poll_every]
    return results.percentile(Flow.ORDER, 0.95) <= WITHIN and not late and results.depth(0.95) < results.model.pairs / 50


def _hour(results: Results) -> dict[str, Any]:
    model = results.model
    return {
        "workers": model.workers,
        "at once": model.at_once,
        "runs": results.ended,
        "lags": {
            flow.value: [round(results.percentile(flow, share), 1) for share in (0.5, 0.95, 0.99)] for flow in Flow if flow in results.lags
        },
        "waiting": [results.depth(0.5), results.depth(0.95), results.depth(1.0)],
        "writes a second": round(results.writes / model.seconds),
        "used": dict(most_used(results)),
    }


def check(found: Sequence[Checked]) -> dict[str, Any]:
    """The check as a document."""
    return {
        "date": date.today().isoformat(),
        "machine": asdict(this_machine()),
        "runs": [{**asdict(each), "factors": each.factors} for each in found],
    }


def hours_table(hours: Mapping[str, Any]) -> list[str]:
    """The hours as rows of a table."""
    flows = [flow.value for flow in Flow]
    rows = ["| | " + " | ".join(hours) + " |", "| --- |" + " --- |" * len(hours)]
    rows.append(_row("workers needed, of 32 runs at once", (each["workers"] for each in hours.values())))
    for flow in flows:
        lags = [each["lags"].get(flow) for each in hours.values()]
        rows.append(
            _row(
                f"lag of *{flow}*, seconds: 50, 95, 99 of 100",
                ("-" if lag is None else ", ".join(f"{one:g}" for one in lag) for lag in lags),
            )
        )
    rows.append(_row("runs waiting: 50 and 95 of 100 looks, most", (", ".join(map(str, each["waiting"])) for each in hours.values())))
    rows.append(_row("runs in the hour", (f"{each['runs']:,}" for each in hours.values())))
    rows.append(_row("writes to the database a second", (f"{each['writes a second']:,}" for each in hours.values())))
    rows.append(
        _row(
            "used of the workers' room, processors", (f"{each['used']['room']} %, {each['used']['processor']} %" for each in hours.values())
        )
    )
    return rows


def check_table(found: Mapping[str, Any]) -> list[str]:
    """The check as rows of a table."""
    rows = [
        "| workers | | until all was done | lag of *order*: 50, 95 of 100 | lag of *poll*: 50, 95 of 100 |",
        "| --- | --- | --- | --- | --- |",
    ]
    for each in found["runs"]:
        for name in ("measured", "model"):
            run = each[name]
            lags = [", ".join(f"{lag:.1f}" for lag in run["lags"][flow]) for flow in ("order", "poll")]
            rows.append(f"| {run['workers']} | {name} | {run['seconds']:.1f} s | {lags[0]} s | {lags[1]} s |")
    return rows


def costs_table() -> list[str]:
    """What runs take."""
    rows = ["| run | requests to the account | to the shop | steps | writes | processor |", "| --- | --- | --- | --- | --- | --- |"]
    return rows + [
        f"| {flow.value} | {each.brightpearl} | {each.shop} | {each.steps} | {each.writes} | {each.processor:g} s |"
        for flow, each in COSTS.items()
    ]


def page_part(results: Mapping[str, Any]) -> str:
    """What the page shows."""
    parts = ["### What a run takes", "", *costs_table(), "", "### Ten thousand pairs", "", *hours_table(results["hours"])]
    checked = results.get("check")
    if checked:
        machine = checked["machine"]
        left = ", ".join(f"{each['taken']['cores']:.2f}" for each in checked["runs"])
        furthest = max((max(each, 1 / each) for run in checked["runs"] for each in run["factors"].values()), default=1.0)
        where = (
            f"{machine['cpu']}, {machine['cores']} cores for workers, doubles and database together, Python {machine['python']}, "
            f"{checked['date']}. Other work on the machine left {left} of the cores, which the model is told. "
            f"The model is off by a factor of {furthest:.2f} at most; {FACTOR:g} is allowed."
        )
        parts += ["", "### Fifty real ones", "", where, "", *check_table(checked)]
    return "\n".join(parts)


def with_part(page: str, part: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = page.partition(_BEGIN)
    _, found, after = rest.partition(_END)
    if not found:
        raise ValueError(f"the page lacks {_BEGIN} or {_END}")
    return f"{before}{_BEGIN}\n\n{part}\n\n{_END}{after}"


def read(path: Path = RESULTS) -> dict[str, Any]:
    """The recorded results; none where there is no file."""
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def write(path: Path, results: Mapping[str, Any]) -> None:
    """Keep results as JSON."""
    path.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _row(name: str, values: Iterable[object]) -> str:
    return f"| {name} | " + " | ".join(str(value) for value in values) + " |"
