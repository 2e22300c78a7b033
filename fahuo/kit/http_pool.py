"""Keep-alive HTTP/1.1 connections for httpx, at a quarter of the CPU time of its own transport.

httpx's default pool walks all connections for every request, which costs 1.3 ms a call with one connection and 2.7 ms
with a hundred. This one keeps a stack of idle connections for each origin. The protocol itself is h11's. Answers are
read whole, up to a limit, before they are returned: what carriers send is small. Why not a library's pool, with the
measurements: docs/decisions/0009-own-connection-pool.md.
"""

from __future__ import annotations

import asyncio
import functools
import ipaddress
import socket
import ssl
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import h11
import httpx

from fahuo.kit.networks import NEVER, Networks, within

READ_SIZE = 64 * 1024
# Networks inside a house that Python counts as public: site-local ones, and those of its own NAT64 gateway.
_OWN_NETWORKS = (ipaddress.IPv6Network("fec0::/10"), ipaddress.IPv6Network("64:ff9b:1::/48"))
# Their last 32 bits are an IPv4 address: the old notation, translators (SIIT), and NAT64.
_OF_IPV4 = tuple(map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0:0/96", "64:ff9b::/96")))


class Origin(NamedTuple):
    """Where a connection leads."""

    scheme: str
    host: str
    port: int


class AnswerTooLarge(httpx.ReadError):
    """The answer is longer than the limit, or says that it will be."""


class AddressRefused(httpx.ConnectError):
    """The name leads to an address inside a private network, or to nothing public."""


@dataclass(slots=True)
class Connection:
    """One open socket with its protocol state."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    protocol: h11.Connection = field(default_factory=lambda: h11.Connection(h11.CLIENT))

    @property
    def usable(self) -> bool:
        """True while neither side has closed it."""
        return not (self.reader.at_eof() or self.writer.is_closing())


@dataclass(slots=True)
class Lane:
    """The connections of one origin: how many more may open, and which lie idle (last used on top)."""

    slots: asyncio.Semaphore
    idle: list[Connection] = field(default_factory=list)


class PoolTransport(httpx.AsyncBaseTransport):
    """Transport of one event loop. `loopback` are the only origins that may resolve to this machine.

    With `networks` these are the only ones that are reached, whether they are public or not.
    """

    def __init__(
        self,
        *,
        loopback: frozenset[Origin],
        connections: int,
        largest_answer: int,
        before_exchange: Callable[[httpx.Request], None] = lambda request: None,
        networks: Networks | None = None,
    ) -> None:
        """Take the limits. `before_exchange` is asked when all waiting is over; what it raises stops the request."""
        self._loopback = loopback
        self._networks = networks
        self._before_exchange = before_exchange
        self._largest_answer = largest_answer
        self._lanes: dict[Origin, Lane] = defaultdict(lambda: Lane(asyncio.Semaphore(connections)))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send on an idle or new connection and return the whole answer; raises httpx's exceptions."""
        origin = origin_of(request.url)
        lane = self._lanes[origin]
        timeouts = request.extensions.get("timeout", {})
        async with lane.slots:
            connection = _idle(lane) or await self._connect(origin, timeouts.get("connect"))
            self._permit(request, lane, connection)
            try:
                async with asyncio.timeout(timeouts.get("read")):
                    answer = await self._exchange(connection, request)
            except (OSError, h11.RemoteProtocolError) as error:
                connection.writer.close()
                raise _as_httpx(error) from error
            except BaseException:
                connection.writer.close()
                raise
            _give_back(lane, connection)
        return answer

    def _permit(self, request: httpx.Request, lane: Lane, connection: Connection) -> None:
        """Look once more whether the request may leave; if not, the connection, still untouched, is for the next."""
        try:
            self._before_exchange(request)
        except BaseException:
            lane.idle.append(connection)
            raise

    async def _connect(self, origin: Origin, within_s: float | None) -> Connection:
        secure = _tls() if origin.scheme == "https" else None
        server_name = origin.host if secure else None
        last: Exception = AddressRefused(f"no public address for {origin.host}")
        try:
            async with asyncio.timeout(within_s):
                for address in await self._addresses(origin):
                    try:
                        streams = await asyncio.open_connection(
                            address, origin.port, ssl=secure, server_hostname=server_name
                        )
                        return Connection(*streams)
                    except (OSError, OverflowError) as error:  # the latter for what cannot be a port
                        last = httpx.ConnectError(f"cannot connect: {getattr(error, 'strerror', '') or error}")
        except TimeoutError as error:
            raise httpx.ConnectTimeout(f"no connection within {within_s} s") from error
        raise last

    async def _addresses(self, origin: Origin) -> list[str]:
        """Resolve once and keep what may be reached; connecting by address leaves no second look-up to poison."""
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(origin.host, origin.port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:  # the latter for what cannot be a name
            raise httpx.ConnectError(f"name not found: {origin.host}") from error
        return [str(entry[4][0]) for entry in found if self._may_reach(str(entry[4][0]), origin)]

    def _may_reach(self, address: str, origin: Origin) -> bool:
        if self._networks is not None:
            return within(address, self._networks)
        return may_reach(address, loopback=origin in self._loopback)

    async def _exchange(self, connection: Connection, request: httpx.Request) -> httpx.Response:
        protocol, writer = connection.protocol, connection.writer
        try:
            head = h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw)
        except h11.LocalProtocolError as error:
            raise httpx.UnsupportedProtocol("its head cannot be sent") from error  # the error would quote a token
        body = await request.aread()
        parts = [protocol.send(head), protocol.send(h11.Data(data=body)) if body else b""]
        parts.append(protocol.send(h11.EndOfMessage()))
        writer.write(b"".join(part for part in parts if part))
        await writer.drain()
        return await self._answer(connection)

    async def _answer(self, connection: Connection) -> httpx.Response:
        head: h11.Response | None = None
        body = bytearray()
        while True:
            event = connection.protocol.next_event()
            if event is h11.NEED_DATA:
                connection.protocol.receive_data(await connection.reader.read(READ_SIZE))
            elif isinstance(event, h11.Response):
                head = event
                self._refuse_long(_announced(head))
            elif isinstance(event, h11.Data):
                body += event.data
                self._refuse_long(len(body))
            elif isinstance(event, h11.EndOfMessage) and head is not None:
                return httpx.Response(head.status_code, headers=head.headers.raw_items(), content=bytes(body))
            elif isinstance(event, h11.ConnectionClosed):
                raise httpx.RemoteProtocolError("connection closed without an answer")

    def _refuse_long(self, length: int) -> None:
        if length > self._largest_answer:
            raise AnswerTooLarge(f"answer larger than {self._largest_answer} bytes")

    async def aclose(self) -> None:
        """Close every idle connection."""
        for lane in self._lanes.values():
            while lane.idle:
                connection = lane.idle.pop()
                connection.writer.close()


def _announced(head: h11.Response) -> int:
    """Return how long the answer says it will be, 0 when it does not say."""
    length = next((value for name, value in head.headers if name == b"content-length"), b"0")
    return int(length)  # h11 has refused what is no number


def origin_of(url: httpx.URL) -> Origin:
    """Return scheme, host and port of a URL, the usual port filled in; anything but http(s) is refused."""
    if url.scheme not in ("http", "https") or not url.host:
        raise httpx.UnsupportedProtocol(f"Not an HTTP address: {url}")
    return Origin(url.scheme, url.host, url.port or (443 if url.scheme == "https" else 80))


def may_reach(address: str, *, loopback: bool) -> bool:
    """Tell whether an IP address is public, or is this machine and `loopback` permits that."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if any(ip in network for network in _OWN_NETWORKS):
            return False
        ip = _wrapped(ip) or ip
    return (ip.is_loopback and loopback) or (ip.is_global and not ip.is_multicast and ip not in NEVER)


def _wrapped(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for, as a gateway on the way would unpack it."""
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    last = int(ip) & 0xFFFF_FFFF
    return ipaddress.IPv4Address(last) if last > 1 and any(ip in network for network in _OF_IPV4) else None


def _idle(lane: Lane) -> Connection | None:
    """Take the idle connection that was used last; drop those that the other side has closed."""
    while lane.idle:
        connection = lane.idle.pop()
        if connection.usable:
            return connection
        connection.writer.close()
    return None


def _give_back(lane: Lane, connection: Connection) -> None:
    """Keep the connection for the next call when both sides agreed to."""
    try:
        connection.protocol.start_next_cycle()
    except h11.LocalProtocolError:
        connection.writer.close()
        return
    lane.idle.append(connection)


def _as_httpx(error: OSError | h11.RemoteProtocolError) -> httpx.TransportError:
    """Translate what happened after the connection stood; each of these leaves the request's fate open."""
    if isinstance(error, TimeoutError):
        return httpx.ReadTimeout("no answer in time")
    if isinstance(error, h11.RemoteProtocolError):
        return httpx.RemoteProtocolError(str(error))
    return httpx.ReadError(f"connection broken: {error.strerror or error}")


@functools.cache
def _tls() -> ssl.SSLContext:
    """Build the verifying context once; it reads the whole certificate store."""
    return httpx.create_ssl_context()
