"""Problems of printing in the words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import get_language

from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.printing.web.words import STATUSES as BATCH_STATUSES
from fahuo.shipments.web.words import STATUSES
from fahuo.trade.problem import Problem

# Their detail is the state of a batch; that of the others, if it is a state, of a shipment.
OF_BATCHES = frozenset(("PRINT_NOT_OPEN", "PRINT_FILE_GONE", "PRINT_FILE_KEPT_BACK"))


def told(problem: Problem | Mapping[str, str]) -> ProblemText:
    """Look a problem up; a detail that is a state of a batch or a shipment is put into words as well."""
    stored = problem.as_dict() if isinstance(problem, Problem) else problem
    text = problem_text(stored, get_language() or "en")
    states = BATCH_STATUSES if stored["code"] in OF_BATCHES else STATUSES
    return replace(text, detail=str(states[text.detail][0])) if text.detail in states else text
