"""People of a seller: enrol, change, let in or keep out. A seller always keeps one owner who can sign in."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from fahuo.accounts.models import Person, Role, Seller


class NameTaken(Exception):
    """Somebody, perhaps of another seller, signs in by this name already. Nothing was written."""


class NoOwnerLeft(Exception):
    """Nobody would be left who may let people in. Nothing was written."""


def choose_language(*, person: Person, language: str) -> None:
    """Remember the language that a person wants to read."""
    Person.objects.filter(pk=person.pk).update(language=language)
    person.language = language


def enrol(*, seller: Seller, username: str, password: str, role: str, language: str) -> Person:
    """Create a person who may sign in; raise `NameTaken`. An existing one is never touched."""
    person = Person(seller=seller, username=username, role=role, language=language)
    person.set_password(password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise NameTaken(username) from error
    return person


@transaction.atomic
def change(*, seller: Seller, person_id: int, role: str, password: str = "") -> None:
    """Set the role and, if given, a new password, which signs the person out everywhere; raise `NoOwnerLeft`."""
    person = _locked(seller, person_id)
    person.role = role
    if password:
        person.set_password(password)
    person.save(update_fields=["role", "password"])
    _keep_an_owner(seller)


@transaction.atomic
def let_in(*, seller: Seller, person_id: int, active: bool) -> None:
    """Let a person sign in, or keep him out from his next click on; raise `NoOwnerLeft`."""
    person = _locked(seller, person_id)
    person.is_active = active
    person.save(update_fields=["is_active"])
    _keep_an_owner(seller)


def _locked(seller: Seller, person_id: int) -> Person:
    """Lock the seller first: two owners who keep each other out at once would both find the other one left."""
    Seller.objects.select_for_update().get(pk=seller.pk)
    return Person.objects.get(seller=seller, pk=person_id)


def _keep_an_owner(seller: Seller) -> None:
    if not Person.objects.filter(seller=seller, role=Role.OWNER, is_active=True).exists():
        raise NoOwnerLeft
