"""The one place from which HTTP requests leave.

    HttpFailure
    ├─ NotSent    no connection: the other side has seen nothing (AddressRefused: we did not want to connect)
    │  └─ Held    we did not let it go: its time ran out, or a gate refused it
    └─ NoAnswer   sent, and no readable answer came: the other side may have acted
       └─ TooLarge   an answer larger than any that we read; it was broken off, or not even begun

TLS certificates are always verified and redirects never followed (a signature covers one path). Names that lead to
private, loopback or link-local addresses are refused at the moment of connecting, so that an address that a person
typed, or one that a carrier sent, cannot reach into our own network. Emulators on loopback are named one by one.
A client for printers reaches the networks that it is given, and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable

import httpx

from fahuo.kit.http_failure import Held, HttpFailure, NoAnswer, NotSent, TooLarge, check_in_time, not_after
from fahuo.kit.http_gate import Gate, GatedTransport
from fahuo.kit.http_pool import AnswerTooLarge, PoolTransport, origin_of
from fahuo.kit.networks import Networks

__all__ = ["Gate", "Held", "HttpFailure", "NoAnswer", "NotSent", "TooLarge", "client", "not_after", "send"]

CONNECT_WITHIN_S = 5.0
ANSWER_WITHIN_S = 30.0
LARGEST_ANSWER = 20 * 1024 * 1024


def client(
    *,
    loopback: Iterable[str] = (),
    connections: int = 100,
    answer_within_s: float = ANSWER_WITHIN_S,
    gate: Gate | None = None,
    networks: Networks | None = None,
) -> httpx.AsyncClient:
    """Return a client for one event loop; close it with `async with`.

    `loopback` lists base URLs of emulators; no other private address is ever reached. `connections` is the limit for
    each origin, further calls wait for a free one. `answer_within_s` bounds a whole exchange, connecting left out.
    Every request passes the `gate` before it leaves; connections are shared with no other client. With `networks` only
    addresses in these are reached, and no public one outside them.
    """
    transport: httpx.AsyncBaseTransport = PoolTransport(
        loopback=frozenset(origin_of(httpx.URL(url)) for url in loopback),
        connections=connections,
        largest_answer=LARGEST_ANSWER,
        before_exchange=check_in_time,
        networks=networks,
    )
    if gate is not None:
        transport = GatedTransport(transport, gate)
    timeout = httpx.Timeout(answer_within_s, connect=min(CONNECT_WITHIN_S, answer_within_s), pool=None)
    headers = {"User-Agent": "fahuo", "Accept": "*/*", "Accept-Encoding": "identity"}
    return httpx.AsyncClient(
        transport=transport, timeout=timeout, headers=headers, trust_env=False, follow_redirects=False
    )


async def send(http_client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response:
    """Send and read the whole answer, whatever its status; raise `NotSent` or `NoAnswer`."""
    check_in_time(request)
    try:
        return await http_client.send(request)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as error:
        raise NotSent(_sentence(error, request)) from error
    except AnswerTooLarge as error:
        raise TooLarge(_sentence(error, request)) from error
    except httpx.HTTPError as error:
        raise NoAnswer(_sentence(error, request)) from error


def _sentence(error: httpx.HTTPError, request: httpx.Request) -> str:
    """Say what happened and to which host; path and query may hold numbers that are nobody's business."""
    return f"{request.url.host}: {error or type(error).__name__}"
