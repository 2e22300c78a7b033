"""A stage for stories about one carrier: its adapter on one side, its emulator on the other."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx
import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Account, Carrier, RateInquiry
from fahuo.carriers.emulation.app import Emulator
from fahuo.carriers.emulation.faults import Fault
from fahuo.kit import http
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.parcel import pack

_hosts = itertools.count(1)

SHENZHEN = Address("Amy Chen", "CN", "Nanshan Road 1", city="Shenzhen", province="Guangdong", phone="+8613800138000")
HAMBURG = Address(
    "Jürgen Groß",
    "DE",
    "Reeperbahn 154",
    "Hinterhaus",
    "Hamburg",
    postcode="20359",
    phone="+4915112345678",
    email="juergen.gross@example.org",
)
PHONE_CASE = GoodsLine(
    sku="CASE-1",
    title_en="Phone case",
    title_zh="手机壳",
    quantity=2,
    unit_weight_g=121,
    unit_size=Size.of(160, 80, 12),
    unit_value=Money(Decimal("4.50"), "USD"),
    cargo_class=CargoClass.GENERAL,
    hs_code="392690",
    origin="CN",
)
INQUIRY = RateInquiry(pack((PHONE_CASE,)), SHENZHEN, HAMBURG)


class Clock:
    """Seconds since 1970, moved by hand."""

    def __init__(self, at: float = 1_767_225_600.0) -> None:
        self.at = at

    def __call__(self) -> float:
        return self.at


@dataclass
class Scene:
    """What a story gets."""

    carrier: Carrier
    emulator: Emulator
    client: httpx.AsyncClient

    @property
    def held(self) -> list[str]:
        """The references in the emulator's book, in the order of booking."""
        return [entry.reference for entry in self.emulator.book.entries]

    def fail(self, fault: str) -> None:
        """Set a fault: `create:rate_limit`."""
        self.emulator.faults.add(Fault.parse(fault))


BOOKING = tuple(code for code in registry.codes() if registry.manifest(code).can(Capability.CREATE))
TRACKING = tuple(code for code in registry.codes() if code not in BOOKING)


def able(code: str, *capabilities: Capability) -> None:
    """Skip the test when the carrier cannot be asked for this."""
    lacking = [capability.value for capability in capabilities if not registry.manifest(code).can(capability)]
    if lacking:
        pytest.skip(f"{code} offers no {', '.join(lacking)}")


Story = Callable[[Scene], Awaitable[None]]


def first_service(code: str) -> str:
    """The first service of the table; a family has none, and its emulators know this channel."""
    services = registry.services(code)
    return services[0].code if services else "CH001"


def booking(code: str, reference: str = "7-8190000000000001-1", **changes: Any) -> Booking:
    """A booking of the carrier's first service: one phone case, twice, to Hamburg."""
    defaults: dict[str, Any] = {
        "reference": reference,
        "service_code": first_service(code),
        "sender": SHENZHEN,
        "recipient": HAMBURG,
        "parcel": pack((PHONE_CASE,)),
        "platform_order_number": "8190000000000001",
    }
    return Booking(**{**defaults, **changes})


def account(code: str, *, url: str = "", credentials: Mapping[str, str] | None = None) -> Account:
    """An emulated account. Each call without `url` gives another host, so that no token is shared."""
    url = url or f"http://emulator-{next(_hosts)}.invalid"
    return Account(code, url, credentials or registry.manifest(code).demo_credentials, emulated=True)


def play(code: str, story: Story, *, credentials: Mapping[str, str] | None = None, **options: Any) -> None:
    """Run a story in memory."""

    async def run() -> None:
        app = registry.emulator(code, **options)
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app)) as client:
            carrier = registry.open_carrier(account(code, credentials=credentials), client)
            await story(Scene(carrier, app.state.emulator, client))  # type: ignore[attr-defined]

    asyncio.run(run())


def play_over_http(code: str, url: str, story: Callable[[Carrier], Awaitable[None]], *, answer_within_s: float) -> None:
    """Run a story against an emulator that is served on loopback."""

    async def run() -> None:
        async with http.client(loopback=[url], answer_within_s=answer_within_s) as client:
            await story(registry.open_carrier(account(code, url=url), client))

    asyncio.run(run())
