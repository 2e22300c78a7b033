"""The seller's own weights of the soft wishes, tried on sample parcels before they are saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as now
from django.views.decorators.http import require_http_methods

from fahuo.accounts.gate import SellerRequest, may_own, signed_in
from fahuo.accounts.models import Role, Seller
from fahuo.kit import clock
from fahuo.rating.services.rate import rate_table
from fahuo.rating.words import name_in
from fahuo.routing.domain.request import Weights
from fahuo.routing.domain.sample_parcels import samples
from fahuo.routing.domain.wishes import BOUNDS, fits
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.context import seller_context, with_all_carriers
from fahuo.routing.queries.preferences import wishes
from fahuo.routing.services.preferences import set_wishes
from fahuo.routing.services.recommend import recommend
from fahuo.routing.wish_words import SAMPLES, UNITS, WISHES
from fahuo.trade.text import tidy_code

LONGEST = 12
PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Row:
    """One weight: its words, what it is by default, what the seller wrote, and what is wrong with that."""

    name: str
    title: str
    meaning: str
    unit: str
    default: str
    value: str
    bounds: str
    error: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """The service that one set of weights takes for a sample; `service` is empty when every one is excluded."""

    service: str
    name: str
    price: Decimal | None
    currency: str
    days: tuple[int, ...]
    score: float | None


@dataclass(frozen=True, slots=True)
class Example:
    """One sample parcel: what is taken with the weights as saved, and with those on the page."""

    words: str
    saved: Pick
    tried: Pick

    @property
    def changed(self) -> bool:
        """Whether another service is taken."""
        return self.saved.service != self.tried.service


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def weights(request: SellerRequest) -> HttpResponseBase:
    """Show the weights to everybody; POST saves them, or with `try` routes the samples with them, for the owner."""
    if request.method == "POST":
        return change(request)
    at = clock.now()
    own = wishes(request.seller.pk)
    return _page(request, {name: f"{figure:g}" for name, figure in own.items()}, {}, at, tried=own)


@may_own
def change(request: SellerRequest) -> HttpResponseBase:
    """Save the weights, or try them."""
    at = clock.now()
    if "reset" in request.POST:
        kept = {name: figure for name, figure in wishes(request.seller.pk).items() if name != request.POST["reset"]}
        return _save(request, kept, at)
    written = {name: request.POST.get(name, "").strip()[:LONGEST] for name in BOUNDS}
    wanted, wrong = read(request.POST)
    if wrong:
        return _page(request, written, wrong, at, tried=None, status=422)
    if "try" in request.POST:
        return _page(request, written, {}, at, tried=wanted)
    return _save(request, wanted, at)


def _save(request: SellerRequest, wanted: Mapping[str, float], at: datetime) -> HttpResponseBase:
    if set_wishes(seller=request.seller, person=request.user, wishes=wanted, at=at):
        messages.success(request, now("Saved. Orders that are routed from now on follow it."))
    return redirect("routing-weights")


def read(posted: QueryDict) -> tuple[dict[str, float], dict[str, str]]:
    """Return the weights that were written, and what is wrong with the others; empty ones are the rule book's."""
    wanted, wrong = {}, {}
    for name, bounds in BOUNDS.items():
        text = tidy_code(posted.get(name, ""))
        if not text:
            continue
        figure = _figure(text)
        if figure is None or not fits(name, figure):
            wrong[name] = now("A number from %(low)s to %(high)s: plain digits, a point for decimals.") % {
                "low": f"{bounds.low:g}",
                "high": f"{bounds.high:g}",
            }
        else:
            wanted[name] = figure
    return wanted, wrong


def _figure(text: str) -> float | None:
    try:
        # Plain digits and one point: a comma could mean thousands as well as decimals.
        return float(text) if len(text) <= LONGEST and PLAIN.fullmatch(text) else None
    except ValueError:
        return None


def _page(
    request: SellerRequest,
    written: Mapping[str, str],
    wrong: Mapping[str, str],
    at: datetime,
    *,
    tried: Mapping[str, float] | None,
    status: int = 200,
) -> HttpResponseBase:
    rules = route_rules(on=timezone.localtime(at).date())
    context = {
        "rows": [_row(name, rules.weights, written, wrong) for name in BOUNDS],
        "unit": rules.weights.currency,
        "can_change": request.user.role == Role.OWNER,
        "examples": _examples(request.seller, tried, at) if tried is not None else None,
        "trying": "try" in request.POST,
    }
    if request.htmx:  # a part with an error in it is shown all the same
        return render(request, "routing/weights_example.html", context)
    return render(request, "routing/weights.html", context, status=status)


def _row(name: str, default: Weights, written: Mapping[str, str], wrong: Mapping[str, str]) -> Row:
    title, meaning = WISHES[name]
    bounds = BOUNDS[name]
    return Row(
        name=name,
        title=str(title),
        meaning=str(meaning),
        unit=str(UNITS[bounds.unit]) % {"currency": default.currency},
        default=f"{getattr(default, name):g}",
        value=written.get(name, ""),
        bounds=f"{bounds.low:g}–{bounds.high:g}",
        error=wrong.get(name, ""),
    )


def _examples(seller: Seller, tried: Mapping[str, float], at: datetime) -> list[Example]:
    """Route the samples with the weights as saved and with those tried, at the seller's own prices of today; carriers
    without a contract count too."""
    context = with_all_carriers(seller_context(seller, at=at, volumes={}))
    requests = samples(on=context.on)
    prices = rate_table(on=context.on, seller_id=seller.pk)
    saved = recommend(requests, context=context, rate=prices, detailed=0)
    wanted = recommend(requests, context=replace(context, wishes=tried), rate=prices, detailed=0)
    return [
        Example(str(SAMPLES[one.key]), _pick(before.as_json()), _pick(after.as_json()))
        for one, before, after in zip(requests, saved, wanted, strict=True)
    ]


def _pick(found: Mapping[str, Any]) -> Pick:
    chosen = next((option for option in found["options"] if option["service"] == found["winner"]), None)
    if chosen is None:
        return Pick("", "", None, "", (), None)
    return Pick(
        chosen["service"],
        name_in(chosen),
        Decimal(chosen["price"]),
        chosen["currency"],
        tuple(chosen["days"]),
        chosen["score"],
    )
