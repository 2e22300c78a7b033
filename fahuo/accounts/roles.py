"""Roles in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ROLES = {
    "OWNER": _("Owner: everything, also people and settings"),
    "CLERK": _("Clerk: imports, mends, ships, cancels"),
    "REVIEWER": _("Reviewer: as a clerk"),
    "READ_ONLY": _("Read-only: looks at everything, changes nothing"),
}
