"""Rate sheets: every service with its prices of today, and one service with its versions and its prices."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.kit import clock
from fahuo.rating import queries
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.importing import writing
from fahuo.rating.queries import uploads
from fahuo.rating.queries.sheets import Held, real_carriers, sheet_of, versions
from fahuo.rating.web.price_grid import PriceGrid, price_grid, term_rows
from fahuo.rating.words import carrier_name, named
from fahuo.trade.service import Service


@dataclass(frozen=True, slots=True)
class Row:
    """One service: its own version in force, or that it is priced by a sample, or that it has no price."""

    key: str
    code: str
    carrier: str
    name: str
    held: Held | None
    sample: bool
    upcoming: tuple[Held, ...]
    sheet: RateSheet | None


@dataclass(frozen=True, slots=True)
class Carrier:
    """A carrier's services; `real`: there is a contract, so samples price nothing."""

    code: str
    name: str
    real: bool
    rows: tuple[Row, ...]


def today() -> date:
    """Return the day in the site's time zone."""
    return timezone.localtime(clock.now()).date()


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show every service with its sheet in force, and uploads under way."""
    on = today()
    context = {
        "carriers": _carriers(request.seller.pk, on),
        "uploads": uploads.uploads(request.seller.pk),
        "can_change": can_change(request.user),
        "today": on,
    }
    return render(request, "rating/sheets.html", context)


@require_safe
@signed_in
def service(request: SellerRequest, carrier: str, code: str) -> HttpResponseBase:
    """Show one service: its versions, and the prices of one of them."""
    found = _service(request.seller.pk, carrier, code)
    held = versions(request.seller.pk, service_key=found.key)
    shown = _shown(request, held)
    sheet = _sheet(request, found.key, held, shown)
    context = {
        "service": found,
        "name": named(found),
        "carrier": carrier_name(carrier),
        "versions": held,
        "shown": shown,
        "sheet": sheet,
        "grid": price_grid(sheet) if sheet else PriceGrid((), ()),
        "terms": term_rows(sheet) if sheet else (),
        "today": today(),
        "can_change": can_change(request.user),
    }
    return render(request, "rating/sheet.html", context)


@require_safe
@signed_in
def export(request: SellerRequest, carrier: str, code: str) -> HttpResponseBase:
    """Send a version as CSV that can be imported again."""
    found = _service(request.seller.pk, carrier, code)
    held = versions(request.seller.pk, service_key=found.key)
    sheet = _sheet(request, found.key, held, _shown(request, held))
    if sheet is None:
        raise Http404(found.key)
    response = HttpResponse(writing.as_csv(sheet), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{carrier}-{code}-{sheet.valid_from}.csv"'
    return response


def _carriers(seller_id: int, on: date) -> list[Carrier]:
    """Return carriers by name; those with versions of their own come first."""
    in_force = queries.sheets_in_force(on=on, seller_id=seller_id)
    real = real_carriers(seller_id)
    held: dict[str, list[Held]] = defaultdict(list)
    for version in versions(seller_id):
        held[version.service_key].append(version)
    rows: dict[str, list[Row]] = defaultdict(list)
    for one in queries.services(seller_id):
        rows[one.carrier].append(_row(one, held[one.key], in_force.get(one.key), on))
    found = [Carrier(code, carrier_name(code), code in real, tuple(mine)) for code, mine in rows.items()]
    return sorted(
        found, key=lambda carrier: (not carrier.real, not any(row.held for row in carrier.rows), carrier.name)
    )


def _row(one: Service, held: list[Held], sheet: RateSheet | None, on: date) -> Row:
    current = next((version for version in held if version.in_force(on)), None)
    upcoming = tuple(version for version in reversed(held) if version.replaced_at is None and version.valid_from > on)
    sample = sheet is not None and sheet.sample
    return Row(one.key, one.code, one.carrier, named(one), current, sample, upcoming, sheet)


def _service(seller_id: int, carrier: str, code: str) -> Service:
    found = next((one for one in queries.services(seller_id) if one.key == f"{carrier}/{code}"), None)
    if found is None:
        raise Http404(f"{carrier}/{code}")
    return found


def _shown(request: SellerRequest, held: list[Held]) -> Held | None:
    """Return the version that was asked for, else the one in force, else the newest."""
    asked = request.GET.get("version", "")
    if asked:
        chosen = next((version for version in held if str(version.version) == asked), None)
        if chosen is None:
            raise Http404(asked)
        return chosen
    current = next((version for version in held if version.in_force(today())), None)
    return current or next((version for version in held if version.replaced_at is None), None)


def _sheet(request: SellerRequest, key: str, held: list[Held], shown: Held | None) -> RateSheet | None:
    """Return the sheet of a version; without one the sample that prices the service, unless a contract forbids it."""
    if shown is not None:
        return sheet_of(shown)
    return None if held else queries.sheets_in_force(on=today(), seller_id=request.seller.pk).get(key)
