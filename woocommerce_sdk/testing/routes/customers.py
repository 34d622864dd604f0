"""``/customers``"""

from __future__ import annotations

import hashlib
from typing import Any

from ..arguments import is_email
from ..call import Answer, Call, Routes
from ..collection import Collection, absence, routes
from ..errors import Refusal
from ..listing import INCLUDE, Listing
from ..meta import merged
from ..shop import Record
from ..texts import free_slug, words


def _create(call: Call) -> Record:
    shop = call.shop
    email = str(call["email"] or "")
    if not is_email(email):
        raise Refusal(400, "customer_invalid_email", "Invalid email address")
    others = list(shop.all("customers"))
    if any(other["email"].lower() == email.lower() for other in others):
        message = f"An account is already registered with {email}. Please log in or use a different email address."
        raise Refusal(400, "registration-error-email-exists", message)
    taken = {other["username"] for other in others}
    if call["username"] and call["username"] in taken:
        message = "An account is already registered with that username. Please choose another."
        raise Refusal(400, "registration-error-username-exists", message)
    now = shop.now()
    record = {**shop.blank("customers"), **shop.dated("date_created", now), **shop.dated("date_modified", now)}
    record.update(email=email, username=call["username"] or free_slug(email.partition("@")[0], taken))
    record["avatar_url"] = f"https://secure.gravatar.com/avatar/{hashlib.sha256(email.encode()).hexdigest()}?s=96&d=mm&r=g"
    if not call["password"]:
        record["meta_data"] = [{"id": shop.next_id("meta"), "key": "default_password_nag", "value": "1"}]
    record["id"] = shop.next_id("customers")
    _fill(call, record)
    return shop.put("customers", record)


def _update(call: Call, record: Record) -> Record:
    email, username = call.sent.get("email"), call.sent.get("username")
    if email and any(other["email"].lower() == str(email).lower() for other in call.shop.all("customers") if other is not record):
        raise Refusal(400, "woocommerce_rest_customer_invalid_email", "Email address is invalid.")
    if username and username != record["username"]:
        raise Refusal(400, "woocommerce_rest_customer_invalid_argument", "Username isn't editable.")
    if email:
        record["email"] = email
    _fill(call, record)
    record.update(call.shop.dated("date_modified", call.shop.now()))
    return record


def _fill(call: Call, record: Record) -> None:
    for name in ("first_name", "last_name"):
        if call.sent.get(name) is not None:
            record[name] = words(str(call.sent[name]))
    for side in ("billing", "shipping"):
        if isinstance(call.sent.get(side), dict):
            record[side] = {name: words(str(call.sent[side].get(name, value))) for name, value in record[side].items()}
    if "meta_data" in call.sent:
        record["meta_data"] = merged(call.shop, record["meta_data"], call["meta_data"] or [])


def _remove(call: Call, record: Record) -> None:
    for order in call.shop.all("orders"):
        if order["customer_id"] == record["id"]:
            order["customer_id"] = 0
    call.shop.drop("customers", record)


def _found(call: Call, record: Record, text: str) -> bool:
    return any(text.lower() in str(record[name]).lower() for name in ("email", "username", "first_name", "last_name"))


def _of_role(call: Call, record: Record, role: Any) -> bool:
    return bool(role == "all" or record["role"] == role)


CUSTOMERS = Collection(
    kind="customers",
    listing=Listing(
        filters={
            **INCLUDE,
            "search": _found,
            "email": lambda call, record, value: record["email"].lower() == value.lower(),
            "role": _of_role,
        },
        sorts={
            "id": lambda record: record["id"],
            "include": lambda record: record["id"],
            "name": lambda record: (f"{record['first_name']} {record['last_name']}".strip().lower() or record["username"], record["id"]),
            "registered_date": lambda record: (record["date_created_gmt"] or "", record["id"]),
        },
        default_order="asc",
    ),
    absent=absence("wc_user_invalid_id", "Invalid user ID.", when_written=(400, "Invalid resource ID.")),
    create=_create,
    update=_update,
    remove=_remove,
    no_trash=Refusal(501, "woocommerce_rest_trash_not_supported", "Customers do not support trashing."),
)


def _delete(call: Call) -> Answer:
    reassign = call["reassign"]
    if call["force"] and "reassign" in call.sent and (str(reassign) == call.ids["id"] or not call.shop.find("customers", reassign)):
        raise Refusal(400, "woocommerce_rest_customer_invalid_reassign", "Invalid resource id for reassignment.")
    return routes(CUSTOMERS, "/customers")["/customers/{id}"]["DELETE"](call)


def _downloads(call: Call) -> Answer:
    """Downloads are loaded only: the double grants none."""
    number = call.id("customer_id")
    if call.shop.find("customers", number) is None:
        raise Refusal(404, "woocommerce_rest_customer_invalid", "Invalid resource ID.")
    found = [one for one in call.shop.all("customer_downloads") if one.get("~customer") == number]
    return Answer(body=[{name: value for name, value in one.items() if not name.startswith("~")} for one in found])


_TABLE = routes(CUSTOMERS, "/customers")
ROUTES: Routes = {
    **_TABLE,
    "/customers/{id}": {**_TABLE["/customers/{id}"], "DELETE": _delete},
    "/customers/{customer_id}/downloads": {"GET": _downloads},
}
