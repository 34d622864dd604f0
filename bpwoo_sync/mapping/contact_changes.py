"""A customer that Brightpearl knows already: what of the contact an order would have otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Mapped
from bpwoo_sync.mapping.addresses import Address, clean, is_blank, postal_address
from bpwoo_sync.mapping.customers import contact_draft, is_erased
from bpwoo_sync.mapping.orders import order_key
from bpwoo_sync.tables import Tables

_LINES = ("address_line1", "address_line2", "address_line3", "address_line4", "postal_code", "country_iso_code")


@frozen(kw_only=True)
class ContactChange:
    """What differs: an address for each use of it, names and telephone as they are sent. Nothing where all is alike.

    ``added`` are those of ``values`` that the contact has none of yet.
    """

    addresses: Mapping[str, bp.PostalAddressDraft] = field(factory=dict)
    values: Mapping[str, str] = field(factory=dict)
    added: tuple[str, ...] = ()


def contact_change(
    order: woo.Order, contact: bp.Contact, addresses: Mapping[int, bp.PostalAddress], tables: Tables
) -> Mapped[ContactChange]:
    """What an order changes of its customer's contact, by ``orders.contact_update``.

    What the order leaves blank is never emptied, and what the shop erased is never written over a person.
    """
    policy = tables.orders.contact_update
    if policy == "never" or is_erased(order):
        return Mapped(value=ContactChange())
    wanted = _wanted(order, contact, tables)
    if wanted.value is None:
        return Mapped(issues=wanted.issues)
    uses = contact.post_address_ids
    ids = {} if uses is None else {"DEF": uses.default, "BIL": uses.billing, "DEL": uses.delivery}
    differing = {use: draft for use, draft in wanted.value.items() if not _alike(draft, addresses.get(ids.get(use) or 0))}
    values = _values(order, contact) if policy == "all" else {}
    had = _present(contact)
    changed = {name: value for name, value in values.items() if had[name] != value}
    added = tuple(name for name in changed if not had[name])
    return Mapped(value=ContactChange(addresses=differing, values=changed, added=added))


def _wanted(order: woo.Order, contact: bp.Contact, tables: Tables) -> Mapped[Mapping[str, bp.PostalAddressDraft]]:
    """The address of each use; a secondary contact has default and billing address from its organisation's primary one."""
    given: dict[str, Address] = {"DEL": order.billing if is_blank(order.shipping) else order.shipping}
    if contact.is_primary_contact is not False:
        given = {"DEF": order.billing, "BIL": order.billing, **given}
    found: dict[str, bp.PostalAddressDraft] = {}
    for use, address in given.items():
        made = postal_address(address, "order", order_key(order), tables)
        if made.value is None:
            return Mapped(issues=made.issues)
        found[use] = made.value
    return Mapped(value=found)


def _alike(wanted: bp.PostalAddressDraft, actual: bp.PostalAddress | None) -> bool:
    return actual is not None and all((getattr(wanted, name) or "") == (getattr(actual, name) or "") for name in _LINES)


def _values(order: woo.Order, contact: bp.Contact) -> dict[str, str]:
    """Names and telephone as far as the order has them; the company's name belongs to an organisation, and cannot be patched."""
    billing = order.billing
    draft = contact_draft(billing, "")
    given = (
        ("firstName", draft.first_name, billing.first_name),
        ("lastName", draft.last_name, billing.last_name),
        ("PRI", clean(billing.phone), billing.phone),
    )
    return {name: str(value) for name, value, told in given if clean(told)}


def _present(contact: bp.Contact) -> dict[str, str]:
    telephones = contact.communication.telephones if contact.communication is not None else None
    told = {"firstName": contact.first_name, "lastName": contact.last_name, "PRI": telephones.primary if telephones is not None else None}
    return {name: value or "" for name, value in told.items()}
