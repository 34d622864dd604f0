from __future__ import annotations

from datetime import timedelta, timezone
from typing import Any

import pytest

import brightpearl_sdk as bp
from brightpearl_sdk.testing import DEMO_APP, mock_transport
from tests.brightpearl_sdk.testing.asking import MUG, PLATE, Asking, Clock, account, customer, order, product, row

ORDERS = "order-service/order-search"
PRODUCTS = "product-service/product-search"


@pytest.fixture
def ask() -> Asking:
    """Four orders, one a day from the 2nd of March at 10:15; the last is on another status, of another customer, and has a reference."""
    clock = Clock()
    asking = account(clock=clock, zone=timezone(timedelta(hours=1)))
    contact = customer(asking)
    for number in range(1, 4):
        order(asking, contact=contact, ref=f"WC-{number}")
        clock.pass_(days=1)
    order(asking, row(PLATE), contact=customer(asking, firstName="Grace"), statusId=3, externalRef="x4", channelId=2, ref="WC-4")
    return asking


def ids(ask: Asking, **query: Any) -> list[int]:
    return [id - 100000 for id in ask("GET", ORDERS, **query).column("orderId")]


# Filters, type by type.


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"contactId": 201}, [4]),
        ({"contactId": -1}, []),
        ({"orderId": "100001-100002,100004"}, [1, 2, 4]),
        ({"orderId": "100003.100001"}, [1, 3]),
        ({"orderId": "100003,100001"}, [1, 3]),
        ({"externalRef": "x4"}, [4]),
        ({"externalRef": "X4"}, [4]),
        ({"externalRef": "x"}, []),
        ({"externalRefs": "x4,y"}, [4]),
        ({"externalRefSearchString": "X"}, [4]),
        ({"customerRefs": "wc-1,WC-3"}, [1, 3]),
        ({"isClosed": "false"}, [1, 2, 3, 4]),
        ({"isClosed": "true"}, []),
        ({"productIds": PLATE}, [4]),
        ({"productIds": f"{MUG}-{PLATE}"}, [1, 2, 3, 4]),
        ({"departmentId": 2, "orderStatusId": 3}, [4]),
        ({"departmentId": 2, "orderStatusId": 1}, []),
    ],
)
def test_a_filter_constrains_and_several_are_anded(ask: Asking, query: dict[str, Any], expected: list[int]) -> None:
    assert expected == ids(ask, **query)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("2026-03-03", [2]),
        ("2026-03-03T10:15:00Z", [2]),
        ("2026-03-03T11:15:00+01:00", [2]),
        ("2026-03-03T10:15:00.000Z/", [2, 3, 4]),
        ("/2026-03-03T10:15:00Z", [1, 2]),
        ("/2026-03-03T10:14:59Z", [1]),
        ("2026-03-03/2026-03-05", [2, 3]),
        ("2026-03-03T00:00:00Z/2026-03-04T23:59:59Z", [2, 3]),
        ("/", [1, 2, 3, 4]),
    ],
)
def test_a_period_has_two_ends_of_which_either_may_be_open(ask: Asking, period: str, expected: list[int]) -> None:
    assert expected == ids(ask, createdOn=period)


def test_a_bare_date_is_midnight_of_the_account_zone() -> None:
    clock = Clock()
    clock.pass_(hours=13)
    ask = account(clock=clock, zone=timezone(timedelta(hours=1)))
    order(ask)
    assert ([1], []) == (ids(ask, createdOn="2026-03-03"), ids(ask, createdOn="2026-03-02"))


def test_an_order_that_was_never_changed_has_no_moment_of_change(ask: Asking) -> None:
    ask("PUT", "order-service/order/100002/status", {"orderStatusId": 2})
    assert ([2], [None, None, None]) == (
        ids(ask, updatedOn="2026-01-01/"),
        ask("GET", ORDERS, orderId="100001,100003-100004").column("updatedOn"),
    )


