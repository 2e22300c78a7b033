"""Addresses that are their own password: nobody signs in there, so they stay out of logs, and little is taken in."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase

MINUTE_S = 60
View = Callable[[HttpRequest, str], HttpResponseBase]


def unnamed(shown: str) -> Callable[[View], View]:
    """Keep the address out of logs, which name the path of whatever was turned away or failed; `shown` stands there.

    It is the outermost decorator but `csrf_exempt`, as the others turn away as well.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def masked(request: HttpRequest, token: str) -> HttpResponseBase:
            request.path = request.path_info = shown
            return view(request, token)

        return masked

    return decorate


def too_often(who: str, a_minute: int) -> bool:
    """Count one more, and say whether it is more than `a_minute`. Each web process counts for itself."""
    cache.add(who, 0, MINUTE_S)
    try:
        return cache.incr(who) > a_minute
    except ValueError:  # the minute ended between the two
        return False


def body_of(request: HttpRequest, largest: int) -> bytes | None:
    """Return the body, None when it has more than `largest` bytes; no more than that is ever read."""
    body = request.read(largest + 1)
    return body if len(body) <= largest else None
