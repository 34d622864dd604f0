"""A newcomer writes to a shop by a mapper of their own, with the page of examples and nothing else."""

from __future__ import annotations

from tests.newcomer.machine import ANY_PORT, Machine, commands


def test_the_page_alone_leads_to_stock_that_a_mapper_of_ones_own_has_set(machine: Machine) -> None:
    installing, serving, mapping = commands("docs/howto/examples.md", "A mapper of your own")
    machine.installs(installing)
    with machine.terminal(serving.rstrip() + ANY_PORT, until="Ctrl-C"):
        shown, done = machine.types(mapping), machine.types(mapping)
    assert ("Set stock of SKU-002 from " in shown, "2 of 2 done" in shown) == (True, True)
    assert ("Set stock of" in done, "0 of 0 done" in done) == (False, True)
