from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing.transport import mock_transport
from tests.brightpearl_sdk.answers import answered, body, found, plain, sent
from tests.brightpearl_sdk.recordings import exchanges

BASE = "/product-service"
WHEN = "2020-01-01T01:02:03.000Z"
RECORDED = {exchange.name: exchange for exchange in exchanges()}

TEXT = {"languageCode": "en", "text": "Clothes to wear", "format": "PLAINTEXT"}
BRAND = {"id": 74, "name": "Other", "description": "", "createdOn": WHEN, "updatedOn": WHEN}
CATEGORY = {
    "id": 276,
    "name": "Parts",
    "parentId": 0,
    "active": True,
    "createdOn": WHEN,
    "createdById": 0,
    "updatedOn": WHEN,
    "updatedById": 2,
    "description": TEXT,
}
CHANNEL = {
    "id": 3,
    "name": "Market",
    "channelTypeId": 5,
    "defaultWarehouseId": 3,
    "contactGroupId": 1,
    "defaultPriceListId": 1,
    "channelBrandId": 2,
    "warehouseIds": [3],
    "integrationDetail": {"installedIntegrationId": 1, "configSetId": 2, "providerCode": "x", "integrationTypeCode": "MKP", "active": True},
}
CHANNEL_BRAND = {
    "channelBrandId": 1,
    "addressBookId": 1,
    "name": "Shop",
    "companyName": "Example Ltd",
    "companyNumber": "06",
    "telephone": "0117",
    "emailAddress": "sales@example.com",
    "accountingEmailAddress": "accounts@example.com",
    "templates": {"SOINV": 12},
    "shippingTemplates": {"6": 5},
    "financialDetails": {"bankName": "Bank"},
}
OPTION = {"id": 4, "name": "Oranges", "sortOrder": 5, "createdOn": WHEN, "updatedOn": WHEN}
OPTION_VALUE = {"optionId": 1, "optionName": "Size", "optionValueId": 14, "optionValueName": "Small"}
PRODUCT_OPTION_VALUE = {"productId": 1000, "optionId": 2, "optionName": "Color", "optionValueId": 4, "optionValue": "Red"}
PRODUCT_TYPE = {"id": 2, "name": "Clothes", "associations": {"options": [{"id": 3, "name": "Color"}, {"id": 4, "name": "Size"}]}}
SEASON = {"id": 1, "name": "Spring", "description": "In bloom", "dateFrom": "2015-04-23", "dateTo": "2015-06-19"}
FIELD = {"id": 2, "code": "PCF_TEXT", "name": "Text", "customFieldType": "TEXT", "required": False}
PRICE = {
    "productId": 1010,
    "priceLists": [
        {"priceListId": 2, "currencyCode": "GBP", "currencyId": 1, "sku": "M-1", "quantityPrice": {"1": "12.5000", "5": "12.3333"}}
    ],
}
BUNDLES = {"id": 201, "bundles": [{"id": 303}]}
CUSTOMER_PRICES = {
    "customer": {
        "customerId": 1001,
        "financialDetails": {
            "priceListId": 1,
            "currencyCode": "GBP",
            "discountPercentage": 10.0,
            "taxCode": {"code": "T0", "rate": 0.0},
        },
    },
    "products": [
        {
            "productId": 1004,
            "sku": "SKU001",
            "financialDetails": {"taxable": True, "taxCode": {"code": "T20", "rate": 20.0}},
            "priceList": {"priceListId": 1, "currencyCode": "GBP", "quantityPrice": {"1": "10.00", "10": "9.00"}},
        }
    ],
}


