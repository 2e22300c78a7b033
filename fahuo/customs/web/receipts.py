"""The address to which a single window pushes receipts. Nobody signs in: the address itself is the secret.

It believes nothing that fetching would not believe; whoever learns the address can only have receipts refused.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fahuo.backoffice.secret_address import MINUTE_S, body_of, too_often, unnamed
from fahuo.customs.ceb.safe_xml import LARGEST_BYTES
from fahuo.customs.models import Declarant, Declares
from fahuo.customs.services import fetch, receive
from fahuo.kit import clock

PUSHES_A_MINUTE = 600  # of one firm, at one of our processes


@csrf_exempt
@unnamed("/customs/receipts/…")
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Take one receipt message."""
    found = Declarant.objects.select_related("seller").filter(receipt_token=token, declares=Declares.SELF).first()
    if found is None:
        return HttpResponseNotFound()
    if too_often(f"receipt-pushes-{found.pk}", PUSHES_A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": str(MINUTE_S)})
    content = body_of(request, LARGEST_BYTES)
    if content is None:
        return HttpResponse(status=413)
    taken = receive.take(seller=found.seller, content=content, at=clock.now())
    if taken.refusal is not None:
        return JsonResponse({"refused": taken.refusal.code}, status=400)
    if taken.taken:
        fetch.queue(found.seller_id)
    return JsonResponse({"taken": taken.taken, "known": taken.known, "refused": taken.refused})


urlpatterns = [path("customs/receipts/<slug:token>", push, name="push-receipts")]
