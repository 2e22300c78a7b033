"""The address to which a carrier pushes events. Nobody signs in: the address is secret, and what comes is signed.

A carrier that signs nothing can only be believed by its address, which says so on the account's page.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from fahuo.backoffice.secret_address import MINUTE_S, body_of, too_often, unnamed
from fahuo.kit import clock
from fahuo.tracking.models import PushAddress
from fahuo.tracking.services import push as pushes
from fahuo.tracking.services.addresses import note_refusal

LARGEST_BYTES = 2 * 1024 * 1024
PUSHES_A_MINUTE = 3_000  # of one account, at one of our processes
TOO_LARGE = "PUSH_TOO_LARGE"


@csrf_exempt
@unnamed("/carriers/push/…")
@require_POST
def push(request: HttpRequest, token: str) -> HttpResponse:
    """Take one push in, and acknowledge it in the carrier's own way once it is stored."""
    address = PushAddress.objects.filter(token=token).first()
    if address is None:
        return HttpResponseNotFound()
    if too_often(f"carrier-pushes-{address.pk}", PUSHES_A_MINUTE):
        return HttpResponse(status=429, headers={"Retry-After": str(MINUTE_S)})
    body = body_of(request, LARGEST_BYTES)
    if body is None:
        note_refusal(account_id=address.pk, code=TOO_LARGE, at=clock.now())
        return HttpResponse(status=413)
    headers = {name.lower(): value for name, value in request.headers.items()}
    answer = pushes.receive(address=address, headers=headers, body=body, at=clock.now())
    return HttpResponse(answer.content, status=answer.status, content_type=answer.content_type)


urlpatterns = [path("carriers/push/<slug:token>", push, name="carrier-push")]
