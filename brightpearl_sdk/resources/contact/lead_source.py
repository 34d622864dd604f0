"""Lead sources: where customers and sales come from."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read, read_all, read_set


@model
class LeadSource(Model):
    """Where customers come from. ``owner_id`` and ``parent_id`` are 0 where there is none."""

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")

    id: int
    owner_id: int | None = None
    parent_id: int | None = None
    name: str | None = None
    is_active: bool | None = None


class LeadSources(Resource[C]):
    """https://api-docs.brightpearl.com/contact/lead-source/get.html"""

    all: Final = read_all("/contact-service/lead-source", LeadSource)
    get: Final = read("/contact-service/lead-source/{}", LeadSource)
    get_set: Final = read_set("/contact-service/lead-source/{}", LeadSource)
