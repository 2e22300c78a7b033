"""Pages about carriers: those in use, all that there are, and one of them with everything about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.carriers import queries, registry
from fahuo.carriers.capability import Capability, Manifest
from fahuo.carriers.domain.terms import rings_before
from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.carriers.quality import LIVE_TESTED
from fahuo.carriers.queries import market
from fahuo.carriers.web.account_form import environments_of
from fahuo.carriers.web.offers import offered_rows
from fahuo.carriers.web.shelf import FACETS, Wish, ability_chips, countries, offering, shelf
from fahuo.carriers.web.states import Standing, standing, standings
from fahuo.carriers.web.words import ENVIRONMENTS, MEANINGS, carrier_name
from fahuo.kit import clock

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract as the list shows it. `last_day` is the last one it holds on, None without an end."""

    name: str
    account: CarrierAccount
    last_day: date | None
    state: str  # EXPIRED, ENDING, FUTURE, or the environment
    standing: Standing

    @property
    def troubled(self) -> bool:
        """Whether somebody should look at it: it does not hold, is not called, or failed its test."""
        return self.state in {"EXPIRED", "FUTURE"} or self.standing.state in {"STOPPED", "PAUSED", "FAILED"}


@require_safe
@may_own
def accounts(request: SellerRequest) -> HttpResponseBase:
    """List the carriers in use, those first that want something; the credentials are never read."""
    today, circuits = timezone.localdate(clock.now()), market.circuits(request.seller.pk)
    rows = [_contract(account, today, circuits) for account in queries.contracts(request.seller.pk)]
    rows.sort(key=lambda row: not row.troubled)
    part = "carriers/accounts_part.html" if request.htmx else "carriers/accounts.html"
    return render(request, part, {"rows": rows, "seller": request.seller})


@require_safe
@may_own
def all_carriers(request: SellerRequest) -> HttpResponseBase:
    """Show every carrier that can be connected, with filters."""
    wish = Wish(**{name: request.GET.get(name, "").strip()[:60] for name in FACETS})
    found = shelf(queries.contracts(request.seller.pk))
    context = {
        "offerings": [one for one in found if wish.fits(one)],
        "total": len(found),
        "wish": wish,
        "chips": ability_chips(found, wish, reverse("carrier-market")),
        "origins": countries(found, origin=True),
        "destinations": countries(found, origin=False),
        "untried": not any(one.live_tested for one in found),
    }
    return render(request, "carriers/market.html", context)


@require_safe
@may_own
def carrier(request: SellerRequest, carrier: str) -> HttpResponseBase:
    """Show one carrier: what it can, the seller's accounts there, and their services."""
    if registry.family_of(carrier) not in registry.codes():
        raise Http404(carrier)
    rows = market.accounts_at(request.seller.pk, carrier)
    page = registry.manifest(carrier)
    if "-" in carrier and not (page.family and rows):
        raise Http404(carrier)
    return render(request, "carriers/carrier.html", _about(request, carrier, rows))


def _about(request: SellerRequest, carrier: str, rows: list[CarrierAccount]) -> dict[str, object]:
    contracts = queries.contracts(request.seller.pk)
    one = offering(registry.family_of(carrier), contracts)
    active = next((row for row in rows if row.active), None)
    label = next((row.name for row in rows if row.name), "")
    return {
        "code": carrier,
        "name": carrier_name(carrier, label),
        "one": one,
        "is_family": one.page.family and not rows,
        "members": market.members(request.seller.pk, carrier) if one.page.family else (),
        "active": active,
        "missing": _missing(one.page, rows),
        "standings": standings(rows, market.circuits(request.seller.pk)),
        "contract": active and _contract(active, timezone.localdate(clock.now()), {}),
        "services": offered_rows(request.seller.pk, carrier, active),
        "can_sync": one.page.can(Capability.SERVICES),
        "untried": registry.quality(carrier).get(LIVE_TESTED),
    }


def _missing(page: Manifest, rows: list[CarrierAccount]) -> list[tuple[str, str, str]]:
    """Return the environments that no account leads to yet, as (code, words, meaning); none before the first."""
    there = {row.environment for row in rows}
    sides = environments_of(page, emulators=settings.FAHUO_EMULATORS_ALLOWED) if rows else []
    return [(side, str(ENVIRONMENTS[side]), str(MEANINGS[side])) for side in sides if side not in there]


def _contract(account: CarrierAccount, today: date, circuits: dict[int, Circuit]) -> Contract:
    state = account.environment
    if account.valid_until and account.valid_until <= today + rings_before(today):
        state = "ENDING"
    if account.valid_from and account.valid_from > today:
        state = "FUTURE"
    if account.valid_until and account.valid_until <= today:
        state = "EXPIRED"
    last_day = account.valid_until - ONE_DAY if account.valid_until else None
    return Contract(carrier_name(account.carrier, account.name), account, last_day, state, standing(account, circuits))
