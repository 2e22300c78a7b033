"""The file of a batch, to be printed or kept, and its first pages as pictures."""

from __future__ import annotations

import io

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from PIL import Image

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change, signed_in
from fahuo.backoffice.sending import file_answer
from fahuo.kit import clock, pdf
from fahuo.labels import zpl
from fahuo.labels.dots import Head
from fahuo.printing import page_queries as reads
from fahuo.printing.models import PrintBatch
from fahuo.printing.services.fetch import fetch, fetch_again
from fahuo.printing.web.batches import PICTURES, find
from fahuo.printing.web.telling import told
from fahuo.printing.web.words import FILE_NAMES


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def file(request: SellerRequest, batch_id: int) -> HttpResponseBase:
    """POST marks the batch as printed and leads to its file; GET sends a file that was fetched so before."""
    found = find(request, batch_id)
    if request.method != "POST" and found.printed_at is None:
        return redirect("print-batch", batch_id)
    fetched = fetch(batch=found, at=clock.now()) if request.method == "POST" else fetch_again(batch=found)
    if fetched.problem is not None:
        text = told(fetched.problem)
        messages.error(request, f"{text.title}. {text.fix}")
        return redirect("print-batch", batch_id)
    if request.method == "POST":
        accounts.record(
            seller=request.seller, person=request.user, verb="fetch_print", subject=str(found.pk), at=clock.now(),
            documents=found.count,
        )  # fmt: skip
        view = "?view=1" if request.POST.get("view") else ""
        return redirect(reverse("print-batch-file", args=[batch_id]) + view)
    is_viewed = bool(request.GET.get("view")) and found.format == "PDF"
    return file_answer(fetched.content, fetched.content_type, file_name(found), inline=is_viewed)


@require_safe
@signed_in
def preview(request: SellerRequest, batch_id: int, page: int) -> HttpResponseBase:
    """Send one of the first pages as the printer will show it."""
    found = find(request, batch_id)
    content = reads.page_of(found, page - 1) if 1 <= page <= PICTURES and found.format != "XLSX" else b""
    if not content:
        raise Http404(str(page))
    response = HttpResponse(_picture(found, content, page - 1), content_type="image/png")
    response["Cache-Control"] = "private, max-age=600"
    return response


def file_name(batch: PrintBatch) -> str:
    """Return the name under which the file is kept: what, which batch, the day, how many."""
    day = timezone.localdate(batch.created_at).isoformat()
    return f"{FILE_NAMES[batch.kind]}-{day}-{batch.count}pcs-batch{batch.pk}.{batch.format.lower()}"


def _picture(batch: PrintBatch, content: bytes, page: int) -> bytes:
    try:
        if batch.format == "PDF":
            return pdf.as_png(content, page, dpi=_dpi(batch))
        written = io.BytesIO()
        Image.fromarray(zpl.draw(content, Head.of(batch.dpi))[0]).save(written, "PNG")
        return written.getvalue()
    except (pdf.PdfUnreadable, zpl.ZplUnreadable, IndexError) as error:
        raise Http404(str(page)) from error


def _dpi(batch: PrintBatch) -> float:
    """Labels are shown dot by dot, papers small enough for a screen."""
    return pdf.PRINTER_DPI if batch.kind == "LABELS" else 110
