"""Rows of an order as the shop makes them now, beside those of its sales order: who changed what."""

from __future__ import annotations

from collections.abc import Iterable

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, issue
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.edits import differing_fields, row_differences, same_addresses, told_differences
from bpwoo_sync.planning.actions import CONTENT_MARK
from bpwoo_sync.reconciling.pairs import Pair
from bpwoo_sync.tables import Tables


def edits(pairs: Iterable[Pair], tables: Tables) -> list[Issue]:
    """Orders that were changed after their import: in the shop, or else in Brightpearl."""
    found: list[Issue] = []
    for pair in pairs:
        if pair.sales_order is not None and pair.account is not None and pair.live and pair.shop.currency == pair.account.currency:
            found += _edited(pair, pair.sales_order, tables)
    return found


def _edited(pair: Pair, sales_order: bp.SalesOrder, tables: Tables) -> list[Issue]:
    key = pair.shop.number
    differing = row_differences(pair.rows, sales_order) if pair.rows is not None else ()
    known = woo.meta_value(pair.order.meta_data, CONTENT_MARK)
    content = content_hash(pair.order) if pair.told is None else pair.told.content
    if known and str(known) != content:
        if not differing and pair.rows is not None and _same_addresses(pair, sales_order, tables):
            # The sales order was changed by hand since: both sides say the same again.
            return []
        told = f"Order {key} was changed in the shop. {told_differences(differing) or 'An address or a name differs.'}"
        return [issue("EDITED_AFTER_IMPORT", "order", key, told, severity=pair.severity, field=differing_fields(differing))]
    if differing:
        told = f"Sales order {sales_order.id} of order {key}: {told_differences(differing)}"
        first = differing[0]
        return [
            issue(
                "EDITED_IN_BP",
                "order",
                key,
                told,
                severity=pair.severity,
                field=differing_fields(differing),
                expected=first.shop,
                actual=first.account,
            )
        ]
    return []


def _same_addresses(pair: Pair, sales_order: bp.SalesOrder, tables: Tables) -> bool:
    if pair.told is None:
        return same_addresses(pair.order, sales_order, tables)
    return bool(pair.told.address) and pair.told.address == pair.told.there.get(sales_order.id)
