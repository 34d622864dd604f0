"""The two forms of an order: a sales order (rows in a list, ``net`` and ``tax`` of a row as text), and an order (rows in a map)."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal

from .account import Account, Record, countries, without
from .call import money
from .orders import is_cancelled, payment_status, stock_statuses, totals

#: The lines of a party's address.
ADDRESS = (
    "addressFullName",
    "companyName",
    "addressLine1",
    "addressLine2",
    "addressLine3",
    "addressLine4",
    "postalCode",
    "telephone",
    "mobileTelephone",
    "fax",
    "email",
)


def as_sales_order(account: Account, record: Record) -> Record:
    """The form of sales orders and sales credits."""
    fulfilment, allocation, shipping = stock_statuses(account, record)
    customer = {"id": record["customer"]["id"], "address": deepcopy(record["customer"]["address"])}
    shown: Record = {
        "id": record["id"],
        "customer": customer,
        "customerId": record["customer"]["id"],
        "billing": deepcopy(record["billing"]),
        "ref": record["ref"],
        "externalRef": record["externalRef"],
        "installedIntegrationInstanceId": record["instanceId"],
        "placedOn": account.shown(record["placedOn"]),
        "taxDate": account.shown(record["taxDate"]),
        "parentId": record["parentId"],
        "statusId": record["statusId"],
        "warehouseId": record["warehouseId"],
        "staffOwnerId": record["staffOwnerId"],
        "projectId": record["projectId"],
        "channelId": record["channelId"],
        "leadSourceId": record["leadSourceId"],
        "teamId": record["teamId"],
        "priceListId": record["priceListId"],
        "priceModeCode": record["priceModeCode"],
        "currency": dict(record["currency"]),
        "delivery": without(
            {
                "date": account.shown(record["deliveryDate"]),
                "address": deepcopy(record["delivery"]["address"]),
                "shippingMethodId": record["shippingMethodId"],
            }
        ),
        "rows": [without(_sales_row(row)) for row in record["rows"]],
        "version": record["version"],
        "createdOn": account.shown(record["createdOn"]),
        "createdBy": record["createdById"],
        "updatedOn": account.shown(record["updatedOn"]),
        "total": {name: money(value) for name, value in totals(record).items()},
        "isCanceled": is_cancelled(account, record),
        "orderPaymentStatus": payment_status(account, record),
        "stockStatusCode": fulfilment,
        "allocationStatusCode": allocation,
        "shippingStatusCode": shipping,
        "invoice": _invoice(account, record),
        "orderWeighting": 100,
        "costPriceListId": 1,
    }
    return without(shown)


def _sales_row(row: Record) -> Record:
    return {
        "id": row["id"],
        "productId": row["productId"],
        "name": row["name"],
        "sku": row["sku"],
        "quantity": row["quantity"],
        "taxCode": row["taxCode"],
        "net": money(Decimal(row["net"]), 4),
        "tax": money(Decimal(row["tax"]), 4),
        "nominalCode": row["nominalCode"],
        "externalRef": row["externalRef"],
        "sequence": row["sequence"],
        "productPrice": money(Decimal(row["productPrice"]), 4),
        "discountPercentage": "0.00",
        "bundleParent": row["bundleParent"],
        "bundleChild": row["bundleChild"],
        "parentRowId": row["parentRowId"],
        "taxClassId": row["taxClassId"],
        "taxCalculator": row["taxCalculator"],
        "clonedFromId": 0,
    }


def _invoice(account: Account, record: Record) -> Record:
    dates = {"taxDate": account.shown(record["taxDate"]), "dueDate": account.shown(record["dueDate"])} if record["taxDated"] else {}
    return {"invoiceReference": record["invoiceReference"], **dates}


def as_order(account: Account, record: Record) -> Record:
    """The form of orders of every type."""
    fulfilment, allocation, shipping = stock_statuses(account, record)
    worth = totals(record)
    code = record["currency"]["code"]
    status = account.find("order_statuses", record["statusId"]) or {}
    parties = {
        "supplier" if record["type"] in ("PO", "PC") else "customer": _party(record["customer"]["address"], record["customer"]["id"]),
        "delivery": _party(record["delivery"]["address"], None),
        "billing": _party(record["billing"]["address"], record["billing"]["contactId"]),
    }
    shown: Record = {
        "id": record["id"],
        "parentOrderId": record["parentId"] or 0,
        "orderTypeCode": record["type"],
        "reference": record["ref"] or "",
        "version": record["version"],
        "state": {"tax": "INVOICED" if record["closedOn"] else "READY"},
        "orderStatus": {"orderStatusId": record["statusId"], "name": status.get("name", "")},
        "tax": {"errors": []},
        "orderPaymentStatus": payment_status(account, record),
        "stockStatusCode": fulfilment,
        "allocationStatusCode": allocation,
        "shippingStatusCode": shipping,
        "placedOn": account.shown(record["placedOn"]),
        "createdOn": account.shown(record["createdOn"]),
        "updatedOn": account.shown(record["updatedOn"]),
        "closedOn": account.shown(record["closedOn"]),
        "createdById": record["createdById"],
        "priceListId": record["priceListId"],
        "priceModeCode": record["priceModeCode"],
        "delivery": without({"deliveryDate": account.shown(record["deliveryDate"]), "shippingMethodId": record["shippingMethodId"] or 0}),
        "invoices": [_invoice(account, record)],
        "currency": {
            "accountingCurrencyCode": account.settings["baseCurrencyCode"],
            "orderCurrencyCode": code,
            "exchangeRate": record["currency"]["exchangeRate"],
            "fixedExchangeRate": record["currency"]["fixedExchangeRate"],
        },
        "totalValue": {
            "net": money(worth["net"]),
            "taxAmount": money(worth["tax"]),
            "baseNet": money(worth["baseNet"]),
            "baseTaxAmount": money(worth["baseTax"]),
            "baseTotal": money(worth["baseGross"]),
            "total": money(worth["gross"]),
        },
        "assignment": {
            "current": {
                "staffOwnerContactId": record["staffOwnerId"] or 0,
                "projectId": record["projectId"] or 0,
                "channelId": record["channelId"] or 0,
                "leadSourceId": record["leadSourceId"] or 0,
                "teamId": record["teamId"] or 0,
            }
        },
        "parties": parties,
        "orderRows": {str(row["id"]): as_order_row(account, record, row) for row in record["rows"]},
        "warehouseId": record["warehouseId"],
        "externalRef": record["externalRef"],
        "installedIntegrationInstanceId": record["instanceId"],
        "acknowledged": record["acknowledged"],
        "costPriceListId": 1,
        "historicalOrder": False,
        "isDropship": False if record["type"] == "PO" or not record["rows"] else None,
        "orderWeighting": 100,
    }
    return without(shown)


def _party(address: Record, contact_id: int | None) -> Record:
    known = countries().get(address.get("countryIsoCode") or "")
    where = (
        {"countryId": 0}
        if known is None
        else {"countryId": known[0], "countryIsoCode": known[1], "countryIsoCode3": known[2], "country": known[3]}
    )
    return without({"contactId": contact_id, **{name: address.get(name) or "" for name in ADDRESS}, **where})


def as_order_row(account: Account, record: Record, row: Record) -> Record:
    """A row of the form of orders."""
    currency = record["currency"]["code"]
    code = account.first("tax_codes", "code", row["taxCode"]) or {}
    product = account.find("products", row["productId"]) or {}
    options = {each["optionName"]: each["optionValue"] for each in product.get("variations", []) if "optionName" in each}
    shown: Record = {
        "orderRowSequence": str(row["sequence"]),
        "productId": row["productId"],
        "productName": row["name"],
        "productSku": row["sku"],
        "quantity": {"magnitude": money(Decimal(row["quantity"]), 4)},
        "itemCost": {"currencyCode": row.get("costCurrency", currency), "value": row.get("itemCost", "0.0000")},
        "productPrice": {"currencyCode": currency, "value": money(Decimal(row["productPrice"]), 4)},
        "discountPercentage": "0.00",
        "rowValue": {
            "taxRate": money(Decimal(code.get("rate") or 0), 4),
            "taxCode": row["taxCode"],
            "taxCalculator": row["taxCalculator"],
            "rowNet": {"currencyCode": currency, "value": money(Decimal(row["net"]), 4)},
            "rowTax": {"currencyCode": currency, "value": money(Decimal(row["tax"]))},
            "taxClassId": row["taxClassId"],
        },
        "productOptions": options or None,
        "nominalCode": row["nominalCode"],
        "composition": {
            "bundleParent": row["bundleParent"],
            "bundleChild": row["bundleChild"],
            "parentOrderRowId": row["parentRowId"] or 0,
        },
        "externalRef": row["externalRef"],
        "clonedFromId": 0,
    }
    return without(shown)