@pytest.mark.parametrize(
    ("operation", "target", "given"),
    [
        (bp.Brands.get_set([76, 74]), "/brand/74,76", [BRAND]),
        (bp.Brands.all(), "/brand", [BRAND]),
        (bp.BrightpearlCategories.get_set([276]), "/brightpearl-category/276", [CATEGORY]),
        (bp.BrightpearlCategories.all(), "/brightpearl-category", [CATEGORY]),
        (bp.Channels.all(), "/channel", [CHANNEL]),
        (bp.ChannelBrands.get_set([1]), "/channel-brand/1", [CHANNEL_BRAND]),
        (bp.ChannelBrands.all(), "/channel-brand", [CHANNEL_BRAND]),
        (bp.Options.get_set([4]), "/option/4", [OPTION]),
        (bp.Options.all(), "/option", [OPTION]),
        (bp.OptionValues.of_options([1, 2]), "/option/1-2/value", [OPTION_VALUE]),
        (bp.ProductOptionValues.of_products([1000]), "/product/1000/option-value", [PRODUCT_OPTION_VALUE]),
        (bp.ProductOptionValues.get_set(range(1000, 1011), [4]), "/product/1000-1010/option-value/4", [PRODUCT_OPTION_VALUE]),
        (bp.ProductTypes.get_set([2]), "/product-type/2", [PRODUCT_TYPE]),
        (bp.ProductTypes.all(), "/product-type", [PRODUCT_TYPE, {"id": 3, "name": "Other"}]),
        (bp.Seasons.get_set([1, 2]), "/season/1-2", [SEASON, {"id": 2, "name": "Open", "dateTo": "2013-08-01"}]),
        (bp.Seasons.all(), "/season", [SEASON]),
        (bp.ProductCustomFields.declared(), "/product/custom-field-meta-data", [FIELD]),
        (bp.ProductCustomFields.declared_set([2]), "/product/custom-field-meta-data/2", [FIELD]),
        (bp.ProductBundles.get_set([201]), "/product/201/bundle", [BUNDLES]),
        (bp.ProductGroups.get_set([9]), "/product-group/9", [{"id": 9, "productIds": [1007, 1008]}]),
        (bp.ProductPrices.get_set_on([1010], [3, 2]), "/product-price/1010/price-list/2-3", [PRICE]),
    ],
)
def test_records_come_back_as_they_were(operation: bp.Operation[tuple[Any, ...]], target: str, given: list[Any]) -> None:
    assert ("GET", BASE + target) == sent(operation)
    assert plain(given) == [plain(bp.encode(record)) for record in operation.parse(answered(given))]


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        (bp.Brands.get(74), BRAND),
        (bp.BrightpearlCategories.get(276), CATEGORY),
        (bp.Options.get(4), OPTION),
        (bp.ProductTypes.get(2), PRODUCT_TYPE),
        (bp.Seasons.get(1), SEASON),
        (bp.ProductGroups.get(9), {"id": 9}),
    ],
)
def test_one_record_is_read_from_the_list_it_comes_in(operation: bp.Operation[Any], given: Any) -> None:
    assert plain(given) == plain(bp.encode(operation.parse(answered([given]))))


def test_a_recorded_brand_and_category_are_read() -> None:
    brand = bp.Brands.get(75).parse(RECORDED["spree_brightpearl:product_with_variants#4"].response)
    category = bp.BrightpearlCategories.get(295).parse(RECORDED["spree_brightpearl:product_with_variants#2"].response)
    assert ((75, ""), (0, False)) == ((brand.id, brand.description), (category.parent_id, category.active))


