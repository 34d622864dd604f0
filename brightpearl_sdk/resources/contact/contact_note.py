"""Notes on contacts: they can be added, but not read."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft
from ...endpoints import create_under


@draft
class ContactNoteDraft(Draft):
    """A note to be added, private unless told otherwise; one of the future is hidden until then."""

    text: str
    is_public: bool | Unset = UNSET
    added_on: datetime | Unset = UNSET
    """When it was added: aware UTC."""


class ContactNotes(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-note/post.html"""

    create: Final = create_under("/contact-service/contact/{}/note", ContactNoteDraft)
