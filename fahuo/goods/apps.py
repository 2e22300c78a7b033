"""Django's registration of this room."""

from django.apps import AppConfig


class GoodsConfig(AppConfig):
    """Registers the room `goods`."""

    name = "fahuo.goods"
    default_auto_field = "django.db.models.BigAutoField"
