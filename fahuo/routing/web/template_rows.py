"""One template of a set: added, edited, moved, removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts.gate import SellerRequest, may_change
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock
from fahuo.rating.queries import services
from fahuo.routing import template_words as words
from fahuo.routing.domain.templates import Template
from fahuo.routing.models import TemplateSet
from fahuo.routing.queries import templates as reads
from fahuo.routing.services import templates as writes
from fahuo.routing.web.template_forms import RowForm, boxes, initial
from fahuo.routing.web.templates import changed_meanwhile, changed_words, edit_of, find

MOVES = {"up": -1, "down": 1, "first": -writes.MOST_TEMPLATES, "last": writes.MOST_TEMPLATES}


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def new_row(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Ask for a template, and put it behind all others."""
    return _edit(request, find(request, set_id), None)


@require_http_methods(["GET", "HEAD", "POST"])
@may_change
def edit_row(request: SellerRequest, set_id: int, row_id: int) -> HttpResponseBase:
    """Show a template, and write it over."""
    found = find(request, set_id)
    row = next((row for row in reads.rows(found.pk) if row.id == row_id), None)
    if row is None:
        raise Http404(str(row_id))
    return _edit(request, found, row)


@require_POST
@may_change
def move_row(request: SellerRequest, set_id: int, row_id: int) -> HttpResponseBase:
    """Move a template one up or down, or to an end."""
    found = find(request, set_id)
    try:
        by = MOVES.get(request.POST.get("to", ""), 0)
        writes.move_row(edit=edit_of(request, found), row_id=row_id, by=by)
    except writes.SetChanged:
        return changed_meanwhile(request, found.pk)
    answer = redirect("template-set", found.pk)
    answer["Location"] += f"#template-{row_id}"
    return answer


@require_POST
@may_change
def remove_row(request: SellerRequest, set_id: int, row_id: int) -> HttpResponseBase:
    """Take a template out of its set."""
    found = find(request, set_id)
    try:
        writes.remove_row(edit=edit_of(request, found), row_id=row_id)
    except writes.SetChanged:
        return changed_meanwhile(request, found.pk)
    messages.success(request, _("The template was removed."))
    return redirect("template-set", found.pk)


def _edit(request: SellerRequest, found: TemplateSet, row: Template | None) -> HttpResponseBase:
    groups = words.groups_on(clock.now())
    offered = reads.offered(request.seller.pk, at=clock.now())
    form = RowForm(
        request.POST if request.method == "POST" else None,
        initial=initial(row, groups) if row else None,
        groups=groups,
        offered=offered,
        kept=row.service_key if row else "",
    )
    if request.method != "POST":
        return _page(request, found, row, form)
    if not form.is_valid():
        return _page(request, found, row, form, status=422)
    try:
        writes.save_row(edit=edit_of(request, found), row=form.template(row.id if row else 0))
    except writes.TooMany:
        form.add_error(None, _("A set holds at most %(n)s templates.") % {"n": writes.MOST_TEMPLATES})
        return _page(request, found, row, form, status=422)
    except writes.SetChanged:
        form.add_error(None, changed_words())
        return _page(request, find(request, found.pk), row, form, status=409)
    messages.success(request, _("Saved."))
    return redirect("template-set", found.pk)


def _page(
    request: SellerRequest, found: TemplateSet, row: Template | None, form: RowForm, *, status: int = 200
) -> HttpResponseBase:
    drawn = {one.name: one for one in inputs(form)}
    groups = words.groups_on(clock.now())
    context = {
        "set": found,
        # After an error about the form itself the version stays: the set was not looked at again.
        "seen": request.POST.get("seen", "") if status == 422 else found.changed_at.isoformat(),
        "row": row,
        "now": words.row_text(row, 0, groups, known=services(request.seller.pk)) if row and status == 409 else None,
        "inputs": drawn,
        "groups": boxes(form, "groups"),
        "levels": boxes(form, "levels"),
        "cargo": boxes(form, "cargo"),
        "refusal": " ".join(map(str, form.non_field_errors())),
    }
    return render(request, "routing/template_row.html", context, status=status)
