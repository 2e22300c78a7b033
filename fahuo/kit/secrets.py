"""Secrets: the site key, and encryption of carrier credentials."""
from pathlib import Path
def django_key(home: Path) -> str:
    return "x" * 60
