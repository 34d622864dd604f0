"""A reconciliation as one HTML file that needs no network: for a screen, a phone and paper. Needs the extra ``report``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from attrs import frozen

from bpwoo_sync.breakdowns import Place, StockDrift
from bpwoo_sync.charts import Chart, day_charts, drift_charts, svg, trend_charts
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.issues import Issue, Severity
from bpwoo_sync.mapping.money import plain
from bpwoo_sync.reconcile import ControlTotal, Reconciliation
from bpwoo_sync.reconciling.differing import difference_of, hours_old
from bpwoo_sync.report import window_text
from bpwoo_sync.totals_report import COUNTS, MEASURES, PARTS, count_cells, figure_cells, measure_name, repaired_title, total_amounts
from bpwoo_sync.trends import Finished

#: How many findings and drifting products a page lists, worst first; JSON and CSV have them all.
SHOWN = 2000

#: How many earlier runs a page lists, the latest first.
RUNS = 30


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


def reconciliation_html(
    found: Reconciliation, *, back_offices: BackOffices | None = None, history: Sequence[Finished] = (), shown: int = SHOWN
) -> str:
    """The page. ``history`` are the latest comparisons, oldest first; the page's own may be one of them.

    Raises :class:`ConfigurationError` where Jinja2 is not installed. Without vl-convert charts are told in words alone.
    Everything that came from either system is escaped, and the page forbids itself every request.
    """
    places = back_offices or BackOffices()
    template = _template()
    page: str = template.render(
        found=found,
        window=window_text(found),
        severities=[(each.value, sum(1 for issue in found.issues if issue.severity is each)) for each in Severity],
        codes=sorted({issue.code for issue in found.issues}),
        findings=[(issue, *_differing(issue, found), _links(issue, found, places)) for issue in found.issues[:shown]],
        findings_left=max(0, len(found.issues) - shown),
        totals=[(each, total_amounts(each)) for each in found.totals],
        parts=[
            (name, *PARTS[name], [(each, each.part or "not mapped", total_amounts(each)) for each in getattr(found, name)])
            for name in ("taxes", "methods", "days")
        ],
        receivables=[(each, each.part, total_amounts(each)) for each in found.receivables],
        daily=[(each, measure_name(each), total_amounts(each)) for each in found.daily],
        counts=[count_cells(each) for each in found.by_status],
        count_names=COUNTS,
        figures=[figure_cells(each) for each in found.figures],
        repaired_title=repaired_title(found),
        drifts=[(each, _drift_links(each, places)) for each in found.drifts[:shown]],
        drifts_left=max(0, len(found.drifts) - shown),
        oversold=[each for each in found.drifts if each.oversells][:shown],
        charts=_pictures([*day_charts(found.days), *drift_charts(found.drifts), *trend_charts(history)]),
        runs=[(run, sum(run.findings.values()), _unexplained(run), _unpaid(run)) for run in reversed(history)][:RUNS],
    )
    return page


def _pictures(charts: Iterable[Chart]) -> list[tuple[Chart, str | None]]:
    """Each chart and its picture; None where it cannot be drawn."""
    return [(chart, svg(chart, f"chart{place}", f"said{place}")) for place, chart in enumerate(charts, 1)]


def _unexplained(run: Finished) -> str:
    wrong = [
        f"{each.currency} {MEASURES.get(each.measure, each.measure)}: {plain(each.difference)}" for each in run.totals if each.difference
    ]
    return "; ".join(wrong) or "none"


def _unpaid(run: Finished) -> str:
    """What was not paid yet in the shop by currency; a dash where that was nothing, or was not kept."""
    amounts = {currency: run.unpaid(currency) for currency in sorted({each.currency for each in run.receivables})}
    return "; ".join(f"{currency} {plain(amount)}" for currency, amount in amounts.items() if amount) or "\N{EN DASH}"


def _differing(issue: Issue, found: Reconciliation) -> tuple[str, str]:
    """By how much a finding differs, and how old its order is; a dash where that is unknown."""
    difference, hours = difference_of(issue), hours_old(found.places.get((issue.entity, issue.key), Place()), found.looked_at)
    age = "\N{EN DASH}" if hours is None else f"{hours} h" if hours < 72 else f"{hours // 24} d"
    return ("\N{EN DASH}" if difference is None else plain(difference)), age


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
