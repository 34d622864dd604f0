"""Every night: the shop gets what Brightpearl has to sell. Ends with status 1 where something was refused."""

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync import tables_from
from bpwoo_sync.effects import Performance, Scope, SqlStore, run, synced

tables = tables_from(tomllib.loads(Path("tables.toml").read_text()))  # [stock]: which warehouses, how many are kept back
auth = bp.AccountToken(os.environ["BRIGHTPEARL_APP_REF"], os.environ["BRIGHTPEARL_ACCOUNT_TOKEN"])
account = bp.Brightpearl(os.environ["BRIGHTPEARL_ACCOUNT"], auth, base_url=os.environ["BRIGHTPEARL_URL"])
shop = woo.WooCommerce(os.environ["WOOCOMMERCE_URL"], os.environ["WOOCOMMERCE_KEY"], os.environ["WOOCOMMERCE_SECRET"])
only_stock = Scope(orders=False, shipments=False, prices=False, products=False)
tonight = Performance(now=lambda: datetime.now(UTC), run=f"stock of {datetime.now(UTC):%Y-%m-%d}")
with account, shop, SqlStore("sqlite:///ledger.sqlite", pair=tables.store.key) as store:
    plan, ledger = run(synced(tables, store, tonight, only_stock), account, shop)
for action in plan:
    print(ledger.latest[action.key].status, action.summary, sep=": ")
raise SystemExit(any(not ledger.settled(action.key) for action in plan))
