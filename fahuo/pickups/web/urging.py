"""Urging (催促揽收): parcels without a scan after so many hours, the text to send, and what was answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.accounts.queries import ship_from
from fahuo.backoffice.asked import key_of, text_of
from fahuo.kit import clock
from fahuo.pickups.domain.texts import Late, Matter, message
from fahuo.pickups.handed_down import FirstMile, WaitingParcel
from fahuo.pickups.models import Pickup, Urge, UrgeWay
from fahuo.pickups.queries import pages as reads
from fahuo.pickups.queries.underway import window_of
from fahuo.pickups.services import urge as urging
from fahuo.pickups.services.start import MOST
from fahuo.pickups.web.form import chosen_ids
from fahuo.pickups.web.rows import Waits, portions, ramps, text, urged, waits
from fahuo.rating.words import carrier_name
from fahuo.trade.address import Address
from fahuo.trade.pickup import PickupWindow

HOURS = (12, 24, 36, 48, 72)
USUAL_HOURS = 24
ROWS_SHOWN = 200
LONGEST_TEXT = 100_000


@require_safe
@signed_in
def late(request: SellerRequest, of: FirstMile) -> HttpResponseBase:
    """Show the parcels of a carrier without a scan, the most urgent first."""
    at, seller = clock.now(), request.seller
    hours = _hours(request.GET.get("hours", ""))
    carrier = text_of(request.GET, "carrier")
    late_ones = of.parcels(seller.pk, carrier, at - timedelta(hours=hours), MOST, 0) if carrier else []
    context = {
        "ramps": ramps(of.waiting(seller.pk, at), reads.spoken_for(seller.pk), at),
        "carrier": carrier,
        "name": carrier_name(carrier) if carrier else "",
        "hours": hours,
        "choices": HOURS,
        "rows": waits(seller.pk, late_ones[:ROWS_SHOWN], at),
        "total": len(late_ones),
        "urges": [urged(row) for row in reads.urges(seller)],
        "can_change": can_change(request.user),
    }
    return render(request, "pickups/urge.html", context)


@require_POST
@may_change
def words(request: SellerRequest, of: FirstMile) -> HttpResponseBase:
    """Show the text for the chosen parcels, in both languages, ready to be copied and noted as sent."""
    pickup = _pickup(request)
    carrier = pickup.carrier if pickup else text_of(request.POST, "carrier")
    rows = _chosen(request, of, carrier, pickup)
    if not rows:
        messages.error(request, _("No parcel is chosen that still waits for this carrier."))
        return redirect("pickup", pickup.pk) if pickup else redirect("urge")
    matter = _matter(request, carrier, rows, pickup)
    context = {
        "carrier": carrier,
        "name": carrier_name(carrier),
        "pickup": pickup,
        "rows": rows,
        "texts": [(one, message(matter, one)) for one in ("zh", "en")],
        "first": "zh" if (get_language() or "").startswith("zh") else "en",
    }
    return render(request, "pickups/urge_text.html", context)


@require_POST
@may_change
def record(request: SellerRequest) -> HttpResponseBase:
    """Write down that the carrier was urged."""
    pickup = _pickup(request)
    way = text_of(request.POST, "way")
    made = urging.urge(
        seller=request.seller,
        person=request.user,
        carrier=pickup.carrier if pickup else text_of(request.POST, "carrier"),
        shipment_ids=chosen_ids(request.POST),
        way=UrgeWay(way) if way in UrgeWay.values else UrgeWay.MESSAGE,
        text=text_of(request.POST, f"text-{text_of(request.POST, 'language')}", LONGEST_TEXT),
        answer=text_of(request.POST, "answer", 300),
        pickup=pickup,
        at=clock.now(),
    )
    if not isinstance(made, Urge):
        messages.error(request, text(made).title)
    else:
        count = made.lines.count()
        told = ngettext("Noted: %(n)s parcel is watched.", "Noted: %(n)s parcels are watched.", count)
        messages.success(request, told % {"n": count})
    return redirect("pickup", pickup.pk) if pickup else redirect("urge")


@require_POST
@may_change
def answer(request: SellerRequest, urge_id: int) -> HttpResponseBase:
    """Write down what the carrier answered."""
    if not urging.answered(seller=request.seller, urge_id=urge_id, answer=text_of(request.POST, "answer", 300)):
        raise Http404(str(urge_id))
    messages.success(request, _("Kept."))
    return redirect("urge")


def _chosen(request: SellerRequest, of: FirstMile, carrier: str, pickup: Pickup | None) -> list[Waits]:
    at, seller_id = clock.now(), request.seller.pk
    wanted = set(reads.shipment_ids_of(pickup)) if pickup else set(chosen_ids(request.POST))
    found: list[WaitingParcel] = []
    if request.POST.get("all") == "1":
        before = at - timedelta(hours=_hours(request.POST.get("hours", "")))
        found += of.parcels(seller_id, carrier, before, MOST, 0) if carrier else []
        wanted -= {one.shipment_id for one in found}
    for parcels in portions(of, seller_id, carrier, at) if carrier and wanted else ():
        found += [one for one in parcels if one.shipment_id in wanted]
        wanted -= {one.shipment_id for one in parcels}
        if not wanted:
            break
    return waits(seller_id, found[:MOST], at)


def _matter(request: SellerRequest, carrier: str, rows: Sequence[Waits], pickup: Pickup | None) -> Matter:
    address = Address(**pickup.address) if pickup else ship_from(request.seller.pk)
    opening = reads.opening(request.seller.pk)
    zone = ZoneInfo(pickup.zone if pickup else opening.zone if opening else settings.TIME_ZONE)
    parcels = [Late(row.waybill_number or row.order_number, row.labelled_at.astimezone(zone)) for row in rows]
    return Matter(
        carrier_name(carrier),
        address or Address("", "", ""),
        parcels,
        _window(window_of(pickup)) if pickup else "",
        pickup.number if pickup else "",
    )


def _window(window: PickupWindow) -> str:
    return f"{window.day} {window.ready:%H:%M}-{window.close:%H:%M}"


def _hours(text: str) -> int:
    return key_of(text) if key_of(text) in HOURS else USUAL_HOURS


def _pickup(request: SellerRequest) -> Pickup | None:
    wanted = key_of(request.POST.get("pickup", ""))
    if not wanted:
        return None
    found = reads.one(request.seller, wanted)
    if found is None:
        raise Http404(str(wanted))
    return found
