"""Words for states, deadlines and verdicts of orders."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# state: words, tone of its pill
STATES = {
    "READY": (_("Ready to ship"), "good"),
    "REFUSED": (_("Refused at the last try"), "bad"),
    "BLOCKED": (_("Blocked"), "bad"),
    "IN_WORK": (_("In work"), "busy"),
    "SHIPPED": (_("Shipped"), ""),
    "SKIP": (_("Not to ship"), ""),
}
DUE = {
    "LATE": _("Overdue"),
    "DAY": _("Within 24 hours"),
    "THREE_DAYS": _("Within 3 days"),
    "LATER": _("Later"),
}
LABEL = {
    "OVERDUE": _("Overdue"),
    "SOON": _("Within 30 minutes"),
    "RUNNING": _("Later"),
}
REMOTE_AREAS = {"US_AK": _("Alaska"), "US_HI": _("Hawaii"), "US_PR": _("Puerto Rico")}
