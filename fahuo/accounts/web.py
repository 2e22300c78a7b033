"""Signing in and out, the language of the pages, the log of actions."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts import queries, services
from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.accounts.models import Person
from fahuo.backoffice.navigation import Place
from fahuo.backoffice.paging import Cut
from fahuo.kit import clock

PLACE = Place("actions", _("Log"), "log")
_A_YEAR_S = 365 * 24 * 3600


class SignIn(LoginView):
    """The sign-in page; the person's own language travels along in the cookie that Django reads."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in, log it, and switch the pages to their language."""
        response = super().form_valid(form)
        person = self.request.user
        if isinstance(person, Person):
            _speak(response, person.language)
            if person.seller is not None:
                services.record(seller=person.seller, person=person, verb="sign_in", at=clock.now())
        return response


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language, remember it, and return to where the person was."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        _speak(response, chosen)
        if isinstance(request.user, Person):
            services.choose_language(person=request.user, language=chosen)
    return response


@require_safe
@signed_in
def actions(request: SellerRequest) -> HttpResponseBase:
    """Show who did what, newest first."""
    cut = Cut.read(request.GET.get("before", ""), request.GET.get("after", ""))
    return render(request, "accounts/actions.html", {"page": queries.actions_page(request.seller, cut)})


def _speak(response: HttpResponse, language_code: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language_code,
        max_age=_A_YEAR_S,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )


urlpatterns = [
    path("sign-in", SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", language, name="language"),
    path("actions", actions, name="actions"),
]
