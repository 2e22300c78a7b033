"""Pages of prices: rate sheets and their import."""

from __future__ import annotations

from django.urls import path

from fahuo.rating.web import board, imports, sheets

# The pages below the list of rate sheets; the menu's place for prices lies in a higher room.
SHEET_PAGES = ("rate-sheet", "rate-import", "rate-upload", "rate-upload-preview", "rate-upload-check")

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
