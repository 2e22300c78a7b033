"""Pages of the first mile."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.pickups.handed_down import FirstMile
from fahuo.pickups.web import ask, home, one, urging

_also = ("ask-pickup", "pickup", "urge-text", "opening-hours", "pickup-figures", "shipment-first-mile")
PLACE = Place(
    "first-mile", _("First mile"), "pickups", _also, (("first-mile", _("Pick-ups")), ("urge", _("Urge carriers")))
)

_one = "first-mile/<int:pickup_id>"


def urlpatterns(of: FirstMile) -> list[URLPattern]:
    """Return the pages, told what rooms that this one cannot see know of parcels and lists."""
    told = {"of": of}
    return [
        path("first-mile", home.home, told, name="first-mile"),
        path("first-mile/figures", home.figures, told, name="pickup-figures"),
        path("first-mile/hours", home.hours, name="opening-hours"),
        path("first-mile/hours/keep", home.keep_hours, name="keep-hours"),
        path("first-mile/ask", ask.dialogue, told, name="ask-pickup"),
        path("first-mile/ask/send", ask.ask, told, name="send-pickup"),
        path("first-mile/urge", urging.late, told, name="urge"),
        path("first-mile/urge/text", urging.words, told, name="urge-text"),
        path("first-mile/urge/record", urging.record, name="record-urge"),
        path("first-mile/urge/<int:urge_id>/answer", urging.answer, name="answer-urge"),
        path(_one, one.pickup, told, name="pickup"),
        path(f"{_one}/confirm", one.confirm, name="confirm-pickup"),
        path(f"{_one}/give-up", one.give_up, name="give-up-pickup"),
        path(f"{_one}/cancel", one.cancel, name="cancel-pickup"),
        path("shipments/<int:shipment_id>/first-mile", one.of_shipment, name="shipment-first-mile"),
    ]
