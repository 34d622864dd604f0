"""A mapper of your own: a supplier's file with ``Artikel;Bestand`` a line becomes what the shop has to sell.

``python custom_mapper.py stock.csv`` shows the plan, ``python custom_mapper.py stock.csv --apply`` carries it out.
"""

import csv
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from attrs import frozen

import woocommerce_sdk as woo
from bpwoo_sync.effects import Performance, SqlStore, carrying_out, read_shop, run
from bpwoo_sync.facts import StockTarget
from bpwoo_sync.issues import Mapped, issue
from bpwoo_sync.mapping.stock import changes, stock_facts
from bpwoo_sync.plan import plan_of
from bpwoo_sync.planning.actions import stock_action


@frozen
class Listed:
    """How many pieces of an article the supplier has."""

    sku: str
    pieces: int


class SupplierMapper:
    """Maps a line of the file. It is a :class:`bpwoo_sync.ports.Mapper`: there is nothing to inherit."""

    def facts(self, record: Mapping[str, str]) -> Mapped[Listed]:
        """What a line states, or why it states nothing: a bad line is a finding, and stops none of the others."""
        sku, told = record["Artikel"].strip(), record["Bestand"].strip()
        if told == "auf Anfrage":
            return Mapped(value=Listed(sku, 0))
        if not told.isdecimal():
            return Mapped(issues=(issue("INVALID_AMOUNT", "stock", sku, f"{sku}: {told!r} is no number of pieces."),))
        return Mapped(value=Listed(sku, int(told)))


def main(file: Path, *, carry_out: bool) -> None:
    """Show what would be written to the shop, or write it."""
    with file.open(encoding="utf-8", newline="") as lines:
        mapped = [SupplierMapper().facts(record) for record in csv.DictReader(lines, delimiter=";")]
    listed = {each.value.sku: each.value.pieces for each in mapped if each.value is not None}
    shop = woo.WooCommerce(os.environ["WOOCOMMERCE_URL"], os.environ["WOOCOMMERCE_KEY"], os.environ["WOOCOMMERCE_SECRET"])
    now = Performance(now=lambda: datetime.now(UTC), run="supplier")
    with shop, SqlStore("sqlite:///supplier.sqlite", pair="supplier") as store:
        there = run(read_shop(now.now), None, shop)
        targets = [
            StockTarget(fact=fact, product_id=0, on_hand=listed[fact.sku], in_flight=0, buffer=0, quantity=listed[fact.sku])
            for fact in stock_facts(there)
            if fact.sku in listed
        ]
        actions = [stock_action(target, there.taken_at) for target in changes(targets)]
        plan = plan_of(actions, [each for one in mapped for each in one.issues], taken_at=there.taken_at)
        for found in plan.issues:
            print(found.severity, found.message, sep=": ")
        for action in plan:
            print(action.summary)
        if carry_out:
            ledger = run(carrying_out(plan, store, now), None, shop)
            print(sum(ledger.settled(action.key) for action in plan), "of", len(plan), "done")


if __name__ == "__main__":
    main(Path(sys.argv[1]), carry_out="--apply" in sys.argv)
