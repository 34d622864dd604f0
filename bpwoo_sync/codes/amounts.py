"""What is told of the amounts of an order: its total, its taxes and its currency."""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.kinds import Code, Severity

#: Every kind of issue about the amounts of an order, by its code.
#:
#: :meta hide-value:
AMOUNTS: Mapping[str, Code] = {
    "CURRENCY_MISMATCH": Code(
        Severity.ERROR,
        "The order has different currencies on both sides.",
        cause=(
            "The sales order, credit or payment was made or changed by hand in another currency. Amounts of two currencies "
            "are not compared."
        ),
        repair="Correct the order by hand.",
    ),
    "GIFT_CARD_TAXED": Code(
        Severity.BLOCK,
        "A gift card was sold with tax, which is due when it is spent.",
        cause=(
            "The product of the card has a tax status or tax class in the shop. Taxed when sold and again when spent, the "
            "tax would be paid twice."
        ),
        repair="Make the product not taxable, or take it off gift_card_skus.",
    ),
    "INVALID_AMOUNT": Code(
        Severity.BLOCK,
        "An amount is not a number of the currency's decimals.",
        cause=(
            "A plug-in wrote the amount: it is text, or it has more decimals than its currency has. Rounding it would lose money unseen."
        ),
        repair="Correct the order in the shop.",
    ),
    "RATE_NOT_MAPPED": Code(
        Severity.WARN,
        "A tax rate of the shop is in no table.",
        cause="A tax rate was added or copied in the shop after the tables were written.",
        repair="Add it to [[taxes.rates]], or its orders are held.",
    ),
    "RATE_UNREADABLE": Code(
        Severity.BLOCK,
        "The exchange rate in the order's meta data is no rate.",
        cause="A plug-in for currencies did not write its rate into this order, or writes text, nothing or 0 there.",
        repair="Correct currencies.XXX.rate_meta, or the order.",
    ),
    "RESIDUE_ABSORBED": Code(
        Severity.INFO,
        "A rounding difference of the shop was put on a row.",
        cause="The shop rounds tax by line and shows totals rounded once. The row that takes the difference makes the sum exact.",
        repair="Nothing.",
    ),
    "TAX_MISMATCH": Code(
        Severity.ERROR,
        "The tax of both sides differs.",
        cause="Rows were changed by hand on one side, or a tax code of Brightpearl's computes anew where an amount was changed.",
        repair="Compare the rows, and correct the order by hand.",
    ),
    "TAX_RATE_MISMATCH": Code(
        Severity.WARN,
        "The row's tax is not its net times the code's rate; the shop's amount is kept.",
        cause="The shop rounds otherwise, a plug-in changed the tax, or the table leads to a code of another rate.",
        repair="Check the tax tables.",
    ),
    "TAX_RESIDUE_TOO_LARGE": Code(
        Severity.BLOCK,
        "The order's tax is not the sum of its rows' tax.",
        cause=(
            "A plug-in changed the order's tax and not that of its lines, or the other way round. More than rounding is never absorbed."
        ),
        repair="Look for a plug-in that changes totals.",
    ),
    "TAX_WITHOUT_RATE": Code(
        Severity.BLOCK,
        "A row of the order has tax, and names no tax rate.",
        cause=(
            "The line was written by a plug-in, an import or another connector that set its tax and not the rates behind it. "
            "No tax code is guessed."
        ),
        repair="Let the shop recalculate the order (Edit, Recalculate), if its total stays right; else enter it by hand.",
    ),
    "TOTALS_MISMATCH": Code(
        Severity.BLOCK,
        "The order's total is not the sum of its rows.",
        cause="A plug-in adds an amount outside lines, shipping and fees, or changed the total after the lines were made.",
        repair="Map what the plug-in adds, or correct the order.",
    ),
    "TOTAL_MISMATCH": Code(
        Severity.ERROR,
        "The totals of both sides differ.",
        cause="The order was changed on one side after its import, or was imported by another connector.",
        repair="Compare the rows, and correct the order by hand.",
    ),
    "UNKNOWN_CURRENCY": Code(
        Severity.BLOCK,
        "The currency is not set up.",
        cause="The shop sells in a currency for which the table [currencies] has no decimals and no exchange rate.",
        repair="Add it to [currencies] and to Brightpearl.",
    ),
    "UNMAPPED_TAX": Code(
        Severity.BLOCK,
        "A tax rate of the order is not mapped.",
        cause="A rate was added in the shop, or the order has tax of a rate that was deleted since. No tax code is guessed.",
        repair="Add it to [[taxes.rates]].",
    ),
}
