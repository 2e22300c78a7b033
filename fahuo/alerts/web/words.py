"""Words for alerts. Titles and meanings of kinds are in `trade.alert_kind`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.formats import moment
from fahuo.trade import error_book
from fahuo.trade.alert_kind import KINDS, AlertKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# state: words, tone of its pill
STATES: Mapping[str, tuple[_StrPromise, str]] = {
    "OPEN": (_("Unhandled"), "bad"),
    "ACKNOWLEDGED": (_("Acknowledged"), "late"),
    "SNOOZED": (_("Snoozed"), ""),
    "CLOSED": (_("No longer open"), "good"),
}
AGES: Mapping[str, _StrPromise] = {
    "HOUR": _("less than an hour"),
    "DAY": _("an hour to a day"),
    "DAYS": _("one to three days"),
    "OLDER": _("more than three days"),
}
REASONS: Mapping[str, _StrPromise] = {
    "SETTLED": _("Dealt with"),
    "CLAIMED": _("Claimed from the carrier"),
    "FALSE_ALARM": _("False alarm"),
    "GIVEN_UP": _("Nothing more to be done"),
}
WHY_CLOSED: Mapping[str, _StrPromise] = {
    **REASONS,
    "CAUSE_ENDED": _("The cause ended"),
    "CANCELLED": _("The shipment was cancelled"),
}
NOBODY = _("nobody yet")
VERBS: Mapping[str, _StrPromise] = {
    "OPENED": _("Alert opened"),
    "CAME_BACK": _("The cause came back"),
    "SAID_AGAIN": _("The carrier said it again"),
    "WOKE": _("Came back after the snooze"),
    "ACKNOWLEDGED": _("Acknowledged"),
    "SNOOZED": _("Snoozed"),
    "ASSIGNED": _("Assigned"),
    "COMMENTED": _("Comment"),
    "CLOSED": _("Closed by hand"),
    "ENDED": _("The cause ended"),
}


def title(kind: str) -> str:
    """Return the title of a kind in the page's language."""
    return KINDS[AlertKind(kind)].title(get_language() or "en")


def meaning(kind: str) -> str:
    """Return what a kind means and how it ends, in the page's language."""
    return KINDS[AlertKind(kind)].meaning(get_language() or "en")


def urgent(kind: str) -> bool:
    """Whether a kind is urgent."""
    return KINDS[AlertKind(kind)].urgent


def detail(text: str) -> str:
    """Return the title of a problem code; what is none stays as it is."""
    entry = error_book.ENTRIES.get(text)
    if entry is None:
        return text
    return entry.title_zh if (get_language() or "").startswith("zh") else entry.title_en


def history_detail(verb: str, text: str) -> str:
    """Return what stands beside a line of the history: a moment, a person, a reason with its comment."""
    if verb == "SNOOZED":
        return _now("until %(moment)s") % {"moment": moment(datetime.fromisoformat(text))}
    if verb == "ASSIGNED":
        return text or _now("to nobody")
    if verb == "CLOSED":
        why, _space, comment = text.partition(" ")
        return f"{WHY_CLOSED.get(why, why)} {comment}".strip()
    return "" if verb == "ENDED" and text != "CANCELLED" else str(WHY_CLOSED.get(text) or detail(text))
