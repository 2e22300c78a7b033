"""What the log of actions knows, in words. A room that records a new verb adds its line here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# What stands beside a verb.
DETAILS = {
    "entries": _("entries"),
    "created": _("new"),
    "fields": _("fields"),
    "orders": _("orders"),
    "shipments": _("shipments"),
    "waybill": _("waybill"),
    "role": _("role"),
    "password": _("password"),
    "code": _("reason"),
    "version": _("version"),
    "replaced": _("replaced version"),
    "templates": _("templates"),
    "template": _("template"),
}
VERBS = {
    "sign_in": _("signed in"),
    "change_password": _("changed their password"),
    "enrol": _("let a new person in"),
    "change_person": _("changed a person"),
    "let_in": _("let a person in again"),
    "keep_out": _("locked a person out"),
    "change_settings": _("changed the settings"),
    "change_terms": _("changed a carrier's contract terms"),
    "change_weights": _("changed the weights of the choice"),
    "import_outcomes": _("imported how parcels ended"),
    "import_orders": _("imported orders"),
    "import_catalogue": _("imported the catalogue"),
    "import_rates": _("imported a rate sheet"),
    "edit_order": _("edited an order"),
    "edit_product": _("edited a product"),
    "ship": _("started a ship run"),
    "cancel_shipment": _("cancelled a shipment"),
    "cancel_refused": _("tried to cancel a shipment"),
    "ask_again": _("had a carrier asked again"),
    "print_labels": _("fetched labels"),
    "create_templates": _("made a set of routing templates"),
    "change_templates": _("changed routing templates"),
    "delete_templates": _("deleted a set of routing templates"),
    "use_templates": _("put routing templates to use"),
    "stop_templates": _("stopped using routing templates"),
    "back_test": _("started a back-test"),
    "cancel_back_test": _("stopped a back-test"),
}
