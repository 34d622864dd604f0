"""The files of docs/examples run as they are shown: over real sockets, against the doubles, each to its outcome."""

from __future__ import annotations

import csv
import os
import re
import runpy
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

import woocommerce_sdk as woo
from bpwoo_sync.testing.doubles import Doubles, demo_tables, served_environment, serving_doubles
from tests.architecture.source import ROOT
from tests.bpwoo_sync.effects.road import ten_orders
from woocommerce_sdk.testing import DEMO_KEY, Key, WooCommerceDouble, calling, serving

EXAMPLES = ROOT / "docs" / "examples"
SECRET = "a long random text"
READER = Key(consumer_key="ck_reader", consumer_secret="cs_reader", permissions="read")


@pytest.fixture(scope="module")
def doubles() -> Doubles:
    """A shop of ten orders and what they sold, and the account beside it. Who changes something restores it."""
    made = ten_orders()
    shop = WooCommerceDouble(currency=made.shop.currency, keys=(DEMO_KEY, READER))
    shop.restore(made.shop.snapshot())
    return Doubles(brightpearl=made.brightpearl, shop=shop)


@pytest.fixture
def both(doubles: Doubles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Doubles]:
    """Both on sockets, in the environment of a script, which runs in a folder of its own."""
    kept = doubles.brightpearl.snapshot(), doubles.shop.snapshot()
    with serving_doubles(doubles) as served:
        for name, value in served_environment(served).items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        yield doubles
    doubles.brightpearl.restore(kept[0])
    doubles.shop.restore(kept[1])


def ran(name: str, *arguments: str, monkeypatch: pytest.MonkeyPatch | None = None) -> dict[str, Any]:
    """What a script leaves behind when it was run with these arguments."""
    if monkeypatch is not None:
        monkeypatch.setattr(sys, "argv", [name, *arguments])
    return runpy.run_path(str(EXAMPLES / f"{name}.py"), run_name="__main__")


def lines_of_code(name: str) -> list[str]:
    """A script's lines without its docstring and blank ones."""
    text = (EXAMPLES / f"{name}.py").read_text("utf-8")
    return [line for line in re.sub(r'\A""".*?"""', "", text, flags=re.DOTALL).splitlines() if line]


def quantities(shop: WooCommerceDouble) -> dict[str, int]:
    """What the shop says it has of each SKU."""
    return {each["sku"]: int(each["stock_quantity"] or 0) for each in shop.records("products")}


