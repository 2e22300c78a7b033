"""Writing sellers, ship-from addresses and people down; calling again changes what was written."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from fahuo.accounts.models import Person, Seller, ShipFromAddress

NEEDED = {"contact", "province", "city", "street", "postcode", "phone"}


class Incomplete(ValueError):
    """Something is missing or does not fit; the message says what. Nothing was written."""


@transaction.atomic
def write_seller(*, name: str, **numbers: str) -> Seller:
    """Create the seller, or change its `name_en`, `eori`, `ioss` where given."""
    seller, _created = Seller.objects.get_or_create(name=_fitting(Seller, "name", name))
    for field, value in numbers.items():
        setattr(seller, field, _fitting(Seller, field, value))
    if numbers:
        seller.save(update_fields=list(numbers))
    return seller


@transaction.atomic
def write_ship_from(*, seller: Seller, **fields: str) -> ShipFromAddress:
    """Create or change the default ship-from address; a new one needs every field but company and country."""
    row = ShipFromAddress.objects.select_for_update().filter(seller=seller, is_default=True).first()
    if row is None:
        if missing := sorted(NEEDED - fields.keys()):
            raise Incomplete(f"A ship-from address also needs: {', '.join(missing)}.")
        row = ShipFromAddress(seller=seller, is_default=True)
    for field, value in fields.items():
        column = {"contact": "name"}.get(field, field)
        setattr(row, column, _fitting(ShipFromAddress, column, value.upper() if column == "country" else value))
    row.save()
    return row


@transaction.atomic
def write_person(*, seller: Seller, username: str, password: str, role: str, language: str) -> bool:
    """Create a person, or change role, language and password; True if new. One of another seller is never touched."""
    person = Person.objects.select_for_update().filter(username=username).first()
    if person is not None and person.seller_id != seller.pk:
        raise Incomplete(f"The name {username!r} is taken: choose another.")
    created = person is None
    person = person or Person(seller=seller, username=_fitting(Person, "username", username))
    person.role, person.language = role, language
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Incomplete("The password does not do: " + " ".join(error.messages)) from error
    person.set_password(password)
    person.save()
    return created


def _fitting(model: type[Seller] | type[ShipFromAddress] | type[Person], field: str, value: str) -> str:
    """Return the value without blanks around it if the column takes it."""
    value = value.strip()
    try:
        model._meta.get_field(field).clean(value, None)  # type: ignore[union-attr]
    except ValidationError as error:
        raise Incomplete(f"{field}: {' '.join(error.messages)}") from error
    return value
