"""Parts for the page of one shipment: what was printed of it, how robust its label is, its customs papers."""

from __future__ import annotations

from typing import Literal

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, can_change, signed_in
from fahuo.backoffice.sending import file_answer
from fahuo.customs.services import papers
from fahuo.printing import page_queries as reads
from fahuo.printing.web.telling import told
from fahuo.printing.web.words import FILE_NAMES, KINDS, SOURCES
from fahuo.shipments.models import PRINTABLE, Shipment, Status
from fahuo.shipments.queries import lists

PAPERS = {"invoice": "INVOICE", "packing-list": "PACKING_LIST", "cn22": "CN22", "cn23": "CN23"}
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FORMATS: dict[str, Literal["PDF", "XLSX"]] = {"pdf": "PDF", "xlsx": "XLSX"}
LANGUAGES: dict[str, Literal["en", "zh"]] = {"en": "en", "zh": "zh"}


@require_safe
@signed_in
def printing(request: SellerRequest, shipment_id: int) -> HttpResponseBase:
    """Show what was printed of a shipment, when, by whom and why again; and its papers."""
    found = _find(request, shipment_id)
    context = {
        "shipment": found,
        "printable": found.status in PRINTABLE,
        "has_papers": found.status in (Status.BOOKED, *PRINTABLE),
        "source": SOURCES.get(found.label_source, ""),
        "times": reads.history(request.seller, found.pk),
        "kinds": KINDS,
        "papers": [(slug, KINDS[kind][0]) for slug, kind in PAPERS.items()],
        "can_change": can_change(request.user),
    }
    name = "shipment_part" if request.htmx else "shipment"
    return render(request, f"printing/{name}.html", context)


@require_safe
@signed_in
def paper(request: SellerRequest, shipment_id: int, kind: str, language: str, extension: str) -> HttpResponseBase:
    """Send one customs paper of a shipment; what stands against it is said on the shipment's page."""
    found = _find(request, shipment_id)
    if kind not in PAPERS or language not in LANGUAGES or extension not in TYPES:
        raise Http404(f"{kind}/{language}.{extension}")
    written = papers.write(
        seller=request.seller,
        kind=papers.PaperKind(PAPERS[kind]),
        shipment_ids=[found.pk],
        file_format=FORMATS[extension],
        language=LANGUAGES[language],
    )
    if problem := written.problems.get(found.pk):
        text = told(problem)
        messages.error(request, f"{text.title}{f' ({text.detail})' if text.detail else ''}. {text.fix}")
        return redirect("shipment", found.pk)
    name = f"{FILE_NAMES[PAPERS[kind]]}-{found.order.number}-{language}.{extension}"
    return file_answer(written.content, TYPES[extension], name, inline=extension == "pdf")


def _find(request: SellerRequest, shipment_id: int) -> Shipment:
    found = lists.one(request.seller, shipment_id)
    if found is None:
        raise Http404(str(shipment_id))
    return found