@pytest.mark.parametrize(
    ("operation", "target", "document"),
    [
        (bp.Brands.create(bp.BrandDraft(name="A", description="B")), ("POST", "/brand"), {"name": "A", "description": "B"}),
        (
            bp.BrightpearlCategories.create(bp.BrightpearlCategoryDraft(name="Shirts", parent_id=288)),
            ("POST", "/brightpearl-category"),
            {"name": "Shirts", "parentId": 288},
        ),
        (bp.Options.create(bp.OptionDraft(name="Color", sort_order=7)), ("POST", "/option"), {"name": "Color", "sortOrder": 7}),
        (
            bp.OptionValues.create(1, bp.OptionValueDraft(option_value_name="Plum", sort_order=5)),
            ("POST", "/option/1/value"),
            {"optionValueName": "Plum", "sortOrder": 5},
        ),
        (bp.ProductTypes.create(bp.ProductTypeDraft(name="Shoes")), ("POST", "/product-type"), {"name": "Shoes"}),
        (
            bp.Seasons.create(bp.SeasonDraft(name="Spring", date_from=date(2016, 1, 1), date_to=date(2016, 1, 31))),
            ("POST", "/season"),
            {"name": "Spring", "dateFrom": "2016-01-01", "dateTo": "2016-01-31"},
        ),
        (
            bp.ProductIdentities.put(1007, bp.ProductIdentityDraft(sku="SKU", ean="EAN", upc="UPC", mpn="MPN", isbn="ISBN")),
            ("PUT", "/product/1007/identity"),
            {"sku": "SKU", "ean": "EAN", "upc": "UPC", "mpn": "MPN", "isbn": "ISBN"},
        ),
        (
            bp.ProductPrimarySuppliers.put(207, bp.PrimarySupplierDraft(product_ids=(1007, 1008))),
            ("PUT", "/primary-supplier/207/product"),
            {"productIds": [1007, 1008]},
        ),
        (bp.ProductGroups.put(9, {"productIds": [1007]}), ("PUT", "/product-group/9"), {"productIds": [1007]}),
        (
            bp.ProductCustomFields.patch(1007, [bp.Patch.replace("/PCF_TEXT", "x")]),
            ("PATCH", "/product/1007/custom-field"),
            [{"op": "replace", "path": "/PCF_TEXT", "value": "x"}],
        ),
    ],
)
def test_a_write_says_what_its_draft_says(operation: bp.Operation[Any], target: tuple[str, str], document: Any) -> None:
    assert ((target[0], BASE + target[1]), document) == (sent(operation), body(operation))


def test_a_product_is_made_as_the_recorded_one_was() -> None:
    draft = bp.ProductDraft(
        brand_id=74,
        financial_details=bp.ProductFinancialDetailsDraft(taxable=True, tax_code=bp.TaxCodeReferenceDraft(id=2, code="T")),
        sales_channels=(
            bp.ProductSalesChannelDraft(product_name="Test Product", categories=(bp.SalesChannelCategoryDraft(category_code=296),)),
        ),
    )
    assert {
        "brandId": 74,
        "financialDetails": {"taxable": True, "taxCode": {"id": 2, "code": "T"}},
        "salesChannels": [{"salesChannelName": "Brightpearl", "productName": "Test Product", "categories": [{"categoryCode": 296}]}],
    } == body(bp.Products.create(draft))


def test_a_whole_product_is_sent_with_numbers_as_numbers() -> None:
    draft = bp.ProductDraft(
        stock=bp.ProductStockDraft(
            stock_tracked=True, weight=bp.WeightDraft(magnitude=Decimal("1.25")), dimensions=bp.DimensionsDraft(length=Decimal("0.5"))
        ),
        composition=bp.CompositionDraft(
            bundle=True, bundle_components=(bp.BundleComponentDraft(product_id=1007, product_quantity=Decimal(2)),)
        ),
        variations=(bp.ProductVariationDraft(option_id=1, option_value_id=4),),
        reporting=bp.ProductReportingDraft(category_id=3),
        season_ids=(1, 2),
        identity={"sku": "A"},
    )
    assert {
        "identity": {"sku": "A"},
        "stock": {"stockTracked": True, "weight": {"magnitude": Decimal("1.25")}, "dimensions": {"length": Decimal("0.5")}},
        "composition": {"bundle": True, "bundleComponents": [{"productId": 1007, "productQuantity": 2}]},
        "variations": [{"optionId": 1, "optionValueId": 4}],
        "seasonIds": [1, 2],
        "reporting": {"categoryId": 3},
    } == body(bp.Products.replace(7, draft))