@pytest.mark.parametrize(("text", "expected"), [("mug", ["Mug"]), ("fast S", ["Breakfast set"]), ("E*", ["Engraving"]), ("set*", [])])
def test_a_search_string_is_part_of_a_text_and_a_star_asks_for_its_beginning(ask: Asking, text: str, expected: list[str]) -> None:
    assert expected == ask("GET", PRODUCTS, productName=text).column("productName")


@pytest.mark.parametrize(("text", "expected"), [("true", 2), ("false", 2), ("1", 2), ("0", 2)])
def test_a_boolean_is_true_or_false(ask: Asking, text: str, expected: int) -> None:
    assert expected == len(ask("GET", PRODUCTS, stockTracked=text).rows)


def test_a_filter_that_a_search_does_not_know_is_ignored(ask: Asking) -> None:
    assert [1, 2, 3, 4] == ids(ask, channelId=2, customFilter="x")


def test_a_column_that_cannot_be_filtered_is_ignored_as_well(ask: Asking) -> None:
    assert 4 == len(ask("GET", PRODUCTS, salesChannelName="nothing").rows)


@pytest.mark.parametrize(
    ("path", "name", "value", "kind"),
    [
        (ORDERS, "orderStatusId", "BAD PARAM", "INTEGER"),
        (ORDERS, "orderStatusId", "5-9", "INTEGER"),
        (ORDERS, "orderStatusId", "1_0", "INTEGER"),
        (ORDERS, "orderStatusId", "", "INTEGER"),
        (PRODUCTS, "productId", "BAD PARAM", "IDSET"),
        (ORDERS, "orderId", "1000/", "IDSET"),
        (ORDERS, "updatedOn", "yesterday", "PERIOD"),
        (ORDERS, "updatedOn", "2026-01-01/2026-01-02/2026-01-03", "PERIOD"),
        (PRODUCTS, "stockTracked", "maybe", "BOOLEAN"),
    ],
)
def test_a_filter_that_cannot_be_read_is_500_and_names_its_type(ask: Asking, path: str, name: str, value: str, kind: str) -> None:
    answered = ask("GET", path, **{name: value})
    told = {"code": "CMNC-018", "message": f"The filter {name}={value} cannot be parsed as: {kind}"}
    assert (500, {"errors": [told]}) == (answered.status, answered.document)


# Order, pages, columns.


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("orderId", [1, 2, 3, 4]),
        ("orderId.DESC", [4, 3, 2, 1]),
        ("orderId|DESC", [4, 3, 2, 1]),
        ("contactId.DESC,orderId.DESC", [4, 3, 2, 1]),
        ("contactId.DESC,orderId.ASC", [4, 1, 2, 3]),
        ("orderStatusId.DESC", [4, 1, 2, 3]),
    ],
)
def test_rows_are_sorted_as_asked(ask: Asking, sort: str, expected: list[int]) -> None:
    assert expected == ids(ask, sort=sort)


@pytest.mark.parametrize("sort", ["nothing", "brightpearlCategoryCode.ASC"])
def test_a_column_that_cannot_be_sorted_by_is_refused(ask: Asking, sort: str) -> None:
    assert 400 == ask("GET", PRODUCTS, sort=sort).status


def test_a_page_tells_where_it_stands(ask: Asking) -> None:
    meta = ask("GET", ORDERS, pageSize=3).response["metaData"]
    told = ("morePagesAvailable", "resultsAvailable", "resultsReturned", "firstResult", "lastResult")
    assert [True, 4, 3, 1, 3] == [meta[name] for name in told]


def test_the_next_page_begins_after_the_last_result(ask: Asking) -> None:
    assert ([4], False) == (
        ids(ask, pageSize=3, firstResult=4),
        ask("GET", ORDERS, pageSize=3, firstResult=4).response["metaData"]["morePagesAvailable"],
    )


