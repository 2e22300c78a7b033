"""Pages of the catalogue: the list, HS proposals, declaration elements."""

from __future__ import annotations

from django.urls import path

from fahuo.goods.web import catalogue, declared, proposals
from fahuo.goods.web.place import PLACE

__all__ = ["PLACE", "urlpatterns"]

urlpatterns = [
    path("products", catalogue.products, name="products"),
    path("products.csv", catalogue.products_file, name="products-file"),
    path("products/<int:product_id>/hs", proposals.of_product, name="product-hs"),
    path("products/<int:product_id>/hs/reject", proposals.reject_code, name="reject-code"),
    path("products/<int:product_id>/elements", declared.elements, name="product-elements"),
    path("goods/hs", proposals.try_title, name="hs-try"),
    path("goods/hs/proposals", proposals.proposals, name="hs-proposals"),
    path("goods/hs/recognise", proposals.recognise_all, name="hs-recognise"),
]
