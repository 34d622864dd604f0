"""What the shop knows of the world: continents, countries, currencies."""

from __future__ import annotations

from typing import Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import Model, model
from woocommerce_sdk.endpoints import read


@model
class DataIndexEntry(Model):
    """A kind of data."""

    slug: str
    description: str


@model
class State(Model):
    """A state or province. ``code`` is a number in a few countries."""

    code: str | int
    name: str


@model
class Country(Model):
    """A country: ``code`` is ISO 3166."""

    code: str
    name: str
    states: tuple[State, ...]


@model
class ContinentCountry(Model):
    """A country with the habits of its shops, where the shop knows them."""

    code: str
    name: str
    states: tuple[State, ...]
    currency_code: str | None = None
    currency_pos: str | None = None
    decimal_sep: str | None = None
    dimension_unit: str | None = None
    num_decimals: int | None = None
    """The decimals of amounts."""
    thousand_sep: str | None = None
    weight_unit: str | None = None


@model
class Continent(Model):
    """A continent and its countries."""

    code: str
    name: str
    countries: tuple[ContinentCountry, ...]


@model
class Currency(Model):
    """A currency: ``code`` is ISO 4217, ``symbol`` is HTML."""

    code: str
    name: str
    symbol: str


class Data(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#data"""

    list: Final = read("/data", tuple[DataIndexEntry, ...], ())
    continents: Final = read("/data/continents", tuple[Continent, ...], ())
    continent: Final = read("/data/continents/{location}", Continent, (str,))
    countries: Final = read("/data/countries", tuple[Country, ...], ())
    country: Final = read("/data/countries/{location}", Country, (str,))
    currencies: Final = read("/data/currencies", tuple[Currency, ...], ())
    current_currency: Final = read("/data/currencies/current", Currency, ())
    currency: Final = read("/data/currencies/{currency}", Currency, (str,))
