"""Templates and what was found about them, in the language of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from fahuo.backoffice.formats import country, weight
from fahuo.rating.queries import services
from fahuo.rating.words import CARGO, LEVELS, carrier_beside, carrier_name, named
from fahuo.routing.domain.template_cover import Example, Finding, FindingKind
from fahuo.routing.domain.templates import Template
from fahuo.routing.queries.templates import CountryGroup, country_groups
from fahuo.trade.service import Service

# Named one by one up to this many; beyond it the first ones and how many more.
NAMED = 4
BAD = frozenset(
    {
        FindingKind.UNREACHABLE,
        FindingKind.SERVICE_UNKNOWN,
        FindingKind.NEVER_CARGO,
        FindingKind.NEVER_COUNTRY,
        FindingKind.NEVER_WEIGHT,
    }
)


@dataclass(frozen=True, slots=True)
class FindingText:
    """One finding as a title and a sentence; `bad`: the template never does what it says."""

    kind: str
    title: str
    sentence: str
    bad: bool


@dataclass(frozen=True, slots=True)
class RowText:
    """One template as people read it."""

    id: int
    number: int
    name: str
    countries: str
    every_country: str
    weight: str
    levels: str
    cargo: str
    carrier: str
    service: str
    findings: tuple[FindingText, ...] = ()


def groups_on(at: datetime) -> tuple[CountryGroup, ...]:
    """Return the groups of countries of the day."""
    return country_groups(on=timezone.localdate(at))


def group_name(group: CountryGroup) -> str:
    """Return the name of a group in the page's language."""
    return group.name_zh if (get_language() or "").startswith("zh") else group.name_en


def row_text(
    row: Template,
    place: int,
    groups: Sequence[CountryGroup],
    findings: Sequence[FindingText] = (),
    *,
    known: Sequence[Service] = (),
) -> RowText:
    """Put one template into words; `known` are the services of the seller, without any those that everybody has."""
    service = service_words(row.service_key, known)
    return RowText(
        row.id,
        place + 1,
        row.name,
        countries_text(row.countries, groups),
        ", ".join(sorted(country(code) for code in row.countries)),
        weight_text(row),
        ", ".join(str(LEVELS[level]) for level in sorted(row.levels)) or _("any speed"),
        ", ".join(str(CARGO[cargo]) for cargo in sorted(row.cargo)) or _("any goods"),
        carrier_beside(row.service_key.partition("/")[0], service),
        service,
        tuple(findings),
    )


def service_words(key: str, known: Sequence[Service] = ()) -> str:
    """Return the name of a service in the page's language; the code of one that is not known any more."""
    found = next((service for service in known or services() if service.key == key), None)
    return named(found) if found else key.partition("/")[2]


def countries_text(countries: frozenset[str], groups: Sequence[CountryGroup]) -> str:
    """Return a group's name where the countries are exactly its own, else the first few."""
    if not countries:
        return _("every country")
    for group in groups:
        if group.countries == countries:
            return group_name(group)
    names = sorted(country(code) for code in countries)
    more = len(names) - NAMED
    if more <= 1:
        return ", ".join(names)
    return _("%(countries)s and %(n)s more") % {"countries": ", ".join(names[:NAMED]), "n": more}


def weight_text(row: Template) -> str:
    """Return the band of weights; its upper end is not part of it."""
    low, high = weight(row.weight_from_g), weight(row.weight_until_g)
    if row.weight_until_g is None:
        return _("from %(low)s") % {"low": low} if row.weight_from_g else _("any weight")
    if not row.weight_from_g:
        return _("under %(high)s") % {"high": high}
    return _("%(low)s to under %(high)s") % {"low": low, "high": high}


def example_text(example: Example) -> str:
    """Return a parcel in a few words."""
    level = str(LEVELS[example.level]) if example.level else _("speed not known")
    goods = ", ".join(str(CARGO[cargo]) for cargo in sorted(example.cargo))
    return f"{country(example.country)}, {weight(example.weight_g)}, {level}, {goods}"


def finding_text(found: Finding, rows: Sequence[Template]) -> FindingText:
    """Put a finding into words."""
    by = [_row_name(place, rows) for place in found.by]
    words = {
        "by": ", ".join(by),
        "example": example_text(found.example) if found.example else "",
        "detail": _detail(found),
        "n": found.place + 1,
    }
    title, sentence = _sentences(found.kind, words)
    return FindingText(found.kind.value, title, sentence, found.kind in BAD)


def _row_name(place: int, rows: Sequence[Template]) -> str:
    name = rows[place].name
    return f"{place + 1} ({name})" if name else str(place + 1)


def _detail(found: Finding) -> str:
    match found.kind:
        case FindingKind.NEVER_COUNTRY | FindingKind.SOME_COUNTRIES:
            shown = ", ".join(country(code) for code in found.detail[:8])
            more = len(found.detail) - 8
            return f"{shown} (+{more})" if more > 0 else shown
        case FindingKind.NEVER_CARGO | FindingKind.SOME_CARGO:
            return ", ".join(str(CARGO[cargo]) for cargo in found.detail)
        case FindingKind.NEVER_WEIGHT:
            return f"{weight(int(found.detail[0]))} > {weight(int(found.detail[1]))}"
        case FindingKind.NO_CONTRACT:
            return ", ".join(carrier_name(code) for code in found.detail)
        case _:
            return ", ".join(found.detail)


def _sentences(kind: FindingKind, words: dict[str, object]) -> tuple[str, str]:
    title, sentence = {
        FindingKind.UNREACHABLE: (
            _("Never reached"),
            _("Every parcel of this one is taken above, by template %(by)s. Move this one up, or remove it."),
        ),
        FindingKind.CONFLICT: (
            _("Overlaps"),
            _("A part of its parcels goes with another service above, by template %(by)s. For example: %(example)s."),
        ),
        FindingKind.GAP: (
            _("Some parcels match no template"),
            _("The recommendation decides there. For example: %(example)s."),
        ),
        FindingKind.SERVICE_UNKNOWN: (_("Service not known"), _("No carrier here offers %(detail)s.")),
        FindingKind.NO_RATE_SHEET: (
            _("No rate sheet in force"),
            _("Without prices %(detail)s is never chosen today."),
        ),
        FindingKind.NO_CONTRACT: (
            _("No contract"),
            _("There is no contract with %(detail)s in force, so nothing can be booked there."),
        ),
        FindingKind.NEVER_WEIGHT: (
            _("Too heavy for the service"),
            _("The lightest parcel of this template is heavier than the service takes: %(detail)s."),
        ),
        FindingKind.NEVER_CARGO: (_("Goods not accepted"), _("The service takes none of: %(detail)s.")),
        FindingKind.NEVER_COUNTRY: (_("Destination not served"), _("The service goes to none of: %(detail)s.")),
        FindingKind.SOME_CARGO: (_("Some goods not accepted"), _("The service does not take: %(detail)s.")),
        FindingKind.SOME_COUNTRIES: (
            _("Some destinations not served"),
            _("The service does not go to: %(detail)s."),
        ),
    }[kind]
    return title, sentence % words


def counted_templates(number: int) -> str:
    """`1 template`, `5 templates`."""
    return ngettext("%(n)s template", "%(n)s templates", number) % {"n": number}
