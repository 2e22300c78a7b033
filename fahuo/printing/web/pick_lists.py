"""The pick list that goes with a batch of labels: the same parcels at the same places."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.urls import path
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.sending import file_answer
from fahuo.kit import clock
from fahuo.printing.models import Kind
from fahuo.printing.services import pick_list
from fahuo.printing.web.batches import find

_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
@signed_in
def of_batch(request: SellerRequest, batch_id: int, language: str, extension: str) -> HttpResponseBase:
    """Send the pick list of a batch of labels; 404 when it holds other things, or no parcel that is still packed."""
    found = find(request, batch_id)
    if found.kind != Kind.LABELS or language not in {"en", "zh"} or extension not in _TYPES:
        raise Http404(f"{language}.{extension}")
    written = pick_list.of_batch(batch=found, file_format=extension.upper(), language=language, at=clock.now())
    if not written.content:
        raise Http404(str(batch_id))
    name = f"pick-list-batch{found.pk}.{extension}"
    return file_answer(written.content, _TYPES[extension], name, inline=extension == "pdf")


urlpatterns = [
    path("print/batches/<int:batch_id>/pick-list/<slug:language>.<slug:extension>", of_batch, name="batch-pick-list")
]
