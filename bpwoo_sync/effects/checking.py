"""Do both connections work, and does what the tables name exist? Reads only."""

from __future__ import annotations

from attrs import evolve, frozen

import woocommerce_sdk as woo
from bpwoo_sync.effects.flow import Flow, VendorError, ask_woocommerce, every_record
from bpwoo_sync.effects.reading import FIELD_REFERENCES, REFERENCES, read_instance, read_references, read_shop_references
from bpwoo_sync.issues import Issue
from bpwoo_sync.preflight import preflight
from bpwoo_sync.snapshot import References
from bpwoo_sync.suggest import Suggestion, suggested_tables
from bpwoo_sync.tables import Tables


@frozen(kw_only=True)
class Connection:
    """Whether one system answers: what it says of itself, or why not."""

    system: str
    works: bool
    detail: str


@frozen(kw_only=True)
class Check:
    """What a check found. Without both connections the tables could not be checked."""

    connections: tuple[Connection, ...]
    issues: tuple[Issue, ...] = ()
    references: References | None = None

    @property
    def works(self) -> bool:
        """Whether both systems answer."""
        return all(connection.works for connection in self.connections)


def checked(tables: Tables) -> Flow[Check]:
    """Ask both systems for something cheap, then compare the tables with what the account has."""
    references: References | None = None
    try:
        references = yield from read_references(check_references(tables))
        currency = references.configuration.get("baseCurrencyCode", "?")
        brightpearl = Connection(system="Brightpearl", works=True, detail=f"answers; its books are kept in {currency}")
    except VendorError as error:
        brightpearl = Connection(system="Brightpearl", works=False, detail=str(error))
    rates: list[woo.TaxRate] = []
    try:
        page = yield from ask_woocommerce(woo.Orders.list(woo.OrderQuery(per_page=1)))
        rates = yield from every_record(woo.TaxRates.list(woo.TaxRateQuery(per_page=100)))
        shop = Connection(system="WooCommerce", works=True, detail=f"answers; it has {page.total} orders")
    except VendorError as error:
        shop = Connection(system="WooCommerce", works=False, detail=str(error))
    issues = () if references is None else preflight(tables, references, (rate.id for rate in rates))
    return Check(connections=(brightpearl, shop), issues=issues, references=references)


def check_references(tables: Tables) -> tuple[str, ...]:
    """The lists that a check compares with the tables: custom fields only where some are configured."""
    return tuple(name for name in REFERENCES if name not in FIELD_REFERENCES or tables.orders.custom_fields)


def suggestion(store_key: str) -> Flow[Suggestion]:
    """Read both accounts and propose tables for them."""
    references = yield from read_references(tuple(name for name in REFERENCES if name not in FIELD_REFERENCES))
    instance_id = yield from read_instance()
    shop = yield from read_shop_references()
    return suggested_tables(evolve(references, instance_id=instance_id), shop, store_key=store_key)
