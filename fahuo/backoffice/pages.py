"""Pages of the shell itself: what is shown when something is not there, not allowed, or broken."""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the request could not be read."""
    return _page(request, 400, _("This request could not be read"), _("Go back, load the page again and repeat it."))


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: with the sentence that the refusing code gave."""
    reason = str(exception) or _("Your role does not allow this. Ask the owner of your shop.")
    return _page(request, 403, _("Not allowed"), reason)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was old or came from elsewhere."""
    log.info("CSRF check refused a form: %s", reason)
    sentence = _("This form is too old or came from another site. Load the page again and repeat it.")
    return _page(request, 403, _("Form expired"), sentence)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the same for what does not exist and for what belongs to another seller."""
    sentence = _("There is nothing at this address, or it belongs to another seller.")
    return _page(request, 404, _("Not found"), sentence)


def broken(request: HttpRequest) -> HttpResponse:
    """500: nothing from the database, which may be what is broken."""
    sentence = _(
        "The error is ours and was written to the log. Nothing you entered was half-saved. Try again in a minute."
    )
    return _page(request, 500, _("Something broke"), sentence)


def _page(request: HttpRequest, status: int, title: str, sentence: str) -> HttpResponse:
    return render(
        request, "backoffice/failed.html", {"status": status, "title": title, "sentence": sentence}, status=status
    )
