"""Every resource that can be written: made, read, listed, changed, batched, removed, and then not there any more."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from attrs import field, frozen

import woocommerce_sdk as woo
from tests.live.shop import Bin, named, slugged


@frozen(kw_only=True)
class Life:
    """What a resource's record is made from, what is changed of it, and what is seen of the change."""

    service: str
    draft: Callable[[str], Any]
    change: Any
    seen: Callable[[Any], object]
    trash: bool = False
    batch: bool = True
    update: bool = True
    query: Callable[[Any], Any] = field(default=lambda made: woo.TermQuery(include=(made.id,)))

    def __str__(self) -> str:
        return self.service


LIVES = [
    Life(
        service="products",
        draft=lambda name: woo.ProductDraft(name=named(name), regular_price=Decimal("12.50")),
        change=woo.ProductDraft(regular_price=Decimal("9.99")),
        seen=lambda made: made.regular_price == Decimal("9.99"),
        trash=True,
        query=lambda made: woo.ProductQuery(include=(made.id,)),
    ),
    Life(
        service="orders",
        draft=lambda name: woo.OrderDraft(customer_note=named(name)),
        change=woo.OrderDraft(customer_note="changed"),
        seen=lambda made: made.customer_note == "changed",
        trash=True,
        query=lambda made: woo.OrderQuery(include=(made.id,)),
    ),
    Life(
        service="coupons",
        draft=lambda name: woo.CouponDraft(code=slugged(name), amount=Decimal(5)),
        change=woo.CouponDraft(amount=Decimal(6)),
        seen=lambda made: made.amount == 6,
        trash=True,
        query=lambda made: woo.CouponQuery(include=(made.id,)),
    ),
    Life(
        service="customers",
        draft=lambda name: woo.CustomerDraft(email=f"{slugged(name)}@example.com"),
        change=woo.CustomerDraft(first_name="Ada"),
        seen=lambda made: made.first_name == "Ada",
        query=lambda made: woo.CustomerQuery(include=(made.id,)),
    ),
    Life(
        service="categories",
        draft=lambda name: woo.CategoryDraft(name=named(name)),
        change=woo.CategoryDraft(description="changed"),
        seen=lambda made: made.description == "changed",
    ),
    Life(
        service="tags",
        draft=lambda name: woo.TagDraft(name=named(name)),
        change=woo.TagDraft(description="changed"),
        seen=lambda made: made.description == "changed",
    ),
    Life(
        service="brands",
        draft=lambda name: woo.BrandDraft(name=named(name)),
        change=woo.BrandDraft(description="changed"),
        seen=lambda made: made.description == "changed",
    ),
    Life(
        service="shipping_classes",
        draft=lambda name: woo.ShippingClassDraft(name=named(name)),
        change=woo.ShippingClassDraft(description="changed"),
        seen=lambda made: made.description == "changed",
    ),
    Life(
        service="attributes",
        # A slug of an attribute holds 28 letters.
        draft=lambda name: woo.AttributeDraft(name=slugged(name)[-26:]),
        change=woo.AttributeDraft(has_archives=True),
        seen=lambda made: made.has_archives,
        query=lambda made: woo.Query(),
    ),
    Life(
        service="taxes",
        draft=lambda name: woo.TaxRateDraft(country="GB", rate=Decimal("20"), name=named(name)),
        change=woo.TaxRateDraft(rate=Decimal("17.5")),
        seen=lambda made: made.rate == Decimal("17.5"),
        query=lambda made: woo.TaxRateQuery(per_page=100, orderby="id", order="desc"),
    ),
    Life(
        service="webhooks",
        draft=lambda name: woo.WebhookDraft(name=named(name), topic="order.created", delivery_url="https://me.example/", secret="s"),
        change=woo.WebhookDraft(status=woo.WebhookStatus.PAUSED),
        seen=lambda made: made.status is woo.WebhookStatus.PAUSED,
        query=lambda made: woo.WebhookQuery(include=(made.id,)),
    ),
    Life(
        service="shipping_zones",
        draft=lambda name: woo.ShippingZoneDraft(name=named(name)),
        change=woo.ShippingZoneDraft(order=7),
        seen=lambda made: made.order == 7,
        batch=False,
        query=lambda made: woo.Query(),
    ),
]


