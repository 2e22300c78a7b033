"""The catalogue's place in the menu, and its pages side by side."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place

TABS = (("products", _("Products")), ("hs-proposals", _("HS proposals")), ("hs-try", _("Find an HS code")))
PLACE = Place("products", _("Catalogue"), "products", ("product", "product-hs", "product-elements"), TABS)
