"""Sets of templates as files."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fahuo.accounts.gate import SellerRequest, may_change, signed_in
from fahuo.kit import clock
from fahuo.orders.problem_texts import problem_text
from fahuo.routing import template_file, template_words
from fahuo.routing.queries import templates as reads
from fahuo.routing.services import templates as writes
from fahuo.routing.web.templates import find
from fahuo.trade.problem import Problem

SHOWN = 30


@require_safe
@signed_in
def export(request: SellerRequest, set_id: int, kind: str) -> HttpResponseBase:
    """Send a set as CSV or JSON."""
    found = find(request, set_id)
    rows = reads.rows(found.pk)
    if kind == "csv":
        answer = HttpResponse(template_file.to_csv(rows), content_type="text/csv; charset=utf-8")
    elif kind == "json":
        content = template_file.to_json(
            rows, name=found.name, smart_first=found.smart_first, smart_margin=found.smart_margin
        )
        answer = HttpResponse(content, content_type="application/json")
    else:
        raise Http404(kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name, safe='')}.{kind}"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def import_set(request: SellerRequest) -> HttpResponseBase:
    """Read a file as a new set; every wrong cell is named, and then nothing is written."""
    if request.method != "POST":
        return render(
            request, "routing/template_import.html", {"problems": [], "more": 0, "groups": _groups(), "said": ""}
        )
    upload = request.FILES.get("file")
    content = upload.read(template_file.MOST_BYTES + 1) if upload else b""
    stem = (upload.name or "").rpartition(".")[0] if upload else ""
    groups = {group.code: group.countries for group in template_words.groups_on(clock.now())}
    try:
        read = template_file.read(content, groups)  # nothing at all is refused there
        name = request.POST.get("name", "").strip() or read.name or stem or _("Routing templates")
        made = writes.create_set(
            seller=request.seller,
            person=request.user,
            name=name,
            at=clock.now(),
            rows=read.rows,
            smart_first=True if read.smart_first is None else read.smart_first,
            smart_margin=read.smart_margin or writes.NO_MARGIN,
        )
    except template_file.TemplatesRefused as error:
        return _refused(request, error.problems)
    except writes.BadName:
        return _refused(request, [Problem("TEMPLATE_NAME", "name", name[:80])])
    except writes.NameTaken:
        return _refused(request, [], _("Another set has this name. Type another one."))
    except writes.TooMany:
        return _refused(request, [], _("A set holds at most %(n)s templates.") % {"n": writes.MOST_TEMPLATES})
    messages.success(request, _("The file was read."))
    return redirect("template-set", made.pk)


def _refused(request: SellerRequest, problems: tuple[Problem, ...] | list[Problem], said: str = "") -> HttpResponse:
    language = get_language() or "en"
    texts = [(problem.field, problem_text(problem.as_dict(), language)) for problem in problems[:SHOWN]]
    context = {"problems": texts, "more": max(len(problems) - SHOWN, 0), "groups": _groups(), "said": said}
    return render(request, "routing/template_import.html", context, status=422)


def _groups() -> list[tuple[str, str]]:
    return [(group.code, template_words.group_name(group)) for group in template_words.groups_on(clock.now())]
