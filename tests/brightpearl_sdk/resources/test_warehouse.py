from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

import brightpearl_sdk as bp
from tests.brightpearl_sdk.answers import answered, body, found, plain, sent
from tests.brightpearl_sdk.recordings import exchanges

BASE = "/warehouse-service"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WHEN = "2026-03-02T12:00:00.000Z"
RECORDED = {exchange.name: exchange for exchange in exchanges()}
PRICE = bp.StockValueDraft(currency="GBP", value=Decimal("12.50"))

TRANSFER_NOTE = {
    "orderId": 0,
    "warehouseId": 2,
    "transfer": True,
    "targetWarehouseId": 3,
    "stockTransferId": 22,
    "shipping": {"reference": "TRACK1", "shippingMethodId": 3, "boxes": 1, "weight": "2.5"},
    "labelUri": "https://example.com/label",
    "events": [{"occured": WHEN, "eventOwnerId": 4, "eventCode": "XYZ"}],
}
DROP_SHIP_NOTE = {
    "orderId": 156,
    "purchaseOrderId": 157,
    "supplierId": 235,
    "status": {"shippedOn": WHEN, "shipped": True, "shippedById": 1},
    "orderRows": {"486": [{"productId": 1084, "quantity": 1, "locationId": 0}]},
    "events": [{"occured": WHEN, "eventOwnerId": 1, "eventCode": "SHS"}],
}
GOODS_IN_NOTE = {
    "goodsNoteId": 333,
    "orderId": 111,
    "transfer": False,
    "goodsNoteStatus": "CLOSED",
    "userBatchReference": "B-1",
    "receivedOn": WHEN,
    "createdBy": 4,
    "goodsMoved": [
        {
            "productId": 1008,
            "purchaseOrderRowId": 9,
            "quantity": 5,
            "warehouseId": 2,
            "destinationLocationId": 2,
            "goodsNoteId": 333,
            "batchGoodsNoteId": 333,
            "productValue": {"currency": "GBP", "value": 12.5},
        }
    ],
}
CORRECTION = {
    "goodsNoteId": 8796,
    "warehouseId": 2,
    "reason": "Stock take",
    "goodsMoved": [
        {
            "productId": 3174,
            "quantity": 5,
            "destinationLocationId": 2,
            "batchGoodsNoteId": 8796,
            "productValue": {"currency": "GBP", "value": 2.68},
            "createdOn": WHEN,
            "createdBy": 4,
        }
    ],
}
RESERVATION = {"orderId": 54, "warehouseId": 2, "orderRows": {"68": {"productId": 1010, "quantity": 5}}}
TRANSFER = {"stockTransferId": 60, "sourceWarehouseId": 2, "targetWarehouseId": 3, "goodsOutNoteId": 0, "reference": "R", "createdBy": 4}
LOCATION = {"id": 3, "zoneId": 4, "groupingA": "3", "groupingB": "0", "groupingC": "0", "groupingD": "0", "barcode": "9048550001"}
ZONE = {"id": 1, "name": "Bulk", "warehouseId": 2}
DEFAULTS = {"productId": 1007, "defaultLocationId": 2, "overflowLocationId": 19, "reorderLevel": 5, "reorderQuantity": 25}
METHOD = {
    "id": 7,
    "code": "DPD",
    "name": "Courier",
    "breaks": "1,5,15",
    "methodType": 3,
    "additionalInformationRequired": False,
    "carrier": "DPD",
    "countries": "UK,US",
}
WAREHOUSE = {
    "id": 3,
    "name": "Glasgow",
    "typeCode": "warehouse",
    "typeDescription": "Warehouse",
    "address": {"addressId": 2},
    "clickAndCollectEnabled": True,
    "weeklyOperatingPeriods": {
        "timeZone": "Europe/London",
        "periods": [{"dayOfWeek": 1, "openingHours": "09:00:00", "closingHours": "17:30:00"}],
    },
    "collectionSla": {"value": 2, "timeUnits": "HOURS"},
    "externalTransferSlas": [{"warehouseId": 4, "value": 2, "timeUnits": "DAYS"}],
}
SOURCES = {
    "availableProducts": {
        "1007": {
            "suppliers": {"200": {"costPoints": {"currencyCode": "GBP", "costPoints": [{"minimum": 1, "cost": "19.0000"}]}, "sku": "S-1"}},
            "warehouses": {"2": {"onHand": 20}},
        },
        "1008": {"suppliers": {}, "warehouses": {"2": {"onHand": 189}}},
    },
    "unavailableProducts": [1005, 1006],
}


