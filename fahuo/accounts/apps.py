"""Django's registration of this room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room `accounts`."""

    name = "fahuo.accounts"
    default_auto_field = "django.db.models.BigAutoField"
