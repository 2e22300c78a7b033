"""stub"""
from pathlib import Path
from typing import Any
def django_settings(home: Path, url: str) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.postgresql", "NAME": "fahuo", "HOST": "/tmp", "USER": "fahuo"}
