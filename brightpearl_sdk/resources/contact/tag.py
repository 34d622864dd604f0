"""Tags: names that contacts are marked with."""

from __future__ import annotations

from typing import ClassVar, Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation, Request, Response
from ..._kernel.values import Model, model
from ...endpoints import read, read_map
from ...messages import map_of

_ALL = "/contact-service/tag"


@model
class Tag(Model):
    """A tag, such as of preferred customers. Its group is told as ``tag_parent_id`` or ``tag_parent_group_id``."""

    __shown__: ClassVar[tuple[str, ...]] = ("tag_id", "tag_name")

    tag_id: int
    tag_name: str | None = None
    tag_parent_id: int | None = None
    tag_parent_group_id: int | None = None
    tag_color: str | None = None


def _tags() -> Operation[dict[int, Tag]]:
    def parse(response: Response) -> dict[int, Tag]:
        return map_of(Tag, response)

    return Operation(request=Request(method="GET", path=_ALL), parse=parse)


class Tags(Resource[C]):
    """https://api-docs.brightpearl.com/contact/tag/get.html"""

    all: Final = call(_tags, method="GET", path=_ALL, model=Tag, doc="Every tag of the account, by id.")
    get: Final = read("/contact-service/tag/{}", Tag)
    get_set: Final = read_map("/contact-service/tag/{}", Tag)
