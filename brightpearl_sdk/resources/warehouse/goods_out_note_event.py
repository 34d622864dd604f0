"""Steps in the life of a goods-out note."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, draft, named
from ...endpoints import act_on
from .goods_out_note import GoodsOutNoteEventCode


@draft
class GoodsOutNoteEventDraft(Draft):
    """A step that has happened, when, and which contact did it."""

    event_code: GoodsOutNoteEventCode
    occurred: datetime = named("occured")
    """When it happened: aware UTC."""
    event_owner_id: int


@draft
class GoodsOutNoteEventsDraft(Draft):
    """Steps that have happened, in their order."""

    events: tuple[GoodsOutNoteEventDraft, ...]


class GoodsOutNoteEvents(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/goods-out-note%20event/post.html

    ``SHIPPED`` adds the steps that are missing, and is final. A write that is sent twice adds a step twice: bind it to
    the note's ``last_event_version`` by :func:`if_match`.
    """

    create: Final = act_on(
        "/warehouse-service/goods-note/goods-out/{}/event", GoodsOutNoteEventsDraft, doc="Add steps to a note, by its id."
    )
