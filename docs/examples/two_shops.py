"""Two shops on one Brightpearl account: a file of tables for each, one ledger, one client and so one quota for both.

``[store]`` of each file has a key and a channel of its own: by the key a sales order knows its shop, so that neither run
touches the other's orders. Both take from the same warehouses: ``stock.buffer`` keeps back what the other may sell meanwhile.
"""

import os
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync import tables_from
from bpwoo_sync.effects import Performance, Scope, SqlStore, run, synced

SHOPS = ("UK", "EU")

auth = bp.AccountToken(os.environ["BRIGHTPEARL_APP_REF"], os.environ["BRIGHTPEARL_ACCOUNT_TOKEN"])
with bp.Brightpearl(os.environ["BRIGHTPEARL_ACCOUNT"], auth, base_url=os.environ["BRIGHTPEARL_URL"]) as account:
    for name in SHOPS:
        tables = tables_from(tomllib.loads(Path(f"{name}.toml").read_text()))
        url, key, secret = (os.environ[f"{name}_WOOCOMMERCE_{what}"] for what in ("URL", "KEY", "SECRET"))
        performance = Performance(now=lambda: datetime.now(UTC), run=f"{name} {datetime.now(UTC):%Y-%m-%d %H:%M}")
        with woo.WooCommerce(url, key, secret) as shop, SqlStore("sqlite:///ledger.sqlite", pair=tables.store.key) as store:
            plan, ledger = run(synced(tables, store, performance, Scope(products=False)), account, shop)
        done = sum(ledger.settled(action.key) for action in plan)
        print(f"{name}: {done} of {len(plan)} writes, {len(plan.held)} held back")
