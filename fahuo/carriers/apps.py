"""Django's registration of this room."""

from django.apps import AppConfig


class CarriersConfig(AppConfig):
    """Registers the room `carriers`."""

    name = "fahuo.carriers"
    default_auto_field = "django.db.models.BigAutoField"
