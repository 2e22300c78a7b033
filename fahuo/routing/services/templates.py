"""Writes of template sets. Every change of a set names the version it was made on: a set that somebody else changed in
between is not written, so that nobody's work is lost without a word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from fahuo.accounts import services as log
from fahuo.accounts.models import Person, Seller
from fahuo.routing.domain.template_names import tidy_name, usable
from fahuo.routing.domain.templates import Template
from fahuo.routing.models import Template as TemplateRow
from fahuo.routing.models import TemplateSet

MOST_TEMPLATES = 200
MOST_SETS = 50
NO_MARGIN = Decimal(0)
TICK = timedelta(microseconds=1)


class BadName(ValueError):
    """A set's name is empty, too long, or begins like a formula. Nothing was written."""


class NameTaken(Exception):
    """The seller has another set of this name. Nothing was written."""


class SetChanged(Exception):
    """Somebody changed the set, or deleted it, since it was read. Nothing was written."""


class TooMany(Exception):
    """A set holds at most MOST_TEMPLATES templates, a seller MOST_SETS sets. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Who changes which set, on which version, when."""

    seller: Seller
    person: Person | None
    set_id: int
    seen: datetime
    at: datetime


def create_set(
    *,
    seller: Seller,
    person: Person | None,
    name: str,
    at: datetime,
    rows: Sequence[Template] = (),
    smart_first: bool = True,
    smart_margin: Decimal = Decimal(0),
) -> TemplateSet:
    """Create a set with these templates; raise `BadName`, `NameTaken` or `TooMany`."""
    name = _usable(name)
    if len(rows) > MOST_TEMPLATES or TemplateSet.objects.filter(seller=seller).count() >= MOST_SETS:
        raise TooMany
    try:
        with transaction.atomic():
            made = TemplateSet.objects.create(
                seller=seller, name=name, smart_first=smart_first, smart_margin=smart_margin, changed_at=at
            )
            _write(made, rows)
            log.record(seller=seller, person=person, verb="create_templates", subject=name, at=at, templates=len(rows))
    except IntegrityError as error:
        raise NameTaken(name) from error
    return made


def change_set(*, edit: Edit, name: str, smart_first: bool, smart_margin: Decimal) -> TemplateSet:
    """Rename a set and set its switch; raise `BadName`, `NameTaken` or `SetChanged`."""
    name = _usable(name)
    try:
        with transaction.atomic():
            found = _locked(edit)
            found.name, found.smart_first, found.smart_margin = name, smart_first, smart_margin
            return _changed(edit, found, "change_templates", fields=["name", "smart_first", "smart_margin"])
    except IntegrityError as error:
        raise NameTaken(name) from error


@transaction.atomic
def save_row(*, edit: Edit, row: Template) -> TemplateSet:
    """Write a template over the one with its id, or, with id 0, behind all others; raise `SetChanged` or `TooMany`."""
    found = _locked(edit)
    if row.id:
        if not TemplateRow.objects.filter(template_set=found, pk=row.id).update(**_columns(row)):
            raise SetChanged
    else:
        count = TemplateRow.objects.filter(template_set=found).count()
        if count >= MOST_TEMPLATES:
            raise TooMany
        TemplateRow.objects.create(template_set=found, position=count, **_columns(row))
    return _changed(edit, found, "change_templates", template=row.name or row.service_key)


@transaction.atomic
def remove_row(*, edit: Edit, row_id: int) -> TemplateSet:
    """Take a template out; raise `SetChanged`."""
    found = _locked(edit)
    row = TemplateRow.objects.filter(template_set=found, pk=row_id).first()
    if row is None:
        raise SetChanged
    row.delete()
    TemplateRow.objects.filter(template_set=found, position__gt=row.position).update(position=F("position") - 1)
    return _changed(edit, found, "change_templates", template=row.name or row.service_key)


@transaction.atomic
def move_row(*, edit: Edit, row_id: int, by: int) -> TemplateSet:
    """Move a template by so many places, at most to an end (−1: one up); raise `SetChanged`."""
    found = _locked(edit)
    order = list(TemplateRow.objects.filter(template_set=found).order_by("position"))
    at = next((place for place, row in enumerate(order) if row.pk == row_id), None)
    if at is None:
        raise SetChanged
    moved = order.pop(at)
    order.insert(min(max(at + by, 0), len(order)), moved)
    for place, row in enumerate(order):
        row.position = place
    TemplateRow.objects.bulk_update(order, ["position"])
    return _changed(edit, found, "change_templates", template=moved.name or moved.service_key)


@transaction.atomic
def use_set(*, seller: Seller, person: Person | None, set_id: int, use: bool, at: datetime) -> None:
    """Route by this set from now on, and by no other; or not by it any more. One that is gone raises `SetChanged`."""
    Seller.objects.select_for_update(no_key=True).get(pk=seller.pk)
    found = TemplateSet.objects.filter(seller=seller, pk=set_id).first()
    if found is None:
        raise SetChanged
    if use:
        TemplateSet.objects.filter(seller=seller, in_use=True).update(in_use=False)
    TemplateSet.objects.filter(pk=found.pk).update(in_use=use)
    verb = "use_templates" if use else "stop_templates"
    log.record(seller=seller, person=person, verb=verb, subject=found.name, at=at)


@transaction.atomic
def delete_set(*, edit: Edit) -> None:
    """Delete a set with its templates and back-tests; raise `SetChanged`."""
    found = _locked(edit)
    name = found.name
    found.delete()
    log.record(seller=edit.seller, person=edit.person, verb="delete_templates", subject=name, at=edit.at)


def _usable(name: str) -> str:
    tidied = tidy_name(name)
    if not usable(tidied):
        raise BadName(name)
    return tidied


def _locked(edit: Edit) -> TemplateSet:
    found = TemplateSet.objects.select_for_update().filter(seller=edit.seller, pk=edit.set_id).first()
    if found is None or found.changed_at != edit.seen:
        raise SetChanged
    return found


def _changed(edit: Edit, found: TemplateSet, verb: str, **detail: Any) -> TemplateSet:
    # Two changes in one tick of the clock must still differ, or the second would be taken for the first.
    found.changed_at = max(edit.at, found.changed_at + TICK)
    found.save(update_fields=["name", "smart_first", "smart_margin", "changed_at"])
    log.record(seller=edit.seller, person=edit.person, verb=verb, subject=found.name, at=edit.at, **detail)
    return found


def _write(found: TemplateSet, rows: Sequence[Template]) -> None:
    TemplateRow.objects.bulk_create(
        TemplateRow(template_set=found, position=place, **_columns(row)) for place, row in enumerate(rows)
    )


def _columns(row: Template) -> dict[str, Any]:
    return {
        "name": row.name,
        "countries": sorted(row.countries),
        "weight_from_g": row.weight_from_g,
        "weight_until_g": row.weight_until_g,
        "levels": [level.value for level in sorted(row.levels)],
        "cargo": [cargo.value for cargo in sorted(row.cargo)],
        "service_key": row.service_key,
    }