@pytest.mark.parametrize(
    ("operation", "target", "given"),
    [
        (bp.GoodsOutNotes.get_set([4]), "/order/*/goods-note/goods-out/4", {"4": TRANSFER_NOTE}),
        (bp.GoodsOutNotes.of_orders([55, 56, 45]), "/order/45,55-56/goods-note/goods-out", {"4": TRANSFER_NOTE}),
        (bp.GoodsOutNotes.get_set_of_orders([100], [40, 41]), "/order/100/goods-note/goods-out/40-41", {"40": TRANSFER_NOTE}),
        (bp.GoodsInNotes.get_set([333]), "/order/*/goods-note/goods-in/333", {"333": GOODS_IN_NOTE}),
        (bp.GoodsInNotes.of_orders([111, 222]), "/order/111,222/goods-note/goods-in", {"333": GOODS_IN_NOTE}),
        (bp.GoodsInNotes.get_set_of_orders([111], [333]), "/order/111/goods-note/goods-in/333", {"333": GOODS_IN_NOTE}),
        (bp.DropShipNotes.get_set([117]), "/order/*/goods-note/drop-ship/117", {"117": DROP_SHIP_NOTE}),
        (bp.DropShipNotes.of_orders([156]), "/order/156/goods-note/drop-ship", {"117": DROP_SHIP_NOTE}),
        (bp.DropShipNotes.get_set_of_orders([156], [117]), "/order/156/goods-note/drop-ship/117", {"117": DROP_SHIP_NOTE}),
        (
            bp.FulfilmentStatuses.of_order(54),
            "/order/54/fulfilment-status",
            {"68": {"quantity": 5, "fulfilled": 3, "shipped": 1, "fulfilmentLocations": {"2": 3}}, "69": {"quantity": 0}},
        ),
    ],
)
def test_maps_come_back_as_they_were(operation: bp.Operation[dict[int, Any]], target: str, given: dict[str, Any]) -> None:
    assert ("GET", BASE + target) == sent(operation)
    assert plain(given) == {str(id): plain(bp.encode(record)) for id, record in operation.parse(answered(given)).items()}


@pytest.mark.parametrize(
    ("operation", "target", "given"),
    [
        (bp.StockCorrections.get_set(2, [8796]), "/warehouse/2/stock-correction/8796", CORRECTION),
        (bp.StockTransfers.all(), "/stock-transfer", TRANSFER),
        (bp.StockTransfers.get_set([60]), "/stock-transfer/60", TRANSFER),
        (bp.Locations.of_warehouse(3), "/warehouse/3/location", LOCATION),
        (bp.Locations.get_set(3, [1, 2, 3, 8]), "/warehouse/3/location/1-3,8", LOCATION),
        (bp.Zones.of_warehouse(2), "/warehouse/2/zone", ZONE),
        (bp.Zones.get_set(2, [1, 5]), "/warehouse/2/zone/1,5", ZONE),
        (bp.WarehouseDefaultsSets.get_set(2, [1007, 1015]), "/warehouse/2/product/1007,1015", DEFAULTS),
        (bp.ShippingMethods.all(), "/shipping-method", METHOD),
        (bp.ShippingMethods.get_set([7]), "/shipping-method/7", METHOD),
        (bp.Warehouses.all(), "/warehouse", WAREHOUSE),
        (bp.Warehouses.get_set([3]), "/warehouse/3", WAREHOUSE),
    ],
)
def test_lists_come_back_as_they_were(operation: bp.Operation[tuple[Any, ...]], target: str, given: Any) -> None:
    assert ("GET", BASE + target) == sent(operation)
    assert [plain(given)] == [plain(bp.encode(record)) for record in operation.parse(answered([given]))]


