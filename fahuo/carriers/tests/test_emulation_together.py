"""All emulators in one process, each at its own path, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.together import mounted
from fahuo.carriers.emulation.web import web
from fahuo.carriers.tests.stage import BOOKING, booking, play_over_http
from fahuo.kit.label_bytes import sniff


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("books")


@pytest.fixture(scope="module")
def served(books: Path) -> Iterator[dict[str, str]]:
    with server.running_all(registry.codes(), book=f"{books}/{{code}}.jsonl") as urls:
        yield urls


@pytest.mark.parametrize("code", BOOKING)
def test_a_carrier_at_a_path_works_as_one_at_the_root(code: str, served: dict[str, str]) -> None:
    """Signatures over paths, addresses of labels, tokens: nothing minds."""
    can = registry.manifest(code).can

    async def story(carrier: Carrier) -> None:
        waybill = await carrier.create(booking(code, "7-together-1"))
        if can(Capability.FIND):
            assert await carrier.find("7-together-1") == waybill
        label = waybill.label or await carrier.label(waybill)
        assert sniff(label.content).format is label.format
        if can(Capability.TRACK):
            assert len(await carrier.track(waybill.number)) == 1

    play_over_http(code, served[code], story, answer_within_s=60)
    held = web().get(f"{served[code]}/_emulator/orders").json()["orders"]
    assert "7-together-1" in [order["reference"] for order in held]


def test_each_has_a_book_of_its_own_and_the_root_lists_them(served: dict[str, str], books: Path) -> None:
    root = served["yunexpress"].removesuffix("/yunexpress")
    assert web().get(root).json() == served
    for code in BOOKING:
        play_over_http(code, served[code], lambda carrier, code=code: _book(carrier, code), answer_within_s=60)
        assert "7-own-1" in (books / f"{code}.jsonl").read_text()


async def _book(carrier: Carrier, code: str) -> None:
    await carrier.create(booking(code, "7-own-1"))


def test_what_an_emulator_does_on_the_side_begins_and_ends_with_the_whole() -> None:
    import asyncio
    from collections.abc import AsyncIterator
    from contextlib import asynccontextmanager

    seen: list[str] = []

    def app(name: str) -> Starlette:
        @asynccontextmanager
        async def lifespan(_app: Starlette) -> AsyncIterator[None]:
            seen.append(f"{name} begins")
            yield
            seen.append(f"{name} ends")

        return Starlette(lifespan=lifespan)

    async def run() -> None:
        whole = mounted({"a": app("a"), "b": app("b")})
        async with whole.router.lifespan_context(whole):
            seen.append("running")

    asyncio.run(run())
    assert seen == ["a begins", "b begins", "running", "b ends", "a ends"]
