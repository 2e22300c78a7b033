"""Pages of prices: rate sheets and their import."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.rating.web import board, imports, sheets

SHEETS = Place(
    "rate-sheets",
    _("Rate sheets"),
    "sheets",
    ("rate-sheet", "rate-import", "rate-upload", "rate-upload-preview", "rate-upload-check", "rate-upload-discard"),
)

urlpatterns = [
    path("prices", board.prices, name="prices"),
    path("rates", sheets.listing, name="rate-sheets"),
    path("rates/import", imports.upload, name="rate-import"),
    path("rates/import/<int:upload_id>", imports.mapping, name="rate-upload"),
    path("rates/import/<int:upload_id>/preview", imports.preview, name="rate-upload-preview"),
    path("rates/import/<int:upload_id>/check", imports.check, name="rate-upload-check"),
    path("rates/import/<int:upload_id>/faults.csv", imports.faults, name="rate-upload-faults"),
    path("rates/import/<int:upload_id>/discard", imports.discard, name="rate-upload-discard"),
    path("rates/<str:carrier>/<str:code>.csv", sheets.export, name="rate-sheet-export"),
    path("rates/<str:carrier>/<str:code>", sheets.service, name="rate-sheet"),
]
