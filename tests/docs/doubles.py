"""Where the doubles differ from what was recorded, as ``docs/explanation/doubles.md`` shows it: ``python -m tests.docs.doubles``."""

from __future__ import annotations

from tests.architecture.source import ROOT
from tests.brightpearl_sdk.testing import test_recordings as brightpearl
from tests.woocommerce_sdk.testing import test_recordings as shop

PAGE = ROOT / "docs" / "explanation" / "doubles.md"
BEGIN, END = "<!-- differences: written by python -m tests.docs.doubles -->", "<!-- /differences -->"


def page_part() -> str:
    """What is compared, and what of it differs, for both doubles."""
    names = sorted(str(each.recorded) for each in shop.REPLAYED)
    left = {reason: [name for name in names if reason == shop.reason_to_leave_out(name)] for reason in shop.LEFT_OUT}
    groups = {each.partition(":")[0] for each in brightpearl.RECORDED}
    return "\n".join(
        [
            "### WooCommerce",
            "",
            f"{len(names):,} recorded exchanges are replayed to the double, in the order in which the shop had them. Of {len(shop.KEPT):,}",
            "the status, the headers that matter and the whole body are the shop's. The others, each of which is tried and differs:",
            "",
            "| the answer … | exchanges | which |",
            "| --- | ---: | --- |",
            *(f"| {reason} | {len(which)} | {_listed(which)} |" for reason, which in left.items()),
            "",
            "In no body these places are compared:",
            "",
            "| place | because it is |",
            "| --- | --- |",
            *(f"| `{_plain(place)}` | {reason} |" for place, reason in shop.PLACES.items()),
            "",
            "### Brightpearl",
            "",
            f"{len(brightpearl.RECORDED):,} answers of real accounts were recorded, in {len(groups)} groups; with {len(brightpearl.APART)}",
            "there is nothing to compare. Of the others",
            "the status, the message type and the envelope are the account's, of refusals codes and messages as well, of searches the",
            "columns and their order, and of everything else the shape: names and kinds of values. Values are not compared, for the",
            "accounts are not ours to fill. These fields are in an answer only once something happened, so they may be missing:",
            "",
            ", ".join(f"`{key}`" for key in sorted(brightpearl.OCCASIONAL)) + ".",
        ]
    )


def with_part(page: str, part: str) -> str:
    """The page with its generated part replaced."""
    before, _, rest = page.partition(BEGIN)
    _, found, after = rest.partition(END)
    if not found:
        raise ValueError(f"the page lacks {BEGIN} or {END}")
    return f"{before}{BEGIN}\n\n{part}\n\n{END}{after}"


def _listed(names: list[str], most: int = 4) -> str:
    shown = ", ".join(f"`{name}`" for name in names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown


def _plain(place: str) -> str:
    return place.replace("\\", "").replace("[d+]", "[…]").rstrip("$").lstrip(".")


if __name__ == "__main__":
    PAGE.write_text(with_part(PAGE.read_text("utf-8"), page_part()), "utf-8")
