"""Signing in."""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse

from fahuo.accounts import services
from fahuo.accounts.models import Person
from fahuo.accounts.services import attempts
from fahuo.accounts.web.own import speak
from fahuo.kit import clock


class SignIn(LoginView):
    """The sign-in page; the person's own language travels along in the cookie that Django reads."""

    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Look at the password, unless there were too many attempts."""
        username = request.POST.get("username", "")
        wait = attempts.begin(username=username, address=client_address(request), at=clock.now())
        return self._wait(username, wait) if wait else super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign the person in, log it, and switch the pages to their language."""
        response = super().form_valid(form)
        person = self.request.user
        if isinstance(person, Person):
            attempts.forget(username=person.username)
            SessionStore.clear_expired()
            speak(response, person.language)
            if person.seller is not None:
                services.record(seller=person.seller, person=person, verb="sign_in", at=clock.now())
        return response

    def _wait(self, username: str, wait: timedelta) -> HttpResponse:
        """Say how long; whether the password was right is not even looked at."""
        form = AuthenticationForm(self.request, initial={"username": username})
        context = self.get_context_data(form=form, wait_minutes=ceil(wait / timedelta(minutes=1)))
        response = self.render_to_response(context, status=429)
        response["Retry-After"] = str(ceil(wait.total_seconds()))
        return response


def client_address(request: HttpRequest) -> str:
    """Return who asks. Behind a proxy (FAHUO_HTTPS) it is the one that the proxy itself appended, the last one."""
    if settings.SESSION_COOKIE_SECURE:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
