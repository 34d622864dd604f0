"""Customers whom Brightpearl knows, and of whom the tables want the newest order's addresses, names and telephone."""

from __future__ import annotations

from collections.abc import Mapping

import woocommerce_sdk as woo
from bpwoo_sync.mapping.contact_changes import ContactChange, contact_change
from bpwoo_sync.mapping.content_hash import content_hash
from bpwoo_sync.mapping.customers import Customer
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.plan import Action, Document, result_of
from bpwoo_sync.planning.actions import document
from bpwoo_sync.situation import Situation


def contact_actions(order: woo.Order, customer: Customer, situation: Situation) -> list[Action]:
    """The writes that bring a known customer's contact up to an order: none unless the tables ask for it, and anything differs.

    Of several orders of a customer the newest counts. The contact that stands in for unknown people is never changed.
    """
    contact = situation.account.customers.get(customer.contact_id or 0)
    if contact is None or not customer.is_own or situation.newest_orders.get(customer.email) != order.id:
        return []
    change = contact_change(order, contact, situation.account.postal_addresses, situation.tables).value
    if change is None:
        return []
    # The content is part of the keys: an order that was edited meanwhile wants something else.
    name = f"{situation.ref(order)}:{content_hash(order)[:16]}:{customer.key}"
    return [*_addresses(order, contact.contact_id, change, name), *_values(order, contact.contact_id, change, name)]


def _addresses(order: woo.Order, contact_id: int, change: ContactChange, name: str) -> list[Action]:
    if not change.addresses:
        return []
    made: dict[str, Action] = {}
    uses: list[Document] = []
    for use, draft in change.addresses.items():
        told = document(draft)
        known = next((action for action in made.values() if action.payload == told), None)
        if known is None:
            known = made[use] = _address(order, contact_id, f"address:{name}:{use}", told)
        uses.append({"postalAddressId": result_of(known.key), "type": use})
    assigned = Action(
        key=f"contact-addresses:{name}",
        kind="contact-addresses",
        payload={"contactId": contact_id, "addresses": uses},
        entity=f"contact {contact_id}",
        summary=f"Give contact {contact_id} the addresses of order {order_key(order)}",
    )
    return [*made.values(), assigned]


def _address(order: woo.Order, contact_id: int, key: str, told: Mapping[str, Document]) -> Action:
    summary = f"Make a postal address of order {order_key(order)} for contact {contact_id}"
    return Action(key=key, kind="address", payload=told, entity=f"contact {contact_id}", summary=summary)


def _values(order: woo.Order, contact_id: int, change: ContactChange, name: str) -> list[Action]:
    if not change.values:
        return []
    return [
        Action(
            key=f"contact-change:{name}",
            kind="contact-change",
            payload={"contactId": contact_id, "values": dict(change.values), "added": list(change.added)},
            entity=f"contact {contact_id}",
            summary=f"Change contact {contact_id} to what order {order_key(order)} says",
        )
    ]
