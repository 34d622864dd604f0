"""The one status that each contact has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation
from ...messages import Outcomes, filled, id_set, outcomes, writing
from .contact import ContactStatusIdDraft

_PATH = "/contact-service/contact/{}/status"


def _updated(contact_ids: Iterable[int], draft: ContactStatusIdDraft) -> Operation[Outcomes]:
    operation: Operation[Outcomes] = writing("PUT", filled(_PATH, id_set(contact_ids)), draft, parse=outcomes, repeatable=True)
    return operation


class ContactStatusUpdates(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-status/put.html"""

    update: Final = call(
        _updated,
        method="PUT",
        path=_PATH,
        model=ContactStatusIdDraft,
        doc="Move contacts, 200 at most, to another status. Raises NotFoundError where there is no such status, and where "
        "there is none of the contacts.",
    )