def test_a_page_holds_at_most_five_hundred_rows_and_as_many_unless_asked() -> None:
    ask = account()
    ask.double.load("products", [product(id, f"P{id}") for id in range(2000, 2501)])
    assert [500, 500, 499] == [len(ask("GET", PRODUCTS, **query).rows) for query in ({}, {"pageSize": 1000}, {"pageSize": 499})]


@pytest.mark.parametrize("query", [{"pageSize": "0"}, {"pageSize": "-1"}, {"firstResult": "0"}, {"pageSize": "many"}])
def test_a_page_of_no_size_is_refused(ask: Asking, query: dict[str, str]) -> None:
    assert 400 == ask("GET", ORDERS, **query).status


def test_nothing_found_is_an_answer_without_first_and_last(ask: Asking) -> None:
    answered = ask("GET", ORDERS, orderId=1)
    meta = answered.response["metaData"]
    assert (200, [], {}) == (answered.status, answered.response["results"], answered.document["reference"])
    assert (0, 0, False) == (meta["resultsAvailable"], meta["resultsReturned"], meta["morePagesAvailable"])
    assert not {"firstResult", "lastResult"} & set(meta)


def test_a_count_has_no_rows(ask: Asking) -> None:
    answered = ask("GET", ORDERS, countOnly="true")
    assert ([], 4) == (answered.response["results"], answered.response["metaData"]["resultsAvailable"])


def test_only_the_columns_that_are_asked_for_come_in_their_order(ask: Asking) -> None:
    answered = ask("GET", ORDERS, columns="customerRef,orderId", orderId=100001)
    assert [["WC-1", 100001]] == answered.response["results"]
    assert ["customerRef", "orderId"] == [column["name"] for column in answered.response["metaData"]["columns"]]


def test_a_column_tells_what_it_can_do(ask: Asking) -> None:
    column = ask("GET", ORDERS, columns="orderStatusId").response["metaData"]["columns"]
    expected = {
        "name": "orderStatusId",
        "sortable": True,
        "filterable": True,
        "reportDataType": "INTEGER",
        "referenceData": ["orderStatusNames"],
        "isFreeTextSearchable": False,
        "required": False,
    }
    assert [expected] == column


def test_the_sorting_is_told(ask: Asking) -> None:
    (told,) = ask("GET", ORDERS, sort="createdOn.DESC").response["metaData"]["sorting"]
    assert ("createdOn", "DESC") == (told["filterable"]["name"], told["direction"])


def test_moments_are_shown_in_the_account_zone(ask: Asking) -> None:
    assert ["2026-03-02T11:15:00.000+01:00"] == ask("GET", ORDERS, orderId=100001).column("createdOn")


# Maps that explain ids.


def test_the_maps_hold_the_names_of_the_ids_on_the_page_and_no_others(ask: Asking) -> None:
    answered = ask("GET", ORDERS, orderId="100003-100004")
    assert {
        "orderTypeNames": {"1": "SALES_ORDER"},
        "orderStatusNames": {"1": "Draft / Quote", "3": "New phone order"},
        "orderStockStatusNames": {"1": "Sales Order Not Fulfilled"},
        "orderPaymentStatusNames": {"1": "UNPAID"},
        "orderShippingStatusNames": {"2": "Stock not shipped"},
    } == answered.document["reference"]


def test_a_map_comes_only_with_its_column(ask: Asking) -> None:
    assert {"orderTypeNames"} == set(ask("GET", ORDERS, columns="orderTypeId").document["reference"])


def test_the_categories_of_products_stand_in_a_map() -> None:
    ask = account()
    ask.double.load("products", [product(2000, "Teapot")])
    ask.double.state.table("products")[2000]["salesChannels"][0]["categories"] = [{"categoryCode": "300"}, {"categoryCode": "301"}]
    assert {"productCategoryMembership": {"2000": [300, 301]}} == ask("GET", PRODUCTS).document["reference"]


