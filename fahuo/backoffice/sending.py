"""Answers that are a file: its type and its name, as a browser keeps it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

LONGEST_NAME = 120
# What file systems and headers do not take in a name.
_STRANGE = frozenset('\\/:*?"<>|')


def file_answer(content: bytes, content_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    """Send a file under a name, to be looked at or to be kept; no cache keeps it, as it may hold addresses."""
    response = HttpResponse(content, content_type=content_type)
    _name(response, name, inline=inline)
    return response


def csv_answer(parts: Iterable[bytes], name: str) -> StreamingHttpResponse:
    """Send a table as it is written, so that neither its length nor its reader takes memory; no cache keeps it."""
    response = StreamingHttpResponse(parts, content_type="text/csv; charset=utf-8")
    _name(response, name)
    return response


def _name(response: HttpResponseBase, name: str, *, inline: bool = False) -> None:
    response["Content-Disposition"] = content_disposition_header(not inline, file_name(name)) or "attachment"
    response["Cache-Control"] = "private, no-store"


def file_name(name: str) -> str:
    """Return a name without what a header, a folder or a file system would take for something else."""
    plain = "".join(letter if letter.isprintable() and letter not in _STRANGE else "-" for letter in name)
    stem, point, ending = plain.rpartition(".")
    kept = f"{stem[: LONGEST_NAME - len(ending) - 1]}{point}{ending}" if point else plain[:LONGEST_NAME]
    return kept.lstrip(". ") or "file"
