"""The contract of carriers that are only asked where a parcel is, proved against their emulators."""

from __future__ import annotations

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Watch
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Plot
from fahuo.carriers.errors import CarrierError, NotAuthorised, NotGenuine, RateLimited, Unavailable, Unexpected
from fahuo.carriers.tests.stage import TRACKING, Scene, able, play
from fahuo.trade.milestone import Milestone

pytestmark = pytest.mark.parametrize("code", TRACKING)
NUMBER = "LZ123456785CN"


async def on_its_way(scene: Scene, code: str, number: str = NUMBER, hours: float = 24) -> None:
    """Put a parcel into the emulator's book, hand its number in where that must be, and let it travel."""
    entry = Entry(number, number, "S1", "US", "Bob", "Main Street 1", 242, scene.emulator.now())
    scene.emulator.book.add(entry)
    if registry.manifest(code).can(Capability.REGISTER):
        assert await scene.carrier.register([Watch(number)]) == {}
    scene.emulator.advanced_s += hours * 3600


def test_events_are_told_oldest_first_in_utc(code: str) -> None:
    async def story(scene: Scene) -> None:
        await on_its_way(scene, code, hours=24 * 30)
        events = await scene.carrier.track(NUMBER)
        assert events[-1].milestone is Milestone.DELIVERED
        assert {Milestone.RECEIVED, Milestone.PICKED_UP} & {event.milestone for event in events}
        assert [event.at for event in events] == sorted(event.at for event in events)
        assert all(event.at.utcoffset() is not None and event.raw_code and event.raw_time for event in events)

    play(code, story)


@pytest.mark.parametrize("plot", Plot)
def test_no_journey_has_an_unknown_code(code: str, plot: Plot) -> None:
    async def story(scene: Scene) -> None:
        await on_its_way(scene, code, hours=24 * 60)
        assert Milestone.UNMAPPED not in {event.milestone for event in await scene.carrier.track(NUMBER)}

    play(code, story, journeys={plot: 1.0})


def test_an_unknown_code_is_kept_raw(code: str) -> None:
    async def story(scene: Scene) -> None:
        await on_its_way(scene, code)
        events = await scene.carrier.track(NUMBER)
        assert ("NEW_THING", Milestone.UNMAPPED) in [(event.raw_code, event.milestone) for event in events]

    play(code, story, stray_code="NEW_THING")


def test_an_unknown_number_has_no_events(code: str) -> None:
    async def story(scene: Scene) -> None:
        assert await scene.carrier.track("LZ000000005CN") == ()

    play(code, story)


def test_many_are_tracked_as_one_by_one(code: str) -> None:
    able(code, Capability.TRACK_MANY)

    async def story(scene: Scene) -> None:
        numbers = [NUMBER, "LZ123456799CN"]
        for number in numbers:
            await on_its_way(scene, code, number)
        many = await scene.carrier.track_many([*numbers, "LZ000000005CN"])
        alone = {number: await scene.carrier.track(number) for number in numbers}
        assert many == {**alone, "LZ000000005CN": ()}

    play(code, story)


def test_handing_in_twice_is_no_error_and_nonsense_is_named(code: str) -> None:
    able(code, Capability.REGISTER)

    async def story(scene: Scene) -> None:
        await on_its_way(scene, code)
        refused = await scene.carrier.register([Watch(NUMBER), Watch("?")])
        assert list(refused) == ["?"]

    play(code, story)


def test_a_push_says_what_tracking_says_and_a_forged_one_is_refused(code: str) -> None:
    able(code, Capability.PUSH)

    async def story(scene: Scene) -> None:
        await on_its_way(scene, code)
        [entry] = scene.emulator.book.entries
        message = scene.emulator.push(entry, scene.emulator.events(entry))
        assert message is not None
        headers = {name.lower(): value for name, value in message[0].items()}
        [push] = scene.carrier.parse_push(headers, message[1])
        assert (push.number, push.events) == (NUMBER, await scene.carrier.track(NUMBER))
        with pytest.raises(NotGenuine):
            scene.carrier.parse_push(headers, message[1].replace(b"a", b"b"))

    play(code, story)


@pytest.mark.parametrize(
    ("fault", "error"),
    [("rate_limit", RateLimited), ("error_before", Unavailable), ("garbage_after", Unexpected)],
)
def test_what_goes_wrong_is_told_by_who_must_act(code: str, fault: str, error: type[CarrierError]) -> None:
    async def story(scene: Scene) -> None:
        await on_its_way(scene, code)
        scene.fail(f"track:{fault}")
        with pytest.raises(error) as caught:
            await scene.carrier.track(NUMBER)
        assert (caught.value.carrier, caught.value.operation) == (code, "track")
        assert await scene.carrier.track(NUMBER)

    play(code, story)


def test_a_wrong_key_names_the_owner(code: str) -> None:
    page = registry.manifest(code)
    wrong = {key: value + "x" * (key in page.secret_credentials) for key, value in page.demo_credentials.items()}

    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised):
            await scene.carrier.track(NUMBER)

    play(code, story, credentials=wrong)


def test_no_secret_is_in_a_transcript(code: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail("track:error_before")
        with pytest.raises(Unavailable) as caught:
            await scene.carrier.track(NUMBER)
        page = registry.manifest(code)
        secrets = [page.demo_credentials[key] for key in page.secret_credentials]
        assert [word for word in secrets if word in caught.value.transcript] == []
        assert NUMBER in caught.value.transcript

    play(code, story)
