"""A shop's addresses as Brightpearl wants them."""

from __future__ import annotations

import re
from collections.abc import Mapping

import brightpearl_sdk as bp
import woocommerce_sdk as woo
from bpwoo_sync.issues import Issue, Mapped, issue
from bpwoo_sync.mapping.countries import alpha_3
from bpwoo_sync.mapping.states import NAMES, state_name
from bpwoo_sync.tables import Tables

#: What Brightpearl's contact names hold.
NAME_LENGTH = 32

_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_BLANKS = re.compile(r"\s+")

Address = woo.BillingAddress | woo.ShippingAddress


def clean(text: str | None) -> str:
    """A text on one line: without control characters, and with single blanks."""
    text = text or ""
    if text.isprintable() and "  " not in text:
        return text.strip()
    return _BLANKS.sub(" ", _CONTROL.sub(" ", text)).strip()


def is_blank(address: Address) -> bool:
    """Whether nothing of an address was given."""
    parts = (address.first_name, address.last_name, address.company, address.address_1, address.address_2, address.city)
    return not any(clean(part) for part in (*parts, address.postcode, address.country))


def full_name(address: Address) -> str:
    """First and last name."""
    return clean(f"{address.first_name} {address.last_name}")


def first_line(address: Address) -> str:
    """The line that Brightpearl must have: the street, or what stands in for it."""
    return clean(address.address_1) or clean(address.address_2) or clean(address.company) or "-"


def state_of(address: Address, tables: Tables) -> str:
    """The state of an address, written out where the tables say so."""
    known: Mapping[str, str] = {**NAMES, **tables.states} if tables.orders.state_names else tables.states
    return state_name(clean(address.state), address.country, known)


def order_address(address: Address, entity: str, key: str, *, email: str, phone: str, tables: Tables) -> Mapped[bp.AddressDraft]:
    """An address to stand on a sales order."""
    country = alpha_3(address.country, tables.countries)
    if country is None:
        return Mapped(issues=(_unknown_country(address, entity, key),))
    second = clean(address.address_2) if clean(address.address_1) else ""
    draft = bp.AddressDraft(
        address_full_name=full_name(address) or clean(address.company),
        company_name=clean(address.company),
        address_line1=first_line(address),
        address_line2=second,
        address_line3=clean(address.city),
        address_line4=state_of(address, tables),
        postal_code=clean(address.postcode),
        country_iso_code=country,
        telephone=clean(phone),
        email=email,
    )
    return Mapped(value=draft, issues=_missing_line(address, entity, key))


def postal_address(address: Address, entity: str, key: str, tables: Tables) -> Mapped[bp.PostalAddressDraft]:
    """An address to be kept with a contact."""
    country = alpha_3(address.country, tables.countries)
    if country is None:
        return Mapped(issues=(_unknown_country(address, entity, key),))
    draft = bp.PostalAddressDraft(
        address_line1=first_line(address),
        address_line2=(clean(address.address_2) if clean(address.address_1) else "") or bp.UNSET,
        address_line3=clean(address.city) or bp.UNSET,
        address_line4=state_of(address, tables) or bp.UNSET,
        postal_code=clean(address.postcode) or bp.UNSET,
        country_iso_code=country,
    )
    return Mapped(value=draft)


def _missing_line(address: Address, entity: str, key: str) -> tuple[Issue, ...]:
    return () if clean(address.address_1) else (issue("ADDRESS_LINE1_EMPTY", entity, key),)


def _unknown_country(address: Address, entity: str, key: str) -> Issue:
    given = clean(address.country)
    message = f"The country {given!r} is no ISO 3166 code." if given else "The address has no country."
    return issue("UNKNOWN_COUNTRY", entity, key, message, field="country", actual=given)
