"""A reconciliation as one HTML file that needs no network: for a screen, a phone and paper. Needs the extra ``report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from attrs import frozen

from bpwoo_sync.breakdowns import UNNAMED, PartTotal, Place, StockDrift
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.mapping.money import ZERO, plain
from bpwoo_sync.reconcile import ControlTotal, Reconciliation
from bpwoo_sync.report import MEASURES, total_amounts

#: How many findings and drifting products a page lists, worst first; JSON and CSV have them all.
SHOWN = 2000

#: What a chart measures, in units of its own: it is scaled to the page's width.
_WIDTH, _HEIGHT, _MARGIN, _LABEL = 600, 180, 20, 32

#: The upper ends of the drift chart's steps, in pieces too many or too few.
_STEPS = (1, 9, 99)


@frozen(kw_only=True)
class BackOffices:
    """Where the pages of orders and products begin: the shop's address, and that of the Brightpearl app. Either may be unknown."""

    shop: str = ""
    brightpearl: str = ""


@frozen(kw_only=True)
class Link:
    """A link and what it says."""

    text: str
    address: str


@frozen(kw_only=True)
class Bar:
    """One bar of a chart: its rectangle, its colour's class, and what it says on being pointed at."""

    x: str
    y: str
    width: str
    height: str
    kind: str
    title: str


@frozen(kw_only=True)
class Chart:
    """Bars over labelled places. ``description`` says in words what the picture shows."""

    title: str
    description: str
    bars: tuple[Bar, ...]
    labels: tuple[tuple[str, str], ...]
    base: str
    legend: tuple[tuple[str, str], ...] = ()


def reconciliation_html(found: Reconciliation, *, back_offices: BackOffices | None = None, shown: int = SHOWN) -> str:
    """The page. Raises :class:`ConfigurationError` where Jinja2 is not installed.

    Everything that came from either system is escaped, and the page forbids itself every request.
    """
    places = back_offices or BackOffices()
    template = _template()
    page: str = template.render(
        found=found,
        severities=[(each.value, sum(1 for issue in found.issues if issue.severity is each)) for each in Severity],
        codes=sorted({issue.code for issue in found.issues}),
        findings=[(issue, _links(issue, found, places)) for issue in found.issues[:shown]],
        findings_left=max(0, len(found.issues) - shown),
        totals=[(each, total_amounts(each)) for each in found.totals],
        parts=[
            ("taxes", "Tax by code", "tax code", _shown_parts(found.taxes)),
            ("methods", "Payments by method", "method", _shown_parts(found.methods)),
            ("days", "Orders by day (UTC)", "day", _shown_parts(found.days)),
        ],
        drifts=[(each, _drift_links(each, places)) for each in found.drifts[:shown]],
        drifts_left=max(0, len(found.drifts) - shown),
        oversold=[each for each in found.drifts if each.oversells][:shown],
        charts=[*day_charts(found.days), *drift_charts(found.drifts)],
        width=_WIDTH,
        height=_HEIGHT,
    )
    return page


def day_charts(days: Sequence[PartTotal]) -> list[Chart]:
    """For each currency with more than one day: a pair of bars a day, what the shop is to have brought in, and what Brightpearl has."""
    charts = []
    for currency in sorted({each.currency for each in days}):
        own = [each for each in days if each.currency == currency]
        if len(own) > 1:
            charts.append(_day_chart(currency, own))
    return charts


