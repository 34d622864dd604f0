"""The rows of a sales order: products, fees, shipping, discounts; each with the row total of what was paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from attrs import evolve

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, Item, folded, item_of, linked_item
from bpwoo_sync.issues import Issue, Mapped, Severity, issue
from bpwoo_sync.mapping.addresses import clean
from bpwoo_sync.mapping.money import ZERO, Row, is_whole, plain, rounded
from bpwoo_sync.mapping.taxes import tax_code
from bpwoo_sync.tables import Tables

NAME_LENGTH = 255
ONE = Decimal(1)

#: What Brightpearl takes in a SKU, and how much of it.
_SAFE = frozenset("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ -_/")
_SKU_LENGTH = 32

#: Decimals of the quantity of a row whose stock nobody tracks.
_QUANTITY_DECIMALS = 4


def order_rows(order: woo.Order, tables: Tables, catalogue: Catalogue, key: str) -> Mapped[tuple[Row, ...]]:
    """Every row of an order in its order: products, fees, shipping, discounts. Not yet balanced."""
    parts = (
        *_product_rows(order, tables, catalogue, key),
        *(_fee_row(order, fee, tables, catalogue, key) for fee in order.fee_lines),
        *(_shipping_row(order, line, tables, catalogue, key) for line in order.shipping_lines if line.total or line.total_tax),
    )
    issues = tuple(each for part in parts for each in part.issues)
    rows = tuple(part.value for part in parts if part.value is not None)
    if len(rows) < len(parts):
        return Mapped(issues=issues)
    return Mapped(value=(*rows, *_discount_rows(order, rows, tables)), issues=issues)


def row_draft(row: Row) -> bp.SalesOrderRowDraft:
    """A row as it is sent."""
    return bp.SalesOrderRowDraft(
        product_id=bp.UNSET if row.product_id is None else row.product_id,
        name=row.name,
        quantity=row.quantity,
        tax_code=row.tax_code,
        net=row.net,
        tax=row.tax,
        nominal_code=row.nominal or bp.UNSET,
        external_ref=row.ref,
    )


def rate_mismatches(rows: Sequence[Row], catalogue: Catalogue, key: str) -> tuple[Issue, ...]:
    """Rows whose tax is not what their code's rate makes of their net; the shop's amounts are kept all the same."""
    found = []
    for row in rows:
        percent = catalogue.percents.get(row.tax_code)
        if percent is not None:
            expected = row.net * percent / 100
            if abs(row.tax - expected) > Decimal("0.01") * abs(row.quantity) + Decimal("0.01"):
                message = f"{row.name}: tax {plain(row.tax)} on {plain(row.net)} is not {percent.normalize():f} % ({row.tax_code})."
                found.append(
                    issue("TAX_RATE_MISMATCH", "order", key, message, field=row.ref, expected=plain(expected), actual=plain(row.tax))
                )
    return tuple(found)


def _product_rows(order: woo.Order, tables: Tables, catalogue: Catalogue, key: str) -> list[Mapped[Row]]:
    parts = []
    for line, merged, holds in sold_lines(order, catalogue, key):
        gift = folded(line.sku or "") in {folded(sku) for sku in tables.nominals.gift_card_skus}
        code = _gift_card_code(line, tables, key) if gift else _line_code(order, line, merged, tables, catalogue, key)
        if code.value is None:
            parts.append(Mapped[Row](issues=code.issues))
        else:
            made = _product_row(order, line, merged, code.value, tables, catalogue, key, free_text=holds)
            parts.append(
                made if made.value is None or not gift else evolve(made, value=evolve(made.value, nominal=tables.nominals.gift_card))
            )
    return parts


def _line_code(
    order: woo.Order, line: woo.LineItem, merged: tuple[woo.LineItem, ...], tables: Tables, catalogue: Catalogue, key: str
) -> Mapped[str]:
    """The tax code of a line, and of what is summed into it: all rates of the whole."""
    whole, by_rows = (line, *merged), tables.orders.discounts == "rows"
    taxes = [tax for each in whole for tax in each.taxes]
    taxed = next((each for each in whole if each.total_tax or (by_rows and each.subtotal_tax)), None)
    amount = ZERO if taxed is None else taxed.total_tax or taxed.subtotal_tax
    return tax_code(order, taxes, line.tax_class, tables, catalogue, key, tax=amount, name=line.name)


def _gift_card_code(line: woo.LineItem, tables: Tables, key: str) -> Mapped[str]:
    """A gift card is sold without tax: that is due when it is spent."""
    if line.total_tax or line.subtotal_tax:
        told = f"{line.name} is a gift card and was sold with {plain(line.total_tax)} of tax."
        return Mapped(issues=(issue("GIFT_CARD_TAXED", "order", key, told, field=f"L{line.id}", actual=plain(line.total_tax)),))
    return Mapped(value=tables.taxes.none)


def sold_lines(order: woo.Order, catalogue: Catalogue, key: str) -> list[tuple[woo.LineItem, tuple[woo.LineItem, ...], bool]]:
    """Each line with those that are summed into it, and whether it only holds others.

    A container that Brightpearl knows as a bundle takes the amounts of its parts. Any other stands beside its parts as free
    text, so that no stock moves twice, or is left out where it has no amount of its own.
    """
    children: dict[str, list[woo.LineItem]] = {}
    for line in order.line_items:
        parent = line.extra.get("bundled_by")
        if parent:
            children.setdefault(str(parent), []).append(line)
    summed = {
        str(line.id): tuple(children[str(line.id)])
        for line in order.line_items
        if str(line.id) in children and (item := line_item(line, catalogue, key)[0]) is not None and item.bundle
    }
    dropped = {part.id for parts in summed.values() for part in parts}
    return [
        (line, summed.get(str(line.id), ()), str(line.id) in children and str(line.id) not in summed)
        for line in order.line_items
        if line.id not in dropped and (str(line.id) not in children or str(line.id) in summed or _has_amount(line))
    ]


def _has_amount(line: woo.LineItem) -> bool:
    return bool(line.total or line.total_tax or line.subtotal or line.subtotal_tax)


def _product_row(
    order: woo.Order,
    line: woo.LineItem,
    merged: tuple[woo.LineItem, ...],
    code: str,
    tables: Tables,
    catalogue: Catalogue,
    key: str,
    *,
    free_text: bool,
) -> Mapped[Row]:
    exponent, by_rows = tables.exponent(order.currency), tables.orders.discounts == "rows"
    whole = (line, *merged)
    net = sum((rounded(each.subtotal if by_rows else each.total, exponent) for each in whole), ZERO)
    tax = sum((rounded(each.subtotal_tax if by_rows else each.total_tax, exponent) for each in whole), ZERO)
    row = Row(
        ref=f"L{line.id}",
        name=line_name(line),
        quantity=_quantity(line.quantity),
        net=net,
        tax=tax,
        tax_code=code,
        source=f"line_items[{order.line_items.index(line)}]",
    )
    if free_text:
        return Mapped(value=evolve(row, name=_free_text_name(row.name, line)))
    item, issues = line_item(line, catalogue, key)
    if any(each.code == "AMBIGUOUS_SKU" for each in issues):
        return Mapped(issues=issues)
    if item is None:
        if tables.orders.unknown_sku == "block":
            return Mapped(issues=tuple(evolve(each, severity=Severity.BLOCK) for each in issues))
        row = evolve(row, name=_free_text_name(row.name, line))
    elif line.quantity == line.quantity.to_integral_value() and line.quantity > 0:
        row = evolve(row, product_id=item.product_id)
    elif item.stock_tracked or item.bundle or line.quantity <= 0:
        told = f"{plain(line.quantity)} of {line.name} were sold; the row is free text, and stock is to be moved by hand."
        issues = (*issues, issue("FRACTIONAL_QUANTITY", "order", key, told, field=row.ref, actual=plain(line.quantity)))
        row = evolve(row, name=_free_text_name(row.name, line), quantity=ONE)
    else:
        row = evolve(row, product_id=item.product_id)
    return Mapped(value=row, issues=issues)


def _quantity(sold: Decimal) -> Decimal:
    """A quantity as Brightpearl takes one: above 0, with four decimals at most. The row's amounts do not go by it."""
    kept = sold if is_whole(sold, _QUANTITY_DECIMALS) else rounded(sold, _QUANTITY_DECIMALS)
    return kept if kept > 0 else ONE


