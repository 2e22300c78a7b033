"""Reading the environment, in one place."""

from __future__ import annotations

import os
from pathlib import Path


def home() -> Path:
    """Return the folder that holds all state: `FAHUO_HOME`, or `./var`."""
    return Path(os.environ.get("FAHUO_HOME") or "var").resolve()


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default when it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str) -> bool:
    """Return True for 1, true, yes, on."""
    return text(name).lower() in {"1", "true", "yes", "on"}


def words(name: str, default: str) -> list[str]:
    """Split a comma-separated variable."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def number(name: str, default: float) -> float:
    """Return a number; a value that is none stops the start with a clear sentence."""
    value = text(name, str(default))
    try:
        return float(value)
    except ValueError as error:
        raise SystemExit(f"{name} must be a number, not {value!r}.") from error