def test_a_recorded_products_parts_are_typed() -> None:
    product = bp.Products.get(1007).parse(RECORDED["account:product_get_one"].response)
    assert product.sales_channels is not None and product.warehouses is not None
    assert ("Brightpearl", "296") == (
        product.sales_channels[0].sales_channel_name,
        product.sales_channels[0].categories and product.sales_channels[0].categories[0].category_code,
    )
    assert {"2", "3"} == set(product.warehouses)


@pytest.mark.parametrize(
    ("operation", "target"),
    [
        (bp.Products.plan([1, 2, 9]), "/product/1-2,9"),
        (bp.Products.plan(), "/product/"),
        (bp.ProductOptionValues.plan(), "/product/*/option-value"),
        (bp.ProductOptionValues.plan_with_values(None, [4]), "/product/*/option-value/4"),
        (bp.ProductPrices.plan([1000]), "/product-price/1000"),
        (bp.ProductPrices.plan_on([1000, 1001], [2, 3]), "/product-price/1000-1001/price-list/2-3"),
    ],
)
def test_what_exists_is_asked_by_options(operation: bp.Operation[bp.Plan], target: str) -> None:
    assert ("OPTIONS", BASE + target) == sent(operation)


def test_the_plan_of_prices_on_lists_names_the_products() -> None:
    uris = ["/product-price/100-102/price-list/2-3", "/product-price/500/price-list/2-3"]
    plan = bp.ProductPrices.plan_on([100], [2]).parse(answered({"getUris": uris}))
    assert [100, 101, 102, 500] == list(plan.ids)


def test_recorded_options_of_products_that_are_not_there_are_empty() -> None:
    assert 0 == len(bp.Products.plan([1]).parse(RECORDED["ruby-brightpearl:product_options"].response))


def test_prices_are_gathered_by_product() -> None:
    def answer(request: bp.Request) -> bp.Response:
        return answered([PRICE])

    with bp.Brightpearl("acme", bp.AccountToken("app", "token"), base_url="https://x", transport=mock_transport(answer)) as client:
        given = client.product_prices.get_many([1010, 1011])
    assert (Decimal("12.3333"), (1011,)) == ((given.by_id[1010].price_lists[0].quantity_price or {})["5"], given.missing)


def test_custom_fields_of_many_products_come_by_product() -> None:
    operation = bp.ProductCustomFields.get_set([3158, 3159])
    given = {"3158": {"PCF_TEXT": "This is text", "PCF_N": 8, "PCF_S": {"id": 1, "value": "S"}}, "3159": {}}
    assert ("GET", f"{BASE}/product-custom-field/3158-3159") == sent(operation)
    assert {int(id): fields for id, fields in given.items()} == operation.parse(answered(given))


def test_custom_fields_of_a_product_are_a_map() -> None:
    operation = bp.ProductCustomFields.get(1007)
    assert (("GET", f"{BASE}/product/1007/custom-field"), {"PCF_A": True}) == (sent(operation), operation.parse(answered({"PCF_A": True})))


@pytest.mark.parametrize(
    ("operation", "method"), [(bp.ProductSuppliers.add(1007, [207, 205]), "POST"), (bp.ProductSuppliers.remove(1007, [207, 205]), "DELETE")]
)
def test_suppliers_are_linked_with_an_outcome_each(operation: bp.Operation[bp.Outcomes], method: str) -> None:
    given = operation.parse(answered({"resourceErrors": {}, "resourceStatuses": {"205": 200, "207": 200}}))
    assert ((method, f"{BASE}/product/1007/supplier"), [205, 207]) == (sent(operation), body(operation))
    assert ({205: 200, 207: 200}, {}) == (given.statuses, given.refused)


def test_suppliers_are_handed_on_as_they_come() -> None:
    assert [{"any": "shape"}] == bp.ProductSuppliers.get_set([1007]).parse(answered([{"any": "shape"}]))


