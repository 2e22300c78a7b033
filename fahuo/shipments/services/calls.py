"""Talking to carriers about one shipment. No database here: what is known comes in, what happened goes out.

Beside its result every call gives its line of the journal, with what was said over the wire.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from fahuo.carriers import calling
from fahuo.carriers.contract import Carrier
from fahuo.carriers.domain.journal import Call, Ending, outcome_of
from fahuo.carriers.errors import CarrierError, DuplicateReference, Unexpected, Unsupported
from fahuo.kit import clock, http
from fahuo.kit.personal import hide
from fahuo.shipments import domain
from fahuo.shipments.domain import Attempt, BookingResult, LabelResult
from fahuo.shipments.services.telling import tell
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.waybill import Waybill

Value = TypeVar("Value")
log = logging.getLogger(__name__)
PARTING = "\n\n"  # between the exchanges of one call


@dataclass(frozen=True, slots=True)
class Said(Generic[Value]):
    """How one call ended: with a value or an error."""

    value: Value | None
    error: CarrierError | None
    started_at: datetime
    ending: Ending


@dataclass(frozen=True, slots=True)
class Topic:
    """What calls are about: one reference, through one account. `keep` says whether what was said is kept.

    `recipient` and `secrets` are what must not be read in what is kept.
    """

    seller_id: int
    account_id: int
    carrier: Carrier
    carrier_code: str
    reference: str
    keep: bool = True
    recipient: Address | None = None
    secrets: tuple[str, ...] = ()

    def call(self, operation: str, started_at: datetime, ending: Ending | None = None) -> Call:
        """Return the line of the journal; without an ending it is an intent."""
        who = (self.seller_id, self.account_id, self.carrier_code)
        return Call(*who, operation, self.reference, started_at, ending)

    def lines(self, operation: str, said: Said[Any]) -> tuple[Call, ...]:
        """Return the lines of a call that ended; none for what the carrier does not offer, as nothing was said."""
        if isinstance(said.error, Unsupported):
            return ()
        return (self.call(operation, said.started_at, said.ending),)

    def hidden(self, text: str) -> str:
        """Return what was said without what belongs to the recipient, also where a sentence repeats it."""
        if self.recipient is None:
            return text
        who = self.recipient
        words = (who.name, who.company, *who.street_lines(), who.email.partition("@")[0], who.tax_id)
        return hide(text, words=words, phones=(who.phone,))


@dataclass(frozen=True, slots=True)
class Line:
    """One booking under work. After `send_by` it is not sent any more; the row is ours until `lease_until`."""

    shipment_id: int
    topic: Topic
    booking: Booking
    attempt: Attempt
    send_by: datetime
    lease_until: datetime


@dataclass(frozen=True, slots=True)
class Asked:
    """What asking by reference came to; without a result the carrier said in so many words that it knows nothing."""

    result: BookingResult | None
    calls: tuple[Call, ...]


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending a booking came to: `ending` is that of its intent, `calls` are those made after it."""

    result: BookingResult
    ending: Ending
    calls: tuple[Call, ...] = ()


async def ask(line: Line) -> Asked:
    """Ask for the booking by its reference. Never raises."""
    topic = line.topic
    said = await say("find", topic, lambda: _looked_up(topic))
    result = domain.after_find(said.value) if said.error is None else domain.after_find_error(said.error, line.attempt)
    return Asked(result, topic.lines("find", said))


async def send(line: Line) -> Sent:
    """Book once, the intent being committed; ask at once when the answer leaves a doubt. Never raises."""
    with http.not_after(line.send_by):
        said = await say("create", line.topic, lambda: _booked(line))
    if said.value is not None:
        return Sent(domain.Booked(said.value), said.ending)
    error = said.error or Unexpected("The carrier answered with nothing.")
    asked = await _ask_when_doubtful(line, error)
    return Sent(asked.result or domain.after_create_error(error, line.attempt), said.ending, asked.calls)


async def _ask_when_doubtful(line: Line, error: CarrierError) -> Asked:
    """Adopt what is there, or leave it to a person when nobody can be asked. "Not found" is not believed yet."""
    duplicate = isinstance(error, DuplicateReference)
    if not (error.doubtful or duplicate):
        return Asked(None, ())
    asked = await ask(line)
    if isinstance(asked.result, domain.Pending) and not duplicate:
        return Asked(None, asked.calls)
    return asked


async def label(line: Line, waybill: Waybill) -> tuple[LabelResult, tuple[Call, ...]]:
    """Fetch the carrier's label. Never raises."""
    said = await say("label", line.topic, lambda: line.topic.carrier.label(waybill))
    lines = line.topic.lines("label", said)
    if said.value is not None:
        return domain.Labelled(said.value), lines
    error = said.error or Unexpected("The carrier answered with nothing.")
    return domain.after_label_error(error, line.attempt), lines


async def _booked(line: Line) -> Waybill:
    return _ours(await line.topic.carrier.create(line.booking), line.topic)


async def _looked_up(topic: Topic) -> Waybill | None:
    known = await topic.carrier.find(topic.reference)
    return known if known is None else _ours(known, topic)


def _ours(waybill: Waybill, topic: Topic) -> Waybill:
    """Return the waybill if it is that of our reference and has numbers that can be; else nobody knows what is booked.

    Of a booking that was cancelled some carriers do not tell the number.
    """
    if waybill.reference != topic.reference:
        raise Unexpected(f"The answer is about {waybill.reference}, not about {topic.reference}.")
    if not waybill.cancelled and (odd := domain.odd_number(waybill)) is not None:
        raise Unexpected(f"This cannot be a waybill number: {odd!r}.")
    return waybill


async def say(operation: str, topic: Topic, act: Callable[[], Awaitable[Value]]) -> Said[Value]:
    """Make one call and put down how it ended. A defect of an adapter counts as an answer that cannot be read."""
    value, error, started_at = None, None, clock.now()
    with calling.recorded() as exchanges:
        try:
            value = await act()
        except CarrierError as raised:
            error = raised
            error.hide(topic.secrets)
        except Exception as raised:  # an adapter's own defect: the call may have gone out
            tell(log, f"{operation} {topic.reference}", raised)
            error = Unexpected(f"{type(raised).__name__} in the adapter")
    ending = Ending(
        outcome=_outcome(operation, value, error),
        ended_at=clock.now(),
        code=error.problems[0].code[:40] if error else "",
        request_id=error.request_id if error else "",
        transcript=topic.hidden(PARTING.join(exchange.transcript() for exchange in exchanges)) if topic.keep else "",
    )
    return Said(value, error, started_at, ending)


def _outcome(operation: str, value: object, error: CarrierError | None) -> str:
    if error is not None:
        return outcome_of(operation, error)
    return "ABSENT" if operation == "find" and value is None else "DONE"
