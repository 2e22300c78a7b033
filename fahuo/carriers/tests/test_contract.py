"""The contract, proved for every adapter that books against its emulator. A new one is covered without a line here.

What a carrier does not offer, by its manifest, is skipped; what its emulator says of the carrier's ways is heeded.
"""

from __future__ import annotations

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Carrier
from fahuo.carriers.emulation.options import read_options
from fahuo.carriers.errors import (
    CarrierError,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
    Unexpected,
)
from fahuo.carriers.tests.stage import BOOKING, HAMBURG, Clock, Scene, able, booking, play
from fahuo.kit.label_bytes import sniff
from fahuo.labels.carrier import check
from fahuo.trade.milestone import Milestone
from fahuo.trade.waybill import Waybill

REFERENCE = booking(BOOKING[0]).reference
FIRST = {Milestone.CREATED, Milestone.INFO_RECEIVED}
pytestmark = pytest.mark.parametrize("code", BOOKING)


def test_a_booking_has_a_waybill_a_label_and_a_first_event(code: str) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        assert (waybill.carrier, waybill.reference, waybill.cancelled) == (code, REFERENCE, False)
        if registry.manifest(code).can(Capability.FIND):
            assert await scene.carrier.find(REFERENCE) == waybill
        labels = [await scene.carrier.label(waybill), *([waybill.label] if waybill.label else [])]
        assert {label.format for label in labels} == {sniff(label.content).format for label in labels}
        assert [check(label.content, barcode=waybill.barcode).problem for label in labels] == [None] * len(labels)
        [event] = await scene.carrier.track(waybill.number)
        assert event.milestone in FIRST
        assert event.at.tzinfo is not None
        assert event.raw_code

    play(code, story)


def test_booking_twice_is_refused_as_duplicate_and_leaves_one(code: str) -> None:
    async def story(scene: Scene) -> None:
        if not scene.emulator.unique_references:
            pytest.skip("the carrier books the same reference again")
        first = await scene.carrier.create(booking(code))
        with pytest.raises(DuplicateReference):
            await scene.carrier.create(booking(code))
        assert scene.held == [REFERENCE]
        if registry.manifest(code).can(Capability.FIND):
            assert await scene.carrier.find(REFERENCE) == first

    play(code, story)


def test_an_unknown_service_is_refused_and_not_called_duplicate(code: str) -> None:
    """Carriers say "does not exist"; that holds the word that also tells a duplicate."""

    async def story(scene: Scene) -> None:
        with pytest.raises(Refused) as caught:
            await scene.carrier.create(booking(code, service_code="NO-SUCH"))
        assert not isinstance(caught.value, DuplicateReference)
        assert [problem.field for problem in caught.value.problems] == ["service_code"]
        assert scene.held == []

    play(code, story)


def test_cancelling_twice_is_no_error(code: str) -> None:
    able(code, Capability.CANCEL)

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        await scene.carrier.cancel(waybill)
        await scene.carrier.cancel(waybill)
        assert [entry.cancelled for entry in scene.emulator.book.entries] == [True]
        if registry.manifest(code).can(Capability.FIND):
            found = await scene.carrier.find(REFERENCE)
            assert found is not None
            assert found.cancelled

    play(code, story)


def test_a_cancel_whose_answer_was_lost_can_be_repeated(code: str) -> None:
    able(code, Capability.CANCEL)

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        scene.fail("cancel:error_after")
        with pytest.raises(Unavailable):
            await scene.carrier.cancel(waybill)
        await scene.carrier.cancel(waybill)
        assert [entry.cancelled for entry in scene.emulator.book.entries] == [True]

    play(code, story)


def test_an_unknown_waybill_has_no_label_and_cannot_be_cancelled(code: str) -> None:
    async def story(scene: Scene) -> None:
        stranger = Waybill(code, "nobody-1-1", "XX0000000000000000")
        with pytest.raises(NotFound):
            await scene.carrier.label(stranger)
        if registry.manifest(code).can(Capability.CANCEL):
            with pytest.raises(NotFound):
                await scene.carrier.cancel(stranger)

    play(code, story)


def test_an_unknown_reference_is_none(code: str) -> None:
    able(code, Capability.FIND)

    async def story(scene: Scene) -> None:
        assert await scene.carrier.find("nobody-1-1") is None

    play(code, story)


def test_a_wrong_key_names_the_owner_and_books_nothing(code: str) -> None:
    page = registry.manifest(code)
    wrong = {key: value + "x" * (key in page.secret_credentials) for key, value in page.demo_credentials.items()}

    async def story(scene: Scene) -> None:
        with pytest.raises(NotAuthorised):
            await scene.carrier.create(booking(code))
        assert scene.held == []

    play(code, story, credentials=wrong)