def test_the_nightly_push_sets_the_quantities_of_the_shop_and_has_nothing_to_do_afterwards(
    both: Doubles, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("tables.toml").write_text(demo_tables(), "utf-8")
    assert 20 >= len(lines_of_code("nightly_stock_push"))
    with pytest.raises(SystemExit) as ended:
        ran("nightly_stock_push")
    told = re.findall(r"^done: Set stock of (\S+) from \S+ to (-?\d+)$", capsys.readouterr().out, flags=re.MULTILINE)
    after = quantities(both.shop)
    assert (False, True) == (ended.value.code, len(told) > 0)
    assert told == [(sku, str(after[sku])) for sku, _ in told]
    with pytest.raises(SystemExit):
        ran("nightly_stock_push")
    assert "" == capsys.readouterr().out


def test_the_nightly_push_with_a_key_that_may_only_read_is_an_error_and_changes_nothing(
    both: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tables.toml").write_text(demo_tables(), "utf-8")
    monkeypatch.setenv("WOOCOMMERCE_KEY", READER.consumer_key)
    monkeypatch.setenv("WOOCOMMERCE_SECRET", READER.consumer_secret)
    before = quantities(both.shop)
    with pytest.raises(woo.AuthenticationError):
        ran("nightly_stock_push")
    assert before == quantities(both.shop)


def test_orders_become_a_frame_whose_sums_are_those_of_the_shop_to_the_cent(both: Doubles) -> None:
    totals = ran("orders_to_frame")["totals"]
    orders = [(order["currency"], Decimal(str(order["total"]))) for order in both.shop.records("orders")]
    expected = {currency: sum(total for each, total in orders if each == currency) for currency, _ in orders}
    with Path("sold.csv").open(newline="") as file:
        written = [(row["currency"], Decimal(row["total"])) for row in csv.DictReader(file)]
    assert expected == dict(totals["total"].groupby("currency").sum())
    assert sum(expected.values()) == sum(amount for _, amount in written)


def test_a_receiver_in_fastapi_takes_what_the_shop_signed_and_refuses_what_it_did_not(
    both: Doubles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WOOCOMMERCE_WEBHOOK_SECRET", SECRET)
    receiver = runpy.run_path(str(EXAMPLES / "webhook_receiver.py"))
    with _serving(receiver["app"]) as address, httpx.Client() as http, _shop() as shop:
        url = f"{address}/woocommerce"
        shop.run(woo.subscribed([woo.WebhookDraft(topic="order.updated", delivery_url=url, secret=SECRET)]))
        order = shop.orders.list().first().items[0]
        shop.orders.update(order.id, woo.OrderDraft(customer_note="Ring twice"))
        delivered = [(delivery.topic, status) for delivery, status in both.shop.deliver(calling(http))]
        forged = http.post(url, content=b"{}", headers={"X-WC-Webhook-Topic": "order.updated", "X-WC-Webhook-Signature": "no"})
    assert ("order.updated", 200) in delivered
    assert (order.id, True) == (receiver["changed"].get_nowait(), receiver["changed"].empty())
    assert 401 == forged.status_code


def test_what_was_done_with_woocommerce_is_done_the_same_with_the_sdk(both: Doubles) -> None:
    example = runpy.run_path(str(EXAMPLES / "from_woocommerce.py"))
    wcapi = example["API"](
        url=os.environ["WOOCOMMERCE_URL"], consumer_key=DEMO_KEY.consumer_key, consumer_secret=DEMO_KEY.consumer_secret, version="wc/v3"
    )
    with _shop() as shop:
        ids = [order.id for order in shop.orders.list().first().items[:4]]
        shop.orders.batch(update={id: woo.OrderDraft(status=woo.OrderStatus.ON_HOLD) for id in ids})
        assert sorted(ids) == sorted(example["waiting"](shop))
        assert example["waiting_before"](wcapi) == example["waiting"](shop)
        assert [999_999] == example["complete_before"](wcapi, [ids[0], 999_999])
        assert [999_999] == example["complete"](shop, [ids[1], 999_999])
        assert sorted(ids[2:]) == sorted(example["waiting_before"](wcapi))


def test_a_mapper_of_ones_own_shows_a_plan_and_carries_it_out(
    both: Doubles, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, third, *_ = sorted(quantities(both.shop))
    Path("stock.csv").write_text(f"Artikel;Bestand\n{first};4711\n{second};auf Anfrage\n{third};viele\nUNKNOWN;3\n", "utf-8")
    before = quantities(both.shop)
    ran("custom_mapper", "stock.csv", monkeypatch=monkeypatch)
    shown = capsys.readouterr().out
    assert before == quantities(both.shop)
    assert (f"{third}: 'viele' is no number of pieces." in shown, f"Set stock of {first} from " in shown) == (True, True)
    ran("custom_mapper", "stock.csv", "--apply", monkeypatch=monkeypatch)
    assert "2 of 2 done" in capsys.readouterr().out
    assert {**before, first: 4711, second: 0} == quantities(both.shop)


def test_two_shops_bring_orders_of_the_same_number_into_one_account(
    both: Doubles, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    uk, eu = _shops_of_two_orders(both), _shops_of_two_orders(both)
    Path("UK.toml").write_text(demo_tables(), "utf-8")
    Path("EU.toml").write_text(demo_tables().replace('key = "W1"', 'key = "W2"').replace("channel_id = 1", "channel_id = 2"), "utf-8")
    with ExitStack() as stack:
        for name, shop in {"UK": uk, "EU": eu}.items():
            monkeypatch.setenv(f"{name}_WOOCOMMERCE_URL", stack.enter_context(serving(shop.handle)))
            monkeypatch.setenv(f"{name}_WOOCOMMERCE_KEY", DEMO_KEY.consumer_key)
            monkeypatch.setenv(f"{name}_WOOCOMMERCE_SECRET", DEMO_KEY.consumer_secret)
        ran("two_shops")
        told = capsys.readouterr().out
        ran("two_shops")
        again = capsys.readouterr().out
    ids = sorted(order["id"] for order in uk.records("orders"))
    made = both.brightpearl.records("orders")
    assert [f"{key}-{id}" for key in ("W1", "W2") for id in ids] == sorted(order["externalRef"] for order in made)
    assert [("UK", True), ("EU", True)] == [(name, done == all_) for name, done, all_ in re.findall(r"(\w+): (\d+) of (\d+) writes", told)]
    assert "UK: 0 of 0 writes, 0 held back\nEU: 0 of 0 writes, 0 held back\n" == again


def test_every_example_is_shown_on_a_page() -> None:
    shown = re.findall(
        r"literalinclude\} \.\./examples/(\w+)\.py", "".join(page.read_text("utf-8") for page in ROOT.glob("docs/howto/*.md"))
    )
    assert sorted(path.stem for path in EXAMPLES.glob("*.py")) == sorted(set(shown))


def _shops_of_two_orders(both: Doubles) -> WooCommerceDouble:
    shop = WooCommerceDouble(currency=both.shop.currency)
    shop.restore(both.shop.snapshot())
    orders = shop.shop.tables["orders"]
    for key in list(orders)[2:]:
        del orders[key]
    return shop


@contextmanager
def _shop() -> Iterator[woo.WooCommerce]:
    with woo.WooCommerce(os.environ["WOOCOMMERCE_URL"], DEMO_KEY.consumer_key, DEMO_KEY.consumer_secret) as shop:
        yield shop


@contextmanager
def _serving(app: Any) -> Iterator[str]:
    """Serve an application on a loopback socket."""
    import uvicorn

    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([bound],), daemon=True)
        thread.start()
        give_up = time.monotonic() + 10
        while not server.started:
            assert thread.is_alive() and time.monotonic() < give_up
            time.sleep(0.005)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