def test_options_are_linked_with_product_types_by_two_sets() -> None:
    operation = bp.ProductTypeOptionAssociations.create([1, 2, 3], [11, 12])
    assert (("POST", f"{BASE}/product-type/1-3/option-association/11-12"), False) == (sent(operation), operation.repeatable)


def test_discount_usages_are_counts() -> None:
    by_contact, total = bp.DiscountContactUsages.get(1, 200), bp.DiscountTotalUsages.get(1)
    assert [("GET", f"{BASE}/discount/1/contact-usage/200"), ("GET", f"{BASE}/discount/1/total-usage")] == [sent(by_contact), sent(total)]
    assert (10, 12) == (by_contact.parse(answered([{"contactId": 200, "usages": 10}])).usages, total.parse(answered({"usages": 12})).usages)


def test_a_customers_prices_come_back_as_they_were() -> None:
    operation = bp.CustomerProductPrices.get(1001, [1006, 1004])
    assert plain(CUSTOMER_PRICES) == plain(bp.encode(operation.parse(answered(CUSTOMER_PRICES))))


def test_a_customers_prices_are_asked_beside_the_public_api() -> None:
    asked: list[str] = []

    def answer(request: bp.Request) -> bp.Response:
        asked.append(request.target)
        return answered(CUSTOMER_PRICES)

    with bp.Brightpearl("acme", bp.AccountToken("app", "token"), base_url="https://x/", transport=mock_transport(answer)) as client:
        client.customer_product_prices.get(1001, [1004, 1005])
    assert ["/api-v3/acme/pricing/customer/1001/product-price/1004-1005"] == asked


@pytest.mark.parametrize(
    ("operation", "target", "columns", "row"),
    [
        (
            bp.Brands.search(bp.BrandRow.where(bp.BrandRow.brand_name.contains("x"))),
            "/brand-search?brandName=x",
            {"brandId": "IDSET", "brandName": "SEARCH_STRING"},
            [74, "Other"],
        ),
        (
            bp.BrightpearlCategories.search(bp.BrightpearlCategoryRow.where(bp.BrightpearlCategoryRow.parent_id.is_(0))),
            "/brightpearl-category-search?parentId=0",
            {"id": "IDSET", "active": "BOOLEAN"},
            [276, True],
        ),
        (
            bp.Collections.search(bp.CollectionRow.where(bp.CollectionRow.brand_id.within([74, 75]))),
            "/collection-search?brandId=74-75",
            {"collectionId": "IDSET", "collectionName": "STRING"},
            [1, "Blue"],
        ),
        (
            bp.Options.search(bp.OptionRow.where(bp.OptionRow.name.is_("Size"))),
            "/option-search?name=Size",
            {"id": "IDSET", "name": "STRING"},
            [1, "Size"],
        ),
        (
            bp.OptionValues.search(bp.OptionValueRow.where(bp.OptionValueRow.option_id.is_(1))),
            "/option-value-search?optionId=1",
            {"optionId": "IDSET", "optionValueName": "STRING"},
            [1, "Small"],
        ),
        (
            bp.ProductTypes.search(bp.ProductTypeRow.where(bp.ProductTypeRow.updated_on.since(datetime(2026, 1, 1, tzinfo=UTC)))),
            "/product-type-search?updatedOn=2026-01-01T00:00:00.000Z/",
            {"id": "IDSET", "name": "STRING"},
            [1, "Default"],
        ),
        (bp.Seasons.search(bp.SeasonRow.where()), "/season-search", {"id": "IDSET", "name": "STRING"}, [1, "Spring"]),
    ],
)
def test_searches_ask_and_read_by_column(
    operation: bp.Operation[bp.Page[bp.SearchRow]], target: str, columns: dict[str, str], row: list[Any]
) -> None:
    assert ("GET", BASE + target) == sent(operation)
    assert [dict(zip(columns, row, strict=True))] == [dict(each.cells) for each in operation.parse(found(columns, row))]