def _day_chart(currency: str, days: Sequence[PartTotal]) -> Chart:
    pairs = [(each.part, max(each.shop - each.held, ZERO), max(each.account, ZERO)) for each in days]
    top = max(max(shop, account) for _, shop, account in pairs) or Decimal(1)
    step = Decimal(_WIDTH) / len(pairs)
    bars: list[Bar] = []
    for place, (day, shop, account) in enumerate(pairs):
        for offset, (kind, name, amount) in enumerate((("shop", "shop", shop), ("account", "Brightpearl", account))):
            x = step * place + step * Decimal("0.1") + offset * step * Decimal("0.4")
            bars.append(_bar(x, step * Decimal("0.4"), amount / top, kind, f"{day}, {name}: {plain(amount)} {currency}"))
    differing = [day for day, shop, account in pairs if shop != account]
    told = f"They differ on {len(differing)} of {len(pairs)} days." if differing else f"They agree on each of {len(pairs)} days."
    every = max(1, -(-len(pairs) // 6))
    labels = [(_label_place(step * place + step / 2), day[5:]) for place, (day, _, _) in enumerate(pairs) if place % every == 0]
    return Chart(
        title=f"Orders by day, {currency}",
        description=f"Gross of orders from {pairs[0][0]} to {pairs[-1][0]}, less what was held back, beside Brightpearl. {told}",
        bars=tuple(bars),
        labels=tuple(labels),
        base=_number(Decimal(_HEIGHT - _MARGIN)),
        legend=(("shop", "shop, less held back"), ("account", "Brightpearl")),
    )


def drift_charts(drifts: Sequence[StockDrift]) -> list[Chart]:
    """How many products are how far off, from far too few to far too many; no chart where none is."""
    counts = [0] * (2 * len(_STEPS) + 2)
    for each in (drift for drift in drifts if drift.drift):
        counts[_step_of(each.drift)] += 1
    if not sum(counts):
        return []
    names = _step_names()
    step = Decimal(_WIDTH) / len(counts)
    bars = [
        _bar(
            step * place + step * Decimal("0.1"),
            step * Decimal("0.8"),
            Decimal(count) / max(counts),
            "under" if place < len(counts) // 2 else "over",
            f"{name} pieces: {count} products",
        )
        for place, (name, count) in enumerate(zip(names, counts, strict=True))
    ]
    told = "; ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True) if count)
    return [
        Chart(
            title="Stock drift",
            description=f"Products by how many pieces the shop has too many (+) or too few (-). {told}.",
            bars=tuple(bars),
            labels=tuple((_label_place(step * place + step / 2), name) for place, name in enumerate(names)),
            base=_number(Decimal(_HEIGHT - _MARGIN)),
            legend=(("under", "shop has too few"), ("over", "shop has too many")),
        )
    ]


def _step_of(drift: Decimal) -> int:
    size = sum(1 for end in _STEPS if abs(drift) > end)
    return len(_STEPS) + 1 + size if drift > 0 else len(_STEPS) - size


def _step_names() -> list[str]:
    starts = (1, *(end + 1 for end in _STEPS))
    sizes = [*(str(start) if start == end else f"{start}..{end}" for start, end in zip(starts, _STEPS, strict=False)), f"{starts[-1]}.."]
    return [*(f"-{size}" for size in reversed(sizes)), *(f"+{size}" for size in sizes)]


def _bar(x: Decimal, width: Decimal, part: Decimal, kind: str, title: str) -> Bar:
    height = part * (_HEIGHT - 2 * _MARGIN)
    return Bar(x=_number(x), y=_number(_HEIGHT - _MARGIN - height), width=_number(width), height=_number(height), kind=kind, title=title)


def _label_place(middle: Decimal) -> str:
    # A label is written around its middle, and must not leave the chart at either end.
    return _number(min(max(middle, Decimal(_LABEL)), Decimal(_WIDTH - _LABEL)))


def _number(value: Decimal) -> str:
    return format(value.quantize(Decimal("0.1")), "f")


def _shown_parts(parts: Iterable[PartTotal]) -> list[tuple[PartTotal, str, tuple[Decimal, ...]]]:
    return [(each, "not mapped" if each.part == UNNAMED else each.part, total_amounts(each)) for each in parts]


def _links(issue: Issue, found: Reconciliation, back_offices: BackOffices) -> list[Link]:
    place = found.places.get((issue.entity, issue.key), Place())
    return [
        *_link(back_offices.shop, "shop", shop_order_page, place.order_id),
        *_link(back_offices.shop, "shop", shop_order_page, place.shop_product_id),
        *_link(back_offices.brightpearl, "Brightpearl", brightpearl_order_page, place.sales_order_id),
        *_link(back_offices.brightpearl, "Brightpearl", brightpearl_product_page, place.product_id),
    ]


def _drift_links(drift: StockDrift, back_offices: BackOffices) -> list[Link]:
    return [
        *_link(back_offices.shop, "shop", shop_order_page, drift.shop_id),
        *_link(back_offices.brightpearl, "Brightpearl", brightpearl_product_page, drift.product_id),
    ]


def _link(base: str, text: str, page: Callable[[str, int], str], id: int | None) -> list[Link]:
    # An address of another kind, such as javascript:, is not one of a back office.
    known = id is not None and base.startswith(("https://", "http://"))
    return [Link(text=text, address=page(base.rstrip("/"), id))] if known and id is not None else []


def shop_order_page(base: str, id: int) -> str:
    """The page of an order or a product in the shop's back office; a shop that keeps orders elsewhere leads on from there."""
    return f"{base}/wp-admin/post.php?post={id}&action=edit"


def brightpearl_order_page(base: str, id: int) -> str:
    """The page of a sales order in Brightpearl."""
    return f"{base}/patt-op.php?scode=invoice&oID={id}"


def brightpearl_product_page(base: str, id: int) -> str:
    """The page of a product in Brightpearl."""
    return f"{base}/patt-op.php?scode=product&pID={id}"


def brightpearl_app(api: str) -> str:
    """The address of the Brightpearl app beside that of its interface, as ``https://euw1.brightpearlconnect.com``; else itself."""
    return api.rstrip("/").replace(".brightpearlconnect.com", ".brightpearlapp.com")


def _template() -> Any:
    try:
        from jinja2 import Environment, PackageLoader, StrictUndefined
    except ImportError:
        raise ConfigurationError("A report in HTML needs Jinja2. Install it with: pip install 'bpwoo[report]'") from None
    environment = Environment(
        loader=PackageLoader("bpwoo_sync", "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["plain"] = plain
    environment.filters["measure"] = _measure
    return environment.get_template("report.html.j2")


def _measure(total: ControlTotal) -> str:
    return MEASURES.get(total.measure, total.measure)
