"""Sets of routing templates: the list, the editor of one, its switch, and "try it"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fahuo.accounts.gate import SellerRequest, can_change, may_change, signed_in
from fahuo.backoffice.forms import Input, inputs
from fahuo.kit import clock
from fahuo.routing import template_words as words
from fahuo.routing.domain.template_cover import FindingKind, findings
from fahuo.routing.domain.template_services import service_findings
from fahuo.routing.domain.template_starter import starter
from fahuo.routing.domain.templates import NONE, Template, Templates
from fahuo.routing.models import TemplateSet
from fahuo.routing.queries import templates as reads
from fahuo.routing.services import templates as writes
from fahuo.routing.web.template_forms import SetForm, TryForm, bad_name_words
from fahuo.trade.cargo import CargoClass
from fahuo.trade.service import ServiceLevel

LONG_AGO = datetime.fromisoformat("2000-01-01T00:00:00+00:00")


@require_safe
@signed_in
def templates(request: SellerRequest) -> HttpResponseBase:
    """List the seller's sets; without one, offer a set to start with."""
    rows = [(row, words.counted_templates(row.templates)) for row in reads.sets(request.seller.pk)]
    context = {"sets": rows, "may_change": can_change(request.user), "bookable": bool(_starter(request))}
    return render(request, "routing/templates.html", context)


@require_POST
@may_change
def new_set(request: SellerRequest) -> HttpResponseBase:
    """Make an empty set, or with `starter` one made of the services that the seller has."""
    starter = _starter(request) if request.POST.get("starter") else ()
    name = request.POST.get("name", "").strip() or (_("Starter set") if starter else _("Routing templates"))
    return _made(request, name, rows=starter)


