"""Both systems in memory, loaded with the demo shop and the account that stands beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import files

from attrs import frozen

from bpwoo_sync.testing.demo_account import ACCOUNT, BASE_CURRENCY, account_records
from bpwoo_sync.testing.shop import load_shop
from brightpearl_sdk.testing import DEMO_APP, BrightpearlDouble
from brightpearl_sdk.testing import Handler as BrightpearlHandler
from brightpearl_sdk.testing import serving as serving_brightpearl
from woocommerce_sdk.testing import DEMO_KEY, WooCommerceDouble
from woocommerce_sdk.testing import Handler as ShopHandler
from woocommerce_sdk.testing import serving as serving_woocommerce


@frozen(kw_only=True)
class Doubles:
    """The two systems, in process."""

    brightpearl: BrightpearlDouble
    shop: WooCommerceDouble


@frozen(kw_only=True)
class Served:
    """The two systems on loopback sockets."""

    doubles: Doubles
    brightpearl_url: str
    shop_url: str


def served_environment(served: Served) -> dict[str, str]:
    """The variables by which a script finds both systems: where they are, and the doubles' keys."""
    return {
        "BRIGHTPEARL_URL": served.brightpearl_url,
        "BRIGHTPEARL_ACCOUNT": served.doubles.brightpearl.account,
        "BRIGHTPEARL_APP_REF": DEMO_APP.app_ref,
        "BRIGHTPEARL_ACCOUNT_TOKEN": DEMO_APP.account_token,
        "WOOCOMMERCE_URL": served.shop_url,
        "WOOCOMMERCE_KEY": DEMO_KEY.consumer_key,
        "WOOCOMMERCE_SECRET": DEMO_KEY.consumer_secret,
    }


def utc_now() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


def demo_tables() -> str:
    """The TOML text of the demo's tables."""
    return files("bpwoo_sync.testing").joinpath("demo.toml").read_text(encoding="utf-8")


def demo_doubles(clock: Callable[[], datetime] = utc_now) -> Doubles:
    """Both doubles, loaded."""
    records = load_shop()
    shop = WooCommerceDouble(clock=clock, currency=BASE_CURRENCY, shipment_tracking=True)
    recorded = {refund["id"] for refund in records["refunds"]}
    for order in records["orders"]:
        # A shop lists every refund that its orders tell of; not all of them were recorded.
        order["refunds"] = [each for each in order["refunds"] if each["id"] in recorded]
    for kind, loaded in records.items():
        shop.load(kind, loaded)
    brightpearl = BrightpearlDouble(account=ACCOUNT, clock=clock, base_currency=BASE_CURRENCY)
    for kind, made in account_records(records).items():
        brightpearl.load(kind, made)
    return Doubles(brightpearl=brightpearl, shop=shop)


@contextmanager
def serving_doubles(
    doubles: Doubles,
    *,
    brightpearl: BrightpearlHandler | None = None,
    shop: ShopHandler | None = None,
    brightpearl_port: int = 0,
    shop_port: int = 0,
    certificate: tuple[str, str] | None = None,
) -> Iterator[Served]:
    """Serve both doubles on loopback sockets for as long as the block runs.

    ``brightpearl`` and ``shop`` stand before the doubles, such as one that has ``with_faults``. ``certificate`` names the
    files of a certificate and its key: both are then served over https.
    """
    with (
        serving_brightpearl(brightpearl or doubles.brightpearl.handle, port=brightpearl_port, certificate=certificate) as brightpearl_url,
        serving_woocommerce(shop or doubles.shop.handle, port=shop_port, certificate=certificate) as shop_url,
    ):
        yield Served(doubles=doubles, brightpearl_url=brightpearl_url, shop_url=shop_url)