@pytest.mark.parametrize("name", ["goods_out_note.get.all_for_order", "goods_out_note.get.by_gon_id"])
def test_recorded_goods_out_notes_come_back_as_they_were(name: str) -> None:
    exchange = RECORDED[f"account:{name}"]
    notes = bp.GoodsOutNotes.get_set([12447605]).parse(exchange.response)
    assert plain(exchange.document["response"]) == {str(id): plain(bp.encode(note)) for id, note in notes.items()}


def test_a_recorded_note_is_typed() -> None:
    note = bp.GoodsOutNotes.get_set([12447605]).parse(RECORDED["account:goods_out_note.get.by_gon_id"].response)[12447605]
    assert note.status is not None and note.events is not None and note.order_rows is not None
    assert (True, datetime(2025, 11, 4, 16, 41, 38, tzinfo=UTC)) == (note.status.shipped, note.status.shipped_on)
    assert (bp.GoodsOutNoteEventCode.PLACED, 489065) == (note.events[0].event_code, note.order_rows["2975385"][0].product_id)


def test_a_step_that_is_not_known_is_kept() -> None:
    note = bp.decode(bp.GoodsOutNote, TRANSFER_NOTE)
    assert (bp.Unrecognised("XYZ"), Decimal("2.5")) == (note.events and note.events[0].event_code, note.shipping and note.shipping.weight)


def test_a_reservation_is_read_by_its_order() -> None:
    operation = bp.Reservations.get(54)
    assert ("GET", f"{BASE}/order/54/reservation") == sent(operation)
    assert RESERVATION == bp.encode(operation.parse(answered([RESERVATION])))


def test_all_reservations_are_handed_on_as_they_come() -> None:
    assert [{"any": "shape"}] == bp.Reservations.all().parse(answered([{"any": "shape"}]))


def test_bundles_are_counted_by_warehouse() -> None:
    operation = bp.BundleAvailabilities.get(1013)
    given = {"total": {"onHand": 5}, "warehouses": {"2": {"onHand": 0}, "3": {"onHand": 5}}}
    assert ("GET", f"{BASE}/bundle-availability/1013") == sent(operation)
    assert given == bp.encode(operation.parse(answered({"1013": given})))


def test_sources_of_products_come_back_as_they_were() -> None:
    operation = bp.FulfilmentSourceSets.get_set([1005, 1006, 1007, 1008])
    assert ("GET", f"{BASE}/fulfilment-source/1005-1008") == sent(operation)
    assert SOURCES == bp.encode(operation.parse(answered(SOURCES)))


def test_a_warehouse_tells_the_ids_of_its_own_locations() -> None:
    operations = (bp.DefaultLocations.get(2), bp.QuarantineLocations.get(2))
    assert [("GET", f"{BASE}/warehouse/2/location/default"), ("GET", f"{BASE}/warehouse/2/location/quarantine")] == [
        sent(each) for each in operations
    ]
    assert [2, 3] == [operation.parse(answered(given)) for operation, given in zip(operations, (2, {"id": 3}), strict=True)]


