"""Problems of printing in the words of the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import get_language

from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.shipments.web.words import STATUSES
from fahuo.trade.problem import Problem


def told(problem: Problem | Mapping[str, str]) -> ProblemText:
    """Look a problem up; a detail that is a state of a shipment is put into words as well."""
    stored = problem.as_dict() if isinstance(problem, Problem) else problem
    text = problem_text(stored, get_language() or "en")
    return replace(text, detail=str(STATUSES[text.detail][0])) if text.detail in STATUSES else text
