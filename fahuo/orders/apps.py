"""Django's registration of this room."""

from django.apps import AppConfig


class OrdersConfig(AppConfig):
    """Registers the room `orders`."""

    name = "fahuo.orders"
    default_auto_field = "django.db.models.BigAutoField"
