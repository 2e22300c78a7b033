"""Reads sets of templates, and what a template can be made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from django.db.models import Count
from django.utils import timezone

from fahuo import rulebook
from fahuo.carriers.queries import terms
from fahuo.rating.queries import services, sheets_in_force
from fahuo.routing.domain.template_services import Offered
from fahuo.routing.domain.templates import Template, Templates
from fahuo.routing.models import Template as TemplateRow
from fahuo.routing.models import TemplateSet
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel


@dataclass(frozen=True, slots=True)
class SetRow:
    """One set in the list."""

    id: int
    name: str
    in_use: bool
    smart_first: bool
    smart_margin: Decimal
    changed_at: datetime
    templates: int


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """Countries that go by one name."""

    code: str
    name_en: str
    name_zh: str
    countries: frozenset[str]


def sets(seller_id: int) -> list[SetRow]:
    """Return the seller's sets, the one in use first, then by name."""
    rows = TemplateSet.objects.filter(seller_id=seller_id).annotate(count=Count("templates"))
    fields = ("id", "name", "in_use", "smart_first", "smart_margin", "changed_at", "count")
    return [SetRow(*row) for row in rows.order_by("-in_use", "name").values_list(*fields)]


def one(seller_id: int, set_id: int) -> TemplateSet | None:
    """Return one of the seller's sets; None when there is none or it belongs to somebody else."""
    return TemplateSet.objects.filter(seller_id=seller_id, pk=set_id).first()


def by_name(seller_id: int, name: str) -> TemplateSet | None:
    """Return the seller's set of this name."""
    return TemplateSet.objects.filter(seller_id=seller_id, name=name).first()


def rows(set_id: int) -> tuple[Template, ...]:
    """Return the templates of a set in their order: one query."""
    found = TemplateRow.objects.filter(template_set_id=set_id).order_by("position")
    return tuple(to_template(row) for row in found)


def to_template(row: TemplateRow) -> Template:
    """Return a stored template as a value."""
    return Template(
        row.pk,
        row.service_key,
        row.name,
        frozenset(row.countries),
        row.weight_from_g,
        row.weight_until_g,
        frozenset(map(ServiceLevel, row.levels)),
        frozenset(map(CargoClass, row.cargo)),
    )


def compiled(found: TemplateSet) -> Templates:
    """Return a set ready for a batch."""
    return Templates.of(rows(found.pk), smart_first=found.smart_first, smart_margin=found.smart_margin)


def templates_in_use(seller_id: int) -> Templates | None:
    """Return the set that the seller's orders are routed by, ready for a batch; None when none is in use."""
    found = TemplateSet.objects.filter(seller_id=seller_id, in_use=True).first()
    return compiled(found) if found else None


@lru_cache(maxsize=64)
def country_groups(*, on: date) -> tuple[CountryGroup, ...]:
    """Return the groups of the rule book in its order."""
    return tuple(
        CountryGroup(code, group["name_en"], group["name_zh"], frozenset(_members(group, on)))
        for code, group in rulebook.value("routing.country_groups", on=on).items()
    )


def _members(group: Mapping[str, str], on: date) -> Iterable[str]:
    return rulebook.value(group["rule"], on=on) if "rule" in group else group["countries"].split()


def offered(seller_id: int, *, at: datetime) -> Offered:
    """Return what the seller can put into a template at this moment."""
    on = timezone.localdate(at)
    contracts = terms(seller_id, on=on)
    return Offered(
        {service.key: service for service in services(seller_id)},
        sheets_in_force(on=on, seller_id=seller_id),
        frozenset(code for code, found in contracts.items() if found.in_force(on)),
    )
