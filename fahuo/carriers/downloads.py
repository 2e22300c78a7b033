"""Fetching a file from an address that a carrier gave: the same rules for every adapter.

The carrier's key stays at home, and a label with a person's address does not cross the net in the clear: an address
without TLS is `Unsupported`, then our own label is drawn. Only emulated accounts may be sent to `http://`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import httpx

from fahuo.carriers.calling import Reply, call
from fahuo.carriers.contract import Account
from fahuo.carriers.errors import Unavailable, Unexpected, Unsupported
from fahuo.kit.http import TooLarge

SAFE, IN_THE_CLEAR = "https", "http"


async def download(
    http: httpx.AsyncClient,
    account: Account,
    url: str,
    *,
    operation: str,
    secrets: Iterable[str] = (),
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Fetch a file; `headers` are those that the address itself came with.

    Raises `Unsupported` for an address without TLS, `Unexpected` for what is no address, for any answer but 200, and
    for a file of more than 20 MB, which is broken off or, when it says so, not even begun.
    """
    request = _request(http, account, url, operation, headers)
    try:
        reply = await call(http, request, carrier=account.carrier, operation=operation, secrets=secrets)
    except Unavailable as error:
        if not isinstance(error.__cause__, TooLarge):
            raise
        message = "The carrier's file is larger than any label; it was not read to its end."
        raise Unexpected(message, carrier=account.carrier, operation=operation) from error
    if reply.response.status_code != 200:
        raise Unexpected(f"The file's address answers {reply.response.status_code}.", **reply.case())
    return reply


def _request(
    http: httpx.AsyncClient, account: Account, url: str, operation: str, headers: Mapping[str, str] | None
) -> httpx.Request:
    try:
        request = http.build_request("GET", url, headers=headers)
    except (httpx.InvalidURL, ValueError) as error:
        message = "The carrier gives an address that is none."
        raise Unexpected(message, carrier=account.carrier, operation=operation) from error
    if request.url.scheme == SAFE and request.url.host:
        return request
    if request.url.scheme != IN_THE_CLEAR or not request.url.host:
        message = f"The carrier gives an address that cannot be fetched: {request.url.scheme or 'no scheme'}."
        raise Unexpected(message, carrier=account.carrier, operation=operation)
    if not account.emulated:
        message = "The carrier gives its label at an address without TLS, where anybody on the way could read it."
        raise Unsupported(message, carrier=account.carrier, operation=operation)
    return request
