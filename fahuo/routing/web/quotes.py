"""Kept quotes: the list, and one with every step and what comes out when it is reckoned again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.paging import Cut
from fahuo.orders.problem_texts import title
from fahuo.rating.domain.quote import Replayed
from fahuo.rating.models import Quote
from fahuo.rating.queries import quotes as reads
from fahuo.rating.services import quotes
from fahuo.rating.words import CARGO, ChargeLine, carrier_name, charge_line, name_in
from fahuo.routing.comparison_json import replay_json, service_key, summary_json
from fahuo.routing.web.offers import Offers, offers


@dataclass(frozen=True, slots=True)
class Row:
    """One quote of the list."""

    quote: Quote
    weight_g: int
    winner: str
    carrier: str
    price: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Step:
    """One service of a quote: how its price came about, and the price that comes out again."""

    name: str
    carrier: str
    stored: Mapping[str, Any]
    charges: tuple[ChargeLine, ...]
    same: bool
    again: tuple[ChargeLine, ...]
    again_total: str


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show the quotes that people of this seller asked for, newest first."""
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    found = reads.page(request.seller, cut)
    if request.GET.get("format") == "json":
        listed = {"quotes": [summary_json(quote) for quote in found.rows], "older": found.older, "newer": found.newer}
        return JsonResponse(listed, json_dumps_params={"ensure_ascii": False, "indent": 1})
    return render(request, "routing/quotes.html", {"page": found, "rows": [_row(quote) for quote in found.rows]})


@require_safe
@signed_in
def one(request: SellerRequest, quote_id: int) -> HttpResponseBase:
    """Show one quote, reckoned again from what was stored with it."""
    replay = quotes.replay(quote_id, request.seller)
    if replay is None:
        raise Http404(str(quote_id))
    if request.GET.get("format") == "json":
        return JsonResponse(replay_json(replay), json_dumps_params={"ensure_ascii": False, "indent": 1})
    quote = replay.quote
    context = {
        "quote": quote,
        "parcel": quote.asked["request"]["parcel"],
        "asked": quote.asked,
        "cargo": [
            str(CARGO[code]) for code in sorted({x["cargo_class"] for x in quote.asked["request"]["parcel"]["lines"]})
        ],
        "offers": _offers(quote),
        "steps": [_step(replayed) for replayed in replay.services if "total" in replayed.stored or not replayed.same],
        "same": replay.same,
    }
    return render(request, "routing/quote.html", context)


def _cargo(quote: Quote) -> list[str]:
    classes = {line["cargo_class"] for line in quote.asked["request"]["parcel"]["lines"]}
    return [str(CARGO[code]) for code in sorted(classes)]


def _offers(quote: Quote) -> Offers | None:
    advice = quote.rates["advice"]
    if not advice:
        return None
    return offers(advice, {service_key(rate): rate for rate in quote.rates["services"]})


def _row(quote: Quote) -> Row:
    advice = quote.rates["advice"] or {}
    best = next((option for option in advice.get("options", ()) if option["service"] == advice.get("winner")), None)
    return Row(
        quote,
        quote.asked["request"]["parcel"]["weight_g"],
        name_in(best) if best else "",
        carrier_name(best["service"].partition("/")[0]) if best else "",
        Decimal(best["price"]) if best else None,
        best["currency"] if best else "",
    )


def _step(replayed: Replayed) -> Step:
    stored, again = replayed.stored, replayed.again
    return Step(
        name_in(stored["service"]),
        carrier_name(replayed.service.carrier),
        stored,
        tuple(charge_line(*charge) for charge in stored.get("charges", ())),
        replayed.same,
        tuple(charge_line(*charge) for charge in again.get("charges", ())),
        f"{again['total']} {again['currency']}"
        if "total" in again
        else title(again["problem"]["code"], get_language() or "en"),
    )
