"""Whether an account can be used: one question after another, each with what to do about its answer. Reads only."""

from __future__ import annotations

from attrs import frozen

from .errors import (
    AuthenticationError,
    BrightpearlError,
    ConnectionFailedError,
    ForbiddenError,
    NotFoundError,
    ShapeError,
    ThrottledError,
)
from .flows import Flow
from .resources.integration.account import Account, AccountConfiguration, IntegrationInstance
from .resources.order.order import Orders, OrderSearchRow


@frozen(kw_only=True)
class CheckStep:
    """One question and its answer. ``advice`` is empty where nothing is to be done.

    ``concerns`` names the questions of :mod:`brightpearl_sdk.setup` whose answers may be wrong; none where time or a right
    is lacking.
    """

    name: str
    passed: bool
    found: str
    advice: str = ""
    concerns: tuple[str, ...] = ()


@frozen(kw_only=True)
class Identity:
    """What is an account's own and is kept with a connection to it.

    ``instance_id`` numbers the app on this account: external references are unique within it. ``base_currency`` is ISO
    4217, ``time_zone`` an IANA name.
    """

    account: str
    instance_id: int | None
    base_currency: str
    time_zone: str


@frozen(kw_only=True)
class Diagnosis:
    """Every question that was asked, and what is known of the account. The first that did not pass is the one to deal with."""

    steps: tuple[CheckStep, ...]
    identity: Identity | None = None

    @property
    def passed(self) -> bool:
        """Whether the account can be used."""
        return all(step.passed for step in self.steps)

    def __str__(self) -> str:
        return "\n".join(_line(step) for step in self.steps)


def _line(step: CheckStep) -> str:
    advice = f"\n     {step.advice}" if step.advice else ""
    return f"{'ok  ' if step.passed else 'FAIL'} {step.name}: {step.found}{advice}"


def diagnosis(account: str) -> Flow[Diagnosis]:
    """Ask: does the account know the app, as which instance, and may the app read orders.

    Whether it may write cannot be found out without writing.
    """
    try:
        settings: AccountConfiguration = yield Account.configuration()
    except BrightpearlError as error:
        return Diagnosis(steps=(_failed("account", error),))
    found = (
        f"its books are kept in {settings.base_currency or 'an unknown currency'}, its times in {settings.time_zone or 'an unknown zone'}"
    )
    instance, told = yield from _instance()
    steps = (CheckStep(name="account", passed=True, found=found), told, (yield from _orders()))
    identity = Identity(account=account, instance_id=instance, base_currency=settings.base_currency, time_zone=settings.time_zone)
    return Diagnosis(steps=steps, identity=identity)


def _instance() -> Flow[tuple[int | None, CheckStep]]:
    try:
        instance: IntegrationInstance = yield Account.instance()
    except (ForbiddenError, NotFoundError):
        return None, CheckStep(name="instance", passed=True, found="not told to this app")
    except BrightpearlError as error:
        return None, _failed("instance", error)
    id = instance.installed_integration_instance_id
    found = "none" if id is None else f"{id} ({instance.instance_name or 'without a name'})"
    return id, CheckStep(name="instance", passed=True, found=found)


def _orders() -> Flow[CheckStep]:
    try:
        page = yield Orders.search(OrderSearchRow.where().paged(1))
    except BrightpearlError as error:
        return _failed("reads orders", error)
    return CheckStep(name="reads orders", passed=True, found=f"yes, {page.total if page.total is not None else 'some'} orders")


def _failed(name: str, error: BrightpearlError) -> CheckStep:
    return CheckStep(name=name, passed=False, found=str(error), advice=advice_for(error), concerns=concerns_of(error))


def advice_for(error: BrightpearlError) -> str:
    """What to do about an error."""
    match error:
        case AuthenticationError():
            return (
                "Compare the app reference and the token with those under App store > Private apps, letter by letter, and the "
                "account code with the one typed at sign-in; an OAuth app signs in again"
            )
        case ForbiddenError():
            return "Let the account's owner give this app, or the member of staff that it acts for, the right to do this"
        case NotFoundError():
            return "Check the account code and the data centre: this one does not know the account"
        case ThrottledError():
            return "Other apps use up the account's requests: try again in a minute"
        case ConnectionFailedError():
            return "Check the data centre's address, the network and the certificate"
        case ShapeError():
            return "What answers at this address is not Brightpearl: check the data centre's address"
    return ""


def concerns_of(error: BrightpearlError) -> tuple[str, ...]:
    """The questions whose answers an error puts in doubt, by their names."""
    match error:
        case AuthenticationError():
            return ("account", "app_ref", "staff_token", "account_token")
        case NotFoundError():
            return ("account", "data_centre")
        case ConnectionFailedError() | ShapeError():
            return ("data_centre",)
    return ()
