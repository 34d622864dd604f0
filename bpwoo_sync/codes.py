"""Every kind of issue: what it means, why it comes, what to do about it. Each has a page of its own in the documentation."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen


class Severity(StrEnum):
    """How much an issue matters, worst first."""

    BLOCK = "block"
    """Nothing was sent."""
    ERROR = "error"
    """Sent or live, and money or stock is wrong."""
    WARN = "warn"
    """Worth a look this week."""
    INFO = "info"
    PENDING = "pending"
    """Not yet an error: something changed so shortly before a look that the other side need not show it."""


@frozen
class Code:
    """A kind of issue: how bad it is unless told otherwise, what it means, why it comes, and what to do about it."""

    severity: Severity
    meaning: str
    cause: str = field(kw_only=True)
    repair: str = field(kw_only=True)


_B, _E, _W, _I, _P = Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.INFO, Severity.PENDING

#: Every kind of issue that mapping and reconciling can raise.
CODES: Mapping[str, Code] = {
    "ADDRESS_LINE1_EMPTY": Code(
        _W,
        "An address has no first line.",
        cause=("Some checkouts ask for no street, as for downloads or for collection, and a plug-in may put it in a field of its own."),
        repair="Complete the address in Brightpearl.",
    ),
    "AMBIGUOUS_SKU": Code(
        _B,
        "Several Brightpearl products have this SKU.",
        cause=(
            "Brightpearl does not forbid it: a product was copied, or its SKU was given anew while the old one is still "
            "live. Which one is meant cannot be told."
        ),
        repair="Give each product its own SKU, or archive the extra ones.",
    ),
    "BASE_RATE_MISSING": Code(
        _B,
        "The shop's prices include tax, and the tables do not say how much of it this tax class has.",
        cause="A tax class was added in the shop, or prices were switched to be entered with tax, after the tables were written.",
        repair='Add the class to [prices.base_rates], with "0" where it has no tax.',
    ),
    "BP_ORDER_GONE": Code(
        _E,
        "A sales order that was imported is no longer in Brightpearl.",
        cause=(
            "Someone deleted or archived it in Brightpearl, or the configuration leads to another account than before. The "
            "ledger remembers the import."
        ),
        repair="Find out who removed it; it is not imported again.",
    ),
    "BRAND_MISSING": Code(
        _B,
        "The product has no brand, and Brightpearl makes none without.",
        cause="products.brand_id is not set, and no entry of [products.brands] and no brand's name suits the product.",
        repair="Set products.brand_id, or give the product a brand that the tables know.",
    ),
    "CANCELLED_STATUS_MISSING": Code(
        _E,
        "The account has no status for cancelled orders, so none is cancelled.",
        cause="Brightpearl's setting for the status of cancelled orders is empty, or the app may not read the account's configuration.",
        repair="Set the status for cancelled orders in Brightpearl's settings.",
    ),
    "CANCELLED_BUT_PAID": Code(
        _E,
        "The order is cancelled in the shop, paid in Brightpearl, and was not refunded.",
        cause="The order was cancelled in the shop without a refund, while its payment is already in Brightpearl's books.",
        repair="Refund it in the shop, or revive it.",
    ),
    "CANCEL_AFTER_SHIP": Code(
        _E,
        "The order is cancelled in the shop, and shipped or invoiced in Brightpearl.",
        cause="The cancellation came too late: the goods had left or the invoice was made, and neither can be undone from here.",
        repair="Refund it in the shop: that becomes a credit.",
    ),
    "CANCEL_DRIFT": Code(
        _W,
        "The order is cancelled on one side only.",
        cause="Someone cancelled it, or opened it again, in one system, and the sync had no part in it or is not allowed to follow.",
        repair="Cancel it on the other side too, or open it again.",
    ),
    "CANCEL_NEEDS_WAREHOUSE": Code(
        _E,
        "The order is cancelled in the shop, and a goods-out note exists.",
        cause="Picking had begun when the cancellation came. Whether the parcel can still be stopped is for the warehouse to say.",
        repair="Delete the note in Brightpearl, unless it was sent.",
    ),
    "CLOCK_SKEW": Code(
        _W,
        "A record was changed at a moment that has not come yet.",
        cause=(
            "The clock of the shop's server, of Brightpearl or of this machine is wrong, or a plug-in writes local time "
            "into a field of UTC."
        ),
        repair="Set the clocks; until then polls read more than they need.",
    ),
    "CONTACT_IS_STAFF": Code(
        _B,
        "The customer's e-mail belongs to staff or a supplier.",
        cause="A colleague or a supplier bought in the shop. Sales to such a contact would mix their books with a customer's.",
        repair="Change that contact's e-mail, or set orders.anonymous_contact_id.",
    ),
    "CURRENCY_MISMATCH": Code(
        _E,
        "The order has different currencies on both sides.",
        cause=(
            "The sales order, credit or payment was made or changed by hand in another currency. Amounts of two currencies "
            "are not compared."
        ),
        repair="Correct the order by hand.",
    ),
    "CURSOR_STALE": Code(
        _E,
        "No poll was complete for longer than twice the interval.",
        cause=(
            "Polls fail or do not run: keys were revoked, the shop is down, the worker is stopped, or each run ends before its last page."
        ),
        repair="Find out why polls fail, and run one: bpwoo poll --apply, or approve it with bpwoo reconcile --repairs.",
    ),
    "CUSTOMER_ERASED": Code(
        _B,
        "The shop erased whose order it was before it was imported.",
        cause=(
            "Somebody used the shop's tool to erase personal data, or its retention period passed. What stands there since, such as "
            "[deleted], is nobody's name, and no contact is made of it."
        ),
        repair="Enter it in Brightpearl by hand, with its external reference such as W1-1042; or move store.go_live past it.",
    ),
    "CUSTOM_FIELD_SKIPPED": Code(
        _W,
        "A custom field does not take the value that the shop has; it is left empty.",
        cause=("The field is of another type than [[orders.custom_fields]] says, or the shop offers a choice that Brightpearl lacks."),
        repair="Enter it by hand, or add the choice in Brightpearl before the next order.",
    ),
    "DELIVERY_DATE_UNREADABLE": Code(
        _W,
        "The delivery date in the shop cannot be read; the order has none.",
        cause=(
            "A plug-in for delivery dates writes them in another form than orders.delivery_date_format says, or lets customers type freely."
        ),
        repair="Set orders.delivery_date_format, or enter the date.",
    ),
    "DUPLICATE_CONTACT": Code(
        _W,
        "Several contacts have this e-mail; the oldest is used.",
        cause="A customer was entered twice, by hand or by several channels.",
        repair="Merge the contacts in Brightpearl.",
    ),
    "DUPLICATE_ORDER": Code(
        _E,
        "Several sales orders have one external reference.",
        cause="Two connectors import the same shop, or someone copied a sales order with its reference. Each counts as a sale.",
        repair="Approve that the younger is cancelled: bpwoo reconcile --repairs; where the finding says why not, by hand.",
    ),
    "EDITED_AFTER_IMPORT": Code(
        _E,
        "The order was changed in the shop after it was imported.",
        cause=(
            "Staff changed lines, amounts or an address in the shop. Sales orders are not rewritten, for they may be "
            "shipped, invoiced or changed by hand."
        ),
        repair="Change the sales order by hand.",
    ),
    "EDITED_IN_BP": Code(
        _W,
        "Rows of the sales order are not those that the shop's order makes.",
        cause="Staff changed the sales order: a row was added, split, priced or taxed anew.",
        repair="Nothing, if it was meant: it is never overwritten.",
    ),
    "FRACTIONAL_QUANTITY": Code(
        _W,
        "A stock-tracked product was sold in a part of a piece; the row is free text.",
        cause="A plug-in sells by weight or length. Brightpearl counts stock in whole pieces.",
        repair="Move the stock by hand.",
    ),
    "GIFT_CARD_TAXED": Code(
        _B,
        "A gift card was sold with tax, which is due when it is spent.",
        cause=(
            "The product of the card has a tax status or tax class in the shop. Taxed when sold and again when spent, the "
            "tax would be paid twice."
        ),
        repair="Make the product not taxable, or take it off gift_card_skus.",
    ),
    "INVALID_AMOUNT": Code(
        _B,
        "An amount is not a number of the currency's decimals.",
        cause=(
            "A plug-in wrote the amount: it is text, or it has more decimals than its currency has. Rounding it would lose money unseen."
        ),
        repair="Correct the order in the shop.",
    ),
    "LINK_BROKEN": Code(
        _I,
        "What is linked does not agree any more.",
        cause="A SKU was changed on one side after the products were linked, or the linked product was replaced.",
        repair="Check the SKU, or the id, on both sides, and link it anew: bpwoo reconcile --repairs, or bpwoo ledger link.",
    ),
    "MANUAL_REFUND": Code(
        _W,
        "No gateway gave the money back; no payment is posted.",
        cause='The refund was made in the shop with "Refund manually", or the gateway cannot give money back.',
        repair="Pay it back by hand, or set refunds.manual_refunds_are_paid.",
    ),
    "METHOD_WITHOUT_BANK": Code(
        _E,
        "A payment method has no bank account for a currency.",
        cause=("In Brightpearl a payment method books to a bank account of each currency, and the one for this currency was not chosen."),
        repair="Add one in Brightpearl, or payments are not posted.",
    ),
    "MISSING_IN_BP": Code(
        _E,
        "An order of the shop is not in Brightpearl.",
        cause="The order came since the last run, is held by an issue of its own, or its import failed.",
        repair="Import it: bpwoo sync --apply.",
    ),
    "NAME_COLLISION": Code(
        _B,
        "Several products bear one name; Brightpearl would join them to a group.",
        cause=("Brightpearl joins new products of one name to one group with options. These products have nothing to do with each other."),
        repair="Rename them, or set products.same_name to suffix.",
    ),
    "NAME_CUT": Code(
        _W,
        "A contact's name is longer than Brightpearl holds.",
        cause="A plug-in or a customer put a company, a department or several people into one field of the name.",
        repair="Shorten it in Brightpearl as the customer would.",
    ),
    "NO_EMAIL": Code(
        _B,
        "The order has no e-mail address.",
        cause="The order was entered by hand or at a till. Customers are found by their e-mail address, so that none is made twice.",
        repair="Set orders.anonymous_contact_id, or add the address in the shop.",
    ),
    "NOT_ALLOCATED": Code(
        _W,
        "Brightpearl could not reserve goods of an order; it is not asked again.",
        cause="None of its goods were in the order's warehouse when it was imported.",
        repair="Allocate them in Brightpearl once there are some.",
    ),
    "NO_PRICE": Code(
        _W,
        "The price list has no price for this product.",
        cause=(
            "The product is new, or was never entered on this list; Brightpearl answers such a product with no price rather than with 0."
        ),
        repair="Enter one in Brightpearl; the shop's price was left.",
    ),
    "OPTION_OPEN": Code(
        _B,
        "The variation stands for any value of an attribute; a product of Brightpearl's stands for one.",
        cause='In the shop the attribute was left at "Any …", so that the customer chooses at the checkout.',
        repair="Choose a value in the shop.",
    ),
    "NOT_RESTOCKED": Code(
        _E,
        "Goods of a refund were not taken in, though refunds.restock asks for it.",
        cause=(
            "The row of the sales order has no cost in the currency of the books, the line is a bundle or no whole pieces, or "
            "Brightpearl refused the goods-in note. What goods are worth is never guessed."
        ),
        repair="Take the goods in on the sales credit in Brightpearl; or give the row its cost, and the next run does it.",
    ),
    "OVERPAID_IN_BP": Code(
        _E,
        "Brightpearl received more than the order's total.",
        cause=(
            "The payment was posted by the sync and once more by hand or by another connector, or the order's total was lowered afterwards."
        ),
        repair=(
            "Approve that a payment recorded twice is taken back: bpwoo reconcile --repairs; where the finding says why not, reverse "
            "by hand what the gateway's statement lacks."
        ),
    ),
    "OVERSOLD": Code(
        _E,
        "More was sold than there is.",
        cause=(
            "Orders came faster than stock was pushed, the shop takes orders for what it does not have, or stock in "
            "Brightpearl is counted wrong."
        ),
        repair="Find the pieces, or tell the customers; then correct the stock in Brightpearl.",
    ),
    "PAID_IN_BP_ONLY": Code(
        _W,
        "The order is paid in Brightpearl and waits for payment in the shop.",
        cause="The customer paid by bank transfer and someone entered it in Brightpearl; the shop was not told.",
        repair="Approve that the shop's order goes on: bpwoo reconcile --repairs; or mark it as processing in the shop.",
    ),
    "PAYMENT_EXCEEDS_TOTAL": Code(
        _B,
        "The payments come to more than the order.",
        cause="A plug-in for deposits, vouchers or several payments keeps amounts that do not add up to the order's total.",
        repair="Check the plug-in's amounts in the shop.",
    ),
    "PAYMENT_METHOD_MISMATCH": Code(
        _W,
        "Brightpearl received the payment by another method.",
        cause="The table [payments.methods] was changed after the order came, or someone chose another method by hand.",
        repair="Correct the method in Brightpearl, or [payments.methods].",
    ),
    "PRICE_CURRENCY": Code(
        _B,
        "The price list is not in the shop's currency.",
        cause=("The list of the table [prices] was made in another currency than the one the shop sells in. Prices are never converted."),
        repair="Choose another list in [prices].",
    ),
    "PRICE_DRIFT": Code(
        _W,
        "The shop's price is not the one of the price list.",
        cause="The list was changed since the last push, or someone changed the price in the shop.",
        repair="Push the price: bpwoo sync --apply.",
    ),
    "PRICE_JUMP": Code(
        _B,
        "The price would change by more than the guard allows.",
        cause=(
            "A price was mistyped, a list is meant for other units, or net and gross were mixed up; it may also be meant, as in a sale."
        ),
        repair="Check it, then raise prices.jump_guard for one run.",
    ),
    "QUANTITY_BREAKS": Code(
        _I,
        "The price list has prices for larger quantities, which the shop does not have.",
        cause="Brightpearl has a price for each break of a quantity, WooCommerce itself has one for a piece.",
        repair="Nothing, or set prices.breaks_meta for a plug-in that sells by quantity.",
    ),
    "RATE_NOT_MAPPED": Code(
        _W,
        "A tax rate of the shop is in no table.",
        cause="A tax rate was added or copied in the shop after the tables were written.",
        repair="Add it to [[taxes.rates]], or its orders are held.",
    ),
    "RATE_UNREADABLE": Code(
        _B,
        "The exchange rate in the order's meta data is no rate.",
        cause="A plug-in for currencies did not write its rate into this order, or writes text, nothing or 0 there.",
        repair="Correct currencies.XXX.rate_meta, or the order.",
    ),
    "REFUND_AMOUNT": Code(
        _E,
        "A refund and its sales credit differ.",
        cause="The credit or its payment was changed by hand, or the refund was brought in by another connector.",
        repair="Correct the sales credit by hand; what was paid back twice is taken back by an approved plan: bpwoo reconcile --repairs.",
    ),
    "REFUND_DELETED": Code(
        _E,
        "A sales credit belongs to a refund that the shop does not have any more.",
        cause="A refund was deleted in the shop after its credit was made.",
        repair="Correct it by hand: credits are part of the books.",
    ),
    "REFUND_EXCEEDS_ORDER": Code(
        _B,
        "The refunds come to more than the order.",
        cause="A refund was entered twice, or a plug-in writes refunds of its own beside the shop's.",
        repair="Look for a refund made twice in the shop.",
    ),
    "REFUND_LINES_EXCEED_AMOUNT": Code(
        _B,
        "The lines of a refund come to more than its amount.",
        cause="The amount was lowered by hand after lines were chosen, or tax was given back without being part of the amount.",
        repair="Correct the refund in the shop.",
    ),
    "REFUND_MISSING": Code(
        _E,
        "A refund of the shop has no sales credit.",
        cause="The refund was made since the last run, its order was not imported, or an earlier attempt failed.",
        repair="Bring it in: bpwoo sync --apply.",
    ),
    "REFUND_SPLIT_DRIFT": Code(
        _I,
        "Credits of a whole order split otherwise into net and tax than the order.",
        cause="Several refunds of one order are each rounded; together they can differ from the order by a minor unit a refund.",
        repair="Nothing: the gross agrees.",
    ),
    "REFUND_UNPAID": Code(
        _E,
        "A refund was paid back in the shop, and its sales credit is not paid.",
        cause=("The run ended between the credit and its payment, or the payment method had no bank account or no mapping at that time."),
        repair="Post the missing payment: bpwoo sync --apply.",
    ),
    "RESIDUE_ABSORBED": Code(
        _I,
        "A rounding difference of the shop was put on a row.",
        cause="The shop rounds tax by line and shows totals rounded once. The row that takes the difference makes the sum exact.",
        repair="Nothing.",
    ),
    "REVIVED_ORDER": Code(
        _B,
        "The order was cancelled on both sides and is open in the shop again.",
        cause="Someone set a cancelled order back to an open status. Its sales order was cancelled, and its stock given away.",
        repair="Decide by hand: make it anew, or cancel it.",
    ),
    "ROW_NOT_FOUND": Code(
        _W,
        "A row of a goods-out note belongs to no line of the shop's order.",
        cause=(
            "A row was added to the sales order by hand, or its reference was removed, so that it cannot be told which line was shipped."
        ),
        repair="Check what was shipped, and complete the order by hand.",
    ),
    "SHIPPED_UNPAID": Code(
        _W,
        "The order was shipped, and the shop still waits for its payment; it is not completed.",
        cause="The goods-out note was sent before the money came, as for payment by invoice or on delivery.",
        repair="Set it to processing once it is paid; the next run completes it.",
    ),
    "SIDE_INCOMPLETE": Code(
        _E,
        "A part of one side could not be read; what depends on it was not compared.",
        cause=(
            "A page, a list or a record could not be read: no permission, a time-out, or an answer that does not have the documented shape."
        ),
        repair="Find out why, and run it again.",
    ),
    "SKU_NOT_BP_SAFE": Code(
        _W,
        "The SKU has characters or a length that Brightpearl does not take.",
        cause="Brightpearl is stricter about SKUs than the shop. Such a product cannot be found or made under it.",
        repair="Shorten the SKU to 32 of 0-9 A-Z a-z space - _ /.",
    ),
    "SKU_ONLY_IN_BP": Code(
        _I,
        "The SKU is not in the shop.",
        cause="The product is not sold in this shop, is a draft there, or has another SKU.",
        repair="Nothing, or list the product in the shop.",
    ),
    "SKU_ONLY_IN_WOO": Code(
        _W,
        "The SKU is not in Brightpearl.",
        cause="The product was made in the shop and never in Brightpearl, was archived there, or its SKU is spelt differently.",
        repair="Make the product in Brightpearl, or correct the SKU.",
    ),
    "SKU_UNUSABLE": Code(
        _B,
        "Brightpearl takes no product with this SKU, or with none.",
        cause="The product has no SKU in the shop, or one that Brightpearl would refuse or cut off.",
        repair="Give it a SKU of at most 32 of 0-9 A-Z a-z space - _ /.",
    ),
    "STATUS_DRIFT": Code(
        _W,
        "The statuses of both sides do not belong together.",
        cause=("The order was shipped in Brightpearl and not completed in the shop, or completed in the shop though nothing was shipped."),
        repair="Ship the order, or complete it in the shop.",
    ),
    "STOCK_AT_PARENT": Code(
        _W,
        "The variation's stock is held by its parent.",
        cause=("In the shop the variable product counts one stock for all its variations; Brightpearl counts each variation by itself."),
        repair="Switch on stock management of the variation.",
    ),
    "STOCK_DRIFT": Code(
        _W,
        "The shop's quantity is not what Brightpearl has to sell.",
        cause=(
            "Something was sold, received or counted since the last push, someone edited the quantity in the shop, or "
            "another connector writes it too."
        ),
        repair="Push the stock: bpwoo sync --apply.",
    ),
    "STOCK_MASS_ZERO": Code(
        _B,
        "Too many products would drop to zero at once.",
        cause=(
            "A warehouse was left out of [stock], availability could not be read, or Brightpearl's stock was cleared. It may also be true."
        ),
        repair="Check stock.warehouses, then raise stock.mass_zero_guard for one run.",
    ),
    "TABLE_ENTRY_UNKNOWN": Code(
        _E,
        "The configuration names something that the account does not have.",
        cause="A code was mistyped, or renamed or removed in Brightpearl, or the configuration is meant for another account.",
        repair="Correct the entry.",
    ),
    "TAX_MISMATCH": Code(
        _E,
        "The tax of both sides differs.",
        cause="Rows were changed by hand on one side, or a tax code of Brightpearl's computes anew where an amount was changed.",
        repair="Compare the rows, and correct the order by hand.",
    ),
    "TAX_RATE_MISMATCH": Code(
        _W,
        "The row's tax is not its net times the code's rate; the shop's amount is kept.",
        cause="The shop rounds otherwise, a plug-in changed the tax, or the table leads to a code of another rate.",
        repair="Check the tax tables.",
    ),
    "TAX_RESIDUE_TOO_LARGE": Code(
        _B,
        "The order's tax is not the sum of its rows' tax.",
        cause=(
            "A plug-in changed the order's tax and not that of its lines, or the other way round. More than rounding is never absorbed."
        ),
        repair="Look for a plug-in that changes totals.",
    ),
    "TAX_WITHOUT_RATE": Code(
        _B,
        "A row of the order has tax, and names no tax rate.",
        cause=(
            "The line was written by a plug-in, an import or another connector that set its tax and not the rates behind it. "
            "No tax code is guessed."
        ),
        repair="Let the shop recalculate the order (Edit, Recalculate), if its total stays right; else enter it by hand.",
    ),
    "TENDER_UNREADABLE": Code(
        _B,
        "What a gift card or deposit paid cannot be read.",
        cause=(
            "A plug-in for vouchers or deposits keeps what was paid in another place or form than [[payments.tenders]] "
            "says, perhaps since an update."
        ),
        repair="Correct meta and path of [[payments.tenders]].",
    ),
    "TOO_MANY_OPTIONS": Code(
        _B,
        "The variation varies in more than four attributes.",
        cause="Brightpearl's products have at most four options.",
        repair="Make the product in Brightpearl by hand.",
    ),
    "TOO_YOUNG": Code(
        _P,
        "The order is younger than orders.min_age_seconds.",
        cause="Customers and plug-ins may still change an order in its first moments, so the configuration lets it rest.",
        repair="Nothing: a later run imports it.",
    ),
    "TOTALS_MISMATCH": Code(
        _B,
        "The order's total is not the sum of its rows.",
        cause="A plug-in adds an amount outside lines, shipping and fees, or changed the total after the lines were made.",
        repair="Map what the plug-in adds, or correct the order.",
    ),
    "TOTAL_MISMATCH": Code(
        _E,
        "The totals of both sides differ.",
        cause="The order was changed on one side after its import, or was imported by another connector.",
        repair="Compare the rows, and correct the order by hand.",
    ),
    "UNEXPECTED_IN_BP": Code(
        _E,
        "A sales order carries this shop's reference, and the shop has no such order.",
        cause=(
            "The order was deleted for good in the shop, the shop was set up anew and counts from 1 again, or a reference "
            "was typed by hand."
        ),
        repair="Find out where it came from; then cancel it in Brightpearl, or correct its reference.",
    ),
    "UNKNOWN_COUNTRY": Code(
        _B,
        "The country is blank or no ISO code.",
        cause="The address was entered by hand or by a plug-in, or the shop uses a code of its own such as XK.",
        repair="Correct the address in the shop, or map the code.",
    ),
    "UNKNOWN_CURRENCY": Code(
        _B,
        "The currency is not set up.",
        cause="The shop sells in a currency for which the table [currencies] has no decimals and no exchange rate.",
        repair="Add it to [currencies] and to Brightpearl.",
    ),
    "UNKNOWN_SKU": Code(
        _W,
        "No Brightpearl product has this SKU; the row is free text and moves no stock.",
        cause="The product was never made in Brightpearl, was archived there, or the line was entered by hand without a SKU.",
        repair="Make the product, or correct the SKU.",
    ),
    "UNMANAGED": Code(
        _I,
        "The shop does not count this product's stock.",
        cause='"Manage stock" is switched off for the product in the shop, so it has no quantity to compare or to set.',
        repair="Switch on stock management in the shop.",
    ),
    "UNMAPPED_CHANNEL": Code(
        _B,
        "No channel is set for the shop's orders.",
        cause="store.channel_id is not set. Brightpearl would book the orders to no channel, and they could not be found by it.",
        repair="Set store.channel_id: bpwoo tables suggest lists the channels.",
    ),
    "UNMAPPED_PAYMENT": Code(
        _E,
        "The payment method is not mapped; the order is imported unpaid.",
        cause="A gateway was added to the shop after the tables were written, or an old order names one that is gone.",
        repair="Add it to [payments.methods].",
    ),
    "UNMAPPED_SHIPPING": Code(
        _B,
        "The shipping method is not mapped.",
        cause="A shipping zone or a plug-in brought a method that [shipping.methods] does not name.",
        repair="Add it to [shipping.methods], or set shipping.default.",
    ),
    "UNMAPPED_STATUS": Code(
        _W,
        "The order's status is not mapped; it is not imported.",
        cause="A plug-in brought a status of its own, such as for partial shipment.",
        repair="Add it to orders.import_statuses or orders.ignore_statuses.",
    ),
    "UNMAPPED_TAX": Code(
        _B,
        "A tax rate of the order is not mapped.",
        cause="A rate was added in the shop, or the order has tax of a rate that was deleted since. No tax code is guessed.",
        repair="Add it to [[taxes.rates]].",
    ),
    "UNMAPPED_WAREHOUSE": Code(
        _B,
        "No warehouse is set for where the order goes.",
        cause=(
            "store.warehouse_id is not set, and no entry of [[store.warehouses]] suits the order. Which warehouse it is sold "
            "from is not left to chance."
        ),
        repair="Add it to [[store.warehouses]], or set store.warehouse_id.",
    ),
    "UNTRACKED_IN_BP": Code(
        _W,
        "Brightpearl does not track this product's stock, and the shop counts it or says that it is out of stock.",
        cause="Stock management was switched on in the shop for a service or a download, or switched off in Brightpearl meanwhile.",
        repair="Switch off stock management in the shop, and let it be in stock; or have Brightpearl track the product.",
    ),
    "UNPAID_IN_BP": Code(
        _E,
        "The order is paid in the shop and not in Brightpearl.",
        cause="The payment came after the import, its method was not mapped then, or posting it failed.",
        repair="Post the missing payment: bpwoo sync --apply.",
    ),
    "WEBHOOK_DISABLED": Code(
        _E,
        "The shop switched a webhook of ours off.",
        cause=(
            "WooCommerce switches a webhook off after some deliveries in a row that were not taken: the receiver was down or refused them."
        ),
        repair="See that the receiver is well, and approve that it is made active again: bpwoo reconcile --repairs.",
    ),
    "WOO_ORDER_GONE": Code(
        _E,
        "An order is in the shop's trash, and its sales order is live.",
        cause="Someone put the order into the trash without cancelling it.",
        repair="Restore it in the shop, or cancel it in Brightpearl.",
    ),
    "WOO_PRODUCT_MISSING": Code(
        _W,
        "A product that was made in the shop is gone from it; it is not made again.",
        cause="Someone deleted the product in the shop. Making it again would undo a decision.",
        repair="Restore it in the shop, or archive it in Brightpearl.",
    ),
}