@pytest.mark.parametrize(
    ("operation", "target", "document"),
    [
        (
            bp.GoodsOutNotes.create(
                2,
                bp.GoodsOutNotesDraft(
                    warehouses=(
                        bp.GoodsOutNoteWarehouseDraft(
                            release_date=NOON,
                            warehouse_id=2,
                            transfer=False,
                            products=(bp.GoodsOutNoteProductDraft(product_id=1007, sales_order_row_id=321, quantity=Decimal(2)),),
                        ),
                    ),
                    priority=False,
                    shipping_method_id=7,
                ),
            ),
            ("POST", "/order/2/goods-note/goods-out"),
            {
                "warehouses": [
                    {
                        "releaseDate": WHEN,
                        "warehouseId": 2,
                        "transfer": False,
                        "products": [{"productId": 1007, "salesOrderRowId": 321, "quantity": "2"}],
                    }
                ],
                "priority": False,
                "shippingMethodId": 7,
            },
        ),
        (
            bp.GoodsOutNotes.replace(
                57,
                bp.GoodsOutNoteUpdateDraft(
                    priority=True,
                    shipping=bp.GoodsOutNoteShippingDraft(reference="TRACK1", shipping_method_id=3, boxes=1, weight=Decimal("2.5")),
                ),
            ),
            ("PUT", "/goods-note/goods-out/57"),
            {"priority": True, "shipping": {"reference": "TRACK1", "shippingMethodId": 3, "boxes": 1, "weight": Decimal("2.5")}},
        ),
        (
            bp.GoodsOutNoteEvents.create(
                57,
                bp.GoodsOutNoteEventsDraft(
                    events=(bp.GoodsOutNoteEventDraft(event_code=bp.GoodsOutNoteEventCode.SHIPPED, occurred=NOON, event_owner_id=4),)
                ),
            ),
            ("POST", "/goods-note/goods-out/57/event"),
            {"events": [{"eventCode": "SHW", "occured": WHEN, "eventOwnerId": 4}]},
        ),
        (bp.Picks.create(2, 57, {"items": []}), ("POST", "/order/2/goods-note/goods-out/57/pick"), {"items": []}),
        (
            bp.GoodsInNotes.create(
                76,
                bp.GoodsInNoteDraft(
                    warehouse_id=2,
                    transfer=False,
                    received_on=NOON,
                    user_batch_reference="B-1",
                    goods_moved=(
                        bp.GoodsInMovementDraft(
                            product_id=1008, purchase_order_row_id=9, quantity=5, destination_location_id=2, product_value=PRICE
                        ),
                    ),
                ),
            ),
            ("POST", "/order/76/goods-note/goods-in"),
            {
                "warehouseId": 2,
                "transfer": False,
                "receivedOn": WHEN,
                "userBatchReference": "B-1",
                "goodsMoved": [
                    {
                        "productId": 1008,
                        "purchaseOrderRowId": 9,
                        "quantity": 5,
                        "destinationLocationId": 2,
                        "productValue": {"currency": "GBP", "value": Decimal("12.50")},
                    }
                ],
            },
        ),
        (
            bp.GoodsInCorrections.create(20, bp.GoodsInCorrectionDraft(product_id=2344, location_id=2, cost=PRICE, quantity=2)),
            ("POST", "/goods-note/goods-in/20/correction"),
            {"productId": 2344, "locationId": 2, "cost": {"currency": "GBP", "value": Decimal("12.50")}, "quantity": 2},
        ),
        (
            bp.DropShipNotes.create(
                756,
                bp.DropShipNotesDraft(
                    suppliers=(
                        bp.DropShipSupplierDraft(
                            supplier_id=8,
                            purchase_order_id=76,
                            products=(
                                bp.DropShipProductDraft(
                                    product_id=1045, purchase_order_row_id=391, sales_order_row_id=1475, quantity=1, product_value=PRICE
                                ),
                            ),
                        ),
                    )
                ),
            ),
            ("POST", "/order/756/goods-note/drop-ship"),
            {
                "suppliers": [
                    {
                        "supplierId": 8,
                        "purchaseOrderId": 76,
                        "products": [
                            {
                                "productId": 1045,
                                "purchaseOrderRowId": 391,
                                "salesOrderRowId": 1475,
                                "quantity": 1,
                                "productValue": {"currency": "GBP", "value": Decimal("12.50")},
                            }
                        ],
                    }
                ]
            },
        ),
        (
            bp.DropShipNoteEvents.create(
                84,
                bp.DropShipNoteEventsDraft(
                    tracking_reference="T-1",
                    shipping_method_id=3,
                    events=(bp.DropShipNoteEventDraft(event_code=bp.DropShipNoteEventCode.SHIPPED, occurred=NOON, event_owner_id=4),),
                ),
            ),
            ("POST", "/goods-note/drop-ship/84/event"),
            {
                "trackingReference": "T-1",
                "shippingMethodId": 3,
                "events": [{"eventCode": "SHS", "occured": WHEN, "eventOwnerId": 4}],
            },
        ),
        (
            bp.AssetValueCorrections.create(
                2,
                bp.AssetValueCorrectionDraft(
                    batch_id=1,
                    location_id=12,
                    product_id=1007,
                    current_cost=bp.StockValueDraft(currency="GBP", value=Decimal(15)),
                    new_cost=PRICE,
                    reason="We received a discount",
                ),
            ),
            ("POST", "/warehouse/2/asset-value-correction"),
            {
                "batchId": 1,
                "locationId": 12,
                "productId": 1007,
                "currentCost": {"currency": "GBP", "value": 15},
                "newCost": {"currency": "GBP", "value": Decimal("12.50")},
                "reason": "We received a discount",
            },
        ),
        (
            bp.QuarantineReleases.create(2, bp.QuarantineReleaseDraft(product_id=1223, quantity=5, to_location_id=7)),
            ("POST", "/warehouse/2/quarantine/release"),
            {"productId": 1223, "quantity": 5, "toLocationId": 7},
        ),
        (
            bp.ExternalTransfers.create(
                1,
                bp.ExternalTransferDraft(
                    target_warehouse_id=2,
                    stock_transfer_id=22,
                    release_date=NOON,
                    transferred_products=(bp.ExternalTransferProductDraft(product_id=34, quantity=5, from_location_id=13),),
                ),
            ),
            ("POST", "/warehouse/1/external-transfer"),
            {
                "targetWarehouseId": 2,
                "stockTransferId": 22,
                "releaseDate": WHEN,
                "transferredProducts": [{"productId": 34, "quantity": 5, "fromLocationId": 13}],
            },
        ),
        (
            bp.InternalTransfers.create(
                2,
                bp.InternalTransferDraft(
                    warehouse_id=2,
                    transferred_products=(
                        bp.InternalTransferProductDraft(product_id=1010, quantity=10, from_location_id=2, to_location_id=16),
                    ),
                ),
            ),
            ("POST", "/warehouse/2/internal-transfer"),
            {"warehouseId": 2, "transferredProducts": [{"productId": 1010, "quantity": 10, "fromLocationId": 2, "toLocationId": 16}]},
        ),
        (
            bp.StockTransfers.create(2, bp.StockTransferDraft(target_warehouse_id=3, reference="R")),
            ("POST", "/warehouse/2/stock-transfer"),
            {"targetWarehouseId": 3, "reference": "R"},
        ),
        (
            bp.StockCorrections.create(
                2,
                bp.StockCorrectionsDraft(
                    corrections=(
                        bp.StockCorrectionDraft(quantity=5, product_id=1010, reason="count", location_id=2, cost=PRICE),
                        bp.StockCorrectionDraft(quantity=-3, product_id=1012, reason="lost", location_id=2, batch_id=8),
                    )
                ),
            ),
            ("POST", "/warehouse/2/stock-correction"),
            {
                "corrections": [
                    {
                        "quantity": 5,
                        "productId": 1010,
                        "reason": "count",
                        "locationId": 2,
                        "cost": {"currency": "GBP", "value": Decimal("12.50")},
                    },
                    {"quantity": -3, "productId": 1012, "reason": "lost", "locationId": 2, "batchId": 8},
                ]
            },
        ),
        (
            bp.Reservations.create(
                54,
                2,
                bp.ReservationDraft(products=(bp.ReservationProductDraft(product_id=1010, sales_order_row_id=68, quantity=5),)),
            ),
            ("POST", "/order/54/reservation/warehouse/2"),
            {"products": [{"productId": 1010, "salesOrderRowId": 68, "quantity": 5}]},
        ),
        (
            bp.Reservations.replace(
                92, bp.ReservationDraft(products=(bp.ReservationProductDraft(product_id=1009, sales_order_row_id=103, quantity=4),))
            ),
            ("PUT", "/order/92/reservation"),
            {"products": [{"productId": 1009, "salesOrderRowId": 103, "quantity": 4}]},
        ),
        (
            bp.Locations.create(2, bp.LocationDraft(grouping_a="1", grouping_b="23", zone_id=5, barcode="90")),
            ("POST", "/warehouse/2/location"),
            {"groupingA": "1", "groupingB": "23", "zoneId": 5, "barcode": "90"},
        ),
        (bp.Zones.create(2, bp.ZoneDraft(name="Shipping")), ("POST", "/warehouse/2/zone"), {"name": "Shipping"}),
        (
            bp.Zones.patch(2, 4, [bp.Patch.replace("/name", "Quarantine")]),
            ("PATCH", "/warehouse/2/zone/4"),
            [{"op": "replace", "path": "/name", "value": "Quarantine"}],
        ),
        (
            bp.WarehouseDefaultsSets.replace(2, 1007, bp.WarehouseDefaultsDraft(default_location_id=2, reorder_level=5)),
            ("PUT", "/warehouse/2/product/1007"),
            {"defaultLocationId": 2, "reorderLevel": 5},
        ),
        (
            bp.ShippingMethods.create(bp.ShippingMethodDraft(name="Items", breaks="1,5", method_type=3, channel_brand_templates={"1": 5})),
            ("POST", "/shipping-method"),
            {"name": "Items", "breaks": "1,5", "methodType": 3, "channelBrandTemplates": {"1": 5}},
        ),
        (
            bp.Warehouses.create(
                bp.WarehouseDraft(
                    name="Dublin",
                    address=bp.WarehouseAddressDraft(address_id=246),
                    type=bp.WarehouseType.SUPPLIER,
                    default_location=bp.LocationDraft(grouping_a="a"),
                )
            ),
            ("POST", "/warehouse"),
            {"name": "Dublin", "address": {"addressId": 246}, "type": "supplier", "defaultLocation": {"groupingA": "a"}},
        ),
        (
            bp.Warehouses.replace(
                bp.WarehousesUpdateDraft(
                    warehouses=(bp.WarehouseUpdateDraft(id=2, name="New", address=bp.WarehouseAddressDraft(address_id=22)),)
                )
            ),
            ("PUT", "/warehouse"),
            {"warehouses": [{"id": 2, "name": "New", "address": {"addressId": 22}}]},
        ),
    ],
)
def test_a_write_says_what_its_draft_says(operation: bp.Operation[Any], target: tuple[str, str], document: Any) -> None:
    assert ((target[0], BASE + target[1]), document) == (sent(operation), body(operation))


