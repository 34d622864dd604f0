"""A newcomer runs the demo, with README.md and nothing else."""

from __future__ import annotations

from tests.newcomer.machine import Machine, commands


def test_the_readme_alone_leads_to_a_demo_that_agrees(machine: Machine) -> None:
    demo, _ = commands("README.md")
    said = machine.types(demo)
    assert ("Both sides agree." in said, "nothing to do" in said) == (True, True)
    assert (machine.folder / "bpwoo-demo" / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_what_runs_is_what_was_installed_and_not_the_clone(machine: Machine) -> None:
    installing = commands("README.md")[0].partition(" && ")[0]
    machine.types(f"test -x .venv/bin/bpwoo || {installing}")  # once is enough: the other test may have been here
    said = machine.types("cd / && $OLDPWD/.venv/bin/python -c 'import bpwoo_sync; print(bpwoo_sync.__file__)'")
    assert said.strip().startswith(str(machine.folder / ".venv" / "lib"))
