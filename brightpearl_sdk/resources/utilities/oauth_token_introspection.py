"""Whether an access token is still good."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlencode

from attrs import frozen

from ..._kernel.described import described
from ..._kernel.operation import Operation, Request, Response
from ...errors import ShapeError
from ...wire import envelope
from .utility import Utility


@described
@frozen
class TokenIntrospection:
    """What Brightpearl tells of an access token. ``expires_at`` is told of one that is active."""

    active: bool
    token_type: str = ""
    expires_at: datetime | None = None
    """When it ends: aware UTC."""


def token_introspection(
    account: str, token: str, *, client_id: str, client_secret: str = "", data_centre: str = "euw1"
) -> Utility[TokenIntrospection]:
    """Ask about an access token; refresh tokens are not known there. The secret is empty for public apps.

    That id and secret stand in the header as they are, without being URL-encoded first, is assumed.
    https://api-docs.brightpearl.com/utilities/oauth-token-introspect/post.html
    """
    password = base64.b64encode(f"{client_id}:{client_secret}".encode()).decode()
    request = Request(
        method="POST",
        path="/oauth/token/introspect",
        headers=(("Content-Type", "application/x-www-form-urlencoded"), ("Authorization", f"Basic {password}")),
        content=urlencode({"token": token, "account_code": account}).encode(),
    )
    return Utility(f"https://{data_centre}.brightpearlconnect.com", Operation(request=request, parse=_introspection))


def _introspection(response: Response) -> TokenIntrospection:
    # Every property is documented to be a text, where the specification has true and a number.
    told: Final = envelope(response)
    expires: Final = str(told.get("exp") or "")
    if "active" not in told or (expires and not expires.isdigit()):
        raise ShapeError("$", "whether the token is active was due, and when it expires in seconds")
    return TokenIntrospection(
        active=str(told["active"]).lower() == "true",
        token_type=str(told.get("token_type") or ""),
        expires_at=datetime.fromtimestamp(int(expires), UTC) if expires else None,
    )