def test_a_token_that_stays_expired_ends_in_not_authorised(code: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail("create:expired_token:9")
        with pytest.raises(NotAuthorised):
            await scene.carrier.create(booking(code))
        assert scene.held == []

    play(code, story)


def test_a_wrong_clock_is_not_authorised(code: str) -> None:
    async def story(scene: Scene) -> None:
        if not scene.emulator.checks_time:
            pytest.skip("the carrier does not look at the time")
        with pytest.raises(NotAuthorised):
            await scene.carrier.create(booking(code))
        assert scene.held == []

    play(code, story, clock=Clock())


@pytest.mark.parametrize("operation", ["create", "find", "label", "cancel", "track"])
def test_a_rate_limit_is_no_doubt_and_ends(code: str, operation: str) -> None:
    able(code, Capability(operation))

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code, "7-1-1"))
        scene.fail(f"{operation}:rate_limit")
        with pytest.raises(RateLimited) as caught:
            await _do(scene.carrier, operation, code, waybill)
        assert (caught.value.operation, caught.value.carrier) == (operation, code)
        assert caught.value.retry_after in (1.0, None)
        assert not caught.value.doubtful
        assert scene.held == ["7-1-1"]
        await _do(scene.carrier, operation, code, waybill)

    play(code, story)


@pytest.mark.parametrize(
    ("fault", "error"), [("error_after", Unavailable), ("garbage_after", Unexpected)], ids=["502", "garbage"]
)
def test_after_a_doubtful_answer_the_booking_is_found(code: str, fault: str, error: type[CarrierError]) -> None:
    async def story(scene: Scene) -> None:
        scene.fail(f"create:{fault}")
        with pytest.raises(error) as caught:
            await scene.carrier.create(booking(code))
        assert caught.value.doubtful
        assert scene.held == [REFERENCE]
        if registry.manifest(code).can(Capability.FIND):
            found = await scene.carrier.find(REFERENCE)
            assert found is not None
            assert [entry.number for entry in scene.emulator.book.entries] == [found.number]

    play(code, story)


@pytest.mark.parametrize("operation", ["find", "label", "track"])
def test_an_unreadable_reply_is_kept_and_is_never_a_not_found(code: str, operation: str) -> None:
    able(code, Capability(operation))

    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        scene.fail(f"{operation}:garbage_after")
        with pytest.raises(Unexpected) as caught:
            await _do(scene.carrier, operation, code, waybill)
        assert "<html>gateway</html>" in caught.value.transcript

    play(code, story)


def test_a_label_that_is_not_ready_comes_later(code: str) -> None:
    async def story(scene: Scene) -> None:
        if not scene.emulator.labels_take_time:
            pytest.skip("the carrier answers a booking with its label")
        waybill = await scene.carrier.create(booking(code))
        for _ in range(2):
            with pytest.raises(NotReady):
                await scene.carrier.label(waybill)
        assert sniff((await scene.carrier.label(waybill)).content)

    play(code, story, label_not_ready=2)


def test_an_unknown_status_code_is_kept_raw(code: str) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        events = await scene.carrier.track(waybill.number)
        assert [(event.raw_code, event.milestone) for event in events[1:]] == [("NEW_THING", Milestone.UNMAPPED)]

    play(code, story, stray_code="NEW_THING")


def test_a_whole_journey_has_no_unknown_code_and_ends_delivered(code: str) -> None:
    async def story(scene: Scene) -> None:
        waybill = await scene.carrier.create(booking(code))
        clock.at += 30 * 86_400
        events = await scene.carrier.track(waybill.number)
        assert events[-1].milestone is Milestone.DELIVERED
        assert {Milestone.RECEIVED, Milestone.PICKED_UP} & {event.milestone for event in events}
        assert Milestone.UNMAPPED not in {event.milestone for event in events}
        assert [event.at for event in events] == sorted(event.at for event in events)

    clock = Clock()
    play(code, story, clock=clock, strict_time=False, token_lifetime_s=10**12)


def test_no_secret_and_nobody_is_in_a_transcript(code: str) -> None:
    async def story(scene: Scene) -> None:
        scene.fail("create:error_before")
        with pytest.raises(Unavailable) as caught:
            await scene.carrier.create(booking(code))
        said = caught.value.transcript
        page = registry.manifest(code)
        secrets = [page.demo_credentials[key] for key in page.secret_credentials]
        names = ["Groß", "Gross", "Reeperbahn", "15112345678", HAMBURG.email]
        assert [word for word in (*secrets, *names) if word in said] == []
        assert REFERENCE in said
        assert "502" in said

    play(code, story)


def test_a_restarted_emulator_goes_on_from_its_book(code: str, tmp_path: object) -> None:
    path = f"{tmp_path}/book.jsonl"
    options = read_options({"book": path})

    async def before(scene: Scene) -> None:
        await scene.carrier.create(booking(code, "7-1-1"))
        second = await scene.carrier.create(booking(code, "7-2-1"))
        scene.emulator.book.cancel(scene.emulator.book.all_of([second.number])[0])

    async def after(scene: Scene) -> None:
        assert [(entry.reference, entry.cancelled) for entry in scene.emulator.book.entries] == [
            ("7-1-1", False),
            ("7-2-1", True),
        ]
        if scene.emulator.unique_references:
            with pytest.raises(DuplicateReference):
                await scene.carrier.create(booking(code, "7-1-1"))

    play(code, before, **options)
    play(code, after, **options)


async def _do(carrier: Carrier, operation: str, code: str, waybill: Waybill) -> object:
    match operation:
        case "create":
            return await carrier.create(booking(code, "7-2-1"))
        case "find":
            return await carrier.find(waybill.reference)
        case "label":
            return await carrier.label(waybill)
        case "cancel":
            return await carrier.cancel(waybill)
    return await carrier.track(waybill.number)