@pytest.mark.parametrize("life", LIVES, ids=str)
def test_a_record_lives_and_is_gone(life: Life, shop: woo.WooCommerce, bin: Bin) -> None:
    service: Any = getattr(shop, life.service)
    made = bin.keep(service.create(life.draft("one")), lambda made: service.delete(made.id))
    assert made.id == service.get(made.id).id
    assert made.id in [each.id for each in service.list(life.query(made))]
    assert life.seen(service.update(made.id, life.change))
    assert life.seen(service.get(made.id))
    if life.trash:
        service.trash(made.id)
        assert "trash" == str(service.get(made.id).status)
    service.delete(made.id)
    with pytest.raises(woo.NotFoundError):
        service.get(made.id)


@pytest.mark.parametrize("life", [life for life in LIVES if life.batch], ids=str)
def test_many_records_are_made_changed_and_removed_at_once(life: Life, shop: woo.WooCommerce, bin: Bin) -> None:
    service: Any = getattr(shop, life.service)
    made = service.batch(create=[life.draft(name) for name in ("two", "three")]).records
    for each in made:
        bin.keep(each.id, service.delete)
    changed = service.batch(update={each.id: life.change for each in made})
    assert [True, True] == [bool(life.seen(each)) for each in changed.records]
    removed = service.batch(delete=[each.id for each in made] + [2_000_000_000])
    assert [woo.Done, woo.Done, woo.Refused] == [type(outcome) for outcome in removed]


def test_variations_of_a_product(shop: woo.WooCommerce, bin: Bin) -> None:
    sizes = woo.ProductAttributeUseDraft(name="Size", options=("S", "M", "L"), variation=True, visible=True)
    draft = woo.ProductDraft(name=named("shirt"), type=woo.ProductType.VARIABLE, attributes=(sizes,))
    product = bin.keep(shop.products.create(draft), lambda made: shop.products.delete(made.id)).id
    small = woo.ChosenAttributeDraft(name="Size", option="S")
    made = shop.variations.create(product, woo.VariationDraft(regular_price=Decimal(10), attributes=(small,)))
    assert Decimal(11) == shop.variations.update(product, made.id, woo.VariationDraft(regular_price=Decimal(11))).regular_price
    shop.variations.generate(product, woo.GenerateDraft())
    ids = {each.id for each in shop.variations.list(product)}
    assert (3, True) == (len(ids), made.id in ids)
    assert ids <= {each.id for each in shop.all_variations.list(woo.VariationQuery(parent=(product,)))}
    assert made.id == shop.variations.get(product, made.id).id
    since = made.date_created_gmt
    assert since is not None
    assert made.id in [each.id for each in shop.all_variations.changed(since, woo.VariationQuery(parent=(product,)))]
    changed = shop.variations.batch(product, update={id: woo.VariationDraft(sku=slugged(f"v{id}")) for id in ids})
    assert 3 == len(changed.records)
    shop.variations.trash(product, made.id)
    for id in ids:
        shop.variations.delete(product, id)
    with pytest.raises(woo.NotFoundError):
        shop.variations.get(product, made.id)


def test_what_else_a_product_can_do(shop: woo.WooCommerce, bin: Bin) -> None:
    field = woo.MetaDataDraft(key=slugged("field"), value="x")
    product = bin.keep(
        shop.products.create(woo.ProductDraft(name=named("mug"), regular_price=Decimal(4), meta_data=(field,))),
        lambda made: shop.products.delete(made.id),
    )
    copy = bin.keep(shop.products.duplicate(product.id), lambda made: shop.products.delete(made.id))
    assert copy.id != product.id
    assert product.id not in shop.products.related(product.id).related_ids
    assert slugged("field") in list(shop.products.custom_field_names(woo.CustomFieldNameQuery(search=slugged("field"))))
    shop.products.suggested(woo.SuggestedProductQuery(limit=2)).first()


