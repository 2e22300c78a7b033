"""Django's registration of this room."""

from django.apps import AppConfig


class PrintingConfig(AppConfig):
    """Registers the room `printing`."""

    name = "fahuo.printing"
    default_auto_field = "django.db.models.BigAutoField"
