"""Taking a file in: all of it, or nothing and the reason."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.goods.queries import proposals as goods
from fahuo.kit import clock
from fahuo.kit.files import FileRefused
from fahuo.orders import page_queries as reads
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.orders.services.import_orders import LIMIT_MB, ImportReport, import_file

COMMONEST = 5


@dataclass(frozen=True, slots=True)
class Frequent:
    """A problem and how many entries have it."""

    text: ProblemText
    count: int


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a file, as the page shows it."""

    file_name: str
    entries: int
    created: int
    updated: int
    ready: int
    blocked: int
    skipped: int
    commonest: tuple[Frequent, ...]
    without_code: int = 0


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def import_orders(request: SellerRequest) -> HttpResponseBase:
    """Show the form; POST imports and shows the report, or why the file was refused."""
    if request.method != "POST":
        return _page(request)
    orders, catalogue = request.FILES.get("orders"), request.FILES.get("catalogue")
    if not isinstance(orders, UploadedFile):
        refusal = ProblemText("", "", "", _("No file was chosen"), "", _("Choose the file with the orders first."))
        return _page(request, refused=refusal, status=422)
    try:
        report = _import(request, orders, catalogue if isinstance(catalogue, UploadedFile) else None)
    except FileRefused as refusal:
        return _page(request, refused=problem_text(_as_stored(refusal), get_language() or "en"), status=422)
    shown = replace(_as_shown(orders.name or "", report), without_code=goods.without_code(request.seller))
    return _page(request, report=shown)


def _import(request: SellerRequest, orders: UploadedFile[bytes], catalogue: UploadedFile[bytes] | None) -> ImportReport:
    at = clock.now()
    with _on_disk(orders) as orders_path, _on_disk(catalogue) as catalogue_path:
        report = import_file(
            seller=request.seller,
            path=orders_path or "",
            catalogue=catalogue_path,
            file_name=orders.name or "",
            at=at,
            store=request.POST.get("store", "").replace("\x00", ""),
        )
    accounts.record(
        seller=request.seller,
        person=request.user,
        verb="import_orders",
        subject=orders.name or "",
        at=at,
        entries=len(report.rows),
        created=report.created,
    )
    return report


@contextmanager
def _on_disk(upload: UploadedFile[bytes] | None) -> Iterator[Path | None]:
    """Lay an upload down under its own ending, by which its format is told."""
    if upload is None:
        yield None
        return
    with tempfile.NamedTemporaryFile(suffix=Path(upload.name or "").suffix[:8]) as file:
        for chunk in upload.chunks():
            file.write(chunk)
        file.flush()
        yield Path(file.name)


def _as_shown(file_name: str, report: ImportReport) -> Report:
    language = get_language() or "en"
    counts = report.counts
    commonest = list(report.problems.items())[:COMMONEST]
    return Report(
        file_name=file_name,
        entries=len(report.rows),
        created=report.created,
        updated=report.updated,
        ready=counts.get("ready", 0),
        blocked=counts.get("blocked", 0),
        skipped=counts.get("skip", 0),
        commonest=tuple(Frequent(problem_text({"code": code}, language), count) for code, count in commonest),
    )


def _as_stored(refusal: FileRefused) -> dict[str, str]:
    place = [
        _("row %(row)s") % {"row": refusal.row} if refusal.row else "",
        _("column “%(name)s”") % {"name": refusal.column} if refusal.column else "",
        refusal.detail,
    ]
    return {"code": refusal.code, "detail": " · ".join(part for part in place if part)}


def _page(
    request: SellerRequest, *, report: Report | None = None, refused: ProblemText | None = None, status: int = 200
) -> HttpResponseBase:
    stores = reads.stores(request.seller)
    context = {
        "report": report,
        "refused": refused,
        "limit_mb": LIMIT_MB,
        "stores": stores,
        # What was sent is kept, also when the file was refused; else the store that was imported last.
        "store": request.POST.get("store", stores[0] if stores else ""),
    }
    return render(request, "orders/import.html", context, status=status)
