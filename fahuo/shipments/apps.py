"""Django's registration of this room."""

from django.apps import AppConfig


class ShipmentsConfig(AppConfig):
    """Registers the room `shipments`."""

    name = "fahuo.shipments"
    default_auto_field = "django.db.models.BigAutoField"
