"""Django's registration of this room."""

from pathlib import Path

from django.apps import AppConfig
from django.conf import settings

from fahuo.backoffice.translations import compile_stale


class BackofficeConfig(AppConfig):
    """Registers the room `backoffice`."""

    name = "fahuo.backoffice"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Compile translations that changed since the last start."""
        compile_stale(Path(folder) for folder in settings.LOCALE_PATHS)
