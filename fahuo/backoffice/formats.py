"""How values look in a cell: moments, weights, money, countries. Plain functions, used as template filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlencode

from babel import Locale
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext


def moment(value: datetime | None) -> str:
    """`2026-11-22 14:05` in the site's time zone; a dash when there is none."""
    return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if value else "—"


def short_moment(value: datetime | None) -> str:
    """`11-22 14:05` in the site's time zone."""
    return timezone.localtime(value).strftime("%m-%d %H:%M") if value else "—"


def iso(value: datetime | None) -> str:
    """The moment for the `datetime` attribute of `<time>`."""
    return value.isoformat() if value else ""


def span(value: timedelta) -> str:
    """A length of time in its largest unit: `3 days`, `5 hours`, `12 minutes`; the sign is dropped."""
    minutes = int(abs(value.total_seconds()) // 60)
    if minutes >= 2 * 24 * 60:
        return ngettext("%(n)s day", "%(n)s days", minutes // 1440) % {"n": minutes // 1440}
    if minutes >= 120:
        return ngettext("%(n)s hour", "%(n)s hours", minutes // 60) % {"n": minutes // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def hours_span(hours: float) -> str:
    """The same for a number of hours."""
    return span(timedelta(hours=hours))


def clock(value: timedelta) -> str:
    """`0:07`, `12:30`, `1:02:03`: minutes and seconds that went by."""
    seconds = max(int(value.total_seconds()), 0)
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02}:{seconds % 60:02}" if hours else f"{minutes}:{seconds % 60:02}"


def weight(grams: int | None) -> str:
    """`820 g` below a kilogram, `2.15 kg` from there."""
    if grams is None:
        return "—"
    return f"{grams} g" if grams < 1000 else f"{Decimal(grams) / 1000:.2f} kg"


def money(amount: Decimal | None, currency: str = "") -> str:
    """`1,234.50 CNY`; a dash when there is no amount."""
    return "—" if amount is None else f"{amount:,.2f} {currency}".strip()


def count(number: int) -> str:
    """`12,345`."""
    return f"{number:,}"


def country(code: str) -> str:
    """The country's name in the page's language, as CLDR has it; the code when it is none."""
    return _territories((get_language() or "en").startswith("zh")).get(code, code)


@lru_cache(maxsize=2)
def _territories(chinese: bool) -> Mapping[str, str]:
    return dict(Locale.parse("zh_Hans" if chinese else "en").territories)


def with_query(path: str, query: Mapping[str, object]) -> str:
    """Append the parameters that have a value."""
    used = {name: str(value) for name, value in query.items() if value not in ("", None)}
    return f"{path}?{urlencode(used)}" if used else path


def yes_no(value: bool) -> str:
    """`Yes` or `No`."""
    return gettext("Yes") if value else gettext("No")


FILTERS: dict[str, Callable[..., str]] = {
    "moment": moment,
    "short_moment": short_moment,
    "iso": iso,
    "span": span,
    "hours_span": hours_span,
    "clock": clock,
    "weight": weight,
    "money": money,
    "count_of": count,
    "country": country,
    "yes_no": yes_no,
}
