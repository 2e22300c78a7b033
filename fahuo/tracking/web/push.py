"""The address to which a carrier pushes events. Nobody signs in: the address is secret, and what comes is signed.

A carrier that signs nothing can only be believed by its address, which says so on the account's page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fahuo.kit import clock
from fahuo.tracking.models import PushAddress
from fahuo.tracking.services import push as pushes
from fahuo.tracking.services.addresses import note_refusal

LARGEST_BYTES = 2 * 1024 * 1024
PUSHES_A_MINUTE = 3_000  # of one account, at one of our processes
MINUTE_S = 60
TOO_LARGE = "PUSH_TOO_LARGE"


def _unnamed(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Keep the address out of logs, which name the path of whatever was turned away."""

    @wraps(view)
    def masked(request: HttpRequest, token: str) -> HttpResponse:
        request.path = request.path_info = "/carriers/push/…"
        return view(request, token)

    return masked


@csrf_exempt
@_unnamed
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Take one push in, and acknowledge it in the carrier's own way once it is stored."""
    address = PushAddress.objects.filter(token=token).first()
    if address is None:
        return HttpResponseNotFound()
    if _too_many(address.pk):
        return HttpResponse(status=429, headers={"Retry-After": str(MINUTE_S)})
    body = request.read(LARGEST_BYTES + 1)
    if len(body) > LARGEST_BYTES:
        note_refusal(account_id=address.pk, code=TOO_LARGE, at=clock.now())
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = pushes.receive(address=address, headers=headers, body=body, at=clock.now())
    return HttpResponse(answer.content, status=answer.status, content_type=answer.content_type)


def _too_many(account_id: int) -> bool:
    key = f"carrier-pushes-{account_id}"
    cache.add(key, 0, MINUTE_S)
    try:
        return cache.incr(key) > PUSHES_A_MINUTE
    except ValueError:  # the minute ended between the two
        return False


urlpatterns = [path("carriers/push/<slug:token>", push, name="carrier-push")]
