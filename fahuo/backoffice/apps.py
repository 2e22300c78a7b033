"""Django's registration of this room."""

from django.apps import AppConfig


class BackofficeConfig(AppConfig):
    """Registers the room `backoffice`."""

    name = "fahuo.backoffice"
    default_auto_field = "django.db.models.BigAutoField"
