"""The people of a shop, for its owner: who may sign in, and what they may do."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from fahuo.accounts import queries, services
from fahuo.accounts.gate import SellerRequest, may_own
from fahuo.accounts.models import Person
from fahuo.accounts.roles import ROLES
from fahuo.accounts.services import people as enrolling
from fahuo.backoffice.forms import inputs
from fahuo.kit import clock


class NewPersonForm(forms.Form):
    """Somebody who may sign in from now on."""

    username = forms.CharField(
        label=_("Name to sign in with"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("letters, digits and @ . + - _"),
    )
    role = forms.ChoiceField(label=_("Role"), choices=tuple(ROLES.items()), initial="CLERK")
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    password = forms.CharField(
        label=_("First password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput,
        help_text=_("at least 10 characters; they change it after the first sign-in"),
    )

    def clean(self) -> dict[str, object]:
        """Judge the password knowing the name."""
        given = super().clean() or {}
        _judge(self, "password", Person(username=str(given.get("username", ""))))
        return given


class PersonForm(forms.Form):
    """What the owner may change about somebody."""

    role = forms.ChoiceField(label=_("Role"), choices=tuple(ROLES.items()))
    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        required=False,
        widget=forms.PasswordInput,
        help_text=_("empty: it stays; a new one signs the person out everywhere"),
    )

    def clean(self) -> dict[str, object]:
        """Judge the password, if there is a new one."""
        given = super().clean() or {}
        _judge(self, "password", None)
        return given


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def people(request: SellerRequest) -> HttpResponseBase:
    """List the people; POST enrols another one."""
    form = NewPersonForm(request.POST or None, initial={"language": request.user.language, "role": "CLERK"})
    if request.method == "POST" and form.is_valid() and _enrolled(request, form):
        return redirect("people")
    context = {"people": queries.people(request.seller), "inputs": inputs(form), "roles": ROLES}
    return render(request, "accounts/people.html", context, status=422 if request.method == "POST" else 200)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@may_own
def person(request: SellerRequest, person_id: int) -> HttpResponseBase:
    """Show one person; POST changes role and password."""
    found = _find(request, person_id)
    form = PersonForm(request.POST or None, initial={"role": found.role})
    own = found.pk == request.user.pk
    if own:  # one's own password is changed where the old one is asked for
        del form.fields["password"]
    if request.method == "POST" and form.is_valid() and _changed(request, found, form):
        return redirect("people")
    context = {"person": found, "inputs": inputs(form), "own": own}
    return render(request, "accounts/person.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@may_own
def let_in(request: SellerRequest, person_id: int) -> HttpResponseBase:
    """Let somebody sign in again, or keep him out from his next click on."""
    found, active = _find(request, person_id), request.POST.get("active") == "1"
    if found.pk == request.user.pk:
        messages.error(request, now("You cannot lock yourself out. Another owner can."))
        return redirect("people")
    try:
        enrolling.let_in(seller=request.seller, person_id=found.pk, active=active)
    except enrolling.NoOwnerLeft:
        messages.error(request, now("At least one owner must be able to sign in; nothing was changed."))
        return redirect("people")
    _record(request, "let_in" if active else "keep_out", found.username)
    return redirect("people")


def _enrolled(request: SellerRequest, form: NewPersonForm) -> bool:
    given = form.cleaned_data
    try:
        enrolling.enrol(seller=request.seller, **given)
    except enrolling.NameTaken:
        form.add_error("username", now("This name is taken. Choose another one."))
        return False
    _record(request, "enrol", given["username"], role=given["role"])
    messages.success(request, now("%(name)s may sign in now.") % {"name": given["username"]})
    return True


def _changed(request: SellerRequest, found: Person, form: PersonForm) -> bool:
    role, password = form.cleaned_data["role"], form.cleaned_data.get("password", "")
    try:
        enrolling.change(seller=request.seller, person_id=found.pk, role=role, password=password)
    except enrolling.NoOwnerLeft:
        form.add_error("role", now("At least one owner must be able to sign in; nothing was changed."))
        return False
    _record(request, "change_person", found.username, role=role, **({"password": "new"} if password else {}))
    messages.success(request, now("Saved."))
    return True


def _record(request: SellerRequest, verb: str, subject: str, **detail: str) -> None:
    services.record(seller=request.seller, person=request.user, verb=verb, subject=subject, at=clock.now(), **detail)


def _find(request: SellerRequest, person_id: int) -> Person:
    found = queries.person(request.seller, person_id)
    if found is None:
        raise Http404(str(person_id))
    return found


def _judge(form: forms.Form, field: str, person: Person | None) -> None:
    password = form.cleaned_data.get(field)
    if password:
        try:
            validate_password(password, person)
        except ValidationError as error:
            form.add_error(field, error)
