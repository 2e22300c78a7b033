"""Who may open a page. Every view of a room passes one of these three doors."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from fahuo.accounts.models import Person, Role, Seller

CHANGING_ROLES = frozenset({Role.OWNER, Role.CLERK, Role.REVIEWER})

P = ParamSpec("P")


class SellerRequest(HttpRequest):
    """A request of a signed-in person; rows are read and written for `seller` only."""

    user: Person
    seller: Seller
    htmx: HtmxDetails


View = Callable[Concatenate[SellerRequest, P], HttpResponseBase]
Opened = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def signed_in(view: View[P]) -> Opened[P]:
    """Let people with a seller in; everybody else is sent to the sign-in page."""

    @wraps(view)
    def opened(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        person = request.user
        if not isinstance(person, Person):
            return _to_sign_in(request)
        if person.seller is None:
            raise PermissionDenied(_("Your account belongs to no seller yet. Ask the operator to add it to one."))
        request.seller = person.seller  # type: ignore[attr-defined]  # this line makes it a SellerRequest
        return view(request, *args, **kwargs)  # type: ignore[arg-type]

    return opened


def may_change(view: View[P]) -> Opened[P]:
    """Let in who may change something; a read-only person gets a sentence and nothing happens."""

    @wraps(view)
    def checked(request: SellerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not can_change(request.user):
            raise PermissionDenied(_("Your role is read-only: you may look at everything and change nothing."))
        return view(request, *args, **kwargs)

    return signed_in(checked)


def may_own(view: View[P]) -> Opened[P]:
    """Let in the owner, who decides about people, addresses and contracts."""

    @wraps(view)
    def checked(request: SellerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.user.role != Role.OWNER:
            raise PermissionDenied(_("Only the owner of your shop may open this page."))
        return view(request, *args, **kwargs)

    return signed_in(checked)


def can_change(person: Person) -> bool:
    """Whether the person's role allows changes; pages hide their buttons by it."""
    return person.role in CHANGING_ROLES


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A live part of a page cannot show the sign-in page, so the whole page is sent there."""
    response = redirect_to_login(request.get_full_path())
    if request.headers.get("HX-Request") == "true":
        current = request.headers.get("HX-Current-URL", "/")
        return HttpResponseClientRedirect(redirect_to_login(current).url)
    return response
