"""Where a warehouse holds stock unless told otherwise."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import read_id_in


class DefaultLocations(Resource[C]):
    """https://api-docs.brightpearl.com/warehouse/default-location/get.html"""

    get: Final = read_id_in("/warehouse-service/warehouse/{}/location/default", doc="The id of a warehouse's default location.")
