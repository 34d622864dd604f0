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

from ._kernel.explained import Explained
from ._kernel.operation import Reach, Request, Response


class BrightpearlError(Explained):
    """Root of everything this package raises by itself.

    Why: as itself it says that the address of an account is not known, or that a library of an extra is missing.

    What to do: catch it where any failure is dealt with alike, otherwise a kind. As itself it says what to give or to
    install.
    """


class ConnectionFailedError(BrightpearlError):
    """No answer came. With ``reach`` unknown, Brightpearl may have acted: look before sending a write again.

    Why: no network, a wrong ``base_url``, a certificate that is not trusted, or a connection that broke.

    What to do: read the message for the cause. Reads, and writes that were never sent, were tried again already;
    where ``reach`` is ``Reach.UNKNOWN`` look whether the write was carried out before sending it again.
    """

    def __init__(self, message: str, *, request: Request, reach: Reach, attempts: int) -> None:
        super().__init__(message)
        self.request = request
        self.reach = reach
        self.attempts = attempts


class TimedOutError(ConnectionFailedError):
    """No answer came in time.

    Why: Brightpearl was slow, or the network dropped the answer; a search over much data takes longer.

    What to do: ask for less at once or give the client a longer ``timeout``. After a write look whether it was
    carried out.
    """


class ShapeError(BrightpearlError):
    """An answer that cannot be read. ``path`` is the JSON path of the place, ``reason`` what is wrong there.

    Why: Brightpearl answered otherwise than its documents say, a proxy answered in its place, or an app of the
    account sends another kind of record.

    What to do: ``path`` says where. If the answer is right, the model is wrong: report it with the path, and read
    the record with ``client.request`` meanwhile.
    """

    def __init__(self, path: str, reason: str, *, what: str = "The answer") -> None:
        super().__init__(f"{what} does not fit at {path}: {reason}")
        self.path = path
        self.reason = reason


class QueryError(BrightpearlError, ValueError):
    """A search or a set of ids that cannot be sent as it is written.

    Why: a column that the search does not have, a comparison that the column does not take, an empty or too long
    list of ids.

    What to do: correct the call; nothing was sent. The columns are the attributes of the resource's search row.
    """


class SignInError(BrightpearlError):
    """A token could not be obtained, refreshed or kept.

    Why: the staff member refused, the code was used or is too old, the refresh token ran out after disuse, the
    client secret is not the app's, or the token store cannot be written.

    What to do: the message names which. Sign in again (``bpwoo auth brightpearl``) unless it speaks of the store.
    """


class SetupError(BrightpearlError, ValueError):
    """What was given to connect an account cannot be used. ``faults`` tells why, by the name of the question.

    Why: an answer is missing or of another form, such as a store's address in place of the account code.

    What to do: ``faults`` has a sentence for each question by its name: show it beside the field, and ask again.
    """

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

    Why: each kind has reasons of its own; ``faults`` are the vendor's.

    What to do: read ``faults``, and search the vendor's page of the resource for the code. Support asks for
    ``ruid``.
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
    """The token is missing, unknown or expired.

    Why: the token was revoked, has run out, or belongs to another account or app; the account may be in another
    data centre.

    What to do: check account code, app reference and ``base_url``; then sign in again, or make a new token in
    Brightpearl's App Store settings.
    """

    advice = "Check the app reference and the token, or sign in again."


class ForbiddenError(StatusError):
    """The app or the staff member may not do this.

    Why: the staff member behind the token lacks a permission, or the app was not granted this service.

    What to do: let the account's owner grant it, or sign in as someone who has it.
    """

    advice = "Ask the account's owner to allow it for this app."


class NotFoundError(StatusError):
    """There is no such thing, or no such path.

    Why: it was deleted or archived, belongs to another account, or the id is of another kind of record.

    What to do: check the id. Reading many ids at once tells the missing ones in place of raising.
    """


class InvalidError(StatusError):
    """What was sent is not acceptable.

    Why: a field is missing, of another form, or names something that the account does not have. Brightpearl answers
    some of this with status 500.

    What to do: ``faults`` says which field. Sent unchanged it will be refused again.
    """


class ConflictError(StatusError):
    """The thing has changed meanwhile, or exists already.

    Why: someone else changed the record between reading and writing, or what was to be made is there under the same
    reference.

    What to do: read it again, decide anew, then write.
    """

    advice = "Read it again before writing."


class ThrottledError(StatusError):
    """More requests than the account's quota allows, and waiting was not permitted any longer.

    Why: all apps of an account share one quota a minute; another app may be using it up, or many processes of this
    one run at once.

    What to do: wait a minute, let the clients of a process share one :class:`Quota`, send fewer requests (ids in
    sets, writes in batches).
    """

    advice = "Other apps may share the quota; try again in a minute."


class ServerError(StatusError):
    """Brightpearl failed. A write may have been carried out: look before sending it again.

    Why: an error or maintenance at Brightpearl. Reads were tried again already.

    What to do: after a write look whether it was carried out. If it goes on, see Brightpearl's status page, and
    give ``ruid`` to their support.
    """
