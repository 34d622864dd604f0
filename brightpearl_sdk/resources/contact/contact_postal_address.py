"""Which addresses a contact uses, and for what."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...messages import filled, nothing, writing

_PATH = "/contact-service/contact/{}/postal-address"


class PostalAddressType(StrEnum):
    """What a contact uses an address for."""

    DEFAULT = "DEF"
    BILLING = "BIL"
    DELIVERY = "DEL"


@draft
class ContactPostalAddressDraft(Draft):
    """An address that exists and is no other contact's, for a use or for none.

    Secondary contacts have default and billing address from their primary contact, and none of their own.
    """

    postal_address_id: int
    type: PostalAddressType | Unset = UNSET


def _assigned(contact_id: int, drafts: Iterable[ContactPostalAddressDraft]) -> Operation[None]:
    operation: Operation[None] = writing("PUT", filled(_PATH, contact_id), list(drafts), parse=nothing, repeatable=True)
    return operation


class ContactPostalAddresses(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-postal-address/put.html"""

    assign: Final = call(
        _assigned,
        method="PUT",
        path=_PATH,
        model=ContactPostalAddressDraft,
        doc="Give a contact these addresses: all of them, or none where one is refused.",
    )
