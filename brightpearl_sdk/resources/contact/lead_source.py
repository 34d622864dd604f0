"""Lead sources: where customers and sales come from."""

from __future__ import annotations

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read, read_all, read_set


@model
class LeadSource(Model):
    """Where customers come from. ``owner_id`` and ``parent_id`` are 0 where there is none."""

    __shown__ = ("id", "name")

    id: int
    owner_id: int | None = None
    parent_id: int | None = None
    name: str | None = None
    is_active: bool | None = None


class LeadSources(Resource[C]):
    """https://api-docs.brightpearl.com/contact/lead-source/get.html"""

    all = read_all("/contact-service/lead-source", LeadSource)
    get = read("/contact-service/lead-source/{}", LeadSource)
    get_set = read_set("/contact-service/lead-source/{}", LeadSource)
