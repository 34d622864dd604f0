"""product-service: codes, groups, option values, bundles and suppliers of products."""

from __future__ import annotations

from ..._kernel.values import Json
from ..account import Account, Record, chosen
from ..call import EMPTY, Answer, Call, Route
from ..errors import invalid, missing
from ..idset import folded
from .product import CODES, checked_codes, touched


def _product(call: Call) -> Record:
    record = call.account.find("products", call.id())
    if record is None:
        raise missing("No Products Found")
    return record


def _products(call: Call) -> list[Record]:
    found = chosen(call.account.table("products"), call.set() or [])
    if not found:
        raise missing("No Products Found")
    return found


def _put_identity(call: Call) -> Answer:
    """Set every code; those left out are removed."""
    record, given = _product(call), call.document()
    checked_codes(call.account, given, record["id"])
    record["identity"] = {name: given[name] for name in CODES if given.get(name)}
    touched(call.account, record)
    return EMPTY


def groups(account: Account) -> dict[int, list[int]]:
    """The products of each group."""
    found: dict[int, list[int]] = {}
    for id, record in sorted(account.table("products").items()):
        if record.get("productGroupId"):
            found.setdefault(record["productGroupId"], []).append(id)
    return found


def _get_groups(call: Call) -> Answer:
    known = groups(call.account)
    found = [{"id": id, "productIds": known[id]} for id in call.set() or [] if id in known]
    if not found:
        raise missing("No Product Groups Found")
    return Answer(response=list[Json](found))


def _put_group(call: Call) -> Answer:
    id, products = call.id(), call.document().get("productIds")
    if not isinstance(products, list) or any(call.account.find("products", each) is None for each in products):
        raise invalid("SIMC-450", "A group takes the ids of products that exist")
    for each in groups(call.account).get(id, ()):
        call.account.table("products")[each]["productGroupId"] = 0
    for each in products:
        call.account.table("products")[each]["productGroupId"] = id
    return EMPTY


def option_values(account: Account, products: list[Record]) -> list[Record]:
    """Every option of some products, and the value that each has."""
    return [
        {
            "productId": record["id"],
            "optionId": each.get("optionId"),
            "optionName": each.get("optionName"),
            "optionValueId": each.get("optionValueId"),
            "optionValue": each.get("optionValue"),
        }
        for record in products
        for each in record.get("variations", ())
    ]


def _get_option_values(call: Call) -> Answer:
    wanted = call.set("value")
    found = [each for each in option_values(call.account, _products(call)) if wanted is None or each["optionValueId"] in wanted]
    if not found:
        raise missing("No Product Option Values Found")
    return Answer(response=list[Json](found))


def _plan_option_values(call: Call) -> Answer:
    ids, wanted = call.set(), call.set("value")
    table = call.account.table("products")
    products = chosen(table, table if ids is None else ids)
    found = [each["productId"] for each in option_values(call.account, products) if wanted is None or each["optionValueId"] in wanted]
    after = f"/{call.ids['value']}" if wanted is not None else ""
    return Answer(response={"getUris": [f"/product/{part}/option-value{after}" for part in folded(sorted(set(found)))]})


def _bundles_of(account: Account, id: int) -> list[Json]:
    holders = [
        record["id"]
        for _, record in sorted(account.table("products").items())
        if any(part["productId"] == id for part in record["composition"].get("bundleComponents", ()))
    ]
    return [{"id": holder, **({"bundles": inner} if (inner := _bundles_of(account, holder)) else {})} for holder in holders]


def _get_bundles(call: Call) -> Answer:
    holders = {record["id"]: _bundles_of(call.account, record["id"]) for record in _products(call)}
    found: list[Json] = [{"id": id, "bundles": bundles} for id, bundles in holders.items() if bundles]
    if not found:
        raise missing("No Bundles Found")
    return Answer(response=found)


def _get_suppliers(call: Call) -> Answer:
    ids = call.set() or []
    table = call.account.table("products")
    if any(id not in table for id in ids):
        raise invalid("SIMC-460", "One of the products does not exist")
    return Answer(response={str(id): list(table[id].get("supplierIds", ())) for id in ids})


def _change_suppliers(call: Call) -> Answer:
    """Add suppliers, or take them away; each has an outcome, and those that failed have their faults."""
    account, record, adds = call.account, _product(call), call.method == "POST"
    known = list(record.get("supplierIds", ()))
    outcomes: dict[str, tuple[int, str]] = {}
    for id in call.items():
        outcomes[str(id)] = _addable(account, known, id) if adds else _removable(known, id)
        if outcomes[str(id)][0] == 200:
            known = [*known, id] if adds else [each for each in known if each != id]
    record["supplierIds"] = known
    touched(account, record)
    statuses: dict[str, Json] = {id: status for id, (status, _) in outcomes.items()}
    errors: dict[str, Json] = {id: [{"code": "SIMC-461", "message": told}] for id, (_, told) in outcomes.items() if told}
    return Answer(response={"resourceErrors": errors, "resourceStatuses": statuses}, status=207 if errors else 200)


def _supplies(account: Account, id: object) -> bool:
    contact = account.find("contacts", id)
    return contact is not None and bool(contact["relationshipToAccount"]["isSupplier"])


def _addable(account: Account, known: list[int], id: int) -> tuple[int, str]:
    if not _supplies(account, id):
        return 400, f"Contact {id} is no supplier"
    return (409, f"Contact {id} is a supplier of this product already") if id in known else (200, "")


def _removable(known: list[int], id: int) -> tuple[int, str]:
    return (200, "") if id in known else (400, f"Contact {id} is no supplier of this product")


def _put_primary_supplier(call: Call) -> Answer:
    account, supplier, ids = call.account, call.id(), call.document().get("productIds")
    if not _supplies(account, supplier):
        raise missing(f"There is no supplier {supplier}")
    if not isinstance(ids, list) or not ids or any(account.find("products", id) is None for id in ids):
        raise invalid("SIMC-462", "A primary supplier takes the ids of products that exist")
    for id in ids:
        record = account.table("products")[id]
        record["primarySupplierId"] = supplier
        record["supplierIds"] = list(dict.fromkeys([*record.get("supplierIds", ()), supplier]))
        touched(account, record)
    return EMPTY


def _get_custom_fields(call: Call) -> Answer:
    found = chosen(call.account.table("products"), call.set() or [])
    return Answer(response={str(record["id"]): dict(record["customFields"]) for record in found})


ROUTES: tuple[Route, ...] = (
    Route("PUT", "product-service/product/{id}/identity", _put_identity),
    Route("GET", "product-service/product-group/{id}", _get_groups),
    Route("PUT", "product-service/product-group/{id}", _put_group),
    Route("GET", "product-service/product/{id}/option-value", _get_option_values),
    Route("GET", "product-service/product/{id}/option-value/{value}", _get_option_values),
    Route("OPTIONS", "product-service/product/{id}/option-value", _plan_option_values),
    Route("OPTIONS", "product-service/product/{id}/option-value/{value}", _plan_option_values),
    Route("GET", "product-service/product/{id}/bundle", _get_bundles),
    Route("GET", "product-service/product/{id}/supplier", _get_suppliers),
    Route("POST", "product-service/product/{id}/supplier", _change_suppliers),
    Route("DELETE", "product-service/product/{id}/supplier", _change_suppliers),
    Route("PUT", "product-service/primary-supplier/{id}/product", _put_primary_supplier),
    Route("GET", "product-service/product-custom-field/{id}", _get_custom_fields),
)