@require_POST
@may_change
def copy_set(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Make a set with the same templates, not in use."""
    found = find(request, set_id)
    name = _("%(name)s, copy") % {"name": found.name[:60]}
    return _made(request, name, reads.rows(found.pk), found.smart_first, found.smart_margin)


@require_POST
@may_change
def use_set(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Route by this set from now on, or by none."""
    found, use = find(request, set_id), request.POST.get("use") == "1"
    try:
        writes.use_set(seller=request.seller, person=request.user, set_id=found.pk, use=use, at=clock.now())
    except writes.SetChanged:
        raise Http404(str(set_id)) from None
    said = _("From now on orders are routed by “%(name)s”.") if use else _("“%(name)s” is not used any more.")
    messages.success(request, said % {"name": found.name})
    return redirect("template-set", found.pk)


@require_POST
@may_change
def delete_set(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Delete a set that nobody changed since the page was read."""
    found = find(request, set_id)
    try:
        writes.delete_set(edit=edit_of(request, found))
    except writes.SetChanged:
        return changed_meanwhile(request, found.pk)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": found.name})
    return redirect("templates")


@require_safe
@signed_in
def template_set(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Show a set with everything that was found about it, and what becomes of a parcel that is tried."""
    found = find(request, set_id)
    return page(request, found, form=SetForm(initial=_settings(found)))


@require_POST
@may_change
def change_set(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Rename a set and set its switch."""
    found = find(request, set_id)
    form = SetForm(request.POST)
    if not form.is_valid():
        return page(request, found, form=form, status=422)
    try:
        writes.change_set(edit=edit_of(request, found), **form.cleaned_data)
    except writes.NameTaken:
        form.add_error("name", _("Another set has this name."))
        return page(request, found, form=form, status=422)
    except writes.SetChanged:
        form.add_error(None, changed_words())
        return page(request, find(request, set_id), form=form, status=409)
    messages.success(request, _("Saved."))
    return redirect("template-set", found.pk)


def changed_words() -> str:
    """Return what a person reads whose set was changed by somebody else meanwhile."""
    return _(
        "Somebody else changed this set while you were editing. What you entered is still here, and the rest of the "
        "page shows the set as it is now: look at both, then save again."
    )


def changed_meanwhile(request: SellerRequest, set_id: int) -> HttpResponseBase:
    """Send back to the set as it is now: nothing was typed that could be lost."""
    messages.error(request, _("Somebody else changed this set just now; here it is as it stands. Nothing was done."))
    return redirect("template-set", set_id)


def find(request: SellerRequest, set_id: int) -> TemplateSet:
    """Return one of the seller's sets, or 404."""
    found = reads.one(request.seller.pk, set_id)
    if found is None:
        raise Http404(str(set_id))
    return found


def edit_of(request: SellerRequest, found: TemplateSet) -> writes.Edit:
    """Return who changes the set, on the version that the form says it was made from."""
    try:
        seen = parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        seen = None
    return writes.Edit(request.seller, request.user, found.pk, seen or LONG_AGO, clock.now())


def page(request: SellerRequest, found: TemplateSet, *, form: SetForm, status: int = 200) -> HttpResponseBase:
    """Draw the editor."""
    rows = reads.rows(found.pk)
    compiled = Templates.of(rows)
    groups = words.groups_on(clock.now())
    offered = reads.offered(request.seller.pk, at=clock.now())
    judged = [*findings(compiled), *service_findings(compiled, offered)]
    known = tuple(offered.services.values())
    texts = [(one.place, words.finding_text(one, rows)) for one in judged]
    drawn = [
        words.row_text(row, place, groups, [text for at, text in texts if at == place], known=known)
        for place, row in enumerate(rows)
    ]
    context = {
        "set": found,
        "seen": found.changed_at.isoformat(),
        "rows": drawn,
        "gap": next((text for _at, text in texts if text.kind == FindingKind.GAP), None) if rows else None,
        "wrong": sum(len(row.findings) for row in drawn),
        "inputs": inputs(form),
        "refusal": " ".join(map(str, form.non_field_errors())),
        "may_change": can_change(request.user),
        "full": len(rows) >= writes.MOST_TEMPLATES,
        **_tried(request, compiled, drawn),
    }
    return render(request, "routing/template_set.html", context, status=status)


def _tried(request: SellerRequest, compiled: Templates, drawn: Sequence[words.RowText]) -> dict[str, Any]:
    form = TryForm(request.GET if "weight_g" in request.GET else None, initial={"country": "US", "weight_g": 500})
    tried: tuple[Input, ...] = inputs(form)
    if not form.is_valid():
        return {"try_inputs": tried, "tried": False, "match": None}
    level = form.cleaned_data["level"]
    place = compiled.first_match_one(
        form.cleaned_data["country"],
        form.cleaned_data["weight_g"],
        ServiceLevel(level) if level else None,
        frozenset({CargoClass(form.cleaned_data["cargo"])}),
    )
    return {"try_inputs": tried, "tried": True, "match": None if place == NONE else drawn[place]}


def _settings(found: TemplateSet) -> dict[str, object]:
    return {"name": found.name, "smart_first": found.smart_first, "smart_margin": found.smart_margin}


def _made(
    request: SellerRequest,
    name: str,
    rows: Sequence[Template] = (),
    smart_first: bool = True,
    smart_margin: Decimal = Decimal(0),
) -> HttpResponseBase:
    """Create a set under the first free name like this one."""
    for attempt in range(1, writes.MOST_SETS + 1):
        tried = name if attempt == 1 else f"{name} {attempt}"
        try:
            made = writes.create_set(
                seller=request.seller, person=request.user, name=tried, at=clock.now(), rows=rows,
                smart_first=smart_first, smart_margin=smart_margin,
            )  # fmt: skip
        except writes.BadName:
            messages.error(request, bad_name_words())
            return redirect("templates")
        except writes.NameTaken:
            continue
        except writes.TooMany:
            break
        return redirect("template-set", made.pk)
    messages.error(request, _("There are too many sets. Delete one that is not used."))
    return redirect("templates")


def _starter(request: SellerRequest) -> tuple[Template, ...]:
    return starter(reads.offered(request.seller.pk, at=clock.now()))
