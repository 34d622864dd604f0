"""What is one of a kind in a shop: its settings, its state, its reports and its tables of places and currencies."""

from __future__ import annotations

import pytest

import woocommerce_sdk as woo
from tests.live.shop import Bin

CURRENCY = ("general", "woocommerce_currency")


def test_settings_are_read_and_changed_and_changed_back(shop: woo.WooCommerce, bin: Bin) -> None:
    assert "general" in [group.id for group in shop.settings.groups()]
    before = shop.settings.get(*CURRENCY)
    assert before.id in [each.id for each in shop.settings.list("general")]

    def put(value: object) -> object:
        return shop.settings.update(*CURRENCY, woo.SettingDraft(value=value)).value

    bin.keep(before.value, put)
    assert "GBP" == put("GBP")
    assert "EUR" == shop.settings.batch("general", update={"woocommerce_currency": woo.SettingDraft(value="EUR")}).records[0].value
    assert "EUR" == shop.data.current_currency().code


def test_the_state_of_the_shop_and_its_tools(shop: woo.WooCommerce) -> None:
    assert shop.system_status.get().environment.version
    tool = "clear_transients"
    assert tool in [each.id for each in shop.system_tools.list()]
    assert tool == shop.system_tools.get(tool).id
    assert shop.system_tools.run(tool, woo.SystemToolDraft(confirm=True)).success


def test_payment_gateways(shop: woo.WooCommerce, bin: Bin) -> None:
    before = shop.payment_gateways.get("bacs")
    assert "bacs" in [each.id for each in shop.payment_gateways.list()]
    bin.keep(before.title, lambda title: shop.payment_gateways.update("bacs", woo.PaymentGatewayDraft(title=title)))
    assert "By bank" == shop.payment_gateways.update("bacs", woo.PaymentGatewayDraft(title="By bank")).title


def test_shipping_methods(shop: woo.WooCommerce) -> None:
    assert "flat_rate" in [each.id for each in shop.shipping_methods.list()]
    assert "flat_rate" == shop.shipping_methods.get("flat_rate").id


@pytest.mark.parametrize("name", ["orders_totals", "products_totals", "customers_totals", "coupons_totals", "reviews_totals"])
def test_totals_are_counts_by_kind(name: str, shop: woo.WooCommerce) -> None:
    totals = getattr(shop.reports, name)()
    assert totals
    assert all(each.total >= 0 for each in totals)


def test_reports(shop: woo.WooCommerce) -> None:
    assert {"sales", "top_sellers"} <= {each.slug for each in shop.reports.list()}
    assert 1 == len(shop.reports.sales(woo.ReportQuery(period="year")))
    assert isinstance(shop.reports.top_sellers(woo.ReportQuery(period="year")), tuple)


def test_places_and_currencies(shop: woo.WooCommerce) -> None:
    assert {"continents", "countries", "currencies"} <= {each.slug for each in shop.data.list()}
    assert "EU" in [each.code for each in shop.data.continents()]
    assert "GB" in [each.code for each in shop.data.continent("EU").countries]
    assert "GB" in [each.code for each in shop.data.countries()]
    assert "GB" == shop.data.country("GB").code
    assert "GBP" in [each.code for each in shop.data.currencies()]
    assert "GBP" == shop.data.currency("GBP").code
