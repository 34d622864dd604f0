"""What is told of money that was received or given back, and of the goods that came back with it."""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.kinds import Code, Severity

#: Every kind of issue about a payment or a refund, by its code.
#:
#: :meta hide-value:
PAYMENTS: Mapping[str, Code] = {
    "MANUAL_REFUND": Code(
        Severity.WARN,
        "No gateway gave the money back; no payment is posted.",
        cause='The refund was made in the shop with "Refund manually", or the gateway cannot give money back.',
        repair="Pay it back by hand, or set refunds.manual_refunds_are_paid.",
    ),
    "METHOD_WITHOUT_BANK": Code(
        Severity.ERROR,
        "A payment method has no bank account for a currency.",
        cause=("In Brightpearl a payment method books to a bank account of each currency, and the one for this currency was not chosen."),
        repair="Add one in Brightpearl, or payments are not posted.",
    ),
    "NOT_RESTOCKED": Code(
        Severity.ERROR,
        "Goods of a refund were not taken in, though refunds.restock asks for it.",
        cause=(
            "The row of the sales order has no cost in the currency of the books, the line is a bundle or no whole pieces, or "
            "Brightpearl refused the goods-in note. What goods are worth is never guessed."
        ),
        repair="Take the goods in on the sales credit in Brightpearl; or give the row its cost, and the next run does it.",
    ),
    "OVERPAID_IN_BP": Code(
        Severity.ERROR,
        "Brightpearl received more than the order's total.",
        cause=(
            "The payment was posted by the sync and once more by hand or by another connector, or the order's total was lowered afterwards."
        ),
        repair=(
            "Approve that a payment recorded twice is taken back: bpwoo reconcile --repairs; where the finding says why not, reverse "
            "by hand what the gateway's statement lacks."
        ),
    ),
    "PAID_IN_BP_ONLY": Code(
        Severity.WARN,
        "The order is paid in Brightpearl and waits for payment in the shop.",
        cause="The customer paid by bank transfer and someone entered it in Brightpearl; the shop was not told.",
        repair="Approve that the shop's order goes on: bpwoo reconcile --repairs; or mark it as processing in the shop.",
    ),
    "PAYMENT_EXCEEDS_TOTAL": Code(
        Severity.BLOCK,
        "The payments come to more than the order.",
        cause="A plug-in for deposits, vouchers or several payments keeps amounts that do not add up to the order's total.",
        repair="Check the plug-in's amounts in the shop.",
    ),
    "PAYMENT_METHOD_MISMATCH": Code(
        Severity.WARN,
        "Brightpearl received the payment by another method.",
        cause="The table [payments.methods] was changed after the order came, or someone chose another method by hand.",
        repair="Correct the method in Brightpearl, or [payments.methods].",
    ),
    "REFUND_AMOUNT": Code(
        Severity.ERROR,
        "A refund and its sales credit differ.",
        cause="The credit or its payment was changed by hand, or the refund was brought in by another connector.",
        repair="Correct the sales credit by hand; what was paid back twice is taken back by an approved plan: bpwoo reconcile --repairs.",
    ),
    "REFUND_DELETED": Code(
        Severity.ERROR,
        "A sales credit belongs to a refund that the shop does not have any more.",
        cause="A refund was deleted in the shop after its credit was made.",
        repair="Correct it by hand: credits are part of the books.",
    ),
    "REFUND_EXCEEDS_ORDER": Code(
        Severity.BLOCK,
        "The refunds come to more than the order.",
        cause="A refund was entered twice, or a plug-in writes refunds of its own beside the shop's.",
        repair="Look for a refund made twice in the shop.",
    ),
    "REFUND_LINES_EXCEED_AMOUNT": Code(
        Severity.BLOCK,
        "The lines of a refund come to more than its amount.",
        cause="The amount was lowered by hand after lines were chosen, or tax was given back without being part of the amount.",
        repair="Correct the refund in the shop.",
    ),
    "REFUND_MISSING": Code(
        Severity.ERROR,
        "A refund of the shop has no sales credit.",
        cause="The refund was made since the last run, its order was not imported, or an earlier attempt failed.",
        repair="Bring it in: bpwoo sync --apply.",
    ),
    "REFUND_SPLIT_DRIFT": Code(
        Severity.INFO,
        "Credits of a whole order split otherwise into net and tax than the order.",
        cause="Several refunds of one order are each rounded; together they can differ from the order by a minor unit a refund.",
        repair="Nothing: the gross agrees.",
    ),
    "REFUND_UNPAID": Code(
        Severity.ERROR,
        "A refund was paid back in the shop, and its sales credit is not paid.",
        cause=("The run ended between the credit and its payment, or the payment method had no bank account or no mapping at that time."),
        repair="Post the missing payment: bpwoo sync --apply.",
    ),
    "TENDER_UNREADABLE": Code(
        Severity.BLOCK,
        "What a gift card or deposit paid cannot be read.",
        cause=(
            "A plug-in for vouchers or deposits keeps what was paid in another place or form than [[payments.tenders]] "
            "says, perhaps since an update."
        ),
        repair="Correct meta and path of [[payments.tenders]].",
    ),
    "UNMAPPED_PAYMENT": Code(
        Severity.ERROR,
        "The payment method is not mapped; the order is imported unpaid.",
        cause="A gateway was added to the shop after the tables were written, or an old order names one that is gone.",
        repair="Add it to [payments.methods].",
    ),
    "UNPAID_IN_BP": Code(
        Severity.ERROR,
        "The order is paid in the shop and not in Brightpearl.",
        cause="The payment came after the import, its method was not mapped then, or posting it failed.",
        repair="Post the missing payment: bpwoo sync --apply.",
    ),
}
