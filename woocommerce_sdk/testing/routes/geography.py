"""``/data``: continents, countries, currencies"""

from __future__ import annotations

from collections.abc import Callable

from ..call import Answer, Call, Route, Routes
from ..errors import Refusal
from ..shop import Record, shown

_NO_CURRENCY = Refusal(404, "woocommerce_rest_data_invalid_currency", "There are no currencies matching these parameters.")
_NO_PLACE = Refusal(404, "woocommerce_rest_data_invalid_location", "There are no locations matching these parameters.")


def _linked(call: Call, kind: str, record: Record, name: str) -> Record:
    own = {"href": f"{call.root}/data/{kind}/{name}", "targetHints": {"allow": ["GET"]}}
    return {**shown(record), "_links": {"self": [own], "collection": [{"href": f"{call.root}/data/{kind}"}]}}


def _index(call: Call) -> Answer:
    kinds = list(call.shop.all("data"))
    links = [_linked(call, record["slug"], record, "")["_links"] for record in kinds]
    for record, found in zip(kinds, links, strict=True):
        found["self"][0]["href"] = f"{call.root}/data/{record['slug']}"
        found["collection"] = [{"href": f"{call.root}/data"}]
    return Answer(body=[{**shown(record), "_links": found} for record, found in zip(kinds, links, strict=True)])


def _all(kind: str, named: Callable[[str], str]) -> Route:
    return lambda call: Answer(body=[_linked(call, kind, record, named(record["code"])) for record in call.shop.all(kind)])


def _one(kind: str, parameter: str, absent: Refusal, named: Callable[[str], str]) -> Route:
    def answer(call: Call) -> Answer:
        found = call.shop.find(kind, call.ids[parameter].upper())
        if found is None:
            raise absent
        return Answer(body=_linked(call, kind, found, named(found["code"])))

    return answer


def _current(call: Call) -> Answer:
    code = call.shop.setting("woocommerce_currency")
    record = call.shop.find("currencies", code) or {"code": code, "name": code, "symbol": code}
    return Answer(body=_linked(call, "currencies", record, code))


ROUTES: Routes = {
    "/data": {"GET": _index},
    "/data/continents": {"GET": _all("continents", str.lower)},
    "/data/continents/{location}": {"GET": _one("continents", "location", _NO_PLACE, str.lower)},
    "/data/countries": {"GET": _all("countries", str.lower)},
    "/data/countries/{location}": {"GET": _one("countries", "location", _NO_PLACE, str.lower)},
    "/data/currencies": {"GET": _all("currencies", str)},
    "/data/currencies/current": {"GET": _current},
    "/data/currencies/{currency}": {"GET": _one("currencies", "currency", _NO_CURRENCY, str)},
}
