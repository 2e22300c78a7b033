"""Words of the pages of figures: what each rate is, in full."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.formats import count, country
from fahuo.figures.domain.rates import Measure, Quantile, Rate, Verdict
from fahuo.figures.queries.cells import NONE
from fahuo.rating.words import carrier_name, service_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class MeasureWords(NamedTuple):
    """What a rate is called, in a table's head, in full, and what those are called that do not count yet."""

    title: _StrPromise
    short: _StrPromise
    meaning: _StrPromise
    waiting: _StrPromise


MEASURES: Mapping[str, MeasureWords] = {
    "label": MeasureWords(
        _("Label within 2 hours"),
        _("Label ≤ 2 h"),
        _(
            "Orders whose label was read back within the hours of the rule book, counted from payment or, if that "
            "was later, from the import; divided by all orders whose time is over. They "
            "count on the day when the time began, the order’s last booking that stands decides, and orders that "
            "are not to be shipped are left out."
        ),
        _("not yet due: the hours are not over"),
    ),
    "pickup": MeasureWords(
        _("Picked up within 48 hours"),
        _("Pick-up ≤ 48 h"),
        _(
            "Parcels with a physical scan within the hours of the rule book after the label; divided by all "
            "parcels whose time is over. All rates but the first count a parcel on the day "
            "of its label; cancelled bookings count for nothing."
        ),
        _("not yet due: the hours are not over"),
    ),
    "tracking": MeasureWords(
        _("Tracking returned"),
        _("Tracking returned"),
        _(
            "Parcels of which at least one physical scan came back; divided by all parcels whose label is older "
            "than the hours for the pick-up and for a silence together (48 + 72)."
        ),
        _("not yet due: label younger than 120 hours"),
    ),
    "on_time": MeasureWords(
        _("Delivered on time"),
        _("On time"),
        _(
            "Parcels delivered on the promised day or before; divided by all parcels whose promised day is over, "
            "so that those that came early do not count before those that are late. Parcels without a promise are "
            "left out."
        ),
        _("not yet due: the promised day is not over"),
    ),
    "lost": MeasureWords(
        _("Lost"),
        _("Lost"),
        _(
            "Parcels that the carrier calls lost or destroyed, or whose end is not known 60 days after the first "
            "scan; divided by all parcels whose end is known or that were scanned more than 60 days ago. The "
            "lost are known last: while many are under way, the rate is lower than it will be."
        ),
        _("not yet due: end not known"),
    ),
    "exception": MeasureWords(
        _("With an exception"),
        _("Exceptions"),
        _(
            "Parcels that at any time were held at customs, had an unclear address or a failed delivery, were "
            "damaged, sent back or lost; divided by the same parcels as for losses."
        ),
        _("not yet due: end not known"),
    ),
    "dispute": MeasureWords(
        _("Disputed"),
        _("Disputes"),
        _(
            "Parcels that were marked as disputed in an imported file of past parcels (fahuo lanes import), the "
            "only source so far; divided by the same parcels as for losses."
        ),
        _("not yet due: end not known"),
    ),
}
TIMES: Mapping[str, tuple[_StrPromise, _StrPromise]] = {
    "label": (_("Hours to the label"), _("h")),
    "pickup": (_("Hours to the pick-up"), _("h")),
    "transit": (_("Days from first scan to delivery"), _("d")),
}
GROUPS: Mapping[str, _StrPromise] = {
    "carrier": _("Carrier"),
    "service": _("Service"),
    "lane": _("Lane"),
    "country": _("Country"),
    "store": _("Store"),
    "day": _("Day"),
}


def percent(rate: Rate) -> str:
    """Return a share as text, rounded to the worse side, so that what misses a target never looks like it."""
    if not rate.due:
        return "—"
    one = 10**rate.measure.decimals
    steps = rate.met * 100 * one
    steps = steps // rate.due if rate.measure.high_is_good else -(-steps // rate.due)
    return f"{steps // one}.{steps % one:0{rate.measure.decimals}} %"


def target(measure: Measure) -> str:
    """Return what a rate should come to, in words."""
    if measure.target is None:
        return gettext("no target is set")
    if measure.target == 1:
        return gettext("target: all")
    share = f"{Decimal(str(measure.target)) * 100:.{measure.decimals}f} %"
    return gettext("target: at least %(share)s") % {"share": share}


def interval(rate: Rate) -> str:
    """Return the interval of a rate, `96.8–97.9 %`."""
    places = rate.measure.decimals
    return f"{rate.low * 100:.{places}f}–{rate.high * 100:.{places}f} %"


def length(found: Quantile | None, unit: object) -> str:
    """Return a length of time, `≈ 1.4 h`; beyond the last bucket `> 72 h`."""
    if found is None:
        return "—"
    return f"> {found.value:g} {unit}" if found.is_above else f"≈ {found.value:.1f} {unit}"


def named(dimension: str, value: str) -> str:
    """Return what a value of a dimension is called on the page."""
    if value in ("", NONE):
        return str(_("not booked yet")) if dimension in ("carrier", "service") else "—"
    if dimension == "carrier":
        return carrier_name(value)
    if dimension == "service":
        carrier, _slash, code = value.partition("/")
        return f"{carrier_name(carrier)} · {service_name(carrier, code)}" if code else str(_("not booked yet"))
    return f"{country(value)} {value}" if dimension == "country" else value


class Told(NamedTuple):
    """A rate in a table: its share, what it was divided by, and how it looks. No share: nothing is due."""

    share: str
    out_of: str
    look: str
    is_few: bool


def told(rate: Rate, words: str) -> Told:
    """Return how a rate stands in a table; `words` are `out_of_words`, looked up once for thousands of cells."""
    if not rate.due:
        return Told("", "", "", is_few=False)
    verdict = rate.verdict
    look = {Verdict.TOO_FEW: "muted", Verdict.MISSED: "bad"}.get(verdict, "")
    return Told(percent(rate), words % {"n": count(rate.due)}, look, is_few=verdict == Verdict.TOO_FEW)


def out_of_words() -> str:
    """Return the words before what a rate was divided by."""
    return gettext("of %(n)s")
