"""One order that our own code fails at must not stop the others: halve the batch until the culprit stands alone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import DatabaseError, InterfaceError

from fahuo.shipments.services.telling import tell

Result = TypeVar("Result")
log = logging.getLogger(__name__)


def isolate(
    ids: Sequence[int], act: Callable[[Sequence[int]], Result], on_defect: Callable[[int, Exception], Result]
) -> list[Result]:
    """Return the results of `act` on the whole, or, where it raises, on its parts; `on_defect` answers for the culprit.

    `act` must either do all or nothing, or be safe to do again. A lost database is nobody's culprit and is raised.
    """
    if not ids:
        return []
    try:
        return [act(ids)]
    except (DatabaseError, InterfaceError):
        raise
    except Exception as error:
        if len(ids) == 1:
            tell(log, f"defect at {ids[0]}", error)
            return [on_defect(ids[0], error)]
        middle = len(ids) // 2
        return isolate(ids[:middle], act, on_defect) + isolate(ids[middle:], act, on_defect)
