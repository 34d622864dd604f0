"""Every error of this package.

.. code-block:: text

    BrightpearlError
    ├── ConnectionFailedError        no answer came; ``reach`` tells whether Brightpearl may have acted
    │   └── TimedOutError
    ├── ShapeError                   an answer that does not fit, with the JSON path
    ├── QueryError                   a search that cannot be sent as it is written
    ├── SignInError                  a token could not be obtained, refreshed or kept
    ├── SetupError                   what was given to connect an account cannot be used: .faults by name
    └── StatusError                  Brightpearl refused: status, vendor codes, request, attempts
        ├── AuthenticationError      401
        ├── ForbiddenError           403
        ├── NotFoundError            404, and an id that an answer leaves out
        ├── InvalidError             400, and 5xx with a vendor's code of class C or B
        ├── ConflictError            409, 412
        ├── ThrottledError           503 or 429: too many requests
        └── ServerError              any other 5xx

No error of httpx or cattrs leaves the package, and no message holds a secret.
"""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from ._kernel.operation import Reach, Request, Response


class BrightpearlError(Exception):
    """Root of everything this package raises by itself."""


class ConnectionFailedError(BrightpearlError):
    """No answer came. With ``reach`` unknown, Brightpearl may have acted: look before sending a write again."""

    def __init__(self, message: str, *, request: Request, reach: Reach, attempts: int) -> None:
        super().__init__(message)
        self.request = request
        self.reach = reach
        self.attempts = attempts


class TimedOutError(ConnectionFailedError):
    """No answer came in time."""


class ShapeError(BrightpearlError):
    """An answer that cannot be read. ``path`` is the JSON path of the place, ``reason`` what is wrong there."""

    def __init__(self, path: str, reason: str, *, what: str = "The answer") -> None:
        super().__init__(f"{what} does not fit at {path}: {reason}")
        self.path = path
        self.reason = reason


class QueryError(BrightpearlError, ValueError):
    """A search or a set of ids that cannot be sent as it is written."""


class SignInError(BrightpearlError):
    """A token could not be obtained, refreshed or kept."""


class SetupError(BrightpearlError, ValueError):
    """What was given to connect an account cannot be used. ``faults`` tells why, by the name of the question."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {fault}" for name, fault in faults.items()))
        self.faults: Mapping[str, str] = dict(faults)


@frozen
class Fault:
    """One entry of the ``errors`` list of an answer, such as ``CMNC-404: No Contact Found``."""

    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" if self.code else self.message


class StatusError(BrightpearlError):
    """Brightpearl answered, and refused.

    ``faults`` are the vendor's codes and messages; ``ruid`` is the request's id to quote to Brightpearl's support.
    """

    advice = ""

    def __init__(self, *, request: Request, response: Response, faults: tuple[Fault, ...], attempts: int = 1) -> None:
        told = "; ".join(str(fault) for fault in faults) or "no reason given"
        tried = f" after {attempts} attempts" if attempts > 1 else ""
        advice = f" {self.advice}" if self.advice else ""
        super().__init__(f"{request.method} {request.path} was refused with status {response.status}{tried}: {told}.{advice}")
        self.request = request
        self.response = response
        self.faults = faults
        self.attempts = attempts

    @property
    def status(self) -> int:
        """The HTTP status."""
        return self.response.status

    @property
    def code(self) -> str:
        """The first vendor code, or nothing."""
        return next((fault.code for fault in self.faults), "")

    @property
    def ruid(self) -> str | None:
        """The vendor's id of the request."""
        return self.response.header("ruid")

    @property
    def message_type(self) -> str | None:
        """The vendor's name of the handler that answered."""
        return self.response.header("message-type")


class AuthenticationError(StatusError):
    """The token is missing, unknown or expired."""

    advice = "Check the app reference and the token, or sign in again."


class ForbiddenError(StatusError):
    """The app or the staff member may not do this."""

    advice = "Ask the account's owner to allow it for this app."


class NotFoundError(StatusError):
    """There is no such thing, or no such path."""


class InvalidError(StatusError):
    """What was sent is not acceptable."""


class ConflictError(StatusError):
    """The thing has changed meanwhile, or exists already."""

    advice = "Read it again before writing."


class ThrottledError(StatusError):
    """More requests than the account's quota allows, and waiting was not permitted any longer."""

    advice = "Other apps may share the quota; try again in a minute."


class ServerError(StatusError):
    """Brightpearl failed. A write may have been carried out: look before sending it again."""
