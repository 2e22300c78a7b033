"""Pages of orders: the list, one order, the import, the error book."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.generic import RedirectView

from fahuo.backoffice.navigation import Place
from fahuo.orders.web import accept_codes, error_pages, importing, listing, one, product_page

PLACE = Place("orders", _("Orders"), "orders", ("order", "import-orders", "edit-order", "order-services"))
ERROR_BOOK = Place("errors", _("Error book"), "book", ("error",))

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="orders"), name="start"),
    path("orders", listing.orders, name="orders"),
    path("orders/import", importing.import_orders, name="import-orders"),
    path("orders/<int:order_id>", one.order, name="order"),
    path("orders/<int:order_id>/edit", one.edit_order, name="edit-order"),
    path("products/<int:product_id>", product_page.product, name="product"),
    path("products/<int:product_id>/hs/accept", accept_codes.of_product, name="accept-code"),
    path("goods/hs/accept", accept_codes.ticked, name="accept-codes"),
    path("errors", error_pages.errors, name="errors"),
    path("errors/<str:code>", error_pages.error, name="error"),
]
