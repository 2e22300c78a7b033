"""The rebate record: months, what one lacks, its packs, and documents that people add."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import services as accounts
from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.asked import text_of
from fahuo.backoffice.sending import file_answer
from fahuo.customs.ceb.values import BEIJING
from fahuo.customs.models import Declaration
from fahuo.customs.models.rebate import PackStatus, RebateDocument, RebatePack, RebateRecord
from fahuo.customs.queries import rebate as reads
from fahuo.customs.rebate.files import ending_of, safe_name
from fahuo.customs.rebate.record import ALWAYS, DocumentKind
from fahuo.customs.rebate.wording import KINDS
from fahuo.customs.services.rebate import documents, pack, records
from fahuo.customs.services.rebate.contents import Language
from fahuo.customs.services.rebate.sheet import month_sheet
from fahuo.kit import clock
from fahuo.orders.problem_texts import ProblemText, problem_text

ROWS = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "xml": "application/xml", "xlsx": XLSX}
ADDED = tuple(kind for kind in DocumentKind if kind not in ALWAYS)


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record ready to be drawn: which of the documents are there, and what is wrong in words."""

    record: RebateRecord
    documents: tuple[tuple[str, bool], ...]
    texts: tuple[ProblemText, ...]


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """Show the months with their counts and deadlines."""
    context = {"months": reads.months(request.seller.pk), "today": _today()}
    return render(request, "customs/rebate_months.html", context)


@require_safe
@signed_in
def month(request: SellerRequest, year: int, number: int) -> HttpResponseBase:
    """Show one month: each declaration with what it lacks, the packs, and what people added."""
    return _month_page(request, _first(year, number))


@require_POST
@may_change
def check(request: SellerRequest, year: int, number: int) -> HttpResponseBase:
    """Have the documents of a month's incomplete declarations compared again, by jobs."""
    first = _first(year, number)
    ids = list(reads.records(request.seller.pk, first, incomplete_only=True).values_list("declaration_id", flat=True))
    records.queue(seller=request.seller, declaration_ids=ids)
    words = ngettext("%(n)s declaration is checked again.", "%(n)s declarations are checked again.", len(ids))
    messages.success(request, words % {"n": len(ids)})
    return _back(first)


@require_POST
@may_change
def file_month(request: SellerRequest, year: int, number: int) -> HttpResponseBase:
    """Write down on which day the month was filed with the tax office; an empty day takes it back."""
    first, text = _first(year, number), request.POST.get("filed_on", "").strip()
    try:
        filed_on = date.fromisoformat(text) if text else None
    except ValueError:
        messages.error(request, _("%(text)s is no date.") % {"text": text[:20]})
        return _back(first)
    if filed_on is not None and not first <= filed_on <= _today():
        messages.error(request, _("A month is filed after it began, and not in the future."))
        return _back(first)
    documents.say_filed(seller=request.seller, person=request.user, month=first, filed_on=filed_on, at=clock.now())
    return _back(first)


@require_POST
@may_change
def start_pack(request: SellerRequest, year: int, number: int) -> HttpResponseBase:
    """Have the packs of a month made in the background."""
    first = _first(year, number)
    made = pack.start(seller=request.seller, person=request.user, month=first, language=_language(), at=clock.now())
    if not made:
        messages.error(request, _("No declaration was released in this month."))
    return _back(first)


@require_safe
@signed_in
def pack_file(request: SellerRequest, pack_id: int) -> HttpResponseBase:
    """Send one part of a month's pack."""
    found = RebatePack.objects.filter(seller=request.seller, pk=pack_id, status=PackStatus.READY).first()
    if found is None or found.content is None:
        raise Http404(str(pack_id))
    _log_fetch(request, f"{found.month:%Y-%m} {found.part}/{found.parts}")
    name = f"rebate-{found.month:%Y-%m}-{found.part}-of-{found.parts}.zip"
    return file_answer(bytes(found.content), "application/zip", name)


@require_safe
@signed_in
def one(request: SellerRequest, declaration_id: int) -> HttpResponseBase:
    """Send the record of one declaration as a zip, made on the spot."""
    rows = RebateRecord.objects.filter(seller=request.seller, declaration_id=declaration_id)
    record = rows.select_related("declaration").defer("declaration__content").first()
    if record is None:
        raise Http404(str(declaration_id))
    content = pack.archive(
        seller=request.seller, declaration_ids=[declaration_id], month=record.month, language=_language()
    )
    number = record.declaration.invt_no or record.declaration.cop_no
    _log_fetch(request, number)
    return file_answer(content, "application/zip", f"rebate-{safe_name(number)}.zip")


@require_safe
@signed_in
def sheet(request: SellerRequest, year: int, number: int, language: str) -> HttpResponseBase:
    """Send the overview of a month as Excel."""
    first = _first(year, number)
    if language not in {"en", "zh"}:
        raise Http404(language)
    content = month_sheet(seller=request.seller, month=first, language=language)
    return file_answer(content, XLSX, f"rebate-{first:%Y-%m}.xlsx")


