"""Plans, gathered records, changes and outcomes of Brightpearl are typed for both clients."""

from __future__ import annotations

from collections.abc import Awaitable
from decimal import Decimal
from typing import Any, assert_type

import brightpearl_sdk as bp

assert_type(bp.Orders.plan([7, 8]), bp.Operation[bp.Plan])
assert_type(bp.Orders.plan(), bp.Operation[bp.Plan])
assert_type(bp.Orders.patch(7, [bp.Patch.replace("/reference", "X")]), bp.Operation[bp.Order])
assert_type(bp.GoodsOutNotes.of_orders([7]), bp.Operation[dict[int, bp.GoodsOutNote]])
assert_type(bp.including(bp.Orders.get(7), "customFields"), bp.Operation[bp.Order])
assert_type(bp.in_channel(bp.Products.get(7), 3), bp.Operation[bp.Product])
assert_type(bp.if_match(bp.Products.replace(7, bp.ProductDraft()), 12), bp.Operation[None])


def blocking(account: bp.Brightpearl) -> None:
    assert_type(account.orders.get_many([7, 8]), bp.Found[bp.Order])
    assert_type(account.orders.get_many([7], include=["customFields"]).by_id[7], bp.Order)
    assert_type(account.orders.plan().ids, bp.IdSet)
    assert_type(account.order_custom_fields.get(7), dict[str, Any])
    assert_type(account.product_suppliers.add(7, [207]), bp.Outcomes)
    assert_type(account.stock_corrections.create(2, bp.StockCorrectionsDraft(corrections=())), tuple[int, ...])
    assert_type(account.customer_product_prices.get(7, [8]), bp.CustomerPricing)
    for estimate in account.landed_cost_estimates.of_order(7):
        assert_type(estimate.unit_adjustment_base_currency, Decimal | None)


async def awaiting(account: bp.AsyncBrightpearl) -> None:
    assert_type(account.products.get_many([7]), Awaitable[bp.Found[bp.Product]])
    assert_type(await account.products.plan([7]), bp.Plan)
    assert_type(await account.sales_credits.create(bp.SalesCreditDraft()), int)
