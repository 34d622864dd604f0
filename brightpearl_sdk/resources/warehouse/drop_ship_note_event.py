"""Steps in the life of a drop-ship note."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Unset, draft, named
from ...endpoints import act_on
from .drop_ship_note import DropShipNoteEventCode


@draft
class DropShipNoteEventDraft(Draft):
    """A step that has happened, when, and which contact did it."""

    event_code: DropShipNoteEventCode
    occurred: datetime = named("occured")
    """When it happened: aware UTC."""
    event_owner_id: int


@draft
class DropShipNoteEventsDraft(Draft):
    """Steps that have happened, with the tracking number (64 characters at most) and the shipping method."""

    events: tuple[DropShipNoteEventDraft, ...]
    tracking_reference: str | Unset = UNSET
    shipping_method_id: int | Unset = UNSET


class DropShipNoteEvents(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/drop-ship-note-event/post.html"""

    create: Final = act_on(
        "/warehouse-service/goods-note/drop-ship/{}/event", DropShipNoteEventsDraft, doc="Add steps to a note, by its id."
    )