@require_POST
@may_change
def add_document(request: SellerRequest, year: int, number: int) -> HttpResponseBase:
    """Put a file into the record of a declaration, or of the whole month."""
    first, upload = _first(year, number), request.FILES.get("file")
    kind = request.POST.get("kind", "")
    declaration, known = _declaration(request, first)
    if upload is None or kind not in DocumentKind.__members__ or not known:
        return _month_page(request, first, why=_("Choose a file, what it is, and a list number of this month or none."))
    problem = documents.add(
        seller=request.seller,
        person=request.user,
        month=first,
        declaration=declaration,
        kind=DocumentKind(kind),
        name=upload.name or "",
        content=upload.read(),
        at=clock.now(),
    )
    if problem:
        text = _text(problem.as_dict())
        return _month_page(request, first, why=f"{text.title}. {text.fix}")
    messages.success(request, _("The document is in the record."))
    return _back(first)


@require_safe
@signed_in
def document(request: SellerRequest, document_id: int) -> HttpResponseBase:
    """Send a document that somebody added, always as a download."""
    found = RebateDocument.objects.filter(seller=request.seller, pk=document_id).first()
    if found is None:
        raise Http404(str(document_id))
    content = bytes(found.content)
    ending = ending_of(content)
    _log_fetch(request, found.name)
    name = f"{safe_name(Path(found.name).stem)}.{ending}"
    return file_answer(content, _TYPES.get(ending, "application/octet-stream"), name)


@require_POST
@may_change
def remove_document(request: SellerRequest, document_id: int) -> HttpResponseBase:
    """Take a document out of the record."""
    found = RebateDocument.objects.filter(seller=request.seller, pk=document_id).defer("content").first()
    if found is None:
        raise Http404(str(document_id))
    documents.remove(seller=request.seller, person=request.user, document_id=found.pk, at=clock.now())
    return _back(found.month)


def _month_page(request: SellerRequest, first: date, *, why: str = "") -> HttpResponseBase:
    """Draw a month; why a document was not taken stands in the form, with what was typed."""
    view = reads.month(request.seller.pk, first)
    if view is None:
        raise Http404(f"{first:%Y-%m}")
    only = request.GET.get("show") == "incomplete"
    pages = Paginator(reads.records(request.seller.pk, first, incomplete_only=only), ROWS)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "view": view,
        "today": _today(),
        "page": page,
        "rows": [_row(record) for record in page],
        "only": only,
        "documents": [(item, KINDS[DocumentKind(item.kind)].main(_language())) for item in _documents(request, first)],
        "packs": list(reads.packs(request.seller.pk, first)),
        "kinds": [(kind.value, KINDS[kind].main(_language())) for kind in (*ADDED, *ALWAYS)],
        "language_of_files": _language(),
        "can_change": can_change(request.user),
        "why": why,
        "typed": {name: request.POST.get(name, "") for name in ("kind", "list_number")},
    }
    return render(request, "customs/rebate_month.html", context, status=422 if why else 200)


def _row(record: RebateRecord) -> RecordRow:
    there = frozenset(record.documents)
    return RecordRow(
        record,
        tuple((KINDS[kind].main(_language()), kind.value in there) for kind in ALWAYS),
        tuple(_text(problem) for problem in record.problems),
    )


def _declaration(request: SellerRequest, first: date) -> tuple[Declaration | None, bool]:
    """Return the declaration of the list number that was typed, and whether it is known; none typed is fine."""
    number = text_of(request.POST, "list_number", 30)
    if not number:
        return None, True
    rows = Declaration.objects.filter(seller=request.seller, rebate_record__month=first)
    found = rows.filter(invt_no=number).first() or rows.filter(cop_no=number).first()
    return found, found is not None


def _documents(request: SellerRequest, first: date) -> list[RebateDocument]:
    return list(reads.documents(request.seller.pk, first)[:200])


def _log_fetch(request: SellerRequest, subject: str) -> None:
    accounts.record(seller=request.seller, person=request.user, verb="fetch_rebate", subject=subject, at=clock.now())


def _text(problem: Mapping[str, str]) -> ProblemText:
    return problem_text(dict(problem), get_language() or "en")


def _language() -> Language:
    return "zh" if (get_language() or "").startswith("zh") else "en"


def _today() -> date:
    now: datetime = clock.now()
    return now.astimezone(BEIJING).date()


def _first(year: int, number: int) -> date:
    try:
        return date(year, number, 1)
    except ValueError as error:
        raise Http404(f"{year}-{number}") from error


def _back(first: date) -> HttpResponseBase:
    return redirect("rebate-month", first.year, first.month)


_month = "customs/rebate/<int:year>-<int:number>"
urlpatterns = [
    path("customs/rebate", listing, name="rebate"),
    path(_month, month, name="rebate-month"),
    path(f"{_month}/check", check, name="check-rebate-month"),
    path(f"{_month}/filed", file_month, name="file-rebate-month"),
    path(f"{_month}/pack", start_pack, name="pack-rebate-month"),
    path(f"{_month}/documents", add_document, name="add-rebate-document"),
    path(f"{_month}/overview-<slug:language>.xlsx", sheet, name="rebate-sheet"),
    path("customs/rebate/packs/<int:pack_id>.zip", pack_file, name="rebate-pack"),
    path("customs/rebate/declarations/<int:declaration_id>.zip", one, name="rebate-record"),
    path("customs/rebate/documents/<int:document_id>", document, name="rebate-document"),
    path("customs/rebate/documents/<int:document_id>/remove", remove_document, name="remove-rebate-document"),
]
