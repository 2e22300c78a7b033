"""What pages of customs say of problems, and which rows a form chose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.contrib import messages
from django.http import QueryDict
from django.utils.translation import get_language

from fahuo.accounts.gate import SellerRequest
from fahuo.backoffice.asked import keys_of
from fahuo.orders.problem_texts import ProblemText, problem_text, problem_texts
from fahuo.trade.problem import Problem

REASONS_SHOWN = 3


def texts(stored: Iterable[Mapping[str, str]]) -> tuple[ProblemText, ...]:
    """Return stored problems in the language of the page."""
    return problem_texts(stored, get_language() or "en")


def texts_of(problems: Iterable[Problem]) -> tuple[ProblemText, ...]:
    """Return problems in the language of the page."""
    return texts([problem.as_dict() for problem in problems])


def tell_stops(request: SellerRequest, stops: Sequence[Problem]) -> None:
    """Say what keeps anything at all from being declared, each with its code."""
    for problem in stops[:REASONS_SHOWN]:
        text = problem_text(problem.as_dict(), get_language() or "en")
        messages.error(request, f"{text.title} ({text.code}). {text.fix}")


def tell_problems(request: SellerRequest, found: Iterable[Iterable[Problem]]) -> None:
    """Say the commonest problems of some parcels, with how many have each."""
    told = Counter(problem.code for problems in found for problem in problems)
    for code, number in told.most_common(REASONS_SHOWN):
        text = problem_text({"code": code}, get_language() or "en")
        messages.warning(request, f"{text.title} ({number}). {text.fix}")


def ids_of(query: QueryDict, name: str = "id") -> list[int]:
    """Return the keys that a form chose; what is no key is left out."""
    return keys_of(query.getlist(name))
