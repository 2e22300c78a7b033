"""One HTTP exchange of a sender: what went wrong on the way is an outcome already."""

from __future__ import annotations

from collections.abc import Iterable

import httpx

from fahuo.kit import http
from fahuo.notifications.domain.message import Doubtful, Later, Outcome

LONGEST_WAIT_S = 3600.0
DETAIL_LENGTH = 200


async def exchange(client: httpx.AsyncClient, request: httpx.Request) -> httpx.Response | Outcome:
    """Send, and return the answer; or the outcome when none came, or one that says only how busy the other side is."""
    try:
        response = await http.send(client, request)
    except http.Held as error:
        return Later("NOTIFY_UNREACHABLE", plain(error), broken=False)
    except http.NotSent as error:
        code = "NOTIFY_ADDRESS_FORBIDDEN" if "no public address" in str(error) else "NOTIFY_UNREACHABLE"
        return Later(code, plain(error))
    except http.NoAnswer as error:
        return Doubtful("NOTIFY_NO_ANSWER", plain(error))
    if response.status_code == 429:
        return Later("NOTIFY_RATE_LIMITED", "HTTP 429", retry_after(response), broken=False)
    if response.status_code >= 500:
        return Doubtful("NOTIFY_SERVER_ERROR", f"HTTP {response.status_code}")
    return response


def retry_after(response: httpx.Response) -> float | None:
    """Return the seconds that the other side asks to wait for, None when it does not say or says too much."""
    text = response.headers.get("Retry-After", "")
    return min(float(text), LONGEST_WAIT_S) if text.isascii() and text.isdigit() and len(text) < 9 else None


def plain(said: object, secrets: Iterable[str] = ()) -> str:
    """Return what was said in one short line without our secrets."""
    text = " ".join(str(said).split())
    for secret in secrets:
        if secret:
            text = text.replace(secret, "***")
    return text[:DETAIL_LENGTH]