def test_terms_of_an_attribute(shop: woo.WooCommerce, bin: Bin) -> None:
    attribute = bin.keep(
        shop.attributes.create(woo.AttributeDraft(name=slugged("colour")[-26:])), lambda made: shop.attributes.delete(made.id)
    ).id
    red = shop.attribute_terms.create(attribute, woo.AttributeTermDraft(name="Red"))
    assert "warm" == shop.attribute_terms.update(attribute, red.id, woo.AttributeTermDraft(description="warm")).description
    many = shop.attribute_terms.batch(attribute, create=[woo.AttributeTermDraft(name=name) for name in ("Green", "Blue")])
    assert {"Red", "Green", "Blue"} == {each.name for each in shop.attribute_terms.list(attribute)}
    assert "Red" == shop.attribute_terms.get(attribute, red.id).name
    shop.attribute_terms.delete(attribute, red.id)
    shop.attribute_terms.batch(attribute, delete=[each.id for each in many.records])
    assert [] == list(shop.attribute_terms.list(attribute))


def test_reviews_of_a_product(shop: woo.WooCommerce, bin: Bin) -> None:
    product = bin.keep(shop.products.create(woo.ProductDraft(name=named("reviewed"))), lambda made: shop.products.delete(made.id)).id

    def draft(text: str) -> woo.ReviewDraft:
        return woo.ReviewDraft(product_id=product, reviewer="Ann", reviewer_email="ann@example.com", review=named(text), rating=4)

    made = bin.keep(shop.reviews.create(draft("good")), lambda made: shop.reviews.delete(made.id))
    assert 5 == shop.reviews.update(made.id, woo.ReviewDraft(rating=5)).rating
    assert [made.id] == [each.id for each in shop.reviews.list(woo.ReviewQuery(product=(product,)))]
    others = shop.reviews.batch(create=[draft("better"), draft("best")]).records
    shop.reviews.batch(delete=[each.id for each in others])
    shop.reviews.trash(made.id)
    shop.reviews.delete(made.id)
    with pytest.raises(woo.NotFoundError):
        shop.reviews.get(made.id)


def test_an_order_from_payment_to_refund(shop: woo.WooCommerce, bin: Bin) -> None:
    mug = bin.keep(
        shop.products.create(
            woo.ProductDraft(name=named("paid mug"), regular_price=Decimal("10.00"), manage_stock=True, stock_quantity=10)
        ),
        lambda made: shop.products.delete(made.id),
    )
    lines = (woo.LineItemDraft(product_id=mug.id, quantity=3),)
    billing = woo.BillingAddressDraft(first_name="Ann", email="ann@example.com", country="GB")
    draft = woo.OrderDraft(line_items=lines, billing=billing, payment_method="bacs", set_paid=True)
    order = bin.keep(shop.orders.create(draft), lambda made: shop.orders.delete(made.id))
    assert woo.OrderStatus.PROCESSING == order.status
    assert Decimal(7) == shop.products.get(mug.id).stock_quantity
    note = shop.order_notes.create(order.id, woo.OrderNoteDraft(note=named("noted"), customer_note=False))
    assert note.id == shop.order_notes.get(order.id, note.id).id
    assert note.id in [each.id for each in shop.order_notes.list(order.id, woo.OrderNoteQuery(type="internal"))]
    shop.order_notes.delete(order.id, note.id)
    line = woo.RefundLineDraft(id=order.line_items[0].id, quantity=1, refund_total=Decimal("10.00"))
    refund = shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("10.00"), line_items=(line,), api_refund=False))
    assert refund.id == shop.refunds.get(order.id, refund.id).id
    assert refund.id in [each.id for each in shop.refunds.list(order.id)]
    assert refund.id in [each.id for each in shop.all_refunds.list(woo.RefundQuery(parent=(order.id,)))]
    assert Decimal(8) == shop.products.get(mug.id).stock_quantity
    with pytest.raises(woo.WooCommerceError):
        shop.refunds.create(order.id, woo.RefundDraft(amount=Decimal("1000.00"), api_refund=False))
    shop.refunds.delete(order.id, refund.id)
    assert woo.OrderStatus.COMPLETED == shop.orders.update(order.id, woo.OrderDraft(status=woo.OrderStatus.COMPLETED)).status
    since = order.date_created_gmt
    assert since is not None
    assert order.id in [each.id for each in shop.orders.changed(since)]


