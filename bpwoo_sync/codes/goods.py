"""What is told of products, of how many pieces there are to sell, and of their prices."""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.kinds import Code, Severity

#: Every kind of issue about a product, its stock or its price, by its code.
#:
#: :meta hide-value:
GOODS: Mapping[str, Code] = {
    "AMBIGUOUS_SKU": Code(
        Severity.BLOCK,
        "Several Brightpearl products have this SKU.",
        cause=(
            "Brightpearl does not forbid it: a product was copied, or its SKU was given anew while the old one is still "
            "live. Which one is meant cannot be told."
        ),
        repair="Give each product its own SKU, or archive the extra ones.",
    ),
    "BASE_RATE_MISSING": Code(
        Severity.BLOCK,
        "The shop's prices include tax, and the tables do not say how much of it this tax class has.",
        cause="A tax class was added in the shop, or prices were switched to be entered with tax, after the tables were written.",
        repair='Add the class to [prices.base_rates], with "0" where it has no tax.',
    ),
    "BRAND_MISSING": Code(
        Severity.BLOCK,
        "The product has no brand, and Brightpearl makes none without.",
        cause="products.brand_id is not set, and no entry of [products.brands] and no brand's name suits the product.",
        repair="Set products.brand_id, or give the product a brand that the tables know.",
    ),
    "LINK_BROKEN": Code(
        Severity.INFO,
        "What is linked does not agree any more.",
        cause="A SKU was changed on one side after the products were linked, or the linked product was replaced.",
        repair="Check the SKU, or the id, on both sides, and link it anew: bpwoo reconcile --repairs, or bpwoo ledger link.",
    ),
    "NAME_COLLISION": Code(
        Severity.BLOCK,
        "Several products bear one name; Brightpearl would join them to a group.",
        cause=("Brightpearl joins new products of one name to one group with options. These products have nothing to do with each other."),
        repair="Rename them, or set products.same_name to suffix.",
    ),
    "NO_PRICE": Code(
        Severity.WARN,
        "The price list has no price for this product.",
        cause=(
            "The product is new, or was never entered on this list; Brightpearl answers such a product with no price rather than with 0."
        ),
        repair="Enter one in Brightpearl; the shop's price was left.",
    ),
    "OPTION_OPEN": Code(
        Severity.BLOCK,
        "The variation stands for any value of an attribute; a product of Brightpearl's stands for one.",
        cause='In the shop the attribute was left at "Any …", so that the customer chooses at the checkout.',
        repair="Choose a value in the shop.",
    ),
    "OVERSOLD": Code(
        Severity.ERROR,
        "More was sold than there is.",
        cause=(
            "Orders came faster than stock was pushed, the shop takes orders for what it does not have, or stock in "
            "Brightpearl is counted wrong."
        ),
        repair="Find the pieces, or tell the customers; then correct the stock in Brightpearl.",
    ),
    "PRICE_CURRENCY": Code(
        Severity.BLOCK,
        "The price list is not in the shop's currency.",
        cause=("The list of the table [prices] was made in another currency than the one the shop sells in. Prices are never converted."),
        repair="Choose another list in [prices].",
    ),
    "PRICE_DRIFT": Code(
        Severity.WARN,
        "The shop's price is not the one of the price list.",
        cause="The list was changed since the last push, or someone changed the price in the shop.",
        repair="Push the price: bpwoo sync --apply.",
    ),
    "PRICE_JUMP": Code(
        Severity.BLOCK,
        "The price would change by more than the guard allows.",
        cause=(
            "A price was mistyped, a list is meant for other units, or net and gross were mixed up; it may also be meant, as in a sale."
        ),
        repair="Check it, then raise prices.jump_guard for one run.",
    ),
    "QUANTITY_BREAKS": Code(
        Severity.INFO,
        "The price list has prices for larger quantities, which the shop does not have.",
        cause="Brightpearl has a price for each break of a quantity, WooCommerce itself has one for a piece.",
        repair="Nothing, or set prices.breaks_meta for a plug-in that sells by quantity.",
    ),
    "SKU_NOT_BP_SAFE": Code(
        Severity.WARN,
        "The SKU has characters or a length that Brightpearl does not take.",
        cause="Brightpearl is stricter about SKUs than the shop. Such a product cannot be found or made under it.",
        repair="Shorten the SKU to 32 of 0-9 A-Z a-z space - _ /.",
    ),
    "SKU_ONLY_IN_BP": Code(
        Severity.INFO,
        "The SKU is not in the shop.",
        cause="The product is not sold in this shop, is a draft there, or has another SKU.",
        repair="Nothing, or list the product in the shop.",
    ),
    "SKU_ONLY_IN_WOO": Code(
        Severity.WARN,
        "The SKU is not in Brightpearl.",
        cause="The product was made in the shop and never in Brightpearl, was archived there, or its SKU is spelt differently.",
        repair="Make the product in Brightpearl, or correct the SKU.",
    ),
    "SKU_UNUSABLE": Code(
        Severity.BLOCK,
        "Brightpearl takes no product with this SKU, or with none.",
        cause="The product has no SKU in the shop, or one that Brightpearl would refuse or cut off.",
        repair="Give it a SKU of at most 32 of 0-9 A-Z a-z space - _ /.",
    ),
    "STOCK_AT_PARENT": Code(
        Severity.WARN,
        "The variation's stock is held by its parent.",
        cause=("In the shop the variable product counts one stock for all its variations; Brightpearl counts each variation by itself."),
        repair="Switch on stock management of the variation.",
    ),
    "STOCK_DRIFT": Code(
        Severity.WARN,
        "The shop's quantity is not what Brightpearl has to sell.",
        cause=(
            "Something was sold, received or counted since the last push, someone edited the quantity in the shop, or "
            "another connector writes it too."
        ),
        repair="Push the stock: bpwoo sync --apply.",
    ),
    "STOCK_MASS_ZERO": Code(
        Severity.BLOCK,
        "Too many products would drop to zero at once.",
        cause=(
            "A warehouse was left out of [stock], availability could not be read, or Brightpearl's stock was cleared. It may also be true."
        ),
        repair="Check stock.warehouses, then raise stock.mass_zero_guard for one run.",
    ),
    "TOO_MANY_OPTIONS": Code(
        Severity.BLOCK,
        "The variation varies in more than four attributes.",
        cause="Brightpearl's products have at most four options.",
        repair="Make the product in Brightpearl by hand.",
    ),
    "UNMANAGED": Code(
        Severity.INFO,
        "The shop does not count this product's stock.",
        cause='"Manage stock" is switched off for the product in the shop, so it has no quantity to compare or to set.',
        repair="Switch on stock management in the shop.",
    ),
    "UNTRACKED_IN_BP": Code(
        Severity.WARN,
        "Brightpearl does not track this product's stock, and the shop counts it or says that it is out of stock.",
        cause="Stock management was switched on in the shop for a service or a download, or switched off in Brightpearl meanwhile.",
        repair="Switch off stock management in the shop, and let it be in stock; or have Brightpearl track the product.",
    ),
    "WOO_PRODUCT_MISSING": Code(
        Severity.WARN,
        "A product that was made in the shop is gone from it; it is not made again.",
        cause="Someone deleted the product in the shop. Making it again would undo a decision.",
        repair="Restore it in the shop, or archive it in Brightpearl.",
    ),
}
