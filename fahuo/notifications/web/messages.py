"""The bell in the head of every page, and the messages behind it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.asked import key_of
from fahuo.backoffice.paging import Cut
from fahuo.kit import clock
from fahuo.notifications import queries
from fahuo.notifications.services import read


@require_safe
def bell(request: HttpRequest) -> HttpResponseBase:
    """The bell with the number of unread messages; it asks again by itself.

    Somebody whose session ended in the middle of typing is not sent away by it: the bell just stays as it is.
    """
    return _bell(request) if request.user.is_authenticated else HttpResponse(status=204)


@signed_in
def _bell(request: SellerRequest) -> HttpResponseBase:
    response = render(request, "notifications/bell_part.html", {"unread": queries.unread(request.user)})
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
@signed_in
def listing(request: SellerRequest) -> HttpResponseBase:
    """The person's messages: unread ones first, all of them on request."""
    unread = queries.unread(request.user)
    show = request.GET.get("show", "")
    only_unread = show == "unread" or (show != "all" and unread > 0)
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    page = queries.messages_page(request.user, cut, only_unread=only_unread, language=get_language() or "en")
    context = {"page": page, "only_unread": only_unread, "unread": unread, "role": request.user.role}
    return render(request, "notifications/messages.html", context)


@require_POST
@signed_in
def open_message(request: SellerRequest, message_id: int) -> HttpResponseBase:
    """Mark a message as read and go where it leads; `stay` only marks it."""
    found = queries.message(request.user, message_id)
    if found is None:
        raise Http404(str(message_id))
    read.read(person=request.user, message_id=message_id, at=clock.now())
    safe = url_has_allowed_host_and_scheme(found.url_path, None) and found.url_path.startswith("/")
    if "stay" in request.POST or not safe:
        return redirect("notifications")
    return redirect(found.url_path)


@require_POST
@signed_in
def read_all(request: SellerRequest) -> HttpResponseBase:
    """Mark everything as read that the page showed, and what is older."""
    if up_to := key_of(request.POST.get("up_to", "")):
        read.read_all(person=request.user, up_to=up_to, at=clock.now())
    return redirect("notifications")
