"""Send messages, many at once, outside of any transaction; outcomes come out as they are known.

The calls run in a thread with a loop of its own, so that nobody waits for the slowest one: what is sent is written down
at once, more can be handed over meanwhile, and a worker that is killed leaves as little doubt as possible.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import traceback
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from queue import Empty, SimpleQueue

import httpx
from django.conf import settings

from fahuo.kit import clock, http, secrets
from fahuo.notifications.domain import pacing
from fahuo.notifications.domain.message import Doubtful, Item, Later, Message, Outcome
from fahuo.notifications.models import ChannelKind
from fahuo.notifications.senders import mail, robots, webhook
from fahuo.notifications.senders.sms import AliyunSms, Unknown
from fahuo.notifications.services import access
from fahuo.notifications.services.claim import LEASE, Claimed

log = logging.getLogger(__name__)

# Letters wait for threads, and names for those that look them up: each has its own, so that neither a mail server nor
# a name server that keeps silent delays what goes elsewhere.
MAIL_THREADS, NAME_THREADS = 20, 64
ANSWER_WITHIN_S = 20.0
SETTLES = timedelta(seconds=100)  # before a lease ends nothing leaves any more: the slowest answer fits in


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one message."""

    claimed: Claimed
    outcome: Outcome


class Outbound:
    """Messages on their way. Use it `with`; what is under way when the block is left by an error stays in doubt."""

    def __init__(self) -> None:
        """Start the thread."""
        self.under_way = 0
        self._results: SimpleQueue[Result] = SimpleQueue()
        self._mail = ThreadPoolExecutor(MAIL_THREADS, "mail")
        self._loop = asyncio.new_event_loop()
        self._loop.set_default_executor(ThreadPoolExecutor(NAME_THREADS, "names"))
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def __enter__(self) -> Outbound:
        """Nothing more is needed."""
        return self

    def __exit__(self, *error: object) -> None:
        """Break off what is still going on, and end the thread."""
        asyncio.run_coroutine_threadsafe(_end_others(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._mail.shutdown(wait=False, cancel_futures=True)

    def deliver(self, claimed: Sequence[Claimed]) -> None:
        """Send these; returns at once."""
        ready = [(one, message_of(one), _address(one)) for one in claimed]
        self.under_way += len(ready)
        if ready:
            asyncio.run_coroutine_threadsafe(_send_all(ready, self._mail, self._results), self._loop)

    def known(self, *, within_s: float | None = None) -> list[Result]:
        """Return what is known by now, waiting for at least one; nothing when none comes in time."""
        found: list[Result] = []
        with suppress(Empty):
            found.append(self._results.get(timeout=within_s))
            while True:
                found.append(self._results.get_nowait())
        self.under_way -= len(found)
        return found


async def _end_others() -> None:
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def message_of(claimed: Claimed) -> Message:
    """Return the deliveries of a message as one, for its reader."""
    channel = claimed.channel
    language = channel.person.language[:2] if channel.person is not None else channel.language
    items = [
        Item(row.key, row.kind, row.subject, row.body, _whole(row.url_path), row.urgent, row.at) for row in claimed.rows
    ]
    return Message(claimed.name.hex, "zh" if language == "zh" else "en", items, claimed.bundled_at)


def _whole(url_path: str) -> str:
    return f"{settings.FAHUO_PUBLIC_URL.rstrip('/')}{url_path}" if url_path.startswith("/") else ""


def _address(claimed: Claimed) -> Mapping[str, str] | Later:
    kind = claimed.channel.kind
    if not access.can_send(kind):
        return Later("NOTIFY_NOT_SET_UP", kind)
    try:
        return secrets.unseal(bytes(claimed.channel.sealed))
    except secrets.SecretsUnavailable:
        return Later("NOTIFY_SECRETS")


Ready = tuple[Claimed, Message, Mapping[str, str] | Later]


async def _send_all(ready: Sequence[Ready], mail_threads: Executor, results: SimpleQueue[Result]) -> None:
    urls = [address.get("url", "") for _one, _message, address in ready if not isinstance(address, Later)]
    async with AsyncExitStack() as stack:
        office = await _open_office(stack, [*urls, access.sms_account().url], mail_threads)
        await asyncio.gather(*(_send_and_tell(office, one, results) for one in ready))


@dataclass(frozen=True, slots=True)
class Office:
    """What one run sends with. `inner` reaches the private networks that the operator opened for webhooks."""

    client: httpx.AsyncClient
    inner: httpx.AsyncClient | None
    sms: AliyunSms
    mail_threads: Executor


async def _open_office(stack: AsyncExitStack, urls: Sequence[str], mail_threads: Executor) -> Office:
    loopback = [url for url in urls if access.may_name_loopback(url)]
    client = await stack.enter_async_context(http.client(loopback=loopback, answer_within_s=ANSWER_WITHIN_S))
    inner, own = None, access.own_networks()
    if own:
        inner = await stack.enter_async_context(http.client(networks=own, answer_within_s=ANSWER_WITHIN_S))
    return Office(client, inner, AliyunSms(client, access.sms_account()), mail_threads)


async def _send_and_tell(office: Office, ready: Ready, results: SimpleQueue[Result]) -> None:
    claimed, message, address = ready
    try:
        outcome = await _send_one(office, claimed, message, address)
    except Exception as error:  # whatever it is, the others go on
        _tell_defect(error)
        outcome = Doubtful("NOTIFY_DEFECT", type(error).__name__)
    results.put(Result(claimed, outcome))


def _tell_defect(error: Exception) -> None:
    """Log its kind and place only: what it says may be an address or a secret."""
    places = "".join(traceback.format_tb(error.__traceback__))
    log.error("A message could not be sent: %s\n%s", type(error).__name__, places)


async def _send_one(office: Office, claimed: Claimed, message: Message, address: Mapping[str, str] | Later) -> Outcome:
    if isinstance(address, Later):
        return address
    if clock.now() > claimed.until - SETTLES:
        return Later("NOTIFY_UNREACHABLE", "too late", broken=False)
    with http.not_after(claimed.until - SETTLES):
        return await _by_kind(office, claimed, message, address)


async def _by_kind(office: Office, claimed: Claimed, message: Message, address: Mapping[str, str]) -> Outcome:
    mentions = address.get("mentions", "").split()
    match claimed.channel.kind:
        case ChannelKind.EMAIL:
            letter = mail.composed(access.mail_server(), message, address["to"])
            return await asyncio.get_running_loop().run_in_executor(
                office.mail_threads, mail.send, access.mail_server(), letter, address["to"], claimed.until - SETTLES
            )
        case ChannelKind.SMS:
            return await _by_sms(office.sms, claimed, message, address["to"])
        case ChannelKind.DINGTALK:
            return await robots.send_dingtalk(
                office.client, message, url=address["url"], secret=address.get("secret", ""), mentions=mentions
            )
        case ChannelKind.WECOM:
            return await robots.send_wecom(office.client, message, url=address["url"], mentions=mentions)
        case _:
            return await _by_webhook(office, message, address)


async def _by_webhook(office: Office, message: Message, address: Mapping[str, str]) -> Outcome:
    outcome = await webhook.send(office.client, message, url=address["url"], secret=address["secret"])
    if office.inner is not None and outcome == Later("NOTIFY_ADDRESS_FORBIDDEN", getattr(outcome, "detail", "")):
        return await webhook.send(office.inner, message, url=address["url"], secret=address["secret"])
    return outcome


async def _by_sms(gateway: AliyunSms, claimed: Claimed, message: Message, phone: str) -> Outcome:
    """Send; one that may have left is asked for first, and sent again only when it is surely not there."""
    if claimed.again:
        found = await gateway.ask(message.name, phone=phone, at=claimed.bundled_at)
        if not isinstance(found, Unknown):
            return found
        if claimed.until - LEASE < claimed.bundled_at + pacing.SETTLED:
            return Doubtful("NOTIFY_NO_ANSWER", "not found yet", left=False)
    return await gateway.send(message, phone=phone)
