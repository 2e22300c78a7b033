"""What everybody decides for himself: the language of the pages, the password."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts import services
from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.accounts.models import Person
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock

_A_YEAR_S = 365 * 24 * 3600


@require_POST
def language(request: HttpRequest) -> HttpResponseBase:
    """Switch the language, remember it, and return to where the person was."""
    chosen = request.POST.get("language", "")
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = redirect(back)
    if chosen in dict(settings.LANGUAGES):
        speak(response, chosen)
        if isinstance(request.user, Person):
            services.choose_language(person=request.user, language=chosen)
    return response


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def password(request: SellerRequest) -> HttpResponseBase:
    """Change one's own password. All other sessions of the person end, this one goes on."""
    form = PasswordChangeForm(request.user, request.POST if request.method == "POST" else None)
    form.fields["new_password1"].help_text = _("at least 10 characters, not a common one")
    if not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "accounts/password.html", {"inputs": inputs(form)}, status=status)
    request.user.set_password(form.cleaned_data["new_password1"])
    request.user.save(update_fields=["password"])
    update_session_auth_hash(request, request.user)
    services.record(seller=request.seller, person=request.user, verb="change_password", at=clock.now())
    messages.success(request, _("The password was changed. Everywhere else you are signed out."))
    return redirect("password")


def speak(response: HttpResponse, language_code: str) -> None:
    """Let the browser ask for this language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language_code,
        max_age=_A_YEAR_S,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
