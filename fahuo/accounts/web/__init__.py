"""Pages of accounts: signing in, one's own password and language, people, the shop's settings, the log."""

from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path
from django.utils.translation import gettext_lazy as _

from fahuo.accounts.models import Role
from fahuo.accounts.web import log, own, people, shop, sign_in
from fahuo.backoffice.navigation import Place

PLACE = Place("actions", _("Log"), "log")
SETTINGS = Place(
    "settings",
    _("Settings"),
    "settings",
    (
        *("people", "person", "carrier-accounts", "carrier-market", "carrier", "carrier-account", "new-account"),
        *("use-account", "disconnect-carrier", "describe-service", "carrier-terms"),
    ),
    roles=frozenset({Role.OWNER.value}),
)

urlpatterns = [
    path("sign-in", sign_in.SignIn.as_view(), name="sign-in"),
    path("sign-out", LogoutView.as_view(), name="sign-out"),
    path("language", own.language, name="language"),
    path("password", own.password, name="password"),
    path("settings", shop.settings, name="settings"),
    path("settings/people", people.people, name="people"),
    path("settings/people/<int:person_id>", people.person, name="person"),
    path("settings/people/<int:person_id>/let-in", people.let_in, name="let-in"),
    path("actions", log.actions, name="actions"),
]
