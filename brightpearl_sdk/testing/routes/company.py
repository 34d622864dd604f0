"""contact-service: companies, which contacts belong to."""

from __future__ import annotations

from ..account import Account, Record, without
from ..call import EMPTY, Answer, Call, Route, text
from ..errors import missing
from ..searches import Search, column, hidden, search_routes
from .reading import listed


def _name(call: Call) -> str:
    return text(call.document().get("name") or None, 64, "SIMC-218", "A company needs a name of at most 64 characters")


def _post(call: Call) -> Answer:
    now = call.account.now()
    return Answer(response=call.account.put("companies", {"name": _name(call), "createdOn": now, "updatedOn": now}))


def _put(call: Call) -> Answer:
    record = call.account.find("companies", call.id())
    if record is None:
        raise missing("No Companies Found")
    record |= {"name": _name(call), "updatedOn": call.account.now()}
    return EMPTY


def _shown(account: Account, record: Record) -> Record:
    return without({**record, "createdOn": account.shown(record.get("createdOn")), "updatedOn": account.shown(record.get("updatedOn"))})


def _members(account: Account, record: Record) -> list[int]:
    return [id for id, contact in account.table("contacts").items() if contact["companyId"] == record["id"]]


SEARCH = Search(
    path="contact-service/company-search",
    records=lambda account: account.table("companies").values(),
    columns=(column("companyId", "INTEGER", "id"), column("name", "SEARCH_STRING", "name"), hidden("contactId", "IDSET", _members)),
)

ROUTES: tuple[Route, ...] = (
    Route("POST", "contact-service/company", _post),
    Route("PUT", "contact-service/company/{id}", _put),
    *listed("contact-service/company", "companies", "Companies", shown=_shown),
    *search_routes(SEARCH),
)
