"""Seal all credentials anew after the encryption key was changed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from fahuo.carriers.models import CarrierAccount
from fahuo.carriers.services import shared_tokens
from fahuo.kit import secrets

BATCH = 100


@dataclass(frozen=True, slots=True)
class Rotated:
    """How many accounts were sealed anew, how many had the newest key already, and which no key opens (left alone)."""

    renewed: int = 0
    current: int = 0
    closed: tuple[str, ...] = ()


def rotate(*, batch: int = BATCH) -> Rotated:
    """Seal the credentials of every account, in use or not, with the newest key; a batch at a time, and again at will.

    Raises `SecretsUnavailable` when one of the keys is none.
    """
    secrets.keyring()  # a key that is none is said before anything is read
    renewed = current = 0
    closed: list[str] = []
    after = 0
    while rows := _next(after, batch):
        after = rows[-1]
        for outcome, name in _rotate_batch(rows):
            renewed, current = renewed + (outcome == "renewed"), current + (outcome == "current")
            closed += [name] if outcome == "closed" else []
    shared_tokens.reseal()
    return Rotated(renewed, current, tuple(closed))


def _next(after: int, batch: int) -> list[int]:
    rows = CarrierAccount.objects.filter(pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:batch])


@transaction.atomic
def _rotate_batch(ids: list[int]) -> list[tuple[str, str]]:
    """Return for each account what became of it, and its name. Rows are locked, so that no edit in between is lost."""
    rows = CarrierAccount.objects.select_for_update(of=("self",)).select_related("seller").filter(pk__in=ids)
    found = []
    for row in rows.order_by("pk"):
        name = f"{row.seller.name}: {row.carrier} ({row.environment}, account {row.pk})"
        try:
            sealed = secrets.resealed(bytes(row.credentials))
        except secrets.SecretsUnavailable:
            found.append(("closed", name))
            continue
        if sealed is not None:
            CarrierAccount.objects.filter(pk=row.pk).update(credentials=sealed)
        found.append(("current" if sealed is None else "renewed", name))
    return found
