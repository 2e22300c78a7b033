"""Parcels nobody has heard of for 72 hours: the list, the file, the request to the carrier, and who sent it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import Http404, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import keys_of, page_of, text_of
from fahuo.backoffice.filters import Choice, Cube, choices
from fahuo.backoffice.formats import count, country, moment, span
from fahuo.backoffice.sending import csv_answer, file_answer
from fahuo.carriers import registry
from fahuo.kit import clock
from fahuo.kit.csv_write import csv_parts
from fahuo.kit.workbook_write import Column, Sheet, workbook
from fahuo.shipments.web.words import carrier_name
from fahuo.tracking.domain.supplement import MOST_LINES, Missing, supplement_text
from fahuo.tracking.queries import silent
from fahuo.tracking.services import ask_carrier
from fahuo.tracking.web.links import OwnPage, own_page
from fahuo.tracking.web.words import SILENT_STATES, milestone_words

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDTHS = (24, 24, 24, 18, 10, 18, 22, 46, 12, 20, 60)


@dataclass(frozen=True, slots=True)
class ListedSilence:
    """One parcel nobody has heard of, ready to be drawn."""

    parcel: silent.SilentRow
    carrier: str
    event: str
    where: str
    silent_for: timedelta | None
    state: str
    tone: str
    page: OwnPage | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A request to one carrier, ready to be copied. `ids` are the parcels it names, `listed` how many have a line."""

    code: str
    carrier: str
    parcels: int
    listed: int
    ids: str
    text: str


