"""Pages of customs, and the address that takes receipts."""

from __future__ import annotations

from django.urls import URLPattern

from fahuo.customs.web import receipts

urlpatterns: list[URLPattern] = [*receipts.urlpatterns]
