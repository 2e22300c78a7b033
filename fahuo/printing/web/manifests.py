"""Hand-over lists: what waits for which carrier, the lists that were made, one of them with its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import key_of, text_of
from fahuo.backoffice.paging import Cut
from fahuo.backoffice.sending import file_answer
from fahuo.kit import clock
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.printing.manifests.content import ManifestRow, by_country
from fahuo.printing.models import Manifest
from fahuo.printing.queries import manifests as reads
from fahuo.printing.services import manifest as writing
from fahuo.printing.services.manifest_paper import FORMATS, written
from fahuo.printing.web.choosing import chosen
from fahuo.rating.words import carrier_name
from fahuo.trade.problem import Problem

ROWS_SHOWN = 100
REASONS_SHOWN = 3
LANGUAGES = ("en", "zh")
_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Ramp:
    """The parcels that wait for one carrier, ready to be drawn."""

    carrier: str
    name: str
    parcels: int
    waits: timedelta | None


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show what waits to be handed over, and the lists, the newest first."""
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    at = clock.now()
    found = reads.page(request.seller, cut)
    context = {
        "ramps": [
            Ramp(one.carrier, carrier_name(one.carrier), one.parcels, at - one.oldest_at if one.oldest_at else None)
            for one in reads.waiting(request.seller.pk)
        ],
        "page": found,
        "rows": [(row, carrier_name(row.carrier)) for row in found.rows],
        "language_of_files": _paper_language(),
        "can_change": can_change(request.user),
    }
    return render(request, "printing/manifests.html", context)


@require_POST
@may_change
def make(request: SellerRequest) -> HttpResponseBase:
    """Make the list of a carrier, or one a carrier of the chosen shipments; says who was left out and why."""
    seller, person, at = request.seller, request.user, clock.now()
    made: tuple[writing.MadeManifest, ...]
    if carrier := text_of(request.POST, "carrier", 30):
        made = (writing.make(seller=seller, person=person, carrier=carrier, at=at),)
    else:
        ids = chosen(seller, request.POST).ids
        made = writing.make_chosen(seller=seller, person=person, shipment_ids=ids, at=at)
    for one in made:
        _tell(request, one)
    lists = [one.manifest for one in made if one.manifest]
    if not made:
        messages.error(request, _text(Problem("MANIFEST_EMPTY")).title)
    return redirect("manifest", lists[0].pk) if len(lists) == 1 else redirect("manifests")


@require_safe
@signed_in
def manifest(request: SellerRequest, manifest_id: int) -> HttpResponseBase:
    """Show one list with its parcels."""
    found = find(request, manifest_id)
    rows = reads.rows_of(found)
    first = max(key_of(request.GET.get("from", "")), 1)
    counted = [row for row in rows if not row.is_cancelled]
    context = {
        **_facts(found, rows),
        "rows": rows[first - 1 : first - 1 + ROWS_SHOWN],
        "first": first,
        "last": min(first - 1 + ROWS_SHOWN, len(rows)),
        "earlier": max(first - ROWS_SHOWN, 1) if first > 1 else None,
        "later": first + ROWS_SHOWN if first - 1 + ROWS_SHOWN < len(rows) else None,
        "countries": by_country(counted),
        "to_hand_over": reads.parcels_to_hand_over(found),
        "language_of_files": _paper_language(),
        "can_change": can_change(request.user),
    }
    return render(request, "printing/manifest.html", context)


@require_safe
@signed_in
def file(request: SellerRequest, manifest_id: int, language: str, extension: str) -> HttpResponseBase:
    """Send one list as PDF or Excel in a language, as it stands now."""
    found = find(request, manifest_id)
    if language not in LANGUAGES or extension not in FORMATS:
        raise Http404(f"{language}.{extension}")
    content = written(manifest=found, file_format=extension, language=language)
    return file_answer(content, _TYPES[extension], f"{found.number}.{extension}", inline=extension == "pdf")


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def void(request: SellerRequest, manifest_id: int) -> HttpResponseBase:
    """Ask whether it is meant; POST voids the list."""
    found = find(request, manifest_id)
    if request.method != "POST":
        problem = Problem("MANIFEST_VOID_ALREADY", "manifest", found.number) if found.voided_at else None
        return _confirm(request, found, problem)
    problem = writing.void(seller=request.seller, manifest_id=found.pk, at=clock.now())
    if problem is not None:
        return _confirm(request, find(request, manifest_id), problem, status=409)
    _log(request, "void_manifest", found)
    messages.success(request, _("The list is void. Its parcels wait to be handed over again."))
    return redirect("manifests")


def find(request: SellerRequest, manifest_id: int) -> Manifest:
    """Return the seller's list or answer 404, the same for what does not exist."""
    found = reads.one(request.seller, manifest_id)
    if found is None:
        raise Http404(str(manifest_id))
    return found


def _confirm(request: SellerRequest, found: Manifest, problem: Problem | None, status: int = 200) -> HttpResponseBase:
    context = {**_facts(found, reads.rows_of(found)), "problem_text": _text(problem) if problem else None}
    return render(request, "printing/void_manifest.html", context, status=status)


def _facts(found: Manifest, rows: list[ManifestRow]) -> dict[str, object]:
    counted = [row for row in rows if not row.is_cancelled]
    return {
        "manifest": found,
        "carrier": carrier_name(found.carrier),
        "total": len(rows),
        "parcels": len(counted),
        "cancelled": len(rows) - len(counted),
        "weight_g": sum(row.weight_g for row in counted),
    }


def _tell(request: SellerRequest, made: writing.MadeManifest) -> None:
    if found := made.manifest:
        words = ngettext(
            "%(number)s is made: %(n)s parcel for %(carrier)s.",
            "%(number)s is made: %(n)s parcels for %(carrier)s.",
            found.parcels,
        )
        named = {"number": found.number, "n": found.parcels, "carrier": carrier_name(found.carrier)}
        messages.success(request, words % named)
        _log(request, "make_manifest", found)
    elif made.problem and not made.left_out:
        text = _text(made.problem)
        messages.error(request, f"{text.title}. {text.fix}")
    for code, count in _counted(made.left_out.values()):
        words = ngettext("%(n)s parcel is not listed: %(why)s", "%(n)s parcels are not listed: %(why)s", count)
        messages.warning(request, words % {"n": count, "why": _text(Problem(code)).title})


def _counted(problems: Iterable[Problem]) -> list[tuple[str, int]]:
    return Counter(problem.code for problem in problems).most_common(REASONS_SHOWN)


def _log(request: SellerRequest, verb: str, found: Manifest) -> None:
    accounts.record(
        seller=request.seller,
        person=request.user,
        verb=verb,
        subject=found.number,
        at=clock.now(),
        shipments=found.parcels,
    )


def _paper_language() -> str:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _text(problem: Problem) -> ProblemText:
    return problem_text(problem.as_dict(), get_language() or "en")


_one = "hand-over-lists/<int:manifest_id>"
urlpatterns = [
    path("hand-over-lists", listing, name="manifests"),
    path("hand-over-lists/make", make, name="make-manifest"),
    path(_one, manifest, name="manifest"),
    path(f"{_one}/void", void, name="void-manifest"),
    path(f"{_one}/<slug:language>.<slug:extension>", file, name="manifest-file"),
]
