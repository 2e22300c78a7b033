"""Words for states, messages and receipts of declarations."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# state: words, tone of its pill
STATES = {
    "DRAFT": (_("Cannot be declared"), "bad"),
    "QUEUED": (_("Waiting to be sent"), "busy"),
    "STAGED": (_("Staged at the e-port"), "busy"),
    "SUBMITTED": (_("At the e-port"), "busy"),
    "SENT": (_("Sent to customs"), "busy"),
    "SEND_FAILED": (_("Not passed on"), "late"),
    "REJECTED": (_("Returned by customs"), "bad"),
    "ACCEPTED": (_("Accepted by customs"), "busy"),
    "REVIEW": (_("Looked at by customs"), "late"),
    "CONCLUDED": (_("Concluded"), "good"),
    "INSPECTION": (_("Under inspection"), "late"),
    "DETAINED": (_("Detained"), "bad"),
    "SUSPENDED": (_("Suspended"), "bad"),
    "RETURNED": (_("Sent back"), "bad"),
    "RELEASED": (_("Released"), "good"),
    "CLOSED": (_("Closed by customs"), "good"),
    "ERROR": (_("Error"), "bad"),
    "CANCELLED": (_("Cancelled"), ""),
}
# Order, waybill and bulk lists go no further than this.
PART_TONES = {"ACCEPTED": "good"}
GROUPS = {
    "PROBLEM": (_("Needs a person"), "bad"),
    "UNDERWAY": (_("Under way"), "busy"),
    "RELEASED": (_("Released"), "good"),
    "CANCELLED": (_("Cancelled"), ""),
}
MESSAGES = {
    "CEB303": _("Order"),
    "CEB304": _("Order"),
    "CEB403": _("Payment"),
    "CEB404": _("Payment"),
    "CEB505": _("Waybill"),
    "CEB506": _("Waybill"),
    "CEB509": _("Departure"),
    "CEB510": _("Departure"),
    "CEB603": _("List"),
    "CEB604": _("List"),
    "CEB605": _("Cancellation"),
    "CEB606": _("Cancellation"),
    "CEB607": _("Master list"),
    "CEB608": _("Master list"),
    "CEB701": _("Summary"),
    "CEB702": _("Summary"),
    "CEB792": _("Result of the summary"),
    "CEB900": _("Refused as unreadable"),
}
STATUSES = {
    "WRITTEN": (_("written"), "busy"),
    "SENDING": (_("being sent"), "busy"),
    "TAKEN": (_("taken by the window"), "good"),
    "DOUBTFUL": (_("no answer"), "late"),
    "REFUSED": (_("refused by the window"), "bad"),
}
MODES = {
    "9610": _("9610 retail, direct mail"),
    "1210": _("1210 bonded"),
    "9710": _("9710 to companies"),
    "9810": _("9810 overseas warehouse"),
}
FLAGS = {
    "A": _("A, simplified: no refund"),
    "B": _("B, summary: refund possible"),
}
# What a master bill is told by: label, longest text
BILL = {
    "bill_no": (_("Master bill number"), 37),
    "transport_name": (_("Name of the means of transport"), 100),
    "voyage_no": (_("Flight or voyage"), 32),
    "domestic": (_("Domestic transport (lorry)"), 100),
}
# Codes of JGS-20 that a declarant chooses from.
TRANSPORTS = {
    "2": _("2 by water"),
    "3": _("3 by rail"),
    "4": _("4 by road"),
    "5": _("5 by air"),
    "6": _("6 by mail"),
    "9": _("9 otherwise"),
}
WRAPPINGS = {
    "1": _("1 wooden case"),
    "2": _("2 carton"),
    "3": _("3 drum"),
    "4": _("4 bulk"),
    "5": _("5 pallet"),
    "6": _("6 bag"),
    "7": _("7 other"),
}
