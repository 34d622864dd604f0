"""A guard for hosted platforms: a shop's address is typed by a stranger, and must not lead into the platform's own network.

A name may lead to one address while it is checked and to another when it is asked. So the guard stands where requests
leave: it looks the name up, refuses what is not public, and connects to the very address that it has looked at.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from .errors import PrivateAddressError

#: Looks up a host's name: its addresses as text, such as ``("203.0.113.7",)``.
Resolver = Callable[[str], Iterable[str]]

#: Translates to IPv4, whose address stands in the last four bytes (RFC 6052).
_TRANSLATED = ip_network("64:ff9b::/96")

#: Looks public, and is not: what a host of machines answers on for them alone (Azure, Oracle), and IPv6's former private range.
_WITHIN = tuple(map(ip_network, ("168.63.129.16/32", "192.0.0.0/24", "fec0::/10")))


def resolved(host: str) -> tuple[str, ...]:
    """The addresses of a host, as this machine looks them up. Raises :class:`OSError` where there are none."""
    return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)))


def is_public(address: str) -> bool:
    """Whether an IP address is of the public internet: not private, loopback, link-local, multicast or reserved.

    >>> [is_public(address) for address in ("93.184.215.14", "169.254.169.254", "::ffff:10.0.0.1")]
    [True, False, False]
    """
    try:
        found = _inside(ip_address(address.partition("%")[0]))
    except ValueError:
        return False
    return found.is_global and not found.is_multicast and not found.is_reserved and not any(found in each for each in _WITHIN)


def _inside(found: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address that an IPv6 one stands for, where it stands for one."""
    if isinstance(found, IPv4Address):
        return found
    teredo = found.teredo[1] if found.teredo else None
    translated = IPv4Address(int(found) & 0xFFFFFFFF) if found in _TRANSLATED else None
    return found.ipv4_mapped or found.sixtofour or teredo or translated or found


def public_addresses(host: str, resolve: Resolver = resolved) -> tuple[str, ...]:
    """The addresses of a host, all of which are public. Raises :class:`PrivateAddressError` where one is not, or none is."""
    try:
        found = tuple(resolve(host))
    except (OSError, UnicodeError):
        raise PrivateAddressError(f"{host} has no address: check how it is written") from None
    if not found:
        raise PrivateAddressError(f"{host} has no address: check how it is written")
    if not all(map(is_public, found)):
        raise PrivateAddressError(f"{host} is not on the public internet: give the address under which everyone reaches the shop")
    return found


class PublicOnly(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport that reaches public addresses alone, for either client.

    ``inner`` is the transport that sends, ``httpx.HTTPTransport()`` or ``httpx.AsyncHTTPTransport()``. It is given the
    address that was looked at, while the ``Host`` header and the certificate's name stay those of the shop. No proxy of
    the environment is used.
    """

    def __init__(self, inner: httpx.BaseTransport | httpx.AsyncBaseTransport, resolve: Resolver = resolved) -> None:
        self._inner = inner
        self._resolve = resolve

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to a public address. Raises :class:`PrivateAddressError`."""
        assert isinstance(self._inner, httpx.BaseTransport), "a blocking client needs a blocking transport inside"
        return self._inner.handle_request(_pinned(request, public_addresses(request.url.host, self._resolve)))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to a public address; as :meth:`handle_request`, without holding up the loop."""
        assert isinstance(self._inner, httpx.AsyncBaseTransport), "an awaiting client needs an awaiting transport inside"
        import asyncio

        addresses = await asyncio.to_thread(public_addresses, request.url.host, self._resolve)
        return await self._inner.handle_async_request(_pinned(request, addresses))

    def close(self) -> None:
        """Close the transport inside."""
        if isinstance(self._inner, httpx.BaseTransport):
            self._inner.close()

    async def aclose(self) -> None:
        """Close the transport inside."""
        if isinstance(self._inner, httpx.AsyncBaseTransport):
            await self._inner.aclose()


def _pinned(request: httpx.Request, addresses: tuple[str, ...]) -> httpx.Request:
    """The same request to the first of these addresses; the shop's name stays in the header and in the handshake."""
    return httpx.Request(
        request.method,
        request.url.copy_with(host=addresses[0]),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )
