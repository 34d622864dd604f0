"""Let stock out of quarantine, so that it can be sold."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Draft, draft
from ...endpoints import act_on


@draft
class QuarantineReleaseDraft(Draft):
    """How many of a product go from quarantine to a location of the same warehouse."""

    product_id: int
    quantity: int
    """In pieces."""
    to_location_id: int


class QuarantineReleases(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/quarantine-release/post.html"""

    create: Final = act_on(
        "/warehouse-service/warehouse/{}/quarantine/release", QuarantineReleaseDraft, doc="Release stock, by the warehouse's id."
    )
