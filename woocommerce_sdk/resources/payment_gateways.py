"""How buyers pay."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model
from woocommerce_sdk.endpoints import listing, read, update
from woocommerce_sdk.paging import Query
from woocommerce_sdk.values import Free

from .shipping import ServiceSetting


@model
class PaymentGateway(Model):
    """A way of paying. ``id`` is what an order has as ``payment_method``."""

    id: str
    title: str
    description: str
    order: int | str
    """A number, or empty text where it was never sorted."""
    enabled: bool
    method_title: str
    method_description: str
    method_supports: tuple[str, ...]
    settings: Mapping[str, ServiceSetting]
    needs_setup: bool = False
    post_install_scripts: Free = ()
    settings_url: str = ""
    connection_url: str | None = None
    setup_help_text: str | None = None
    required_settings_keys: tuple[str, ...] = ()

    __shown__: ClassVar[tuple[str, ...]] = ("id", "title", "enabled")


@draft
class PaymentGatewayDraft(Draft):
    """What may be changed of a gateway."""

    title: str | Unset = UNSET
    description: str | Unset = UNSET
    order: int | Unset = UNSET
    enabled: bool | Unset = UNSET
    settings: dict[str, str] | Unset = UNSET


class PaymentGateways(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#payment-gateways"""

    list: Final = listing("/payment_gateways", PaymentGateway, Query, paged=False)
    get: Final = read("/payment_gateways/{key}", PaymentGateway, (str,))
    update: Final = update("/payment_gateways/{key}", PaymentGatewayDraft, PaymentGateway, (str,))
