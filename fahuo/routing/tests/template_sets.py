"""Sets of templates for tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from fahuo.accounts.models import Seller
from fahuo.routing.domain.templates import Template
from fahuo.routing.models import TemplateSet
from fahuo.routing.queries import templates as reads
from fahuo.routing.services import templates as writes

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
EUROPE = Template(0, "yunexpress/THZXR", "Europe", frozenset({"DE", "FR"}), 0, 2000)
REST = Template(0, "yunexpress/THPHR", "Rest")


def a_set(seller: Seller, *rows: Template, name: str = "Main") -> TemplateSet:
    return writes.create_set(seller=seller, person=None, name=name, at=NOON, rows=rows)


def edit_of(seller: Seller, found: TemplateSet, *, minutes: int = 1) -> writes.Edit:
    return writes.Edit(seller, None, found.pk, found.changed_at, NOON + timedelta(minutes=minutes))


def names(found: TemplateSet) -> list[str]:
    return [row.name for row in reads.rows(found.pk)]
