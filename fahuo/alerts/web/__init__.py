"""Pages of alerts."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path


def _later(request: HttpRequest, alert_id: int = 0) -> HttpResponseBase:
    raise Http404


urlpatterns: list[URLPattern] = [
    path("alerts", _later, name="alerts"),
    path("alerts/<int:alert_id>", _later, name="alert"),
]
