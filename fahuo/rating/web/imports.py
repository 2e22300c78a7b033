"""Importing a rate sheet: the file, how it is read, what it changes."""

from __future__ import annotations

import csv
import io
import tempfile
from decimal import Decimal
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock
from fahuo.kit.files import FileRefused
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.rating import queries
from fahuo.rating.importing.grids import LIMIT_MB
from fahuo.rating.importing.mapping import Mapping
from fahuo.rating.importing.reading import Reading
from fahuo.rating.models import SheetUpload
from fahuo.rating.queries import uploads as reads
from fahuo.rating.services import uploads
from fahuo.rating.services.sheets import SheetHole
from fahuo.rating.web.file_view import file_view
from fahuo.rating.web.mapping_form import LONG, MappingForm
from fahuo.rating.web.price_grid import amount
from fahuo.rating.web.sheets import today
from fahuo.rating.words import carrier_name, named

FAULTS_SHOWN = 200
PRICES_SHOWN = 300


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def upload(request: SellerRequest) -> HttpResponseBase:
    """Show the form; POST takes a file in and goes on to its mapping."""
    if request.method != "POST":
        return _upload_page(request)
    file, carrier = request.FILES.get("file"), request.POST.get("carrier", "")
    if not isinstance(file, UploadedFile) or carrier not in _carriers(request.seller.pk):
        words = _("Choose the carrier and the file with its prices first.")
        return _upload_page(request, ProblemText("", "", "", _("No file was chosen"), "", words))
    chosen = request.POST.get("mapping", "")
    if chosen and reads.mapping_named(request.seller.pk, carrier, chosen) is None:
        words = _("Choose one of this carrier's, or let the headers suggest.")
        return _upload_page(request, ProblemText("", "", chosen, _("Another carrier's way of reading"), "", words))
    try:
        row = _take_in(request, file, carrier)
    except FileRefused as refused:
        place = _("row %(row)s") % {"row": refused.row} if refused.row else ""
        detail = " · ".join(part for part in (place, refused.detail) if part)
        return _upload_page(request, problem_text({"code": refused.code, "detail": detail}, _language()))
    return redirect("rate-upload", row.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def mapping(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Show how a file is read; POST keeps the mapping and goes on to the check."""
    row = _find(request, upload_id)
    kept = uploads.mapping_of(row)
    form = _form(request, row, kept)
    if request.method != "POST":
        return _mapping_page(request, row, form, kept)
    found = form.mapping()
    if found is None:
        return _mapping_page(request, row, form, kept, status=422)
    uploads.keep_mapping(upload=row, mapping=found)
    return redirect("rate-upload-check", row.pk)


@require_POST
@may_change
def preview(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Show what the mapping of the form makes of the file's first rows."""
    row = _find(request, upload_id)
    kept = uploads.mapping_of(row)
    found = _form(request, row, kept).mapping()
    return render(request, "rating/file_part.html", _preview(row, found or kept, readable=found is not None))


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def check(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Show faults and differences; POST makes the file a version."""
    row = _find(request, upload_id)
    if request.method == "POST":
        return _confirm(request, row)
    return _check_page(request, row)


@require_safe
@may_change
def faults(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Send the faults as CSV."""
    row = _find(request, upload_id)
    reading = uploads.read(row, uploads.mapping_of(row))
    text = io.StringIO(newline="")
    lines = [fault.as_dict(_language()) for fault in reading.faults]
    writer = csv.DictWriter(
        text, ("worksheet", "cell", "field", "read", "code", "severity", "problem", "detail", "fix")
    )
    writer.writeheader()
    # A text of the file that a spreadsheet program would compute is quoted, so that it stays a text.
    writer.writerows(
        {name: f"'{value}" if value[:1] in set("=+-@") and value[1:] else value for name, value in line.items()}
        for line in lines
    )
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="faults-{row.pk}.csv"'
    return response


@require_POST
@may_change
def discard(request: SellerRequest, upload_id: int) -> HttpResponseBase:
    """Throw an upload away."""
    row = _find(request, upload_id)
    uploads.throw_away(upload=row)
    messages.success(request, _("%(name)s was thrown away; no prices changed.") % {"name": row.file_name})
    return redirect("rate-sheets")


def _take_in(request: SellerRequest, file: UploadedFile[bytes], carrier: str) -> SheetUpload:
    if (file.size or 0) > LIMIT_MB * 1024 * 1024:
        raise FileRefused("SHEET_FILE_TOO_LARGE", detail=f"> {LIMIT_MB} MB")
    with tempfile.NamedTemporaryFile(suffix=Path(file.name or "").suffix[:8]) as copy:
        for chunk in file.chunks():
            copy.write(chunk)
        copy.flush()
        return uploads.take_in(
            seller=request.seller,
            person=request.user,
            carrier=carrier,
            file_name=file.name or "",
            path=Path(copy.name),
            at=clock.now(),
            mapping_name=request.POST.get("mapping", ""),
        )


def _confirm(request: SellerRequest, row: SheetUpload) -> HttpResponseBase:
    at, meant = clock.now(), bool(request.POST.get("allow_hole"))
    try:
        imported = uploads.confirm(upload=row, person=request.user, at=at, allow_hole=meant)
    except (uploads.SheetFaulty, SheetHole):
        return _check_page(request, row, status=422)
    except SheetUpload.DoesNotExist as gone:
        raise Http404(str(row.pk)) from gone
    version = imported.version
    accounts.record(
        seller=request.seller, person=request.user, verb="import_rates", subject=version.service_key, at=at,
        version=version.version, replaced=imported.replaced,
    )  # fmt: skip
    words = _("Imported as version %(n)s.") if imported.new else _("These prices are version %(n)s already.")
    messages.success(request, words % {"n": version.version})
    return redirect("rate-sheet", *version.service_key.split("/"))


def _find(request: SellerRequest, upload_id: int) -> SheetUpload:
    found = reads.upload(request.seller.pk, upload_id)
    if found is None:
        raise Http404(str(upload_id))
    return found


def _form(request: SellerRequest, row: SheetUpload, kept: Mapping) -> MappingForm:
    known = queries.services(request.seller.pk)
    services = [(one.key, f"{named(one)} ({one.code})") for one in known if one.carrier == row.carrier]
    grids = uploads.grids_of(row)
    if request.method == "POST":
        return MappingForm(request.POST, grids=grids, mapping=kept, services=services)
    return MappingForm(grids=grids, mapping=kept, services=services)


def _mapping_page(
    request: SellerRequest, row: SheetUpload, form: MappingForm, kept: Mapping, status: int = 200
) -> HttpResponseBase:
    context = {
        "upload": row,
        "carrier": carrier_name(row.carrier),
        "inputs": {one.name: one for one in inputs(form)},
        "long": LONG,
        "form_error": " ".join(str(error) for error in form.non_field_errors()),
        **_preview(row, kept, readable=True),
    }
    return render(request, "rating/mapping.html", context, status=status)


def _preview(row: SheetUpload, mapping: Mapping, *, readable: bool) -> dict[str, object]:
    reading = uploads.read(row, mapping)
    return {
        "view": file_view(uploads.grids_of(row), mapping, reading, _language()),
        "readable": readable,
        "worksheet": mapping.worksheet,
        **_counted(reading),
    }


def _counted(reading: Reading) -> dict[str, object]:
    language = _language()
    return {
        "errors": [fault.as_dict(language) for fault in reading.errors[:FAULTS_SHOWN]],
        "warnings": [fault.as_dict(language) for fault in reading.warnings[:FAULTS_SHOWN]],
        "error_count": len(reading.errors),
        "warning_count": len(reading.warnings),
        "zones": len(reading.sheet.tariffs) if reading.sheet else 0,
        "countries": len(reading.sheet.zone_of) if reading.sheet else 0,
    }


def _check_page(request: SellerRequest, row: SheetUpload, status: int = 200) -> HttpResponseBase:
    mapping = uploads.mapping_of(row)
    reading = uploads.read(row, mapping)
    compared = reads.comparison(request.seller.pk, reading.sheet) if reading.sheet else None
    context = {
        "upload": row,
        "carrier": carrier_name(row.carrier),
        "mapping": mapping,
        "sheet": reading.sheet,
        "compared": compared,
        "prices": _price_rows(compared, reading) if compared else (),
        "past": reading.sheet is not None and reading.sheet.valid_from < today(),
        **_counted(reading),
    }
    if compared is not None:
        context["days"] = [fault.as_dict(_language()) for fault in reads.day_warnings(compared.effects)]
        context |= {"hole": compared.effects.hole, "refused": status == 422}
    return render(request, "rating/check.html", context, status=status)


def _price_rows(compared: reads.Comparison, reading: Reading) -> list[dict[str, object]]:
    """Return the price changes with the decimals of the currency."""
    assert reading.sheet is not None
    currency = reading.sheet.currency

    def said(value: Decimal | None, part: str) -> str:
        if value is None:
            return "—"
        return f"{value:f}" if part == "min_g" else amount(value, currency)

    return [
        {
            "zone": one.zone, "from_g": one.from_g, "to_g": one.to_g, "part": one.part, "percent": one.percent,
            "old": said(one.old, one.part), "new": said(one.new, one.part),
        }
        for one in compared.differences.prices[:PRICES_SHOWN]
    ]  # fmt: skip


def _upload_page(request: SellerRequest, refused: ProblemText | None = None) -> HttpResponseBase:
    context = {
        "carriers": [(code, carrier_name(code)) for code in _carriers(request.seller.pk)],
        "mappings": reads.mappings(request.seller.pk),
        "uploads": reads.uploads(request.seller.pk),
        "refused": refused,
        "limit_mb": LIMIT_MB,
    }
    return render(request, "rating/upload.html", context, status=422 if refused else 200)


def _carriers(seller_id: int) -> list[str]:
    return list(dict.fromkeys(one.carrier for one in queries.services(seller_id)))


def _language() -> str:
    return get_language() or "en"