def test_receipts_and_emails_of_an_order(shop: woo.WooCommerce, bin: Bin) -> None:
    billing = woo.BillingAddressDraft(email="ann@example.com")
    order = bin.keep(shop.orders.create(woo.OrderDraft(billing=billing, set_paid=True)), lambda made: shop.orders.delete(made.id))
    assert order.id > 0
    shop.orders.make_receipt(order.id, woo.ReceiptDraft(expiration_days=1))
    assert shop.orders.receipt(order.id).receipt_url
    (template, *_) = shop.orders.email_templates(order.id)
    # A disposable shop often sends no mail: that it was asked to is what is tried.
    with suppress(woo.StatusError):
        shop.orders.send_email(order.id, woo.EmailDraft(template_id=template.id))
    with suppress(woo.StatusError):
        shop.orders.send_details(order.id, woo.EmailDraft(email="ann@example.com", force_email_update=True))
    assert woo.OrderStatus.PROCESSING in [each.slug for each in shop.orders.statuses()]


def test_shipping_zones_their_places_and_methods(shop: woo.WooCommerce, bin: Bin) -> None:
    zone = bin.keep(
        shop.shipping_zones.create(woo.ShippingZoneDraft(name=named("zone"))), lambda made: shop.shipping_zones.delete(made.id)
    ).id
    places = (woo.ShippingZoneLocationDraft(code="GB", type=woo.LocationType.COUNTRY),)
    shop.shipping_zone_locations.replace(zone, places)
    assert ["GB"] == [each.code for each in shop.shipping_zone_locations.list(zone)]
    method = shop.shipping_zone_methods.create(zone, woo.ShippingZoneMethodDraft(method_id="flat_rate"))
    instance = method.instance_id
    assert not shop.shipping_zone_methods.update(zone, instance, woo.ShippingZoneMethodDraft(enabled=False)).enabled
    assert instance == shop.shipping_zone_methods.get(zone, instance).instance_id
    assert [instance] == [each.instance_id for each in shop.shipping_zone_methods.list(zone)]
    shop.shipping_zone_methods.delete(zone, instance)
    assert [] == list(shop.shipping_zone_methods.list(zone))


def test_tax_classes(shop: woo.WooCommerce, bin: Bin) -> None:
    made = bin.keep(shop.tax_classes.create(woo.TaxClassDraft(name=slugged("class"))), lambda made: shop.tax_classes.delete(made.slug))
    assert made.slug in [each.slug for each in shop.tax_classes.list()]
    assert made.name == shop.tax_classes.get(made.slug)[0].name
    shop.tax_classes.delete(made.slug)
    assert made.slug not in [each.slug for each in shop.tax_classes.list()]


def test_what_a_customer_may_download(shop: woo.WooCommerce, bin: Bin) -> None:
    draft = woo.CustomerDraft(email=f"{slugged('downloads')}@example.com")
    customer = bin.keep(shop.customers.create(draft), lambda made: shop.customers.delete(made.id))
    assert () == tuple(shop.customers.downloads(customer.id))
    assert slugged("new") in shop.shipping_classes.slug_suggestion(woo.SlugSuggestionQuery(name=slugged("new")))
