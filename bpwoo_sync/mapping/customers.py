"""Who ordered: a contact that exists, or one to be made."""

from __future__ import annotations

import hashlib

from attrs import frozen

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.catalogue import Catalogue, folded
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.addresses import NAME_LENGTH, clean, postal_address
from bpwoo_sync.tables import Tables


@frozen(kw_only=True)
class Customer:
    """Whose order it is. With a ``contact_id`` nothing is made; else ``address`` first, then ``contact``.

    ``key`` names the customer without telling the address: a digest of the e-mail. ``is_own`` is false for the contact that
    stands in for people who have none.
    """

    key: str
    email: str
    contact_id: int | None = None
    address: bp.PostalAddressDraft | None = None
    contact: bp.ContactDraft | None = None
    is_own: bool = True


def customer_of(order: woo.Order, tables: Tables, catalogue: Catalogue, key: str) -> Mapped[Customer]:
    """The contact of an order by its e-mail address, or the one to be made, or why there is neither."""
    email = folded(order.billing.email or "")
    fallback = tables.orders.anonymous_contact_id
    if not email:
        if fallback is None:
            return Mapped(issues=(issue("NO_EMAIL", "order", key),))
        return Mapped(value=Customer(key=f"contact:{fallback}", email="", contact_id=fallback, is_own=False))
    known = catalogue.people.get(email, ())
    customers = [person for person in known if not (person.is_staff or person.is_supplier)]
    if customers:
        issues = _several(len(customers), key)
        return Mapped(value=Customer(key=contact_key(email), email=email, contact_id=customers[0].contact_id), issues=issues)
    if known and fallback is None:
        return Mapped(issues=(issue("CONTACT_IS_STAFF", "order", key),))
    if known:
        return Mapped(value=Customer(key=f"contact:{fallback}", email=email, contact_id=fallback, is_own=False))
    address = postal_address(order.billing, "order", key, tables)
    if address.value is None:
        return Mapped(issues=address.issues)
    made = Customer(key=contact_key(email), email=email, address=address.value, contact=contact_draft(order.billing, email))
    return Mapped(value=made, issues=_cut(order.billing, key))


def is_erased(order: woo.Order) -> bool:
    """Whether the shop erased whose order it was: what stands there then is nobody's name, and never goes over one."""
    marked = str(woo.meta_value(order.meta_data, "_anonymized") or "").lower() == "yes"
    return marked or folded(order.billing.email or "").endswith("@site.invalid")


def contact_draft(billing: woo.BillingAddress, email: str) -> bp.ContactDraft:
    """A contact to be made; its names are cut to what Brightpearl holds, the order's address keeps them whole."""
    company = clean(billing.company)
    return bp.ContactDraft(
        first_name=(clean(billing.first_name) or "-")[:NAME_LENGTH].strip(),
        last_name=(clean(billing.last_name) or company or "Customer")[:NAME_LENGTH].strip(),
        communication=bp.CommunicationDraft(
            emails=bp.EmailsDraft(primary=bp.EmailAddressDraft(email=email)),
            telephones=bp.TelephonesDraft(primary=clean(billing.phone) or bp.UNSET),
        ),
        organisation=bp.OrganisationDraft(name=company) if company else bp.UNSET,
    )


def _cut(billing: woo.BillingAddress, key: str) -> tuple[Issue, ...]:
    long = [name for name in (clean(billing.first_name), clean(billing.last_name) or clean(billing.company)) if len(name) > NAME_LENGTH]
    told = f"{', '.join(long)}: the contact's name is cut to {NAME_LENGTH} characters; the order's address has it whole."
    return (issue("NAME_CUT", "order", key, told, field="billing"),) if long else ()


def _several(count: int, key: str) -> tuple[Issue, ...]:
    return (issue("DUPLICATE_CONTACT", "order", key, f"{count} contacts have this e-mail; the oldest is used."),) if count > 1 else ()


def contact_key(email: str) -> str:
    """By what a ledger knows a contact: 128 bits of a digest of the address, from which it cannot be read."""
    return f"contact:{hashlib.sha256(folded(email).encode()).hexdigest()[:32]}"
