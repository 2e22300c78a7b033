"""The part of a shipment's page that says where the parcel is: steps, trouble, expected delivery, timeline, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import page_of
from fahuo.backoffice.countdowns import countdown
from fahuo.backoffice.formats import country
from fahuo.kit import clock
from fahuo.shipments.models import Shipment
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.domain.progress import progress
from fahuo.tracking.domain.timeline import Line, Told, timeline
from fahuo.tracking.models import Journey, Leg
from fahuo.tracking.queries import parcel
from fahuo.tracking.services.ask_now import ask_now
from fahuo.tracking.web.links import own_page
from fahuo.tracking.web.listing import SOON, days_over, is_late
from fahuo.tracking.web.words import (
    ODDITIES,
    OURS,
    REASONS,
    ROLES,
    STEP_STATES,
    exception_words,
    milestone_words,
    step_words,
)

# Returns what customs said of a shipment, as (DECLARED or RELEASED, moment): seller, shipment → moments.
CustomsMoments = Callable[[int, int], Sequence[tuple[str, datetime]]]
LINES_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline, in words. `sources`: who told it; none where it was ourselves."""

    at: datetime
    words: str
    tone: str
    is_ours: bool
    reason: str = ""
    said: str = ""
    where: str = ""
    local_time: str = ""
    code: str = ""
    sources: tuple[str, ...] = ()


def urlpatterns(customs_moments: CustomsMoments) -> list[URLPattern]:
    """Return the addresses of the part and of its button."""

    @require_safe
    @signed_in
    def of_shipment(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
        found = _found(request, shipment_id)
        context = _context(request, found, customs_moments(request.seller.pk, shipment_id), clock.now())
        return render(request, f"tracking/{'shipment_part' if request.htmx else 'shipment'}.html", context)

    return [
        path("shipments/<int:shipment_id>/tracking", of_shipment, name="shipment-tracking"),
        path("shipments/<int:shipment_id>/tracking/ask", ask, name="ask-tracking"),
    ]


@require_POST
@may_change
def ask(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Have the carriers asked at once instead of at the next turn."""
    found = _found(request, shipment_id)
    number = ask_now(shipment_ids=[found.pk], at=clock.now())
    if number:
        messages.success(request, _("The carriers are being asked; what is new appears here within a minute."))
    else:
        messages.info(request, _("Nothing to ask: it was asked within the last minute, or no account can be asked."))
    return redirect("shipment", found.pk)


def _found(request: SellerRequest, shipment_id: int) -> Shipment:
    found = parcel.shipment(request.seller.pk, shipment_id)
    if found is None:
        raise Http404(str(shipment_id))
    return found


def _context(
    request: SellerRequest, found: Shipment, customs: Sequence[tuple[str, datetime]], at: datetime
) -> dict[str, object]:
    seller_id = request.seller.pk
    journey, told = parcel.journey(seller_id, found.pk), parcel.told(seller_id, found.pk)
    merged = timeline(told)
    entries = [*map(_entry, merged.lines), *reversed(_ours([*parcel.ours(found), *customs]))]
    entries.sort(key=lambda entry: (entry.at, not entry.is_ours), reverse=True)
    pages = max(-(-len(entries) // LINES_A_PAGE), 1)
    page = page_of(request.GET.get("page", ""), pages)
    return {
        "shipment": found,
        "journey": journey,
        "standing": milestone_words(journey.milestone if journey else ""),
        "trouble": exception_words(journey.exception) if journey and journey.exception else None,
        "steps": _steps(found, journey, told),
        "pickup": countdown(journey.pickup_due_at, at=at, soon=SOON) if journey else None,
        "silence": countdown(journey.silent_at, at=at, soon=SOON) if journey else None,
        "is_late": journey is not None and is_late(journey.promised_on, journey.delivered_at, at),
        "days_over": days_over(journey.expected_until, at) if journey else 0,
        "entries": entries[(page - 1) * LINES_A_PAGE : page * LINES_A_PAGE],
        "odd": [(_entry(Line([one])), ODDITIES.get(one.odd, one.odd)) for one in merged.odd[-LINES_A_PAGE:]],
        "odd_total": len(merged.odd),
        "page": page,
        "pages": pages,
        "events": len(told),
        "cut_off": len(told) == parcel.MOST_EVENTS,
        "legs": [_leg(leg) for leg in parcel.legs(seller_id, found.pk)],
        "can_change": can_change(request.user),
    }


def _steps(
    found: Shipment, journey: Journey | None, told: Iterable[Told]
) -> list[tuple[str, str, str, datetime | None]]:
    steps = progress(
        ((one.milestone, one.at) for one in told if not one.odd),
        milestone=journey.milestone if journey else "",
        is_troubled=bool(journey and journey.exception),
        labelled_at=found.labelled_at,
    )
    return [(step_words(step.name), step.state.lower(), str(STEP_STATES[step.state]), step.at) for step in steps]


def _entry(line: Line) -> Entry:
    voice = line.voice
    words, tone = milestone_words(voice.milestone)
    return Entry(
        at=voice.at,
        words=words,
        tone="wrong" if tone == "bad" else "" if voice.milestone == "UNMAPPED" else "done",
        is_ours=False,
        reason=str(REASONS.get(voice.reason, voice.reason)),
        said=voice.description,
        where=", ".join(part for part in (voice.place, country(voice.country) if voice.country else "") if part),
        local_time=voice.raw_time,
        code=voice.raw_code,
        sources=tuple(map(carrier_name, line.carriers)),
    )


def _ours(moments: Iterable[tuple[str, datetime]]) -> list[Entry]:
    return [
        Entry(at, str(OURS.get(kind, kind)), "wrong" if kind == "CANCELLED" else "done", is_ours=True)
        for kind, at in moments
    ]


def _leg(leg: Leg) -> dict[str, object]:
    return {
        "leg": leg,
        "carrier": carrier_name(leg.carrier),
        "role": str(ROLES.get(leg.role, leg.role)),
        "page": own_page(leg.carrier, leg.number),
    }