@require_safe
@signed_in
def silent_parcels(request: SellerRequest) -> HttpResponseBase:
    """Show the silent parcels, the longest silent first."""
    at, seller_id = clock.now(), request.seller.pk
    wanted = silent.SilentFilter.read(request.GET)
    counted, ids = silent.overview(seller_id, wanted, at=at)
    pages = max(-(-len(ids) // silent.PAGE), 1)
    page = page_of(request.GET.get("page", ""), pages)
    context = {
        "rows": [
            _listed(row, at) for row in silent.rows(seller_id, ids[(page - 1) * silent.PAGE : page * silent.PAGE])
        ],
        "total": len(ids),
        "page": page,
        "pages": pages,
        "filters": _filters(counted, wanted.as_query()),
        "wanted": wanted,
        "query": wanted.as_query(),
        "answer_hours": int(silent.ANSWER_WITHIN / timedelta(hours=1)),
        "can_change": can_change(request.user),
    }
    return render(request, "tracking/silent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def silent_file(request: SellerRequest, kind: str) -> HttpResponseBase:
    """Send the silent parcels that match, or those that a request names (POST), as CSV or as a workbook."""
    if kind not in {"csv", "xlsx"}:
        raise Http404(kind)
    at = clock.now()
    if request.method == "POST":
        ids = silent.silent_among(request.seller.pk, keys_of(request.POST.get("ids", "").split(",")), at=at)
    else:
        ids = _chosen(request, request.GET, at, whole=True)
    cells = (_cells(row, at) for row in silent.every_row(request.seller.pk, ids, at=at))
    name = f"silent-{timezone.localdate(at).isoformat()}.{kind}"
    if kind == "xlsx":
        columns = [Column(text, width) for text, width in zip(_heading(), _WIDTHS, strict=True)]
        sheet = Sheet(_("Silent parcels"), _("Silent for 72 hours"), columns, list(cells), is_landscape=True)
        content = workbook([sheet], title=_("Silent for 72 hours"), created_on=timezone.localdate(at))
        return file_answer(content, _XLSX, name)
    return csv_answer(csv_parts(_heading(), cells), name)


@require_safe
@may_change
def supplement_request(request: SellerRequest) -> HttpResponseBase:
    """Show the request for the chosen parcels, a text for each carrier, in the language asked for."""
    at = clock.now()
    ids = _chosen(request, request.GET, at)
    if not ids:
        messages.error(request, _("Choose at least one parcel that is still silent."))
        return redirect("silent-parcels")
    language = request.GET.get("in") if request.GET.get("in") in {"zh", "en"} else None
    language = language or ("zh" if (get_language() or "").startswith("zh") else "en")
    by_carrier: dict[str, list[silent.SilentRow]] = {}
    for row in silent.every_row(request.seller.pk, ids, at=at):
        by_carrier.setdefault(row.carrier, []).append(row)
    query = request.GET.copy()
    query.pop("in", None)
    context = {
        "drafts": [_draft(request, code, rows, language, at) for code, rows in sorted(by_carrier.items())],
        "text_language": language,
        "again": query.urlencode(),
        "most": ask_carrier.MOST_PARCELS,
        "cut_off": len(ids) == ask_carrier.MOST_PARCELS,
        "most_lines": MOST_LINES,
    }
    return render(request, "tracking/request.html", context)


@require_POST
@may_change
def mark_sent(request: SellerRequest) -> HttpResponseBase:
    """Note that the text was sent, by whom and when; what was heard of meanwhile is left out."""
    language = "ZH" if request.POST.get("language") == "zh" else "EN"
    sent = ask_carrier.mark_sent(
        seller=request.seller,
        person=request.user,
        carrier=text_of(request.POST, "carrier", 30),
        language=language,
        text=request.POST.get("text", ""),
        shipment_ids=keys_of(request.POST.get("ids", "").split(",")),
        at=clock.now(),
    )
    if sent.request is None:
        messages.error(request, _("Nothing was marked: these parcels were asked for already or have been heard of."))
    else:
        told = ngettext("%(n)s parcel is watched now.", "%(n)s parcels are watched now.", sent.taken)
        messages.success(request, told % {"n": count(sent.taken)})
    if sent.request is not None and (left := sent.asked_already + sent.heard_of):
        told = ngettext(
            "%(n)s parcel was left out: a colleague asked for it, or it was heard of.",
            "%(n)s parcels were left out: a colleague asked for them, or they were heard of.",
            left,
        )
        messages.info(request, told % {"n": count(left)})
    return redirect("silent-parcels")


def _chosen(request: SellerRequest, query: QueryDict, at: datetime, *, whole: bool = False) -> list[int]:
    """Return the silent parcels that a query names: by `id`, or all that match; the longest silent first."""
    seller_id, named = request.seller.pk, keys_of(query.getlist("id"))
    if named and not query.get("all_matching"):
        ids = silent.silent_among(seller_id, named, at=at)
    elif query.get("all_matching") or whole:
        ids = silent.ids(seller_id, silent.SilentFilter.read(query), at=at)
    else:
        ids = []
    return ids if whole else ids[: ask_carrier.MOST_PARCELS]


def _draft(request: SellerRequest, code: str, rows: Sequence[silent.SilentRow], language: str, at: datetime) -> Draft:
    missing = [
        Missing(row.waybill_number, row.tracking_number, row.country, row.description or "", row.last_event_at)
        for row in rows
    ]
    name = _name(code, language)
    seller = request.seller
    sender = (seller.name if language == "zh" else seller.name_en or seller.name).strip()
    text = supplement_text(
        missing, language=language, carrier=name, sender=sender, at=at, zone=timezone.get_current_timezone()
    )
    ids = [str(row.shipment_id) for row in rows]
    return Draft(code, carrier_name(code), len(rows), min(len(rows), MOST_LINES), ",".join(ids), text)


def _name(code: str, language: str) -> str:
    """Return what the carrier is called in the language of the text, which need not be that of the page."""
    try:
        known = registry.manifest(code)
    except registry.UnknownCarrier:
        return code
    return carrier_name(code) if known.family else known.name_zh if language == "zh" else known.name_en


def _listed(row: silent.SilentRow, at: datetime) -> ListedSilence:
    words, tone = SILENT_STATES[row.state(at)]
    place = ", ".join(part for part in (row.place, country(row.event_country) if row.event_country else "") if part)
    return ListedSilence(
        parcel=row,
        carrier=carrier_name(row.carrier),
        event=milestone_words(row.event or row.milestone)[0],
        where=place,
        silent_for=at - row.last_event_at if row.last_event_at else None,
        state=str(words),
        tone=tone,
        page=own_page(row.carrier, row.waybill_number or row.tracking_number),
    )


def _heading() -> list[str]:
    return [
        _("Order number"), _("Waybill number"), _("Tracking number"), _("Carrier"), _("Country"), _("Last event at"),
        _("Last milestone"), _("Last event"), _("Silent for"), _("Request"), _("Carrier's own page"),
    ]  # fmt: skip


def _cells(row: silent.SilentRow, at: datetime) -> list[str]:
    shown = _listed(row, at)
    asked = f"{shown.state} {moment(row.asked_at)}" if row.asked_at else shown.state
    said = " · ".join(part for part in (row.description or "", shown.where) if part)
    return [
        row.order_number, row.waybill_number, row.tracking_number, shown.carrier, row.country,
        moment(row.last_event_at) if row.last_event_at else "", shown.event, said,
        span(shown.silent_for) if shown.silent_for else "", asked, shown.page.address if shown.page else "",
    ]  # fmt: skip


def _filters(cube: Cube, query: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
    path = reverse("silent-parcels")
    states, carriers, lands = (cube.counts(name) for name in ("state", "carrier", "country"))
    labels = {
        "state": [(key, str(words), tone) for key, (words, tone) in SILENT_STATES.items() if states[key]],
        "carrier": [(key, carrier_name(key), "") for key, _n in carriers.most_common()],
        "country": [(key, country(key), "") for key, _n in lands.most_common()],
    }
    counts = {"state": states, "carrier": carriers, "country": lands}
    return {name: choices(name, labels[name], counts[name], path=path, query=query) for name in labels}