# The description.


def test_a_search_describes_itself_without_running(ask: Asking) -> None:
    described = ask("GET", f"{ORDERS}/meta-data").response
    columns = ask("GET", ORDERS).response["metaData"]["columns"]
    assert (columns, ["orderId"]) == (described["columns"], [each["filterable"]["name"] for each in described["sorting"]])
    assert {"isClosed", "externalRefs", "productIds"} <= {each["name"] for each in described["filters"]}


def test_sales_orders_show_codes_where_orders_show_ids(ask: Asking) -> None:
    (found,) = ask("GET", "order-service/sales-order-search", salesOrderId=100004).rows
    assert ("SON", "UNPAID", "SNS", 2) == tuple(
        found[name] for name in ("orderStockStatus", "orderPaymentStatus", "orderShippingStatus", "channelId")
    )


def test_what_is_not_set_is_zero_for_some_ids_and_null_for_others(ask: Asking) -> None:
    (found,) = ask("GET", ORDERS, orderId=100001).rows
    names = ("parentOrderId", "staffOwnerContactId", "departmentId", "externalRef", "installedIntegrationInstanceId", "deliveryDate")
    assert (0, 0, 0, None, None, None) == tuple(found[name] for name in names)


# Custom fields.

FIELDS = [
    {"id": 1, "of": "product", "code": "PCF_COLOUR", "name": "Colour", "customFieldType": "TEXT", "required": False},
    {"id": 2, "of": "product", "code": "PCF_SIZE", "name": "Size", "customFieldType": "SELECT", "required": False},
    {"id": 3, "of": "sale", "code": "PCF_GIFT", "name": "Gift", "customFieldType": "YES_NO", "required": False},
]


def coloured(ask: Asking) -> None:
    ask.double.load("custom_fields", FIELDS)
    ask.double.load(
        "products",
        [
            product(2001, "Red cup", customFields={"PCF_COLOUR": "red", "PCF_SIZE": {"id": 4, "value": "L"}}),
            product(2002, "Blue cup", customFields={"PCF_COLOUR": "blue"}),
        ],
    )


def test_a_custom_field_is_a_column_where_it_is_filtered_by_or_asked_for(ask: Asking) -> None:
    coloured(ask)
    assert [{"PCF_COLOUR": "red"}] == [{"PCF_COLOUR": row["PCF_COLOUR"]} for row in ask("GET", PRODUCTS, PCF_COLOUR="RED").rows]
    asked = ask("GET", PRODUCTS, productId="2001,2002", columns="productId,PCF_SIZE").rows
    assert [{"productId": 2001, "PCF_SIZE": "L"}, {"productId": 2002, "PCF_SIZE": None}] == asked
    assert "PCF_COLOUR" not in ask("GET", PRODUCTS, productId="2001").rows[0]
    offered = [each["name"] for each in ask("GET", f"{PRODUCTS}/meta-data").response["columns"]]
    assert ["PCF_COLOUR", "PCF_SIZE"] == [name for name in offered if name.startswith("PCF_")]


def test_a_client_finds_rows_by_a_custom_field(ask: Asking) -> None:
    colour, misspelt = bp.StringColumn("PCF_COLOUR"), bp.StringColumn("PCF_COLOR")
    coloured(ask)
    token = bp.AccountToken(DEMO_APP.app_ref, DEMO_APP.account_token)
    with bp.Brightpearl("acme", token, base_url="https://bp.example", transport=mock_transport(ask.double.handle)) as client:
        found = client.products.search(bp.ProductRow.where(colour.is_("red"))).all()
        assert [(2001, "red")] == [(each.product_id, each[colour]) for each in found]
        with pytest.raises(bp.QueryError, match=r"no column 'PCF_COLOR'.*every row returned"):
            client.products.search(bp.ProductRow.where(misspelt.is_("red"))).all()
