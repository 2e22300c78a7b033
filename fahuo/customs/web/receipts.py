"""The address to which a single window pushes receipts. Nobody signs in: the address itself is the secret.

It believes nothing that fetching would not believe; whoever learns the address can only have receipts refused.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fahuo.customs.ceb.safe_xml import LARGEST_BYTES
from fahuo.customs.models import Declarant, Declares
from fahuo.customs.services import fetch, receive
from fahuo.kit import clock

PUSHES_A_MINUTE = 600  # of one firm, at one of our processes
MINUTE_S = 60


def _unnamed(view: Callable[[HttpRequest, str], HttpResponse]) -> Callable[[HttpRequest, str], HttpResponse]:
    """Keep the address out of logs, which name the path of whatever was turned away."""

    @wraps(view)
    def masked(request: HttpRequest, token: str) -> HttpResponse:
        request.path = request.path_info = "/customs/receipts/…"
        return view(request, token)

    return masked


@csrf_exempt
@_unnamed
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Take one receipt message."""
    found = Declarant.objects.select_related("seller").filter(receipt_token=token, declares=Declares.SELF).first()
    if found is None:
        return HttpResponseNotFound()
    if _too_many(found.pk):
        return HttpResponse(status=429, headers={"Retry-After": str(MINUTE_S)})
    content = _content(request)
    if content is None:
        return HttpResponse(status=413)
    taken = receive.take(seller=found.seller, content=content, at=clock.now())
    if taken.refusal is not None:
        return JsonResponse({"refused": taken.refusal.code}, status=400)
    if taken.taken:
        fetch.queue(found.seller_id)
    return JsonResponse({"taken": taken.taken, "known": taken.known, "refused": taken.refused})


def _too_many(declarant_id: int) -> bool:
    key = f"receipt-pushes-{declarant_id}"
    cache.add(key, 0, MINUTE_S)
    try:
        return cache.incr(key) > PUSHES_A_MINUTE
    except ValueError:  # the minute ended between the two
        return False


def _content(request: HttpRequest) -> bytes | None:
    """Return the body, None when it is larger than any receipt message; no more than that is ever read."""
    content = request.read(LARGEST_BYTES + 1)
    return content if len(content) <= LARGEST_BYTES else None


urlpatterns = [path("customs/receipts/<slug:token>", push, name="push-receipts")]