def line_item(line: woo.LineItem, catalogue: Catalogue, key: str) -> tuple[Item | None, tuple[Issue, ...]]:
    """The product that a line of an order sells: the linked one, else that of its SKU; and what there is to say of it."""
    linked = linked_item(catalogue, line.product_id, line.variation_id) if line.product_id else None
    sku = (line.sku or "").strip()
    if linked is not None:
        if sku and folded(sku) != folded(linked.sku):
            told = f"The order says SKU {sku}; the linked product has {linked.sku}."
            return linked, (issue("LINK_BROKEN", "order", key, told, expected=linked.sku, actual=sku),)
        return linked, ()
    if not sku:
        return None, (issue("UNKNOWN_SKU", "order", key, f"{line.name} has no SKU; the row is free text and moves no stock."),)
    found = item_of(catalogue, sku, "order")
    if found.value is not None:
        return found.value, ()
    issues = tuple(evolve(each, key=key) for each in found.issues)
    if not is_safe(sku):
        issues = (*issues, issue("SKU_NOT_BP_SAFE", "order", key, f"The SKU {sku} can be no Brightpearl SKU.", actual=sku))
    told = f"No Brightpearl product has the SKU {sku}; the row is free text and moves no stock."
    return None, tuple(evolve(each, message=told, actual=sku) if each.code == "UNKNOWN_SKU" else each for each in issues)


