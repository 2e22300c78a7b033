"""Webhooks: one signed POST of JSON. A message that is sent again has the same id, so that a receiver can tell."""

from __future__ import annotations

import httpx

from fahuo.kit import clock, wire
from fahuo.notifications.domain.message import Item, Later, Message, Outcome, Refused, Sent
from fahuo.notifications.senders.exchange import exchange, retry_after
from fahuo.notifications.senders.signing import webhook as sign

# What a receiver says when it will never take this message, whatever the key.
NEVER = frozenset((400, 409, 410, 413, 415, 422))


async def send(client: httpx.AsyncClient, message: Message, *, url: str, secret: str) -> Outcome:
    """Post the message and read the status of the answer."""
    body = wire.encode({"id": message.name, "at": message.at, "notices": [_item(item) for item in message.items]})
    timestamp = str(int(clock.now().timestamp()))
    headers = {
        "Content-Type": "application/json",
        "X-Fahuo-Id": message.name,
        "X-Fahuo-Timestamp": timestamp,
        "X-Fahuo-Signature": sign(secret, timestamp, body),
    }
    answer = await exchange(client, client.build_request("POST", url, content=body, headers=headers))
    if not isinstance(answer, httpx.Response):
        return answer
    status = answer.status_code
    if 200 <= status < 300:
        return Sent()
    if status in (401, 403):
        return Later("NOTIFY_KEY_REFUSED", f"HTTP {status}")
    if status in NEVER:
        return Refused("NOTIFY_REFUSED", f"HTTP {status}")
    return Later("NOTIFY_ADDRESS_REFUSED", f"HTTP {status}", retry_after(answer))


def _item(item: Item) -> dict[str, object]:
    return {
        "key": item.key, "kind": item.kind, "urgent": item.urgent, "at": item.at,
        "subject": item.subject, "body": item.body, "url": item.url,
    }  # fmt: skip
