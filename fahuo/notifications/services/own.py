"""Where one person is reached: e-mail and phone with the same hours."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Person
from fahuo.notifications import queries
from fahuo.notifications.models import ChannelKind
from fahuo.notifications.services import channels


@transaction.atomic
def save_own(*, person: Person, mailbox: str | None, phone: str | None, hours: channels.Hours, at: datetime) -> None:
    """Keep the person's addresses; None leaves one as it is, an empty text takes it away."""
    assert person.seller is not None
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # two windows of one person, one after the other
    present = queries.own(person)
    for kind, address in ((ChannelKind.EMAIL, mailbox), (ChannelKind.SMS, phone)):
        row = present.get(kind)
        if address == "" and row is not None:
            row.delete()
        elif address or row is not None:
            channels.save(
                seller=person.seller, person=person, kind=kind, channel=row, name="", language="",
                address={"to": address} if address else {}, hours=hours, at=at,
            )  # fmt: skip
