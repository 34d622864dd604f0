"""A kind of record with the usual routes: list, create, get, update, delete, batch."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from .._kernel.values import Json
from .arguments import converted, declared, pattern_of
from .call import Answer, Call, Route
from .errors import Refusal, crashed
from .listing import Listing, listed, selected
from .meta import merged
from .presenting import GUARDED, filled, linked
from .shop import Record

_LISTS = ("create", "update", "delete")
_BATCH_LIMIT = 100


@frozen(kw_only=True)
class Collection:
    """What differs between kinds; the rest is common.

    ``scope`` gives the records that a path is about, ``absent`` the refusal for an unknown id and the method that asked,
    ``view`` what is sent. A new record's place is told where the kind ``names_place``, as the pattern of its route where
    it ``names_pattern``. ``trash`` is the status of what is deleted without force, where the kind knows one.
    """

    kind: str
    listing: Listing
    absent: Callable[[str], Refusal]
    create: Callable[[Call], Record] | None = None
    update: Callable[[Call, Record], Record] | None = None
    remove: Callable[[Call, Record], None] = lambda call, record: call.shop.drop(call_kind(call), record)
    scope: Callable[[Call], Iterable[Record]] | None = None
    view: Callable[[Call, Record], Record] | None = None
    no_trash: Refusal | None = None
    trash: str | None = None
    trashed_name: str = ""
    key: str = "id"
    added: Callable[[Call, list[Record]], Mapping[str, Json]] = lambda call, records: {}
    created_status: int = 201
    names_pattern: bool = False
    names_place: bool = True
    batch_scope: Mapping[str, str] = field(factory=dict)

    def records(self, call: Call) -> Iterable[Record]:
        """The records that the path is about."""
        return self.scope(call) if self.scope is not None else call.shop.all(self.kind)

    def one(self, call: Call, number: Json) -> Record:
        """The record of this id among them, or the refusal."""
        if self.scope is None and self.key == "id":
            found = call.shop.find(self.kind, number)
        else:
            found = next((record for record in self.records(call) if str(record[self.key]) == str(number)), None)
        if found is None:
            raise self.absent(call.method)
        return found

    def sent(self, call: Call, record: Record) -> Record:
        """The record as an answer carries it."""
        return self.view(call, record) if self.view is not None else linked(call, self.kind, record)


def call_kind(call: Call) -> str:
    """The kind that a path is about: what the collection of the call was built with."""
    kind: str = call.arguments["~kind"]
    return kind


def routes(collection: Collection, path: str, *, batch: bool = True, item: str = "id") -> dict[str, dict[str, Route]]:
    """The collection's routes under a path."""
    one = f"{path}/{{{item}}}"
    table: dict[str, dict[str, Route]] = {path: {"GET": listing_of(collection)}, one: {"GET": record_of(collection, item)}}
    if collection.create is not None:
        table[path]["POST"] = creation_in(collection)
    if collection.update is not None:
        table[one] |= dict.fromkeys(("POST", "PUT", "PATCH"), update_in(collection, item))
    if collection.no_trash is not None or collection.trash is not None:
        table[one]["DELETE"] = deletion_in(collection, item)
    if batch:
        table[f"{path}/batch"] = dict.fromkeys(("POST", "PUT", "PATCH"), batch_in(collection, path))
    return table


def listing_of(collection: Collection) -> Route:
    """Answers with a page of records."""

    def answer(call: Call) -> Answer:
        found = selected(call, collection.records(call), collection.listing)
        page = listed(call, found, collection.listing, added=collection.added(call, found))
        return evolve(page, body=[collection.sent(call, record) for record in page.body])

    return answer


def record_of(collection: Collection, item: str) -> Route:
    """Answers with one record."""
    return lambda call: Answer(body=collection.sent(call, collection.one(call, call.ids[item])))


def creation_in(collection: Collection) -> Route:
    """Makes a record of what was sent."""

    def answer(call: Call) -> Answer:
        record = created(collection, call)
        body = collection.sent(call, record)
        pattern = f"{call.root}{pattern_of(call.route)}/{record['id']}"
        where = pattern if collection.names_pattern else body["_links"]["self"][0]["href"]
        place = (("Location", where),) if collection.names_place else ()
        return Answer(body=body, status=collection.created_status, headers=place)

    return answer


def created(collection: Collection, call: Call) -> Record:
    """The new record, after who listens was told."""
    assert collection.create is not None
    record = collection.create(call)
    call.shop.changed(collection.kind, "created", record)
    return record


def update_in(collection: Collection, item: str) -> Route:
    """Changes what was sent and nothing else, whichever method is used."""

    def answer(call: Call) -> Answer:
        return Answer(body=collection.sent(call, updated(collection, call, call.ids[item])))

    return answer


def updated(collection: Collection, call: Call, number: Json) -> Record:
    """The changed record, after who listens was told."""
    assert collection.update is not None
    record = collection.one(call, number)
    if "id" in call.sent and "id" in record and str(call.sent["id"]) != str(record["id"]):
        raise collection.absent(call.method)
    record = collection.update(call, record)
    call.shop.changed(collection.kind, "updated", record)
    return record


def deletion_in(collection: Collection, item: str) -> Route:
    """Moves a record to the trash, or drops it with ``force``."""
    return lambda call: Answer(body=deleted(collection, call, call.ids[item], force=bool(call["force"])))


