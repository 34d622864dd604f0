"""A Brightpearl account in memory: the public API as documented and as real accounts were seen to answer."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from attrs import define, evolve, field

from .._kernel.jsontext import NotJsonError, dumps, loads
from .._kernel.operation import Pairs, Request, Response
from .._kernel.values import Json
from . import webhooks
from .account import Account, Record
from .call import Answer, Call, Route
from .errors import Refusal, invalid, missing, refused
from .gate import App, Gate
from .invoicing import settle
from .loading import loaded
from .routes import ROUTES
from .samples import SETTINGS, reference_data
from .webhooks import Delivery, Send

#: The private app of a double that was given none.
DEMO_APP = App(
    app_ref="acme_demo",
    dev_ref="acme",
    account_token="demo-account-token",
    redirect_uris=("https://app.example/callback",),
)

_FIXED: Pairs = (
    ("Content-Type", "application/json;charset=UTF-8"),
    ("Cache-Control", "no-cache, must-revalidate"),
    ("Expires", "Mon, 20 Dec 1998 01:00:00 GMT"),
)
_MOST_MESSAGES = 10
_DECIMAL = "~decimal"


def utc_now() -> datetime:
    """The moment by the machine's clock."""
    return datetime.now(UTC)


@define
class BrightpearlDouble:
    """An account to test against: ``handle`` answers a request and never raises.

    ``apps`` may come in; ``quota`` requests a UTC minute are answered for each pool. ``clock`` tells the moment,
    aware; ``zone`` is the account's own. ``duplicates`` says what a second order of one external reference meets:
    it is ``refused``, or answered with the ``existing`` id (documents and clients differ). ``reference`` is false
    for an account without statuses, tax codes, currencies, warehouses and so on. A closed order is invoiced
    ``invoice_after`` its closing. ``requests`` holds what came in.
    """

    account: str = "acme"
    apps: tuple[App, ...] = (DEMO_APP,)
    quota: int = 200
    clock: Callable[[], datetime] = utc_now
    zone: tzinfo = UTC
    base_currency: str = "GBP"
    duplicates: str = "refused"
    reference: bool = True
    invoice_after: timedelta = timedelta(0)
    requests: list[Request] = field(factory=list, init=False, repr=False)
    state: Account = field(init=False, repr=False)
    gate: Gate = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        self.gate = Gate(account=self.account, apps=tuple(self.apps), quota=self.quota)
        self.state = Account(clock=self.clock, zone=self.zone, duplicates=self.duplicates)
        self.state.settings = {**SETTINGS, "baseCurrencyCode": self.base_currency, "timeZone": str(self.zone)}
        self.state.instance = {
            "installedIntegrationInstanceId": self.gate.instance_id,
            "installedIntegrationId": 7,
            "instanceName": "Shop",
        }
        self.state.invoice_after = self.invoice_after
        if self.reference:
            for kind, records in reference_data(self.base_currency).items():
                self.load(kind, records)

    def handle(self, request: Request) -> Response:
        """Answer a request."""
        self.requests.append(request)
        now = self.clock()
        path = unquote(request.path)
        if (outside := self._outside(evolve(request, path=path), now)) is not None:
            return outside
        left, wait = 0, self.gate.left_of_minute(now)
        message_type, admitted = "api-proxy", False
        try:
            left, wait = self.gate.entered(request, now)
            self.gate.admit(request, now)
            admitted = True
            route, ids = self._routed(request.method, path)
            message_type = route.message_type or _message_type(route)
            answer = self._called(route, ids, request, path)
        except Refusal as refusal:
            status, body = refusal.status, refusal.body
        except Exception:  # a fault of the double looks like a fault of the account
            status, body = 500, {"errors": [{"code": "CMNU-003", "message": "Internal Server Error"}]}
        else:
            status, body = answer.status, {} if answer.empty else {"response": answer.response, **answer.extra}
        headers: Pairs = (
            *_FIXED,
            ("Message-Type", message_type),
            ("Ruid", str(uuid.uuid5(uuid.NAMESPACE_URL, f"{self.account}/{len(self.requests)}"))),
            ("Brightpearl-Requests-Remaining", str(left)),
            ("Brightpearl-Next-Throttle-Period", str(wait)),
        )
        if admitted:
            headers = (*headers, ("Brightpearl-Installed-Integration-Instance-Id", str(self.gate.instance_id)))
        return Response(status=status, headers=headers, content=dumps(body))

    def load(self, kind: str, records: Iterable[Mapping[str, Any]]) -> None:
        """Put records in as an account shows them; kinds are plural, such as ``products`` or ``tax_codes``.

        A product may carry ``stock_on_hand``, a map from warehouse id to pieces, and ``prices``, a map from price
        list id to a price, or to a map from a number of pieces to their price. ``channels`` maps channel id to what
        ``contextChannelId`` shows of that channel. One that is put in again keeps the stock and prices that are not given.
        """
        for record in records:
            loaded(self.state, kind, deepcopy(dict(record)))

    def record(self, kind: str, id: int) -> Record | None:
        """A copy of a record, to look at without asking through HTTP."""
        return deepcopy(self.state.find(kind, id))

    def records(self, kind: str) -> list[Record]:
        """Copies of every record of a kind, by id."""
        return [deepcopy(record) for _, record in sorted(self.state.table(kind).items())]

    def due(self) -> tuple[Delivery, ...]:
        """The calls that are owed to webhooks by now."""
        return webhooks.due(self.state, self.account)

    def deliver(self, send: Send) -> tuple[tuple[Delivery, int], ...]:
        """Send each call that is due, and return it with the status it was answered with.

        ``send`` returns that status, or 0 where there was no answer. What fails is due again later, if the webhook's
        quality of service says so.
        """
        return webhooks.deliver(self.state, self.account, send)

    def token(self, app_ref: str) -> dict[str, Any]:
        """A token answer for an OAuth app, as if it had just been approved."""
        return self.gate.issue(app_ref, self.clock())

    def snapshot(self) -> dict[str, Any]:
        """The state as plain JSON; numbers with a point are text under a mark."""
        state, gate = self.state, self.gate
        kept = {
            "tables": {kind: table for kind, table in state.tables.items() if table},
            "counters": state.counters,
            "settings": state.settings,
            "events": state.events,
            "instance": state.instance,
            "codes": gate.codes,
            "tokens": gate.tokens,
            "refresh_tokens": gate.refresh_tokens,
            "counts": gate.counts,
            "minute": gate.minute,
            "given": gate.given,
        }
        content: dict[str, Any] = json.loads(json.dumps(kept, default=lambda number: {_DECIMAL: str(number)}))
        return content

    def restore(self, snapshot: Mapping[str, Any]) -> None:
        """Go back to a state that :meth:`snapshot` gave."""
        kept = json.loads(json.dumps(snapshot), object_hook=_with_decimals)
        state, gate = self.state, self.gate
        state.tables = {kind: {int(id): record for id, record in table.items()} for kind, table in kept["tables"].items()}
        for name in ("counters", "settings", "events", "instance"):
            setattr(state, name, kept[name])
        for name in ("codes", "tokens", "refresh_tokens", "counts", "minute", "given"):
            setattr(gate, name, kept[name])

    def _outside(self, request: Request, now: datetime) -> Response | None:
        """What is answered outside an account: sign-in, and what developers ask for."""
        account = self.account
        if request.method == "GET" and request.path == f"/authorize/{account}":
            return self.gate.authorize(request, now)
        if request.method == "POST" and request.path in (f"/token/{account}", f"/{account}/oauth/token", "/oauth/token"):
            return self.gate.grant(request, now)
        if request.method == "POST" and request.path in ("/oauth/token/introspect", f"/{account}/oauth/token/introspect"):
            return self.gate.introspect(request, now)
        tool = re.fullmatch(r"/developer-tools/([^/]+)/(account-location|installed-accounts)/([^/]+)", request.path)
        if request.method == "GET" and tool is not None:
            dev_ref, kind, which = tool.groups()
            return self.gate.located(which) if kind == "account-location" else self.gate.installations(request, dev_ref, which)
        return None

    def _routed(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        prefix = f"/public-api/{self.account}/"
        if path.startswith(prefix):
            below = path.removeprefix(prefix).rstrip("/")
            if below == "multi-message" and method == "POST":
                return Route("POST", below, self._multi_message, "multi-message"), {}
            return routed(method, below)
        beside = f"/api-v3/{self.account}/"
        if path.startswith(beside):
            # Pricing stands beside the other services.
            return routed(method, f"api-v3/{path.removeprefix(beside).rstrip('/')}")
        raise missing(f"Cannot find the resource {path}")

    def _called(self, route: Route, ids: dict[str, str], request: Request, path: str) -> Answer:
        settle(self.state)
        call = Call(
            account=self.state,
            method=request.method,
            path=path,
            ids=ids,
            query=request.query,
            headers=request.headers,
            body=_body_of(request),
        )
        return _answered(route, call)

    def _multi_message(self, call: Call) -> Answer:
        document = call.document()
        messages = document.get("messages")
        if not isinstance(messages, list) or not messages or len(messages) > _MOST_MESSAGES:
            raise invalid("SIMC-030", f"A multi-message holds 1 to {_MOST_MESSAGES} messages")
        if document.get("processingMode") not in ("SEQUENTIAL", "PARALLEL") or document.get("onFail") not in ("STOP", "CONTINUE"):
            raise invalid("SIMC-035", "A multi-message is SEQUENTIAL or PARALLEL, and on a failure it does STOP or CONTINUE")
        stops = document["onFail"] == "STOP"
        if stops and document.get("processingMode") == "PARALLEL":
            raise invalid("SIMC-031", "STOP cannot be combined with PARALLEL")
        processed: list[Json] = []
        unprocessed: list[Json] = []
        if not all(isinstance(message, dict) for message in messages):
            raise invalid("SIMC-033", "A message holds a label, a URI, a method and a body")
        labels = [message.get("label") for message in messages]
        if None in labels or len(set(labels)) < len(labels):
            raise invalid("SIMC-034", "Every message needs a label of its own")
        for message in messages:
            if unprocessed or (stops and processed and _failed(processed[-1])):
                unprocessed.append(message["label"])
                continue
            status, body = self._part(message, call)
            content = dumps(body).decode()
            processed.append({"label": message.get("label"), "statusCode": status, "body": {"content": content}})
        all_well = not unprocessed and not any(_failed(part) for part in processed)
        return Answer(response={"processedMessages": processed, "unprocessedMessages": unprocessed}, status=200 if all_well else 207)

    def _part(self, message: Any, call: Call) -> tuple[int, Json]:
        method = str(message.get("httpMethod", "")).upper()
        path, _, query = str(message.get("uri", "")).partition("?")
        try:
            if method not in ("POST", "PUT", "DELETE", "PATCH"):
                raise invalid("SIMC-032", f"{method} cannot be part of a multi-message")
            route, ids = routed(method, path.strip("/"))
            inner = evolve(call, method=method, path=path, ids=ids, query=tuple(parse_qsl(query)), body=message.get("body"))
            answer = _answered(route, inner)
        except Refusal as refusal:
            return refusal.status, refusal.body
        except Exception:  # a fault of the double looks like a fault of the account
            return 500, {"errors": [{"code": "CMNU-003", "message": "Internal Server Error"}]}
        return answer.status, {} if answer.empty else {"response": answer.response, **answer.extra}


def _with_decimals(value: dict[str, Any]) -> Any:
    return Decimal(value[_DECIMAL]) if set(value) == {_DECIMAL} else value


def routed(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """The route of a path below the account, and what stands at its places."""
    others = []
    for pattern, route in _patterns():
        match = pattern.fullmatch(path)
        if match is not None:
            if route.method == method:
                return route, {name: value for name, value in match.groupdict().items() if value is not None}
            others.append(route.method)
    if others:
        raise refused(405, ("SIMC-005", f"{method} is not offered here, only {', '.join(sorted(set(others)))}"))
    raise missing(f"Cannot find the resource /{path}")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Route], ...]:
    return tuple((re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", route.path)), route) for route in ROUTES)


def _answered(route: Route, call: Call) -> Answer:
    answer = route.respond(call)
    return answer if isinstance(answer, Answer) else Answer(response=answer)


def _failed(part: Any) -> bool:
    return bool(part["statusCode"] != 200)


def _message_type(route: Route) -> str:
    names = [name for name in route.path.split("/")[1:] if not name.startswith("{")]
    return f"{route.method.lower()}-{names[-1]}" if names else route.method.lower()


def _body_of(request: Request) -> Any:
    if not request.content:
        return None
    try:
        return loads(request.content)
    except NotJsonError:
        raise invalid("CMNC-010", "You must supply a JSON formatted body with your request") from None
