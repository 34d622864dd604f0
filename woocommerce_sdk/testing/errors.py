"""How the shop says no: a code, a message and data, under a status."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._kernel.values import Json


class Refusal(Exception):
    """An answer with an error status, raised where the reason is seen.

    ``data`` is what the body carries under that name: an object with ``status`` in it, save where the shop sends a bare
    number.
    """

    def __init__(self, status: int, code: str, message: str, data: Json = None, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.data: Json = {"status": status, **more} if data is None else data

    @property
    def body(self) -> dict[str, Json]:
        """The JSON body."""
        body = {"code": self.code, "message": self.message, "data": self.data}
        return {**body, "additional_errors": []} if self.code == "internal_server_error" else body


def no_route() -> Refusal:
    """Neither the path nor the method leads anywhere."""
    return Refusal(404, "rest_no_route", "No route was found matching the URL and request method.")


def missing_parameters(names: list[str]) -> Refusal:
    """Required parameters that were not sent."""
    return Refusal(400, "rest_missing_callback_param", f"Missing parameter(s): {', '.join(names)}", params=names)


def invalid_parameters(faults: Mapping[str, tuple[str, str, Json]]) -> Refusal:
    """Parameters that do not fit: code, message and data by name."""
    return Refusal(
        400,
        "rest_invalid_param",
        f"Invalid parameter(s): {', '.join(faults)}",
        params={name: message for name, (_, message, _) in faults.items()},
        details={name: {"code": code, "message": message, "data": data} for name, (code, message, data) in faults.items()},
    )


def crashed() -> Refusal:
    """The page that PHP leaves behind when it stops."""
    link = "https://wordpress.org/documentation/article/faq-troubleshooting/"
    page = f'<p>There has been a critical error on this website.</p><p><a href="{link}">Learn more about troubleshooting WordPress.</a></p>'
    return Refusal(500, "internal_server_error", page)


def not_permitted(status: int, verb: str) -> Refusal:
    """A caller without the right; ``status`` is 401 for nobody and 403 for somebody else."""
    code, message = _PERMISSIONS[verb]
    return Refusal(status, code, message)


_PERMISSIONS = {
    "list": ("woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
    "view": ("woocommerce_rest_cannot_view", "Sorry, you cannot view this resource."),
    "create": ("woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources."),
    "edit": ("woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource."),
    "delete": ("woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource."),
    "batch": ("woocommerce_rest_cannot_batch", "Sorry, you are not allowed to batch manipulate this resource."),
}