@pytest.mark.parametrize(
    ("operation", "target"),
    [
        (bp.GoodsOutNotes.remove(2, 57), "/order/2/goods-note/goods-out/57"),
        (bp.GoodsInNotes.remove(20), "/goods-note/goods-in/20"),
        (bp.Reservations.remove(54), "/order/54/reservation"),
        (bp.Locations.remove(2, 13), "/warehouse/2/location/13"),
        (bp.Zones.remove(2, 4), "/warehouse/2/zone/4"),
        (bp.Warehouses.remove(5), "/warehouse/5"),
    ],
)
def test_a_removal_names_what_goes(operation: bp.Operation[None], target: str) -> None:
    assert ("DELETE", BASE + target) == sent(operation)


def test_notes_of_several_warehouses_are_told_by_their_ids() -> None:
    create = bp.GoodsOutNotes.create(2, bp.GoodsOutNotesDraft(warehouses=()))
    assert [(57, 58), (57,)] == [create.parse(answered(given)) for given in ([57, 58], 57)]


def test_a_location_that_was_made_is_told_by_its_id() -> None:
    assert 13 == bp.Locations.create(1, bp.LocationDraft(grouping_a="aisle1")).parse(answered({"id": 13}))


def test_a_zone_that_was_changed_is_read() -> None:
    assert ZONE == bp.encode(bp.Zones.patch(2, 1, []).parse(answered(ZONE)))


