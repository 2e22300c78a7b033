"""Where a problem lies, in words: `lines[1].origin` is `Goods line 2: country of origin`."""

from __future__ import annotations

import re

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

PARTY = {
    "name": _("name"),
    "company": _("company"),
    "street": _("street"),
    "city": _("city"),
    "province": _("state or province"),
    "postcode": _("postcode"),
    "country": _("country"),
    "phone": _("phone"),
    "email": _("e-mail"),
    "tax_id": _("tax number"),
}
GOODS = {
    "title_en": _("English name"),
    "title_zh": _("Chinese name"),
    "hs_code": _("HS code"),
    "origin": _("country of origin"),
    "unit_value": _("value"),
    "unit_weight_g": _("weight"),
    "quantity": _("quantity"),
    "sku": _("SKU"),
    "papers": _("papers"),
}
PARCEL = {"weight_g": _("weight"), "size": _("size")}


def field_words(field: str) -> str:
    """Return where that is in the page's language; nothing for what has no words."""
    group, _dot, name = field.partition(".")
    line = re.fullmatch(r"lines\[(\d+)\]", group)
    if line and name in GOODS:
        return say("Goods line %(n)s: %(field)s") % {"n": int(line[1]) + 1, "field": GOODS[name]}
    if group == "address" and name in PARTY:
        return say("Recipient: %(field)s") % {"field": PARTY[name]}
    if group == "sender" and name in PARTY:
        return say("Sender: %(field)s") % {"field": PARTY[name]}
    if group == "parcel" and name in PARCEL:
        return say("Parcel: %(field)s") % {"field": PARCEL[name]}
    return ""
