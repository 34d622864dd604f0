"""Where a warehouse holds stock that is not for sale."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import read_id_in


class QuarantineLocations(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/quarantine-location/get.html"""

    get: Final = read_id_in("/warehouse-service/warehouse/{}/location/quarantine", doc="The id of a warehouse's quarantine location.")