def test_a_step_is_bound_to_the_version_of_the_note() -> None:
    operation = bp.if_match(bp.GoodsOutNoteEvents.create(57, bp.GoodsOutNoteEventsDraft(events=())), 3131069)
    assert ("3131069", False) == (operation.request.header("if-match"), operation.repeatable)


def test_five_hundred_goods_out_notes_fit_into_one_request() -> None:
    asked = next(bp.GoodsOutNotes.get_many(range(1, 502), include=()))
    assert isinstance(asked, tuple)
    sets = ("1-500", "501")
    assert [f"{BASE}/order/*/goods-note/goods-out/{each}" for each in sets] == [each.request.target for each in asked]


@pytest.mark.parametrize(
    ("operation", "target", "columns", "row"),
    [
        (
            bp.GoodsOutNotes.search(bp.GoodsOutNoteSearchRow.where(bp.GoodsOutNoteSearchRow.shipped.is_(False))),
            "/goods-note/goods-out-search?shipped=false",
            {"goodsOutNoteId": "INTEGER", "shippedOn": "PERIOD"},
            [57, None],
        ),
        (
            bp.GoodsInNotes.search(bp.GoodsInNoteRow.where(bp.GoodsInNoteRow.purchase_order_id.is_(76))),
            "/goods-in-search?purchaseOrderId=76",
            {"batchId": "IDSET", "price": "STRING"},
            [333, "12.50"],
        ),
        (
            bp.GoodsMovements.search(bp.GoodsMovementRow.where(bp.GoodsMovementRow.updated_on.since(NOON))),
            f"/goods-movement-search?updatedOn={WHEN}/",
            {"goodsMovementId": "IDSET", "goodsNoteTypeCode": "STRING"},
            [1, "SC"],
        ),
        (
            bp.Locations.search(bp.LocationRow.where(bp.LocationRow.warehouse_id.within([2, 3]))),
            "/location-search?warehouseId=2-3",
            {"id": "IDSET", "groupingA": "STRING"},
            [1, "0"],
        ),
        (bp.Zones.search(bp.ZoneRow.where(bp.ZoneRow.name.is_("Bulk"))), "/zone-search?name=Bulk", {"id": "IDSET"}, [1]),
        (bp.ShippingMethods.search(bp.ShippingMethodRow.where()), "/shipping-method-search", {"id": "IDSET"}, [7]),
        (bp.Warehouses.search(bp.WarehouseRow.where()), "/warehouse-search", {"id": "INTEGER", "name": "STRING"}, [2, "Main"]),
    ],
)
def test_searches_ask_and_read_by_column(
    operation: bp.Operation[bp.Page[bp.SearchRow]], target: str, columns: dict[str, str], row: list[Any]
) -> None:
    assert ("GET", BASE + target) == sent(operation)
    assert [dict(zip(columns, row, strict=True))] == [dict(each.cells) for each in operation.parse(found(columns, row))]


def test_amounts_of_a_search_are_exact() -> None:
    (row,) = bp.GoodsInNotes.search(bp.GoodsInNoteRow.where()).parse(found({"price": "STRING", "onHand": "INTEGER"}, ["12.50", 3]))
    assert (Decimal("12.50"), 3) == (row.price, row.on_hand)
