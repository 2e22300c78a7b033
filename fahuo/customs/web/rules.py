"""Rules of a lane: what holds for a destination on a day, since when, by which source, and what changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from fahuo.accounts.gate import SellerRequest, signed_in
from fahuo.backoffice.formats import country, with_query
from fahuo.compliance.value_text import family_words, value_text
from fahuo.customs.domain import lane
from fahuo.customs.domain.lane import Change, LaneRule
from fahuo.kit import clock
from fahuo.orders.problem_texts import title
from fahuo.rulebook.rules import ANYWHERE, Confidence, Stage
from fahuo.rulebook.schema import DatedValue
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.problem import Severity

STAGES = {
    Stage.PREFLIGHT: gettext_lazy("Coming in"),
    Stage.ROUTING: gettext_lazy("Choosing a service"),
    Stage.DECLARATION: gettext_lazy("Declaring"),
}
SEVERITIES = {
    Severity.BLOCK: (gettext_lazy("stops"), "bad"),
    Severity.WARN: (gettext_lazy("warns"), "late"),
    Severity.NOTE: (gettext_lazy("tells"), ""),
}
CONFIDENCES = {
    Confidence.HIGH: gettext_lazy("high"),
    Confidence.MEDIUM: gettext_lazy("medium"),
    Confidence.LOW: gettext_lazy("low"),
}
_SHOWN_DAYS = 8


@dataclass(frozen=True, slots=True)
class Past:
    """One value of a rule's history, ready to be drawn."""

    valid_from: date
    text: str
    source: str
    href: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One rule, ready to be drawn."""

    id: str
    title: str
    places: tuple[str, ...]
    code: str
    code_title: str
    value: str
    since: date | None
    effects: tuple[tuple[str, str, str], ...]
    source: str
    href: str
    confidence: str
    is_weak: bool
    checked_days: int
    is_old: bool
    history: tuple[Past, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """What changes of one rule between two days."""

    id: str
    title: str
    before: str
    after: str
    source: str


_YEARS = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `errors`: what is wrong with it, by field."""

    to: str
    on: date
    since: date | None
    code: str
    errors: Mapping[str, str]


@require_safe
@signed_in
def lane_rules(request: SellerRequest) -> HttpResponseBase:
    """Show the rules of a destination on a day, or all that report a problem code."""
    today = timezone.localdate(clock.now())
    asked = _asked(request.GET, today)
    status = 422 if asked.errors else 200
    return render(request, "customs/rules.html", _shown(asked, today), status=status)


def _shown(asked: Asked, today: date) -> dict[str, Any]:
    language = get_language() or "en"
    found: tuple[LaneRule, ...] = ()
    if asked.to:
        found = lane.in_force(asked.to, asked.on, today=today)
    elif asked.code:
        found = lane.reporting(asked.code, asked.on, today=today)
    changed = lane.changes(asked.to, asked.since, asked.on) if asked.to and asked.since else ()
    return {
        "asked": asked,
        "countries": sorted(((code, country(code)) for code in ISO_COUNTRIES), key=lambda item: item[1]),
        "families": [
            (family_words(key, language), [_row(item, language) for item in items])
            for key, items in lane.by_family(found)
        ],
        "count": len(found),
        "old": sum(item.is_old for item in found),
        "changes": [_change(item, language) for item in changed],
        "days": _days(asked),
        "examples": [(code, _address(code, asked.on)) for code in lane.with_own_rules(asked.on)],
        "code_title": title(asked.code, language) if asked.code else "",
        "today": today,
    }


def _asked(query: Mapping[str, str], today: date) -> Asked:
    errors: dict[str, str] = {}
    to = query.get("to", "").strip().upper()
    if to and to not in ISO_COUNTRIES:
        errors["to"] = _("There is no country with the code %(code)s.") % {"code": to[:20]}
        to = ""
    days = {name: _day(query.get(name, "")) for name in ("on", "since")}
    for name, day in days.items():
        if day is None and query.get(name, "").strip():
            errors[name] = _("Write the day as 2026-11-22.")
    return Asked(to, days["on"] or today, days["since"], query.get("code", "").strip().upper()[:60], errors)


def _day(text: str) -> date | None:
    """Return a day that the calendar of the rules can speak of, None for all else."""
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def _days(asked: Asked) -> list[tuple[date, str, bool]]:
    """Return the last days of change, each with the address that shows what changes on it."""
    if not asked.to:
        return []
    days = lane.days_of_change(asked.to, asked.on)[-_SHOWN_DAYS:]
    return [(day, _address(asked.to, day, since=day - timedelta(days=1)), day == asked.on) for day in days]


def _address(to: str, on: date, since: date | None = None) -> str:
    return with_query(
        reverse("lane-rules"), {"to": to, "on": on.isoformat(), "since": since.isoformat() if since else ""}
    )


def _row(item: LaneRule, language: str) -> Row:
    rule, dated = item.rule, item.dated
    latest = dated or rule.values[-1]
    return Row(
        id=rule.id,
        title=rule.name(language),
        places=() if ANYWHERE in rule.places else rule.places,
        code=rule.code,
        code_title=title(rule.code, language) if rule.code else "",
        value=value_text(dated.value, language) if dated else "",
        since=dated.valid_from if dated else None,
        effects=_effects(item),
        source=latest.reference.title,
        href=latest.reference.href,
        confidence=str(CONFIDENCES[rule.confidence]),
        is_weak=rule.confidence is Confidence.LOW,
        checked_days=item.checked_days,
        is_old=item.is_old,
        history=tuple(_past(value, language, is_shown=value is dated) for value in item.history),
    )


def _effects(item: LaneRule) -> tuple[tuple[str, str, str], ...]:
    """Return at which stage the rule does what, with the tone of its pill."""
    found = []
    for stage, words in STAGES.items():
        if stage in item.rule.stages:
            does, tone = SEVERITIES[item.rule.stages[stage]]
            found.append((str(words), str(does), tone))
    return tuple(found)


def _past(value: DatedValue, language: str, *, is_shown: bool) -> Past:
    text = value_text(value.value, language)
    return Past(value.valid_from, text, value.reference.title, value.reference.href, is_shown)


def _change(item: Change, language: str) -> ChangeRow:
    sides = [value_text(side.value, language) if side else "" for side in (item.before, item.after)]
    source = (item.after or item.rule.values[-1]).reference.title
    return ChangeRow(item.rule.id, item.rule.name(language), sides[0], sides[1], source)
