"""What could not be mapped, or does not agree, as values: a line of a report, never a stack trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from attrs import fields, frozen

from bpwoo_sync.listing import Kind, Listing, listing_html

T = TypeVar("T")


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
    """A kind of issue: how bad it is unless told otherwise, what it means, and what to do about it."""

    severity: Severity
    meaning: str
    repair: str


_B, _E, _W, _I = Severity.BLOCK, Severity.ERROR, Severity.WARN, Severity.INFO

#: Every kind of issue that mapping and reconciling can raise.
CODES: Mapping[str, Code] = {
    "ADDRESS_LINE1_EMPTY": Code(_W, "An address has no first line.", "Complete the address in Brightpearl."),
    "AMBIGUOUS_SKU": Code(_B, "Several Brightpearl products have this SKU.", "Give each product its own SKU, or archive the extra ones."),
    "BP_ORDER_GONE": Code(
        _E, "A sales order that was imported is no longer in Brightpearl.", "Find out who removed it; it is not imported again."
    ),
    "CANCELLED_BUT_PAID": Code(
        _E, "The order is cancelled in the shop, paid in Brightpearl, and was not refunded.", "Refund it in the shop, or revive it."
    ),
    "CANCEL_AFTER_SHIP": Code(
        _E, "The order is cancelled in the shop, and shipped or invoiced in Brightpearl.", "Refund it in the shop: that becomes a credit."
    ),
    "CANCEL_DRIFT": Code(_W, "The order is cancelled on one side only.", "Cancel it on the other side too, or open it again."),
    "CANCEL_NEEDS_WAREHOUSE": Code(
        _E, "The order is cancelled in the shop, and a goods-out note exists.", "Delete the note in Brightpearl, unless it was sent."
    ),
    "CLOCK_SKEW": Code(
        _W, "A record was changed at a moment that has not come yet.", "Set the clocks; until then polls read more than they need."
    ),
    "CURSOR_STALE": Code(_E, "No poll was complete for longer than twice the interval.", "Find out why polls fail, and run one."),
    "EDITED_AFTER_IMPORT": Code(_E, "The order was changed in the shop after it was imported.", "Change the sales order by hand."),
    "EDITED_IN_BP": Code(
        _W, "Rows of the sales order are not those that the shop's order makes.", "Nothing, if it was meant: it is never overwritten."
    ),
    "NO_PRICE": Code(_W, "The price list has no price for this product.", "Enter one in Brightpearl; the shop's price was left."),
    "PRICE_CURRENCY": Code(_B, "The price list is not in the shop's currency.", "Choose another list in [prices]."),
    "PRICE_DRIFT": Code(_W, "The shop's price is not the one of the price list.", "Push the price: bpwoo sync."),
    "PRICE_JUMP": Code(_B, "The price would change by more than the guard allows.", "Check it, then raise prices.jump_guard for one run."),
    "REFUND_AMOUNT": Code(_E, "A refund and its sales credit differ.", "Correct the sales credit by hand."),
    "REFUND_DELETED": Code(
        _E, "A sales credit belongs to a refund that the shop does not have any more.", "Correct it by hand: credits are part of the books."
    ),
    "REFUND_UNPAID": Code(
        _E, "A refund was paid back in the shop, and its sales credit is not paid.", "Post the missing payment: bpwoo sync."
    ),
    "REFUND_MISSING": Code(_E, "A refund of the shop has no sales credit.", "Bring it in: bpwoo sync."),
    "REVIVED_ORDER": Code(
        _B, "The order was cancelled on both sides and is open in the shop again.", "Decide by hand: make it anew, or cancel it."
    ),
    "ROW_NOT_FOUND": Code(
        _W, "A row of a goods-out note belongs to no line of the shop's order.", "Check what was shipped, and complete the order by hand."
    ),
    "CONTACT_IS_STAFF": Code(
        _B, "The customer's e-mail belongs to staff or a supplier.", "Change that contact's e-mail, or set orders.anonymous_contact_id."
    ),
    "CURRENCY_MISMATCH": Code(_E, "The order has different currencies on both sides.", "Correct the order by hand."),
    "DUPLICATE_CONTACT": Code(_W, "Several contacts have this e-mail; the oldest is used.", "Merge the contacts in Brightpearl."),
    "DUPLICATE_ORDER": Code(
        _E, "Several sales orders have one external reference.", "Cancel the younger if it is neither paid nor shipped."
    ),
    "DELIVERY_DATE_UNREADABLE": Code(
        _W, "The delivery date in the shop cannot be read; the order has none.", "Set orders.delivery_date_format, or enter the date."
    ),
    "FRACTIONAL_QUANTITY": Code(
        _W, "A stock-tracked product was sold in a part of a piece; the row is free text.", "Move the stock by hand."
    ),
    "GIFT_CARD_TAXED": Code(
        _B, "A gift card was sold with tax, which is due when it is spent.", "Make the product not taxable, or take it off gift_card_skus."
    ),
    "INVALID_AMOUNT": Code(_B, "An amount is not a number of the currency's decimals.", "Correct the order in the shop."),
    "LINK_BROKEN": Code(_I, "What is linked does not agree any more.", "Check the SKU, or the id, on both sides, and link it anew."),
    "METHOD_WITHOUT_BANK": Code(
        _E, "A payment method has no bank account for a currency.", "Add one in Brightpearl, or payments are not posted."
    ),
    "MISSING_IN_BP": Code(_E, "An order of the shop is not in Brightpearl.", "Import it: bpwoo sync."),
    "NAME_CUT": Code(_W, "A contact's name is longer than Brightpearl holds.", "Shorten it in Brightpearl as the customer would."),
    "NAME_COLLISION": Code(
        _B, "Several products bear one name; Brightpearl would join them to a group.", "Rename them, or set products.same_name to suffix."
    ),
    "NO_EMAIL": Code(_B, "The order has no e-mail address.", "Set orders.anonymous_contact_id, or add the address in the shop."),
    "OPTION_OPEN": Code(
        _B, "The variation stands for any value of an attribute; a product of Brightpearl's stands for one.", "Choose a value in the shop."
    ),
    "OVERSOLD": Code(_E, "More was sold than there is.", "Find the pieces, or tell the customers; then correct the stock in Brightpearl."),
    "OVERPAID_IN_BP": Code(_E, "Brightpearl received more than the order's total.", "Look for a payment recorded twice, and reverse it."),
    "PAID_IN_BP_ONLY": Code(
        _W, "The order is paid in Brightpearl and waits for payment in the shop.", "Mark it as processing in the shop."
    ),
    "PAYMENT_METHOD_MISMATCH": Code(
        _W, "Brightpearl received the payment by another method.", "Correct the method in Brightpearl, or [payments.methods]."
    ),
    "PAYMENT_EXCEEDS_TOTAL": Code(_B, "The payments come to more than the order.", "Check the plug-in's amounts in the shop."),
    "MANUAL_REFUND": Code(
        _W, "No gateway gave the money back; no payment is posted.", "Pay it back by hand, or set refunds.manual_refunds_are_paid."
    ),
    "REFUND_EXCEEDS_ORDER": Code(_B, "The refunds come to more than the order.", "Look for a refund made twice in the shop."),
    "REFUND_LINES_EXCEED_AMOUNT": Code(_B, "The lines of a refund come to more than its amount.", "Correct the refund in the shop."),
    "REFUND_SPLIT_DRIFT": Code(
        _I, "Credits of a whole order split otherwise into net and tax than the order.", "Nothing: the gross agrees."
    ),
    "RESIDUE_ABSORBED": Code(_I, "A rounding difference of the shop was put on a row.", "Nothing."),
    "SHIPPED_UNPAID": Code(
        _W, "The order was shipped, and the shop still waits for its payment; it is not completed.", "Take the payment, then complete it."
    ),
    "SIDE_INCOMPLETE": Code(
        _E, "A part of one side could not be read; what depends on it was not compared.", "Find out why, and run it again."
    ),
    "SKU_NOT_BP_SAFE": Code(
        _W, "The SKU has characters or a length that Brightpearl does not take.", "Shorten the SKU to 32 of 0-9 A-Z a-z space - _ /."
    ),
    "SKU_UNUSABLE": Code(
        _B, "Brightpearl takes no product with this SKU, or with none.", "Give it a SKU of at most 32 of 0-9 A-Z a-z space - _ . /."
    ),
    "SKU_ONLY_IN_BP": Code(_I, "The SKU is not in the shop.", "Nothing, or list the product in the shop."),
    "SKU_ONLY_IN_WOO": Code(_W, "The SKU is not in Brightpearl.", "Make the product in Brightpearl, or correct the SKU."),
    "STATUS_DRIFT": Code(_W, "The statuses of both sides do not belong together.", "Ship the order, or complete it in the shop."),
    "STOCK_AT_PARENT": Code(_W, "The variation's stock is held by its parent.", "Switch on stock management of the variation."),
    "STOCK_DRIFT": Code(_W, "The shop's quantity is not what Brightpearl has to sell.", "Push the stock: bpwoo sync."),
    "STOCK_MASS_ZERO": Code(
        _B, "Too many products would drop to zero at once.", "Check stock.warehouses, then raise stock.mass_zero_guard for one run."
    ),
    "RATE_UNREADABLE": Code(
        _B, "The exchange rate in the order's meta data is no rate.", "Correct currencies.XXX.rate_meta, or the order."
    ),
    "RATE_NOT_MAPPED": Code(_W, "A tax rate of the shop is in no table.", "Add it to [[taxes.rates]], or its orders are held."),
    "TABLE_ENTRY_UNKNOWN": Code(_E, "The configuration names something that the account does not have.", "Correct the entry."),
    "TAX_MISMATCH": Code(_E, "The tax of both sides differs.", "Compare the rows, and correct the order by hand."),
    "TAX_RATE_MISMATCH": Code(
        _W, "The row's tax is not its net times the code's rate; the shop's amount is kept.", "Check the tax tables."
    ),
    "TAX_RESIDUE_TOO_LARGE": Code(_B, "The order's tax is not the sum of its rows' tax.", "Look for a plug-in that changes totals."),
    "TENDER_UNREADABLE": Code(_B, "What a gift card or deposit paid cannot be read.", "Correct meta and path of [[payments.tenders]]."),
    "TOO_YOUNG": Code(Severity.PENDING, "The order is younger than orders.min_age_seconds.", "Nothing: a later run imports it."),
    "TOO_MANY_OPTIONS": Code(_B, "The variation varies in more than four attributes.", "Make the product in Brightpearl by hand."),
    "TOTALS_MISMATCH": Code(_B, "The order's total is not the sum of its rows.", "Map what the plug-in adds, or correct the order."),
    "TOTAL_MISMATCH": Code(_E, "The totals of both sides differ.", "Compare the rows, and correct the order by hand."),
    "UNEXPECTED_IN_BP": Code(
        _E, "A sales order carries this shop's reference, and the shop has no such order.", "Find out where it came from."
    ),
    "UNKNOWN_COUNTRY": Code(_B, "The country is blank or no ISO code.", "Correct the address in the shop, or map the code."),
    "UNKNOWN_CURRENCY": Code(_B, "The currency is not set up.", "Add it to [currencies] and to Brightpearl."),
    "UNKNOWN_SKU": Code(
        _W, "No Brightpearl product has this SKU; the row is free text and moves no stock.", "Make the product, or correct the SKU."
    ),
    "UNMANAGED": Code(_I, "The shop does not count this product's stock.", "Switch on stock management in the shop."),
    "UNMAPPED_PAYMENT": Code(_E, "The payment method is not mapped; the order is imported unpaid.", "Add it to [payments.methods]."),
    "UNMAPPED_SHIPPING": Code(_B, "The shipping method is not mapped.", "Add it to [shipping.methods], or set shipping.default."),
    "UNMAPPED_STATUS": Code(
        _W, "The order's status is not mapped; it is not imported.", "Add it to orders.import_statuses or orders.ignore_statuses."
    ),
    "UNMAPPED_WAREHOUSE": Code(
        _B, "No warehouse is set for where the order goes.", "Add it to [[store.warehouses]], or set store.warehouse_id."
    ),
    "UNMAPPED_TAX": Code(_B, "A tax rate of the order is not mapped.", "Add it to [[taxes.rates]]."),
    "UNPAID_IN_BP": Code(_E, "The order is paid in the shop and not in Brightpearl.", "Post the missing payment: bpwoo sync."),
    "WEBHOOK_DISABLED": Code(
        _E, "The shop switched a webhook of ours off.", "Make it active again in the shop; polls find what it missed meanwhile."
    ),
    "WOO_ORDER_GONE": Code(
        _E, "An order is in the shop's trash, and its sales order is live.", "Restore it in the shop, or cancel it in Brightpearl."
    ),
    "WOO_PRODUCT_MISSING": Code(
        _W,
        "A product that was made in the shop is gone from it; it is not made again.",
        "Restore it in the shop, or archive it in Brightpearl.",
    ),
}


@frozen(kw_only=True)
class Issue:
    """One thing that is not as it should be: about which thing, what was expected, what was found, and what to do."""

    code: str
    severity: Severity
    entity: str
    key: str
    message: str
    repair: str
    field: str = ""
    expected: str = ""
    actual: str = ""

    def _repr_html_(self) -> str:
        told = ((each.name, str(getattr(self, each.name))) for each in fields(Issue))
        rows = tuple((name, text) for name, text in told if text)
        return listing_html(Listing(columns={"finding": Kind.TEXT, self.code: Kind.TEXT}, rows=rows[1:]))


@frozen(kw_only=True)
class Mapped(Generic[T]):
    """What a mapping made, if it made anything, and what there is to say about it."""

    value: T | None = None
    issues: tuple[Issue, ...] = ()

    @property
    def blocked(self) -> bool:
        """Whether an issue keeps it from being sent."""
        return self.value is None or any(issue.severity is Severity.BLOCK for issue in self.issues)


def issue(
    code: str,
    entity: str,
    key: str,
    message: str = "",
    *,
    severity: Severity | None = None,
    field: str = "",
    expected: object = "",
    actual: object = "",
) -> Issue:
    """An issue of a known code; message, severity and repair come from :data:`CODES` unless given."""
    known = CODES[code]
    return Issue(
        code=code,
        severity=severity or known.severity,
        entity=entity,
        key=key,
        message=message or known.meaning,
        repair=known.repair,
        field=field,
        expected=str(expected),
        actual=str(actual),
    )


def worst_first(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """Issues by severity, then code, then key."""
    order = list(Severity)
    return tuple(sorted(issues, key=lambda each: (order.index(each.severity), each.code, each.key)))
