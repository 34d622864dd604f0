"""Tell what was picked for a goods-out note, where it was not what should have been picked."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Json
from ...endpoints import act_in


class Picks(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/pick/post.html

    The stock of other notes in the warehouse may be reallocated. The fields are on a part of the page that could not be
    read, so the document is given as the page shows it.
    """

    create: Final = act_in(
        "/warehouse-service/order/{}/goods-note/goods-out/{}/pick",
        dict[str, Json],
        doc="Tell what was picked, by the ids of the order and of the note, as a JSON document.",
    )
