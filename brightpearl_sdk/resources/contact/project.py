"""Projects that orders and transactions are assigned to in reports."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ..._kernel.values import Model, model
from ...endpoints import read_all, read_set


@model
class Project(Model):
    """A project. Its fields are assumed; all that came is there, in ``extra`` what these do not name."""

    id: int | None = None
    name: str | None = None


class Projects(Resource[C]):
    """https://api-docs.brightpearl.com/contact/project/get.html"""

    all: Final = read_all("/contact-service/project", Project)
    get_set: Final = read_set(
        "/contact-service/project/{}", Project, doc="Each project of a set of ids, which the path is assumed to take."
    )
