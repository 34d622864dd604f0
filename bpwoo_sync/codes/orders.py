"""What is told of an order as a whole: whether it is on both sides, where it belongs, and what was changed or cancelled."""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.kinds import Code, Severity

#: Every kind of issue about an order, by its code.
#:
#: :meta hide-value:
ORDERS: Mapping[str, Code] = {
    "BP_ORDER_GONE": Code(
        Severity.ERROR,
        "A sales order that was imported is no longer in Brightpearl.",
        cause=(
            "Someone deleted or archived it in Brightpearl, or the configuration leads to another account than before. The "
            "ledger remembers the import."
        ),
        repair="Find out who removed it; it is not imported again.",
    ),
    "CANCELLED_BUT_PAID": Code(
        Severity.ERROR,
        "The order is cancelled in the shop, paid in Brightpearl, and was not refunded.",
        cause="The order was cancelled in the shop without a refund, while its payment is already in Brightpearl's books.",
        repair="Refund it in the shop, or revive it.",
    ),
    "CANCELLED_STATUS_MISSING": Code(
        Severity.ERROR,
        "The account has no status for cancelled orders, so none is cancelled.",
        cause="Brightpearl's setting for the status of cancelled orders is empty, or the app may not read the account's configuration.",
        repair="Set the status for cancelled orders in Brightpearl's settings.",
    ),
    "CANCEL_AFTER_SHIP": Code(
        Severity.ERROR,
        "The order is cancelled in the shop, and shipped or invoiced in Brightpearl.",
        cause="The cancellation came too late: the goods had left or the invoice was made, and neither can be undone from here.",
        repair="Refund it in the shop: that becomes a credit.",
    ),
    "CANCEL_DRIFT": Code(
        Severity.WARN,
        "The order is cancelled on one side only.",
        cause="Someone cancelled it, or opened it again, in one system, and the sync had no part in it or is not allowed to follow.",
        repair="Cancel it on the other side too, or open it again.",
    ),
    "CANCEL_NEEDS_WAREHOUSE": Code(
        Severity.ERROR,
        "The order is cancelled in the shop, and a goods-out note exists.",
        cause="Picking had begun when the cancellation came. Whether the parcel can still be stopped is for the warehouse to say.",
        repair="Delete the note in Brightpearl, unless it was sent.",
    ),
    "CUSTOM_FIELD_SKIPPED": Code(
        Severity.WARN,
        "A custom field does not take the value that the shop has; it is left empty.",
        cause=("The field is of another type than [[orders.custom_fields]] says, or the shop offers a choice that Brightpearl lacks."),
        repair="Enter it by hand, or add the choice in Brightpearl before the next order.",
    ),
    "DELIVERY_DATE_UNREADABLE": Code(
        Severity.WARN,
        "The delivery date in the shop cannot be read; the order has none.",
        cause=(
            "A plug-in for delivery dates writes them in another form than orders.delivery_date_format says, or lets customers type freely."
        ),
        repair="Set orders.delivery_date_format, or enter the date.",
    ),
    "DUPLICATE_ORDER": Code(
        Severity.ERROR,
        "Several sales orders have one external reference.",
        cause="Two connectors import the same shop, or someone copied a sales order with its reference. Each counts as a sale.",
        repair="Approve that the younger is cancelled: bpwoo reconcile --repairs; where the finding says why not, by hand.",
    ),
    "EDITED_AFTER_IMPORT": Code(
        Severity.ERROR,
        "The order was changed in the shop after it was imported.",
        cause=(
            "Staff changed lines, amounts or an address in the shop. Sales orders are not rewritten, for they may be "
            "shipped, invoiced or changed by hand."
        ),
        repair="Change the sales order by hand.",
    ),
    "EDITED_IN_BP": Code(
        Severity.WARN,
        "Rows of the sales order are not those that the shop's order makes.",
        cause="Staff changed the sales order: a row was added, split, priced or taxed anew.",
        repair="Nothing, if it was meant: it is never overwritten.",
    ),
    "FRACTIONAL_QUANTITY": Code(
        Severity.WARN,
        "A stock-tracked product was sold in a part of a piece; the row is free text.",
        cause="A plug-in sells by weight or length. Brightpearl counts stock in whole pieces.",
        repair="Move the stock by hand.",
    ),
    "MISSING_IN_BP": Code(
        Severity.ERROR,
        "An order of the shop is not in Brightpearl.",
        cause="The order came since the last run, is held by an issue of its own, or its import failed.",
        repair="Import it: bpwoo sync --apply.",
    ),
    "NOT_ALLOCATED": Code(
        Severity.WARN,
        "Brightpearl could not reserve goods of an order; it is not asked again.",
        cause="None of its goods were in the order's warehouse when it was imported.",
        repair="Allocate them in Brightpearl once there are some.",
    ),
    "REVIVED_ORDER": Code(
        Severity.BLOCK,
        "The order was cancelled on both sides and is open in the shop again.",
        cause="Someone set a cancelled order back to an open status. Its sales order was cancelled, and its stock given away.",
        repair="Decide by hand: make it anew, or cancel it.",
    ),
    "ROW_NOT_FOUND": Code(
        Severity.WARN,
        "A row of a goods-out note belongs to no line of the shop's order.",
        cause=(
            "A row was added to the sales order by hand, or its reference was removed, so that it cannot be told which line was shipped."
        ),
        repair="Check what was shipped, and complete the order by hand.",
    ),
    "SHIPPED_UNPAID": Code(
        Severity.WARN,
        "The order was shipped, and the shop still waits for its payment; it is not completed.",
        cause="The goods-out note was sent before the money came, as for payment by invoice or on delivery.",
        repair="Set it to processing once it is paid; the next run completes it.",
    ),
    "STATUS_DRIFT": Code(
        Severity.WARN,
        "The statuses of both sides do not belong together.",
        cause=("The order was shipped in Brightpearl and not completed in the shop, or completed in the shop though nothing was shipped."),
        repair="Ship the order, or complete it in the shop.",
    ),
    "TOO_YOUNG": Code(
        Severity.PENDING,
        "The order is younger than orders.min_age_seconds.",
        cause="Customers and plug-ins may still change an order in its first moments, so the configuration lets it rest.",
        repair="Nothing: a later run imports it.",
    ),
    "UNEXPECTED_IN_BP": Code(
        Severity.ERROR,
        "A sales order carries this shop's reference, and the shop has no such order.",
        cause=(
            "The order was deleted for good in the shop, the shop was set up anew and counts from 1 again, or a reference "
            "was typed by hand."
        ),
        repair="Find out where it came from; then cancel it in Brightpearl, or correct its reference.",
    ),
    "UNKNOWN_SKU": Code(
        Severity.WARN,
        "No Brightpearl product has this SKU; the row is free text and moves no stock.",
        cause="The product was never made in Brightpearl, was archived there, or the line was entered by hand without a SKU.",
        repair="Make the product, or correct the SKU.",
    ),
    "UNMAPPED_CHANNEL": Code(
        Severity.BLOCK,
        "No channel is set for the shop's orders.",
        cause="store.channel_id is not set. Brightpearl would book the orders to no channel, and they could not be found by it.",
        repair="Set store.channel_id: bpwoo tables suggest lists the channels.",
    ),
    "UNMAPPED_SHIPPING": Code(
        Severity.BLOCK,
        "The shipping method is not mapped.",
        cause="A shipping zone or a plug-in brought a method that [shipping.methods] does not name.",
        repair="Add it to [shipping.methods], or set shipping.default.",
    ),
    "UNMAPPED_STATUS": Code(
        Severity.WARN,
        "The order's status is not mapped; it is not imported.",
        cause="A plug-in brought a status of its own, such as for partial shipment.",
        repair="Add it to orders.import_statuses or orders.ignore_statuses.",
    ),
    "UNMAPPED_WAREHOUSE": Code(
        Severity.BLOCK,
        "No warehouse is set for where the order goes.",
        cause=(
            "store.warehouse_id is not set, and no entry of [[store.warehouses]] suits the order. Which warehouse it is sold "
            "from is not left to chance."
        ),
        repair="Add it to [[store.warehouses]], or set store.warehouse_id.",
    ),
    "WOO_ORDER_GONE": Code(
        Severity.ERROR,
        "An order is in the shop's trash, and its sales order is live.",
        cause="Someone put the order into the trash without cancelling it.",
        repair="Restore it in the shop, or cancel it in Brightpearl.",
    ),
}
