"""Where the doubles differ from what was recorded, as ``docs/explanation/doubles.md`` shows it: ``python -m tests.docs.doubles``."""

from __future__ import annotations

from collections.abc import Mapping

from tests.architecture.source import ROOT
from tests.brightpearl_sdk.testing import test_recordings as brightpearl
from tests.woocommerce_sdk.testing import test_recordings as shop

PAGE = ROOT / "docs" / "explanation" / "doubles.md"
BEGIN, END = "<!-- differences: written by python -m tests.docs.doubles -->", "<!-- /differences -->"


def page_part() -> str:
    """What is compared, and what of it differs, for both doubles."""
    names = sorted(shop.NAMES)
    left = {reason: [name for name in names if reason == shop.reason_to_leave_out(name)] for reason in shop.LEFT_OUT}
    groups = {each.partition(":")[0] for each in brightpearl.RECORDED}
    return "\n".join(
        [
            "### WooCommerce",
            "",
            f"{len(names):,} recorded exchanges are replayed to the double, in the order in which the shop had them. Of {len(shop.KEPT):,}",
            "the status, the headers that matter and the whole body are the shop's. The others, each of which is tried and differs:",
            "",
            "| the answer … | exchanges |",
            "| --- | ---: |",
            *(f"| {reason} | {len(which)} |" for reason, which in left.items()),
            "",
            "Each by its name:",
            "",
            *(f"- It {reason}: {_listed(which)}." for reason, which in left.items()),
            "",
            "What else is not compared, where:",
            "",
            *_tolerated(shop.TOLERATED),
            "",
            "In no body these places are compared, each of which differs somewhere:",
            "",
            "| place | because it is |",
            "| --- | --- |",
            *(f"| `{_plain(place)}` | {reason} |" for place, reason in shop.PLACES.items()),
            "",
            "### Brightpearl",
            "",
            f"{len(brightpearl.RECORDED):,} answers of real accounts were recorded, in {len(groups)} groups. With {len(brightpearl.APART)}",
            "there is nothing to compare, the sign-in of another account or a template that is no JSON:",
            f"{_listed(sorted(brightpearl.APART))}.",
            "Of the others the status and the envelope are the account's, of refusals codes and messages as well, and of everything else",
            "names and kinds of values. What is not compared, where:",
            "",
            *_tolerated(brightpearl.TOLERATED),
            "",
            "These fields are in an answer only once something happened, so they may be missing; each of them is missing somewhere:",
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


def _listed(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _tolerated(differences: Mapping[str, str]) -> list[str]:
    return [f"- **{name}**: {sentence}" for name, sentence in differences.items()]


def _plain(place: str) -> str:
    return place.replace("\\", "").replace("[d+]", "[…]").rstrip("$").lstrip(".")


if __name__ == "__main__":
    PAGE.write_text(with_part(PAGE.read_text("utf-8"), page_part()), "utf-8")
