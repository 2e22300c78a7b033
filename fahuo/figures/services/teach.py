"""Tell routing's lanes how parcels ended, so that they learn from tracking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.figures.domain.lesson import digest
from fahuo.figures.models import Lesson, LessonState
from fahuo.figures.queries import parcels
from fahuo.figures.services.lessons import end_of
from fahuo.rating import queries as rating
from fahuo.routing.domain.outcomes import Outcome, outcome_problems
from fahuo.routing.models import ParcelOutcome
from fahuo.routing.services import outcomes
from fahuo.shipments.models import Shipment

BATCH = 500
# An end that a carrier dates into tomorrow is told tomorrow.
_AGAIN = timedelta(hours=6)
_FIELDS = tuple(field.name for field in fields(Outcome))


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of the ends that were due."""

    taught: int = 0
    kept: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """How many were looked at."""
        return self.taught + self.kept + self.refused


def teach_due(*, at: datetime) -> Taught:
    """Tell the lanes of all sellers every end that is due, in batches. Any number may do it at once."""
    done = Taught()
    for seller_id in Lesson.objects.filter(due_at__lte=at).values_list("seller_id", flat=True).distinct():
        while (batch := teach_batch(seller_id=seller_id, at=at)).total:
            done = Taught(done.taught + batch.taught, done.kept + batch.kept, done.refused + batch.refused)
    return done


@transaction.atomic
def teach_batch(*, seller_id: int, at: datetime) -> Taught:
    """Tell one batch of a seller's ends.

    What somebody imported about a parcel stays: a person knew more. An end that cannot be is refused and never stops
    the others. The same end again changes nothing.
    """
    due = Lesson.objects.filter(seller_id=seller_id, due_at__lte=at).order_by("due_at", "pk")
    lessons = {row.pk: row for row in due.select_for_update(skip_locked=True, no_key=True)[:BATCH]}
    if not lessons:
        return Taught()
    seller = Seller.objects.get(pk=seller_id)
    known = {service.key for service in rating.services(seller_id)}
    ends = _ends(seller_id, list(lessons))
    imported = _recorded(seller_id, [end.reference for end in ends.values()])
    to_tell: list[Outcome] = []
    for key, lesson in lessons.items():
        end = ends.get(key)
        _judge(lesson, end, imported.get(end.reference) if end else None, known, at)
        if end is not None and lesson.state == LessonState.TAUGHT:
            to_tell.append(end)
    outcomes.record(seller=seller, outcomes=to_tell, at=at)
    Lesson.objects.bulk_update(lessons.values(), ["taught", "wanted", "state", "problem", "due_at"])
    return Taught(*(sum(row.state == state for row in lessons.values()) for state in _STATES))


_STATES = (LessonState.TAUGHT, LessonState.KEPT, LessonState.REFUSED)


def _judge(lesson: Lesson, end: Outcome | None, held: str | None, known: set[str], at: datetime) -> None:
    """Write into a lesson what becomes of it; `held` is the digest of what routing holds of the parcel."""
    lesson.problem, lesson.due_at = "", None
    if end is None:  # cancelled or under way again since it was noted
        lesson.state, lesson.wanted = LessonState.REFUSED, ""
        return
    if held is not None and held != lesson.taught:
        lesson.state = LessonState.KEPT
        return
    problems = outcome_problems(end, known, on=timezone.localdate(at))
    if problems:
        lesson.state, lesson.problem = LessonState.REFUSED, f"{problems[0].field} {problems[0].detail}"[:200]
        is_early = all(problem.detail.endswith("is to come") for problem in problems)
        lesson.due_at = at + _AGAIN if is_early else None
        return
    lesson.state, lesson.taught, lesson.wanted = LessonState.TAUGHT, digest(end), digest(end)


def _ends(seller_id: int, shipment_ids: Sequence[int]) -> dict[int, Outcome]:
    orders = Shipment.objects.filter(seller_id=seller_id, pk__in=shipment_ids).values_list("order_id", flat=True)
    found, zone = {}, parcels.zone()
    for row in parcels.rows(seller_id, list(orders)):
        parcel = parcels.parcel(row, zone)
        end = end_of(row, parcel, zone) if parcel is not None else None
        if end is not None and row.shipment_id is not None:
            found[row.shipment_id] = end
    return found


def _recorded(seller_id: int, references: Sequence[str]) -> dict[str, str]:
    """Return the digests of the ends that routing holds, by reference."""
    rows = ParcelOutcome.objects.filter(seller_id=seller_id, reference__in=references)
    return {end.reference: digest(end) for end in _outcomes(rows.values_list(*_FIELDS))}


def _outcomes(rows: Iterable[tuple[object, ...]]) -> Iterator[Outcome]:
    for row in rows:
        yield Outcome(*row)  # type: ignore[arg-type]
