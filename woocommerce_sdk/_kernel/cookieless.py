"""A jar that keeps no cookie: every request says by itself who sends it.

A kept cookie would be a second credential beside the first, and a shop may take its session for a visitor's. Looking for
cookies also costs httpx time with every answer. Free of any vendor; the other SDK carries a byte-identical twin.
"""

from __future__ import annotations

from http.client import HTTPResponse
from http.cookiejar import CookieJar
from urllib.request import Request


class Cookieless(CookieJar):
    """A jar that stays empty."""

    def extract_cookies(self, response: HTTPResponse, request: Request) -> None:
        """Nothing is taken from an answer."""

    def add_cookie_header(self, request: Request) -> None:
        """Nothing is added to a request."""
