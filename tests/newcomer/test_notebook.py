"""A newcomer runs the tutorial's notebook in a fresh kernel, with the tutorial's commands, and finds plots in it."""

from __future__ import annotations

import json
from typing import Any

from tests.newcomer.machine import Machine, commands


def test_the_tutorial_alone_leads_to_a_notebook_with_plots(machine: Machine) -> None:
    (script,) = commands("docs/tutorials/explore.md", "Run it yourself")
    machine.types(script)
    notebook = json.loads((machine.folder / "explore.ipynb").read_text("utf-8"))
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", ())]
    plots = ["".join(output["data"]["image/svg+xml"]) for output in outputs if "image/svg+xml" in output.get("data", {})]
    assert [] == [output for output in outputs if output["output_type"] == "error"]
    assert ["Findings", "Stock drift, in pieces", "Plan"] == [_title(plot) for plot in plots]
    assert any("<td>amountPaid</td>" in _html(output) for output in outputs)


def _title(plot: str) -> str:
    """Which chart a picture is of."""
    assert plot.startswith("<svg")
    return next(title for title in ("Stock drift, in pieces", "Findings", "Plan") if f">{title}</text>" in plot)


def _html(output: dict[str, Any]) -> str:
    return "".join(output.get("data", {}).get("text/html", ""))
