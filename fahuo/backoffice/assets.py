"""Scripts and styles, served by the web process itself, so that one command runs the whole site."""

from __future__ import annotations

import hashlib
import mimetypes
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.templatetags.static import static

_A_YEAR = 365 * 24 * 3600


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Send one static file of ours or of an installed app; with a version in its address it is kept for a year."""
    found = _found(path)
    if found is None:
        raise Http404(path)
    response = HttpResponse(found.read_bytes(), content_type=mimetypes.guess_type(found.name)[0])
    age = _A_YEAR if request.GET.get("v") and not settings.DEBUG else 0
    response["Cache-Control"] = f"public, max-age={age}" + (", immutable" if age else "")
    return response


def versioned(path: str) -> str:
    """Return the address of a static file with the start of its SHA-256, so that browsers keep it until it changes."""
    found = _found(path)
    if found is None:
        raise FileNotFoundError(path)
    return f"{static(path)}?v={_version(found, found.stat().st_mtime_ns)}"


def _found(path: str) -> Path | None:
    result = finders.find(path)
    return Path(result) if isinstance(result, str) and Path(result).is_file() else None


@lru_cache(maxsize=64)
def _version(file: Path, changed_at_ns: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:12]
