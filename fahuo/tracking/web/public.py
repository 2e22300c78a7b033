"""The page behind a label's QR: open to everybody who holds the parcel, and silent about buyer and seller."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fahuo.accounts.web.sign_in import client_address
from fahuo.backoffice.secret_address import unnamed
from fahuo.carriers import registry
from fahuo.kit import clock
from fahuo.shipments.models import Shipment, Status
from fahuo.tracking.domain.public_way import HINTS, OURS, OVER, PublicLine, public_lines, standing_phrase
from fahuo.tracking.domain.timeline import Told
from fahuo.tracking.domain.towns import Town, town_of, words_of
from fahuo.tracking.models import Journey
from fahuo.tracking.queries import parcel
from fahuo.tracking.web.public_pace import Pace
from fahuo.tracking.web.public_words import LANGUAGES, Tongue, choose, tongue, towns

PACE = Pace()
MOST_EVENTS = 1_000
_CACHED_S = 60
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Robots-Tag": "noindex, nofollow, noarchive, nosnippet",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept-Language",
}
# The parcel had a label or was booked: its number stands on paper. Before that, nothing but "ordered" is true.
_NUMBERED = frozenset({Status.BOOKED, Status.LABELLED, Status.TENDERED, Status.CLOSED, Status.CANCELLED})


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line of the history in the reader's language."""

    iso: str
    moment: str
    words: str
    where: str


@unnamed("/t/…")
@require_safe
def tracking(request: HttpRequest, token: str) -> HttpResponseBase:
    """Show how far the parcel is. Whatever leads to no parcel gets one and the same answer."""
    at = clock.now()
    if not PACE.admits(client_address(request), at):
        response = _note(request, "busy", 429)
        response["Retry-After"] = "60"
        return response
    found = parcel.by_token(token)
    if found is None:
        return _note(request, "not_found", 404)
    words = _tongue(request, found.country)
    return _answer(request, "tracking/public.html", words, _context(found, words, at))


def _context(found: Shipment, words: Tongue, at: datetime) -> dict[str, object]:
    journey = parcel.journey(found.seller_id, found.pk)
    told = parcel.told(found.seller_id, found.pk, most=MOST_EVENTS)
    ours = [(kind, moment) for kind, moment in parcel.ours(found) if kind in OURS]
    standing = standing_phrase(
        journey.milestone if journey else "", journey.exception if journey else "", ours,
        cancelled=found.status == Status.CANCELLED,
    )  # fmt: skip
    hidden = _hidden(found)
    lines = public_lines(told, ours, place_town=lambda one: _town(one, found.order.city, hidden))
    is_numbered = found.status in _NUMBERED
    return {
        "standing": words.phrases.get(standing, words.phrases["in_transit"]),
        "hint": words.phrases.get(HINTS.get(standing, ""), ""),
        "is_calm": standing not in HINTS or standing == "delivered",
        "carrier": _carrier(found.carrier) if is_numbered else "",
        "number": (found.tracking_number or found.waybill_number) if is_numbered else "",
        "country": words.country(found.country),
        "expected": _expected(journey, words, at) if standing not in OVER else "",
        "delivered": words.moment(journey.delivered_at, found.country)
        if journey and journey.delivered_at and standing == "delivered"
        else "",
        "lines": [_shown(line, words, found.country) for line in lines],
        "heard": bool(told),
    }


def _carrier(code: str) -> str:
    """Return what the label calls the carrier, whatever the language."""
    try:
        return registry.manifest(code).name_en
    except registry.UnknownCarrier:
        return ""


def _shown(line: PublicLine, words: Tongue, destination: str) -> ShownLine:
    """Return a line in words; what has no place is told by the clock of the destination, where the reader is."""
    return ShownLine(
        iso=line.at.isoformat(timespec="minutes"),
        moment=words.moment(line.at, line.country or destination),
        words=words.phrases.get(line.phrase, words.phrases["in_transit"]),
        where=_where(line.country, line.town, words),
    )


def _expected(journey: Journey | None, words: Tongue, at: datetime) -> str:
    """Return when it is expected, from which day to which; nothing once the last of them has gone by."""
    if journey is None or journey.expected_from is None or journey.expected_until is None:
        return ""
    today = timezone.localdate(at)
    if journey.expected_until < today:
        return ""
    return words.days(max(journey.expected_from, today), journey.expected_until)


def _hidden(found: Shipment) -> frozenset[str]:
    """Return the words that must not be shown, whatever a carrier wrote."""
    order = found.order
    return words_of([order.recipient, order.street, order.street2, order.postcode, order.phone,
                     order.tax_id, order.buyer_login])  # fmt: skip


def _town(one: Told, own_city: str, hidden: frozenset[str]) -> Town | None:
    return town_of(one.place, one.country, known=towns(), own_city=own_city, hidden=hidden) if one.place else None


def _where(country: str, town: Town | None, words: Tongue) -> str:
    parts = (words.town(town) if town else "", words.country(country) if country else "")
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _tongue(request: HttpRequest, country: str = "") -> Tongue:
    return tongue(choose(request.GET.get("lang", ""), request.headers.get("Accept-Language", ""), country))


def _note(request: HttpRequest, name: str, status: int) -> HttpResponse:
    words = _tongue(request)
    context = {"note_title": words.phrases[f"{name}_title"], "note": words.phrases[f"{name}_text"]}
    return _answer(request, "tracking/public_note.html", words, context, status=status)


def _answer(
    request: HttpRequest, template: str, words: Tongue, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    languages = [(code, lang, name) for code, (lang, _locale, name) in LANGUAGES.items()]
    common = {"words": words.phrases, "lang": words.lang, "code": words.code, "languages": languages}
    response = render(request, template, {**common, **context}, status=status)
    for name, value in _HEADERS.items():
        response[name] = value
    response["Content-Language"] = words.lang
    response["Cache-Control"] = f"private, max-age={_CACHED_S}" if status == 200 else "no-store"
    return response
