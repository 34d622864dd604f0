"""Write the cassettes from the recordings: ``python -m tests.woocommerce_sdk.make_cassettes``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.cassettes import Interaction, cassette_text
from tests.woocommerce_sdk.recordings import Exchange, exchange
from woocommerce_sdk._kernel import jsontext

FOLDER = Path(__file__).parent / "cassettes"

#: The recordings of each cassette, by file and in the order in which they are asked for.
RECORDED: dict[str, dict[str, tuple[str, ...]]] = {
    "customers": {"customers": ("get", "create_min", "update", "downloads", "delete")},
    "order_notes": {"order_notes": ("create_customer", "list_customer", "get", "delete")},
    "orders": {"orders": ("list_default", "get_with_refund", "create_pending_no_paid", "update_status", "statuses")},
    "products": {"products": ("get_simple", "list_page2_per3", "update_sale_empty", "related")},
    "refunds": {"order_refunds": ("list", "create_amount_only", "get", "all_refunds")},
    "settings": {"settings": ("group_tax", "update_option", "update_option_back")},
    "system_status": {"system_status": ("get", "tool", "tool_run")},
    "taxes": {"taxes": ("list", "create", "get", "update", "delete_force"), "tax_classes": ("list",)},
    "variations": {"product_variations": ("list", "get", "update", "all_variations")},
}


def cassettes() -> Iterator[tuple[str, str]]:
    """The name and the text of each cassette."""
    for name, files in RECORDED.items():
        recorded = (exchange(file, each) for file, names in files.items() for each in names)
        yield name, cassette_text(map(_interaction, recorded))


def _interaction(recorded: Exchange) -> Interaction:
    return Interaction(
        source=f"{recorded.file}: {recorded.name}",
        method=recorded.method,
        uri=recorded.url,
        sent=b"" if recorded.sent is None else jsontext.dumps(recorded.sent),
        status=recorded.status,
        headers=recorded.headers,
        content=recorded.content,
    )


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in cassettes():
        (FOLDER / f"{name}.yaml").write_text(text, "utf-8")
