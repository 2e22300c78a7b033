"""Words for the weights of the choice."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# weight: (title, what it does)
WISHES = {
    "per_day": (_("A day on the way"), _("each day that the parcel is expected to take")),
    "per_spread_day": (_("A day of uncertainty"), _("each day by which deliveries scatter around the mean")),
    "late": (_("Late delivery"), _("times the probability of arriving after the promised date")),
    "ship_late_per_day": (_("A day when we are late"), _("instead of a day on the way, once the ship-by date is over")),
    "slower_level": (_("Slower than chosen"), _("each step below the service level that the buyer chose")),
    "faster_level": (_("Faster than chosen"), _("each step above the service level that the buyer chose")),
    "loss_value_share": (_("Loss"), _("share of the declared value, times the probability of losing a parcel")),
    "dispute_value_share": (_("Dispute"), _("share of the declared value, times the probability of a dispute")),
    "return_cost": (_("Return"), _("times the probability that the parcel comes back")),
    "untracked": (_("No tracking"), _("times the probability that no tracking comes back")),
    "slow_pickup_per_hour": (_("Slow pick-up"), _("each hour that the carrier takes to pick up beyond 48")),
    "min_on_time": (
        _("Least certainty of being on time"),
        _("services below it are left out; 0 leaves none out"),
    ),
}
UNITS = {
    "MONEY": _("%(currency)s"),
    "MONEY_PER_DAY": _("%(currency)s a day"),
    "MONEY_PER_HOUR": _("%(currency)s an hour"),
    "MONEY_PER_STEP": _("%(currency)s a step"),
    "SHARE": _("share of the value"),
    "PROBABILITY": _("probability"),
}
SAMPLES = {
    "KR": _("Phone case, 180 g, to Korea"),
    "DE": _("Speaker with a battery, 620 g, to Germany"),
    "US": _("Rug, 2.4 kg, to the United States"),
}
