"""Which contacts bear a tag."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ..._kernel.binding import C, Resource, call
from ..._kernel.operation import Operation, Request
from ...messages import Outcomes, filled, id_set, outcomes

_PATH = "/contact-service/contact/{}/tag/{}"


def _added(contact_ids: Iterable[int], tag_id: int) -> Operation[Outcomes]:
    return _asked("POST", contact_ids, tag_id)


def _removed(contact_ids: Iterable[int], tag_id: int) -> Operation[Outcomes]:
    return _asked("DELETE", contact_ids, tag_id)


def _asked(method: str, contact_ids: Iterable[int], tag_id: int) -> Operation[Outcomes]:
    return Operation(request=Request(method=method, path=filled(_PATH, id_set(contact_ids), tag_id)), parse=outcomes)


class ContactTags(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact-tag/index.html

    A request takes 200 contacts. One that bears the tag already, or does not bear it, has status 409 among the outcomes
    and is as it should be; where there is no such tag, NotFoundError is raised.
    """

    add: Final = call(_added, method="POST", path=_PATH, model=Outcomes, doc="Mark contacts with a tag.")
    remove: Final = call(_removed, method="DELETE", path=_PATH, model=Outcomes, doc="Take a tag off contacts.")