def deleted(collection: Collection, call: Call, number: Json, *, force: bool) -> Record:
    """The record as it was."""
    record = collection.one(call, number)
    body = collection.sent(call, record)
    if force:
        dropped(collection, call, record)
        return unhinted(body) if collection.kind in GUARDED else body
    if collection.trash is None:
        assert collection.no_trash is not None
        raise collection.no_trash
    if record.get("status") == collection.trash:
        message = f"The {collection.trashed_name} has already been deleted."
        raise Refusal(410, "woocommerce_rest_already_trashed", message)
    trashed(call, record, collection.trash)
    call.shop.changed(collection.kind, "deleted", record)
    return body


def trashed(call: Call, record: Record, status: str) -> None:
    """Mark a record as lying in the trash, with the notes that WordPress writes on it."""
    notes = {"_wp_trash_meta_status": record["status"], "_wp_trash_meta_time": str(int(call.shop.now().timestamp()))}
    slug = record.get("slug") or record.get("code")
    if slug:
        notes["_wp_desired_post_slug"] = slug
    if "meta_data" in record:
        record["meta_data"] = merged(call.shop, record["meta_data"], [{"key": key, "value": value} for key, value in notes.items()])
    if "date_modified" in record:
        record.update(call.shop.dated("date_modified", call.shop.now()))
    record["~before_trash"] = record["status"]
    record["status"] = status


def unhinted(body: Record) -> Record:
    """A body whose link to itself tells no more what may be done there."""
    own = [{key: value for key, value in link.items() if key != "targetHints"} for link in body["_links"]["self"]]
    return {**body, "_links": {**body["_links"], "self": own}}


def dropped(collection: Collection, call: Call, record: Record) -> None:
    """Forget a record; one that lies in the trash has told of its end before."""
    collection.remove(evolve(call, arguments={**call.arguments, "~kind": collection.kind}), record)
    if collection.trash is None:
        call.shop.changed(collection.kind, "deleted", record)


def batch_in(collection: Collection, path: str) -> Route:
    """Creates, updates and deletes in one request, each result in its item's place."""

    def answer(call: Call) -> Answer:
        lists: dict[str, Any] = {name: call.sent[name] for name in _LISTS if call.sent.get(name) is not None}
        if any(not isinstance(items, list) for items in lists.values()):
            raise crashed()
        if sum(len(items) for items in lists.values()) > _BATCH_LIMIT:
            message = f"Unable to accept more than {_BATCH_LIMIT} items for this request."
            raise Refusal(413, "woocommerce_rest_request_entity_too_large", message)
        body = {name: [one_of(collection, path, name, call, item) for item in items] for name, items in lists.items() if items}
        return Answer(body=body or [])

    return answer


def one_of(collection: Collection, path: str, name: str, call: Call, item: Json) -> Record:
    """The result of one item of a batch: a record, or why not."""
    number = item if name == "delete" else item.get("id") if isinstance(item, dict) else None
    try:
        return _done(collection, path, name, call, item, number)
    except Refusal as refusal:
        told = 0 if name == "create" else int(number) if isinstance(number, str) and number.isdigit() else number
        if name == "delete" and (isinstance(number, dict) or collection.batch_scope):
            told = {**(number if isinstance(number, dict) else {"id": number}), **_scope_ids(collection, call), "force": True}
        return {"id": told, "error": refusal.body}


def _scope_ids(collection: Collection, call: Call) -> dict[str, int]:
    return {name: int(call.ids[path]) for name, path in collection.batch_scope.items()}


def _done(collection: Collection, path: str, name: str, call: Call, item: Json, number: Json) -> Record:
    if name == "delete":
        if isinstance(number, dict):
            number = None
        return deleted(collection, _inner(call, path, "DELETE", {}), number, force=True)
    sent = item if isinstance(item, dict) else {}
    if name == "create":
        return collection.sent(call, created(collection, _inner(call, path, "POST", sent)))
    inner = _inner(call, path + "/{id}", "PUT", {key: value for key, value in sent.items() if key != "id"})
    return collection.sent(call, updated(collection, inner, number))


def _inner(call: Call, route: str, method: str, sent: Mapping[str, Any]) -> Call:
    """What an item of a batch becomes: unchecked, yet with defaults and in the declared kinds."""
    schemas = declared(route, method)
    defaults = {key: schema["default"] for key, schema in schemas.items() if "default" in schema}
    known = {key: value for key, value in sent.items() if not _outside(value, schemas.get(key, {}))}
    return evolve(
        call,
        method=method,
        route=route,
        path=filled(route, dict(call.ids)).removesuffix("/{id}"),
        sent=known,
        arguments={**defaults, **converted(schemas, known)},
        in_batch=True,
    )


def _outside(value: Json, schema: Mapping[str, Any]) -> bool:
    return "enum" in schema and value not in schema["enum"]


def absent_term(method: str) -> Refusal:
    """No such term."""
    return Refusal(404, "woocommerce_rest_term_invalid", "Resource does not exist.")


def absence(
    code: str, message: str = "Invalid ID.", *, status: int = 404, when_written: tuple[int, str] | None = None
) -> Callable[[str], Refusal]:
    """The refusal for an unknown id, which some kinds word otherwise when something is to be written."""

    def refusal(method: str) -> Refusal:
        if when_written is not None and method in ("POST", "PUT", "PATCH"):
            return Refusal(when_written[0], code, when_written[1])
        return Refusal(status, code, message)

    return refusal
