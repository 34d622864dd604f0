"""A newcomer runs the demo, with README.md and nothing else."""

from __future__ import annotations

from tests.newcomer.machine import ANY_PORT, Machine, commands


def test_the_readme_alone_leads_to_a_demo_that_agrees(machine: Machine) -> None:
    installing, _, calling = commands("README.md")[0].partition(" && ")
    machine.installs(installing)
    said = machine.types(calling)
    assert ("Both sides agree." in said, "nothing to do" in said) == (True, True)
    assert (machine.folder / "bpwoo-demo" / "report.html").read_text("utf-8").startswith("<!DOCTYPE html>")


def test_what_runs_is_what_was_installed_and_not_the_clone(machine: Machine) -> None:
    machine.installs(commands("README.md")[0].partition(" && ")[0])
    said = machine.types("cd / && $OLDPWD/.venv/bin/python -c 'import bpwoo_sync; print(bpwoo_sync.__file__)'")
    assert said.strip().startswith(str(machine.folder / ".venv" / "lib"))


def test_the_first_tutorial_begins_as_the_readme_does() -> None:
    (demo, _), (road,) = commands("README.md"), commands("docs/tutorials/first_order.md", "See the whole road")
    installing, activating, calling = road.splitlines()
    assert demo.strip() == f"{installing} && .venv/bin/{calling}"
    assert ". .venv/bin/activate" == activating


def test_what_the_first_tutorial_says_of_the_sandbox_can_be_typed(machine: Machine) -> None:
    machine.installs(commands("README.md")[0].partition(" && ")[0])
    (typed,) = commands("docs/tutorials/first_order.md", "Take it in steps")
    activating, entering, *steps = typed.splitlines()
    assert ["check", "plan", "sync", "reconcile"] == [step.split()[1] for step in steps]
    with machine.terminal(f"{activating}; bpwoo sandbox{ANY_PORT}", until="Ctrl-C"):
        status, said = machine.tries(f"{activating}; {entering}; {steps[0]}")
    assert (0, True) == (status, "WooCommerce: ok" in said), said