def is_safe(sku: str) -> bool:
    """Whether a SKU could be a Brightpearl one."""
    return 0 < len(sku) <= _SKU_LENGTH and set(sku) <= _SAFE


def line_name(line: woo.LineItem) -> str:
    """A line's name with what the buyer chose, as far as the name does not say it already."""
    name = clean(line.name)
    for meta in line.meta_data:
        value = clean(str(meta.display_value if meta.display_value is not None else meta.value))
        if not meta.key.startswith("_") and value and value.lower() not in name.lower() and "{" not in value:
            name = f"{name} - {clean(str(meta.display_key or meta.key))}: {value}"
    return name[:NAME_LENGTH]


def _free_text_name(name: str, line: woo.LineItem) -> str:
    sku = (line.sku or "").strip()
    ending = f" [SKU {sku}]" if sku else ""
    return f"{name[: NAME_LENGTH - len(ending)]}{ending}"


def _fee_row(order: woo.Order, fee: woo.FeeLine, tables: Tables, catalogue: Catalogue, key: str) -> Mapped[Row]:
    exponent = tables.exponent(order.currency)
    code = tax_code(order, fee.taxes, fee.tax_class, tables, catalogue, key, tax=fee.total_tax, name=fee.name)
    if code.value is None:
        return Mapped(issues=code.issues)
    row = Row(
        ref=f"F{fee.id}",
        name=clean(fee.name)[:NAME_LENGTH] or "Fee",
        quantity=ONE,
        net=rounded(fee.total, exponent),
        tax=rounded(fee.total_tax, exponent),
        tax_code=code.value,
        nominal=tables.nominals.fees.get(clean(fee.name)) or tables.nominals.fee,
        source=f"fee_lines[{order.fee_lines.index(fee)}]",
    )
    return Mapped(value=row)


def _shipping_row(order: woo.Order, line: woo.ShippingLine, tables: Tables, catalogue: Catalogue, key: str) -> Mapped[Row]:
    exponent = tables.exponent(order.currency)
    code = tax_code(order, line.taxes, "", tables, catalogue, key, tax=line.total_tax, name=line.method_title)
    if code.value is None:
        return Mapped(issues=code.issues)
    row = Row(
        ref=f"S{line.id}",
        name=f"Shipping: {clean(line.method_title)}"[:NAME_LENGTH],
        quantity=ONE,
        net=rounded(line.total, exponent),
        tax=rounded(line.total_tax, exponent),
        tax_code=code.value,
        nominal=tables.nominals.shipping,
        source=f"shipping_lines[{order.shipping_lines.index(line)}]",
    )
    return Mapped(value=row)


def _discount_rows(order: woo.Order, rows: Iterable[Row], tables: Tables) -> tuple[Row, ...]:
    if not order.coupon_lines:
        return ()
    codes = ", ".join(clean(coupon.code) for coupon in order.coupon_lines)
    if tables.orders.discounts == "rows":
        return _negative_rows(order, tuple(rows), codes, tables)
    exponent = tables.exponent(order.currency)
    none = rounded(ZERO, exponent)
    code = next((row.tax_code for row in rows if row.ref.startswith("L")), tables.taxes.none)
    return tuple(
        Row(
            ref=f"C{coupon.id}",
            name=f"Coupon: {clean(coupon.code)}"[:NAME_LENGTH],
            quantity=ONE,
            net=none,
            tax=none,
            tax_code=code,
            nominal=tables.nominals.discount,
            source=f"coupon_lines[{place}]",
        )
        for place, coupon in enumerate(order.coupon_lines)
    )


def _negative_rows(order: woo.Order, rows: tuple[Row, ...], codes: str, tables: Tables) -> tuple[Row, ...]:
    exponent = tables.exponent(order.currency)
    lines = {f"L{line.id}": line for line in order.line_items}
    off: dict[str, list[Decimal]] = {}
    for row in rows:
        if row.ref in lines:
            line = lines[row.ref]
            parts = off.setdefault(row.tax_code, [ZERO, ZERO])
            # Only what this row holds: a bundle's row holds its parts as well.
            held = [each for each in order.line_items if each.id == line.id or str(each.extra.get("bundled_by") or "") == str(line.id)]
            whole = held if row.net == sum(rounded(each.subtotal, exponent) for each in held) else [line]
            parts[0] += sum(rounded(each.total, exponent) for each in whole) - row.net
            parts[1] += sum(rounded(each.total_tax, exponent) for each in whole) - row.tax
    return tuple(
        Row(
            ref=f"D:{code}",
            name=f"Discount: {codes}"[:NAME_LENGTH],
            quantity=ONE,
            net=net,
            tax=tax,
            tax_code=code,
            nominal=tables.nominals.discount,
            source="coupon_lines",
        )
        for code, (net, tax) in off.items()
        if net or tax
    )
